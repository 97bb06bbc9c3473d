package risk

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/errs"
	"lunheng/internal/jobs"
	"lunheng/internal/journal"
	"lunheng/internal/store"
	"lunheng/internal/vault"
)

// partSize is how many rows are taken in by one transaction.
const partSize = 500

// Import takes in a published list of leads.
type Import struct {
	Department string       `json:"department"`
	Kind       string       `json:"kind"` // retraction or incident
	File       *blob.Upload `json:"file"`
	Key        string       `json:"key,omitempty"`
}

// Import begins to take a list in, in the background. What of it is needed lies sealed
// in the vault until it is in.
func (s *Service) Import(ctx context.Context, p auth.Principal, now time.Time, cmd Import) (journal.Outcome, error) {
	if err := auth.Allow(s.J.DB.Read(ctx), p, auth.LeadNote, auth.Department, cmd.Department); err != nil {
		return journal.Outcome{}, err
	}
	if cmd.File == nil || len(cmd.File.Content) == 0 {
		return journal.Outcome{}, errs.Mistake("file", "import.nothing", "请选择文件。", "Choose a file.")
	}
	return s.begun(ctx, p, now, cmd.Department, cmd.Kind, cmd.File.Content, cmd.Key)
}

// Take takes a list in at once, for the operator of the machine. After a stop it is
// simply run again.
func (s *Service) Take(ctx context.Context, now time.Time, kind string, raw []byte, progress func(done, total int64)) (Intake, error) {
	out, err := s.begun(ctx, auth.Operator(now), now, "", kind, raw, "")
	if err != nil {
		return Intake{}, err
	}
	if err := s.takeAll(ctx, now, out.Result, progress); err != nil {
		return Intake{}, err
	}
	return journal.Look(s.J, s.J.DB.Read(ctx), IntakeStream(out.Result), FoldIntake)
}

func (s *Service) begun(ctx context.Context, p auth.Principal, now time.Time, body, kind string, raw []byte, key string) (journal.Outcome, error) {
	items, err := Read(bytes.NewReader(raw), kind, s.Book.On(calendar.Of(now), ""))
	if err != nil {
		return journal.Outcome{}, err
	}
	sealed, err := json.Marshal(items)
	if err != nil {
		return journal.Outcome{}, fmt.Errorf("import %d rows: %w", len(items), err)
	}
	sum := sha256.Sum256(raw)
	begun := IntakeBegun{Kind: kind, Body: body, Rows: len(items), Hash: hex.EncodeToString(sum[:])}
	return s.J.Do(ctx, auth.Act(p, now, key, begun), func(tx *journal.Tx) error {
		id, err := tx.NewID()
		if err != nil {
			return err
		}
		tx.For, tx.Result = body, id
		tx.Begin(IntakeStream(id))
		if err := tx.Append(IntakeStream(id), journal.Because(begun)); err != nil {
			return err
		}
		return errors.Join(s.Vault.SealSecret(tx.Tx, IntakeStream(id), sealed), jobs.Enqueue(tx.Tx, IntakeKind+" "+id, IntakeKind, id, now))
	})
}

// Handle takes a list in part by part; it is a [jobs.Handler].
func (s *Service) Handle(ctx context.Context, now time.Time, j jobs.Job) error {
	var id string
	if err := json.Unmarshal(j.Payload, &id); err != nil {
		return fmt.Errorf("import: %w", errors.Join(err, jobs.ErrGiveUp))
	}
	err := s.takeAll(ctx, now, id, nil)
	if err != nil && ctx.Err() == nil && j.Tries >= jobs.MaxTries {
		return errors.Join(err, s.fail(ctx, now, id))
	}
	return err
}

