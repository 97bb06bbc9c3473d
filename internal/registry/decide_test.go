package registry_test

import (
	"slices"
	"testing"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/registry"
)

// Decisions are functions of state, command and facts; no database is near.

func facts(t testing.TB) registry.Facts {
	return registry.Facts{Today: today, Rules: law(t), Active: map[string]bool{"person/p1": true, "unit/u1": true}, PersonUnit: "u1"}
}

// Article 7: a term lasts at most five years and can be renewed; terms of one
// person do not overlap.
func TestAppoint(t *testing.T) {
	sitting := registry.Committee{State: registry.Active, Unit: "u1", Members: []registry.Member{{
		Tenure: registry.Tenure{Person: "p1", From: "2024-01-01", Until: "2026-12-31"}, Role: registry.RoleMember}}}
	for name, c := range map[string]struct {
		change func(m *registry.Member)
		want   string // key of the refusal
	}{
		"a renewal":            {func(*registry.Member) {}, ""},
		"to the last day":      {func(m *registry.Member) { m.Until = "2031-12-31" }, ""},
		"a day too long":       {func(m *registry.Member) { m.Until = "2032-01-01" }, "registry.member.term_too_long"},
		"from 29 February":     {func(m *registry.Member) { m.From, m.Until = "2028-02-29", "2033-02-27" }, ""},
		"from 29 February, +1": {func(m *registry.Member) { m.From, m.Until = "2028-02-29", "2033-02-28" }, "registry.member.term_too_long"},
		"no end":               {func(m *registry.Member) { m.Until = "" }, "registry.missing"},
		"no end, secretary":    {func(m *registry.Member) { m.Until, m.Role = "", registry.RoleSecretary }, ""},
		"overlap of a day":     {func(m *registry.Member) { m.From = "2026-12-31" }, "registry.office.held"},
		"backwards":            {func(m *registry.Member) { m.Until = "2026-12-31" }, "registry.tenure.backwards"},
		"no day":               {func(m *registry.Member) { m.From = "1 May" }, "registry.day"},
		"unknown person":       {func(m *registry.Member) { m.Person = "p9" }, "registry.not_active"},
		"unknown role":         {func(m *registry.Member) { m.Role = "king" }, "registry.code"},
		"an office's role":     {func(m *registry.Member) { m.Role = registry.RoleUnitOfficer }, "registry.code"},
		"unknown sex":          {func(m *registry.Member) { m.Sex = "" }, "registry.code"},
		"unknown expertise":    {func(m *registry.Member) { m.Expertise = []string{"magic"} }, "registry.code"},
		"no expertise":         {func(m *registry.Member) { m.Expertise = nil }, "registry.missing"},
	} {
		m := seat("p1", registry.RoleMember, registry.Female, "law")
		m.From, m.Until = "2027-01-01", "2029-12-31"
		c.change(&m)
		news, err := sitting.Appoint(registry.AppointMember{Member: m}, facts(t))
		switch {
		case c.want != "":
			if !errs.Has(err, c.want) {
				t.Errorf("%s: %v; want %s", name, err, c.want)
			}
		case err != nil || len(news) != 1:
			t.Errorf("%s: %v, %v; want one event", name, news, err)
		case m.Role.Votes() && (len(news[0].Ground) != 1 || news[0].Ground[0].Article != "7"):
			t.Errorf("%s: rests on %v; want article 7", name, news[0].Ground)
		}
	}
}

// Whatever is wrong with an appointment is told together.
func TestAppointTellsAll(t *testing.T) {
	_, err := registry.Committee{State: registry.Active}.Appoint(registry.AppointMember{}, facts(t))
	var fields []string
	for _, e := range errs.All(err) {
		fields = append(fields, e.Field)
	}
	slices.Sort(fields)
	if want := []string{"from", "person", "role", "sex"}; !slices.Equal(fields, want) {
		t.Errorf("wrong fields: %v; want %v", fields, want)
	}
}

// Nothing can be done to what does not exist, or no longer does.
func TestLegality(t *testing.T) {
	f := facts(t)
	for name, c := range map[string]struct {
		err  error
		want errs.Code
	}{
		"change no unit":           {second(registry.Unit{}.Change(registry.ChangeUnit{}, f)), errs.NotFound},
		"change a closed unit":     {second(registry.Unit{State: registry.Closed}.Change(registry.ChangeUnit{}, f)), errs.Refused},
		"register a unit twice":    {second(registry.Unit{State: registry.Active}.Register(registry.RegisterUnit{}, f)), errs.Refused},
		"erase nobody":             {second(registry.Person{}.Erase(registry.ErasePerson{}, f)), errs.NotFound},
		"erase twice":              {second(registry.Person{State: registry.Erased}.Erase(registry.ErasePerson{}, f)), errs.Refused},
		"change a member nowhere":  {second(registry.Committee{}.ChangeMember(registry.ChangeMember{}, f)), errs.NotFound},
		"leave a dissolved one":    {second(registry.Committee{State: registry.Dissolved}.Leave(registry.LeaveCommittee{}, f)), errs.Refused},
		"leave without sitting":    {second(registry.Committee{State: registry.Active}.Leave(registry.LeaveCommittee{}, f)), errs.Invalid},
		"supervise a closed one":   {second(registry.Department{State: registry.Closed}.Appoint(registry.Tenure{}, f)), errs.Refused},
		"administrator who is not": {second(registry.System{State: registry.Active}.Leave(registry.Leaving{Person: "p", Day: today})), errs.Refused},
	} {
		if got := errs.CodeOf(c.err); got != c.want {
			t.Errorf("%s: %s (%v); want %s", name, got, c.err, c.want)
		}
	}
}

func second[T any](_ T, err error) error { return err }

// A charter has a title and was adopted in the past.
func TestCharter(t *testing.T) {
	c := registry.Committee{State: registry.Active}
	for day, ok := range map[calendar.Day]bool{today: true, today.AddDays(1): false, "": false, "yesterday": false} {
		_, err := c.Adopt(registry.AdoptCharter{Title: "章程", Day: day}, facts(t))
		if (err == nil) != ok {
			t.Errorf("adopted on %q: %v", day, err)
		}
	}
	if _, err := c.Adopt(registry.AdoptCharter{Title: "  ", Day: today}, facts(t)); err == nil {
		t.Error("a charter without a title was adopted")
	}
}
