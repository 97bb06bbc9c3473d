package registry_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"lunheng/internal/auth"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/store"
	"lunheng/internal/store/storetest"
)

var contains = strings.Contains

// Units are listed by the sound of their names, page by page, narrowed by
// region, department and words.
func TestListUnits(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		for _, name := range []string{"张江医院", "阿里山大学", "王府医院", "李庄研究院", "王府大学"} {
			w.unit(name)
		}
		data := unitData("东莞医院")
		data.Region, data.Kind = "441900", "medical_institution"
		w.done(w.RegisterUnit(ctx, w.operator(), now, registry.RegisterUnit{UnitData: data}))

		all := names(t, w, registry.UnitFilter{Paging: store.Paging{Limit: 2}})
		if want := []string{"阿里山大学", "东莞医院", "李庄研究院", "王府大学", "王府医院", "张江医院"}; !slices.Equal(all, want) {
			t.Errorf("all: %v; want %v", all, want)
		}
		for want, f := range map[string]registry.UnitFilter{
			"东莞医院":           {Region: "441900"},
			"东莞医院 王府医院 张江医院": {Region: "440000", Text: "医院"},
			"王府医院 张江医院":      {Region: "440300", Text: "医院"},
			"王府大学 王府医院":      {Text: "王府"},
			"王府医院":           {Text: "王府 医院", Kind: "university"},
			"阿里山大学":          {Text: "阿", State: "active"},
			"":               {State: "closed"},
		} {
			if got := strings.Join(names(t, w, f), " "); got != want {
				t.Errorf("%+v: %q; want %q", f, got, want)
			}
		}
	})
}

func names(t *testing.T, w *world, f registry.UnitFilter) []string {
	t.Helper()
	var out []string
	for {
		page, err := registry.ListUnits(w.read(), f)
		if err != nil {
			t.Fatal(err)
		}
		for _, u := range page.Items {
			out = append(out, u.Name.ZH)
		}
		if f.After = page.Next; f.After == "" {
			return out
		}
	}
}

// A name from elsewhere finds its unit however it is written, finds similar
// ones when there is none, and is not forced on anything.
func TestFindUnitByName(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		data := unitData("中山大学（深圳）")
		data.Name.EN = "Sun Yat-sen University (Shenzhen)"
		w.done(w.RegisterUnit(ctx, w.operator(), now, registry.RegisterUnit{UnitData: data}))
		w.unit("中山大学附属第一医院")
		for name, want := range map[string]string{
			"中山大学（深圳）":                         "exact:中山大学（深圳）",
			" 中山大学(深圳) ":                       "same:中山大学（深圳）",
			"sun yat-sen university, shenzhen": "same:中山大学（深圳）",
			"中山大学":                             "similar:中山大学附属第一医院 similar:中山大学（深圳）",
			"中山":                               "similar:中山大学附属第一医院 similar:中山大学（深圳）",
			"大学中山":                             "",
			"复旦大学":                             "",
			"（）":                               "",
			"":                                 "",
		} {
			found, err := registry.FindUnitByName(w.read(), name)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, c := range found {
				got = append(got, string(c.Likeness)+":"+c.Unit.Name.ZH)
			}
			slices.Sort(got)
			if g := strings.Join(got, " "); g != want {
				t.Errorf("%q: %q; want %q", name, g, want)
			}
		}
	})
}

// A unit's committees are those that it founded; a unit's list and a
// department's hold what they should.
func TestCommitteesOfAUnit(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		dep := w.department("health")
		small, large := w.unit("社区中心"), w.unit("明川大学")
		data := unitData("社区中心")
		data.Department = dep
		w.done(w.ChangeUnit(ctx, w.operator(), now, registry.ChangeUnit{Unit: small, UnitData: data}))
		other := w.done(w.FoundCommittee(ctx, w.operator(), now, registry.FoundCommittee{Unit: large,
			CommitteeData: registry.CommitteeData{Name: lang.T("阿委员会", ""), Kind: "regional", Staff: 4}}))
		own := w.committee(small)
		serving := func(want ...string) {
			t.Helper()
			found, err := registry.CommitteesOf(w.read(), small)
			var got []string
			for _, c := range found {
				got = append(got, c.ID)
			}
			if err != nil || !slices.Equal(got, want) {
				t.Errorf("serving: %v, %v; want %v", got, err, want)
			}
		}
		serving(own)
		page, err := registry.ListCommittees(w.read(), registry.CommitteeFilter{Department: dep, State: "active", Region: "440300", Text: "伦理"})
		if err != nil || len(page.Items) != 1 || page.Items[0].ID != own {
			t.Errorf("of the department: %+v, %v", page, err)
		}
		text, err := registry.Names(w.read(), auth.Committee, own, other, other, "none")
		if err != nil || len(text) != 2 || text[other].ZH != "阿委员会" {
			t.Errorf("names: %v, %v", text, err)
		}
	})
}

// A list of people shows those whom a page would show.
func TestListPersons(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		mine, theirs := w.unit("明川大学"), w.unit("鹿山医院")
		officer, colleague, stranger := w.person("甲", mine), w.person("乙", mine), w.person("丙", theirs)
		w.office(registry.InUnit, mine, officer)
		for who, want := range map[string][]string{
			officer: {colleague, officer}, stranger: {stranger}, w.admin: {stranger, colleague, officer, w.admin},
		} {
			page, err := registry.ListPersons(w.read(), w.as(who), registry.PersonFilter{State: "active"})
			var got []string
			for _, p := range page.Items {
				got = append(got, p.ID)
			}
			if err != nil || !slices.Equal(got, want) {
				t.Errorf("%s sees %v, %v; want %v", who, got, err, want)
			}
		}
		held, err := registry.OfficesOf(w.read(), officer)
		if err != nil || len(held) != 1 || held[0].Role != registry.RoleUnitOfficer || !held[0].On(today) {
			t.Errorf("offices: %v, %v", held, err)
		}
	})
}

func BenchmarkListUnits(b *testing.B) {
	w := newWorld(b, storetest.SQLite(b))
	for i := range 300 {
		w.unit(fmt.Sprintf("明川市第%d人民医院", i))
	}
	for b.Loop() {
		page, err := registry.ListUnits(w.read(), registry.UnitFilter{Region: "440300", State: "active", Text: "人民"})
		if err != nil || len(page.Items) != store.DefaultPage {
			b.Fatal(err)
		}
	}
}

func BenchmarkRegisterUnit(b *testing.B) {
	w := newWorld(b, storetest.SQLite(b))
	n := 0
	for b.Loop() {
		n++
		w.unit(fmt.Sprintf("明川市第%d人民医院", n))
	}
}
