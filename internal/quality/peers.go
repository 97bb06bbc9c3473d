package quality

import (
	"database/sql"
	"fmt"
	"slices"

	"lunheng/internal/calendar"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

var forDepartment = lang.T("这次抽查由主管部门组织。", "The department holds this check.")

// maxPopulation bounds the cases of one check.
const maxPopulation = 2000

// closedReviews are the reviews of a committee that were decided for good in a period and have
// not been in a check, the oldest first.
func closedReviews(r store.Reader, cmd Announce) ([]string, error) {
	ids, err := store.Column[string](r, `select o.id from reviews o where o.committee = $1 and o.decided_at >= $2 and o.decided_at < $3 and o.decided_at > 0
		and o.state in ('approved', 'rejected') and not exists (select 1 from quality_cases q where q.review = o.id and q.state <> 'cancelled')
		order by o.decided_at, o.id limit $4`,
		cmd.Committee, store.Micros(cmd.From.Start()), store.Micros(cmd.Until.AddDays(1).Start()), maxPopulation)
	if err != nil {
		return nil, fmt.Errorf("list closed reviews: %w", err)
	}
	return ids, nil
}

// seated are those who vote in a committee on a day.
func seated(r store.Reader, committee string, day calendar.Day) ([]string, error) {
	people, err := store.Column[string](r, `select distinct person from offices where body_kind = 'committee' and body = $1 and active
		and role in ('chair', 'vice_chair', 'member') and from_day <= $2 and (until_day = '' or until_day >= $2) order by person`, committee, string(day))
	if err != nil {
		return nil, fmt.Errorf("list members of %s: %w", committee, err)
	}
	return people, nil
}

// maxPeers bounds who is looked at beyond the committee itself.
const maxPeers = 300

// peers finds who may score cases of a check: the members of the committee, and for a
// department also those of the committees and the pool in its field.
func (s *Service) peers(tx store.Reader, st State, cases []string, f *Facts) (err error) {
	if f.Peers, err = seated(tx, st.Committee, f.Today); err != nil {
		return err
	}
	if st.By == ByDepartment {
		for _, query := range []string{
			`select distinct x.person from offices x join committees c on c.id = x.body join units u on u.id = c.unit where x.body_kind = 'committee' and x.active
				and x.role in ('chair', 'vice_chair', 'member') and x.from_day <= $2 and (x.until_day = '' or x.until_day >= $2) and u.department = $1 order by x.person limit $3`,
			`select distinct x.person from pool_experts x where x.department = $1 and x.from_day <= $2 and (x.until_day = '' or x.until_day >= $2) order by x.person limit $3`,
		} {
			more, err := store.Column[string](tx, query, st.Department, string(f.Today), maxPeers)
			if err != nil {
				return fmt.Errorf("list peers of %s: %w", st.Department, err)
			}
			for _, p := range more {
				if !slices.Contains(f.Peers, p) {
					f.Peers = append(f.Peers, p)
				}
			}
		}
	}
	f.Bars, err = s.bars(tx, f.Today, cases)
	return err
}

// barred say who is too near to cases or took part in them, the plainest first: who
// stepped out of a case did not decide it, though they were in the room.
var barred = []struct{ bar, query string }{
	{BarTeam, `select v.id, t.person from reviews v join activity_people t on t.activity = v.activity`},
	{BarTeam, `select v.id, v.applicant from reviews v`},
	{BarInterest, `select v.id, x.person from reviews v join review_exclusions x on x.review = v.id`},
	{BarPart, `select v.id, a.person from reviews v join meeting_items i on i.review = v.id join meeting_attendance a on a.meeting = i.meeting`},
	{BarPart, `select v.id, w.person from reviews v join review_reviewers w on w.review = v.id`},
	{BarPart, `select v.id, v.checker from reviews v`},
}

// bars finds who may not score which case, and why.
func (s *Service) bars(r store.Reader, day calendar.Day, cases []string) (map[string]map[string]string, error) {
	out := map[string]map[string]string{}
	note := func(review, person, bar string) {
		if out[review] == nil {
			out[review] = map[string]string{}
		}
		if out[review][person] == "" {
			out[review][person] = bar
		}
	}
	for _, b := range barred {
		w := store.NewWhere()
		w.In("v.id", cases)
		_, err := store.Collect(r, func(rows *sql.Rows) (struct{}, error) {
			var review, person string
			err := rows.Scan(&review, &person)
			note(review, person, b.bar)
			return struct{}{}, err
		}, b.query+w.String(), w.Args()...)
		if err != nil {
			return nil, fmt.Errorf("find who took part: %w", err)
		}
	}
	if s.Reviews.Interests == nil {
		return out, nil
	}
	list, err := s.Reviews.Interests(r, s.Book.On(day, ""), day, cases...)
	for _, x := range list {
		note(x.Review, x.Person, BarInterest)
	}
	return out, err
}
