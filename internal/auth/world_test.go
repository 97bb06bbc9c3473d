package auth_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/store"
)

var (
	ctx   = context.Background()
	now   = time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	today = calendar.Of(now)
)

// world holds one person for each relation and for each way in which a
// relation almost holds.
type world struct{ relations map[string][]auth.Relation }

// Objects: a1 and a2 are before committee c1 of unit u1, which department d1
// supervises; a0 is a draft; whatever ends in 9 is elsewhere. Unit u2, of another
// department, has entrusted c1 with a3, and a person without a unit with a4; n0
// is a mandate that is only drafted. Department d5 answers for the whole city in which
// u1 and u2 lie, and the rules name d6 for a3.
var objects = map[auth.Kind][]string{
	auth.Activity: {"a0", "a1", "a2", "a3", "a4", "a9"}, auth.Review: {"r1", "r2", "r3", "r4", "r9"}, auth.Meeting: {"m1", "m9"}, auth.Recheck: {"k1", "k9"}, auth.Filing: {"f1", "f9"},
	auth.Mandate: {"n0", "n1", "n4", "n9"}, auth.Site: {"s1"}, auth.Committee: {"c1", "c9"}, auth.Unit: {"u1", "u2", "u9"}, auth.Department: {"d1", "d5", "d6", "d9"}, auth.Pack: {"p1", "p9"}, auth.Sanction: {"b0", "b1", "b9"}, auth.Veto: {"v1", "v2", "v9"}, auth.Complaint: {"o1", "o2", "o3", "o9"}, auth.Case: {"x0", "x1", "x9"},
	auth.Mechanism: {"w1", "w8", "w9"}, auth.Advice: {"q1", "q9"}, auth.Yearly: {"y1", "y2", "y9"},
	auth.Programme: {"g0", "g1", "g9"}, auth.Project: {"j0", "j1", "j9"},
	auth.YearPlan: {"h1", "h9"}, auth.Inspection: {"i0", "i1", "i9"},
	auth.Signal: {"g1", "g2", "g9"}, auth.Risk: {"h1", "h9"}, auth.Clue: {"l1", "l2"}, auth.Import: {"i1", "i9"}, auth.Warning: {"e0", "e1", "e2"}, auth.Bulletin: {"z0", "z1", "z2"},
	auth.Person: {"leader", "stranger", "free", "member"}, auth.Account: {"leader", "stranger"}, auth.System: {"system"},
}

// tableOf says where a kind's rows lie.
var tableOf = map[auth.Kind][2]string{
	auth.Activity: {"activities", "id"}, auth.Review: {"reviews", "id"}, auth.Meeting: {"meetings", "id"}, auth.Recheck: {"rechecks", "id"}, auth.Filing: {"filings", "id"},
	auth.Mandate: {"mandates", "id"}, auth.Site: {"sites", "id"}, auth.Committee: {"committees", "id"}, auth.Unit: {"units", "id"}, auth.Department: {"departments", "id"}, auth.Pack: {"packs", "id"}, auth.Sanction: {"sanctions", "id"}, auth.Veto: {"vetoes", "id"}, auth.Complaint: {"complaint_files", "id"}, auth.Case: {"cases", "id"},
	auth.Mechanism: {"mechanisms", "id"}, auth.Advice: {"advices", "id"}, auth.Yearly: {"yearlies", "id"},
	auth.Programme: {"programmes", "id"}, auth.Project: {"projects", "id"},
	auth.YearPlan: {"yearplans", "id"}, auth.Inspection: {"inspections", "id"},
	auth.Signal: {"risk_signals", "id"}, auth.Risk: {"risks", "id"}, auth.Clue: {"leads", "id"}, auth.Import: {"lead_imports", "id"}, auth.Warning: {"warnings", "id"}, auth.Bulletin: {"bulletins", "id"},
	auth.Person: {"persons", "id"}, auth.Account: {"accounts", "person"}, auth.System: {"(select 'system' as id)", "id"},
}

type columns map[string]any

