package bench

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/oversight"
	"lunheng/internal/store"
)

// town is how much there is in a large city. Its rows are written as the projections
// would have written them, without the journal of each: what is measured on it reads
// tables. The share of each state, of what is overdue, and of each kind of report is
// drawn from a fixed seed, so that equal towns are alike.
type town struct {
	r                 *runner
	department        string // that answers for the whole city
	units, committees int
	activities        int
	reports           int // on approved work, the most of them follow-ups
	meetings          bool
	counted           bool // with what supervisors count
	events            int  // in the journal, beside the rows
	now               time.Time
	bureaus           []string // departments to which units belong
}

// districts are where units lie.
var districts = []string{"440303", "440304", "440305", "440306", "440307", "440308", "440309", "440310", "440311"}

// subjectFields are what activities are about, by code.
var subjectFields = []string{`["medicine"]`, `["life_science"]`, `["artificial_intelligence"]`, `["medicine","life_science"]`, `["agriculture"]`, `["other"]`}

// townTables are those that a town fills; their indexes are made afterwards.
var townTables = []string{"activities", "activity_files", "conducts", "conduct_reports", "consent_people", "reviews", "risk_deliberations", "meetings", "meeting_items",
	"meeting_attendance", "clocks", "filings", "committees", "units"}

func townUnit(i int) string      { return fmt.Sprintf("01900000-0001-7000-8000-%012d", i) }
func townCommittee(i int) string { return fmt.Sprintf("01900000-0002-7000-8000-%012d", i) }
func townActivity(i int) string  { return fmt.Sprintf("01900000-0003-7000-8000-%012d", i) }
func townReport(i int) string    { return fmt.Sprintf("01900000-0004-7000-8000-%012d", i) }
func townCase(i int) string      { return fmt.Sprintf("01900000-0005-7000-8000-%012d", i) }
func townFiling(i int) string    { return fmt.Sprintf("01900000-0007-7000-8000-%012d", i) }
func townFollowUp(i int) string  { return fmt.Sprintf("01900000-0006-7000-8000-%012d", i) }

// put writes one row.
func put(tx *store.Tx, table, columns string, args ...any) error {
	places := make([]string, len(args))
	for i := range args {
		places[i] = "$" + strconv.Itoa(i+1)
	}
	return tx.Exec(`insert into `+table+` (`+columns+`) values (`+strings.Join(places, ", ")+`)`, args...)
}

// build fills the house.
func (t *town) build(ctx context.Context) error {
	if err := t.r.unindexed(ctx, townTables, func() error { return t.fill(ctx) }); err != nil {
		return err
	}
	if !t.counted {
		return nil
	}
	return t.count(ctx)
}

// loading is one kind of rows of a load.
type loading struct {
	what string
	n    int
	one  func(tx *store.Tx, i int) error
}

func (t *town) run(ctx context.Context, steps []loading) error {
	for _, s := range steps {
		if err := t.r.load(ctx, s.what, s.n, s.one); err != nil {
			return err
		}
	}
	return nil
}

func (t *town) fill(ctx context.Context) error {
	steps := []loading{{"units", t.units, t.unit}, {"committees", t.committees, t.committee}, {"activities", t.activities, t.activity}, {"reports", t.reports, t.report},
		{"events", t.events, t.event}}
	if t.meetings {
		steps = append(steps, loading{"meetings", t.activities / perMeeting, t.meeting})
	}
	return t.run(ctx, steps)
}

// count marks every record by the projection's own measures, and counts the marks.
func (t *town) count(ctx context.Context) error {
	of := func(kind string, id func(int) string) func(tx *store.Tx, i int) error {
		return func(tx *store.Tx, i int) error { return oversight.Fill(tx, kind, id(i)) }
	}
	err := t.run(ctx, []loading{
		{"activities counted", t.activities, of(oversight.Activities, townActivity)}, {"cases counted", t.activities, of(oversight.Cases, townCase)},
		{"reports counted", t.reports, of(oversight.Reports, townReport)}, {"cases of reports counted", t.reports, of(oversight.Cases, townFollowUp)},
		{"committees counted", t.committees, of(oversight.Committees, townCommittee)}, {"filings counted", t.committees, of(oversight.Filings, townFiling)},
		{"duties counted", t.activities, of(oversight.Duties, func(i int) string { return "conduct/" + townActivity(i) + "#follow_up" })},
	})
	if err == nil {
		err = t.r.DB().Update(ctx, func(tx *store.Tx) error { return oversight.CountAll(tx) })
	}
	if err == nil { // a unit counts by what its activities count as
		err = t.run(ctx, []loading{{"units counted", t.units, of(oversight.Units, townUnit)}})
	}
	if err != nil {
		return err
	}
	return t.r.DB().Update(ctx, oversight.CountAll)
}

