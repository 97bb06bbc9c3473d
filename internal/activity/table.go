package activity

import (
	"lunheng/internal/flow"
	"lunheng/internal/lang"
)

// The states of an activity. The info beside each says who acts next.
const (
	StateNone        flow.State = ""
	StateDraft       flow.State = "draft"        // the applicant writes
	StateSubmitted   flow.State = "submitted"    // the secretary checks it
	StateUnderReview flow.State = "under_review" // the committee has taken it up
	StateCorrecting  flow.State = "correcting"   // the applicant completes, answers or revises
	StateApproved    flow.State = "approved"
	StateExempt      flow.State = "exempt" // from review, as the committee found
	StateRejected    flow.State = "rejected"
	StateWithdrawn   flow.State = "withdrawn"
	StateDiscarded   flow.State = "discarded"
)

// What the steps rest on, as the documents show it.
const (
	lawAssess = "MEASURES-2023 9"
	lawFile   = "MEASURES-2023 9(1)-(6)"
	lawGaps   = "MEASURES-2023 10"
	lawDecide = "MEASURES-2023 16"
	lawAppeal = "MEASURES-2023 18"
	lawExempt = "MEDICAL-2023 32"
	house     = "house practice: nothing in the rules forbids it, and the file must show it"
)

// Table is the life of an application. Events that leave the state as it is
// stand in it too, so that every event of a stream can be checked.
var Table = flow.Table{
	Name: Kind, Start: StateNone,
	States: []flow.Info{
		{State: StateDraft, Text: lang.T("草稿", "Draft"), Who: flow.RoleApplicant},
		{State: StateSubmitted, Text: lang.T("已提交", "Submitted"), Who: flow.RoleSecretary},
		{State: StateUnderReview, Text: lang.T("审查中", "Under review"), Who: flow.RoleMembers},
		{State: StateCorrecting, Text: lang.T("待补正或修改", "To be completed or changed"), Who: flow.RoleApplicant},
		{State: StateApproved, Text: lang.T("已批准", "Approved"), Who: flow.RoleNobody, Final: true},
		{State: StateExempt, Text: lang.T("免除审查", "Exempt from review"), Who: flow.RoleNobody},
		{State: StateRejected, Text: lang.T("不予批准", "Rejected"), Who: flow.RoleNobody},
		{State: StateWithdrawn, Text: lang.T("已撤回", "Withdrawn"), Who: flow.RoleNobody, Final: true},
		{State: StateDiscarded, Text: lang.T("已丢弃", "Discarded"), Who: flow.RoleNobody, Final: true},
	},
	Transitions: append(steps(), notes()...),
}

// steps are the transitions that move an application.
func steps() []flow.Transition {
	out := []flow.Transition{
		{From: StateNone, Verb: "draft", Event: "activity.drafted", To: StateDraft, Role: flow.RoleApplicant, Law: lawAssess},
		{From: StateDraft, Verb: "discard", Event: "activity.discarded", To: StateDiscarded, Role: flow.RoleApplicant, Law: house},
		{From: StateDraft, Verb: "submit", Event: "activity.submitted", To: StateSubmitted, Role: flow.RoleApplicant, Law: lawFile},
		{From: StateCorrecting, Verb: "submit", Event: "activity.submitted", To: StateSubmitted, Role: flow.RoleApplicant, Law: lawGaps},
	}
	out = append(out,
		flow.Transition{From: StateSubmitted, Verb: "mark", Event: "activity.exempted", To: StateExempt, Role: flow.RoleChair, Law: lawExempt},
		flow.Transition{From: StateSubmitted, Verb: "mark", Event: "activity.exemption_ended", To: StateCorrecting, Role: flow.RoleChair, Law: lawExempt},
		flow.Transition{From: StateExempt, Verb: "mark", Event: "activity.exemption_ended", To: StateCorrecting, Role: flow.RoleChair, Law: lawExempt})
	out = append(out, flow.Transition{From: StateApproved, Verb: "mark", Event: "activity.amended", To: StateApproved, Role: flow.RoleChair, Law: "MEASURES-2023 22"})
	// What the committee does with it. Which of these follow each other is the
	// procedure of the case; here any may come that finds the file with it.
	for _, from := range []flow.State{StateSubmitted, StateUnderReview, StateCorrecting} {
		out = append(out,
			flow.Transition{From: from, Verb: "mark", Event: "activity.taken_up", To: StateUnderReview, Role: flow.RoleSecretary, Law: lawGaps},
			flow.Transition{From: from, Verb: "mark", Event: "activity.returned", To: StateCorrecting, Role: flow.RoleSecretary, Law: lawGaps},
			flow.Transition{From: from, Verb: "mark", Event: "activity.changes_asked", To: StateCorrecting, Role: flow.RoleChair, Law: lawDecide},
			flow.Transition{From: from, Verb: "mark", Event: "activity.approved", To: StateApproved, Role: flow.RoleChair, Law: lawDecide},
			flow.Transition{From: from, Verb: "mark", Event: "activity.rejected", To: StateRejected, Role: flow.RoleChair, Law: lawDecide},
			flow.Transition{From: from, Verb: "mark", Event: "activity.withdrawn", To: StateWithdrawn, Role: flow.RoleApplicant, Law: house})
	}
	return append(out, flow.Transition{From: StateRejected, Verb: "mark", Event: "activity.approved", To: StateApproved, Role: flow.RoleChair, Law: lawAppeal})
}

// notes are what happens while the applicant has the file.
func notes() []flow.Transition {
	var out []flow.Transition
	for _, in := range []flow.State{StateDraft, StateCorrecting} {
		for _, n := range []struct{ verb, event, law string }{
			{"assess", "activity.assessed", lawAssess},
			{"save", "activity.saved", lawFile},
			{"save", "activity.parked", house},
			{"drop_parked", "activity.park_dropped", house},
			{"answer_hint", "activity.hint_answered", lawAssess},
			{"ask_opinion", "activity.opinion_asked", house},
			{"choose_unit", "activity.unit_chosen", lawAssess},
			{"keep_version", "activity.version_kept", house},
			{"add_person", "activity.person_added", lawFile},
			{"remove_person", "activity.person_removed", lawFile},
			{"change_leader", "activity.leader_changed", lawAssess},
			{"attach", "activity.file_attached", lawFile},
			{"attach", "activity.file_replaced", lawFile},
			{"remove_file", "activity.file_removed", lawFile},
		} {
			out = append(out, flow.Transition{From: in, Verb: n.verb, Event: n.event, To: in, Role: flow.RoleApplicant, Law: n.law})
		}
		out = append(out, flow.Transition{From: in, Verb: "give_opinion", Event: "activity.opinion_given", To: in, Role: flow.RoleSystem, Law: house})
	}
	return out
}
