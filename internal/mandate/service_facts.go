package mandate

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/journal"
	"lunheng/internal/registry"
	"lunheng/internal/rules"
	"lunheng/internal/store"
)

// facts gathers what deciding on a mandate rests on.
func (s *Service) facts(r store.Reader, actor string, now time.Time, p Parties, t Terms) (Facts, *rules.Set, error) {
	f := Facts{Actor: actor, Today: calendar.Of(now)}
	com, err := s.committee(r, p.Committee)
	if err != nil {
		return f, nil, err
	}
	f.Committee, f.CommitteeUnit, f.Region = com.State == registry.Active, com.Unit, com.Region
	set := s.Book.On(f.Today, com.Region)
	f.Grounds, f.Fields = codes(set, "mandate_grounds"), codes(set, "fields")
	if err := s.aboutPeople(r, p, t, &f); err != nil || !f.Committee {
		return f, set, err
	}
	f.Standards, err = s.standards(r, set, p, t, com, f.Today)
	for _, st := range f.Standards {
		f.Law = append(f.Law, st.Ground())
	}
	return f, set, err
}

func codes(set *rules.Set, list string) []string {
	var out []string
	for _, item := range set.List(list) {
		out = append(out, item.Code)
	}
	return out
}

// committee folds a committee; the zero one when there is none.
func (s *Service) committee(r store.Reader, id string) (registry.Committee, error) {
	events, err := s.J.Stream(r, journal.StreamName("committee", id))
	if err != nil || id == "" {
		return registry.Committee{}, err
	}
	return registry.FoldCommittee(events)
}

// aboutPeople looks up who entrusts, and the leader of the one activity.
func (s *Service) aboutPeople(r store.Reader, p Parties, t Terms, f *Facts) error {
	var err error
	if p.Unit != "" {
		var n int
		err = r.Row(`select count(*) from units where id = $1 and state = 'active'`, p.Unit).Scan(&n)
		f.Principal = n == 1
	} else {
		f.PersonUnit, f.Principal, err = unitOf(r, p.Person)
	}
	if err != nil || t.Standing {
		return err
	}
	if f.LeaderUnit, f.Leader, err = unitOf(r, t.Leader); err != nil || t.Activity == "" {
		return err
	}
	err = r.Row(`select leader from activities where id = $1`, t.Activity).Scan(&f.Applicant)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return err
}

// unitOf is the unit that a registered person belongs to.
func unitOf(r store.Reader, person string) (unit string, known bool, err error) {
	err = r.Row(`select unit from persons where id = $1 and state = 'active'`, person).Scan(&unit)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("look up person %s: %w", person, err)
	}
	return unit, true, nil
}

// houseFacts is what the register says about a unit, as far as these rules ask.
type houseFacts struct {
	kind  string
	grade int
	own   int // committees
}

func lookUpHouse(r store.Reader, unit string) (houseFacts, error) {
	var h houseFacts
	err := r.Row(`select u.kind, u.grade, (select count(*) from committees c where c.unit = u.id and c.state = 'active') from units u where u.id = $1`, unit).
		Scan(&h.kind, &h.grade, &h.own)
	if errors.Is(err, sql.ErrNoRows) {
		return h, nil
	}
	return h, err
}

// standards holds a mandate against the demands of the packs.
func (s *Service) standards(r store.Reader, set *rules.Set, p Parties, t Terms, com registry.Committee, day calendar.Day) ([]rules.Standard, error) {
	principal, err := lookUpHouse(r, p.Unit)
	if err != nil {
		return nil, err
	}
	centre, err := lookUpHouse(r, com.Unit)
	if err != nil {
		return nil, err
	}
	comp, err := com.Standards(s.Book.On(day, com.Region), day)
	if err != nil {
		return nil, err
	}
	registration := "unknown"
	if s.Standing != nil {
		if registration, err = s.Standing(r, com.ID, day); err != nil {
			return nil, err
		}
	}
	answer := set.Evaluate("mandate", map[string]any{
		"mandate":   map[string]any{"ground": t.Ground, "standing": t.Standing, "follow_up": t.FollowUp, "fields": slices.Clone(t.Fields)},
		"principal": map[string]any{"person": p.Person != "", "kind": kindOf(set, principal.kind), "grade": principal.grade, "own_committee": principal.own > 0},
		"committee": map[string]any{"composed": com.State == registry.Active && comp.Holds(), "lacks": len(comp.Lacks()), "fields": slices.Clone(com.Fields),
			"kind": com.KindOr(), "staff": com.Staff, "unit_kind": kindOf(set, centre.kind), "grade": centre.grade, "registration": registration},
	})
	if err := answer.Err(); err != nil {
		return nil, err
	}
	return answer.Standards("standards"), nil
}

// kindOf is the kind of a unit as rules know it.
func kindOf(set *rules.Set, kind string) string {
	if _, ok := set.Item("kind", kind); ok {
		return kind
	}
	return "other"
}