// event writes an event of the size that they have, so that the tables lie among as
// much as in a house of that age.
func (t *town) event(tx *store.Tx, i int) error {
	stream := fmt.Sprintf("conduct/01900000-0010-7000-8000-%012d", i/10)
	id := fmt.Sprintf("01900000-0011-7000-8000-%012d", i)
	return put(tx, "events", "id, stream, version, type, at, body, salt", id, stream, i%10+1, "conduct.reported", store.Micros(t.now), row[:350], []byte("0123456789abcdef"))
}

func (t *town) dice(what, i int) *rand.Rand { return rand.New(rand.NewPCG(uint64(what), uint64(i))) }

func (t *town) unit(tx *store.Tx, i int) error {
	name := fmt.Sprintf("明川第%d研究院", i)
	kinds := []string{"university", "research_institute", "hospital", "enterprise"}
	department := t.department
	if len(t.bureaus) > 0 {
		department = t.bureaus[i%len(t.bureaus)]
	}
	return put(tx, "units", "id, name_zh, name_en, key_zh, key_en, sort, kind, uscc, region, department, fields, grade, state, created_at, updated_at, version",
		townUnit(i), name, fmt.Sprintf("Mingchuan Institute %d", i), name, fmt.Sprintf("mingchuaninstitute%d", i), fmt.Sprintf("mc%06d", i), kinds[i%len(kinds)], "",
		districts[i%len(districts)], department, subjectFields[i%len(subjectFields)], 0, "active", store.Micros(t.now.AddDate(-3, 0, 0)), store.Micros(t.now), 1)
}

func (t *town) committee(tx *store.Tx, i int) error {
	id, unit, c := townCommittee(i), i%t.units, t.dice(1, i)
	founded := store.Micros(t.now.AddDate(-2, 0, -c.IntN(300)))
	err := put(tx, "committees", "id, unit, name_zh, name_en, sort, region, fields, state, created_at, updated_at, version, kind",
		id, townUnit(unit), fmt.Sprintf("第%d伦理委员会", i), fmt.Sprintf("Ethics Committee %d", i), fmt.Sprintf("c%06d", i), districts[unit%len(districts)],
		subjectFields[unit%len(subjectFields)], "active", founded, store.Micros(t.now), 1, "own")
	if err != nil {
		return err
	}
	findings, state := "[]", "good"
	if c.IntN(8) == 0 {
		findings, state = pick(c, `["composition"]`, `["unregistered"]`, `["lapsed"]`, `["report_overdue"]`), "lacking"
	}
	if err := put(tx, "standings", "committee, state, findings, updated_at, version", id, state, findings, store.Micros(t.now), 1); err != nil {
		return err
	}
	filed := pick(c, "registered", "registered", "registered", "due", "submitted")
	if findings == `["lapsed"]` {
		filed = "lapsed"
	}
	return put(tx, "filings", "id, code, about, committee, unit, region, activity, report, year, title, state, round, number, receipt_day, confirmed, opened_at, updated_at, version",
		townFiling(i), "national_registration", "committee", id, townUnit(unit), districts[unit%len(districts)], "", "", 0, "登记", filed, 1, "", "", false,
		founded, store.Micros(t.now), 3)
}

