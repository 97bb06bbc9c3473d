package review

import (
	"slices"
	"strings"

	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// Decide is what the presiding person declares as the committee's decision.
type Decide struct {
	Meeting      string   `json:"meeting"`
	Review       string   `json:"review"`
	Round        int      `json:"round"` // the one that the person saw; 0: the last one
	Outcome      string   `json:"outcome"`
	Reasons      string   `json:"reasons"`
	Stipulations []string `json:"stipulations"`
	Checker      string   `json:"checker"`             // member who checks the changes; empty: the chair
	FollowUp     int      `json:"follow_up,omitempty"` // months to the next follow-up; 0: as the rules say
	Version      int64    `json:"version"`
	Key          string   `json:"key,omitempty"`
}

// Decide decides whether the vote makes a decision (article 16). Everything
// that stands against it is told at once.
func (m Meeting) Decide(cmd Decide, f Facts) (meeting, kase []journal.New, err error) {
	item, err := m.atHand(cmd.Review, "meeting.item_decided")
	if err != nil {
		return nil, nil, err
	}
	if m.Leads(item, f) != f.Actor {
		return nil, nil, notPresiding()
	}
	r := item.Round()
	switch {
	case r == nil || r.Open:
		return nil, nil, errs.Refuse("review.decide.no_vote", "还没有表决结果。", "There is no result of a vote yet.")
	case cmd.Round != 0 && cmd.Round != r.Number:
		return nil, nil, errs.New(errs.Conflict, "review.decide.round", lang.T("您看到的是第 %d 轮的结果，最后一轮是第 %d 轮。", "You saw the result of round %d; the last one is round %d."), cmd.Round, r.Number)
	case r.Application != f.Case.Application:
		return nil, nil, errs.New(errs.Conflict, "review.decide.changed", lang.T("表决之后申请有了新版本，须重新表决。", "The application changed after the vote; vote again."))
	}
	o, wrong := m.weigh(item, cmd, f)
	wrong = append(wrong, f.followUp(cmd.FollowUp)...)
	wrong = append(wrong, f.lawful()...)
	wrong = append(wrong, f.quorate()...)
	if err := wrong.Err(); err != nil {
		return nil, nil, err
	}
	kase, err = f.Case.decided(o, m.decision(item, cmd, f), f)
	if err != nil {
		return nil, nil, err
	}
	body := ItemDecided{Review: cmd.Review, Round: r.Number, Outcome: o.Code}
	return []journal.New{journal.Because(body, f.Grounds...)}, kase, nil
}

// weigh checks what the presiding person declares against the vote and the
// form that the outcome needs.
func (m *Meeting) weigh(item *Item, cmd Decide, f Facts) (Outcome, errs.List) {
	var wrong errs.List
	o, ok := f.outcome(cmd.Outcome)
	if !ok {
		wrong.Add(errs.Mistake("outcome", "review.decide.outcome", "请选择审查决定。", "Choose the decision."))
		return o, wrong
	}
	r := item.Round()
	if !r.Quorate {
		wrong.Add(errs.Refuse("review.quorum", "表决结束时到会情况不符合规定，须重新表决。", "Attendance fell short when the vote was closed; vote again."))
	}
	if majority := f.Majority[o.Code]; !majority.Passes {
		wrong.Add(errs.Refuse("review.decide.majority", "“%s”得 %d 票，需要 %d 票，没有通过。", "“%s” has %d votes and needs %d; it did not carry.",
			o.Text, r.Tally[o.Code], majority.Need))
	}
	if o.Reasons && strings.TrimSpace(cmd.Reasons) == "" {
		wrong.Add(errs.Mistake("reasons", "review.decide.reasons", "“%s”必须写明理由。", "“%s” has to be reasoned.", o.Text))
	}
	given := filled(cmd.Stipulations)
	if o.Stipulations && len(given) == 0 {
		wrong.Add(errs.Mistake("stipulations", "review.decide.stipulations", "“%s”必须逐条写明须修改的内容。", "“%s” has to list what to change, point by point.", o.Text))
	}
	if !o.Stipulations && len(given) > 0 {
		wrong.Add(errs.Mistake("stipulations", "review.decide.no_stipulations", "“%s”不附修改要求。", "“%s” takes no stipulations.", o.Text))
	}
	if s, seated := f.seat(cmd.Checker); cmd.Checker != "" && (!seated || !s.Votes(f.Today) || item.Out(cmd.Checker) || slices.Contains(f.Barred, cmd.Checker)) {
		wrong.Add(errs.Mistake("checker", "review.decide.checker", "核对人须是没有回避的委员。", "The checker has to be a member who is not out of the case."))
	}
	return o, wrong
}

// followUp checks the months to the next follow-up: a decision may shorten what the
// rules allow and never lengthen it (articles 19, 23 and 33).
func (f Facts) followUp(months int) errs.List {
	var wrong errs.List
	switch {
	case months == 0:
	case f.FollowUpMax == 0:
		wrong.Add(errs.Mistake("follow_up", "review.decide.no_follow_up", "这一决定之后没有跟踪审查可以定期。", "No follow-up comes after this decision that could be timed."))
	case months < 1 || months > f.FollowUpMax:
		wrong.Add(errs.Mistake("follow_up", "review.decide.follow_up", "跟踪审查的间隔为 1 到 %d 个月（审查办法第十九、二十三、三十三条）。", "Follow-ups are 1 to %d months apart (Review Measures, articles 19, 23 and 33).", f.FollowUpMax))
	}
	return wrong
}

// decision gathers the evidence.
func (m *Meeting) decision(item *Item, cmd Decide, f Facts) Decision {
	r := item.Round()
	d := Decision{Meeting: m.ID, Round: r.Number, Outcome: cmd.Outcome, Reasons: strings.TrimSpace(cmd.Reasons), Checker: cmd.Checker,
		Tally: r.Tally, Need: f.Majority[cmd.Outcome].Need, Secret: r.Secret, Presiding: f.Actor, Present: r.Present,
		Quorum: demands(f.Quorum), Application: f.Case.Application, FollowUp: cmd.FollowUp}
	for i, text := range filled(cmd.Stipulations) {
		d.Stipulations = append(d.Stipulations, Stipulation{No: i + 1, Text: text})
	}
	for person := range item.Excluded {
		d.Excluded = append(d.Excluded, person)
	}
	slices.Sort(d.Excluded)
	return d
}

// decided is the decision as an event of the case: which of the four ends it is
// follows from what the pack says about the outcome.
func (c Case) decided(o Outcome, d Decision, f Facts) ([]journal.New, error) {
	d.Moves = c.endClock(ClockDecision, flow.ClockMeet)
	var body journal.Body
	switch {
	case o.Approves && !o.Stipulations && len(f.Listed) > 0:
		moves := d.Moves
		if c.emergency() { // the hours run on while the experts look (article 36)
			moves = nil
		}
		d.Moves = nil
		body = PreliminaryGiven{Opinion: d, Listed: f.Listed, Clocks: flow.Clocks{Moves: moves}}
	case o.Approves && !o.Stipulations:
		d.Moves = append(d.Moves, f.startClock(ClockFollowUp, flow.RoleSecretary, c.Committee)...)
		body = Approved{d}
	case o.Approves:
		d.Moves = append(d.Moves, f.startClock(ClockChanges, flow.RoleApplicant, c.Applicant)...)
		body = ChangesAsked{d}
	case o.Stipulations:
		d.Moves = append(d.Moves, f.startClock(ClockChanges, flow.RoleApplicant, c.Applicant)...)
		body = RereviewAsked{d}
	default:
		body = Rejected{d}
	}
	if err := c.allows(body.EventType()); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(body, f.Grounds...)}, nil
}

