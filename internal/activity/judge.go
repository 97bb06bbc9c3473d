package activity

import (
	"errors"

	"lunheng/internal/assess"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
	"lunheng/internal/store"
)

// UnitFacts is what the register says about a unit, as far as rules ask.
type UnitFacts struct {
	Known          bool
	ID             string
	Name           string
	Kind           string
	Region         string // empty: not looked up yet
	Grade          int
	AffiliatedWith string
	Personal       bool             // there is no unit, and the leader belongs to none
	Committees     []CommitteeFacts // that review for it
}

// CommitteeFacts is a committee that may review for a unit.
type CommitteeFacts struct {
	ID   string
	Name lang.Text
	Own  bool // of the unit itself; otherwise entrusted

	// Of an entrusted one:
	Mandate  string       // under which it reviews
	Region   string       // of the committee
	Until    calendar.Day // last day of the mandate
	FollowUp bool         // it also follows up
	Refused  error        // why it may not take this application
}

// Ask is what package mandate is asked about an application.
type Ask struct {
	Unit       string // empty: the leader's own
	Leader     string
	Activity   string
	Activities []string // the application, and the one it was copied from
	Fields     []string
	AI         bool // the work is on artificial intelligence
	Day        calendar.Day
}

// Entrusting finds the committees of others that may review under a mandate.
type Entrusting interface {
	Entrusted(r store.Reader, ask Ask) ([]CommitteeFacts, error)
}

// HasOwn reports whether the unit has a committee of its own.
func (u UnitFacts) HasOwn() bool {
	for _, c := range u.Committees {
		if c.Own {
			return true
		}
	}
	return false
}

// Fill puts what the register knows in the place of what was typed. That a
// committee is not competent for the work is for the applicant to say.
func (u UnitFacts) Fill(p assess.Activity) assess.Activity {
	if u.Personal {
		p.Unit.Committee = "none"
	}
	if !u.Known {
		return p
	}
	p.Unit.Name, p.Unit.Kind = u.Name, u.Kind
	if u.Region != "" {
		p.Unit.Region = u.Region
	}
	p.Unit.HospitalGrade, p.Unit.AffiliatedWith = u.Grade, u.AffiliatedWith
	switch {
	case !u.HasOwn():
		p.Unit.Committee = "none"
	case p.Unit.Committee != "not_competent":
		p.Unit.Committee = "own"
	}
	return p
}

// Judged is a profile with what the rules of a day ask of it.
type Judged struct {
	Profile assess.Activity
	Answer  assess.Assessment
	Refs    []string // packs, name@version
}

// Judge asks the rules of a day about a profile. What is wrong with the
// profile is told at its fields.
func Judge(b *rules.Book, p assess.Activity, day calendar.Day) (Judged, error) {
	profile, err := assess.New(b, day, p)
	if err != nil {
		return Judged{}, err
	}
	answer, err := assess.Judge(b, profile, day)
	if err != nil {
		return Judged{}, err
	}
	return Judged{Profile: profile.Activity, Answer: answer, Refs: b.On(day, profile.Activity.Unit.Region).Refs()}, nil
}

// JudgeStep says what the rules ask of a later step of approved work: a change, a
// follow-up. Nil: by the rules of today the profile is no longer complete, so
// they say nothing about it.
func (s *Service) JudgeStep(r store.Reader, st State, step string, day calendar.Day) (*Judged, error) {
	if st.Profile == nil {
		return nil, nil
	}
	unit, err := s.Unit(r, st.Unit)
	if err != nil {
		return nil, err
	}
	p := unit.Fill(*st.Profile)
	p.Step, p.ApprovedListed, p.Emergency = step, len(p.Listed) > 0, false
	judged, err := Judge(s.Book.Current(), p, day)
	if invalidProfile(err) {
		return nil, nil
	}
	return &judged, err
}

// Record is the answer as the journal keeps it.
func (j Judged) Record() Assessment {
	a := j.Answer
	return Assessment{
		On: a.On, Packs: j.Refs, PackHash: a.PackHash, Scope: a.Scope, Review: a.Review, Procedure: a.Procedure,
		Reviewer: a.Reviewer, Recheck: a.ExpertRecheck.Items, RecheckWaived: a.ExpertRecheck.WaivedBy,
		Supervisors: a.Supervisors, Investigator: a.Investigator, Limits: a.Limits, FollowUpMonths: a.FollowUpMonths,
		Obligations: a.Obligations, BlockedBy: a.BlockedBy,
	}
}

// grounds are the rules that say whether and how it is reviewed.
func (j Judged) grounds() []flow.Ground {
	var out []flow.Ground
	seen := map[flow.Ground]bool{}
	for _, output := range []string{"scope", "review", "procedure", "reviewer"} {
		for _, r := range j.Answer.ReasonsFor(output) {
			if g := r.Ground(); !seen[g] {
				seen[g] = true
				out = append(out, g)
			}
		}
	}
	return out
}

func (j Judged) event() journal.New {
	return journal.Because(Assessed{Profile: j.Profile, Assessment: j.Record()}, j.grounds()...)
}

// Assess keeps the answers of the self-assessment with the application.
type Assess struct {
	Activity string          `json:"activity"`
	Version  int64           `json:"version"`
	Profile  assess.Activity `json:"profile"`
	Key      string          `json:"key,omitempty"`
}

// Assess decides on keeping the answers. The same answers with the same result
// are not kept twice.
func (s State) Assess(j Judged) ([]journal.New, error) {
	if err := s.editable(); err != nil {
		return nil, err
	}
	record := j.Record()
	if s.Profile != nil && s.Assessment != nil && sameJSON(*s.Profile, j.Profile) && sameJSON(*s.Assessment, record) {
		return nil, nil
	}
	return []journal.New{j.event()}, nil
}

// invalidProfile reports whether the profile itself is at fault, not the rules.
func invalidProfile(err error) bool {
	_, ok := errors.AsType[errs.List](err)
	return ok
}
