package veto

import (
	"context"
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
	"lunheng/internal/lang"
	"lunheng/internal/rules"
	"lunheng/internal/store"
	"lunheng/internal/vault"
)

// Service answers questions. All fields are set once, at the start.
type Service struct {
	J     *journal.Journal
	Book  *rules.Shelf
	Vault *vault.Vault
}

// MaxRows is how many rows one question may have.
const MaxRows = 100_000

// partSize is how many rows are answered in one transaction.
const partSize = 1_000

// Question asks about one row, or a list: rows, or a table as a file.
type Question struct {
	BodyKind string       `json:"body_kind"` // department or unit, on whose behalf it is asked
	Body     string       `json:"body"`
	Purpose  string       `json:"purpose"` // code of the packs' list veto_purposes
	Rows     []Row        `json:"rows,omitempty"`
	File     *blob.Upload `json:"file,omitempty"`
	Key      string       `json:"key,omitempty"`
}

// rows are those of a question, with every mistake in it.
func (q Question) rows() ([]Row, error) {
	rows := tidy(q.Rows)
	if q.File != nil && len(q.File.Content) > 0 {
		var err error
		if rows, err = ReadRows(q.File.Content); err != nil {
			return nil, err
		}
	}
	switch {
	case len(rows) == 0:
		return nil, errs.Mistake("name", "veto.nobody", "请填写姓名或者名称，最好同时填写证件号码；也可以上传名单。", "Give a name, and better a number too; or send a list.")
	case len(rows) > MaxRows:
		return nil, errs.Mistake("file", "veto.long", "名单最多 %d 行。", "A list has at most %d rows.", MaxRows)
	}
	return rows, nil
}

// Ask takes a question in. A single row is answered at once, a list in the
// background.
func (s *Service) Ask(ctx context.Context, p auth.Principal, now time.Time, q Question) (journal.Outcome, error) {
	rows, err := s.examine(s.J.DB.Read(ctx), p, q, calendar.Of(now))
	if err != nil {
		return journal.Outcome{}, err
	}
	raw, err := json.Marshal(rows)
	if err != nil {
		return journal.Outcome{}, fmt.Errorf("ask about %d rows: %w", len(rows), err)
	}
	key, err := s.key("")
	if err != nil {
		return journal.Outcome{}, err
	}
	// the request is told by a digest: what was asked is nowhere kept in clear
	envelope := auth.Act(p, now, q.Key, struct{ BodyKind, Body, Purpose, Digest string }{q.BodyKind, q.Body, q.Purpose, digest(key, raw)})
	return s.J.Do(ctx, envelope, func(tx *journal.Tx) error {
		if err := q.allow(tx, p); err != nil {
			return err
		}
		set, err := s.law(tx, q.BodyKind, q.Body, calendar.Of(now))
		if err != nil {
			return err
		}
		id, err := tx.NewID()
		if err != nil {
			return err
		}
		tx.For, tx.Result = q.Body, id
		tx.Begin(Stream(id))
		asked, err := s.asked(tx, id, q, raw, len(rows))
		if err != nil {
			return err
		}
		if err := tx.Append(Stream(id), journal.Because(asked)); err != nil {
			return err
		}
		if len(rows) > 1 {
			return errors.Join(s.Vault.SealSecret(tx.Tx, secret(id), raw), jobs.Enqueue(tx.Tx, Kind+" "+id, Kind, id, now))
		}
		_, err = s.answerNow(tx, set, id, asked, rows)
		return err
	})
}

// asked is the event of a question.
func (s *Service) asked(r store.Reader, id string, q Question, raw []byte, rows int) (Asked, error) {
	key, err := s.key(id)
	if err != nil {
		return Asked{}, err
	}
	_, name, err := asker(r, q.BodyKind, q.Body)
	return Asked{BodyKind: q.BodyKind, Body: q.Body, Name: name, Purpose: q.Purpose, Rows: rows, Digest: digest(key, raw)}, err
}

// answerNow answers a question in the act that asks it.
func (s *Service) answerNow(tx *journal.Tx, set *rules.Set, id string, asked Asked, rows []Row) ([]Answer, error) {
	part, err := s.part(tx, set, asked.Purpose, rows, calendar.Of(tx.Now), 1)
	if err != nil {
		return nil, err
	}
	end, err := s.answered(State{ID: id, Asked: asked}, part, calendar.Of(tx.Now))
	if err != nil {
		return nil, err
	}
	return part.Answers, tx.Append(Stream(id), journal.Because(part), journal.Because(end))
}

