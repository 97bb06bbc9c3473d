package review

import (
	"slices"
	"strings"

	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// Codes of procedures, as packs name them.
const (
	ByMeeting    = "meeting"
	BySimplified = "simplified"
)

// Why a case goes from named reviewers to a meeting (article 24).
const (
	TriggerNegative     = "negative_outcome"
	TriggerDoubt        = "doubt"
	TriggerDisagreement = "disagreement"
	TriggerRequest      = "request"
)

// Reviewer is a member who reviews a case under the simplified procedure.
type Reviewer struct {
	Person  string        `json:"person"`
	Opinion *OpinionGiven `json:"opinion,omitempty"` // nil: not given yet
}

// ReviewersNamed says who reviews a case without a meeting, and why it may be so.
type ReviewersNamed struct {
	Reviewers []string `json:"reviewers"`
	Reason    string   `json:"reason"`
}

// OpinionGiven is what one reviewer finds.
type OpinionGiven struct {
	Outcome      string   `json:"outcome"`
	Reasons      string   `json:"reasons,omitempty"`
	Stipulations []string `json:"stipulations,omitempty"`
	Doubt        string   `json:"doubt,omitempty"`   // about the content; empty: none
	Meeting      bool     `json:"meeting,omitempty"` // asks for a meeting
	Application  int64    `json:"application"`
}

// MovedToMeeting ends the simplified procedure of a case without a decision.
type MovedToMeeting struct {
	Trigger string `json:"trigger"` // see the Trigger… constants
	Note    string `json:"note,omitempty"`
}

// EventType names the event; so do those below.
func (ReviewersNamed) EventType() string { return "review.reviewers_named" }
func (OpinionGiven) EventType() string   { return "review.opinion_given" }
func (MovedToMeeting) EventType() string { return "review.moved_to_meeting" }

// NameReviewers is the chair's choice of reviewers, all of them at once.
type NameReviewers struct {
	Review    string   `json:"review"`
	Reviewers []string `json:"reviewers"`
	Reason    string   `json:"reason"` // why the simplified procedure applies
	Version   int64    `json:"version"`
	Key       string   `json:"key,omitempty"`
}

// NameReviewers decides who reviews without a meeting (article 23). Opinions of
// those who are named again stand.
func (c Case) NameReviewers(cmd NameReviewers, f Facts) ([]journal.New, error) {
	if err := c.allows("review.reviewers_named"); err != nil {
		return nil, err
	}
	if c.Procedure != BySimplified {
		return nil, errs.Refuse("review.reviewers.procedure", "此件不适用简易程序，须由会议审查。", "The simplified procedure does not apply to this case; a meeting reviews it.")
	}
	wrong := f.lawful()
	named := filled(cmd.Reviewers)
	for _, person := range named {
		if s, seated := f.seat(person); !seated || !s.Votes(f.Today) || c.Out(person) || slices.Contains(f.Barred, person) {
			wrong.Add(errs.Mistake("reviewers", "review.reviewers.who", "审查人须是在任、没有回避的委员。", "A reviewer has to be a member in office who is not out of the case."))
		} else if x := f.registered(person); x != nil {
			wrong.Add(refuseInterested(x))
		}
	}
	slices.Sort(named)
	if named = slices.Compact(named); len(named) < f.Reviewers {
		wrong.Add(errs.Mistake("reviewers", "review.reviewers.few", "至少指定 %d 名委员。", "Name at least %d members.", f.Reviewers))
	}
	if strings.TrimSpace(cmd.Reason) == "" {
		wrong.Add(errs.Mistake("reason", "review.reviewers.reason", "请写明为什么适用简易程序。", "Say why the simplified procedure applies."))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(ReviewersNamed{Reviewers: named, Reason: strings.TrimSpace(cmd.Reason)}, f.Grounds...)}, nil
}

// GiveOpinion is one reviewer's finding.
type GiveOpinion struct {
	Review       string   `json:"review"`
	Outcome      string   `json:"outcome"`
	Reasons      string   `json:"reasons"`
	Stipulations []string `json:"stipulations"`
	Doubt        string   `json:"doubt"`
	Meeting      bool     `json:"meeting"`
	Version      int64    `json:"version"`
	Key          string   `json:"key,omitempty"`
}

// GiveOpinion takes a reviewer's opinion. One that meets a trigger moves the case
// to a meeting in the same act: nobody can overlook it.
func (c Case) GiveOpinion(cmd GiveOpinion, f Facts) ([]journal.New, error) {
	if err := c.allows("review.opinion_given"); err != nil {
		return nil, err
	}
	r := c.reviewer(f.Actor)
	if r == nil {
		return nil, errs.New(errs.Forbidden, "review.opinion.who", lang.T("只有被指定的委员提出审查意见。", "Only the members named for it give an opinion."))
	}
	if s, seated := f.seat(f.Actor); !seated || !s.Votes(f.Today) {
		return nil, errs.Refuse("review.opinion.term", "您现在不是在任委员。", "You are not a member in office now.")
	}
	if x := f.registered(f.Actor); x != nil {
		return nil, refuseInterested(x)
	}
	if r.Opinion != nil {
		return nil, errs.Refuse("review.opinion.twice", "您已经提出过意见。", "You have given your opinion.")
	}
	body := OpinionGiven{Outcome: cmd.Outcome, Reasons: strings.TrimSpace(cmd.Reasons), Stipulations: filled(cmd.Stipulations),
		Doubt: strings.TrimSpace(cmd.Doubt), Meeting: cmd.Meeting, Application: c.Application}
	o, err := body.check(f)
	if err != nil {
		return nil, err
	}
	news := []journal.New{journal.Because(body, f.Grounds...)}
	if trigger := c.trigger(o, body); trigger != "" {
		news = append(news, journal.Because(MovedToMeeting{Trigger: trigger, Note: body.Doubt}, f.Triggers[trigger]...))
	}
	return news, nil
}

// check refuses an opinion that lacks what its outcome needs.
func (b OpinionGiven) check(f Facts) (Outcome, error) {
	var wrong errs.List
	o, ok := f.outcome(b.Outcome)
	if !ok {
		wrong.Add(errs.Mistake("outcome", "review.opinion.outcome", "请选择意见。", "Choose your opinion."))
	}
	if ok && o.Reasons && b.Reasons == "" {
		wrong.Add(errs.Mistake("reasons", "review.decide.reasons", "“%s”必须写明理由。", "“%s” has to be reasoned.", o.Text))
	}
	if ok && o.Stipulations && len(b.Stipulations) == 0 {
		wrong.Add(errs.Mistake("stipulations", "review.decide.stipulations", "“%s”必须逐条写明须修改的内容。", "“%s” has to list what to change, point by point.", o.Text))
	}
	if ok && !o.Stipulations && len(b.Stipulations) > 0 {
		wrong.Add(errs.Mistake("stipulations", "review.decide.no_stipulations", "“%s”不附修改要求。", "“%s” takes no stipulations.", o.Text))
	}
	return o, wrong.Err()
}

// trigger is what in the last opinion moves the case to a meeting, or nothing.
// The opinions disagree as soon as two of them differ.
func (c Case) trigger(o Outcome, last OpinionGiven) string {
	switch {
	case !o.Approves:
		return TriggerNegative
	case last.Doubt != "":
		return TriggerDoubt
	case last.Meeting:
		return TriggerRequest
	}
	for _, r := range c.Reviewers {
		if r.Opinion != nil && r.Opinion.Outcome != last.Outcome {
			return TriggerDisagreement
		}
	}
	return ""
}

// MoveToMeeting gives a case of the simplified procedure to a meeting.
type MoveToMeeting struct {
	Review  string `json:"review"`
	Note    string `json:"note"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// MoveToMeeting decides to do so at the chair's wish.
func (c Case) MoveToMeeting(cmd MoveToMeeting, f Facts) ([]journal.New, error) {
	if err := c.allows("review.moved_to_meeting"); err != nil {
		return nil, err
	}
	if c.Procedure != BySimplified {
		return nil, errs.Refuse("review.move.already", "此件本来就由会议审查。", "A meeting reviews this case already.")
	}
	note := strings.TrimSpace(cmd.Note)
	if note == "" {
		return nil, errs.Mistake("note", "review.move.note", "请写明为什么转为会议审查。", "Say why it goes to a meeting.")
	}
	return []journal.New{journal.Because(MovedToMeeting{Trigger: TriggerRequest, Note: note}, f.Triggers[TriggerRequest]...)}, nil
}

// DecideSimplified is the declaration of what the reviewers agree on.
type DecideSimplified struct {
	Review       string   `json:"review"`
	Reasons      string   `json:"reasons"`
	Stipulations []string `json:"stipulations"`        // none: those of the opinions
	FollowUp     int      `json:"follow_up,omitempty"` // months to the next follow-up; 0: as the rules say
	Version      int64    `json:"version"`
	Key          string   `json:"key,omitempty"`
}

// DecideSimplified decides without a meeting. The outcome is not the chair's to
// choose: it is the one on which all reviewers agree, and there must be enough
// of them. Why the procedure applied goes into the decision (article 23).
func (c Case) DecideSimplified(cmd DecideSimplified, f Facts) ([]journal.New, error) {
	if c.State != StateWithReviewers {
		return nil, c.notWithReviewers()
	}
	wrong := f.lawful()
	if len(c.Reviewers) < f.Reviewers {
		wrong.Add(errs.Refuse("review.simplified.few", "审查人不足 %d 名，请先补充指定。", "There are fewer than %d reviewers; name others first.", f.Reviewers))
	}
	wrong = append(wrong, f.followUp(cmd.FollowUp)...)
	for _, r := range c.Reviewers {
		if r.Opinion == nil {
			wrong.Add(errs.Refuse("review.simplified.waiting", "还有审查人没有提出意见。", "Not every reviewer has given an opinion."))
			break
		}
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	o, _ := f.outcome(c.Reviewers[0].Opinion.Outcome)
	if reasons := strings.TrimSpace(cmd.Reasons); o.Reasons && reasons == "" {
		return nil, errs.Mistake("reasons", "review.decide.reasons", "“%s”必须写明理由。", "“%s” has to be reasoned.", o.Text)
	}
	return c.decided(o, c.agreed(cmd, o, f), f)
}

// agreed is the decision that the reviewers' opinions make.
func (c Case) agreed(cmd DecideSimplified, o Outcome, f Facts) Decision {
	d := Decision{Procedure: BySimplified, Why: c.Simplified, Outcome: o.Code, Reasons: strings.TrimSpace(cmd.Reasons),
		Tally: map[string]int{o.Code: len(c.Reviewers)}, Need: len(c.Reviewers), Presiding: f.Actor, Application: c.Application, FollowUp: cmd.FollowUp,
		Quorum: []Demand{{Code: "reviewers", Have: len(c.Reviewers), Need: f.Reviewers}}}
	points := filled(cmd.Stipulations)
	for _, r := range c.Reviewers {
		s, _ := f.seat(r.Person)
		d.Present = append(d.Present, Attendant{Person: r.Person, Role: s.Role})
		if len(filled(cmd.Stipulations)) == 0 {
			points = append(points, r.Opinion.Stipulations...)
		}
	}
	if o.Stipulations {
		for i, text := range points {
			d.Stipulations = append(d.Stipulations, Stipulation{No: i + 1, Text: text})
		}
	}
	for person := range c.Excluded {
		d.Excluded = append(d.Excluded, person)
	}
	slices.Sort(d.Excluded)
	return d
}

// Recuse is a member's word that they have an interest in a case.
type Recuse struct {
	Review  string `json:"review"`
	Nature  string `json:"nature"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Recuse closes the file to the member at once (article 8). On an agenda the
// interest is declared in the meeting, which has to know of it too.
func (c Case) Recuse(cmd Recuse, f Facts) ([]journal.New, error) {
	if err := c.allows("review.member_excluded"); err != nil {
		return nil, err
	}
	switch {
	case c.Meeting != "":
		return nil, errs.Refuse("review.recuse.meeting", "此件已列入会议议程，请在会议页面申报利益。", "The case is on an agenda: declare the interest on the meeting's page.")
	case strings.TrimSpace(cmd.Nature) == "":
		return nil, errs.Mistake("nature", "review.recuse.nature", "请写明是什么利益。", "Say what the interest is.")
	}
	body := MemberExcluded{Person: f.Actor, Nature: strings.TrimSpace(cmd.Nature), Declared: true}
	return []journal.New{journal.Because(body, f.Grounds...)}, nil
}

// applySimplified takes in what happens without a meeting.
func (c *Case) applySimplified(e journal.Event) {
	switch b := e.Body.(type) {
	case ReviewersNamed:
		before := c.Reviewers
		c.Simplified, c.Reviewers = b.Reason, nil
		for _, person := range b.Reviewers {
			r := Reviewer{Person: person}
			if i := slices.IndexFunc(before, func(r Reviewer) bool { return r.Person == person }); i >= 0 && before[i].current(c.Application) {
				r.Opinion = before[i].Opinion
			}
			c.Reviewers = append(c.Reviewers, r)
		}
	case OpinionGiven:
		if r := c.reviewer(e.Actor); r != nil {
			r.Opinion = &b
		}
	case MovedToMeeting:
		c.Procedure, c.Moved = ByMeeting, &b
	}
}

// current reports whether an opinion was given on this version.
func (r Reviewer) current(application int64) bool {
	return r.Opinion != nil && r.Opinion.Application == application
}

// reviewer is a copy-safe way to one reviewer, or nil.
func (c *Case) reviewer(person string) *Reviewer {
	for i := range c.Reviewers {
		if c.Reviewers[i].Person == person {
			return &c.Reviewers[i]
		}
	}
	return nil
}

// Who has a case in a state under a procedure: an accepted case waits for a place
// on an agenda or, without a meeting, for the chair to name reviewers.
func Who(state flow.State, procedure string) flow.Role {
	if state == StateAccepted && procedure == BySimplified {
		return flow.RoleChair
	}
	return Table.Info(state).Who
}

// Out reports whether a person is out of the case.
func (c Case) Out(person string) bool {
	_, out := c.Excluded[person]
	return out
}

func (c Case) notWithReviewers() error {
	if c.State == StateNone {
		return c.allows("review.approved")
	}
	return errs.New(errs.Refused, "review.state", lang.T(
		"此件目前的状态是“%s”，不能这样处理。", "The case is now in the state “%s”, which does not allow this."), Table.Info(c.State).Text)
}

// simplifiedSteps are the transitions of the simplified procedure.
func simplifiedSteps() []flow.Transition {
	return []flow.Transition{
		{From: StateAccepted, Verb: "name_reviewers", Event: "review.reviewers_named", To: StateWithReviewers, Role: flow.RoleChair, Law: law23},
		{From: StateWithReviewers, Verb: "name_reviewers", Event: "review.reviewers_named", To: StateWithReviewers, Role: flow.RoleChair, Law: law23},
		{From: StateWithReviewers, Verb: "give_opinion", Event: "review.opinion_given", To: StateWithReviewers, Role: flow.RoleMembers, Law: law23},
		{From: StateWithReviewers, Verb: "move_to_meeting", Event: "review.moved_to_meeting", To: StateAccepted, Role: flow.RoleMembers, Law: law24},
		{From: StateAccepted, Verb: "move_to_meeting", Event: "review.moved_to_meeting", To: StateAccepted, Role: flow.RoleChair, Law: law24},
		{From: StateWithReviewers, Verb: "decide_simplified", Event: "review.approved", To: StateApproved, Role: flow.RoleChair, Law: law23},
		{From: StateWithReviewers, Verb: "decide_simplified", Event: "review.changes_asked", To: StateChangesDue, Role: flow.RoleChair, Law: law23},
	}
}
