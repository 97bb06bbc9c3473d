package review

import (
	"lunheng/internal/flow"
	"lunheng/internal/lang"
)

// The states of a meeting.
const (
	MeetingPlannedState   flow.State = "planned"          // the agenda is being made
	MeetingCalledState    flow.State = "called"           // agenda and papers are out
	MeetingOpenState      flow.State = "open"             // it sits
	MeetingClosedState    flow.State = "closed"           // minutes are to be drafted
	MinutesDraftedState   flow.State = "minutes_drafted"  // minutes are to be approved
	MinutesApprovedState  flow.State = "minutes_approved" // done
	MeetingCancelledState flow.State = "cancelled"
)

// MeetingTable is the procedure of a meeting.
var MeetingTable = flow.Table{
	Name: "meeting", Start: StateNone,
	States: []flow.Info{
		{State: MeetingPlannedState, Text: lang.T("筹备中", "Planned"), Who: flow.RoleSecretary},
		{State: MeetingCalledState, Text: lang.T("已通知", "Called"), Who: flow.RoleChair},
		{State: MeetingOpenState, Text: lang.T("进行中", "In session"), Who: flow.RoleMembers},
		{State: MeetingClosedState, Text: lang.T("已散会", "Closed"), Who: flow.RoleSecretary},
		{State: MinutesDraftedState, Text: lang.T("会议记录待批准", "Minutes to be approved"), Who: flow.RoleChair},
		{State: MinutesApprovedState, Text: lang.T("会议记录已批准", "Minutes approved"), Who: flow.RoleNobody, Final: true},
		{State: MeetingCancelledState, Text: lang.T("已取消", "Cancelled"), Who: flow.RoleNobody, Final: true},
	},
	Transitions: append(meetingSteps(), meetingNotes()...),
}

func meetingSteps() []flow.Transition {
	return []flow.Transition{
		{From: StateNone, Verb: "plan", Event: "meeting.planned", To: MeetingPlannedState, Role: flow.RoleSecretary, Law: "MEASURES-2023 11"},
		{From: MeetingPlannedState, Verb: "call", Event: "meeting.called", To: MeetingCalledState, Role: flow.RoleSecretary, Law: law14},
		{From: MeetingPlannedState, Verb: "cancel", Event: "meeting.cancelled", To: MeetingCancelledState, Role: flow.RoleSecretary, Law: house},
		{From: MeetingCalledState, Verb: "cancel", Event: "meeting.cancelled", To: MeetingCancelledState, Role: flow.RoleSecretary, Law: house},
		{From: MeetingCalledState, Verb: "open", Event: "meeting.opened", To: MeetingOpenState, Role: flow.RoleChair, Law: law14},
		{From: MeetingOpenState, Verb: "adjourn", Event: "meeting.adjourned", To: MeetingCalledState, Role: flow.RoleChair, Law: house},
		{From: MeetingOpenState, Verb: "close", Event: "meeting.closed", To: MeetingClosedState, Role: flow.RoleChair, Law: law14},
		{From: MeetingClosedState, Verb: "draft_minutes", Event: "meeting.minutes_drafted", To: MinutesDraftedState, Role: flow.RoleSecretary, Law: "MEASURES-2023 6"},
		{From: MinutesDraftedState, Verb: "approve_minutes", Event: "meeting.minutes_approved", To: MinutesApprovedState, Role: flow.RoleChair, Law: "MEASURES-2023 6"},
	}
}

// meetingNotes are what happens within a state.
func meetingNotes() []flow.Transition {
	agenda := []flow.State{MeetingPlannedState, MeetingCalledState}
	open := []flow.State{MeetingOpenState}
	declaring := []flow.State{MeetingPlannedState, MeetingCalledState, MeetingOpenState}
	var out []flow.Transition
	note := func(in []flow.State, verb, event string, role flow.Role, law string) {
		for _, s := range in {
			out = append(out, flow.Transition{From: s, Verb: verb, Event: event, To: s, Role: role, Law: law})
		}
	}
	note(agenda, "rearrange", "meeting.rearranged", flow.RoleSecretary, house)
	note(agenda, "add_item", "meeting.item_added", flow.RoleSecretary, "MEASURES-2023 11")
	note(agenda, "remove_item", "meeting.item_removed", flow.RoleSecretary, house)
	note(agenda, "move_item", "meeting.items_ordered", flow.RoleSecretary, house)
	note(declaring, "withdraw", "meeting.item_withdrawn", flow.RoleApplicant, house)
	note(declaring, "declare_interest", "meeting.interest_declared", flow.RoleMembers, law8)
	note(declaring, "exclude", "meeting.member_excluded", flow.RoleChair, law8)
	note(declaring, "invite_adviser", "meeting.adviser_invited", flow.RoleChair, law14)
	note(open, "arrive", "meeting.arrived", flow.RoleMembers, law14)
	note(open, "leave", "meeting.left", flow.RoleMembers, law14)
	note(open, "come_back", "meeting.came_back", flow.RoleMembers, law14)
	note(open, "open_item", "meeting.item_opened", flow.RoleChair, law14)
	note(open, "take_chair", "meeting.chair_taken", flow.RoleChair, law14)
	note(open, "check_point", "meeting.point_checked", flow.RoleMembers, "MEASURES-2023 15")
	note(open, "open_vote", "meeting.vote_opened", flow.RoleChair, law16)
	note(open, "cast_vote", "meeting.vote_cast", flow.RoleMembers, law16)
	note(open, "close_vote", "meeting.vote_closed", flow.RoleChair, law16)
	note(declaring, "apologise", "meeting.apology_noted", flow.RoleMembers, house)
	note(declaring, "time_item", "meeting.item_timed", flow.RoleSecretary, house)
	note(agenda, "mark_consent", "meeting.consent_marked", flow.RoleSecretary, house)
	note(declaring, "lift_consent", "meeting.consent_lifted", flow.RoleMembers, house)
	note(open, "approve_together", "meeting.consent_given", flow.RoleChair, law16)
	note(open, "leave", "meeting.quorum_lost", flow.RoleMembers, law14)
	note(open, "arrive", "meeting.quorum_reached", flow.RoleMembers, law14)
	note([]flow.State{MeetingCalledState, MeetingOpenState}, "exclude", "meeting.vote_voided", flow.RoleMembers, law8)
	note(open, "decide", "meeting.item_decided", flow.RoleChair, law16)
	note(open, "defer", "meeting.item_deferred", flow.RoleChair, law14)
	note([]flow.State{MinutesDraftedState}, "edit_minutes", "meeting.minutes_edited", flow.RoleSecretary, "MEASURES-2023 6")
	return out
}