// Look judges entries of the register without a question on record, for the program
// itself: when a decision was made or ended, it sees what that changes.
func (s *Service) Look(r store.Reader, kind, body, purpose string, who []string, day calendar.Day) ([]Answer, error) {
	set, err := s.law(r, kind, body, day)
	if err != nil {
		return nil, err
	}
	rows := make([]Row, len(who))
	for i, w := range who {
		rows[i] = Row{Who: w}
	}
	part, err := s.part(r, set, purpose, rows, day, 1)
	return part.Answers, err
}

// AskAbout asks about entries of the register within another act, on behalf of a
// body, and gives the answers that are not clear. The question is on record like any
// other. Whether the body may be asked for is the other act's to know.
func (s *Service) AskAbout(tx *journal.Tx, kind, body, purpose string, who []string) (id string, found []Answer, err error) {
	set, err := s.law(tx, kind, body, calendar.Of(tx.Now))
	if err != nil {
		return "", nil, err
	}
	rows := make([]Row, len(who))
	for i, w := range who {
		rows[i] = Row{Who: w}
	}
	raw, err := json.Marshal(rows)
	if err != nil {
		return "", nil, fmt.Errorf("ask about %d entries: %w", len(rows), err)
	}
	if id, err = tx.NewID(); err != nil {
		return "", nil, err
	}
	asked, err := s.asked(tx, id, Question{BodyKind: kind, Body: body, Purpose: purpose}, raw, len(rows))
	if err != nil {
		return "", nil, err
	}
	tx.Begin(Stream(id))
	if err := tx.Append(Stream(id), journal.Because(asked)); err != nil {
		return "", nil, err
	}
	found, err = s.answerNow(tx, set, id, asked, rows)
	return id, found, err
}

// examine gives the rows of a question, or everything that is wrong with it.
func (s *Service) examine(r store.Reader, p auth.Principal, q Question, day calendar.Day) ([]Row, error) {
	if err := q.allow(r, p); err != nil {
		return nil, err
	}
	set, err := s.law(r, q.BodyKind, q.Body, day)
	if err != nil {
		return nil, err
	}
	var wrong errs.List
	if _, ok := set.Item("veto_purposes", q.Purpose); !ok {
		wrong.Add(errs.Mistake("purpose", "veto.purpose", "请选择查询的目的。", "Choose what it is for."))
	}
	rows, err := q.rows()
	if wrong = append(wrong, errs.All(err)...); err == nil {
		wrong = append(wrong, badRows(set, rows)...)
	}
	return rows, wrong.Err()
}

// allow asks whether the person may ask on behalf of the body.
func (q Question) allow(r store.Reader, p auth.Principal) error {
	if q.BodyKind != auth.Department && q.BodyKind != auth.Unit {
		return errs.Mistake("body", "veto.body", "查询由部门或者单位提出。", "A department or a unit asks.")
	}
	return auth.Allow(r, p, auth.VetoAsk, q.BodyKind, q.Body)
}

// law is what holds where the body is.
func (s *Service) law(r store.Reader, kind, body string, day calendar.Day) (*rules.Set, error) {
	region, _, err := asker(r, kind, body)
	if err != nil {
		return nil, err
	}
	return s.Book.On(day, region), nil
}

// asker is where a department or unit is, and its name.
func asker(r store.Reader, kind, body string) (region string, name lang.Text, err error) {
	query := `select region, name_zh, name_en from departments where id = $1`
	if kind == auth.Unit {
		query = `select region, name_zh, name_en from units where id = $1`
	}
	if err := r.Row(query, body).Scan(&region, &name.ZH, &name.EN); err != nil {
		return "", name, fmt.Errorf("look up %s %s: %w", kind, body, err)
	}
	return region, name, nil
}

// secret names the sealed rows of a question that is being answered.
func secret(id string) string { return Stream(id) }

// Purposes are what somebody may be asked about for.
func (s *Service) Purposes(r store.Reader, kind, body string, day calendar.Day) ([]rules.Item, error) {
	set, err := s.law(r, kind, body, day)
	if err != nil {
		return nil, err
	}
	return set.List("veto_purposes"), nil
}
