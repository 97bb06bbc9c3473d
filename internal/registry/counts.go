package registry

import (
	"fmt"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/store"
)

// Counts is how much the register holds.
type Counts struct {
	Departments, Units, Committees, People int // active ones
	WithoutAccount                         int // people who cannot log in
}

// Count counts what is active in the whole register.
func Count(r store.Reader) (Counts, error) {
	var c Counts
	for _, q := range []struct {
		n     *int
		query string
	}{
		{&c.Departments, `select count(*) from departments where state = 'active'`},
		{&c.Units, `select count(*) from units where state = 'active'`},
		{&c.Committees, `select count(*) from committees where state = 'active'`},
		{&c.People, `select count(*) from persons where state = 'active'`},
		{&c.WithoutAccount, `select count(*) from persons p where state = 'active'
			and not exists (select 1 from accounts a where a.person = p.id)`},
	} {
		var err error
		if *q.n, err = count(r, q.query); err != nil {
			return c, fmt.Errorf("count the register: %w", err)
		}
	}
	return c, nil
}

// CountUnits counts the active units of a department.
func CountUnits(r store.Reader, department string) (int, error) { return unitsOf(r, department) }

// Find returns whom of some people the person may name in a form, with the
// unit they belong to: everybody who is active. It tells no contacts.
func Find(r store.Reader, p auth.Principal, ids []string) ([]Person, error) {
	if err := auth.Allow(r, p, auth.PersonFind, auth.System, House); err != nil {
		return nil, err
	}
	w := store.NewWhere()
	w.In("o.id", ids)
	w.And("o.state = 'active'")
	return store.Collect(r, scanPerson, `select o.id, o.state, o.version, o.unit, o.kind from persons o`+w.String()+` order by o.id`, w.Args()...)
}

// UnitsWithoutOfficer counts the active units that nobody is an officer of on
// a day.
func UnitsWithoutOfficer(r store.Reader, day calendar.Day) (int, error) {
	return count(r, `select count(*) from units u where u.state = 'active' and not exists (select 1 from offices f
		where f.body_kind = 'unit' and f.body = u.id and f.active and f.from_day <= $1 and (f.until_day = '' or f.until_day >= $1))`, string(day))
}
