package risk

import (
	"database/sql"
	"fmt"

	"lunheng/internal/lang"
	"lunheng/internal/rules"
	"lunheng/internal/store"
)

// Share is what one signal or risk adds to the score of a unit.
type Share struct {
	Kind   string `json:"kind"` // signal or risk
	ID     string `json:"id"`
	Code   string `json:"code"` // definition, or kind of risk
	Level  string `json:"level"`
	Points int    `json:"points"`
}

// Rating is how much risk there is in a unit, and why.
type Rating struct {
	Points int     `json:"points"`
	Class  string  `json:"class"`  // code of the packs' list risk_classes
	Shares []Share `json:"shares"` // what makes it up, the most first
}

// Score rates units by their open signals, weighed by how often signals of the kind
// were true, and by the graver risks of their registers. It is for whoever has to
// choose where to look first, such as inspections.
func Score(r store.Reader, set *rules.Set, units []string) (map[string]Rating, error) {
	out := map[string]Rating{}
	heard, err := Heard(r)
	if err != nil {
		return nil, err
	}
	add := func(unit string, s Share) {
		if s.Points > 0 {
			x := out[unit]
			x.Points += s.Points
			x.Shares = append(x.Shares, s)
			out[unit] = x
		}
	}
	err = shares(r, `select o.unit, o.id, o.definition, o.level, o.score from risk_signals o`, `o.state in ('standing', 'confirmed')`, units, func(unit string, s Share) {
		s.Kind, s.Points = SignalKind, s.Points*heard[s.Code].Confidence()/100
		add(unit, s)
	})
	if err != nil {
		return nil, err
	}
	weights := map[string]int{}
	for _, item := range set.List(listGrades) {
		weights[item.Code] = item.Int("weight")
	}
	err = shares(r, `select o.unit, o.id, o.kind, o.grade, o.score from risks o`, `o.state = 'open'`, units, func(unit string, s Share) {
		s.Kind, s.Points = Kind, weights[s.Level]
		add(unit, s)
	})
	for _, unit := range units {
		x := out[unit]
		x.Class = class(set, x.Points)
		out[unit] = x
	}
	return out, err
}

func shares(r store.Reader, query, where string, units []string, take func(string, Share)) error {
	w := store.NewWhere()
	w.And(where)
	w.In("o.unit", units)
	_, err := store.Collect(r, func(rows *sql.Rows) (struct{}, error) {
		var unit string
		var s Share
		err := rows.Scan(&unit, &s.ID, &s.Code, &s.Level, &s.Points)
		take(unit, s)
		return struct{}{}, err
	}, query+w.String()+` order by o.score desc, o.id`, w.Args()...)
	if err != nil {
		return fmt.Errorf("rate units: %w", err)
	}
	return nil
}

// class is the class of so many points.
func class(set *rules.Set, points int) string {
	code, from := "", -1
	for _, item := range set.List(listClasses) {
		if n := item.Int("points"); points >= n && n > from {
			code, from = item.Code, n
		}
	}
	return code
}

// digest counts what a period brought within the competence of a body.
func digest(r store.Reader, cmd Compile) (Digest, error) {
	d := Digest{Warnings: map[string]int{}, Leads: map[string]int{}}
	from, until := store.Micros(cmd.From.Start()), store.Micros(cmd.Until.End())
	units := `(select u.id from units u where u.id = $3 or u.department = $3)`
	var err error
	d.Signals, err = store.Collect(r, func(rows *sql.Rows) (c Counted, err error) {
		return c, rows.Scan(&c.Code, &c.Raised, &c.Confirmed, &c.Dismissed)
	}, `select o.definition, count(*), sum(case when o.state = 'confirmed' then 1 else 0 end), sum(case when o.state = 'dismissed' then 1 else 0 end)
		from risk_signals o where o.raised_at >= $1 and o.raised_at <= $2 and o.unit in `+units+` group by o.definition order by o.definition`, from, until, cmd.Body)
	if err != nil {
		return d, fmt.Errorf("count signals: %w", err)
	}
	tally := func(into map[string]int, query string, args ...any) {
		if err != nil {
			return
		}
		_, err = store.Collect(r, func(rows *sql.Rows) (struct{}, error) {
			var code string
			var n int
			err := rows.Scan(&code, &n)
			into[code] = n
			return struct{}{}, err
		}, query, args...)
	}
	tally(d.Warnings, `select level, count(*) from warnings where body = $3 and issued_at >= $1 and issued_at <= $2 and issued_at > 0 group by level order by level`, from, until, cmd.Body)
	closed := map[string]int{}
	tally(closed, `select state, count(*) from warnings where body = $3 and state = 'closed' and updated_at >= $1 and updated_at <= $2 group by state`, from, until, cmd.Body)
	d.Closed = closed[string(WarningDone)]
	tally(d.Leads, `select o.kind, count(*) from leads o where o.day >= $1 and o.day <= $2 and o.state <> 'set_aside'
		and (o.kind = 'horizon' or o.id in (select l.lead from lead_units l where l.state = 'matched' and l.unit in `+units+`)) group by o.kind order by o.kind`, string(cmd.From), string(cmd.Until), cmd.Body)
	if err != nil {
		return d, fmt.Errorf("count for a bulletin: %w", err)
	}
	return d, nil
}

// Word is a code of a list of risks in words.
func Word(set *rules.Set, list, code string) lang.Text {
	if item, ok := set.Item(list, code); ok {
		return item.Text
	}
	return lang.Same(code)
}
