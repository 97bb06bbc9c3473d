package sanction

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/errs"
	"lunheng/internal/jobs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/store"
	"lunheng/internal/vault"
)

// listPart is how many decisions of a list are done between two marks of progress.
const listPart = 200

// OfferList hands in a list of decisions that were made before. Nothing of it is in
// the ledger until it was checked and confirmed.
type OfferList struct {
	Department string       `json:"department"`
	File       *blob.Upload `json:"file"`
	Key        string       `json:"key,omitempty"`
}

// OnList names a list.
type OnList struct {
	List    string `json:"sanctionlist"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

func rowsOf(id string) string        { return ListStream(id) }
func partOf(id string, n int) string { return ListStream(id) + "/" + strconv.Itoa(n) }
func jobOf(id, round string) string  { return ListKind + " " + id + " " + round }
func missingList() *errs.Error {
	return errs.New(errs.NotFound, "sanctionlist.missing", lang.T("没有这份名单。", "There is no such list."))
}

// OfferList takes a list in and has it checked in the background.
func (s *Service) OfferList(ctx context.Context, p auth.Principal, now time.Time, cmd OfferList) (journal.Outcome, error) {
	if _, err := s.ledger(s.J.DB.Read(ctx), p, cmd.Department); err != nil {
		return journal.Outcome{}, err
	}
	if cmd.File == nil || len(cmd.File.Content) == 0 {
		return journal.Outcome{}, errs.Mistake("file", "sanctionlist.nothing", "请选择文件。", "Choose a file.")
	}
	lines, err := ReadLines(cmd.File.Content)
	if err != nil {
		return journal.Outcome{}, err
	}
	if len(lines) == 0 {
		return journal.Outcome{}, errs.Mistake("file", "sanctionlist.empty", "名单里没有一行决定。", "The list has no row.")
	}
	sealed, err := json.Marshal(lines)
	if err != nil {
		return journal.Outcome{}, fmt.Errorf("take in %d rows: %w", len(lines), err)
	}
	key, err := s.Vault.Derive("lists of decisions")
	if err != nil {
		return journal.Outcome{}, err
	}
	mac := hmac.New(sha256.New, key)
	mac.Write(cmd.File.Content)
	offered := ListOffered{Department: cmd.Department, Rows: len(lines), Hash: hex.EncodeToString(mac.Sum(nil))}
	return s.J.Do(ctx, auth.Act(p, now, cmd.Key, offered), func(tx *journal.Tx) error {
		if err := auth.Allow(tx, p, auth.SanctionImport, auth.Department, cmd.Department); err != nil {
			return err
		}
		id, err := tx.NewID()
		if err != nil {
			return err
		}
		tx.For, tx.Result = cmd.Department, id
		tx.Begin(ListStream(id))
		if err := tx.Append(ListStream(id), journal.Because(offered)); err != nil {
			return err
		}
		return errors.Join(s.Vault.SealSecret(tx.Tx, rowsOf(id), sealed), jobs.Enqueue(tx.Tx, jobOf(id, "check"), ListKind, id, now))
	})
}

// ConfirmList has what was checked entered, in the background. Rows with mistakes stay
// out, and with them the whole of their decisions.
func (s *Service) ConfirmList(ctx context.Context, p auth.Principal, now time.Time, cmd OnList) (journal.Outcome, error) {
	return s.onList(ctx, p, now, cmd, "confirm", func(tx *journal.Tx, st Listed) (journal.Body, error) {
		if st.In == 0 {
			return nil, errs.Refuse("sanctionlist.none", "没有可以导入的行：请改正名单后重新上传。", "No row can be entered: mend the list and send it again.")
		}
		return ListConfirmed{}, jobs.Enqueue(tx.Tx, jobOf(st.ID, "enter"), ListKind, st.ID, now)
	})
}

// DiscardList throws a list away that was checked. Its rows are forgotten.
func (s *Service) DiscardList(ctx context.Context, p auth.Principal, now time.Time, cmd OnList) (journal.Outcome, error) {
	return s.onList(ctx, p, now, cmd, "discard", func(tx *journal.Tx, st Listed) (journal.Body, error) {
		return ListDropped{}, s.forget(tx, st, true)
	})
}

func (s *Service) onList(ctx context.Context, p auth.Principal, now time.Time, cmd OnList, name string, decide func(*journal.Tx, Listed) (journal.Body, error)) (journal.Outcome, error) {
	return s.J.Do(ctx, auth.Act(p, now, cmd.Key, auth.Named(name, cmd)), func(tx *journal.Tx) error {
		st, err := journal.Load(tx, ListStream(cmd.List), FoldList)
		if err != nil {
			return err
		}
		if st.State == ListNone {
			return missingList()
		}
		if err := auth.Allow(tx, p, auth.SanctionImport, auth.Department, st.Department); err != nil {
			return err
		}
		if cmd.Version != 0 {
			tx.Expect(ListStream(cmd.List), cmd.Version)
		}
		if st.State != ListChecked {
			return errs.Refuse("sanctionlist.state", "名单现在是“%s”：核对之后才能确认或者丢弃，而且只有一次。", "The list is %q now: it is confirmed or discarded after the check, and once.", ListTable.Info(st.State).Text)
		}
		tx.For = st.Department
		body, err := decide(tx, st)
		if err != nil {
			return err
		}
		return tx.Append(ListStream(cmd.List), journal.Because(body))
	})
}

// forget drops the rows of a list, and the report where nothing came of it.
func (s *Service) forget(tx *journal.Tx, st Listed, report bool) error {
	err := s.Vault.DropSecret(tx.Tx, rowsOf(st.ID))
	for n := 0; report && n < st.Told && err == nil; n++ {
		err = s.Vault.DropSecret(tx.Tx, partOf(st.ID, n))
	}
	return err
}

// Handle checks or enters a list part by part; it is a [jobs.Handler]. After a stop it
// goes on behind the last part; decisions of a part that was broken off are known
// again by the list that they came from.
func (s *Service) Handle(ctx context.Context, now time.Time, j jobs.Job) error {
	var id string
	if err := json.Unmarshal(j.Payload, &id); err != nil {
		return fmt.Errorf("list of decisions: %w", errors.Join(err, jobs.ErrGiveUp))
	}
	err := s.runList(ctx, now, id)
	if err != nil && ctx.Err() == nil && j.Tries >= jobs.MaxTries {
		return errors.Join(err, s.failList(ctx, now, id))
	}
	return err
}

func (s *Service) runList(ctx context.Context, now time.Time, id string) error {
	raw, err := s.Vault.OpenSecret(s.J.DB.Read(ctx), rowsOf(id))
	if errors.Is(err, vault.ErrNoSecret) {
		return nil // it is in, or thrown away
	}
	if err != nil {
		return err
	}
	var lines []Line
	if err := json.Unmarshal(raw, &lines); err != nil {
		return fmt.Errorf("list of decisions %s: %w", id, errors.Join(err, jobs.ErrGiveUp))
	}
	for more := true; more; {
		st, err := journal.Look(s.J, s.J.DB.Read(ctx), ListStream(id), FoldList)
		if err != nil || st.State != ListChecking && st.State != ListEntering {
			return err
		}
		if more, err = s.nextPart(ctx, now, st, lines); err != nil {
			return fmt.Errorf("list of decisions %s: %w", id, err)
		}
	}
	return nil
}

// nextPart does the next decisions of a list, and reports whether others follow.
func (s *Service) nextPart(ctx context.Context, now time.Time, st Listed, lines []Line) (bool, error) {
	p := auth.Principal{Person: st.By, Day: calendar.Of(now)}
	region, err := s.ledger(s.J.DB.Read(ctx), p, st.Department)
	if err != nil {
		return false, err
	}
	set := s.Book.On(calendar.Of(now), region)
	list, faults := decisions(set, lines)
	to := min(st.Done+listPart, len(list))
	var told []Told
	if st.Done == 0 {
		told = toldOf(faults)
	}
	b := batch{p: p, now: now, department: st.Department, list: st.ID, dry: st.State == ListChecking, terms: lawOf(set)}
	for _, d := range list[st.Done:to] {
		more, err := s.tell(ctx, b, d)
		if err != nil {
			return false, err
		}
		told = append(told, more...)
	}
	return to < len(list), s.mark(ctx, now, st, to, len(list), told)
}

// mark writes down how far a list is, and the report so far.
func (s *Service) mark(ctx context.Context, now time.Time, st Listed, to, all int, told []Told) error {
	slices.SortFunc(told, func(a, b Told) int { return a.Row - b.Row })
	var tally Tally
	for _, t := range told {
		tally.count(t.Outcome, 1)
	}
	sealed, err := json.Marshal(told)
	if err != nil {
		return err
	}
	_, err = s.J.Do(ctx, auth.Act(auth.Operator(now), now, "", nil), func(tx *journal.Tx) error {
		if seen, err := journal.Load(tx, ListStream(st.ID), FoldList); err != nil || seen.Version != st.Version {
			return err // somebody else did this part
		}
		tx.For = st.Department
		if err := s.Vault.SealSecret(tx.Tx, partOf(st.ID, st.Parts), sealed); err != nil {
			return err
		}
		sum := st.plus(tally)
		if st.State == ListChecking {
			news := []journal.New{journal.Because(PartChecked{To: to, Tally: tally})}
			if to == all {
				news = append(news, journal.Because(ListWasChecked{Decisions: all, Tally: sum}))
			}
			return tx.Append(ListStream(st.ID), news...)
		}
		news := []journal.New{journal.Because(PartEntered{To: to, Tally: tally})}
		if to == all {
			news = append(news, journal.Because(ListWasEntered{Decisions: all, Tally: sum}))
			if err := s.forget(tx, st, false); err != nil {
				return err
			}
		}
		return tx.Append(ListStream(st.ID), news...)
	})
	return err
}

// tell enters a decision, or finds out whether it could be, and reports its rows.
func (s *Service) tell(ctx context.Context, b batch, d *listed) ([]Told, error) {
	outcome, id := RowOut, ""
	if len(d.faults) == 0 {
		var err error
		if id, outcome, err = s.bring(ctx, b, d); err != nil && !ofRow(err) {
			return nil, fmt.Errorf("enter decision %s: %w", d.entry.Number, err)
		} else if err != nil {
			d.faults = []Fault{{Row: d.rows[0], Number: d.entry.Number, Why: err}}
		}
	}
	if len(d.faults) > 0 {
		return toldOf(d.told()), nil
	}
	out := make([]Told, 0, len(d.rows))
	for i, row := range d.rows {
		t := Told{Row: row, Number: d.entry.Number, Outcome: outcome, Sanction: id}
		at := d.places[i]
		x := d.entry.Subjects[at.subject]
		t.Kind, t.Who, t.Name = x.Kind, x.Who, x.Name
		if at.order >= 0 {
			o := x.Orders[at.order]
			if o.From == "" {
				o.From = d.entry.Day
			}
			term, err := b.terms.Term(d.entry.Severity, o.Code, o.Term)
			if err != nil {
				return nil, err
			}
			t.Measure, t.From, t.Until, t.Life = o.Code, term.From, term.Until, term.Life
		}
		out = append(out, t)
	}
	return out, nil
}

// toldOf is the report about rows that stay out.
func toldOf(faults []Fault) []Told {
	out := make([]Told, 0, len(faults))
	for _, f := range faults {
		t := Told{Row: f.Row, Number: f.Number, Outcome: RowOut}
		for _, e := range errs.All(f.Why) {
			t.Why = append(t.Why, lang.Text{ZH: e.In(lang.ZH), EN: e.In(lang.EN)})
		}
		out = append(out, t)
	}
	return out
}

// failList gives a list up. What is in by then stays, and the list can be sent again.
func (s *Service) failList(ctx context.Context, now time.Time, id string) error {
	_, err := s.J.Do(ctx, auth.Act(auth.Operator(now), now, "", nil), func(tx *journal.Tx) error {
		st, err := journal.Load(tx, ListStream(id), FoldList)
		if err != nil || st.State != ListChecking && st.State != ListEntering {
			return err
		}
		tx.For = st.Department
		return errors.Join(s.forget(tx, st, false), tx.Append(ListStream(id), journal.Because(ListBroken{Reason: "tries"})))
	})
	return err
}

// List is a list of decisions for somebody of its department.
func (s *Service) List(r store.Reader, p auth.Principal, id string) (Listed, error) {
	st, err := journal.Look(s.J, r, ListStream(id), FoldList)
	if err != nil {
		return st, err
	}
	if st.State == ListNone {
		return st, missingList()
	}
	return st, auth.Allow(r, p, auth.SanctionImport, auth.Department, st.Department)
}

// ListEvents is the history of a list.
func (s *Service) ListEvents(r store.Reader, p auth.Principal, id string) ([]journal.Event, error) {
	if _, err := s.List(r, p, id); err != nil {
		return nil, err
	}
	return s.J.Stream(r, ListStream(id))
}

// Report gives a part of the report about a list's rows, from 0; after the last there
// is none.
func (s *Service) Report(r store.Reader, p auth.Principal, id string, part int) ([]Told, error) {
	if _, err := s.List(r, p, id); err != nil {
		return nil, err
	}
	raw, err := s.Vault.OpenSecret(r, partOf(id, part))
	if errors.Is(err, vault.ErrNoSecret) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []Told
	return out, json.Unmarshal(raw, &out)
}
