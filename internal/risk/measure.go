package risk

import (
	"cmp"
	"database/sql"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/store"
)

// Record is something that a measured value rests on.
type Record struct {
	Kind string    `json:"kind"` // conduct, report, review, meeting, activity, lead
	ID   string    `json:"id"`
	At   time.Time `json:"at"`
}

// Reading is a measured value.
type Reading struct {
	Value   int64
	Records []Record  // behind it, the newest first, at most maxRecords
	Next    time.Time // when time alone may change what it means; zero: never
}

// maxRecords bounds what an event of a signal lists.
const maxRecords = 20

// mark is one row that a quantity reads about a subject.
type mark struct {
	thing string
	at    int64
	n     int64
}

// quantity is something that can be measured about subjects of one kind.
type quantity struct {
	code   string
	of     string // kind of subject
	record string // kind of the things that marks name
	counts bool   // every change of the value is news, not that of a level alone
	spans  int    // how many windows it looks back; 0: everything
	from   string // select: subject, thing, at, n; $1 is where the window begins
	where  string
	column string // the subject
	group  string
	fold   func(d Definition, marks []mark, now time.Time) Reading
}

const live = `o.state in ('running', 'suspended', 'lapsed') and o.due > $1`

// consentFields are the fields of an application for the forms on which people agree.
const consentFields = `('consent_form', 'guardian_consent_form')`

// handedIn are the states of an application that a committee has seen.
const handedIn = ` not in ('draft', 'discarded')`

// quantities are all that the program can measure.
var quantities = []quantity{
	{code: "overdue_days", of: auth.Activity, record: "conduct", fold: days,
		from: `select o.id, o.id, o.due, 1 from conducts o`, where: `o.overdue and ` + live, column: `o.id`},
	{code: "consents_after_lapse", of: auth.Activity, record: "consents", counts: true, fold: after,
		from:  `select o.id, p.day, o.due, count(*) from conducts o join consent_people p on p.activity = o.id`,
		where: `o.overdue and ` + live, column: `o.id`, group: ` group by o.id, p.day, o.due`},
	{code: "consents_before_approval", of: auth.Activity, record: "consents", counts: true, fold: before,
		from:  `select o.id, p.day, o.begun_at, count(*) from conducts o join consent_people p on p.activity = o.id`,
		where: `o.begun_at > $1`, column: `o.id`, group: ` group by o.id, p.day, o.begun_at`},
	{code: "same_consents", of: auth.Activity, record: "activity", counts: true, fold: count,
		from: `select f.activity, g.activity, min(g.added_at), 1 from activity_files f join activities a on a.id = f.activity
			join activity_files g on g.hash = f.hash and g.activity <> f.activity join activities b on b.id = g.activity`,
		where: `f.field in ` + consentFields + ` and f.present and g.field in ` + consentFields + ` and g.present and a.leader <> b.leader and f.added_at > $1
			and a.state` + handedIn + ` and b.state` + handedIn + ` and (g.added_at < f.added_at or g.added_at = f.added_at and g.activity < f.activity)`,
		column: `f.activity`, group: ` group by f.activity, g.activity`},
	{code: "adverse_rise", of: auth.Activity, record: "report", spans: 4, fold: rise,
		from:  `select o.activity, o.id, o.reported_at, 1 from conduct_reports o`,
		where: `o.kind = 'adverse_event' and o.state <> 'withdrawn' and o.reported_at > $1`, column: `o.activity`},
	{code: "amendments", of: auth.Activity, record: "report", spans: 1, counts: true, fold: count,
		from:  `select o.activity, o.id, o.reported_at, 1 from conduct_reports o`,
		where: `o.kind = 'amendment' and o.state <> 'withdrawn' and o.reported_at > $1`, column: `o.activity`},
	{code: "approval_share", of: auth.Committee, record: "review", spans: 1, fold: share,
		from:  `select o.committee, o.id, o.decided_at, case when o.outcome = 'approve' then 1 else 0 end from reviews o`,
		where: `o.kind = '' and o.decided_at > 0 and o.decided_at > $1`, column: `o.committee`},
	{code: "hasty_share", of: auth.Committee, record: "review", spans: 1, fold: hasty,
		from:  `select o.committee, o.review, o.decided_at, (o.decided_at - o.taken_at) / 60000000 from risk_deliberations o`,
		where: `o.decided_at > 0 and o.decided_at > $1`, column: `o.committee`},
	{code: "cases_a_day", of: auth.Person, record: "meeting", spans: 1, fold: peak,
		from: `select o.person, o.meeting, o.arrived, count(*) from meeting_attendance o join meeting_items i on i.meeting = o.meeting`, column: `o.person`,
		where: `i.state = 'decided' and o.arrived > $1`, group: ` group by o.person, o.meeting, o.arrived`},
	{code: "overdue_activities", of: auth.Unit, record: "conduct", counts: true, fold: count,
		from: `select o.unit, o.id, o.due, 1 from conducts o`, where: `o.overdue and o.unit <> '' and ` + live, column: `o.unit`},
	leads("retractions", Retraction),
	leads("incidents", Incident),
}

