package review

import (
	"slices"
	"strings"

	"lunheng/internal/errs"
	"lunheng/internal/journal"
)

// DeclareInterest is what a member says about a case before or during the meeting.
type DeclareInterest struct {
	Meeting  string `json:"meeting"`
	Review   string `json:"review"`
	Conflict bool   `json:"conflict"`
	Nature   string `json:"nature"`
	Version  int64  `json:"version"`
	Key      string `json:"key,omitempty"`
}

// DeclareInterest decides on a declaration (article 8). A conflict excludes at
// once; a vote the person took part in no longer counts.
func (m Meeting) DeclareInterest(cmd DeclareInterest, f Facts) (meeting, kase []journal.New, err error) {
	item, err := m.itemFor(cmd.Review, "meeting.interest_declared")
	if err != nil {
		return nil, nil, err
	}
	if _, ok := f.seat(f.Actor); !ok && !invited(item, f.Actor) {
		return nil, nil, errs.Refuse("review.interest.who", "只有委员和受邀顾问需要申报。", "Only members and invited advisers declare.")
	}
	if item.Out(f.Actor) {
		return nil, nil, recused()
	}
	nature := strings.TrimSpace(cmd.Nature)
	if cmd.Conflict && nature == "" {
		return nil, nil, errs.Mistake("nature", "review.interest.nature", "请说明利益冲突的性质。", "Say what the conflict is.")
	}
	body := InterestDeclared{Review: cmd.Review, Person: f.Actor, Conflict: cmd.Conflict}
	if !cmd.Conflict {
		return []journal.New{journal.Because(body, f.Grounds...)}, nil, nil
	}
	body.Nature = nature
	out := MemberExcluded{Person: f.Actor, Nature: nature, Declared: true}
	return append([]journal.New{journal.Because(body, f.Grounds...)}, item.void(f.Actor, f)...), f.Case.exclude(out, f), nil
}

