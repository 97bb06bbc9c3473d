package gate

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// model is a gate without a database.
type model struct {
	st  State
	f   Facts
	now time.Time
}

func newModel() *model {
	m := &model{st: State{ID: "a"}, now: time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)}
	m.f = Facts{Actor: "leader", Leader: "leader", Today: calendar.Of(m.now), Places: []string{"JP", "US"}, Asked: []string{"hgr_export"}, WaivedBy: "approval", WarnDays: 30,
		Office: lang.Text{}, Forms: map[string]Form{
			"partner_review": {Needs: []string{"place", "authority", "number", "day", "until", "file"}}, "animal_3r": {Needs: []string{"three_r", "count"}},
			"animal_use_licence": {Needs: []string{"authority", "number", "day", "until_required", "file"}}, "recheck_waiver": {Needs: []string{"kind", "authority", "number", "day", "file"}}}}
	m.f.Approval = Approval{Why: lang.T("尚未批准", "not approved yet")}
	for _, code := range []string{"ethics_approval", "partner_review", "declaration", "animal_use_licence", "animal_3r"} {
		m.f.Demands = append(m.f.Demands, Demand{Code: code, Lifts: flow.RoleSecretary, Before: BeforeStart, Text: lang.Same(code), Ground: flow.Ground{Rule: code, Source: "MEASURES-2023", Article: "12"}})
	}
	return m
}

func (m *model) as(who string) Facts {
	f := m.f
	f.Actor = who
	return f
}

// do takes in what was decided, if it was.
func (m *model) do(who string, news []journal.New, err error) error {
	for _, n := range news {
		e := journal.Event{Stream: Stream("a"), Version: m.st.Version + 1, Type: n.Body.EventType(), At: m.now, Actor: who, Body: n.Body}
		next, wrong := Table.Next(m.st.State, e.Type)
		if wrong != nil {
			panic(wrong)
		}
		m.st.Papers = slices.Clone(m.st.Papers)
		m.st.apply(e)
		m.st.State, m.st.Version = next, e.Version
	}
	return err
}

func (m *model) paper(code, place string) HandIn {
	h := HandIn{Paper: Paper{Condition: code, Place: place, Authority: "IRB", Number: "1", Day: m.f.Today, Until: m.f.Today.AddDays(100), File: &blob.Kept{Name: "a.pdf"}}}
	if code == "animal_3r" {
		h.Paper = Paper{Condition: code, Replace: "r", Reduce: "r", Refine: "r", Count: 10}
	}
	return h
}

// supply hands evidence in and has it accepted.
func (m *model) supply(t *testing.T, code, place string) {
	t.Helper()
	news, err := m.st.HandIn(m.paper(code, place), m.as("leader"))
	if err := m.do("leader", news, err); err != nil {
		t.Fatal(err)
	}
	news, err = m.st.Accept(Judge{N: len(m.st.Papers)}, m.as("secretary"))
	if err := m.do("secretary", news, err); err != nil {
		t.Fatal(err)
	}
}

func (m *model) whole(t *testing.T) {
	t.Helper()
	m.f.Approval = Approval{Holds: true, Since: m.f.Today, Why: lang.T("已批准", "approved")}
	news, err := m.st.Declare(Declare{}, m.as("leader"))
	if err := m.do("leader", news, err); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ code, place string }{{"partner_review", "JP"}, {"partner_review", "US"}, {"animal_use_licence", ""}, {"animal_3r", ""}} {
		m.supply(t, c.code, c.place)
	}
}

func TestStartNamesEverythingThatIsOpen(t *testing.T) {
	m := newModel()
	_, err := m.st.Start(Start{Day: m.f.Today}, m.f)
	list, ok := err.(errs.List)
	if !ok || len(list) != 6 {
		t.Fatalf("got %v; want six open conditions, one for each partner's country", err)
	}
	m.whole(t)
	if _, err := m.st.Start(Start{Day: m.f.Today.AddDays(-1)}, m.f); !errs.Has(err, "gate.too_early") {
		t.Errorf("a day before the approval: %v", err)
	}
	if _, err := m.st.Start(Start{Day: m.f.Today.AddDays(1)}, m.f); !errs.Has(err, "gate.day") {
		t.Errorf("a day to come: %v", err)
	}
	news, err := m.st.Start(Start{Day: m.f.Today}, m.f)
	if err := m.do("leader", news, err); err != nil || m.st.Day != m.f.Today {
		t.Fatalf("with everything met: %v", err)
	}
}

func TestOpenAgainAfterTheStart(t *testing.T) {
	m := newModel()
	m.whole(t)
	news, err := m.st.Start(Start{Day: m.f.Today}, m.f)
	if err := m.do("leader", news, err); err != nil {
		t.Fatal(err)
	}
	if m.st.Ends != m.f.Today.AddDays(100) {
		t.Errorf("the clock runs until %s", m.st.Ends)
	}
	news, err = m.st.Withdraw(Judge{N: 1, Day: m.f.Today, Reasons: "revoked"}, m.as("secretary"))
	if err := m.do("secretary", news, err); err != nil {
		t.Fatal(err)
	}
	if open := Open(m.st.Conditions(m.f)); len(open) != 1 || open[0].Place != "JP" {
		t.Errorf("open after the withdrawal: %v", open)
	}
	m.supply(t, "partner_review", "JP")
	later := m.f
	later.Today = m.f.Today.AddDays(101)
	if open := Open(m.st.Conditions(later)); len(open) != 3 {
		t.Errorf("open once all has run out: %v", open)
	}
}

