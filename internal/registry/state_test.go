package registry_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lunheng/internal/flow"
	"lunheng/internal/registry"
)

// The transition tables are sound.
func TestTables(t *testing.T) {
	for _, table := range registry.Tables() {
		if err := table.Check(); err != nil {
			t.Error(err)
		}
	}
}

// Every event of the package stands in a table, every event of a table is known
// to the journal, under its stream's kind.
func TestEventsAndTablesAgree(t *testing.T) {
	var known, listed []string
	for _, typ := range registry.Types() {
		known = append(known, typ.Name)
	}
	for _, table := range registry.Tables() {
		for _, tr := range table.Transitions {
			listed = append(listed, tr.Event)
			if !strings.HasPrefix(tr.Event, table.Name+".") {
				t.Errorf("%s stands in the table %s", tr.Event, table.Name)
			}
		}
	}
	slices.Sort(known)
	slices.Sort(listed)
	if listed = slices.Compact(listed); !slices.Equal(known, listed) {
		t.Errorf("the journal knows %v; the tables hold %v", known, listed)
	}
}

// The database accepts exactly the states of the tables, and the roles there
// are.
func TestConstraints(t *testing.T) {
	for table, of := range map[string]*flow.Table{
		"departments": &registry.DepartmentTable, "units": &registry.UnitTable,
		"persons": &registry.PersonTable, "committees": &registry.CommitteeTable,
	} {
		if got, want := constraint(t, table, "state"), of.Names(); !slices.Equal(got, want) {
			t.Errorf("%s.state may be %v; want %v", table, got, want)
		}
	}
	roles := []string{}
	for _, r := range registry.CommitteeRoles() {
		roles = append(roles, string(r))
	}
	all := append([]string{"administrator", "supervisor", "unit_officer"}, roles...)
	for table, want := range map[string][]string{"committee_members": roles, "offices": all} {
		got := constraint(t, table, "role")
		slices.Sort(got)
		if slices.Sort(want); !slices.Equal(got, want) {
			t.Errorf("%s.role may be %v; want %v", table, got, want)
		}
	}
}

// constraint reads from the migration which values a column may have.
func constraint(t *testing.T, table, column string) []string {
	t.Helper()
	raw, err := os.ReadFile("../store/migrations/0004_registry.sql")
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`(?s)create table ` + table + ` \(.*?\n\);`).FindString(string(raw))
	in := regexp.MustCompile(`check \(` + column + ` in \(([^)]*)\)`).FindStringSubmatch(m)
	if in == nil {
		t.Fatalf("%s.%s has no constraint", table, column)
	}
	var out []string
	for _, value := range regexp.MustCompile(`'([^']*)'`).FindAllStringSubmatch(in[1], -1) {
		out = append(out, value[1])
	}
	return out
}
