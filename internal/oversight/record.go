package oversight

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"lunheng/internal/store"
)

// Record is what a record is at present, as far as measures look at it. Which columns
// mean something, the source says.
type Record struct {
	State, Sort, Outcome        string
	Unit, Committee, Department string // a department makes it that department's alone
	Activity                    string
	At, Due, Since              int64 // unix microseconds; 0: never
	Value                       int64
	Flags                       string // words with blanks between them
}

// Is reports whether the record has a flag.
func (r Record) Is(flag string) bool { return strings.Contains(" "+r.Flags+" ", " "+flag+" ") }

// Source is a kind of record, and how one is read from the tables of lower domains.
// The query gives the columns of [Record] in their order for the record $1, or no row
// for one that nobody counts. The ids of all are in the column id of All.
type Source struct {
	Kind  string
	All   string
	Query string
}

// The kinds of records.
const (
	Activities = "activity"
	Cases      = "review"
	Reports    = "report"
	Rechecks   = "recheck"
	Committees = "committee"
	Units      = "unit"
	Filings    = "filing"
	Duties     = "duty" // a clock
	Sanctions  = "sanction"
	Vetoes     = "veto"
	Breaches   = "case"
	Visits     = "inspection"
	Findings   = "finding" // of a visit: its id, a slash and the number
	Warnings   = "warning"
	Tasks      = "task" // of a coordination mechanism
	Projects   = "project"
	Payments   = "payment" // of a project: its id, a slash and the number
)

// live is true of an activity, or of the row of its life, that is under way.
const live = `in ('running', 'suspended', 'lapsed')`

