package mandate

import (
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
)

// Facts are what a decision rests on besides its own stream. They are values:
// deciding reads nothing.
type Facts struct {
	Actor string
	Today calendar.Day

	Committee     bool   // the committee is in the register, and active
	CommitteeUnit string // that founded it
	Region        string // of the committee
	Principal     bool   // the entrusting unit or person is in the register, and active
	PersonUnit    string // of the entrusting person
	LeaderUnit    string // of the leader of the one activity
	Leader        bool   // that leader is in the register
	Applicant     string // who leads the one activity, when it is known; empty: it is not there
	Grounds       []string
	Fields        []string

	Standards []rules.Standard // the demands of the packs, held against the mandate
	Law       []flow.Ground    // the rules they come from
}

// Lacking refuses when the packs' demands are not all met, with one error for
// each of them.
func Lacking(standards []rules.Standard) errs.List {
	var out errs.List
	for _, s := range standards {
		if !s.Holds {
			out.Add(errs.New(errs.Refused, "mandate.standard."+s.Code, lang.T(
				"不能委托：须%s（应有 %d，现有 %d；%s）。", "It cannot be entrusted; required: %s (needed %d, there are %d; %s)."),
				s.Text, s.Need, s.Have, s.Cited))
		}
	}
	if len(standards) == 0 {
		out.Add(errs.New(errs.Refused, "mandate.no_standard", lang.T(
			"现行规则没有规定委托审查，不能委托。", "The rules in force know no entrusted review, so nothing can be entrusted.")))
	}
	return out
}
