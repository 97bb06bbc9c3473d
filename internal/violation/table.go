package violation

import (
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// Kind of the streams.
const Kind = "case"

// Stream names the stream of a case.
func Stream(id string) string { return journal.StreamName(Kind, id) }

// The states of a case.
const (
	StateNone          flow.State = ""
	StateReceived      flow.State = "received"
	StateChecking      flow.State = "checking"
	StateInvestigating flow.State = "investigating"
	StateHearing       flow.State = "hearing"
	StateDecided       flow.State = "decided"
	StateCleared       flow.State = "cleared"
	StateAnnulled      flow.State = "annulled"
	StateRejected      flow.State = "rejected"
	StateDropped       flow.State = "dropped"
)

const (
	law54    = "OPINIONS-2022 5.4"
	reports  = "MISCONDUCT-2022 ch. 3"
	outcomes = "MISCONDUCT-2022 ch. 4"
	law49    = "MEASURES-2023 49-51"
	law52    = "OPINIONS-2022 5.2"
	law113   = "PROGRESS-LAW-2021 113"
	house    = "house practice: nothing in the rules forbids it, and the file must show it"
)

// Table is the procedure of a case.
var Table = flow.Table{
	Name: Kind, Start: StateNone,
	States: []flow.Info{
		{State: StateReceived, Text: lang.T("待决定是否受理", "To be taken up or refused"), Who: flow.RoleInvestigator},
		{State: StateChecking, Text: lang.T("初步核查", "Preliminary check"), Who: flow.RoleInvestigator},
		{State: StateInvestigating, Text: lang.T("调查中", "Under inquiry"), Who: flow.RoleInvestigator},
		{State: StateHearing, Text: lang.T("已告知，听取陈述、申辩", "Noticed, to be heard"), Who: flow.RoleConcerned},
		{State: StateDecided, Text: lang.T("已认定并处理", "Breach found and decided"), Who: flow.RoleNobody},
		{State: StateCleared, Text: lang.T("未认定违规", "No breach found"), Who: flow.RoleNobody},
		{State: StateAnnulled, Text: lang.T("决定已撤销", "Decision annulled"), Who: flow.RoleNobody},
		{State: StateRejected, Text: lang.T("不予受理", "Not taken up"), Who: flow.RoleNobody, Final: true},
		{State: StateDropped, Text: lang.T("核查后不予调查", "No ground for an inquiry"), Who: flow.RoleNobody, Final: true},
	},
	Transitions: steps(),
}

// live are the states before a decision.
func live() []flow.State {
	return []flow.State{StateReceived, StateChecking, StateInvestigating, StateHearing}
}

func steps() []flow.Transition {
	out := []flow.Transition{
		{From: StateNone, Verb: "open", Event: "case.opened", To: StateReceived, Role: flow.RoleInvestigator, Law: law54},
		{From: StateReceived, Verb: "accept", Event: "case.accepted", To: StateChecking, Role: flow.RoleInvestigator, Law: reports},
		{From: StateReceived, Verb: "reject", Event: "case.rejected", To: StateRejected, Role: flow.RoleInvestigator, Law: reports},
		{From: StateChecking, Verb: "check", Event: "case.checked", To: StateInvestigating, Role: flow.RoleInvestigator, Law: reports},
		{From: StateChecking, Verb: "check", Event: "case.dropped", To: StateDropped, Role: flow.RoleInvestigator, Law: reports},
		{From: StateInvestigating, Verb: "notice", Event: "case.noticed", To: StateHearing, Role: flow.RoleInvestigator, Law: outcomes},
		{From: StateHearing, Verb: "state", Event: "case.stated", To: StateHearing, Role: flow.RoleConcerned, Law: outcomes},
		{From: StateHearing, Verb: "decide", Event: "case.decided", To: StateDecided, Role: flow.RoleInvestigator, Law: law54},
		{From: StateInvestigating, Verb: "decide", Event: "case.cleared", To: StateCleared, Role: flow.RoleInvestigator, Law: outcomes},
		{From: StateHearing, Verb: "decide", Event: "case.cleared", To: StateCleared, Role: flow.RoleInvestigator, Law: outcomes},
		{From: StateDecided, Verb: "annul", Event: "case.annulled", To: StateAnnulled, Role: flow.RoleInvestigator, Law: outcomes},
	}
	stay := func(verb, event, law string, role flow.Role, in ...flow.State) {
		for _, from := range in {
			out = append(out, flow.Transition{From: from, Verb: verb, Event: event, To: from, Role: role, Law: law})
		}
	}
	// What is changed after a notice needs another one.
	afresh := func(verb, event, law string) {
		for _, from := range []flow.State{StateInvestigating, StateHearing} {
			out = append(out, flow.Transition{From: from, Verb: verb, Event: event, To: StateInvestigating, Role: flow.RoleInvestigator, Law: law})
		}
	}
	before := []flow.State{StateReceived, StateChecking}
	inquiry := []flow.State{StateInvestigating, StateHearing}
	working := []flow.State{StateChecking, StateInvestigating, StateHearing}
	stay("name", "case.party_named", reports, flow.RoleInvestigator, before...)
	stay("drop_party", "case.party_dropped", reports, flow.RoleInvestigator, before...)
	afresh("name", "case.party_named", reports)
	afresh("drop_party", "case.party_dropped", reports)
	stay("transfer", "case.transferred", law49, flow.RoleInvestigator, live()...)
	stay("designate", "case.designated", law49, flow.RoleDepartment, live()...)
	stay("take_over", "case.taken_over", law52, flow.RoleDepartment, live()...)
	stay("guide", "case.guided", law52, flow.RoleDepartment, append(live(), StateDecided)...)
	stay("plan", "case.planned", reports, flow.RoleInvestigator, StateInvestigating)
	stay("name_member", "case.member_named", reports, flow.RoleInvestigator, inquiry...)
	stay("leave", "case.member_left", reports, flow.RoleInvestigator, inquiry...)
	stay("declare", "case.interest_declared", reports, flow.RoleExperts, inquiry...)
	stay("assess", "case.assessed", reports, flow.RoleExperts, inquiry...)
	stay("interview", "case.interviewed", reports, flow.RoleInvestigator, working...)
	stay("add_evidence", "case.evidence_added", reports, flow.RoleInvestigator, working...)
	stay("move_evidence", "case.evidence_moved", reports, flow.RoleInvestigator, append(working, StateDecided, StateCleared, StateAnnulled)...)
	stay("take_interim", "case.interim_taken", law113, flow.RoleInvestigator, working...)
	stay("lift_interim", "case.interim_lifted", law113, flow.RoleInvestigator, append(working, StateDecided, StateCleared)...)
	stay("extend", "case.extended", reports, flow.RoleInvestigator, working...)
	afresh("find", "case.found", reports)
	afresh("propose", "case.proposed", outcomes)
	afresh("drop_proposal", "case.proposal_dropped", outcomes)
	stay("serve", "case.served", outcomes, flow.RoleInvestigator, StateDecided)
	stay("request", "case.request_made", outcomes, flow.RoleConcerned, StateDecided)
	stay("accept_request", "case.request_accepted", outcomes, flow.RoleInvestigator, StateDecided)
	stay("refuse_request", "case.request_refused", outcomes, flow.RoleInvestigator, StateDecided)
	stay("decide_request", "case.request_decided", outcomes, flow.RoleInvestigator, StateDecided)
	stay("refer", "case.referred", law54, flow.RoleInvestigator, append(working, StateDecided)...)
	stay("answer_referral", "case.referral_answered", law54, flow.RoleInvestigator, append(working, StateDecided, StateCleared, StateAnnulled)...)
	stay("publish", "case.published", law52, flow.RoleInvestigator, StateDecided)
	stay("unpublish", "case.unpublished", house, flow.RoleInvestigator, StateDecided)
	return out
}
