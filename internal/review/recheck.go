package review

import (
	"strings"

	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

const (
	law26 = "MEASURES-2023 26"
	law31 = "MEASURES-2023 31"
	law32 = "MEASURES-2023 32"
)

// recheckSteps are the transitions of listed work, on which experts look again
// before the committee decides finally.
func recheckSteps() []flow.Transition {
	return []flow.Transition{
		{From: StateInMeeting, Verb: "decide", Event: "review.preliminary_given", To: StateRecheckDue, Role: flow.RoleChair, Law: law26},
		{From: StateChangesAnswered, Verb: "confirm_changes", Event: "review.preliminary_confirmed", To: StateRecheckDue, Role: flow.RoleChair, Law: law26},
		{From: StateRecheckDue, Verb: "apply_recheck", Event: "review.recheck_applied", To: StateRechecking, Role: flow.RoleUnit, Law: law26},
		{From: StateRechecking, Verb: "feed_back", Event: "review.opinion_received", To: StateOpinionIn, Role: flow.RoleDepartment, Law: law31},
		{From: StateOpinionIn, Verb: "finalise", Event: "review.approved", To: StateApproved, Role: flow.RoleChair, Law: law32},
		{From: StateOpinionIn, Verb: "finalise", Event: "review.rejected", To: StateRejected, Role: flow.RoleChair, Law: law32},
		{From: StateOpinionIn, Verb: "finalise", Event: "review.rereview_asked", To: StateRevisionDue, Role: flow.RoleChair, Law: law32},
	}
}

// Opinion is what the experts of a re-review found.
type Opinion struct {
	Recheck    string `json:"recheck"` // id of the re-review
	Agrees     bool   `json:"agrees"`
	For        int    `json:"for"`     // experts who agree with the preliminary opinion
	Against    int    `json:"against"` // and who do not
	Need       int    `json:"need"`    // of all experts, for either answer
	All        int    `json:"all"`
	Summary    string `json:"summary,omitempty"`
	Department string `json:"department"`
}

// PreliminaryGiven says that the committee would approve listed work: a
// preliminary opinion, which lets nothing begin.
type PreliminaryGiven struct {
	Opinion Decision `json:"opinion"`
	Listed  []string `json:"listed"` // items of the list
	flow.Clocks
}

// PreliminaryConfirmed says the same once the changes that were asked for are
// made.
type PreliminaryConfirmed struct {
	Note   string   `json:"note,omitempty"`
	Listed []string `json:"listed"`
}

// RecheckApplied says that the unit has asked for the re-review.
type RecheckApplied struct {
	Recheck    string `json:"recheck"`
	Department string `json:"department"`
}

// OpinionReceived brings what the experts found.
type OpinionReceived struct {
	Opinion
}

// EventType names the event; so do those below.
func (PreliminaryGiven) EventType() string     { return "review.preliminary_given" }
func (PreliminaryConfirmed) EventType() string { return "review.preliminary_confirmed" }
func (RecheckApplied) EventType() string       { return "review.recheck_applied" }
func (OpinionReceived) EventType() string      { return "review.opinion_received" }

// applyRecheck takes in what happens between the preliminary opinion and the
// final decision.
func (c *Case) applyRecheck(e journal.Event) {
	switch b := e.Body.(type) {
	case PreliminaryGiven:
		d := b.Opinion
		c.Preliminary, c.Listed, c.Recheck, c.Opinion, c.Meeting = &d, b.Listed, "", nil, ""
	case PreliminaryConfirmed:
		c.Preliminary, c.Listed, c.Recheck, c.Opinion = c.Decision(), b.Listed, "", nil
	case RecheckApplied:
		c.Recheck = b.Recheck
	case OpinionReceived:
		o := b.Opinion
		c.Opinion = &o
	}
}

// ApplyRecheck decides that the re-review was asked for.
func (c Case) ApplyRecheck(recheck, department string, f Facts) ([]journal.New, error) {
	if err := c.allows("review.recheck_applied"); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(RecheckApplied{Recheck: recheck, Department: department}, f.Grounds...)}, nil
}

// ReceiveOpinion decides to take in what the experts of this case's re-review
// found.
func (c Case) ReceiveOpinion(o Opinion, f Facts) ([]journal.New, error) {
	if err := c.allows("review.opinion_received"); err != nil {
		return nil, err
	}
	if o.Recheck != c.Recheck {
		return nil, errs.Refuse("review.opinion.other", "这份意见不是本案复核的意见。", "This opinion is not that of this case's re-review.")
	}
	return []journal.New{journal.Because(OpinionReceived{o}, f.Grounds...)}, nil
}

// Finalise is the committee's final decision on listed work, which the presiding
// person declares.
type Finalise struct {
	Review       string   `json:"review"`
	Outcome      string   `json:"outcome"` // code of the pack's list
	Reasons      string   `json:"reasons"`
	Stipulations []string `json:"stipulations,omitempty"`
	Version      int64    `json:"version"`
	Key          string   `json:"key,omitempty"`
}

