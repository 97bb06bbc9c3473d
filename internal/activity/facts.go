package activity

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"lunheng/internal/assess"
	"lunheng/internal/calendar"
	"lunheng/internal/regions"
	"lunheng/internal/rules"
	"lunheng/internal/store"
)

// Unit asks the register about a unit; an unknown or closed one is not Known.
func (s *Service) Unit(r store.Reader, id string) (UnitFacts, error) {
	u := UnitFacts{ID: id}
	if id == "" {
		return u, nil
	}
	err := r.Row(`select u.name_zh, u.kind, u.region, u.grade, coalesce(d.code, '') from units u
		left join departments d on d.id = u.department where u.id = $1 and u.state = 'active'`, id).
		Scan(&u.Name, &u.Kind, &u.Region, &u.Grade, &u.AffiliatedWith)
	if errors.Is(err, sql.ErrNoRows) {
		return u, nil
	}
	if err != nil {
		return u, fmt.Errorf("look up unit %s: %w", id, err)
	}
	u.Known = true
	if u.Region == regions.Unknown { // the applicant knows where the unit is
		u.Region = ""
	}
	// Rules know some departments by code, and some kinds; of others they know nothing.
	if point, ok := s.Book.Point("assessment"); ok {
		if !slices.Contains(point.Enum("activity", "unit", "affiliated_with"), u.AffiliatedWith) {
			u.AffiliatedWith = ""
		}
		if !slices.Contains(point.Enum("activity", "unit", "kind"), u.Kind) {
			u.Kind = ""
		}
	}
	u.Committees, err = committeesOf(r, id)
	return u, err
}

// committeesOf lists the active committees of a unit.
func committeesOf(r store.Reader, unit string) ([]CommitteeFacts, error) {
	out, err := store.Collect(r, func(rows *sql.Rows) (CommitteeFacts, error) {
		c := CommitteeFacts{Own: true}
		err := rows.Scan(&c.ID, &c.Name.ZH, &c.Name.EN)
		return c, err
	}, `select c.id, c.name_zh, c.name_en from committees c where c.state = 'active' and c.unit = $1 order by c.sort, c.id`, unit)
	if err != nil {
		return nil, fmt.Errorf("list committees of unit %s: %w", unit, err)
	}
	return out, nil
}

// known reports whether a person is registered and not erased.
func known(r store.Reader, person string) (bool, error) {
	var n int
	err := r.Row(`select count(*) from persons where id = $1 and state = 'active'`, person).Scan(&n)
	if err != nil {
		return false, fmt.Errorf("look up person %s: %w", person, err)
	}
	return n > 0, nil
}

// Form is the application form on a day in a region.
func (s *Service) Form(day calendar.Day, region string) (Form, error) {
	set := s.Book.On(day, region)
	if f, ok := s.forms.Load(set); ok {
		return f.(Form), nil
	}
	f, err := FormOf(set)
	if err == nil {
		s.forms.Store(set, f)
	}
	return f, err
}

// Check says what the rules of a day ask of a profile, without any record: the
// two-minute check, possible before there is an application or even an account.
// A known unit fills in what the register holds about it.
func (s *Service) Check(r store.Reader, unit string, p assess.Activity, day calendar.Day) (Judged, error) {
	if unit != "" {
		facts, err := s.Unit(r, unit)
		if err != nil {
			return Judged{}, err
		}
		p = facts.Fill(p)
	}
	return Judge(s.Book.Current(), p, day)
}

// Facts gathers what submitting an application rests on, for the verb and for
// pages that show beforehand what is missing.
func (s *Service) Facts(r store.Reader, st State, day calendar.Day) (SubmitFacts, error) {
	unit, err := s.Unit(r, st.Unit)
	if err != nil {
		return SubmitFacts{}, err
	}
	if st.Unit == "" {
		if unit.Personal, err = unattached(r, st.Leader); err != nil {
			return SubmitFacts{}, err
		}
	}
	set := s.Book.On(day, unit.regionOr(st.Region))
	f := SubmitFacts{Unit: unit, Exempting: ExemptingOf(set)}
	if st.Profile != nil {
		profile := unit.Fill(*st.Profile)
		if title := st.Title(); title != "" {
			profile.Title = title
		}
		judged, err := Judge(s.Book.Current(), profile, day)
		switch {
		case err == nil:
			f.Judged = &judged
		case invalidProfile(err):
			f.Profile = err
		default:
			return SubmitFacts{}, err
		}
	}
	if err := s.entrusted(r, st, day, &f); err != nil {
		return SubmitFacts{}, err
	}
	if f.Required, err = requirements(set, st, f.Judged); err != nil || s.Also == nil {
		return f, err
	}
	more, err := s.Also(r, st, day)
	f.Required = append(f.Required, more...)
	return f, err
}

// entrusted adds the committees of others that the unit, or the person who has
// none, has entrusted.
func (s *Service) entrusted(r store.Reader, st State, day calendar.Day, f *SubmitFacts) error {
	if s.Mandates == nil || !f.Unit.Known && !f.Unit.Personal || len(st.Submissions) > 0 {
		return nil
	}
	ask := Ask{Unit: st.Unit, Leader: st.Leader, Activity: st.ID, Activities: []string{st.ID}, Day: day}
	if st.CopiedFrom != "" {
		ask.Activities = append(ask.Activities, st.CopiedFrom)
	}
	if f.Judged != nil {
		ask.Fields, ask.AI = f.Judged.Profile.Fields, f.Judged.Profile.OnAI()
	}
	list, err := s.Mandates.Entrusted(r, ask)
	f.Unit.Committees = append(f.Unit.Committees, list...)
	return err
}

// unattached reports whether a person is registered and belongs to no unit.
func unattached(r store.Reader, person string) (bool, error) {
	var n int
	err := r.Row(`select count(*) from persons where id = $1 and state = 'active' and unit = ''`, person).Scan(&n)
	return n > 0, err
}

func (u UnitFacts) regionOr(region string) string {
	if u.Region != "" {
		return u.Region
	}
	return region
}

// requirements asks the packs what the application must hold.
func requirements(set *rules.Set, st State, judged *Judged) ([]Requirement, error) {
	vars := map[string]any{"filled": st.Filled()}
	if judged != nil {
		h := judged.Profile.Humans
		vars["scope"], vars["obligations"] = judged.Answer.Scope, judged.Answer.Obligations
		vars["animals"], vars["fields"] = judged.Profile.Animals, judged.Profile.Fields
		vars["humans"] = map[string]any{"participants": h.Participants, "biospecimens": h.Biospecimens, "data": h.Data}
	}
	for name, v := range vars {
		if list, ok := v.([]string); ok && list == nil {
			vars[name] = []string{}
		}
	}
	answer := set.Evaluate("completeness", vars)
	if err := answer.Err(); err != nil {
		return nil, fmt.Errorf("check completeness of %s: %w", st.ID, err)
	}
	var out []Requirement
	for _, standard := range answer.Standards("required") {
		out = append(out, Requirement{Standard: standard})
	}
	return out, nil
}
