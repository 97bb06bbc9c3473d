package inspection

import (
	"cmp"
	"database/sql"
	"fmt"
	"slices"

	"lunheng/internal/calendar"
	"lunheng/internal/rules"
	"lunheng/internal/store"
)

// Risk is how much a unit asks to be looked at, with the reasons.
type Risk struct {
	Score   int      `json:"score"`
	Reasons []Reason `json:"reasons,omitempty"`
}

// Reason is one part of a score.
type Reason struct {
	Kind   string `json:"kind,omitempty"` // signal or risk, of package risk; empty: of the list below
	Code   string `json:"code"`           // of the packs' list inspection_signals; of a kind of signal or risk
	Count  int    `json:"count"`
	Points int    `json:"points"`
}

// Scores gives the risk of each unit that has one, of some units.
type Scores func(r store.Reader, set *rules.Set, units []string, day calendar.Day) (map[string]Risk, error)

// signals count, by unit, what stands on record against it; what grows in the data is
// watched by package risk. $1 is the day in
// microseconds, $2 as text.
var signals = map[string]string{
	"registration": `select f.unit, count(*) from filings f left join clocks k on k.id = 'filing/' || f.id || '#filing' where $2 <> ''
		and (f.state = 'lapsed' or f.state in ('due', 'prepared', 'returned') and k.due < $1) group by f.unit`,
	"open_finding":  `select unit, count(*) from inspection_findings where state = 'open' and cast($1 as bigint) > 0 and $2 <> '' group by unit`,
	"order_overdue": `select unit, count(*) from inspection_orders where state <> 'closed' and due < $1 and $2 <> '' group by unit`,
	"sanction": `select x.unit, count(*) from sanction_measures m join sanction_subjects x on x.sanction = m.sanction and x.who = m.who
		where x.unit <> '' and m.binding and m.from_day <= $2 and (m.until_day = '' or m.until_day >= $2) and cast($1 as bigint) > 0 group by x.unit`,
	"poor_quality": `select c.unit, count(*) from quality_cases q join committees c on c.id = q.committee
		where q.state = 'scored' and q.result = 'poor' and cast($1 as bigint) > 0 and $2 <> '' group by c.unit`,
}

// Signals scores units by the packs' list inspection_signals: so many points for each
// thing that is wrong, up to a limit.
func Signals(r store.Reader, set *rules.Set, units []string, day calendar.Day) (map[string]Risk, error) {
	out := map[string]Risk{}
	wanted := map[string]bool{}
	for _, id := range units {
		wanted[id] = true
	}
	for _, item := range set.List("inspection_signals") {
		query, ok := signals[item.Code]
		if !ok {
			continue
		}
		_, err := store.Collect(r, func(rows *sql.Rows) (struct{}, error) {
			var unit string
			var n int
			err := rows.Scan(&unit, &n)
			if err == nil && wanted[unit] {
				Add(out, unit, Reason{Code: item.Code, Count: n, Points: min(n*item.Int("points"), item.Int("limit"))})
			}
			return struct{}{}, err
		}, query, store.Micros(day.Start()), string(day))
		if err != nil {
			return nil, fmt.Errorf("count %s: %w", item.Code, err)
		}
	}
	return out, nil
}

// Add adds a reason to a unit's risk.
func Add(to map[string]Risk, unit string, why Reason) {
	risk := to[unit]
	risk.Score += why.Points
	risk.Reasons = append(risk.Reasons, why)
	to[unit] = risk
}

// UnitRisk is a unit with its risk.
type UnitRisk struct {
	Unit string `json:"unit"`
	Risk
}

// ranked are units by risk, the highest first; those without any are left out.
func ranked(scores map[string]Risk) []UnitRisk {
	var out []UnitRisk
	for unit, risk := range scores {
		if risk.Score > 0 {
			out = append(out, UnitRisk{unit, risk})
		}
	}
	slices.SortFunc(out, func(a, b UnitRisk) int { return cmp.Or(b.Score-a.Score, cmp.Compare(a.Unit, b.Unit)) })
	return out
}
