package review

import (
	"database/sql"
	"fmt"

	"lunheng/internal/auth"
	"lunheng/internal/flow"
	"lunheng/internal/store"
)

// Counts tells how many cases that the person may know of are in each state.
//
// Without words and dates in the filter it does not look at the cases: it adds
// up the table of counts as if the person had no part in any of them, and sets
// right the few in which they have one.
func Counts(r store.Reader, p auth.Principal, f Filter) (map[flow.State]int, error) {
	f.State = ""
	if f.Text != "" || f.Overdue || f.Mine || f.Activity != "" || f.Open {
		return countRows(r, p, f, `select o.state, count(*)`+rowTables, 1, map[flow.State]int{})
	}
	out, err := countRows(r, p, f, asIfApart, 1, map[flow.State]int{})
	if err != nil {
		return nil, err
	}
	var parts int
	if err := r.Row(`select count(*) from (select 1 from `+partIn+` x limit 1) y`, p.Person).Scan(&parts); err != nil {
		return nil, fmt.Errorf("count cases: %w", err)
	}
	if parts == 0 {
		return out, nil
	}
	out, err = countRows(r, p, f, `select o.state, count(*) from (select '' as id, '' as activity, '' as applicant, committee, unit, state,
		meeting from reviews where id in `+partIn+`) o`, -1, out)
	if err != nil {
		return nil, err
	}
	return countRows(r, p, f, `select o.state, count(*) from (select * from reviews where id in `+partIn+`) o`, 1, out)
}

// asIfApart counts from the table of counts, whose rows stand for cases in
// which nobody has a part.
const asIfApart = `select o.state, cast(sum(o.n) as bigint) from (select '' as id, '' as activity, '' as applicant, committee, unit, state,
	case when on_agenda then '-' else '' end as meeting, n from review_counts) o`

// sumCounts is about how many cases the person may know of.
func sumCounts(r store.Reader, p auth.Principal, f Filter) (n int, err error) {
	counts, err := countRows(r, p, f, asIfApart, 1, map[flow.State]int{})
	for _, c := range counts {
		n += c
	}
	return n, err
}

// partIn are the cases to which the person stands in a relation of their own,
// and not by an office alone.
const partIn = `(select x.review from review_exclusions x where x.person = $1
	union select a.id from reviews a where a.applicant = $1
	union select t.id from activity_people ap join reviews t on t.activity = ap.activity where ap.person = $1)`

// countRows adds the counts of a query, times a sign, to those so far.
func countRows(r store.Reader, p auth.Principal, f Filter, query string, sign int, sum map[flow.State]int) (map[flow.State]int, error) {
	w, err := f.where(r, p)
	if err != nil {
		return nil, err
	}
	_, err = store.Collect(r, func(rows *sql.Rows) (struct{}, error) {
		var state flow.State
		var n int
		err := rows.Scan(&state, &n)
		if sum[state] += sign * n; sum[state] == 0 {
			delete(sum, state)
		}
		return struct{}{}, err
	}, w.Of(query, ` group by o.state`), w.Args()...)
	if err != nil {
		return nil, fmt.Errorf("count cases: %w", err)
	}
	return sum, nil
}
