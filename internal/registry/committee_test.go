package registry_test

import (
	"slices"
	"strings"
	"testing"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/store"
	"lunheng/internal/store/storetest"
)

// lacks names what a committee lacks on a day.
func lacks(t *testing.T, c registry.Committee, day calendar.Day) []string {
	t.Helper()
	comp, err := c.Standards(law(t), day)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, s := range comp.Lacks() {
		out = append(out, s.Code)
	}
	if err := c.Lawful(law(t), day); (err == nil) != comp.Holds() || err != nil && errs.CodeOf(err) != errs.Refused {
		t.Errorf("on %s it lacks %v, but Lawful says %v", day, out, err)
	}
	return out
}

// Article 7, and a lay member for medicine: a new committee meets no standard and cannot decide; with seven
// members of all categories it can; it can no more when it loses one of them,
// be it that somebody leaves or that a term ends.
func TestComposition(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		unit := w.unit("明川大学")
		id := w.committee(unit)
		want := []string{"both_sexes", "chair", "ethics", "external", "law", "lay", "science", "size", "vice_chair"}
		if got := lacks(t, w.theCommittee(id), today); !slices.Equal(slices.Sorted(slices.Values(got)), want) {
			t.Errorf("a new committee lacks %v; want %v", got, want)
		}
		people := w.lawful(unit, id)
		c := w.theCommittee(id)
		if got := lacks(t, c, today); got != nil {
			t.Errorf("a full committee lacks %v", got)
		}
		for i, want := range []string{"chair", "law", "ethics", "external", "vice_chair"} {
			w.done(w.LeaveCommittee(ctx, w.operator(), now, registry.LeaveCommittee{Committee: id,
				Leaving: registry.Leaving{Person: people[i], Day: today.AddDays(10 + i), Reason: "调离"}}))
			c = w.theCommittee(id)
			last, after := lacks(t, c, today.AddDays(10+i)), lacks(t, c, today.AddDays(11+i))
			if slices.Contains(last, want) || !slices.Contains(after, want) {
				t.Errorf("without its %s: lacks %v on the last day and %v after it", want, last, after)
			}
		}
	})
}

// What a committee has to be follows the fields that it is competent for: each sector
// asks for its own people, of those committees alone.
func TestStandardsFollowTheFields(t *testing.T) {
	asked := func(fields ...string) map[string]string {
		c := registry.Committee{State: registry.Active, CommitteeData: registry.CommitteeData{Fields: fields}}
		comp, err := c.Standards(law(t), today)
		if err != nil {
			t.Fatal(err)
		}
		out := map[string]string{}
		for _, s := range comp.Standards {
			out[s.Code] = s.Source + " " + s.Article
		}
		return out
	}
	sector := map[string]string{"lay": "medicine", "ai_technology": "artificial_intelligence", "ai_application": "artificial_intelligence"}
	for _, field := range []string{"medicine", "artificial_intelligence", "agriculture"} {
		got := asked(field)
		for code, of := range sector {
			if source, ok := got[code]; ok != (of == field) || ok && len(source) < 4 {
				t.Errorf("a committee for %s: %s is asked for: %v (%s)", field, code, ok, source)
			}
		}
		if _, ok := got["size"]; !ok {
			t.Errorf("a committee for %s: the national standard is missing", field)
		}
	}
	both := asked("medicine", "artificial_intelligence")
	for code := range sector {
		if both[code] == "" {
			t.Errorf("a committee for both lacks the standard %s", code)
		}
	}
}

// A member whose term has ended is no member; the day decides.
func TestTermEnds(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		unit := w.unit("明川大学")
		id := w.committee(unit)
		w.lawful(unit, id)
		c, last := w.theCommittee(id), today.AddMonths(36)
		if n := len(c.Roster(last)); n != 7 {
			t.Errorf("%d members on the last day; want 7", n)
		}
		if n := len(c.Roster(last.AddDays(1))); n != 0 {
			t.Errorf("%d members after the last day; want none", n)
		}
		if n := len(c.Roster(today.AddDays(-1))); n != 0 {
			t.Errorf("%d members before the first day; want none", n)
		}
		held, err := registry.Holders(w.read(), registry.InCommittee, id, last.AddDays(1))
		if err != nil || len(held) != 0 {
			t.Errorf("offices after the last day: %v, %v", held, err)
		}
	})
}

// What fails is listed, with number, source and article, in both languages.
func TestLawfulTellsEverything(t *testing.T) {
	c := registry.Committee{State: registry.Active}
	all := errs.All(c.Lawful(law(t), today))
	if len(all) < 7 {
		t.Fatalf("an empty committee is told %d things; want every standard", len(all))
	}
	for _, e := range all {
		if e.Key != "registry.committee.below_standard" {
			t.Errorf("key %s", e.Key)
		}
		if zh := e.In(lang.ZH); !strings.Contains(zh, "科技伦理审查办法（试行） 第 7 条") || strings.Contains(zh, "%!") {
			t.Errorf("says %q", zh)
		}
	}
}

// In an ethnic autonomous area somebody must be familiar with it.
func TestAutonomousArea(t *testing.T) {
	c := registry.Committee{State: registry.Active, Region: "450103"}
	if got := lacks(t, c, today); !slices.Contains(got, "local_expert") {
		t.Errorf("in Guangxi an empty committee lacks %v", got)
	}
	m := seat("p1", registry.RoleMember, registry.Male, "lay")
	m.Local = true
	c.Members = []registry.Member{m}
	if got := lacks(t, c, today); slices.Contains(got, "local_expert") {
		t.Errorf("with a local expert it lacks %v", got)
	}
}

