package sanction_test

import (
	"testing"

	"pgregory.net/rapid"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/sanction"
)

var ground = flow.Ground{Source: "MISCONDUCT-2022", Article: "ch. 4"}

var cited = lang.T("科研失信行为调查处理规则 第 4 章", "Rules on research misconduct, ch. 4")

func facts() sanction.Facts {
	return sanction.Facts{Today: "2026-11-20", NewID: "n", Violations: []string{"fraud"}, Competent: true,
		Grades: map[string]sanction.Grade{"light": {Cited: cited}, "more_serious": {Max: 36, Cited: cited}, "very_serious": {Min: 60, Life: true, Cited: cited}},
		Kinds:  map[string]sanction.Effect{"bar": {Term: true, Ground: ground}, "recover_money": {Ground: ground}}}
}

// state folds what was decided.
func state(t *testing.T, s sanction.State, news []journal.New, err error) sanction.State {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	var events []journal.Event
	for i, n := range news {
		events = append(events, journal.Event{Stream: "sanction/s", Version: int64(i + 1), Type: n.Body.EventType(), Body: n.Body})
	}
	all := append(histories[s.ID], events...)
	out, err := sanction.Fold(all)
	if err != nil {
		t.Fatal(err)
	}
	histories[out.ID] = all
	return out
}

// histories of the decisions of one test.
var histories map[string][]journal.Event

// draft is a decision of a grade about one person.
func draft(t *testing.T, finding bool, grade string) sanction.State {
	t.Helper()
	histories = map[string][]journal.Event{}
	terms := sanction.Terms{Number: "7", Day: "2026-11-18", Finding: finding, Violation: "fraud", Severity: grade, Basis: "the inquiry"}
	news, err := sanction.State{}.Draft(sanction.Draft{Department: "d", Terms: terms}, "440300", facts())
	s := state(t, sanction.State{}, news, err)
	f := facts()
	f.NewID = "x"
	news, err = s.AddSubject(sanction.Name{Kind: sanction.Person, Who: "lin"}, f)
	return state(t, s, news, err)
}

// A term of so many months ends on the day before the same day so many months later,
// and keeps within what its grade of severity allows.
func TestTerms(t *testing.T) {
	for _, c := range []struct {
		grade  string
		from   calendar.Day
		months int
		life   bool
		until  calendar.Day
		key    string
	}{
		{"more_serious", "", 12, false, "2027-11-17", ""}, {"more_serious", "2024-02-29", 36, false, "2027-02-27", ""},
		{"more_serious", "2027-01-01", 24, false, "2028-12-31", ""}, {"more_serious", "", 37, false, "", "sanction.grade"},
		{"more_serious", "", 0, true, "", "sanction.grade"}, {"more_serious", "", 0, false, "", "sanction.months"},
		{"light", "", 1, false, "", "sanction.grade"}, {"very_serious", "", 59, false, "", "sanction.grade"},
		{"very_serious", "", 120, false, "2036-11-17", ""}, {"very_serious", "", 0, true, "", ""}, {"more_serious", "soon", 12, false, "", "sanction.from"},
	} {
		s := draft(t, true, c.grade)
		news, err := s.AddMeasure(sanction.Add{Subject: "x", Code: "bar", From: c.from, Months: c.months, Life: c.life}, facts())
		if c.key != "" {
			if !errs.Has(err, c.key) {
				t.Errorf("%+v: %v", c, err)
			}
			continue
		}
		s = state(t, s, news, err)
		if got := s.Measures[0].Until; got != c.until {
			t.Errorf("%+v: until %s", c, got)
		}
	}
	s := draft(t, true, "more_serious")
	if _, err := s.AddMeasure(sanction.Add{Subject: "x", Code: "recover_money", Months: 3}, facts()); !errs.Has(err, "sanction.termless") {
		t.Error(err)
	}
}