func TestAnimalsNeverMoreThanApproved(t *testing.T) {
	m := newModel()
	m.whole(t)
	if _, err := m.st.RecordUse(RecordUse{Count: 1, Day: m.f.Today}, m.f); err == nil {
		t.Error("animals were used before the start")
	}
	news, err := m.st.Start(Start{Day: m.f.Today}, m.f)
	if err := m.do("leader", news, err); err != nil {
		t.Fatal(err)
	}
	news, err = m.st.RecordUse(RecordUse{Count: 8, Day: m.f.Today}, m.f)
	if err := m.do("leader", news, err); err != nil {
		t.Fatal(err)
	}
	if _, err := m.st.RecordUse(RecordUse{Count: 3, Day: m.f.Today}, m.f); !errs.Has(err, "gate.animals.exceeded") {
		t.Errorf("eleven of ten: %v", err)
	}
}

func TestProjectBeforeTheStart(t *testing.T) {
	m := newModel()
	m.f.Demands[1].Before = BeforeProject
	if _, err := m.st.ApproveProject(Start{Day: m.f.Today}, m.f); !errs.Has(err, "gate.project.closed") {
		t.Errorf("project approved with partners open: %v", err)
	}
	m.whole(t)
	if _, err := m.st.Start(Start{Day: m.f.Today}, m.f); !errs.Has(err, "gate.closed") {
		t.Errorf("start before the project: %v", err)
	}
	news, err := m.st.ApproveProject(Start{Day: m.f.Today}, m.f)
	if err := m.do("leader", news, err); err != nil {
		t.Fatal(err)
	}
	if _, err := m.st.Start(Start{Day: m.f.Today}, m.f); err != nil {
		t.Error(err)
	}
}

func TestPaperHasToFit(t *testing.T) {
	m := newModel()
	if _, err := m.st.HandIn(HandIn{Paper: Paper{Condition: "partner_review", Place: "FR"}}, m.f); !errs.Has(err, "gate.paper.place") || !errs.Has(err, "gate.paper.file") {
		t.Errorf("a country that is no partner's, without a document: %v", err)
	}
	m.f.Demands = append(m.f.Demands, Demand{Code: "recheck_waiver"})
	waiver := m.paper("recheck_waiver", "")
	if waiver.Kind = "filing"; true {
		if _, err := m.st.HandIn(waiver, m.f); !errs.Has(err, "gate.paper.kind") {
			t.Errorf("another kind of regime: %v", err)
		}
	}
	m.f.Office = lang.T("国家卫生健康委员会", "National Health Commission")
	if _, err := m.st.HandIn(m.paper("animal_use_licence", ""), m.f); !errs.Has(err, "gate.paper.office") {
		t.Errorf("another authority: %v", err)
	}
}

// TestNeverThroughAClosedGate walks random histories: there is a start only when
// every condition was met by then, and animals never exceed what was approved.
func TestNeverThroughAClosedGate(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		m := newModel()
		codes := []string{"partner_review", "partner_review", "animal_use_licence", "animal_3r"}
		for range rapid.IntRange(5, 60).Draw(rt, "acts") {
			who := rapid.SampledFrom([]string{"leader", "secretary"}).Draw(rt, "who")
			n := rapid.IntRange(0, len(m.st.Papers)+1).Draw(rt, "paper")
			var news []journal.New
			var err error
			switch rapid.IntRange(0, 9).Draw(rt, "act") {
			case 0, 1, 2:
				i := rapid.IntRange(0, 3).Draw(rt, "condition")
				place := []string{"JP", "US", "", ""}[i]
				news, err = m.st.HandIn(m.paper(codes[i], place), m.as(who))
			case 3, 4:
				news, err = m.st.Accept(Judge{N: n}, m.as(who))
			case 5:
				news, err = m.st.Return(Judge{N: n, Reasons: "no"}, m.as(who))
			case 6:
				news, err = m.st.Withdraw(Judge{N: n, Day: m.f.Today, Reasons: "no"}, m.as(who))
			case 7:
				days := rapid.IntRange(0, 60).Draw(rt, "days")
				m.now = m.now.AddDate(0, 0, days)
				m.f.Today = calendar.Of(m.now)
				m.f.Approval = Approval{Holds: rapid.Bool().Draw(rt, "approved"), Since: m.f.Today}
				news, err = m.st.Declare(Declare{}, m.as(who))
			case 8:
				news, err = m.st.RecordUse(RecordUse{Count: rapid.IntRange(1, 9).Draw(rt, "animals"), Day: m.f.Today}, m.as(who))
			default:
				day := m.f.Today.AddDays(-rapid.IntRange(0, 3).Draw(rt, "before"))
				open := Open(m.st.Conditions(m.f))
				news, err = m.st.Start(Start{Day: day}, m.as(who))
				if err == nil && (len(open) > 0 || day < m.f.Approval.Since) {
					rt.Fatalf("started on %s through a closed gate: %v", day, open)
				}
			}
			_ = m.do(who, news, err)
			if len(news) > 0 {
				if _, used := news[0].Body.(AnimalsUsed); used && (m.st.Used > m.st.Animals() || m.st.Day == "") {
					rt.Fatalf("%d animals used of %d", m.st.Used, m.st.Animals())
				}
			}
		}
	})
}
