package clocks

import (
	"context"
	"fmt"
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// Recomputed says that a date which had rested on a year without an announcement
// was counted again.
type Recomputed struct {
	Stream      string    `json:"stream"` // the stream whose clock it is
	Clock       string    `json:"clock"`
	Was         time.Time `json:"was"`
	Due         time.Time `json:"due"` // the same as Was: the date is confirmed
	Warn        time.Time `json:"warn"`
	Provisional bool      `json:"provisional,omitzero"` // it reaches a further year without one
	Years       []int     `json:"years"`                // whose announcements it rests on now
	Holder      string    `json:"holder,omitempty"`
}

// EventType is clock.recomputed.
func (Recomputed) EventType() string { return "clock.recomputed" }

// Moved reports whether the date is another one now.
func (r Recomputed) Moved() bool { return !r.Due.Equal(r.Was) }

// Recompute counts again the open limits that rest on a year which has been
// announced meanwhile, and returns how many it journalled. Like [Watch] it may be
// called as often as one likes, by any number of servers.
func (s *Calendars) Recompute(ctx context.Context, now time.Time) (int, error) {
	n, after := 0, ""
	for {
		batch, err := store.Collect(s.j.DB.Read(ctx), scan, `select `+columns+` from clocks
			where provisional and id > $1 and state in ('running', 'paused', 'over') order by id limit $2`, after, watchBatch)
		if err != nil {
			return n, fmt.Errorf("look for provisional clocks: %w", err)
		}
		for _, c := range batch {
			after = c.ID
			if _, changed := recount(s.Now(), c); !changed {
				continue
			}
			if err := s.recompute(ctx, c.ID, now); err != nil {
				return n, err
			}
			n++
		}
		if len(batch) < watchBatch {
			return n, nil
		}
	}
}

// recompute journals the new date of one clock, as the clock stands by then.
func (s *Calendars) recompute(ctx context.Context, id string, now time.Time) error {
	_, err := s.j.Do(ctx, journal.Act{Actor: journal.System, Now: now}, func(tx *journal.Tx) error {
		own := journal.StreamName("clock", id)
		if _, err := tx.Load(own); err != nil {
			return err
		}
		found, err := store.Collect(tx, scan, `select `+columns+` from clocks
			where id = $1 and provisional and state in ('running', 'paused', 'over')`, id)
		if err != nil || len(found) == 0 {
			return err
		}
		body, changed := recount(s.Now(), found[0])
		if !changed {
			return nil
		}
		return tx.Append(own, journal.Because(body, found[0].Ground))
	})
	if err != nil {
		return fmt.Errorf("count clock %s again: %w", id, err)
	}
	return nil
}

// recount is what a calendar says about a clock today, and whether that is news.
// Only working days depend on announcements.
func recount(cal *calendar.Calendar, c Clock) (Recomputed, bool) {
	if c.Unit != calendar.WorkingDays {
		return Recomputed{}, false
	}
	due, provisional := calendar.Span{Amount: c.Rest, Unit: c.Unit}.Due(cal, c.Base)
	body := Recomputed{Stream: c.Stream, Clock: c.Name, Was: c.Due, Due: due, Provisional: provisional, Holder: c.Holder, Warn: c.Warn}
	if whole := c.Due.Sub(c.Base); whole > 0 { // warn when the same part of the time is used
		body.Warn = c.Base.Add(time.Duration(float64(due.Sub(c.Base)) * (float64(c.Warn.Sub(c.Base)) / float64(whole)))).Truncate(time.Microsecond)
	}
	for year := calendar.Of(c.Base).Year() + 1; year <= calendar.Of(due).Year(); year++ {
		if cal.Announced(year) {
			body.Years = append(body.Years, year)
		}
	}
	if len(body.Years) == 0 {
		body.Years = []int{calendar.Of(due).Year()}
	}
	return body, !provisional || body.Moved()
}
