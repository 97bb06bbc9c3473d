package interests

import (
	"database/sql"
	"fmt"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// View returns a person's register for whoever may see it.
func (s *Service) View(r store.Reader, p auth.Principal, person string) (State, error) {
	events, err := s.Events(r, p, person)
	if err != nil {
		return State{}, err
	}
	st, err := Fold(person, events)
	if err != nil {
		return st, err
	}
	words, err := s.words(r, person)
	for i := range st.Items {
		st.Items[i].Text = words[person][st.Items[i].ID]
	}
	return st, err
}

// Events returns the history of a person's register.
func (s *Service) Events(r store.Reader, p auth.Principal, person string) ([]journal.Event, error) {
	if err := auth.Allow(r, p, auth.InterestsView, auth.Person, person); err != nil {
		return nil, err
	}
	events, err := s.J.Stream(r, Stream(person))
	if err != nil {
		return nil, fmt.Errorf("read interests of %s: %w", person, err)
	}
	return events, nil
}

// Member is how somebody of a committee stands with their register.
type Member struct {
	Person    string       `json:"person"`
	Office    string       `json:"office"`              // in the committee
	Confirmed calendar.Day `json:"confirmed,omitempty"` // empty: never
	Due       time.Time    `json:"due,omitzero"`
	Items     []Interest   `json:"items"` // in force on the day
}

// Of lists those who sit on a committee with the interests that they have on the
// principal's day.
func (s *Service) Of(r store.Reader, p auth.Principal, committee string) ([]Member, error) {
	if err := auth.Allow(r, p, auth.InterestsList, auth.Committee, committee); err != nil {
		return nil, err
	}
	out, err := store.Collect(r, func(rows *sql.Rows) (m Member, err error) {
		var due int64
		var confirmed string
		err = rows.Scan(&m.Person, &m.Office, &confirmed, &due)
		m.Confirmed, m.Items = calendar.Day(confirmed), []Interest{}
		if due > 0 {
			m.Due = store.Time(due)
		}
		return m, err
	}, `select distinct o.person, o.role, coalesce(i.confirmed, ''), coalesce(i.due, 0) from offices o left join interest_people i on i.person = o.person
		where o.body_kind = 'committee' and o.body = $1 and o.active and o.role <> 'secretary' and o.from_day <= $2 and (o.until_day = '' or o.until_day >= $2)
		order by o.person, o.role`, committee, string(p.Day))
	if err != nil {
		return nil, fmt.Errorf("list interests of %s: %w", committee, err)
	}
	people := make([]string, len(out))
	for i, m := range out {
		people[i] = m.Person
	}
	have, err := s.inForce(r, p.Day, people)
	for i := range out {
		out[i].Items = append(out[i].Items, have[out[i].Person]...)
	}
	return out, err
}

// inForce are the interests of people on a day, with their words.
func (s *Service) inForce(r store.Reader, day calendar.Day, people []string) (map[string][]Interest, error) {
	w := store.NewWhere(string(day))
	w.And("from_day <= $1 and (until_day = '' or until_day >= $1)")
	w.In("person", people)
	words, err := s.words(r, people...)
	if err != nil {
		return nil, err
	}
	out := map[string][]Interest{}
	_, err = store.Collect(r, func(rows *sql.Rows) (struct{}, error) {
		var i Interest
		var person, from, until string
		err := rows.Scan(&i.ID, &person, &i.Kind, &i.With, &i.Unit, &i.Person, &from, &until)
		i.From, i.Until, i.Text = calendar.Day(from), calendar.Day(until), words[person][i.ID]
		out[person] = append(out[person], i)
		return struct{}{}, err
	}, `select id, person, kind, party, unit, about, from_day, until_day from interests`+w.String()+` order by person, id`, w.Args()...)
	if err != nil {
		return nil, fmt.Errorf("list interests: %w", err)
	}
	return out, nil
}