// leads counts what is known from outside about a unit, by its weight.
func leads(code, kind string) quantity {
	return quantity{code: code, of: auth.Unit, record: "lead", spans: 1, counts: true, fold: count, column: `o.unit`,
		from: `select o.unit, o.lead, o.at, max(o.weight) from lead_units o`, group: ` group by o.unit, o.lead, o.at`,
		where: `o.state = 'matched' and o.kind = '` + kind + `' and o.weight > 0 and o.at > $1`}
}

func quantityOf(code string) *quantity {
	if i := slices.IndexFunc(quantities, func(q quantity) bool { return q.code == code }); i >= 0 {
		return &quantities[i]
	}
	return nil
}

// since is where the marks begin that definitions of this window can need.
func (q *quantity) since(window time.Duration, now time.Time) int64 {
	if q.spans == 0 || window == 0 {
		return 0
	}
	return store.Micros(now.Add(-time.Duration(q.spans) * window))
}

// read hands over the marks of subjects, one subject after the other; of all of
// them where subjects is nil.
func (q *quantity) read(r store.Reader, subjects []string, since int64, take func(subject string, marks []mark) error) error {
	w := store.NewWhere(since)
	w.And(q.where)
	if subjects != nil {
		w.In(q.column, subjects)
	}
	rows, err := r.Query(q.from+w.String()+q.group+` order by 1, 3, 2`, w.Args()...)
	if err != nil {
		return fmt.Errorf("measure %s: %w", q.code, err)
	}
	defer rows.Close()
	if err := eachSubject(rows, take); err != nil {
		return fmt.Errorf("measure %s: %w", q.code, err)
	}
	return rows.Err()
}

func eachSubject(rows *sql.Rows, take func(string, []mark) error) error {
	var subject string
	var marks []mark
	for rows.Next() {
		var next string
		var m mark
		if err := rows.Scan(&next, &m.thing, &m.at, &m.n); err != nil {
			return err
		}
		if next != subject && len(marks) > 0 {
			if err := take(subject, marks); err != nil {
				return err
			}
			marks = marks[:0]
		}
		subject, marks = next, append(marks, m)
	}
	if len(marks) == 0 {
		return rows.Err()
	}
	return take(subject, marks)
}

// within leaves the marks of the last so many windows, and when the first of them falls out.
func within(marks []mark, window time.Duration, now time.Time) ([]mark, time.Time) {
	if window == 0 {
		return marks, time.Time{}
	}
	begin := store.Micros(now.Add(-window))
	i := slices.IndexFunc(marks, func(m mark) bool { return m.at > begin })
	if i < 0 {
		return nil, time.Time{}
	}
	return marks[i:], store.Time(marks[i].at).Add(window)
}

// days counts the days since the first mark.
func days(d Definition, marks []mark, now time.Time) Reading {
	since := store.Time(marks[0].at)
	out := Reading{Value: int64(now.Sub(since) / (24 * time.Hour)), Records: records(marks)}
	for _, s := range d.steps {
		if at := since.Add(time.Duration(s.From) * 24 * time.Hour); at.After(now) && (out.Next.IsZero() || at.Before(out.Next)) {
			out.Next = at
		}
	}
	return out
}