// What a committee needs follows from its fields and its region, out of every pack
// that applies: medicine wants lay people from outside, artificial intelligence its
// technology and its use, an autonomous area somebody who knows it. Each demand
// names its document.
func TestEveryPackThatAppliesSpeaks(t *testing.T) {
	for _, c := range []struct {
		fields  []string
		region  string
		more    []string
		without []string
	}{
		{[]string{"education"}, "440305", nil, []string{"lay", "ai_technology", "ai_application", "local_expert"}},
		{[]string{"medicine"}, "440305", []string{"lay"}, []string{"ai_technology", "local_expert"}},
		{[]string{"artificial_intelligence"}, "110105", []string{"ai_technology", "ai_application"}, []string{"lay", "local_expert"}},
		{[]string{"medicine", "artificial_intelligence"}, "450103", []string{"lay", "ai_technology", "ai_application", "local_expert"}, nil},
	} {
		com := registry.Committee{State: registry.Active, Region: c.region, CommitteeData: registry.CommitteeData{Fields: c.fields}}
		comp, err := com.Standards(law(t), today)
		if err != nil {
			t.Fatal(err)
		}
		var codes []string
		for _, s := range comp.Standards {
			codes = append(codes, s.Code)
			if s.Source == "" || s.Article == "" || s.Text.ZH == "" || s.Text.EN == "" {
				t.Errorf("%s does not say where it comes from: %+v", s.Code, s)
			}
		}
		for _, code := range append([]string{"size", "ethics", "law", "external", "both_sexes"}, c.more...) {
			if !slices.Contains(codes, code) {
				t.Errorf("%v in %s: %s is not asked for; only %v", c.fields, c.region, code, codes)
			}
		}
		for _, code := range c.without {
			if slices.Contains(codes, code) {
				t.Errorf("%v in %s: %s is asked for", c.fields, c.region, code)
			}
		}
	}
}

// Secretaries and advisers are no members: they fill no place and need no term.
func TestWhoDoesNotVote(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		unit := w.unit("明川大学")
		id := w.committee(unit)
		for _, role := range []registry.Role{registry.RoleSecretary, registry.RoleAdviser} {
			m := seat(w.person("某", unit), role, registry.Male)
			m.Until = ""
			w.seat(id, m)
		}
		c := w.theCommittee(id)
		if len(c.Sitting(today)) != 2 || len(c.Roster(today)) != 0 {
			t.Errorf("sitting %v, with a vote %v", c.Sitting(today), c.Roster(today))
		}
	})
}

// Who is from outside is found out, not claimed.
func TestOutside(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		unit, elsewhere := w.unit("明川大学"), w.unit("鹿山医院")
		id := w.committee(unit)
		for home, external := range map[string]bool{unit: false, elsewhere: true, "": true} {
			m := seat(w.person("某", home), registry.RoleMember, registry.Male, "lay")
			m.External = !external
			w.seat(id, m)
			for _, sitting := range w.theCommittee(id).Sitting(today) {
				if sitting.Person == m.Person && sitting.External != external {
					t.Errorf("from %q: external is %v", home, sitting.External)
				}
			}
		}
	})
}

// Another role begins on its day and the term goes on; the offices follow.
func TestChangeOfRole(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		unit := w.unit("明川大学")
		id := w.committee(unit)
		p := w.person("某", unit)
		w.seat(id, seat(p, registry.RoleMember, registry.Female, "law"))
		day := today.AddDays(100)
		for _, role := range []registry.Role{registry.RoleViceChair, registry.RoleChair} { // the same day twice
			w.done(w.ChangeMember(ctx, w.as(w.admin), now, registry.ChangeMember{Committee: id, Person: p, Day: day,
				Role: role, Expertise: []string{"law", "ethics"}}))
		}
		for d, want := range map[calendar.Day]registry.Role{today: registry.RoleMember, day.AddDays(-1): registry.RoleMember,
			day: registry.RoleChair, today.AddMonths(36): registry.RoleChair} {
			sitting := w.theCommittee(id).Sitting(d)
			held, err := registry.Holders(w.read(), registry.InCommittee, id, d)
			if err != nil || len(sitting) != 1 || len(held) != 1 || sitting[0].Role != want || held[0].Role != want {
				t.Errorf("on %s: sitting %v, offices %v, %v; want one %s", d, sitting, held, err, want)
			}
		}
	})
}

// The end of a committee ends every membership in it.
func TestDissolve(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		unit := w.unit("明川大学")
		id := w.committee(unit)
		people := w.lawful(unit, id)
		w.refused("registry.unit.has_committee")(w.CloseUnit(ctx, w.operator(), now, registry.CloseUnit{Unit: unit, Reason: "合并"}))
		w.done(w.DissolveCommittee(ctx, w.operator(), now, registry.DissolveCommittee{Committee: id, Reason: "合并"}))
		if err := w.theCommittee(id).Lawful(law(t), today); !errs.Has(err, "registry.not_now") {
			t.Errorf("a dissolved committee may decide: %v", err)
		}
		held, err := registry.OfficesOf(w.read(), people[0])
		if err != nil || len(held) != 1 || held[0].Active {
			t.Errorf("its chair holds %v, %v", held, err)
		}
		w.refused("registry.not_now")(w.AppointMember(ctx, w.operator(), now, registry.AppointMember{Committee: id,
			Member: seat(people[0], registry.RoleChair, registry.Male, "law")}))
		w.done(w.CloseUnit(ctx, w.operator(), now, registry.CloseUnit{Unit: unit, Reason: "合并"}))
	})
}