// activity writes one activity with its case, its life and its consent form.
func (t *town) activity(tx *store.Tx, i int) error {
	c, id := t.dice(2, i), townActivity(i)
	committee := i % t.committees
	unit := committee % t.units
	decided := t.now.Add(-time.Duration(30+c.IntN(1000)) * 24 * time.Hour)
	sent := decided.Add(-time.Duration(3+c.IntN(40)) * 24 * time.Hour)
	recheck := "[]"
	if c.IntN(40) == 0 {
		recheck = `["stem_cell_animal_gestation"]`
	}
	state, outcome := "approved", "approve"
	switch c.IntN(20) {
	case 0:
		state, outcome = "rejected", "reject"
	case 1:
		state, outcome = "under_review", ""
	}
	at := store.Micros(decided)
	if outcome == "" {
		at = 0
	}
	leader := fmt.Sprintf("p-%07d", i/3)
	title := fmt.Sprintf("%s%s的%s（%d）", whom[i%len(whom)], what[i%len(what)], how[i%len(how)], i)
	err := put(tx, "activities", `id, title, leader, unit, committee, state, region, fields, scope, review_needed, procedure, recheck, review, origin, submissions,
		created_at, updated_at, submitted_at, decided_at, version, routes`,
		id, title, leader, townUnit(unit), townCommittee(committee), state, districts[unit%len(districts)], subjectFields[c.IntN(len(subjectFields))], "[]", "required", "meeting", recheck,
		townCase(i), "", 1, store.Micros(sent), at, store.Micros(sent), at, 5, "")
	if err != nil {
		return err
	}
	stage := map[string]string{"approve": "approved", "reject": "rejected", "": "accepted"}[outcome]
	if err := t.kase(tx, townCase(i), id, unit, committee, leader, title, stage, outcome, "", sent, decided, i+1); err != nil {
		return err
	}
	hash := fmt.Sprintf("%064d", i)
	if c.IntN(100) == 0 {
		hash = fmt.Sprintf("%064d", i/20) // copied from somebody else
	}
	err = put(tx, "activity_files", "activity, id, field, material, name, hash, size, type, added_by, added_at, version, present",
		id, id, "consent_form", "consent", "consent.pdf", hash, 1000, "application/pdf", leader, store.Micros(sent), 2, true)
	if err != nil || state != "approved" {
		return err
	}
	return t.life(tx, c, i, id, unit, committee, leader, title, decided)
}

// kase writes a case. One that is not decided has no outcome.
func (t *town) kase(tx *store.Tx, id, activity string, unit, committee int, leader, title, state, outcome, kind string, sent, decided time.Time, seq int) error {
	at := int64(0)
	if outcome != "" {
		at = store.Micros(decided)
	}
	return put(tx, "reviews", `id, activity, committee, unit, applicant, state, title, number, year, seq, procedure, application, meeting, reported, outcome, reasons, checker,
		submitted_at, accepted_at, decided_at, updated_at, version, kind, about`,
		id, activity, townCommittee(committee), townUnit(unit), leader, state, title, strconv.Itoa(seq), sent.Year(), seq, "meeting", 3, "", "", outcome, "", "",
		store.Micros(sent), store.Micros(sent.Add(24*time.Hour)), at, store.Micros(decided), 9, kind, "")
}

// life writes how approved work goes on: one in twenty is overdue, one in fifty has
// lapsed, one in six is closed.
func (t *town) life(tx *store.Tx, c *rand.Rand, i int, id string, unit, committee int, leader, title string, begun time.Time) error {
	state, overdue, due := "running", false, t.now.Add(time.Duration(1+c.IntN(330))*24*time.Hour)
	switch n := c.IntN(100); {
	case n < 16:
		state = "closed"
	case n < 18:
		state = "suspended"
	case n < 20:
		state, overdue = "lapsed", true
	case n < 24:
		overdue = true
	}
	if overdue {
		due = t.now.Add(-time.Duration(1+c.IntN(200)) * 24 * time.Hour)
	}
	err := put(tx, "conducts", "id, review, committee, unit, leader, title, state, months, due, overdue, closer, anew, begun_at, updated_at, version",
		id, townCase(i), townCommittee(committee), townUnit(unit), leader, title, state, 12, store.Micros(due), overdue, false, "", store.Micros(begun), store.Micros(t.now), 3)
	if err != nil || state == "closed" {
		return err
	}
	clock := "running"
	if overdue {
		clock = "over"
	}
	err = put(tx, "clocks", `id, stream, name, state, started, due, warn, warned, ended, amount, unit, provisional, who, holder, rule, source, article, base, rest`,
		"conduct/"+id+"#follow_up", "conduct/"+id, "follow_up", clock, store.Micros(begun), store.Micros(due), store.Micros(due.AddDate(0, -1, 0)), overdue, 0, 12, "months", false,
		leader, townUnit(unit), "follow_up_months", "MEASURES-2023", "19", 0, 0)
	if err != nil || i%3 > 0 {
		return err
	}
	day := begun.Add(time.Duration(5+c.IntN(60)) * 24 * time.Hour)
	if c.IntN(100) == 0 {
		day = begun.Add(-5 * 24 * time.Hour)
	}
	return put(tx, "consent_people", "activity, code, n, document, way, day, withdrawn_on, owes, asks, assent", id, "001", 1, "x", "written", string(calendar.Of(day)), "", false, false, 0)
}