// Sources are all kinds of records.
var Sources = []Source{
	{Activities, `activities`, `select a.state, a.procedure, coalesce(c.state, ''), a.unit, case when a.unit <> '' and c.committee is null then a.committee else coalesce(c.committee, a.committee) end,
		'', a.id, a.submitted_at, coalesce(c.due, 0), coalesce(c.begun_at, 0), 0,
		case when a.recheck <> '[]' then 'listed ' else '' end || case when coalesce(c.state, '') ` + live + ` then 'live ' else '' end ||
		case when c.overdue then 'overdue ' else '' end ||
		case when exists (select 1 from filings f where f.committee = c.committee and f.about = 'committee' and f.state = 'lapsed') then 'lapsed ' else '' end ||
		case when s.findings like '%"composition"%' then 'below ' else '' end ||
		case when exists (select 1 from rechecks k where k.activity = a.id and k.result = 'agree') then 'agreed' else '' end
		from activities a left join conducts c on c.id = a.id left join standings s on s.committee = c.committee
		where a.id = $1 and a.submissions > 0 and a.state not in ('draft', 'discarded')`},
	{Cases, `reviews`, `select r.state, coalesce(nullif(r.kind, ''), 'initial'), r.outcome, r.unit, r.committee, '', r.activity, r.decided_at, 0, r.submitted_at,
		case when r.accepted_at > 0 and r.decided_at > 0 then (r.decided_at - r.accepted_at) / 86400000000 else 0 end,
		case when r.procedure = 'emergency' then 'emergency' else '' end from reviews r where r.id = $1`},
	{Reports, `conduct_reports`, `select p.state, p.kind, p.outcome, a.unit, c.committee, '', p.activity, p.decided_at, 0, p.reported_at, 0, ''
		from conduct_reports p join activities a on a.id = p.activity join conducts c on c.id = p.activity where p.id = $1`},
	{Rechecks, `rechecks`, `select k.state, '', k.result, '', '', k.department, k.activity, k.applied_at, 0, 0, 0, '' from rechecks k where k.id = $1`},
	{Committees, `committees`, `select c.state, c.kind, '', c.unit, c.id, '', '', c.created_at, 0, 0, 0,
		coalesce(replace(replace(replace(replace(s.findings, '[', ''), ']', ''), '"', ''), ',', ' '), 'unseen')
		from committees c left join standings s on s.committee = c.id where c.id = $1 and c.state = 'active'`},
	{Units, `units`, `select u.state, u.kind, '', u.id, '', '', '', u.created_at, 0, 0, 0,
		case when exists (select 1 from committees c where c.unit = u.id and c.state = 'active') then '' else 'bare ' end ||
		case when exists (select 1 from unit_rules n where n.unit = u.id and n.code = 'violations') then '' else 'unruled ' end ||
		case when exists (select 1 from oversight_units x where x.unit = u.id and x.measure = 'procedures') then 'reviewed' else '' end
		from units u where u.id = $1 and u.state = 'active'`},
	{Filings, `filings`, `select f.state, f.about, f.code, f.unit, f.committee, '', f.activity, f.opened_at, 0, 0, 0, '' from filings f where f.id = $1`},
	{Duties, `clocks`, `select k.state, k.name, '', '', '', '', '', k.due, 0, 0, 0, k.stream from clocks k where k.id = $1 and k.state = 'over'`},
	{Sanctions, `sanctions`, `select s.state, '', '', '', '', s.department, '', s.updated_at, 0, 0, 0, '' from sanctions s where s.id = $1 and s.state not in ('drafted', 'discarded')`},
	{Vetoes, `vetoes`, `select v.state, v.purpose, '', '', '', v.body, '', v.asked_at, 0, 0, v.total, '' from vetoes v where v.id = $1 and v.body_kind = 'department'`},
	// what is one department's alone, because nobody else of its kind may see it
	{Breaches, `cases`, `select c.state, '', '', c.unit, '', case when c.unit <> '' then '' when c.body_kind = 'department' then c.body else c.superior end, '', c.opened_at, 0, 0, 0, ''
		from cases c where c.id = $1`},
	{Visits, `inspections`, `select v.state, '', '', v.unit, '', v.department, '', v.updated_at, 0, 0, v.findings, '' from inspections v where v.id = $1`},
	{Findings, `(select inspection || '/' || n as id from inspection_findings) x`, `select f.state, f.severity, '', f.unit, '', f.department, '', f.at, f.due, 0, 0, '' from inspection_findings f where f.inspection = substr($1, 1, 36) and f.n = cast(substr($1, 38) as bigint)`},
	{Warnings, `warnings`, `select w.state, w.level, '', '', '', w.body, '', w.issued_at, 0, 0, w.waiting, '' from warnings w where w.id = $1 and w.body_kind = 'department' and w.issued_at > 0`},
	{Tasks, `mechanism_tasks`, `select t.state, '', '', '', '', m.office, '', t.set_at, 0, 0, 0, case when t.state = 'open' and k.state = 'over' then 'overdue' else '' end
		from mechanism_tasks t join mechanisms m on m.id = t.mechanism left join clocks k on k.id = 'task/' || t.id || '#task' where t.id = $1`},
	{Projects, `projects`, `select p.state, p.stage, coalesce(c.state, ''), p.unit, '', p.funder, '', p.updated_at, 0, 0, p.amount,
		case when exists (select 1 from project_open x where x.project = p.id and x.code = 'ethics_approval') then 'unapproved' else '' end
		from projects p left join conducts c on c.id = p.activity where p.id = $1 and p.funder_kind = 'department' and p.state in ('executing', 'finishing')`},
	{Payments, `(select project || '/' || n as id from project_payments) x`, `select m.state, p.stage, '', p.unit, '', p.funder, '', m.since, 0, 0, m.amount, '' from project_payments m join projects p on p.id = m.project
		where m.project = substr($1, 1, 36) and m.n = cast(substr($1, 38) as bigint) and p.funder_kind = 'department'`},
}

// source is that of a kind of records.
func source(kind string) Source {
	return Sources[slices.IndexFunc(Sources, func(s Source) bool { return s.Kind == kind })]
}

