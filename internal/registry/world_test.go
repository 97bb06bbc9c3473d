package registry_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/rules"
	"lunheng/internal/store"
	"lunheng/internal/vault"
	"lunheng/packs"
)

var (
	ctx   = context.Background()
	now   = time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)
	today = calendar.Day("2026-11-20")
	book  = sync.OnceValues(func() (*rules.Book, error) { return rules.Load(packs.FS()) })
)

// law is what is in force today.
func law(t testing.TB) *rules.Set {
	t.Helper()
	b, err := book()
	if err != nil {
		t.Fatal(err)
	}
	return b.On(today, "")
}

// world is a register with an administrator, told about by what happens in it.
type world struct {
	*registry.Service
	t     testing.TB
	db    *store.DB
	admin string
}

func newWorld(t testing.TB, db *store.DB) *world {
	t.Helper()
	types, err := journal.MakeTypes(registry.Types())
	if err != nil {
		t.Fatal(err)
	}
	b, err := book()
	if err != nil {
		t.Fatal(err)
	}
	v, err := vault.Open(ctx, db, vault.Options{Key: strings.Repeat("2a", 32)})
	if err != nil {
		t.Fatal(err)
	}
	j := journal.Open(db, types, []journal.Projection{registry.Projection()}, nil)
	w := &world{Service: &registry.Service{J: j, Book: rules.Shelve(b), Vault: v}, t: t, db: db}
	w.admin = w.person("管理员", "")
	w.office(registry.InSystem, registry.House, w.admin)
	return w
}

// operator is who sets things up.
func (w *world) operator() auth.Principal { return auth.Operator(now) }

func (w *world) as(person string) auth.Principal { return auth.Session(person, now) }

func (w *world) read() store.Reader { return w.db.Read(ctx) }

// done takes the result of an act that must succeed.
func (w *world) done(o journal.Outcome, err error) string {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
	return o.Result
}

// refused takes the result of an act that must be refused, for this reason.
func (w *world) refused(key string) func(journal.Outcome, error) {
	return func(o journal.Outcome, err error) {
		w.t.Helper()
		if !errs.Has(err, key) {
			w.t.Errorf("got %+v, %v; want a refusal %s", o, err, key)
		}
	}
}

func (w *world) department(code string) string {
	w.t.Helper()
	return w.done(w.FoundDepartment(ctx, w.operator(), now, registry.FoundDepartment{
		DepartmentData: registry.DepartmentData{Name: lang.T("明川市"+code+"局", code), Code: code, Region: "440300"}}))
}

func (w *world) unit(name string) string {
	w.t.Helper()
	return w.done(w.RegisterUnit(ctx, w.operator(), now, registry.RegisterUnit{UnitData: unitData(name)}))
}

func unitData(name string) registry.UnitData {
	return registry.UnitData{Name: lang.T(name, ""), Kind: "university", Region: "440305", Fields: []string{"medicine"}}
}

// person registers somebody at a unit, or from nowhere.
func (w *world) person(name, unit string) string {
	w.t.Helper()
	kind := registry.Staff
	if unit == "" {
		kind = registry.Expert
	}
	return w.done(w.RegisterPerson(ctx, w.operator(), now, registry.RegisterPerson{
		PersonData: registry.PersonData{Unit: unit, Kind: kind}, Record: vault.Record{Name: name}}))
}

func (w *world) office(kind registry.BodyKind, body, person string) {
	w.t.Helper()
	w.done(w.AppointOffice(ctx, w.operator(), now, registry.AppointOffice{
		Kind: kind, Body: body, Tenure: registry.Tenure{Person: person, From: today}}))
}

func (w *world) committee(unit string) string {
	w.t.Helper()
	return w.done(w.FoundCommittee(ctx, w.operator(), now, registry.FoundCommittee{
		Unit: unit, CommitteeData: registry.CommitteeData{Name: lang.T("伦理审查委员会", "Ethics Committee"), Fields: []string{"medicine"}}}))
}

// seat is a member to be appointed for three years from today.
func seat(person string, role registry.Role, sex registry.Sex, expertise ...string) registry.Member {
	return registry.Member{
		Tenure: registry.Tenure{Person: person, From: today, Until: today.AddMonths(36)},
		Role:   role, Sex: sex, Expertise: expertise,
	}
}

func (w *world) seat(committee string, m registry.Member) {
	w.t.Helper()
	w.done(w.AppointMember(ctx, w.operator(), now, registry.AppointMember{Committee: committee, Member: m}))
}

// lawful fills a committee so that it meets the standard: the chair, the only
// lawyer, the only ethicist and the only one from outside come first.
func (w *world) lawful(unit, committee string) []string {
	w.t.Helper()
	seats := []registry.Member{
		seat("", registry.RoleChair, registry.Female, "medicine"),
		seat("", registry.RoleMember, registry.Female, "law"),
		seat("", registry.RoleMember, registry.Female, "ethics"),
		seat("", registry.RoleMember, registry.Female, "lay"),
		seat("", registry.RoleViceChair, registry.Male, "science"),
		seat("", registry.RoleMember, registry.Female, "ai"),
		seat("", registry.RoleMember, registry.Female, "medicine"),
	}
	people := make([]string, len(seats))
	for i, m := range seats {
		home := unit
		if i == 3 {
			home = "" // from outside
		}
		people[i] = w.person(fmt.Sprintf("委员%d", i), home)
		m.Person = people[i]
		w.seat(committee, m)
	}
	return people
}

func (w *world) theCommittee(id string) registry.Committee {
	w.t.Helper()
	c, err := w.Committee(w.read(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}