// newWorld fills the database and says, independently of any SQL, who stands
// in which relation to what.
func newWorld(t *testing.T, db *store.DB) world {
	t.Helper()
	rows(t, db)
	w := world{relations: map[string][]auth.Relation{}}
	w.holds("leader", "a0 a1", auth.Leader)
	w.holds("leader", "r1 k1", auth.Applicant)
	w.holds("leader", "person.leader account.leader", auth.Self)
	w.holds("team", "a0 a1 r1 k1 f1", auth.Team)
	w.holds("expert", "a1 k1", auth.Expert) // of k1; who has left the panel keeps nothing
	w.holds("former_expert", "")
	w.holds("scorer", "a2 r2", auth.Scorer) // until it is scored
	w.holds("former_scorer", "")
	whole := "a1 a2 a3 a4 r1 r2 r3 r4 m1 c1 k1 n1 n4 f1"
	w.office(t, db, "secretary", "secretary", "committee", "c1", whole, auth.Secretary)
	w.office(t, db, "chair", "chair", "committee", "c1", whole, auth.Chair, auth.Member)
	w.office(t, db, "vice", "vice_chair", "committee", "c1", whole, auth.ViceChair, auth.Member)
	w.office(t, db, "member", "member", "committee", "c1", whole, auth.Member)
	w.office(t, db, "adviser", "adviser", "committee", "c1", "a1 r1 m1 c1", auth.Adviser) // what is on an agenda
	w.office(t, db, "officer", "unit_officer", "unit", "u1", "a1 a2 r1 r2 r4 c1 u1 k1 f1 person.leader", auth.UnitManager)
	w.holds("officer", "n1 n4", auth.CentreManager)
	w.office(t, db, "supervisor", "supervisor", "department", "d1", "a1 a2 a4 r1 r2 r4 c1 u1 d1 p1 k1 n1 n4 f1", auth.Supervisor)
	w.office(t, db, "city", "supervisor", "department", "d5", "a1 a2 a3 a4 r1 r2 r3 r4 c1 u1 u2 d5 n1 n4 f1", auth.Supervisor)
	w.office(t, db, "routed", "supervisor", "department", "d6", "a3 r3 d6", auth.Supervisor)
	w.holds("city", "x0 x1", auth.Supervisor)
	w.office(t, db, "admin", "administrator", "system", "system", "", "")
	w.everywhere("admin", auth.Administrator)
	w.everywhere("system", auth.Machine)

	// Who declared a conflict in r1 keeps the rest; who has a part in a case
	// keeps only that; an administrator in a committee is only administrator.
	others := " a3 a4 r3 r4 n1 n4 f1"
	w.office(t, db, "excluded", "member", "committee", "c1", "a2 r2 m1 c1"+others, auth.Member)
	w.office(t, db, "judge", "chair", "committee", "c1", "a1 r1 m1 c1 k1"+others, auth.Chair, auth.Member)
	w.holds("judge", "a2", auth.Leader)
	w.holds("judge", "r2", auth.Applicant)
	w.office(t, db, "mate", "secretary", "committee", "c1", "a2 r2 m1 c1"+others, auth.Secretary)
	w.holds("mate", "a1 r1 k1 f1", auth.Team)
	w.office(t, db, "both", "administrator", "system", "system", "", "")
	w.everywhere("both", auth.Administrator)
	w.office(t, db, "both", "secretary", "committee", "c1", "c1", auth.Secretary)
	w.office(t, db, "both", "unit_officer", "unit", "u1", "c1 u1 person.leader", auth.UnitManager)

	// Terms.
	term(t, db, "lastday", "c1", "2020-01-01", today, true)
	w.holds("lastday", whole, auth.Member)
	w.holds("lastday", "system", auth.AnyOfficer)
	term(t, db, "firstday", "c1", today, "", true)
	w.holds("firstday", whole, auth.Member)
	w.holds("firstday", "system", auth.AnyOfficer)
	term(t, db, "former", "c1", "2020-01-01", today.AddDays(-1), true)
	term(t, db, "future", "c1", today.AddDays(1), "", true)
	term(t, db, "dissolved", "c1", "2020-01-01", "", false)
	w.office(t, db, "elsewhere", "chair", "committee", "c9", "a9 r9 m9 c9 k9 n9 f9", auth.Chair, auth.Member)
	w.office(t, db, "neighbour", "unit_officer", "unit", "u9", "a9 r9 c9 u9 k9 n9 f9 person.stranger", auth.UnitManager)
	w.holds("neighbour", "n9", auth.CentreManager)

	// Who entrusts sees its own and nothing else of the committee's.
	w.office(t, db, "entrusting", "unit_officer", "unit", "u2", "a3 r3 n0 n1 u2", auth.UnitManager)
	w.office(t, db, "supervisor9", "supervisor", "department", "d9", "a3 r3 n1 u2 a9 r9 n9 u9 c9 d9 p9 k9 f9 s1", auth.Supervisor)
	w.holds("guest", "a3", auth.Leader)
	w.holds("guest", "r3", auth.Applicant)
	w.holds("free", "a4", auth.Leader)
	w.holds("free", "r4", auth.Applicant)
	w.holds("free", "n4 person.free", auth.Self)
	// s1 is c9's part in a1, which c1 leads; who is on a1's team does nothing for
	// the lead.
	for _, person := range []string{"secretary", "chair", "vice", "officer", "judge"} {
		w.holds(person, "s1", auth.Lead)
	}
	w.holds("leader", "s1", auth.Leader)
	w.holds("elsewhere", "s1", auth.Chair, auth.Member)
	w.holds("neighbour", "s1", auth.UnitManager)
	for _, person := range []string{"elsewhere", "neighbour"} {
		w.holds(person, "a1", auth.Participant)
	}
	// member sits on c1 and comes from u9.
	w.holds("member", "person.member", auth.Self)
	w.holds("neighbour", "person.member", auth.UnitManager)
	for _, person := range []string{"secretary", "mate"} {
		w.holds(person, "person.member", auth.Secretary)
	}
	for _, person := range []string{"chair", "vice", "judge"} {
		w.holds(person, "person.member", auth.Chair)
	}
	// d1 has drawn i0, of which u1 was not told, and i1, where inspector is on the spot
	// in u1; d9 inspects u9. i1 took up r1, with its activity, and m1.
	w.holds("supervisor", "h1 i0 i1", auth.Supervisor)
	w.holds("supervisor9", "h9 i9", auth.Supervisor)
	w.holds("officer", "i1", auth.UnitManager)
	w.holds("neighbour", "i9", auth.UnitManager)
	w.holds("inspector", "i0 i1 r1 r2 r3 r4", auth.Inspector)
	w.holds("inspector", "r1 a1 m1", auth.Examiner)
	w.holds("former_inspector", "")
	// d1 decided b1 about barred and u9, and drafts b0 about them; d9 decided b9
	// about leader. d1 asked v1, u1 asked v2.
	w.holds("supervisor", "b0 b1 v1", auth.Supervisor)
	w.holds("supervisor9", "b9 v9", auth.Supervisor)
	w.holds("barred", "b1", auth.Self)
	w.holds("leader", "b9", auth.Self)
	w.holds("neighbour", "b1", auth.UnitManager)
	w.holds("officer", "v2", auth.UnitManager)
	w.holds("receiver", "o1 o2 u1", auth.Receiver)
	w.holds("custodian", "o1 o3 u1", auth.Custodian) // o2 has no identity
	w.holds("d_receiver", "o3 d1", auth.Receiver)
	w.holds("concerned", "d1", auth.Receiver) // o3 is about them
	// d1 is the office of w1, of which d9 is a member; d9 is that of w9, which reports
	// to w1, and of w8, which d1 has left.
	w.holds("supervisor", "w1 q1 y2", auth.Desk)
	w.holds("supervisor", "w9", auth.Superior)
	w.holds("supervisor", "y9", auth.MemberBody)
	w.holds("supervisor9", "w8 w9 q9 y9", auth.Desk)
	w.holds("supervisor9", "w1 q1 y1 y2", auth.MemberBody)
	w.holds("expert", "q1", auth.Expert)
	// u1 handles x0 about barred, of which nobody was told yet; d9 handles x1 about u2 and
	// barred, above it stands d1; x9 is u9's own, about leader, reported by officer of u1.
	w.holds("officer", "x0", auth.Investigator)
	w.holds("both", "x0") // an administrator handles none
	w.holds("supervisor", "x0", auth.Supervisor, auth.CaseSuperior)
	w.holds("inquirer", "x0", auth.Inquirer)
	w.holds("case_peer", "x0", auth.CasePeer)
	w.holds("informer", "x0", auth.Reporter)
	w.holds("supervisor9", "x1", auth.Investigator, auth.Supervisor)
	w.holds("supervisor", "x1", auth.CaseSuperior, auth.CasePeer)
	w.holds("barred", "x1", auth.Accused)
	w.holds("entrusting", "x1", auth.Accused)
	w.holds("neighbour", "x9", auth.Investigator)
	w.holds("supervisor9", "x9", auth.Supervisor)
	w.holds("leader", "x9", auth.Accused)
	w.holds("officer", "x9", auth.Reporter)
	// d1 runs g1 and writes the guide of g0, u9 runs g9. leader of u1 applies to g1
	// with j1, where mate is a member, and to g9 with j9; j0 is a draft of guest's.
	w.holds("supervisor", "g0 g1 j1", auth.Funder)
	w.holds("neighbour", "g9 j9", auth.Funder)
	w.holds("leader", "j1 j9", auth.Leader, auth.Team)
	w.holds("guest", "j0", auth.Leader, auth.Team)
	w.holds("mate", "j1", auth.Team)
	w.holds("officer", "j1 j9", auth.UnitManager)
	w.holds("neighbour", "j0", auth.UnitManager)
	// g1 is about a1 and for c1 and u1, g2 about c1 and for u1, g9 about u9 and for
	// nobody besides d9. h1 is in u1's register, free answers for it. l1 is about u1, l2
	// about nobody. d1 imports i1, and warns c1 of e1, which went on to u1; u9 warns c9 of
	// e2; e0 and z0 are drafts. z1 goes to u9, z2 to no body.
	for _, person := range []string{"secretary", "chair", "vice", "judge", "lastday", "firstday"} {
		roles := map[string][]auth.Relation{"secretary": {auth.Secretary}, "chair": {auth.Chair, auth.Member}, "vice": {auth.ViceChair, auth.Member}, "judge": {auth.Chair, auth.Member},
			"lastday": {auth.Member}, "firstday": {auth.Member}}[person]
		w.holds(person, "signal.g1", roles...)
		if len(roles) == 1 && roles[0] == auth.Member {
			continue
		}
		w.holds(person, "warning.e1", auth.Addressee)
	}
	w.holds("member", "signal.g1", auth.Member)
	w.holds("adviser", "signal.g1", auth.Adviser)
	w.holds("mate", "warning.e1", auth.Addressee)
	w.holds("officer", "signal.g1 signal.g2 risk.h1 lead.l1", auth.UnitManager)
	w.holds("officer", "warning.e1", auth.Addressee)
	w.holds("supervisor", "signal.g1 signal.g2 risk.h1 lead.l1 lead.l2 import.i1 warning.e0 warning.e1 bulletin.z0 bulletin.z1", auth.Supervisor)
	w.holds("supervisor9", "signal.g9 risk.h9 lead.l1 lead.l2 import.i9", auth.Supervisor)
	w.holds("city", "signal.g1 signal.g2 risk.h1 lead.l1 lead.l2", auth.Supervisor)
	w.holds("routed", "lead.l1 lead.l2", auth.Supervisor)
	w.holds("free", "risk.h1", auth.Self)
	w.holds("neighbour", "risk.h9 warning.e2 bulletin.z2", auth.UnitManager)
	w.holds("neighbour", "bulletin.z1", auth.Addressee)
	w.holds("elsewhere", "warning.e2", auth.Addressee)
	for _, person := range []string{"former", "future", "dissolved", "nobody"} {
		w.holds(person, "")
	}
	for _, person := range w.people() {
		w.holds(person, "g1 g9", auth.Applicant)
	}
	return w
}