// count adds up what is in the window. It can only fall by itself.
func count(d Definition, marks []mark, now time.Time) Reading {
	in, ends := within(marks, d.Window, now)
	out := Reading{Records: records(in)}
	for _, m := range in {
		out.Value += m.n
	}
	if out.Value >= d.least() {
		out.Next = ends
	}
	return out
}

// after counts what is dated after the day of the mark, before what is dated before it.
func after(_ Definition, marks []mark, _ time.Time) Reading {
	return dated(marks, func(day, limit calendar.Day) bool { return day.After(limit) })
}

func before(_ Definition, marks []mark, _ time.Time) Reading {
	return dated(marks, func(day, limit calendar.Day) bool { return day.Before(limit) })
}

func dated(marks []mark, holds func(day, limit calendar.Day) bool) Reading {
	var out Reading
	for _, m := range marks {
		if day := calendar.Day(m.thing); holds(day, calendar.Of(store.Time(m.at))) {
			out.Value += m.n
			out.Records = append(out.Records, Record{ID: m.thing, At: day.Start().UTC()})
		}
	}
	return out.trim()
}

// share is the part of the marks that count, in percent.
func share(d Definition, marks []mark, now time.Time) Reading {
	return part(d, marks, now, func(m mark) bool { return m.n > 0 })
}

// hasty is the part of the marks with too few minutes.
func hasty(d Definition, marks []mark, now time.Time) Reading {
	return part(d, marks, now, func(m mark) bool { return m.n < d.Minutes })
}

func part(d Definition, marks []mark, now time.Time, hit func(mark) bool) Reading {
	in, ends := within(marks, d.Window, now)
	if len(in) == 0 || int64(len(in)) < d.Least {
		return Reading{} // fewer by themselves, never more
	}
	var hits []mark
	for _, m := range in {
		if hit(m) {
			hits = append(hits, m)
		}
	}
	return Reading{Value: int64(len(hits)) * 100 / int64(len(in)), Records: records(hits), Next: ends}
}

// peak is the most on one day.
func peak(d Definition, marks []mark, now time.Time) Reading {
	in, ends := within(marks, d.Window, now)
	byDay := map[calendar.Day][]mark{}
	var out Reading
	var top calendar.Day
	for _, m := range in {
		day := calendar.Of(store.Time(m.at))
		byDay[day] = append(byDay[day], m)
		var n int64
		for _, m := range byDay[day] {
			n += m.n
		}
		if n > out.Value {
			out.Value, top = n, day
		}
	}
	out.Records = records(byDay[top])
	if out.Value >= d.least() {
		out.Next = ends
	}
	return out
}

// rise compares the window with the mean of the three before it, in percent; a mean
// below one counts as one.
func rise(d Definition, marks []mark, now time.Time) Reading {
	in, ends := within(marks, 4*d.Window, now)
	recent, first := within(in, d.Window, now)
	if len(recent) == 0 || int64(len(recent)) < d.Least {
		return Reading{}
	}
	if first.Before(ends) {
		ends = first
	}
	earlier := max(len(in)-len(recent), 3)
	return Reading{Value: int64(len(recent)) * 300 / int64(earlier), Records: records(recent), Next: ends}
}

// basis tells lists of records apart.
func basis(records []Record) string {
	h := fnv.New64a()
	for _, r := range records {
		fmt.Fprintln(h, r.Kind, r.ID, store.Micros(r.At))
	}
	return strconv.FormatUint(h.Sum64(), 36)
}

// records names the newest of the marks.
func records(marks []mark) []Record {
	var out Reading
	for _, m := range marks[max(0, len(marks)-maxRecords):] {
		out.Records = append(out.Records, Record{ID: m.thing, At: store.Time(m.at)})
	}
	return out.trim().Records
}

// trim puts the newest records first and leaves out what is too much.
func (r Reading) trim() Reading {
	slices.SortStableFunc(r.Records, func(a, b Record) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.ID, b.ID))
	})
	r.Records = r.Records[:min(len(r.Records), maxRecords)]
	return r
}
