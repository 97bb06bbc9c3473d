package activity

import (
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
)

// Submit hands the application in to a committee.
type Submit struct {
	Activity  string `json:"activity"`
	Version   int64  `json:"version"`
	Committee string `json:"committee,omitempty"` // empty: the unit's, when it has just one
	Claim     *Claim `json:"claim,omitempty"`     // of an exemption from review; nil: the ordinary review
	Key       string `json:"key,omitempty"`
}

// SubmitFacts is what submitting rests on besides the application.
type SubmitFacts struct {
	Unit     UnitFacts
	Judged   *Judged // by the rules of the day; nil: not assessed
	Profile  error   // why the kept answers no longer count, if they do not
	Required []Requirement

	Exempting Exempting
}

// Requirement is one thing that an application must hold.
type Requirement struct {
	rules.Standard
}

// Submit decides on handing in. A refusal is one list of all that is missing.
func (s State) Submit(cmd Submit, f SubmitFacts) ([]journal.New, error) {
	if err := s.editable(); err != nil {
		return nil, err
	}
	missing := s.Incomplete(f)
	if cmd.Claim != nil {
		missing = append(s.ClaimIncomplete(f), f.Exempting.check(cmd.Claim, f.Judged)...)
	}
	to, e := s.Addressee(cmd.Committee, f.Unit)
	if err := append(missing, errs.All(e)...).Err(); err != nil {
		return nil, err
	}
	hash, err := s.Content().Hash()
	if err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(Submitted{
		N: len(s.Submissions) + 1, Committee: to.ID, Mandate: to.Mandate, Unit: s.Unit, Region: f.Unit.regionOr(to.Region), Leader: s.Leader,
		Title: s.Title(), Hash: hash, Assessment: f.Judged.Record(), Fields: f.Judged.Profile.Fields, Review: s.Review, Claim: cmd.Claim,
	}, f.Judged.grounds()...)}, nil
}

// Incomplete lists everything that the application lacks, in the order of the
// form; pages show it before anybody submits.
func (s State) Incomplete(f SubmitFacts) errs.List {
	var list errs.List
	switch {
	case f.Profile != nil && invalidProfile(f.Profile):
		list.Add(errs.New(errs.Invalid, "activity.submit.reassess", lang.T(
			"风险自评的答案与现行规则不再相符，请重新自评。",
			"The answers of the self-assessment no longer fit the rules in force. Assess it again.")).At("assessment").Because(f.Profile))
	case f.Judged == nil:
		list.Add(errs.New(errs.Invalid, "activity.submit.assess", lang.T(
			"还没有作科技伦理风险自评。", "The ethical risks have not been assessed yet.")).At("assessment"))
	}
	for _, r := range f.Required {
		if !r.Holds {
			list.Add(r.missing())
		}
	}
	for _, p := range s.Parked {
		list.Add(errs.New(errs.Invalid, "activity.submit.parked", lang.T(
			"这一项有两个不同的内容，请选择保留哪一个。", "Two different texts stand here. Choose which one stays.")).At(p.Field))
	}
	return list
}

// missing tells that a requirement is not met, and where it comes from.
func (r Requirement) missing() *errs.Error {
	return errs.New(errs.Invalid, "activity.submit.missing", lang.T(
		"缺少“%s”（%s）。", "%s is missing (%s)."), r.Text, r.Cited).At(r.Code)
}