// Where nothing was found no measure follows, whatever is tried.
func TestNoFinding(t *testing.T) {
	s := draft(t, false, "")
	if s.Violation != "" || s.Severity != "" {
		t.Errorf("a finding is left: %+v", s.Terms)
	}
	if _, err := s.AddMeasure(sanction.Add{Subject: "x", Code: "bar", Months: 12}, facts()); !errs.Has(err, "sanction.no_finding") {
		t.Error(err)
	}
	news, err := s.Issue(facts())
	if s = state(t, s, news, err); s.State != sanction.StateNoFinding {
		t.Errorf("state %s", s.State)
	}
	if _, err := s.Ask(sanction.After{Reason: "r"}, facts()); !errs.Has(err, "sanction.not_in_force") {
		t.Error(err)
	}
}

// Nobody is named who could be somebody else, or of whom another department decides.
func TestWhoMayBeNamed(t *testing.T) {
	s := draft(t, true, "more_serious")
	f := facts()
	f.Namesakes = 2
	elsewhere := facts()
	elsewhere.Competent = false
	for _, c := range []struct {
		cmd sanction.Name
		f   sanction.Facts
		key string
	}{
		{sanction.Name{Kind: "person", Name: "王芳"}, f, "sanction.ambiguous"}, {sanction.Name{Kind: "person", Name: "王芳", Number: "1"}, f, "sanction.ambiguous"},
		{sanction.Name{Kind: "person", Paper: "passport", Number: "1"}, f, "sanction.name"}, {sanction.Name{Kind: "person", Name: "王芳", Paper: "passport", Number: "1"}, f, ""},
		{sanction.Name{Kind: "unit", Who: "u9"}, elsewhere, "sanction.competence"}, {sanction.Name{Kind: "person", Who: "lin"}, f, "sanction.twice"}, {sanction.Name{Kind: "ghost", Who: "lin"}, f, "sanction.kind"},
	} {
		if _, err := s.AddSubject(c.cmd, c.f); c.key == "" && err != nil || c.key != "" && !errs.Has(err, c.key) {
			t.Errorf("%+v: %v", c.cmd, err)
		}
	}
}

// Whatever is done in whatever order: a draft binds nobody, a measure never holds
// outside its term, and an annulled decision holds for nobody.
func TestRandomHistories(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := draft(t, true, "more_serious")
		for range rapid.IntRange(1, 12).Draw(rt, "acts") {
			f := facts()
			f.NewID = rapid.StringMatching("[a-z]{8}").Draw(rt, "id")
			id := "none"
			if len(s.Measures) > 0 {
				id = rapid.SampledFrom(s.Measures).Draw(rt, "measure").ID
			}
			after := sanction.After{Measure: id, Subject: "x", Months: rapid.IntRange(0, 40).Draw(rt, "months"), Lift: rapid.Bool().Draw(rt, "lift"), Reason: "r"}
			var news []journal.New
			var err error
			switch rapid.IntRange(0, 6).Draw(rt, "act") {
			case 0:
				news, err = s.AddMeasure(sanction.Add{Subject: "x", Code: rapid.SampledFrom([]string{"bar", "recover_money"}).Draw(rt, "code"), Months: after.Months}, f)
			case 1:
				news, err = s.Issue(f)
			case 2:
				news, err = s.Correct(after, f)
			case 3:
				news, err = s.Fulfil(after, f)
			case 4:
				news, err = s.Annul(after, f)
			case 5:
				news, err = s.Ask(after, f)
			case 6:
				news, err = s.Drop(sanction.Drop{ID: id})
			}
			if err != nil {
				continue
			}
			s = state(t, s, news, err)
			check(rt, s)
		}
	})
}

func check(t *rapid.T, s sanction.State) {
	for _, h := range s.Measures {
		if h.Until != "" && (h.On(h.Until.AddDays(1)) || h.On(h.From.AddDays(-1)) || h.Months > 36) {
			t.Fatalf("holds outside its term: %+v", h)
		}
		if h.Code == "bar" && h.Until != h.From.AddMonths(h.Months).AddDays(-1) {
			t.Fatalf("last day %+v", h)
		}
	}
	if len(s.OpenRequests()) > 1 {
		t.Fatalf("two requests of one subject wait")
	}
	if s.State == sanction.StateInForce && len(s.Measures) == 0 {
		t.Fatalf("in force without a measure")
	}
}