// complaintRows: o1 is with the unit and carries an identity, o2 rests there without
// one, o3 was handed over from the unit to the department and is about one who
// receives there; o9 is elsewhere.
func complaintRows(t *testing.T, db *store.DB) {
	t.Helper()
	for i, d := range []columns{{"body": "u1", "person": "receiver", "duty": "receiver"}, {"body": "u1", "person": "custodian", "duty": "custodian"},
		{"body": "d1", "person": "d_receiver", "duty": "receiver"}, {"body": "d1", "person": "concerned", "duty": "receiver"}} {
		d["body_kind"] = map[bool]string{true: "unit", false: "department"}[i < 2]
		insert(t, db, "complaint_duties", d)
	}
	for id, m := range map[string]columns{"o1": {"body": "u1", "custody": "u1", "identity": true}, "o3": {"body": "d1", "custody": "u1", "identity": true}, "o9": {"body": "u9", "custody": "u9", "identity": true}} {
		m["id"], m["state"] = id, "open"
		insert(t, db, "complaints", m)
	}
	insert(t, db, "complaint_boxes", columns{"id": "o2", "body_kind": "unit", "body": "u1", "resting": true, "identity": ""})
	insert(t, db, "complaint_barred", columns{"complaint": "o3", "person": "concerned"})
}

