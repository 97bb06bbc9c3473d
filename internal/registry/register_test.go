package registry_test

import (
	"errors"
	"slices"
	"sync"
	"testing"

	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/store"
	"lunheng/internal/store/storetest"
	"lunheng/internal/vault"
)

// Everything that is wrong is told at once, each at its field.
func TestAllFieldsAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		_, err := w.RegisterUnit(ctx, w.operator(), now, registry.RegisterUnit{UnitData: registry.UnitData{
			Kind: "castle", Region: "999999", Department: "none", Fields: []string{"medicine", "magic"}, HospitalGrade: 4}})
		var fields []string
		for _, e := range errs.All(err) {
			fields = append(fields, e.Field)
		}
		slices.Sort(fields)
		if want := []string{"department", "fields.0", "hospital_grade", "kind", "name.zh", "region"}; !slices.Equal(fields, want) {
			t.Errorf("wrong fields: %v; want %v", fields, want)
		}
	})
}

// A credit code that fails its check is taken all the same.
func TestWrongCreditCodeIsNoObstacle(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		data := unitData("明川大学")
		data.USCC = " 91350128m00000019a "
		id := w.done(w.RegisterUnit(ctx, w.operator(), now, registry.RegisterUnit{UnitData: data}))
		u, err := w.Unit(w.read(), id)
		if err != nil || u.USCC != "91350128M00000019A" || registry.WarnUSCC(u.USCC).IsZero() {
			t.Errorf("unit %+v, %v", u, err)
		}
	})
}

// One name, one unit: a second of the same name is refused, a repeated request
// has one effect, and who saw an old version is told so.
func TestOneEffect(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		cmd := registry.RegisterUnit{UnitData: unitData("明川大学（深圳）"), Key: "k1"}
		first, err := w.RegisterUnit(ctx, w.operator(), now, cmd)
		w.done(first, err)
		again, err := w.RegisterUnit(ctx, w.operator(), now, cmd)
		if err != nil || !again.Repeated || again.Result != first.Result {
			t.Errorf("repetition: %+v, %v", again, err)
		}
		w.refused("registry.unit.exists")(w.RegisterUnit(ctx, w.operator(), now, registry.RegisterUnit{UnitData: unitData("明川大学(深圳)")}))

		data := unitData("明川大学（深圳）")
		data.Region = "440303"
		change := registry.ChangeUnit{Unit: first.Result, UnitData: data, Version: 1}
		w.done(w.ChangeUnit(ctx, w.operator(), now, change))
		data.Region = "440304"
		change.UnitData = data
		_, err = w.ChangeUnit(ctx, w.operator(), now, change)
		if s, ok := errors.AsType[*journal.Stale](err); !ok || len(s.Since) != 1 {
			t.Errorf("acting on version 1 of 2: %v", err)
		}
		change.Version, change.Region = 0, "440303"
		if o, err := w.ChangeUnit(ctx, w.operator(), now, change); err != nil || len(o.Events) != 0 {
			t.Errorf("changing nothing: %v, %v; want no event", o.Events, err)
		}
	})
}

// Of several who enter one name at the same moment, one does; the others are
// told why they did not.
func TestSameNameAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		failures := make([]error, 6)
		var wg sync.WaitGroup
		for i := range failures {
			wg.Go(func() {
				_, failures[i] = w.RegisterUnit(ctx, w.operator(), now, registry.RegisterUnit{UnitData: unitData("明川大学")})
			})
		}
		wg.Wait()
		done := 0
		for _, err := range failures {
			switch {
			case err == nil:
				done++
			case !errs.Has(err, "registry.unit.exists") && !errs.Has(err, "registry.taken"):
				t.Errorf("told %v", err)
			}
		}
		if done != 1 {
			t.Errorf("%d units of one name", done)
		}
	})
}

// Officers keep their own unit, not another one; who holds no office cannot
// even make somebody an officer.
func TestWhoMayWhat(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		mine, theirs := w.unit("明川大学"), w.unit("鹿山医院")
		officer, nobody := w.person("甲", mine), w.person("乙", mine)
		w.office(registry.InUnit, mine, officer)
		w.done(w.FoundCommittee(ctx, w.as(officer), now, registry.FoundCommittee{Unit: mine,
			CommitteeData: registry.CommitteeData{Name: lang.T("委员会", "")}}))
		w.refused("auth.forbidden")(w.FoundCommittee(ctx, w.as(officer), now, registry.FoundCommittee{Unit: theirs,
			CommitteeData: registry.CommitteeData{Name: lang.T("委员会", "")}}))
		w.refused("auth.forbidden")(w.AppointOffice(ctx, w.as(nobody), now, registry.AppointOffice{Kind: registry.InUnit, Body: mine,
			Tenure: registry.Tenure{Person: nobody, From: today}}))
		w.refused("auth.forbidden")(w.AppointOffice(ctx, w.as(officer), now, registry.AppointOffice{Kind: registry.InSystem,
			Tenure: registry.Tenure{Person: officer, From: today}}))
		w.done(w.LeaveOffice(ctx, w.as(w.admin), now, registry.LeaveOffice{Kind: registry.InUnit, Body: mine,
			Leaving: registry.Leaving{Person: officer, Day: today}}))
		tomorrow := auth.Session(officer, now.AddDate(0, 0, 1))
		w.refused("auth.forbidden")(w.ChangeUnit(ctx, tomorrow, now.AddDate(0, 0, 1), registry.ChangeUnit{Unit: mine, UnitData: unitData("新名")}))
		w.refused("auth.not_found")(w.ChangeUnit(ctx, w.as(w.admin), now, registry.ChangeUnit{UnitData: unitData("新名")}))
	})
}

