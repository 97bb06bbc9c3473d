package journal

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/store"

	"golang.org/x/mod/sumdb/tlog"
)

// Receipt opens one leaf of the log: it proves to anyone that this very event
// stands under a signed checkpoint. Its JSON form is the file decision.json,
// which package proof checks without anything of this package.
type Receipt struct {
	Format     string      `json:"format"`
	Event      string      `json:"event"` // the stored bytes
	Salt       []byte      `json:"salt"`
	Leaf       int64       `json:"leaf"`       // position in the log, from 0
	Size       int64       `json:"size"`       // of the tree under the checkpoint
	Proof      []tlog.Hash `json:"proof"`      // path to the root, as in RFC 6962
	Checkpoint string      `json:"checkpoint"` // signed note
	Key        string      `json:"key"`        // verifier key of the log
}

// ReceiptFormat names the form of a receipt.
const ReceiptFormat = "lunheng-decision/1"

// NotSealed is the key of the error for an event that has no leaf yet.
const NotSealed = "journal.not_sealed"

// Receipt returns the receipt of an event under the first checkpoint that covers
// it, so that the same event always has the same receipt. The key is that of
// the log ([Key.Public]). An event that is not sealed yet, which takes about a
// second, gives an error with the key [NotSealed].
func (j *Journal) Receipt(r store.Reader, key, event string) (Receipt, error) {
	out := Receipt{Format: ReceiptFormat, Key: key}
	var leaf sql.NullInt64
	err := r.Row(`select e.body, e.salt, l.leaf from events e left join leaves l on l.seq = e.seq where e.id = $1`,
		event).Scan(&out.Event, &out.Salt, &leaf)
	if errors.Is(err, sql.ErrNoRows) {
		return Receipt{}, errs.New(errs.NotFound, "journal.no_event", lang.T("没有这个事件。", "There is no such event."))
	}
	if err != nil {
		return Receipt{}, fmt.Errorf("get receipt of %s: %w", event, err)
	}
	if !leaf.Valid {
		return Receipt{}, notSealed()
	}
	out.Leaf = leaf.Int64
	err = r.Row(`select size, note from checkpoints where size > $1 order by size limit 1`, out.Leaf).
		Scan(&out.Size, &out.Checkpoint)
	if errors.Is(err, sql.ErrNoRows) {
		return Receipt{}, notSealed()
	}
	if err != nil {
		return Receipt{}, fmt.Errorf("get receipt of %s: %w", event, err)
	}
	if out.Proof, err = proveLeaf(r, out.Size, out.Leaf); err != nil {
		return Receipt{}, fmt.Errorf("get receipt of %s: %w", event, err)
	}
	return out, nil
}

func notSealed() error {
	return errs.New(errs.Conflict, NotSealed, lang.T(
		"此事件已保存，尚未封入日志。封存通常在一秒内完成，请稍后重试。",
		"This event is saved but not yet sealed in the log. That usually takes a second; try again shortly."))
}

func proveLeaf(r store.Reader, size, leaf int64) ([]tlog.Hash, error) {
	if size == 1 {
		return []tlog.Hash{}, nil
	}
	return tlog.ProveRecord(size, leaf, nodes{r})
}

// File is the receipt as a file for people and programs.
func (r Receipt) File() ([]byte, error) {
	raw, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write receipt: %w", err)
	}
	return append(raw, '\n'), nil
}

// Seal says where and when an event was sealed.
type Seal struct {
	Leaf int64     // position in the log, from 0
	Size int64     // of the first checkpoint that covers it
	At   time.Time // when that was signed
}

// Seals returns the seals of the events of streams, by event id, with one
// query a stream. Events that are not sealed yet are absent.
func (j *Journal) Seals(r store.Reader, streams ...string) (map[string]Seal, error) {
	out := map[string]Seal{}
	for _, stream := range streams {
		if err := addSeals(out, r, stream); err != nil {
			return nil, fmt.Errorf("get seals of %s: %w", stream, err)
		}
	}
	return out, nil
}

func addSeals(out map[string]Seal, r store.Reader, stream string) error {
	rows, err := r.Query(`select e.id, l.leaf, c.size, c.at
		from events e join leaves l on l.seq = e.seq
		join checkpoints c on c.size = (select min(size) from checkpoints where size > l.leaf)
		where e.stream = $1`, stream)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var s Seal
		var at int64
		if err := rows.Scan(&id, &s.Leaf, &s.Size, &at); err != nil {
			return err
		}
		s.At = store.Time(at)
		out[id] = s
	}
	return rows.Err()
}

// Checkpoint returns the last signed tree head and its size; 0 and no text
// before anything was sealed.
func (j *Journal) Checkpoint(r store.Reader) (size int64, note string, err error) {
	err = r.Row(`select size, note from checkpoints order by size desc limit 1`).Scan(&size, &note)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, "", nil
	}
	if err != nil {
		return 0, "", fmt.Errorf("read last checkpoint: %w", err)
	}
	return size, note, nil
}
