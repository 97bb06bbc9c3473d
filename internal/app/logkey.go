package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// LogOpened names the key under which the log of this house is signed from
// now on. Standing in the log itself, it tells a verifier that has nothing
// else which key to try; trust in the key has to come from elsewhere.
type LogOpened struct {
	Key string `json:"key"` // verifier key
}

// EventType is house.log_opened.
func (LogOpened) EventType() string { return "house.log_opened" }

// houseTable is the procedure of the house's own stream.
var houseTable = flow.Table{
	Name: "house", Start: "",
	States: []flow.Info{{State: "open", Text: lang.T("开启", "Open"), Who: flow.RoleSystem}},
	Transitions: []flow.Transition{
		{From: "", Verb: "open_log", Event: "house.log_opened", To: "open", Role: flow.RoleSystem},
		{From: "open", Verb: "change_key", Event: "house.log_opened", To: "open", Role: flow.RoleSystem},
	},
}

const logStream = "house/log"

// nameKey journals the log's key unless it is the one named last.
func (h *House) nameKey(ctx context.Context) error {
	last, err := namedKey(h.Journal, h.Read(ctx))
	if err != nil || last == h.LogKey {
		return err
	}
	_, err = h.Journal.Do(ctx, journal.Act{Actor: journal.System, Now: h.Now(), Key: "log key " + h.LogKey}, func(tx *journal.Tx) error {
		if _, err := tx.Load(logStream); err != nil {
			return err
		}
		return tx.Append(logStream, journal.Because(LogOpened{Key: h.LogKey}))
	})
	if err != nil {
		return fmt.Errorf("name the log's key: %w", err)
	}
	return nil
}

// namedKey is the key that the log names last; empty when it names none.
func namedKey(j *journal.Journal, r store.Reader) (string, error) {
	events, err := j.Stream(r, logStream)
	if err != nil || len(events) == 0 {
		return "", err
	}
	opened, ok := events[len(events)-1].Body.(LogOpened)
	if !ok {
		return "", fmt.Errorf("read the log's key: %s is not expected there", events[len(events)-1].Type)
	}
	return opened.Key, nil
}

// LogKeyPath is the file of the log's private key.
func (s Storage) LogKeyPath() string {
	if s.LogKey != "" {
		return s.LogKey
	}
	return filepath.Join(s.Data, "log.key")
}

// verifierKey is the public key of the log: from the key file where there is
// one, else the one that the log names itself.
func verifierKey(s Storage, j *journal.Journal, r store.Reader) (key string, fromLog bool, err error) {
	k, err := journal.LoadKey(s.LogKeyPath())
	if err == nil {
		return k.Public(), false, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return "", false, err
	}
	key, err = namedKey(j, r)
	return key, true, err
}
