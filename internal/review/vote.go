package review

import (
	"fmt"
	"slices"
	"strings"

	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// OnItem names a case within a meeting; several verbs need no more.
type OnItem struct {
	Meeting string `json:"meeting"`
	Review  string `json:"review"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// OpenItem decides to take up a case. One case is dealt with at a time.
func (m Meeting) OpenItem(cmd OnItem, f Facts) (meeting, kase []journal.New, err error) {
	item, err := m.itemFor(cmd.Review, "meeting.item_opened")
	if err != nil {
		return nil, nil, err
	}
	if other := m.Current(); other != nil {
		return nil, nil, errs.Refuse("review.item.other", "请先结束正在审议的“%s”。", "Finish “%s” first.", other.Title)
	}
	lead := m.Leads(item, f)
	if s, ok := f.seat(f.Actor); lead == "" && ok && s.Presides(f.Today) && m.In(f.Actor) && !item.Out(f.Actor) && !slices.Contains(f.Barred, f.Actor) && !m.apartFrom(item, f.Actor, f) {
		lead = f.Actor // steps in for a chair who is away or out of this case
	}
	if lead == "" {
		return nil, nil, errs.Refuse("review.item.chair", "主持人不在场或须回避，请由副主任委员主持此件。",
			"Whoever presides is away or out of this case; a vice-chair has to take the chair for it.")
	}
	if f.Actor != lead && !f.holds(RoleSecretary) {
		return nil, nil, notPresiding()
	}
	if err := f.Case.allows("review.taken_up"); err != nil {
		return nil, nil, err
	}
	return []journal.New{journal.Because(ItemOpened{Review: cmd.Review, Presiding: lead}, f.Grounds...)},
		[]journal.New{journal.Because(TakenUp{Meeting: m.ID}, f.Grounds...)}, nil
}

// TakeChair decides that the actor presides over the case at hand, or over the
// meeting between cases, because whoever did is away or out of the case. The
// chair may always take it back.
func (m Meeting) TakeChair(cmd OnMeeting, f Facts) ([]journal.New, error) {
	if err := m.allows("meeting.chair_taken"); err != nil {
		return nil, err
	}
	s, ok := f.seat(f.Actor)
	item := m.Current()
	if !ok || !s.Presides(f.Today) || !m.In(f.Actor) {
		return nil, notPresiding()
	}
	if item == nil {
		if m.Presiding == f.Actor || s.Role != RoleChair && m.In(m.Presiding) {
			return nil, errs.Refuse("review.chair.held", "会议已有人主持。", "Somebody presides already.")
		}
		return []journal.New{journal.Because(ChairTaken{Person: f.Actor}, f.Grounds...)}, nil
	}
	if item.Out(f.Actor) || slices.Contains(f.Barred, f.Actor) || m.apartFrom(item, f.Actor, f) {
		return nil, recused()
	}
	if lead := m.Leads(item, f); lead == f.Actor || lead != "" && s.Role != RoleChair {
		return nil, errs.Refuse("review.chair.held", "会议已有人主持。", "Somebody presides already.")
	}
	return []journal.New{journal.Because(ChairTaken{Review: item.Review, Person: f.Actor}, f.Grounds...)}, nil
}

// Marks of a review point.
const (
	MarkOK      = "ok"
	MarkConcern = "concern"
	MarkNA      = "na"
)

// CheckPoint is a finding on one review point (article 15).
type CheckPoint struct {
	Meeting string `json:"meeting"`
	Review  string `json:"review"`
	Point   string `json:"point"`
	Mark    string `json:"mark"`
	Note    string `json:"note"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// CheckPoint decides to note a finding of somebody who takes part. The
// secretary may write it down for the meeting.
func (m Meeting) CheckPoint(cmd CheckPoint, f Facts) ([]journal.New, error) {
	item, err := m.atHand(cmd.Review, "meeting.point_checked")
	if err != nil {
		return nil, err
	}
	if err := m.takesPart(item, f); err != nil && !f.holds(RoleSecretary) {
		return nil, err
	}
	var wrong errs.List
	if !slices.Contains(f.Points, cmd.Point) {
		wrong.Add(errs.Mistake("point", "review.point.unknown", "没有这个审查要点。", "There is no such review point."))
	}
	if !slices.Contains([]string{MarkOK, MarkConcern, MarkNA}, cmd.Mark) {
		wrong.Add(errs.Mistake("mark", "review.point.mark", "请选择：符合、有疑问或不适用。", "Choose: fine, a concern, or does not apply."))
	}
	if cmd.Mark == MarkConcern && strings.TrimSpace(cmd.Note) == "" {
		wrong.Add(errs.Mistake("note", "review.point.note", "有疑问时请写明。", "Say what the concern is."))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	body := PointChecked{Review: cmd.Review, Point: cmd.Point, Mark: cmd.Mark, Note: strings.TrimSpace(cmd.Note), Person: f.Actor}
	return []journal.New{journal.Because(body, f.Grounds...)}, nil
}

// takesPart refuses whoever has no say on a case now, and tells why.
func (m *Meeting) takesPart(item *Item, f Facts) error {
	s, seated := f.seat(f.Actor)
	switch {
	case slices.Contains(f.Barred, f.Actor):
		return errs.New(errs.Forbidden, "review.vote.own", lang.T("您是申请人或项目组成员，不能审查自己的活动。", "You belong to the applicant's side and cannot judge your own work."))
	case item.Out(f.Actor):
		return recused()
	case invited(item, f.Actor) || seated && s.Role == RoleAdviser:
		return errs.New(errs.Forbidden, "review.vote.adviser", lang.T("顾问可以提供意见，但不参加表决。", "An adviser may advise but does not vote."))
	case !seated || s.Runs(f.Today) && !s.Votes(f.Today):
		return errs.New(errs.Forbidden, "review.vote.no_seat", lang.T("您不是有表决权的委员。", "You are not a voting member."))
	case !s.Runs(f.Today):
		return errs.New(errs.Forbidden, "review.vote.term", lang.T("您的任期是 %s 至 %s，今天不能表决。", "Your term runs from %s to %s, so you cannot vote today."), s.From, s.Until)
	}
	switch p := m.presence(f.Actor); {
	case p == nil:
		return errs.Refuse("review.vote.absent", "您没有到会，不能表决。", "You did not come to the meeting and cannot vote.")
	case !p.In:
		return errs.Refuse("review.vote.left", "您已离开会场，返回后才能表决。", "You have left the room; come back to vote.")
	}
	return nil
}

// OpenVote begins a round, the first or a further one.
type OpenVote struct {
	Meeting string `json:"meeting"`
	Review  string `json:"review"`
	Secret  bool   `json:"secret"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// OpenVote decides to vote: the committee is lawful, the quorum is there, and
// no earlier round has carried.
func (m Meeting) OpenVote(cmd OpenVote, f Facts) ([]journal.New, error) {
	item, err := m.atHand(cmd.Review, "meeting.vote_opened")
	if err != nil {
		return nil, err
	}
	if m.Leads(item, f) != f.Actor {
		return nil, notPresiding()
	}
	if r := item.Round(); r != nil {
		if r.Open {
			return nil, errs.Refuse("review.vote.running", "表决正在进行。", "A vote is under way.")
		}
		for _, code := range r.Choices {
			if f.Majority[code].Passes && r.Quorate {
				return nil, errs.Refuse("review.vote.carried", "上一轮表决已经通过，请作出决定。", "The last vote carried; decide on it.")
			}
		}
	}
	if err := append(f.lawful(), f.quorate()...).Err(); err != nil {
		return nil, err
	}
	body := VoteOpened{Review: cmd.Review, Round: len(item.Rounds) + 1, Secret: cmd.Secret, Choices: f.choices(), Application: f.Case.Application}
	return []journal.New{journal.Because(body, f.Grounds...)}, nil
}

// CastVote is one member's vote.
type CastVote struct {
	Meeting string `json:"meeting"`
	Review  string `json:"review"`
	Round   int    `json:"round"` // the one that the person saw; 0: the running one
	Choice  string `json:"choice"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// CastVote decides to count a vote. In a secret round the event does not say
// for what; the choice goes into the ballot box.
func (m Meeting) CastVote(cmd CastVote, f Facts) ([]journal.New, error) {
	item, err := m.atHand(cmd.Review, "meeting.vote_cast")
	if err != nil {
		return nil, err
	}
	if err := m.takesPart(item, f); err != nil {
		return nil, err
	}
	r := item.Round()
	switch {
	case r == nil || !r.Open:
		return nil, errs.Refuse("review.vote.closed", "现在没有进行表决。", "No vote is under way.")
	case cmd.Round != 0 && cmd.Round != r.Number:
		return nil, errs.New(errs.Conflict, "review.vote.round", lang.T("您看到的是第 %d 轮，现在是第 %d 轮。", "You saw round %d; this is round %d."), cmd.Round, r.Number)
	case slices.Contains(r.Voted, f.Actor):
		return nil, errs.Refuse("review.vote.twice", "您在这一轮已经投过票。", "You have voted in this round.")
	case !slices.Contains(r.Choices, cmd.Choice):
		return nil, errs.Mistake("choice", "review.vote.choice", "请选择一项。", "Choose one of the options.")
	}
	if err := append(f.lawful(), f.quorate()...).Err(); err != nil {
		return nil, err
	}
	body := VoteCast{Review: cmd.Review, Round: r.Number, Person: f.Actor}
	if !r.Secret {
		body.Choice = cmd.Choice
	}
	return []journal.New{journal.Because(body, f.Grounds...)}, nil
}

// Counted are those whose presence a round counts: who is entitled now, and
// who was when they voted. Leaving after the vote does not lower the bar.
func (m *Meeting) Counted(item *Item, f Facts) []Attendant {
	var out []Attendant
	add := func(s Seat) {
		if !slices.ContainsFunc(out, func(a Attendant) bool { return a.Person == s.Person }) {
			out = append(out, Attendant{Person: s.Person, Role: s.Role})
		}
	}
	for _, s := range m.Entitled(item, f) {
		add(s)
	}
	if r := item.Round(); r != nil {
		for _, person := range r.Voted {
			if s, ok := f.seat(person); ok {
				add(s)
			}
		}
	}
	return out
}

// CloseVote decides to count. ballots is what the box of a secret round holds.
func (m Meeting) CloseVote(cmd OnItem, ballots map[string]int, f Facts) ([]journal.New, error) {
	item, err := m.atHand(cmd.Review, "meeting.vote_closed")
	if err != nil {
		return nil, err
	}
	if m.Leads(item, f) != f.Actor && !f.holds(RoleSecretary) {
		return nil, notPresiding()
	}
	r := item.Round()
	if r == nil || !r.Open {
		return nil, errs.Refuse("review.vote.closed", "现在没有进行表决。", "No vote is under way.")
	}
	tally := r.count()
	if r.Secret {
		tally = ballots
	}
	sum := 0
	for _, n := range tally {
		sum += n
	}
	if sum != len(r.Voted) {
		return nil, fmt.Errorf("count round %d of %s: %d ballots of %d voters", r.Number, item.Review, sum, len(r.Voted))
	}
	body := VoteClosed{Review: cmd.Review, Round: r.Number, Tally: tally, Present: m.Counted(item, f), Quorate: f.quorate().Err() == nil}
	return []journal.New{journal.Because(body, f.Grounds...)}, nil
}

// count counts an open round.
func (r *Round) count() map[string]int {
	out := map[string]int{}
	for _, choice := range r.Votes {
		out[choice]++
	}
	return out
}
