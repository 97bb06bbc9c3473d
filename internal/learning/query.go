package learning

import (
	"database/sql"
	"fmt"
	"slices"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/journal"
	"lunheng/internal/rules"
	"lunheng/internal/store"
)

// View returns a person's training for somebody who may see it.
func (s *Service) View(r store.Reader, p auth.Principal, person string) (State, error) {
	events, err := s.Events(r, p, person)
	if err != nil {
		return State{}, err
	}
	return Fold(person, events)
}

// Events returns the history of a person's training.
func (s *Service) Events(r store.Reader, p auth.Principal, person string) ([]journal.Event, error) {
	if err := auth.Allow(r, p, auth.TrainingView, auth.Person, person); err != nil {
		return nil, err
	}
	events, err := s.J.Stream(r, Stream(person))
	if err != nil {
		return nil, fmt.Errorf("read training of %s: %w", person, err)
	}
	return events, nil
}

// Standings is how a person stands in each of their roles on the principal's day.
func (s *Service) Standings(r store.Reader, p auth.Principal, person string) ([]Standing, error) {
	if err := auth.Allow(r, p, auth.TrainingView, auth.Person, person); err != nil {
		return nil, err
	}
	region, err := regionOf(r, person)
	if err != nil {
		return nil, err
	}
	roles, err := rolesOf(r, p.Day, person)
	if err != nil {
		return nil, err
	}
	have, err := creditsOf(r, person)
	return standings(s.Book.On(p.Day, region), roles[person], have[person], p.Day), err
}

func standings(set *rules.Set, roles []string, have []credit, day calendar.Day) []Standing {
	var out []Standing
	for _, d := range Demands(set) {
		if slices.Contains(roles, d.Role) {
			out = append(out, d.stands(have, day))
		}
	}
	return out
}

// rolesOf are the roles of people on a day, as demands name them. Who sits on no
// committee is looked at as a researcher.
func rolesOf(r store.Reader, day calendar.Day, people ...string) (map[string][]string, error) {
	w := store.NewWhere(string(day))
	w.And(`body_kind = 'committee' and active and from_day <= $1 and (until_day = '' or until_day >= $1)`)
	w.In("person", people)
	type seat struct{ person, role string }
	seats, err := store.Collect(r, func(rows *sql.Rows) (s seat, err error) {
		err = rows.Scan(&s.person, &s.role)
		return s, err
	}, `select person, role from offices`+w.String()+` order by person, role`, w.Args()...)
	if err != nil {
		return nil, fmt.Errorf("look for offices: %w", err)
	}
	out := map[string][]string{}
	for _, s := range seats {
		if role := roleOf(s.role); role != "" && !slices.Contains(out[s.person], role) {
			out[s.person] = append(out[s.person], role)
		}
	}
	for _, person := range people {
		if len(out[person]) == 0 {
			out[person] = []string{RoleResearcher}
		}
	}
	return out, nil
}

// roleOf is an office in a committee as demands name it; none for advisers.
func roleOf(office string) string {
	switch office {
	case "chair", "vice_chair", "member":
		return RoleMember
	case "secretary":
		return RoleSecretary
	}
	return ""
}

// creditsOf are the hours of people that count at some time.
func creditsOf(r store.Reader, people ...string) (map[string][]credit, error) {
	w := store.NewWhere()
	w.And("state = 'confirmed'")
	w.In("person", people)
	out := map[string][]credit{}
	_, err := store.Collect(r, func(rows *sql.Rows) (struct{}, error) {
		var person, day string
		var c credit
		err := rows.Scan(&person, &c.hours, &day)
		c.from = calendar.Day(day)
		out[person] = append(out[person], c)
		return struct{}{}, err
	}, `select person, hours, day from training_records`+w.String()+` order by person, day, id`, w.Args()...)
	if err != nil {
		return nil, fmt.Errorf("look for training: %w", err)
	}
	return out, nil
}

// Member is how somebody of a committee stands.
type Member struct {
	Person    string     `json:"person"`
	Office    string     `json:"office"` // in the committee
	Standings []Standing `json:"standings"`
}

// Coverage tells of everybody who sits on a committee today how they stand.
func (s *Service) Coverage(r store.Reader, p auth.Principal, committee string) ([]Member, error) {
	if err := auth.Allow(r, p, auth.CoverageView, auth.Committee, committee); err != nil {
		return nil, err
	}
	var region string
	if err := r.Row(`select region from committees where id = $1`, committee).Scan(&region); err != nil {
		return nil, fmt.Errorf("look up committee %s: %w", committee, err)
	}
	return s.seats(r, s.Book.On(p.Day, region), committee, p.Day)
}

func (s *Service) seats(r store.Reader, set *rules.Set, committee string, day calendar.Day) ([]Member, error) {
	out, err := store.Collect(r, func(rows *sql.Rows) (m Member, err error) {
		err = rows.Scan(&m.Person, &m.Office)
		return m, err
	}, `select distinct person, role from offices where body_kind = 'committee' and body = $1 and active and role <> 'adviser'
		and from_day <= $2 and (until_day = '' or until_day >= $2) order by person, role`, committee, string(day))
	if err != nil {
		return nil, fmt.Errorf("list members of %s: %w", committee, err)
	}
	people := make([]string, len(out))
	for i, m := range out {
		people[i] = m.Person
	}
	have, err := creditsOf(r, people...)
	for i := range out {
		out[i].Standings = standings(set, []string{roleOf(out[i].Office)}, have[out[i].Person], day)
	}
	return out, err
}

