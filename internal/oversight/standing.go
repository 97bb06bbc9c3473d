package oversight

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/filing"
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// Service looks after what supervisors see.
type Service struct {
	J       *journal.Journal
	Filings *filing.Service
}

// Look sees how every committee stands today and journals what has changed since it
// was last looked at. It returns how many had.
func (s *Service) Look(ctx context.Context, now time.Time) (int, error) {
	day, r := calendar.Of(now), s.J.DB.Read(ctx)
	ids, err := store.Column[string](r, `select id from committees where state = 'active' order by id`)
	if err != nil {
		return 0, fmt.Errorf("list committees: %w", err)
	}
	changed := 0
	for _, id := range ids {
		found, err := s.findings(r, id, day)
		if err != nil {
			return changed, fmt.Errorf("look at committee %s: %w", id, err)
		}
		known, err := Known(r, id)
		if err != nil {
			return changed, err
		}
		if known != nil && slices.Equal(*known, found) {
			continue
		}
		if err := s.note(ctx, now, id); err != nil {
			return changed, fmt.Errorf("note how committee %s stands: %w", id, err)
		}
		changed++
	}
	return changed, nil
}

// note looks again within an act, since something may have happened in between.
func (s *Service) note(ctx context.Context, now time.Time, committee string) error {
	p := auth.Operator(now)
	_, err := s.J.Do(ctx, auth.Act(p, now, "", nil), func(tx *journal.Tx) error {
		if _, err := tx.Load(Stream(committee)); err != nil {
			return err
		}
		found, err := s.findings(tx, committee, calendar.Of(now))
		if err != nil {
			return err
		}
		known, err := Known(tx, committee)
		if err != nil || known != nil && slices.Equal(*known, found) {
			return err
		}
		var body journal.Body = FoundGood{}
		if len(found) > 0 {
			body = FoundLacking{found}
		}
		return tx.Append(Stream(committee), journal.Because(body))
	})
	return err
}

// findings are the codes of what speaks against a committee, each once, sorted.
func (s *Service) findings(r store.Reader, committee string, day calendar.Day) ([]string, error) {
	st, err := s.Filings.Standing(r, committee, day)
	out := []string{}
	for _, f := range st.Findings {
		out = append(out, f.Code)
	}
	slices.Sort(out)
	return slices.Compact(out), err
}

// Known is what was last found about a committee; nil when nobody has looked.
func Known(r store.Reader, committee string) (*[]string, error) {
	texts, err := store.Column[string](r, `select findings from standings where committee = $1`, committee)
	if err != nil || len(texts) == 0 {
		return nil, err
	}
	out := strings.FieldsFunc(texts[0], func(c rune) bool { return strings.ContainsRune(`[]",`, c) })
	if out == nil {
		out = []string{}
	}
	return &out, nil
}