func insertInspections(t *testing.T, db *store.DB) {
	t.Helper()
	for id, m := range map[string]columns{"i0": {"department": "d1", "unit": "u1", "state": "planned"}, "i1": {"department": "d1", "unit": "u1", "state": "open"},
		"i9": {"department": "d9", "unit": "u9", "state": "correcting"}} {
		m["id"], m["how"] = id, "random"
		insert(t, db, "inspections", m)
	}
	for _, n := range []string{"1", "9"} {
		insert(t, db, "yearplans", columns{"id": "h" + n, "department": "d" + n, "state": "running"})
	}
	for _, id := range []string{"i0", "i1"} {
		insert(t, db, "inspection_team", columns{"inspection": id, "person": "inspector", "state": "going"})
		insert(t, db, "inspection_team", columns{"inspection": id, "person": "former_inspector", "state": "left"})
	}
	insert(t, db, "inspection_records", columns{"inspection": "i1", "kind": "review", "record": "r1", "activity": "a1"})
	insert(t, db, "inspection_records", columns{"inspection": "i1", "kind": "meeting", "record": "m1"})
}

// kindOf reads the kind of an object off its name.
func kindOf(object string) auth.Kind {
	if kind, _, ok := strings.Cut(object, "."); ok {
		return kind
	}
	if object == "system" {
		return auth.System
	}
	return map[byte]auth.Kind{'a': auth.Activity, 'r': auth.Review, 'm': auth.Meeting, 'c': auth.Committee,
		'u': auth.Unit, 'd': auth.Department, 'p': auth.Pack, 'k': auth.Recheck, 'n': auth.Mandate, 's': auth.Site, 'f': auth.Filing, 'b': auth.Sanction, 'v': auth.Veto, 'o': auth.Complaint,
		'w': auth.Mechanism, 'q': auth.Advice, 'y': auth.Yearly,
		'x': auth.Case,
		'g': auth.Programme, 'j': auth.Project, 'h': auth.YearPlan, 'i': auth.Inspection}[object[0]]
}

