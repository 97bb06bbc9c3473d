package clocks

import (
	"database/sql"
	"fmt"
	"time"

	"lunheng/internal/flow"
	"lunheng/internal/store"
)

// State is the state of a clock.
type State string

// The states of a clock.
const (
	Running   State = "running"   // whoever holds it must act before Due
	Paused    State = "paused"    // stands still for a recorded reason
	Over      State = "over"      // ran out and the duty is still open
	Met       State = "met"       // done in time
	MetLate   State = "met_late"  // done after it had run out
	Cancelled State = "cancelled" // the duty fell away
)

// Clock is a duty with its time limit.
type Clock struct {
	ID          string // stream#name
	Stream      string
	Name        string // such as "decision"
	State       State
	Started     time.Time
	Due         time.Time
	Warn        time.Time
	Warned      bool
	Ended       time.Time // zero while open
	Amount      int       // the limit as the rule says it
	Unit        string    // days, working_days, hours, months
	Provisional bool      // rests on a year whose holidays are not announced
	Base        time.Time // from when Rest is counted: the start, or the last resumption
	Rest        int       // how much of the limit is counted from Base
	Who         flow.Role
	Holder      string // person, committee or unit that must act
	Ground      flow.Ground
}

// Open reports whether the duty is still to be done.
func (c Clock) Open() bool { return c.State == Running || c.State == Paused || c.State == Over }

// Used is the part of the limit that has passed at now, 0 to 1 and above.
func (c Clock) Used(now time.Time) float64 {
	whole := c.Due.Sub(c.Started)
	if whole <= 0 {
		return 1
	}
	return float64(now.Sub(c.Started)) / float64(whole)
}

const columns = `id, stream, name, state, started, due, warn, warned, ended, amount, unit, provisional, who, holder, rule, source, article, base, rest`

func scan(rows *sql.Rows) (Clock, error) {
	var c Clock
	var started, due, warn, ended, base int64
	err := rows.Scan(&c.ID, &c.Stream, &c.Name, &c.State, &started, &due, &warn, &c.Warned, &ended, &c.Amount,
		&c.Unit, &c.Provisional, &c.Who, &c.Holder, &c.Ground.Rule, &c.Ground.Source, &c.Ground.Article, &base, &c.Rest)
	c.Started, c.Due, c.Warn, c.Base = store.Time(started), store.Time(due), store.Time(warn), store.Time(base)
	if ended != 0 {
		c.Ended = store.Time(ended)
	}
	return c, err
}

// Of returns the clocks of some streams, the earliest due first.
func Of(r store.Reader, streams ...string) ([]Clock, error) {
	if len(streams) == 0 {
		return nil, nil
	}
	w := store.NewWhere()
	w.In("stream", streams)
	out, err := store.Collect(r, scan, `select `+columns+` from clocks`+w.String()+` order by due, id`, w.Args()...)
	if err != nil {
		return nil, fmt.Errorf("list clocks of %v: %w", streams, err)
	}
	return out, nil
}

// HeldBy returns the open clocks that a person, committee or unit must meet,
// the most urgent first.
func HeldBy(r store.Reader, holder string, limit int) ([]Clock, error) {
	return store.Collect(r, scan, `select `+columns+` from clocks
		where holder = $1 and state in ('running', 'paused', 'over') order by due, id limit $2`, holder, limit)
}

// Overdue lists the duties of the whole house whose time has run out, the
// oldest first; those of one name, or all.
func Overdue(r store.Reader, name string, pg store.Paging) (store.Page[Clock], error) {
	w := store.NewWhere()
	w.And("state = 'over'")
	w.Is("name", name)
	k := store.Keyset{Columns: []string{"due", "id"}, Numbers: []string{"due"}}
	page, err := store.QueryPage(r, `select `+columns+` from clocks`, w, k, pg, func(rows *sql.Rows) (Clock, []any, error) {
		c, err := scan(rows)
		return c, []any{store.Micros(c.Due), c.ID}, err
	})
	if err != nil {
		return page, fmt.Errorf("list overdue clocks: %w", err)
	}
	return page, nil
}

// OverdueNames are the names of the clocks that have run out.
func OverdueNames(r store.Reader) ([]string, error) {
	return store.Column[string](r, `select distinct name from clocks where state = 'over' order by name`)
}

// CountOverdue counts the clocks that [Overdue] lists.
func CountOverdue(r store.Reader) (int, error) {
	var n int
	if err := r.Row(`select count(*) from clocks where state = 'over'`).Scan(&n); err != nil {
		return 0, fmt.Errorf("count overdue clocks: %w", err)
	}
	return n, nil
}

// CountProvisional counts the open clocks that wait for an announcement.
func CountProvisional(r store.Reader) (int, error) {
	var n int
	if err := r.Row(`select count(*) from clocks where provisional and state in ('running', 'paused', 'over')`).Scan(&n); err != nil {
		return 0, fmt.Errorf("count provisional clocks: %w", err)
	}
	return n, nil
}
