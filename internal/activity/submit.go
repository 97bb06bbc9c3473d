package activity

import (
	"slices"

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
	Key       string `json:"key,omitempty"`
}

// SubmitFacts is what submitting rests on besides the application.
type SubmitFacts struct {
	Unit     UnitFacts
	Judged   *Judged // by the rules of the day; nil: not assessed
	Profile  error   // why the kept answers no longer count, if they do not
	Required []Requirement
}

// Requirement is one thing that an application must hold.
type Requirement struct {
	rules.Standard
	SourceTitle lang.Text
}

// Submit decides on handing in. A refusal is one list of all that is missing.
func (s State) Submit(cmd Submit, f SubmitFacts) ([]journal.New, error) {
	if err := s.editable(); err != nil {
		return nil, err
	}
	missing := s.Incomplete(f)
	committee, e := s.chooseCommittee(cmd.Committee, f.Unit)
	missing.Add(e)
	if err := missing.Err(); err != nil {
		return nil, err
	}
	hash, err := s.Content().Hash()
	if err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(Submitted{
		N: len(s.Submissions) + 1, Committee: committee, Unit: s.Unit, Region: f.Unit.Region, Leader: s.Leader,
		Title: s.Title(), Hash: hash, Assessment: f.Judged.Record(), Fields: f.Judged.Profile.Fields, Review: s.Review,
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
		"缺少“%s”（%s，第 %s 条）。", "%s is missing (%s, art. %s)."), r.Text, r.SourceTitle, r.Article).At(r.Code)
}

// chooseCommittee takes the named committee, or the only one. The case of a
// committee that has the file already goes back to it.
func (s State) chooseCommittee(wanted string, unit UnitFacts) (string, *errs.Error) {
	if len(s.Submissions) > 0 {
		if wanted != "" && wanted != s.Committee {
			return "", errs.New(errs.Refused, "activity.submit.other_committee", lang.T(
				"补正或修改后的申请须交回原来的委员会。", "A completed or changed application goes back to the committee that has the case.")).At("committee")
		}
		return s.Committee, nil
	}
	switch {
	case !unit.Known:
		return "", errs.New(errs.Invalid, "activity.submit.unit", lang.T(
			"请选择承担单位。", "Choose the unit that carries the activity.")).At("unit")
	case len(unit.Committees) == 0:
		return "", errs.New(errs.Refused, "activity.submit.no_committee", lang.T(
			"“%s”没有科技伦理（审查）委员会，也没有委托其他委员会。请单位设立委员会，或书面委托另一个合格的委员会，然后再提交。",
			"%s has no ethics committee and has entrusted none. The unit has to set one up, or entrust another qualified committee in writing; then submit."),
			unit.Name).At("committee")
	case wanted == "" && len(unit.Committees) == 1:
		return unit.Committees[0].ID, nil
	case wanted == "":
		return "", errs.New(errs.Invalid, "activity.submit.committee", lang.T(
			"单位有多个委员会，请选择一个。", "Several committees review for this unit; choose one.")).At("committee")
	}
	if !slices.ContainsFunc(unit.Committees, func(c CommitteeFacts) bool { return c.ID == wanted }) {
		return "", errs.New(errs.Refused, "activity.submit.foreign_committee", lang.T(
			"这个委员会不为您的单位审查。请从列表中选择。", "This committee does not review for your unit. Choose one of the list.")).At("committee")
	}
	return wanted, nil
}
