package api

import (
	"slices"
	"strings"

	"lunheng/internal/activity"
	"lunheng/internal/complaint"
	"lunheng/internal/conduct"
	"lunheng/internal/errs"
	"lunheng/internal/filing"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/mandate"
	"lunheng/internal/programme"
	"lunheng/internal/recheck"
	"lunheng/internal/registry"
	"lunheng/internal/review"
	"lunheng/internal/risk"
	"lunheng/internal/rulebook"
	"lunheng/internal/rules"
	"lunheng/internal/sanction"
	"lunheng/internal/sites"
	"lunheng/internal/violation"
)

// choices are the values that a parameter with the tag "of" may have. Those that
// the packs list depend on the day and are not in the document.
func choices(of string, set *rules.Set) []string {
	if list, ok := strings.CutPrefix(of, "list:"); ok {
		return codes(set, list)
	}
	switch of {
	case "person.kind":
		var out []string
		for _, k := range registry.PersonKinds() {
			out = append(out, string(k))
		}
		return out
	case "review.kind":
		return append([]string{review.KindInitial}, codes(set, review.ListKinds)...)
	case "register.state":
		out := slices.Concat(states(&registry.UnitTable), states(&registry.CommitteeTable), states(&registry.DepartmentTable))
		slices.Sort(out)
		return slices.Compact(out)
	case "payment.state":
		return []string{programme.Planned, programme.Due, programme.Held, programme.PaidOut}
	case "complaint.state":
		return append(states(&complaint.Table), string(complaint.StateResting))
	case "task":
		return review.TaskKinds()
	}
	t, ok := stateTables[of]
	if !ok {
		return nil
	}
	return states(t)
}

// stateTables are the procedures whose states lists are filtered by.
var stateTables = map[string]*flow.Table{
	"signal.state": &risk.SignalTable, "risk.state": &risk.Table, "lead.state": &risk.LeadTable, "warning.state": &risk.WarningTable,
	"activity.state": &activity.Table, "review.state": &review.Table, "meeting.state": &review.MeetingTable, "conduct.state": &conduct.Table,
	"filing.state": &filing.Table, "mandate.state": &mandate.Table, "recheck.state": &recheck.Table, "site.state": &sites.Table,
	"alliance.state": &sites.AllianceTable, "peer.state": &sites.PeerTable, "person.state": &registry.PersonTable, "pack.state": &rulebook.PackTable, "sanction.state": &sanction.Table, "case.state": &violation.Table,
	"programme.state": &programme.Table, "project.state": &programme.ProjectTable,
}

func states(t *flow.Table) []string {
	out := make([]string, len(t.States))
	for i, info := range t.States {
		out[i] = string(info.State)
	}
	return out
}

func codes(set *rules.Set, list string) []string {
	if set == nil {
		return nil
	}
	var out []string
	for _, item := range set.List(list) {
		out = append(out, item.Code)
	}
	return out
}

// chosen refuses a value that is none of the choices, and names them.
func chosen(name, of, value string, set *rules.Set) *errs.Error {
	allowed := choices(of, set)
	if of == "" || slices.Contains(allowed, value) {
		return nil
	}
	return errs.New(errs.Invalid, "api.parameter.choice", lang.T("参数 %s 不能是“%s”，可以是：%s。", "Parameter %s cannot be %q; it can be: %s."),
		name, value, strings.Join(allowed, ", ")).At(name)
}
