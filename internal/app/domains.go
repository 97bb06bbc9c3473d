package app

import (
	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/clocks"
	"lunheng/internal/complaint"
	"lunheng/internal/conduct"
	"lunheng/internal/consent"
	"lunheng/internal/coordination"
	"lunheng/internal/filing"
	"lunheng/internal/flow"
	"lunheng/internal/gate"
	"lunheng/internal/inspection"
	"lunheng/internal/interests"
	"lunheng/internal/journal"
	"lunheng/internal/learning"
	"lunheng/internal/mandate"
	"lunheng/internal/oversight"
	"lunheng/internal/programme"
	"lunheng/internal/quality"
	"lunheng/internal/recheck"
	"lunheng/internal/registry"
	"lunheng/internal/review"
	"lunheng/internal/risk"
	"lunheng/internal/rulebook"
	"lunheng/internal/sanction"
	"lunheng/internal/sites"
	"lunheng/internal/veto"
	"lunheng/internal/violation"
)

// domain is what a package brings into the journal: its events, the tables that
// are derived from them, and its procedures by stream.
type domain struct {
	types       []journal.Type
	projections []journal.Projection
	tables      []*flow.Table
}

// domains are all of them, lower ones first: a projection may read what an earlier
// one wrote.
func domains() []domain {
	derived := func(p ...journal.Projection) []journal.Projection { return p }
	steps := func(t ...*flow.Table) []*flow.Table { return t }
	return []domain{
		{clocks.Types(), derived(clocks.Projection()), steps(&clocks.Table, &clocks.CalendarTable)},
		{auth.Types(), nil, steps(&auth.AccountTable)},
		{[]journal.Type{journal.TypeOf[LogOpened]()}, nil, steps(&houseTable)},
		{registry.Types(), derived(registry.Projection()), registry.Tables()},
		{rulebook.Types(), derived(rulebook.Projection()), rulebook.Tables()},
		{activity.Types(), derived(activity.Projection()), steps(&activity.Table)},
		{review.Types(), derived(review.Projection()), steps(&review.Table, &review.MeetingTable)},
		{recheck.Types(), derived(recheck.Projection()), steps(&recheck.Table, &recheck.PoolTable)},
		{mandate.Types(), derived(mandate.Projection()), steps(&mandate.Table)},
		{conduct.Types(), derived(conduct.Projection()), steps(&conduct.Table)},
		{consent.Types(), derived(consent.Projection()), steps(&consent.Table, &consent.ReleaseTable)},
		{sites.Types(), derived(sites.Projection()), steps(&sites.Table, &sites.ParcelTable, &sites.AllianceTable, &sites.PeerTable)},
		{gate.Types(), derived(gate.Projection()), steps(&gate.Table)},
		{filing.Types(), derived(filing.Projection()), steps(&filing.Table, &filing.ReportTable)},
		{learning.Types(), derived(learning.Projection()), steps(&learning.Table)},
		{interests.Types(), derived(interests.Projection()), steps(&interests.Table)},
		{quality.Types(), derived(quality.Projection()), steps(&quality.Table)},
		{sanction.Types(), derived(sanction.Projection()), steps(&sanction.Table, &sanction.ListTable)},
		{veto.Types(), derived(veto.Projection()), steps(&veto.Table)},
		{complaint.Types(), derived(complaint.Projection()), steps(&complaint.Table, &complaint.IntakeTable)},
		{inspection.Types(), derived(inspection.Projection()), steps(&inspection.PlanTable, &inspection.PoolTable, &inspection.Table)},
		{coordination.Types(), derived(coordination.Projection()), coordination.Tables()},
		{violation.Types(), derived(violation.Projection()), steps(&violation.Table)},
		{programme.Types(), derived(programme.Projection()), steps(&programme.Table, &programme.ProjectTable)},
		{risk.Types(), derived(risk.Projection()), risk.Tables()},
		{oversight.Types(), oversight.Projections(), steps(&oversight.Table)}, // the last: it counts what the others wrote
	}
}

// eventTypes are the events of the whole program.
func eventTypes() (journal.Types, error) {
	var all [][]journal.Type
	for _, d := range domains() {
		all = append(all, d.types)
	}
	return journal.MakeTypes(all...)
}

// Projections are all derived tables, lower domains first.
func Projections() []journal.Projection {
	var out []journal.Projection
	for _, d := range domains() {
		out = append(out, d.projections...)
	}
	return out
}

// Procedures are all of them, for the diagrams in the documents.
func Procedures() []*flow.Table {
	var out []*flow.Table
	for _, d := range domains() {
		out = append(out, d.tables...)
	}
	return out
}

// Tables are the procedures by stream kind, for checking histories.
func Tables() map[string]*flow.Table {
	out := map[string]*flow.Table{}
	for _, t := range Procedures() {
		out[t.Name] = t
	}
	return out
}

// reactions is what an event of one domain causes another to do, in the same
// transaction.
func (h *House) reactions(c Config) []journal.Reaction {
	var out []journal.Reaction
	for _, of := range []func() []journal.Reaction{
		h.Review.Reactions,
		h.Recheck.Reactions,
		h.Mandate.Reactions,
		h.Conduct.Reactions,
		h.Consent.Reactions,
		h.Sites.Reactions,
		h.Filing.Reactions,
		h.Learning.Reactions,
		h.Interests.Reactions,
		h.Risk.Reactions,
		h.Programme.Reactions,
		h.Complaint.Reactions,
	} {
		out = append(out, of()...)
	}
	out = append(append(out, h.closeAccounts()), h.chain()...)
	if c.Mail.Host != "" {
		out = append(out, h.noticeReactions()...)
	}
	return out
}
