package filing

import (
	"database/sql"
	"fmt"

	"lunheng/internal/calendar"
	"lunheng/internal/store"
)

// counter is one group of the numbers of a yearly report: a query over the
// projections that gives codes with their counts. $1 is the committee, $2 and $3
// bound the year in microseconds, $4 is the year, $5 and $6 bound it in days.
// Every one of them goes by an index of the committee.
type counter struct {
	group string
	query string
}

const (
	decidedInYear = ` from reviews o where o.committee = $1 and o.decided_at >= $2 and o.decided_at < $3 and o.decided_at > 0`
	group         = ` group by 1 order by 1`
	// attendedInYear is who was in the room of the meetings held, and for how long.
	attendedInYear = ` from meetings m join meeting_attendance a on a.meeting = m.id where m.committee = $1 and m.starts_at >= $2 and m.starts_at < $3
		and a.person in ` + servedInYear
	servedInYear = `(select m.person from committee_members m where m.committee = $1 and m.from_day <= $6 and (m.until_day = '' or m.until_day >= $5))`
)

func counters() []counter {
	return []counter{
		{"received", `select 'numbered', count(*) from reviews where committee = $1 and year = $4 and seq > 0`},
		{"procedure", `select o.procedure, count(*)` + decidedInYear + group},
		{"outcome", `select o.outcome, count(*)` + decidedInYear + group},
		{"kind", `select case when o.kind = '' then 'initial' else o.kind end, count(*)` + decidedInYear + group},
		{"exemption", `select case o.outcome when 'exempt' then 'granted' when 'exemption_revoked' then 'ended' else 'refused' end, count(*)` + decidedInYear + ` and o.kind = 'exemption'` + group},
		{"time", `select k.state, count(*)` + withClock("decision") + group},
		{"days", `select case when k.ended - k.started <= 864000000000 then 'upto10' when k.ended - k.started <= 1728000000000 then 'upto20'
			when k.ended - k.started <= 2592000000000 then 'upto30' else 'over30' end, count(*)` + withClock("decision") + ` and k.ended > 0` + group},
		{"follow_up", `select k.state, count(*) from reviews o join clocks k on k.id = 'review/' || o.id || '#follow_up'
			where o.committee = $1 and o.state = 'approved' and k.due >= $2 and k.due < $3` + group},
		{"recheck", `select case when o.result = '' then 'open' else o.result end, count(*) from rechecks o
			where o.committee = $1 and o.applied_at >= $2 and o.applied_at < $3` + group},
		{"meeting", `select o.state, count(*) from meetings o where o.committee = $1 and o.starts_at >= $2 and o.starts_at < $3` + group},
		{"attendance", `select 'hours', coalesce(cast(sum(a.spent) as bigint), 0) / 3600000000` + attendedInYear + `
			union all select 'people', count(distinct a.person)` + attendedInYear},
		{"members", `select 'joined', count(*) from committee_members m where m.committee = $1 and m.from_day >= $5 and m.from_day <= $6
			union all select 'left', count(*) from committee_members m where m.committee = $1 and m.until_day >= $5 and m.until_day <= $6
			union all select 'end_of_year', count(distinct m.person) from committee_members m
			where m.committee = $1 and m.from_day <= $6 and (m.until_day = '' or m.until_day >= $6)`},
		{"quality", `select o.result, count(*) from quality_cases o where o.committee = $1 and o.scored_at >= $2 and o.scored_at < $3 and o.state = 'scored'` + group},
		{"training", `select 'hours', coalesce(sum(x.hours), 0) from training_records x where x.state = 'confirmed' and x.day >= $5 and x.day <= $6 and x.person in ` + servedInYear + `
			union all select 'people', count(distinct x.person) from training_records x where x.state = 'confirmed' and x.day >= $5 and x.day <= $6 and x.person in ` + servedInYear},
		{"registered", `select o.about, count(*) from filings o where o.committee = $1 and o.receipt_day >= $5 and o.receipt_day <= $6` + group},
	}
}

func withClock(name string) string {
	return ` from reviews o join clocks k on k.id = 'review/' || o.id || '#` + name + `'
		where o.committee = $1 and o.decided_at >= $2 and o.decided_at < $3 and o.decided_at > 0`
}

// yearArgs bound a year.
func yearArgs(committee string, year int) []any {
	first, last := calendar.Day(fmt.Sprintf("%04d-01-01", year)), calendar.Day(fmt.Sprintf("%04d-12-31", year))
	return []any{committee, store.Micros(first.Start()), store.Micros(last.AddDays(1).Start()), year, string(first), string(last)}
}

// count gives the numbers of a committee's year.
func count(r store.Reader, committee string, year int) ([]Figure, error) {
	all := yearArgs(committee, year)
	out := []Figure{}
	for _, c := range counters() {
		query, args := store.Used(c.query, all)
		list, err := store.Collect(r, func(rows *sql.Rows) (Figure, error) {
			f := Figure{Group: c.group}
			err := rows.Scan(&f.Code, &f.N)
			return f, err
		}, query, args...)
		if err != nil {
			return nil, fmt.Errorf("count %s of %d: %w", c.group, year, err)
		}
		for _, f := range list {
			if f.Code == "" {
				f.Code = "none"
			}
			out = append(out, f)
		}
	}
	return out, nil
}

// listedOf are the listed activities that the committee approved in a year: those
// for which a registration was opened.
func listedOf(r store.Reader, committee string, year int) ([]Activity, error) {
	all := yearArgs(committee, year)
	return store.Collect(r, func(rows *sql.Rows) (Activity, error) {
		var a Activity
		var at int64
		err := rows.Scan(&a.ID, &a.Number, &a.Title, &at)
		a.Day = calendar.Of(store.Time(at))
		return a, err
	}, `select o.activity, o.number, o.title, o.decided_at from reviews o where o.committee = $1 and o.decided_at >= $2 and o.decided_at < $3
		and o.state = 'approved' and exists (select 1 from filings f where f.activity = o.activity) order by o.decided_at, o.id`, all[:3]...)
}
