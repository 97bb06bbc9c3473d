package review

import (
	"slices"

	"lunheng/internal/flow"
	"lunheng/internal/lang"
)

// The states of a case. The info beside each says who acts next.
const (
	StateNone            flow.State = ""
	StateSubmitted       flow.State = "submitted"        // the secretary checks it
	StateReturned        flow.State = "returned"         // the applicant completes it
	StateAccepted        flow.State = "accepted"         // the secretary puts it on an agenda
	StateWithReviewers   flow.State = "with_reviewers"   // named members review it without a meeting
	StateScheduled       flow.State = "scheduled"        // it waits for its meeting
	StateInMeeting       flow.State = "in_meeting"       // the members deliberate
	StateChangesDue      flow.State = "changes_due"      // the applicant answers stipulations
	StateChangesAnswered flow.State = "changes_answered" // the chair or a named member checks them
	StateRevisionDue     flow.State = "revision_due"     // the applicant revises for a second review
	StateRecheckDue      flow.State = "recheck_due"      // the unit asks the department for experts
	StateRechecking      flow.State = "rechecking"       // the department has experts look again
	StateOpinionIn       flow.State = "opinion_in"       // the chair declares what follows from their opinion
	StateApproved        flow.State = "approved"
	StateRejected        flow.State = "rejected"
	StateWithdrawn       flow.State = "withdrawn"
)

const (
	law10     = "MEASURES-2023 10"
	law14     = "MEASURES-2023 14"
	law16     = "MEASURES-2023 16"
	law17     = "MEASURES-2023 17"
	law23     = "MEASURES-2023 23"
	law24     = "MEASURES-2023 24"
	law8      = "MEASURES-2023 8"
	onlyPacks = "a pack's list of grounds: the national rules know no suspension"
	house     = "house practice: nothing in the rules forbids it, and the file must show it"
)

// Table is the procedure of a case. Events that leave the state as it is stand
// in it too, so that every event of a stream can be checked.
var Table = flow.Table{
	Name: "review", Start: StateNone,
	States: []flow.Info{
		{State: StateSubmitted, Text: lang.T("待形式审查", "Submitted, to be checked"), Who: flow.RoleSecretary},
		{State: StateReturned, Text: lang.T("已退回补正", "Returned to be completed"), Who: flow.RoleApplicant},
		{State: StateAccepted, Text: lang.T("已受理", "Accepted"), Who: flow.RoleSecretary},
		{State: StateWithReviewers, Text: lang.T("简易程序审查中", "With named reviewers"), Who: flow.RoleMembers},
		{State: StateScheduled, Text: lang.T("已列入会议议程", "On an agenda"), Who: flow.RoleSecretary},
		{State: StateInMeeting, Text: lang.T("会议审查中", "Before the committee"), Who: flow.RoleMembers},
		{State: StateChangesDue, Text: lang.T("待按要求修改", "Changes due"), Who: flow.RoleApplicant},
		{State: StateChangesAnswered, Text: lang.T("修改待核对", "Changes to be checked"), Who: flow.RoleChair},
		{State: StateRevisionDue, Text: lang.T("待修改后再审", "Revision due"), Who: flow.RoleApplicant},
		{State: StateRecheckDue, Text: lang.T("初步同意，待申请专家复核", "Agreed to at first, expert re-review to be asked for"), Who: flow.RoleUnit},
		{State: StateRechecking, Text: lang.T("专家复核中", "Before the experts"), Who: flow.RoleDepartment},
		{State: StateOpinionIn, Text: lang.T("复核意见已到，待最终决定", "Experts have answered, final decision due"), Who: flow.RoleChair},
		{State: StateApproved, Text: lang.T("已批准", "Approved"), Who: flow.RoleNobody, Final: true},
		{State: StateRejected, Text: lang.T("不予批准", "Rejected"), Who: flow.RoleNobody, Final: true},
		{State: StateWithdrawn, Text: lang.T("已撤回", "Withdrawn"), Who: flow.RoleNobody, Final: true},
	},
	Transitions: slices.Concat(caseSteps(), simplifiedSteps(), appealSteps(), exemptionSteps(), caseNotes()),
}