// takeAll takes in what is left of an import.
func (s *Service) takeAll(ctx context.Context, now time.Time, id string, progress func(done, total int64)) error {
	raw, err := s.Vault.OpenSecret(s.J.DB.Read(ctx), IntakeStream(id))
	if errors.Is(err, vault.ErrNoSecret) {
		return nil // it is in
	}
	if err != nil {
		return err
	}
	var items []Item
	if err := json.Unmarshal(raw, &items); err != nil {
		return fmt.Errorf("import %s: %w", id, errors.Join(err, jobs.ErrGiveUp))
	}
	known, err := unitNames(s.J.DB.Read(ctx))
	for more := true; more && err == nil; {
		var done int
		if done, more, err = s.takePart(ctx, now, id, items, known); progress != nil && err == nil {
			progress(int64(done), int64(len(items)))
		}
	}
	if err != nil {
		return fmt.Errorf("import %s: %w", id, err)
	}
	return nil
}

// takePart takes in the next part, and reports whether another follows.
func (s *Service) takePart(ctx context.Context, now time.Time, id string, items []Item, known names) (done int, more bool, err error) {
	_, err = s.J.Do(ctx, auth.Act(auth.Operator(now), now, "", nil), func(tx *journal.Tx) error {
		st, err := journal.Load(tx, IntakeStream(id), FoldIntake)
		if err != nil || st.State != IntakeReading {
			done, more = st.Done, false
			return err
		}
		tx.For = st.Body
		done = min(st.Done+partSize, len(items))
		more = done < len(items)
		part, err := s.part(tx, st.Body, items[st.Done:done], known)
		if err != nil {
			return err
		}
		part.To = done
		news := []journal.New{journal.Because(part)}
		if !more {
			news = append(news, journal.Because(IntakeEnded{st.plus(part.Tally)}))
			if err := s.Vault.DropSecret(tx.Tx, IntakeStream(id)); err != nil {
				return err
			}
		}
		return tx.Append(IntakeStream(id), news...)
	})
	return done, more, err
}

// part notes the leads of some rows that are not known.
func (s *Service) part(tx *journal.Tx, body string, items []Item, units names) (PartTaken, error) {
	var part PartTaken
	var origins []string
	for _, it := range items {
		if it.Lead != nil {
			origins = append(origins, it.Lead.Origin)
		}
	}
	have, err := present(tx, origins)
	if err != nil {
		return part, err
	}
	for _, it := range items {
		switch {
		case it.Lead == nil:
			part.Refused++
			part.Lines = append(part.Lines, *it.Line)
		case have[it.Lead.Origin]:
			part.Known++
		default:
			part.Fresh++
			if err := note(tx, body, *it.Lead, units); err != nil {
				return part, err
			}
		}
	}
	return part, nil
}

// present are the origins that were taken in before.
func present(r store.Reader, origins []string) (map[string]bool, error) {
	out := map[string]bool{}
	if len(origins) == 0 {
		return out, nil
	}
	w := store.NewWhere()
	w.And(`origin <> ''`)
	w.In("origin", origins)
	list, err := store.Column[string](r, `select origin from leads`+w.String(), w.Args()...)
	if err != nil {
		return nil, fmt.Errorf("look for what is in already: %w", err)
	}
	for _, o := range list {
		out[o] = true
	}
	return out, nil
}

func note(tx *journal.Tx, body string, n Noted, units names) error {
	id, err := tx.NewID()
	if err != nil {
		return err
	}
	n.Body = body
	for i := range n.Places {
		n.Places[i].Unit, n.Places[i].State = units.match(n.Places[i].Name)
	}
	tx.Begin(LeadStream(id))
	return tx.Append(LeadStream(id), journal.Because(n))
}

// fail gives an import up. What is in stays; the list can be imported again.
func (s *Service) fail(ctx context.Context, now time.Time, id string) error {
	_, err := s.J.Do(ctx, auth.Act(auth.Operator(now), now, "", nil), func(tx *journal.Tx) error {
		st, err := journal.Load(tx, IntakeStream(id), FoldIntake)
		if err != nil || st.State != IntakeReading {
			return err
		}
		if err := s.Vault.DropSecret(tx.Tx, IntakeStream(id)); err != nil {
			return err
		}
		return tx.Append(IntakeStream(id), journal.Because(IntakeFailed{Reason: "tries"}))
	})
	return err
}