// report writes a report on approved work, and the case about it: three of four are
// follow-ups.
func (t *town) report(tx *store.Tx, i int) error {
	c := t.dice(3, i)
	at := i % t.activities
	committee := at % t.committees
	unit, kind := committee%t.units, "follow_up"
	if i%4 == 3 {
		kind = pick(c, "amendment", "amendment", "adverse_event", "deviation")
	}
	sent := t.now.Add(-time.Duration(1+c.IntN(1000)) * 24 * time.Hour)
	decided, state, outcome, stage := sent.Add(10*24*time.Hour), "decided", "approve", "approved"
	if i%50 == 0 {
		state, outcome, stage = "open", "", "accepted"
	}
	when := int64(0)
	if outcome != "" {
		when = store.Micros(decided)
	}
	id, leader := townActivity(at), fmt.Sprintf("p-%07d", at/3)
	err := put(tx, "conduct_reports", "id, activity, kind, review, state, outcome, by_person, reported_at, decided_at",
		townReport(i), id, kind, townFollowUp(i), state, outcome, leader, store.Micros(sent), when)
	if err != nil {
		return err
	}
	return t.kase(tx, townFollowUp(i), id, unit, committee, leader, "跟踪审查", stage, outcome, kind, sent, decided, t.activities+i+1)
}

// perMeeting is how many cases a meeting decides, seats how many people are there.
const (
	perMeeting = 10
	present    = 7
)

// meeting writes one of the meetings that decided the applications.
func (t *town) meeting(tx *store.Tx, i int) error {
	c, id := t.dice(4, i), fmt.Sprintf("01900000-0008-7000-8000-%012d", i)
	committee := i % t.committees
	at := t.now.Add(-time.Duration(c.IntN(1000)) * 24 * time.Hour)
	err := put(tx, "meetings", "id, committee, state, starts_at, mode, place, link, presiding, items, updated_at, version, sequence",
		id, townCommittee(committee), "minutes_approved", store.Micros(at), "in_person", "", "", "", perMeeting, store.Micros(at), 30, 0)
	if err != nil {
		return err
	}
	for n := range present {
		if err := put(tx, "meeting_attendance", "meeting, person, present, arrived, since, spent", id, fmt.Sprintf("m-%07d", committee*present+n), true, store.Micros(at), store.Micros(at), 0); err != nil {
			return err
		}
	}
	for n := range perMeeting {
		kase := townCase(i*perMeeting + n)
		begun := at.Add(time.Duration(n*20) * time.Minute)
		if err := put(tx, "meeting_items", "meeting, review, position, state, title, number, outcome", id, kase, n, "decided", "", "", "approve"); err != nil {
			return err
		}
		err := put(tx, "risk_deliberations", "review, committee, taken_at, decided_at", kase, townCommittee(committee), store.Micros(begun), store.Micros(begun.Add(time.Duration(2+c.IntN(18))*time.Minute)))
		if err != nil {
			return err
		}
	}
	return nil
}

// unindexed drops the indexes of tables, fills them, and makes the indexes again, which
// is much quicker than keeping them. The house ends up as if it had grown.
func (r *runner) unindexed(ctx context.Context, tables []string, fill func() error) error {
	query := `select name, sql from sqlite_master where type = 'index' and sql is not null and tbl_name = $1 order by name`
	if r.DB().Dialect == store.Postgres {
		query = `select c.relname, pg_get_indexdef(i.indexrelid) from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
			where t.relname = $1 and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid) order by 1`
	}
	var texts []string
	err := r.DB().Update(ctx, func(tx *store.Tx) error {
		for _, table := range tables {
			found, err := store.Collect(tx, func(rows *sql.Rows) (out [2]string, err error) { return out, rows.Scan(&out[0], &out[1]) }, query, table)
			if err != nil {
				return err
			}
			for _, x := range found {
				texts = append(texts, x[1])
				if err := tx.Exec(`drop index ` + x[0]); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("drop indexes: %w", err)
	}
	if err := fill(); err != nil {
		return err
	}
	start := r.Now()
	for _, text := range texts { // each in a transaction of its own, or the log grows as large as all of them
		if err := r.DB().Update(ctx, func(tx *store.Tx) error { return errors.Join(cache(tx, loadCache), tx.Exec(text)) }); err != nil {
			return fmt.Errorf("make indexes: %w", err)
		}
	}
	err = r.DB().Update(ctx, func(tx *store.Tx) error { return cache(tx, usualCache) })
	r.say("made %d indexes in %.1f s", len(texts), r.Now().Sub(start).Seconds())
	return err
}