// caseSteps are the transitions that move a case.
func caseSteps() []flow.Transition {
	steps := []flow.Transition{
		{From: StateNone, Verb: "open", Event: "review.opened", To: StateSubmitted, Role: flow.RoleApplicant, Law: "MEASURES-2023 9"},
		{From: StateSubmitted, Verb: "return", Event: "review.returned", To: StateReturned, Role: flow.RoleSecretary, Law: law10},
		{From: StateReturned, Verb: "resubmit", Event: "review.resubmitted", To: StateSubmitted, Role: flow.RoleApplicant, Law: law10},
		{From: StateSubmitted, Verb: "accept", Event: "review.accepted", To: StateAccepted, Role: flow.RoleSecretary, Law: law10},
		{From: StateAccepted, Verb: "schedule", Event: "review.scheduled", To: StateScheduled, Role: flow.RoleSecretary, Law: "MEASURES-2023 11"},
		{From: StateScheduled, Verb: "unschedule", Event: "review.unscheduled", To: StateAccepted, Role: flow.RoleSecretary, Law: house},
		{From: StateScheduled, Verb: "take_up", Event: "review.taken_up", To: StateInMeeting, Role: flow.RoleChair, Law: law14},
		{From: StateScheduled, Verb: "defer", Event: "review.deferred", To: StateAccepted, Role: flow.RoleChair, Law: law14},
		{From: StateInMeeting, Verb: "defer", Event: "review.deferred", To: StateAccepted, Role: flow.RoleChair, Law: law14},
		{From: StateInMeeting, Verb: "decide", Event: "review.approved", To: StateApproved, Role: flow.RoleChair, Law: law16},
		{From: StateInMeeting, Verb: "decide", Event: "review.changes_asked", To: StateChangesDue, Role: flow.RoleChair, Law: law16},
		{From: StateInMeeting, Verb: "decide", Event: "review.rereview_asked", To: StateRevisionDue, Role: flow.RoleChair, Law: law16},
		{From: StateInMeeting, Verb: "decide", Event: "review.rejected", To: StateRejected, Role: flow.RoleChair, Law: law16},
		{From: StateChangesDue, Verb: "submit_changes", Event: "review.changes_submitted", To: StateChangesAnswered, Role: flow.RoleApplicant, Law: law16},
		{From: StateChangesAnswered, Verb: "return_changes", Event: "review.changes_returned", To: StateChangesDue, Role: flow.RoleChair, Law: law16},
		{From: StateChangesAnswered, Verb: "confirm_changes", Event: "review.changes_confirmed", To: StateApproved, Role: flow.RoleChair, Law: law16},
		{From: StateRevisionDue, Verb: "resubmit", Event: "review.resubmitted", To: StateAccepted, Role: flow.RoleApplicant, Law: law16},
	}
	steps = append(steps, recheckSteps()...)
	for _, from := range openStates() {
		steps = append(steps, flow.Transition{From: from, Verb: "withdraw", Event: "review.withdrawn", To: StateWithdrawn, Role: flow.RoleApplicant, Law: house})
	}
	return steps
}

// openStates are the states in which a case is still under way.
func openStates() []flow.State {
	return []flow.State{StateSubmitted, StateReturned, StateAccepted, StateWithReviewers, StateScheduled, StateInMeeting,
		StateChangesDue, StateChangesAnswered, StateRevisionDue, StateRecheckDue, StateRechecking, StateOpinionIn}
}

// caseNotes are the events that are added to a case without moving it.
func caseNotes() []flow.Transition {
	underReview := []flow.State{StateSubmitted, StateAccepted, StateWithReviewers, StateScheduled, StateInMeeting, StateChangesAnswered}
	// After a call for revision the earlier decision can still be certified.
	decided := []flow.State{StateAccepted, StateWithReviewers, StateScheduled, StateInMeeting, StateChangesDue, StateChangesAnswered, StateRevisionDue, StateRecheckDue, StateRechecking,
		StateOpinionIn, StateApproved, StateRejected}
	waiting := []flow.State{StateAccepted, StateWithReviewers, StateScheduled, StateInMeeting} // for a decision
	everywhere := append(openStates(), StateApproved, StateRejected, StateWithdrawn)
	var out []flow.Transition
	note := func(in []flow.State, verb, event string, role flow.Role, law string) {
		for _, s := range in {
			out = append(out, flow.Transition{From: s, Verb: verb, Event: event, To: s, Role: role, Law: law})
		}
	}
	note(underReview, "ask", "review.question_asked", flow.RoleMembers, law14)
	note(openStates(), "answer", "review.question_answered", flow.RoleApplicant, law14)
	note(waiting, "extend", "review.extended", flow.RoleSecretary, law17)
	note(waiting, "suspend", "review.suspended", flow.RoleSecretary, onlyPacks)
	note(waiting, "resume", "review.resumed", flow.RoleSecretary, onlyPacks)
	note([]flow.State{StateChangesDue, StateRevisionDue}, "extend", "review.extended", flow.RoleSecretary, house)
	note([]flow.State{StateChangesDue}, "resubmit", "review.resubmitted", flow.RoleApplicant, law16)
	note([]flow.State{StateChangesDue}, "answer_stipulation", "review.stipulation_answered", flow.RoleApplicant, law16)
	note([]flow.State{StateChangesAnswered}, "check_stipulation", "review.stipulation_checked", flow.RoleChair, law16)
	note(decided, "issue_letter", "review.letter_issued", flow.RoleSecretary, law16)
	note(decided, "send_letter", "review.letter_sent", flow.RoleSecretary, law16)
	note([]flow.State{StateApproved}, "set_follow_up", "review.follow_up_set", flow.RoleChair, "MEASURES-2023 19")
	note(everywhere, "exclude", "review.member_excluded", flow.RoleMembers, law8)
	return out
}