// Why a meeting did not decide.
const (
	DeferQuorum   = "quorum_lost"
	DeferMajority = "no_majority"
	DeferTime     = "out_of_time"
	DeferMaterial = "more_information"
)

// Defer puts a case off to another meeting.
type Defer struct {
	Meeting string `json:"meeting"`
	Review  string `json:"review"`
	Reason  string `json:"reason"`
	Note    string `json:"note"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Defer decides to put a case off. The reason goes into the file: a case that
// was not reviewed must not look as if nothing had happened.
func (m Meeting) Defer(cmd Defer, f Facts) (meeting, kase []journal.New, err error) {
	item, err := m.itemFor(cmd.Review, "meeting.item_deferred")
	if err != nil {
		return nil, nil, err
	}
	if m.Leads(item, f) != f.Actor && !f.holds(RoleSecretary) {
		return nil, nil, notPresiding()
	}
	note := strings.TrimSpace(cmd.Note)
	r := item.Round()
	switch cmd.Reason {
	case DeferQuorum:
		if f.quorate().Err() == nil {
			return nil, nil, errs.Refuse("review.defer.quorum", "到会情况符合规定。", "The quorum is there.")
		}
	case DeferMajority:
		if r == nil || r.Open || anyPasses(r, f) {
			return nil, nil, errs.Refuse("review.defer.majority", "没有未获通过的表决结果。", "There is no vote that failed to carry.")
		}
	case DeferTime, DeferMaterial:
		if note == "" {
			return nil, nil, errs.Mistake("note", "review.defer.note", "请写明推迟的理由。", "Say why the case is put off.")
		}
	default:
		return nil, nil, errs.Mistake("reason", "review.defer.reason", "请选择推迟的理由。", "Choose why the case is put off.")
	}
	if r != nil && r.Open {
		return nil, nil, errs.Refuse("review.vote.running", "表决正在进行。", "A vote is under way.")
	}
	if err := f.Case.allows("review.deferred"); err != nil {
		return nil, nil, err
	}
	return []journal.New{journal.Because(ItemDeferred{Review: cmd.Review, Reason: cmd.Reason, Note: note}, f.Grounds...)},
		[]journal.New{journal.Because(Deferred{Meeting: m.ID, Reason: cmd.Reason, Note: note}, f.Grounds...)}, nil
}

func anyPasses(r *Round, f Facts) bool {
	return slices.ContainsFunc(r.Choices, func(code string) bool { return f.Majority[code].Passes })
}