// FinalChoices are the outcomes that may follow the experts' opinion: approval
// when they agree, otherwise only those that do not approve (article 32).
func (c Case) FinalChoices(all []Outcome) []Outcome {
	if c.Opinion == nil {
		return nil
	}
	var out []Outcome
	for _, o := range all {
		if c.Opinion.Agrees && o.Approves && !o.Stipulations || !c.Opinion.Agrees && !o.Approves {
			out = append(out, o)
		}
	}
	return out
}

// Finalise decides finally, in line with the experts' opinion.
func (c Case) Finalise(cmd Finalise, f Facts) ([]journal.New, error) {
	if c.State != StateOpinionIn {
		return nil, c.notYetFinal()
	}
	if s, ok := f.seat(f.Actor); !ok || !s.Presides(f.Today) {
		return nil, notPresiding()
	}
	if _, out := c.Excluded[f.Actor]; out {
		return nil, recused()
	}
	var chosen *Outcome
	for _, o := range c.FinalChoices(f.Outcomes) {
		if o.Code == cmd.Outcome {
			chosen = &o
		}
	}
	if chosen == nil {
		return nil, errs.New(errs.Refused, "review.final.against", c.finalRule()).At("outcome")
	}
	d, err := c.finalDecision(cmd, *chosen, f)
	if err != nil {
		return nil, err
	}
	return c.final(*chosen, d, f)
}

// finalRule is what article 32 leaves open.
func (c Case) finalRule() lang.Text {
	if c.Opinion.Agrees {
		return lang.T("复核意见为同意，委员会按审查办法第三十二条作出批准的最终决定；需要另行修改的，请与部门重新商定复核。",
			"The experts agreed, so by article 32 the final decision is to approve.")
	}
	return lang.T("复核意见为不同意，按审查办法第三十二条不能批准；请选择不予批准，或者修改后再审（再审后须重新复核）。",
		"The experts did not agree, so by article 32 it cannot be approved: reject it, or ask for changes and another review, after which experts look again.")
}

// notYetFinal says why no final decision can be taken and who is to do what.
func (c Case) notYetFinal() error {
	switch c.State {
	case StateRecheckDue:
		return errs.Refuse("review.final.early", "清单内活动须先经专家复核（审查办法第二十六、三十二条）。请单位先向主管部门申请。",
			"Listed work goes to expert re-review first (Review Measures, articles 26 and 32); the unit has to ask the department.")
	case StateRechecking:
		return errs.Refuse("review.final.early", "专家复核尚未反馈，不能作出最终决定（审查办法第三十二条）。请等待主管部门反馈。",
			"The experts have not answered, so nothing can be decided finally (Review Measures, article 32); wait for the department.")
	}
	return c.allows("review.opinion_received")
}

// finalDecision carries the evidence of the preliminary opinion over.
func (c Case) finalDecision(cmd Finalise, o Outcome, f Facts) (Decision, error) {
	var wrong errs.List
	d := *c.Preliminary
	d.Moves, d.Stipulations, d.Checker = nil, nil, ""
	d.Outcome, d.Reasons, d.Presiding, d.Recheck, d.Application = o.Code, strings.TrimSpace(cmd.Reasons), f.Actor, c.Opinion, c.Application
	if o.Reasons && d.Reasons == "" {
		wrong.Add(errs.Mistake("reasons", "review.decide.reasons", "“%s”必须写明理由。", "“%s” has to be reasoned.", o.Text))
	}
	for i, text := range filled(cmd.Stipulations) {
		d.Stipulations = append(d.Stipulations, Stipulation{No: i + 1, Text: text})
	}
	if o.Stipulations && len(d.Stipulations) == 0 {
		wrong.Add(errs.Mistake("stipulations", "review.decide.stipulations", "“%s”必须逐条写明须修改的内容。", "“%s” has to list what to change, point by point.", o.Text))
	}
	if !o.Stipulations && len(d.Stipulations) > 0 {
		wrong.Add(errs.Mistake("stipulations", "review.decide.no_stipulations", "“%s”不附修改要求。", "“%s” takes no stipulations.", o.Text))
	}
	return d, wrong.Err()
}

// final is the one place where listed work comes to be approved: with the
// agreement of the experts in hand.
func (c Case) final(o Outcome, d Decision, f Facts) ([]journal.New, error) {
	var body journal.Body
	d.Moves = c.endClock(ClockDecision, flow.ClockMeet) // still running in an emergency
	switch {
	case c.Opinion.Agrees && o.Approves:
		d.Moves = append(d.Moves, f.startClock(ClockFollowUp, flow.RoleSecretary, c.Committee)...)
		body = Approved{d}
	case o.Stipulations:
		d.Moves = append(d.Moves, f.startClock(ClockChanges, flow.RoleApplicant, c.Applicant)...)
		body = RereviewAsked{d}
	default:
		body = Rejected{d}
	}
	return []journal.New{journal.Because(body, f.Grounds...)}, nil
}