// Share is how many of a unit's people have valid training.
type Share struct {
	People  int `json:"people"`
	Valid   int `json:"valid"`
	Waiting int `json:"waiting"` // records to be confirmed
	Demand
}

// UnitShare counts the people of a unit against what is asked of researchers.
func (s *Service) UnitShare(r store.Reader, p auth.Principal, unit string) (Share, error) {
	d, err := s.unitDemand(r, p, unit)
	out := Share{Demand: d}
	if err != nil {
		return out, err
	}
	err = r.Row(`select count(*), count(case when t.hours >= $2 then 1 end), coalesce(sum(t.waiting), 0) from persons p left join (`+hoursOf+`) t on t.person = p.id
		where p.unit = $1 and p.state = 'active'`, unit, d.Hours, string(p.Day.AddMonths(-d.Months)), string(p.Day)).Scan(&out.People, &out.Valid, &out.Waiting)
	if err != nil {
		return out, fmt.Errorf("count training of %s: %w", unit, err)
	}
	return out, nil
}

func (s *Service) unitDemand(r store.Reader, p auth.Principal, unit string) (Demand, error) {
	if err := auth.Allow(r, p, auth.CoverageView, auth.Unit, unit); err != nil {
		return Demand{}, err
	}
	var region string
	if err := r.Row(`select region from units where id = $1`, unit).Scan(&region); err != nil {
		return Demand{}, fmt.Errorf("look up unit %s: %w", unit, err)
	}
	d, _ := demand(s.Book.On(p.Day, region), RoleResearcher)
	return d, nil
}

// hoursOf sums what counts of the people of a unit ($1) after a day ($3) up to
// another ($4), and what waits.
const hoursOf = `select x.person, sum(case when x.state = 'confirmed' and x.day > $3 and x.day <= $4 then x.hours else 0 end) as hours,
	count(case when x.state = 'entered' then 1 end) as waiting
	from training_records x join persons q on q.id = x.person where q.unit = $1 group by x.person`

// PersonRow is one of a unit's people as a list shows them.
type PersonRow struct {
	Person  string `json:"person"`
	Have    int    `json:"have"` // hours that count today
	Valid   bool   `json:"valid"`
	Waiting int    `json:"waiting"` // records to be confirmed
	Duties  int    `json:"duties"`  // open ones
}

// UnitPeople is a page of the people of a unit with their hours.
func (s *Service) UnitPeople(r store.Reader, p auth.Principal, unit string, pg store.Paging) (store.Page[PersonRow], error) {
	d, err := s.unitDemand(r, p, unit)
	if err != nil {
		return store.Page[PersonRow]{}, err
	}
	w := store.NewWhere(unit, d.Hours, string(p.Day.AddMonths(-d.Months)), string(p.Day))
	w.And("p.unit = $1 and p.state = 'active' and $2 >= 0")
	return store.QueryPage(r, `select p.id, coalesce(t.hours, 0), coalesce(t.waiting, 0),
		(select count(*) from training_duties y where y.person = p.id and y.state = 'open')
		from persons p left join (`+hoursOf+`) t on t.person = p.id`, w, store.Keyset{Columns: []string{"p.id"}}, pg, func(rows *sql.Rows) (PersonRow, []any, error) {
		var row PersonRow
		err := rows.Scan(&row.Person, &row.Have, &row.Waiting, &row.Duties)
		row.Valid = row.Have >= d.Hours
		return row, []any{row.Person}, err
	})
}

// Waiting is a record that somebody may confirm.
type Waiting struct {
	ID     string `json:"id"`
	Person string `json:"person"`
	Course
	At time.Time `json:"at"`
}

// ToConfirm is a page of the records that wait for the person's word, the oldest
// first. One's own are not among them.
func ToConfirm(r store.Reader, p auth.Principal, pg store.Paging) (store.Page[Waiting], error) {
	w := store.NewWhere(p.Args()...)
	w.And(auth.Filter(p, auth.TrainingConfirm, auth.Person, "o"))
	w.And("x.state = 'entered' and x.person <> $1")
	k := store.Keyset{Columns: []string{"x.updated_at", "x.id"}, Numbers: []string{"x.updated_at"}}
	return store.QueryPage(r, `select x.id, x.person, x.kind, x.course, x.provider, x.hours, x.day, x.updated_at
		from training_records x join persons o on o.id = x.person`, w, k, pg, func(rows *sql.Rows) (Waiting, []any, error) {
		var out Waiting
		var at int64
		var day string
		err := rows.Scan(&out.ID, &out.Person, &out.Kind, &out.Course.Course, &out.Provider, &out.Hours, &day, &at)
		out.Day, out.At = calendar.Day(day), store.Time(at)
		return out, []any{at, out.ID}, err
	})
}
