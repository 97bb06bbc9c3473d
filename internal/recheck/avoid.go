package recheck

import (
	"fmt"

	"lunheng/internal/store"
)

// bar is one reason to stand aside with the people it concerns: $1 is the case,
// $2 the activity, $3 the committee, $4 the unit, $5 the applicant.
type bar struct {
	reason string
	query  string
}

// avoidance says who may not judge a case again, the plainest reason first.
var avoidance = []bar{
	{BarTeam, `select person from activity_people where activity = $2`},
	{BarTeam, `select id from persons where id = $5`},
	{BarCommittee, `select person from committee_members where committee = $3`},
	{BarInterest, `select person from review_exclusions where review = $1`},
	{BarUnit, `select id from persons where unit <> '' and (unit = $4 or unit in
		(select p.unit from persons p join activity_people t on t.person = p.id where t.activity = $2)
		or unit in (select p.unit from persons p where p.id = $5))`},
}

// aiAvoidance adds what holds for work on AI: a centre, and whoever sits on one
// of its committees, does not both review and re-review (AI measures).
var aiAvoidance = []bar{
	{BarCentre, `select id from persons where unit <> '' and unit in
		(select c.unit from committees c join reviews r on r.committee = c.id where r.activity = $2)`},
	{BarCentre, `select m.person from committee_members m join committees c on c.id = m.committee where c.unit in
		(select d.unit from committees d join reviews r on r.committee = d.id where r.activity = $2)`},
}

// bars finds who may not judge a case, and why. Whoever stepped out in an
// earlier draw is not asked again. A centre that reviewed an earlier application
// of which this one is a copy has reviewed the activity.
func bars(r store.Reader, st State, copiedFrom string) (map[string]string, error) {
	out := map[string]string{}
	for _, b := range st.Out {
		out[b.Person] = b.Reason
	}
	if err := barBy(r, st, avoidance, out); err != nil || !st.AI {
		return out, err
	}
	if err := barBy(r, st, aiAvoidance, out); err != nil || copiedFrom == "" {
		return out, err
	}
	st.Activity = copiedFrom
	return out, barBy(r, st, aiAvoidance, out)
}

// barBy notes those whom some reasons concern; the first reason of each stays.
func barBy(r store.Reader, st State, reasons []bar, out map[string]string) error {
	for _, b := range reasons {
		people, err := store.Column[string](r, `select x.person from (select person from (`+named(b.query)+`) y) x
			where $1 <> '' and $2 <> '' and $3 <> '' and $4 <> '' and $5 <> ''`, st.Review, st.Activity, st.Committee, st.Unit, st.Applicant)
		if err != nil {
			return fmt.Errorf("find who stands aside (%s): %w", b.reason, err)
		}
		for _, p := range people {
			if out[p] == "" {
				out[p] = b.reason
			}
		}
	}
	return nil
}

// named gives the one column of a query its name.
func named(query string) string { return `with q (person) as (` + query + `) select person from q` }