func cell(person string, kind auth.Kind, id string) string { return person + "|" + kind + "|" + id }

func (w world) holds(person, objects string, relations ...auth.Relation) {
	for _, o := range strings.Fields(objects) {
		id := o[strings.Index(o, ".")+1:]
		c := cell(person, kindOf(o), id)
		w.relations[c] = append(w.relations[c], relations...)
	}
	if c := cell(person, "", ""); w.relations[c] == nil {
		w.relations[c] = []auth.Relation{} // so that people lists this one
	}
}

func (w world) everywhere(person string, rel auth.Relation) {
	w.holds(person, "")
	for kind, ids := range objects {
		for _, id := range ids {
			c := cell(person, kind, id)
			w.relations[c] = append(w.relations[c], rel)
		}
	}
}

// of lists the relations of a person to an object.
func (w world) of(person string, kind auth.Kind, id string) []auth.Relation {
	return append([]auth.Relation{auth.Anyone}, w.relations[cell(person, kind, id)]...)
}

func (w world) people() []string {
	var out []string
	for c := range w.relations {
		if person, ok := strings.CutSuffix(c, "||"); ok {
			out = append(out, person)
		}
	}
	return out
}

// office gives a person an office without end and notes what follows from it.
func (w world) office(t *testing.T, db *store.DB, person, role, kind, body, objects string, relations ...auth.Relation) {
	t.Helper()
	insert(t, db, "offices", columns{"id": person + role + body, "person": person, "role": role, "body_kind": kind, "body": body,
		"from_day": "2020-01-01", "active": true})
	w.holds(person, objects, relations...)
	if kind == "unit" || kind == "committee" {
		w.holds(person, "system", auth.AnyOfficer)
	}
}

func term(t *testing.T, db *store.DB, person, body string, from, until calendar.Day, active bool) {
	t.Helper()
	insert(t, db, "offices", columns{"id": person, "person": person, "role": "member", "body_kind": "committee", "body": body,
		"from_day": string(from), "until_day": string(until), "active": active})
}

// insert adds a row; columns that are not given are empty.
func insert(t *testing.T, db *store.DB, table string, row columns) {
	t.Helper()
	rows, err := db.Read(ctx).Query(`select * from ` + table + ` where 1 = 0`)
	if err != nil {
		t.Fatalf("%s: %v", table, err)
	}
	types, err := rows.ColumnTypes()
	rows.Close()
	if err != nil {
		t.Fatal(err)
	}
	var names, marks []string
	var args []any
	for i, c := range types {
		v, ok := row[c.Name()]
		switch kind := strings.ToLower(c.DatabaseTypeName()); {
		case ok:
		case strings.HasPrefix(kind, "bool"):
			v = false
		case strings.Contains(kind, "int"):
			v = 0
		default:
			v = ""
		}
		names, marks, args = append(names, c.Name()), append(marks, fmt.Sprintf("$%d", i+1)), append(args, v)
	}
	exec(t, db, `insert into `+table+` (`+strings.Join(names, ", ")+`) values (`+strings.Join(marks, ", ")+`)`, args...)
}

func exec(t testing.TB, db *store.DB, query string, args ...any) {
	t.Helper()
	if err := db.Update(ctx, func(tx *store.Tx) error { return tx.Exec(query, args...) }); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}
