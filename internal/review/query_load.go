package review

import (
	"database/sql"
	"fmt"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/store"
)

// Load is what one member of a committee carries.
type Load struct {
	Person   string `json:"person"`
	Prepare  int    `json:"prepare"`  // cases on coming agendas that the member may judge
	Meetings int    `json:"meetings"` // attended since the day asked about
	Minutes  int    `json:"minutes"`  // in the room of those meetings, from arrivals and departures
	Decided  int    `json:"decided"`  // cases decided in those meetings with the member
	Recused  int    `json:"recused"`  // cases of the committee that the member stepped out of since then
	Checks   int    `json:"checks"`   // answered changes that wait for the member's check
	Opinions int    `json:"opinions"` // as a named reviewer, still to be given
}

// Now is what waits for the member today.
func (l Load) Now() int { return l.Prepare + l.Checks + l.Opinions }

// Loads tells for whoever holds a seat in a committee today what they carry, and
// have carried since a day. Only those who plan the meetings may ask.
func Loads(r store.Reader, p auth.Principal, committee string, since time.Time) ([]Load, error) {
	if err := auth.Allow(r, p, auth.MeetingPlan, auth.Committee, committee); err != nil {
		return nil, err
	}
	out, err := store.Collect(r, func(rows *sql.Rows) (Load, error) {
		var l Load
		err := rows.Scan(&l.Person, &l.Prepare, &l.Meetings, &l.Minutes, &l.Decided, &l.Recused, &l.Checks, &l.Opinions)
		return l, err
	}, `select s.person,
		(select count(*) from meetings m join meeting_items i on i.meeting = m.id
			where m.committee = $1 and m.state in ('planned', 'called', 'open') and i.state in ('planned', 'open')
			and not exists (select 1 from review_exclusions x where x.person = s.person and x.review = i.review)),
		(select count(*) from meeting_attendance a join meetings m on m.id = a.meeting
			where a.person = s.person and m.committee = $1 and m.starts_at >= $3),
		(select coalesce(cast(sum(a.spent) as bigint), 0) / 60000000 from meeting_attendance a join meetings m on m.id = a.meeting
			where a.person = s.person and m.committee = $1 and m.starts_at >= $3),
		(select count(*) from meeting_attendance a join meetings m on m.id = a.meeting join meeting_items i on i.meeting = m.id
			where a.person = s.person and m.committee = $1 and m.starts_at >= $3 and i.state = 'decided'
			and not exists (select 1 from review_exclusions x where x.person = s.person and x.review = i.review)),
		(select count(*) from review_exclusions x join reviews v on v.id = x.review
			where x.person = s.person and v.committee = $1 and x.since >= $3),
		(select count(*) from review_tasks t where t.person = s.person and t.kind = 'check_changes'),
		(select count(*) from review_reviewers w join reviews v on v.id = w.review where w.person = s.person and w.given_at = 0 and v.committee = $1 and v.state = 'with_reviewers')
		from (select distinct person from offices where body_kind = 'committee' and body = $1 and active
			and role in ('chair', 'vice_chair', 'member') and from_day <= $2 and (until_day = '' or until_day >= $2)) s
		order by s.person`, committee, string(p.Day), store.Micros(since))
	if err != nil {
		return nil, fmt.Errorf("tell the load of %s: %w", committee, err)
	}
	return out, nil
}
