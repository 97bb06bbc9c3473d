package registry_test

import (
	"slices"
	"testing"

	"lunheng/internal/journal"
	"lunheng/internal/registry"
	"lunheng/internal/store"
	"lunheng/internal/store/storetest"
	"lunheng/internal/vault"
)

// The register is counted; who cannot log in and units without an officer are
// found, on both engines.
func TestCounts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		mine, _ := w.unit("明川大学"), w.unit("鹿山医院")
		w.committee(mine)
		officer := w.person("甲", mine)
		w.office(registry.InUnit, mine, officer)
		got, err := registry.Count(w.read())
		if want := (registry.Counts{Units: 2, Committees: 1, People: 2, WithoutAccount: 2}); err != nil || got != want {
			t.Errorf("counts: %+v, %v; want %+v", got, err, want)
		}
		if n, err := registry.UnitsWithoutOfficer(w.read(), today); err != nil || n != 1 {
			t.Errorf("units without an officer: %d, %v", n, err)
		}
		for name, f := range map[string]registry.PersonFilter{"hits": {IDs: []string{officer, "none"}}, "no account": {NoAccount: true, Unit: mine}} {
			page, err := registry.ListPersons(w.read(), w.as(w.admin), f)
			if err != nil || len(page.Items) != 1 || page.Items[0].ID != officer {
				t.Errorf("%s: %+v, %v", name, page, err)
			}
		}
		page, err := registry.ListPersons(w.read(), w.as(w.admin), registry.PersonFilter{IDs: []string{}})
		if err != nil || len(page.Items) != 0 {
			t.Errorf("a search without hits lists %+v, %v", page, err)
		}
		found, err := registry.Find(w.read(), w.as(officer), []string{w.admin, officer})
		if err != nil || !slices.ContainsFunc(found, func(p registry.Person) bool { return p.ID == w.admin }) {
			t.Errorf("found %+v, %v", found, err)
		}
	})
}

// A house gets its first administrator once.
func TestFirstAdministratorOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db) // has an administrator
		_, err := w.J.Do(ctx, journal.Act{Actor: journal.System, Now: now}, func(tx *journal.Tx) error {
			_, err := w.FirstAdministrator(tx, vault.Record{Name: "乙"})
			return err
		})
		w.refused("registry.system.set_up")(journal.Outcome{}, err)
	})
}