// ExcludeMember is the chair's finding of a conflict.
type ExcludeMember struct {
	Meeting string `json:"meeting"`
	Review  string `json:"review"`
	Person  string `json:"person"`
	Reason  string `json:"reason"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Exclude decides to shut a member out of a case.
func (m Meeting) Exclude(cmd ExcludeMember, f Facts) (meeting, kase []journal.New, err error) {
	item, err := m.itemFor(cmd.Review, "meeting.member_excluded")
	if err != nil {
		return nil, nil, err
	}
	if s, ok := f.seat(f.Actor); !ok || !s.Presides(f.Today) || item.Out(f.Actor) {
		return nil, nil, notPresiding()
	}
	if strings.TrimSpace(cmd.Reason) == "" {
		return nil, nil, errs.Mistake("reason", "review.exclude.reason", "请写明理由。", "Give the reason.")
	}
	if item.Out(cmd.Person) {
		return nil, nil, errs.Refuse("review.exclude.twice", "此人已经回避。", "This person is out of the case already.")
	}
	if _, ok := f.seat(cmd.Person); !ok && !invited(item, cmd.Person) {
		return nil, nil, errs.Mistake("person", "review.exclude.person", "此人不是委员或受邀顾问。", "This person is neither a member nor an invited adviser.")
	}
	reason := strings.TrimSpace(cmd.Reason)
	news := []journal.New{journal.Because(ItemExcluded{Review: cmd.Review, Person: cmd.Person, Reason: reason}, f.Grounds...)}
	return append(news, item.void(cmd.Person, f)...), f.Case.exclude(MemberExcluded{Person: cmd.Person, Nature: reason}, f), nil
}

// exclude is the same for the case.
func (c Case) exclude(body MemberExcluded, f Facts) []journal.New {
	if _, already := c.Excluded[body.Person]; already {
		return nil
	}
	return []journal.New{journal.Because(body, f.Grounds...)}
}

// void ends a round for which a person counted who is out now: by a vote, or by
// having been there when it was closed.
func (i *Item) void(person string, f Facts) []journal.New {
	r := i.Round()
	if r == nil || !r.counts(person) {
		return nil
	}
	return []journal.New{journal.Because(VoteVoided{Review: i.Review, Round: r.Number, Person: person}, f.Grounds...)}
}

// counts reports whether a round rests on a person.
func (r *Round) counts(person string) bool {
	return slices.Contains(r.Voted, person) || slices.ContainsFunc(r.Present, func(a Attendant) bool { return a.Person == person })
}

// itemFor returns the item of a case that is still to be dealt with.
func (m *Meeting) itemFor(review, event string) (*Item, error) {
	if err := m.allows(event); err != nil {
		return nil, err
	}
	item := m.Item(review)
	if item == nil {
		return nil, errs.New(errs.NotFound, "review.item.missing", noItem)
	}
	if item.State != ItemPlanned && item.State != ItemOpen {
		return nil, errs.Refuse("review.item.over", "此件在本次会议上已经处理完毕。", "This meeting has finished with the case.")
	}
	return item, nil
}

// atHand returns the item under deliberation, or the refusal.
func (m *Meeting) atHand(review, event string) (*Item, error) {
	item, err := m.itemFor(review, event)
	if err != nil {
		return nil, err
	}
	if item.State != ItemOpen {
		return nil, errs.Refuse("review.item.closed", "会议尚未开始审议此件。", "The meeting has not come to this case yet.")
	}
	return item, nil
}

func invited(item *Item, person string) bool {
	return slices.ContainsFunc(item.Advisers, func(a AdviserInvited) bool { return a.Person == person })
}

func notPresiding() *errs.Error {
	return errs.Refuse("review.preside", "只有主持会议的主任委员或副主任委员可以这样做（审查办法第十四条）。",
		"Only the chair or vice-chair who presides may do this (Review Measures, article 14).")
}

// OpenSession decides to begin. Whoever opens presides and is in the room.
func (m Meeting) OpenSession(f Facts) ([]journal.New, error) {
	if err := m.allows("meeting.opened"); err != nil {
		return nil, err
	}
	if s, ok := f.seat(f.Actor); !ok || !s.Presides(f.Today) {
		return nil, notPresiding()
	}
	if err := f.mayMeet(m.Mode); err != nil {
		return nil, err
	}
	var enters journal.Body = Arrived{Person: f.Actor, Remote: m.Mode == Video}
	if m.presence(f.Actor) != nil { // on an earlier day
		enters = CameBack{Person: f.Actor, Remote: m.Mode == Video}
	}
	return []journal.New{journal.Because(MeetingOpened{Presiding: f.Actor, Reported: f.Reported}, f.Grounds...), journal.Because(enters, f.Grounds...)}, nil
}

// Move is a person's coming or going. Person is empty for oneself.
type Move struct {
	Meeting string `json:"meeting"`
	Person  string `json:"person"`
	Remote  bool   `json:"remote"` // by video; where nobody meets in a room, everybody is
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// subject is whose movement it is: one's own; the office and the chair note
// those of others.
func (cmd Move) subject(m *Meeting, f Facts) (string, error) {
	if cmd.Person == "" || cmd.Person == f.Actor {
		return f.Actor, nil
	}
	if f.holds(RoleSecretary) || f.holds(RoleChair) || m.Presiding == f.Actor {
		return cmd.Person, nil
	}
	return "", errs.New(errs.Forbidden, "review.attend.who", onlyOwn)
}

// Arrive decides that a person has come, into the room or by video; or goes on in the
// other way. By video nobody takes part unless the committee has rules for it (article
// 14), in whatever way the meeting itself is held.
func (m Meeting) Arrive(cmd Move, f Facts) ([]journal.New, error) {
	person, err := m.movement(cmd, "meeting.arrived", f)
	if err != nil {
		return nil, err
	}
	adviser := slices.ContainsFunc(m.Items, func(i Item) bool { return invited(&i, person) })
	if s, ok := f.seat(person); !adviser && (!ok || !s.Runs(f.Today)) {
		return nil, errs.Refuse("review.attend.stranger", "此人不是本届委员，也没有受邀。", "This person is neither a serving member nor invited.")
	}
	remote := cmd.Remote || m.Mode == Video
	if err := f.mayJoin(remote); err != nil {
		return nil, err
	}
	back := journal.Because(CameBack{Person: person, Remote: remote}, f.Grounds...)
	switch p := m.presence(person); {
	case p == nil:
		return []journal.New{journal.Because(Arrived{Person: person, Remote: remote}, f.Grounds...)}, nil
	case p.In && p.Remote == remote:
		return nil, errs.Refuse("review.attend.in", "此人已在场。", "This person is present already.")
	case p.In:
		return []journal.New{journal.Because(Left{Person: person}, f.Grounds...), back}, nil
	}
	return []journal.New{back}, nil
}

// Leave decides that a person has left; the quorum changes at once.
func (m Meeting) Leave(cmd Move, f Facts) ([]journal.New, error) {
	person, err := m.movement(cmd, "meeting.left", f)
	if err != nil {
		return nil, err
	}
	if !m.In(person) {
		return nil, errs.Refuse("review.attend.out", "此人不在场。", "This person is not in the room.")
	}
	return []journal.New{journal.Because(Left{Person: person}, f.Grounds...)}, nil
}

func (m *Meeting) movement(cmd Move, event string, f Facts) (string, error) {
	if err := m.allows(event); err != nil {
		return "", err
	}
	return cmd.subject(m, f)
}

// InviteAdviser lets an outsider be heard on one case.
type InviteAdviser struct {
	Meeting string `json:"meeting"`
	Review  string `json:"review"`
	Person  string `json:"person"`
	Field   string `json:"field"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// InviteAdviser decides on the invitation (article 14): no interest, no vote.
func (m Meeting) InviteAdviser(cmd InviteAdviser, f Facts) ([]journal.New, error) {
	item, err := m.itemFor(cmd.Review, "meeting.adviser_invited")
	if err != nil {
		return nil, err
	}
	s, seated := f.seat(cmd.Person)
	switch {
	case cmd.Person == "":
		return nil, errs.Mistake("person", "review.adviser.person", "请选择顾问。", "Choose the adviser.")
	case seated && s.Votes(f.Today):
		return nil, errs.Mistake("person", "review.adviser.member", "委员不能同时作为顾问。", "A member cannot be an adviser as well.")
	case slices.Contains(f.Barred, cmd.Person) || item.Out(cmd.Person):
		return nil, errs.Mistake("person", "review.adviser.interest", "顾问不得与此件有利益关系。", "An adviser may have no interest in the case.")
	case invited(item, cmd.Person):
		return nil, errs.Mistake("person", "review.adviser.twice", "已经邀请过此人。", "This person is invited already.")
	}
	if fields := f.Case.Fields; f.Case.emergency() && len(fields) > 0 && !slices.Contains(fields, cmd.Field) {
		return nil, errs.Mistake("field", "review.adviser.field", "应急审查邀请的顾问须是本领域的专家：请选择此件所属的领域（审查办法第三十七条）。",
			"An adviser to an emergency is an expert of its field: choose one that the case belongs to (Review Measures, article 37).")
	}
	body := AdviserInvited{Review: cmd.Review, Person: cmd.Person, Field: strings.TrimSpace(cmd.Field)}
	return []journal.New{journal.Because(body, f.Grounds...)}, nil
}
