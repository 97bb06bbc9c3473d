package risk

import (
	"database/sql"
	"fmt"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/flow"
	"lunheng/internal/store"
)

// Row is a signal as lists show it.
type Row struct {
	ID         string     `json:"id"`
	Definition string     `json:"definition"`
	Kind       string     `json:"subject_kind"`
	Subject    string     `json:"subject"`
	Unit       string     `json:"unit"`
	Committee  string     `json:"committee,omitempty"`
	Level      string     `json:"level"`
	Score      int64      `json:"score"`
	Value      int64      `json:"value"`
	State      flow.State `json:"state"`
	Proposed   bool       `json:"proposed"` // a warning is proposed
	Warned     bool       `json:"warned"`
	RaisedAt   time.Time  `json:"raised_at"`
}

// Filter narrows a list of signals. Empty parts do not.
type Filter struct {
	Definition string
	Level      string
	Field      string // code
	Region     string // beginning of a code
	State      flow.State
	Unit       string
	Open       bool // standing or confirmed
	Proposed   bool // a warning is proposed, and none was given
}

// List is a page of the signals that the person may see, the gravest first.
func List(r store.Reader, p auth.Principal, f Filter, pg store.Paging) (store.Page[Row], error) {
	w := store.NewWhere(p.Args()...)
	w.And(auth.Filter(p, auth.SignalView, auth.Signal, "o"))
	w.Is("o.definition", f.Definition)
	w.Is("o.level", f.Level)
	w.Is("o.state", string(f.State))
	w.Is("o.unit", f.Unit)
	w.Prefix("o.region", f.Region)
	if f.Field != "" {
		w.And(`o.fields like ` + w.Arg(`%"`+f.Field+`"%`))
	}
	if f.Open {
		w.And(`o.state in ('standing', 'confirmed')`)
	}
	if f.Proposed {
		w.And(`o.proposed and not o.warned and o.state in ('standing', 'confirmed')`)
	}
	k := store.Keyset{Columns: []string{"o.score", "o.id"}, Numbers: []string{"o.score"}, Desc: true}
	return store.QueryPage(r, `select o.id, o.definition, o.subject_kind, o.subject, o.unit, o.committee, o.level, o.score, o.value, o.state, o.proposed, o.warned, o.raised_at from risk_signals o`,
		w, k, pg, func(rows *sql.Rows) (Row, []any, error) {
			var x Row
			var state string
			var at int64
			err := rows.Scan(&x.ID, &x.Definition, &x.Kind, &x.Subject, &x.Unit, &x.Committee, &x.Level, &x.Score, &x.Value, &state, &x.Proposed, &x.Warned, &at)
			x.State, x.RaisedAt = flow.State(state), store.Time(at)
			return x, []any{x.Score, x.ID}, err
		})
}

// Feedback is what people said of the signals of a definition.
type Feedback struct {
	Confirmed int `json:"confirmed"`
	Dismissed int `json:"dismissed"`
}

// Precision is the part that was true, in percent; -1 while nobody said anything.
func (f Feedback) Precision() int {
	if f.Confirmed+f.Dismissed == 0 {
		return -1
	}
	return 100 * f.Confirmed / (f.Confirmed + f.Dismissed)
}

// trust is how many true signals each definition is taken to have had to begin with, so
// that the first false alarm does not silence it.
const trust = 2

// Confidence is by how much the signals of a definition count, in percent.
func (f Feedback) Confidence() int {
	return 100 * (f.Confirmed + trust) / (f.Confirmed + f.Dismissed + trust)
}

// Heard is the feedback on all definitions.
func Heard(r store.Reader) (map[string]Feedback, error) {
	out := map[string]Feedback{}
	_, err := store.Collect(r, func(rows *sql.Rows) (struct{}, error) {
		var code string
		var f Feedback
		err := rows.Scan(&code, &f.Confirmed, &f.Dismissed)
		out[code] = f
		return struct{}{}, err
	}, `select definition, confirmed, dismissed from risk_feedback`)
	if err != nil {
		return nil, fmt.Errorf("read feedback on signals: %w", err)
	}
	return out, nil
}