// The last administrator stays, until there is another one.
func TestLastAdministrator(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		leave := registry.LeaveOffice{Kind: registry.InSystem, Leaving: registry.Leaving{Person: w.admin, Day: today}}
		w.refused("registry.system.last_administrator")(w.LeaveOffice(ctx, w.as(w.admin), now, leave))
		w.office(registry.InSystem, registry.House, w.person("乙", ""))
		w.done(w.LeaveOffice(ctx, w.as(w.admin), now, leave))
	})
}

// Departments with units stay; units may be moved.
func TestDepartments(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		health, sti := w.department("health"), w.department("sti")
		w.refused("registry.department.code_taken")(w.FoundDepartment(ctx, w.operator(), now, registry.FoundDepartment{
			DepartmentData: registry.DepartmentData{Name: lang.T("局", ""), Code: "sti", Region: "440300"}}))
		data := unitData("明川医院")
		data.Department = health
		unit := w.done(w.RegisterUnit(ctx, w.operator(), now, registry.RegisterUnit{UnitData: data}))
		closing := registry.CloseDepartment{Department: health, Reason: "机构改革"}
		w.refused("registry.department.has_units")(w.CloseDepartment(ctx, w.operator(), now, closing))
		supervisor := w.person("丙", "")
		w.office(registry.InDepartment, sti, supervisor)
		data.Department = sti
		w.done(w.ChangeUnit(ctx, w.operator(), now, registry.ChangeUnit{Unit: unit, UnitData: data}))
		w.done(w.CloseDepartment(ctx, w.operator(), now, closing))
		data.Department = health
		w.refused("registry.not_active")(w.ChangeUnit(ctx, w.operator(), now, registry.ChangeUnit{Unit: unit, UnitData: data}))
		w.done(w.ChangeDepartment(ctx, w.as(supervisor), now, registry.ChangeDepartment{Department: sti,
			DepartmentData: registry.DepartmentData{Name: lang.T("明川市科技局", "S&T Bureau"), Code: "sti", Region: "440300"}}))
		page, err := registry.ListDepartments(w.read(), registry.DepartmentFilter{State: "active", Region: "440300", Text: "科技"})
		if err != nil || len(page.Items) != 1 || page.Items[0].Name.EN != "S&T Bureau" || page.Items[0].Version != 3 {
			t.Errorf("departments: %+v, %v", page, err)
		}
	})
}

// Names live in the vault, never in the journal. Who holds an office gives it
// up before being erased; erasure leaves the entry and takes the name.
func TestErase(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		unit := w.unit("明川大学")
		p := w.person("王", unit)
		w.office(registry.InUnit, unit, p)
		erase := registry.ErasePerson{Person: p, Reason: "本人要求"}
		w.refused("registry.person.holds_office")(w.Erase(ctx, w.as(w.admin), now, erase))
		w.refused("auth.forbidden")(w.Erase(ctx, w.as(p), now, erase))
		w.done(w.LeaveOffice(ctx, w.as(w.admin), now, registry.LeaveOffice{Kind: registry.InUnit, Body: unit,
			Leaving: registry.Leaving{Person: p, Day: today.AddDays(-1)}}))
		if names, err := w.Vault.Names(w.read(), p); err != nil || names[p].ZH != "王" {
			t.Fatalf("before: %v, %v", names, err)
		}
		w.done(w.Erase(ctx, w.as(w.admin), now, erase))
		if names, err := w.Vault.Names(w.read(), p); err != nil || !names[p].IsZero() {
			t.Errorf("after: %v, %v", names, err)
		}
		person, err := w.Person(w.read(), p)
		if err != nil || person.State != registry.Erased {
			t.Errorf("entry: %+v, %v", person, err)
		}
		w.refused("registry.not_now")(w.ChangePerson(ctx, w.as(w.admin), now, registry.ChangePerson{Person: p,
			PersonData: person.PersonData, Record: &vault.Record{Name: "李"}}))
		events, err := w.J.Stream(w.read(), "person/"+p)
		if err != nil || len(events) != 2 {
			t.Fatalf("stream: %v, %v", events, err)
		}
		if slices.ContainsFunc(events, func(e journal.Event) bool { return contains(e.Raw, "王") }) {
			t.Error("the journal holds a name")
		}
	})
}

// A person keeps their own record; that it changed is journalled, not what.
func TestOwnRecord(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		unit := w.unit("明川大学")
		p, q := w.person("王", unit), w.person("李", unit)
		change := registry.ChangePerson{Person: p, PersonData: registry.PersonData{Unit: unit, Kind: registry.Staff},
			Record: &vault.Record{Name: " 欧阳静怡\x00 ", Email: "oyjy@example.org"}}
		w.refused("auth.not_found")(w.ChangePerson(ctx, w.as(q), now, change))
		w.done(w.ChangePerson(ctx, w.as(p), now, change))
		if rec, err := w.Vault.Get(w.read(), p); err != nil || rec.Name != "欧阳静怡" {
			t.Errorf("record: %+v, %v", rec, err)
		}
		change.Record = &vault.Record{Email: "no address"}
		_, err := w.ChangePerson(ctx, w.as(p), now, change)
		if len(errs.All(err)) != 2 {
			t.Errorf("no name and no address: %v", err)
		}
	})
}