// read reads a record; false when nobody counts it.
func (s Source) read(r store.Reader, id string) (Record, bool, error) {
	var x Record
	err := r.Row(s.Query, id).Scan(&x.State, &x.Sort, &x.Outcome, &x.Unit, &x.Committee, &x.Department, &x.Activity, &x.At, &x.Due, &x.Since, &x.Value, &x.Flags)
	if errors.Is(err, sql.ErrNoRows) {
		return x, false, nil
	}
	if err == nil && s.Kind == Duties {
		return x.owned(r)
	}
	return x, err == nil, err
}

// owners say whom the records of a stream kind belong to: unit, committee, department
// and activity.
var owners = map[string]string{
	"review":     `select unit, committee, '', activity from reviews where id = $1`,
	"activity":   `select unit, committee, '', id from activities where id = $1`,
	"conduct":    `select unit, committee, '', id from activities where id = $1`,
	"gate":       `select unit, committee, '', id from activities where id = $1`,
	"consent":    `select unit, committee, '', id from activities where id = $1`,
	"recheck":    `select '', '', department, activity from rechecks where id = $1`,
	"filing":     `select unit, committee, '', activity from filings where id = $1`,
	"mandate":    `select unit, committee, '', activity from mandates where id = $1`,
	"site":       `select unit, committee, '', activity from sites where id = $1`,
	"committee":  `select unit, id, '', '' from committees where id = $1`,
	"unit":       `select id, '', '', '' from units where id = $1`,
	"department": `select '', '', id, '' from departments where id = $1`,
	"sanction":   `select '', '', department, '' from sanctions where id = $1`,
	"case":       `select unit, '', case when unit <> '' then '' when body_kind = 'department' then body else superior end, '' from cases where id = $1`,
	"inspection": `select unit, '', department, '' from inspections where id = $1`,
	"warning":    `select '', '', body, '' from warnings where id = $1 and body_kind = 'department'`,
	"task":       `select '', '', m.office, '' from mechanism_tasks t join mechanisms m on m.id = t.mechanism where t.id = $1`,
	"project":    `select unit, '', funder, '' from projects where id = $1 and funder_kind = 'department'`,
}

// owned says whom a duty belongs to, from the stream of its clock; false when to nobody
// that a department answers for, such as a person's training.
func (r Record) owned(read store.Reader) (Record, bool, error) {
	kind, id, _ := strings.Cut(r.Flags, "/")
	query, ok := owners[kind]
	if !ok {
		return r, false, nil
	}
	err := read.Row(query, id).Scan(&r.Unit, &r.Committee, &r.Department, &r.Activity)
	if errors.Is(err, sql.ErrNoRows) {
		return r, false, nil
	}
	r.Sort, _, _ = strings.Cut(r.Sort, "-") // a name may carry the id of what it is about
	return r, err == nil, err
}

// Place is where a record belongs.
type Place struct {
	ID, Department, Region, Routes, Fields string
}

// place finds where a record belongs. What a department keeps for itself has no region.
func (r Record) place(read store.Reader) (Place, error) {
	p := Place{Department: r.Department, Fields: "[]"}
	if r.Department == "" {
		err := read.Row(`select coalesce(u.department, ''), coalesce(nullif(u.region, ''), a.region, ''), coalesce(a.routes, ''), coalesce(a.fields, u.fields, '[]') from (select 1 as one) x
			left join units u on u.id = case when $1 <> '' then $1 else (select c.unit from committees c where c.id = $2) end
			left join activities a on a.id = $3`, r.Unit, r.Committee, r.Activity).Scan(&p.Department, &p.Region, &p.Routes, &p.Fields)
		if err != nil {
			return p, fmt.Errorf("find the place of a record: %w", err)
		}
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{p.Department, p.Region, p.Routes, p.Fields}, "\x00")))
	p.ID = hex.EncodeToString(sum[:8])
	return p, nil
}

func (p Place) write(tx *store.Tx) error {
	return tx.Exec(`insert into oversight_places (id, department, region, routes, fields) values ($1, $2, $3, $4, $5) on conflict (id) do nothing`,
		p.ID, p.Department, p.Region, p.Routes, p.Fields)
}
