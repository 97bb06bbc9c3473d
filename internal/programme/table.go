package programme

import (
	"lunheng/internal/flow"
	"lunheng/internal/gate"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// The kinds of the streams.
const (
	Kind        = "programme"
	ProjectKind = "project"
)

// Stream names the stream of a programme.
func Stream(id string) string { return journal.StreamName(Kind, id) }

// ProjectStream names the stream of a project.
func ProjectStream(id string) string { return journal.StreamName(ProjectKind, id) }

// The states of a programme. The info beside each says who acts next.
const (
	StateNone      flow.State = ""
	StatePreparing flow.State = "preparing" // the guide is written
	StateOpen      flow.State = "open"      // units apply
	StateClosed    flow.State = "closed"    // nobody applies any more; projects go on
)

// The states of a project.
const (
	ProjectNone       flow.State = ""
	ProjectDraft      flow.State = "draft"
	ProjectApplied    flow.State = "applied"    // the funder looks at it
	ProjectAdmitted   flow.State = "admitted"   // to be approved
	ProjectExecuting  flow.State = "executing"  // approved, under way
	ProjectFinishing  flow.State = "finishing"  // acceptance is asked for
	ProjectAccepted   flow.State = "accepted"   // to be evaluated
	ProjectEvaluated  flow.State = "evaluated"  // done
	ProjectRefused    flow.State = "refused"    // not funded
	ProjectWithdrawn  flow.State = "withdrawn"  // taken back before approval
	ProjectTerminated flow.State = "terminated" // stopped by the funder
)

// Stages are those of a programme of public money, each with its gate.
const (
	StageGuide       gate.Before = "guide"
	StageApplication gate.Before = "application"
	StageApproval    gate.Before = "approval"
	StageExecution   gate.Before = "execution"
	StageAcceptance  gate.Before = "acceptance"
	StageEvaluation  gate.Before = "evaluation"
)

// Stages lists them in order.
func Stages() []gate.Before {
	return []gate.Before{StageGuide, StageApplication, StageApproval, StageExecution, StageAcceptance, StageEvaluation}
}

// StageText is a stage in words.
func StageText(stage gate.Before) lang.Text {
	switch stage {
	case StageGuide:
		return lang.T("指南", "Guide")
	case StageApplication:
		return lang.T("申报", "Application")
	case StageApproval:
		return lang.T("立项", "Approval")
	case StageExecution:
		return lang.T("实施", "Execution")
	case StageAcceptance:
		return lang.T("验收", "Acceptance")
	case StageEvaluation:
		return lang.T("评估", "Evaluation")
	}
	return lang.Text{}
}

// StageOf is the stage whose gate a project stands before; empty: none.
func StageOf(state flow.State) gate.Before {
	switch state {
	case ProjectDraft, ProjectApplied:
		return StageApplication
	case ProjectAdmitted:
		return StageApproval
	case ProjectExecuting:
		return StageExecution
	case ProjectFinishing:
		return StageAcceptance
	case ProjectAccepted, ProjectEvaluated:
		return StageEvaluation
	}
	return ""
}

const (
	law52 = "OPINIONS-2022 5.2"
	law54 = "OPINIONS-2022 5.4"
	house = "house practice: nothing in the rules forbids it, and the file must show it"
)

// Table is the procedure of a programme.
var Table = flow.Table{
	Name: Kind, Start: StateNone,
	States: []flow.Info{
		{State: StatePreparing, Text: lang.T("编写指南", "Guide being written"), Who: flow.RoleFunder},
		{State: StateOpen, Text: lang.T("申报中", "Open for applications"), Who: flow.RoleApplicant},
		{State: StateClosed, Text: lang.T("申报结束", "Applications closed"), Who: flow.RoleNobody},
	},
	Transitions: []flow.Transition{
		{From: StateNone, Verb: "begin", Event: "programme.begun", To: StatePreparing, Role: flow.RoleFunder, Law: law52},
		{From: StatePreparing, Verb: "write", Event: "programme.guide_written", To: StatePreparing, Role: flow.RoleFunder, Law: law52},
		{From: StatePreparing, Verb: "publish", Event: "programme.published", To: StateOpen, Role: flow.RoleFunder, Law: law52},
		{From: StateOpen, Verb: "close", Event: "programme.closed", To: StateClosed, Role: flow.RoleFunder, Law: house},
	},
}

// ProjectTable is the procedure of a project.
var ProjectTable = flow.Table{
	Name: ProjectKind, Start: ProjectNone,
	States: []flow.Info{
		{State: ProjectDraft, Text: lang.T("申报书草稿", "Application being written"), Who: flow.RoleApplicant},
		{State: ProjectApplied, Text: lang.T("已申报", "Applied for"), Who: flow.RoleFunder},
		{State: ProjectAdmitted, Text: lang.T("已受理，待立项", "Taken up, to be approved"), Who: flow.RoleFunder},
		{State: ProjectExecuting, Text: lang.T("实施中", "Under way"), Who: flow.RoleApplicant},
		{State: ProjectFinishing, Text: lang.T("待验收", "To be accepted"), Who: flow.RoleFunder},
		{State: ProjectAccepted, Text: lang.T("已验收，待评估", "Accepted, to be evaluated"), Who: flow.RoleFunder},
		{State: ProjectEvaluated, Text: lang.T("已评估", "Evaluated"), Who: flow.RoleNobody},
		{State: ProjectRefused, Text: lang.T("不予立项", "Not funded"), Who: flow.RoleNobody, Final: true},
		{State: ProjectWithdrawn, Text: lang.T("已撤回", "Withdrawn"), Who: flow.RoleNobody, Final: true},
		{State: ProjectTerminated, Text: lang.T("已终止", "Stopped"), Who: flow.RoleNobody, Final: true},
	},
	Transitions: projectSteps(),
}

// funded are the states in which money may follow.
func funded() []flow.State {
	return []flow.State{ProjectExecuting, ProjectFinishing, ProjectAccepted, ProjectEvaluated}
}

// live are the states in which a project, once applied for, has not ended.
func live() []flow.State { return append([]flow.State{ProjectApplied, ProjectAdmitted}, funded()...) }

func projectSteps() []flow.Transition {
	step := func(from flow.State, verb, event string, to flow.State, role flow.Role, law string) flow.Transition {
		return flow.Transition{From: from, Verb: verb, Event: "project." + event, To: to, Role: role, Law: law}
	}
	out := []flow.Transition{
		step(ProjectNone, "begin", "drafted", ProjectDraft, flow.RoleApplicant, law52),
		step(ProjectDraft, "write", "written", ProjectDraft, flow.RoleApplicant, law52),
		step(ProjectDraft, "submit", "submitted", ProjectApplied, flow.RoleApplicant, law52),
		step(ProjectApplied, "admit", "admitted", ProjectAdmitted, flow.RoleFunder, law52),
		step(ProjectAdmitted, "approve", "approved", ProjectExecuting, flow.RoleFunder, law52),
		step(ProjectExecuting, "finish", "finished", ProjectFinishing, flow.RoleApplicant, law52),
		step(ProjectFinishing, "accept", "accepted", ProjectAccepted, flow.RoleFunder, law52),
		step(ProjectAccepted, "evaluate", "evaluated", ProjectEvaluated, flow.RoleFunder, law52),
		step(ProjectApplied, "refuse", "refused", ProjectRefused, flow.RoleFunder, law54),
		step(ProjectAdmitted, "refuse", "refused", ProjectRefused, flow.RoleFunder, law54),
		step(ProjectExecuting, "terminate", "terminated", ProjectTerminated, flow.RoleFunder, law54),
		step(ProjectFinishing, "terminate", "terminated", ProjectTerminated, flow.RoleFunder, law54),
		step(ProjectExecuting, "report", "reported", ProjectExecuting, flow.RoleApplicant, law52),
		step(ProjectFinishing, "report", "reported", ProjectFinishing, flow.RoleApplicant, law52),
	}
	for _, from := range []flow.State{ProjectDraft, ProjectApplied, ProjectAdmitted} {
		out = append(out, step(from, "withdraw", "withdrawn", ProjectWithdrawn, flow.RoleApplicant, house))
	}
	for _, from := range append([]flow.State{ProjectDraft}, live()...) {
		out = append(out,
			step(from, "link", "activity_linked", from, flow.RoleApplicant, law52),
			step(from, "sign", "pledge_made", from, flow.RoleApplicant, "SHENZHEN-2024 6"),
			step(from, "sign", "pledge_signed", from, flow.RoleApplicant, "SHENZHEN-2024 6"))
	}
	for _, from := range live() {
		out = append(out,
			step(from, "check", "checked", from, flow.RoleFunder, law54),
			step(from, "settle_doubt", "doubt_settled", from, flow.RoleFunder, law54),
			step(from, "judge", "gate_opened", from, flow.RoleSystem, law52),
			step(from, "judge", "gate_closed", from, flow.RoleSystem, law52),
			step(from, "note", "finding_noted", from, flow.RoleFunder, "SHENYANG-MEASURES 8"),
			step(from, "answer", "finding_answered", from, flow.RoleApplicant, "SHENYANG-MEASURES 8"),
			step(from, "close", "finding_closed", from, flow.RoleFunder, "SHENYANG-MEASURES 8"),
			step(from, "hand", "findings_handed", from, flow.RoleSystem, law54),
			step(from, "reply", "referral_answered", from, flow.RoleFunder, law54))
	}
	for _, from := range funded() {
		out = append(out, step(from, "pay", "paid", from, flow.RoleFunder, law52))
	}
	return out
}
