package activity

import (
	"slices"

	"lunheng/internal/errs"
	"lunheng/internal/lang"
)

// Addressee takes the named committee, or the only one that may review: the
// unit's own, or one that was entrusted in writing. The case of a committee that
// has the file already goes back to it, whatever has become of its mandate.
func (s State) Addressee(wanted string, unit UnitFacts) (CommitteeFacts, error) {
	if n := len(s.Submissions); n > 0 {
		if wanted != "" && wanted != s.Committee {
			return CommitteeFacts{}, errs.New(errs.Refused, "activity.submit.other_committee", lang.T(
				"补正或修改后的申请须交回原来的委员会。", "A completed or changed application goes back to the committee that has the case.")).At("committee")
		}
		return CommitteeFacts{ID: s.Committee, Mandate: s.Submissions[n-1].Mandate, Region: s.Submissions[n-1].Region}, nil
	}
	may := unit.Ready()
	switch {
	case !unit.Known && !unit.Personal:
		return CommitteeFacts{}, errs.New(errs.Invalid, "activity.submit.unit", lang.T(
			"请选择承担单位。", "Choose the unit that carries the activity.")).At("unit")
	case wanted != "":
		return unit.named(wanted)
	case len(may) == 1:
		return may[0], nil
	case len(may) > 1:
		return CommitteeFacts{}, errs.New(errs.Invalid, "activity.submit.committee", lang.T(
			"单位有多个委员会，请选择一个。", "Several committees may review it; choose one.")).At("committee")
	}
	return CommitteeFacts{}, unit.nobody()
}

// Ready are the committees that may take the application.
func (u UnitFacts) Ready() []CommitteeFacts {
	return slices.DeleteFunc(slices.Clone(u.Committees), func(c CommitteeFacts) bool { return c.Refused != nil })
}

// named is the committee that was chosen, if it may review.
func (u UnitFacts) named(wanted string) (CommitteeFacts, error) {
	i := slices.IndexFunc(u.Committees, func(c CommitteeFacts) bool { return c.ID == wanted })
	if i < 0 {
		return CommitteeFacts{}, errs.New(errs.Refused, "activity.submit.foreign_committee", lang.T(
			"没有书面委托这个委员会，它不能审查（审查办法第十三条）。请从列表中选择，或者先签订委托书。",
			"This committee was not entrusted in writing, so it may not review (Review Measures, article 13). Choose one of the list, or sign a mandate first.")).At("committee")
	}
	return u.Committees[i], u.Committees[i].Refused
}

// nobody says why there is no committee: none was entrusted, or those that were
// may not take this application.
func (u UnitFacts) nobody() error {
	var out errs.List
	for _, c := range u.Committees {
		out = append(out, errs.All(c.Refused)...)
	}
	switch {
	case len(out) > 0:
		return out
	case u.Personal:
		return errs.New(errs.Refused, "activity.submit.no_centre", lang.T(
			"没有单位的，须书面委托一个审查中心或者其他合格的委员会，然后再提交（审查办法第十三条）。",
			"Who belongs to no unit entrusts a review centre or another qualified committee in writing, and then submits (Review Measures, article 13).")).At("committee")
	}
	return errs.New(errs.Refused, "activity.submit.no_committee", lang.T(
		"“%s”没有科技伦理（审查）委员会，也没有委托其他委员会。请单位设立委员会，或书面委托另一个合格的委员会，然后再提交（审查办法第十三条）。",
		"%s has no ethics committee and has entrusted none. The unit has to set one up, or entrust another qualified committee in writing; then submit (Review Measures, article 13)."),
		u.Name).At("committee")
}
