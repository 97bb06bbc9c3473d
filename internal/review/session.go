package review

import (
	"slices"
	"strings"
	"time"

	"lunheng/internal/errs"
	"lunheng/internal/journal"
)

// MeetingAdjourned breaks the session off until another day. What was done stays done.
type MeetingAdjourned struct {
	Until  time.Time `json:"until"`
	Reason string    `json:"reason"`
}

// ApologyNoted says that a member will not come. Why is nobody's business.
type ApologyNoted struct {
	Person string `json:"person"`
}

// ItemTimed plans how long a case may take; nothing ends by it.
type ItemTimed struct {
	Review  string `json:"review"`
	Minutes int    `json:"minutes"` // 0: not planned
}

// QuorumLost says that too few, or not all categories, are left for the case at
// hand; QuorumReached that they are there again.
type (
	QuorumLost struct {
		Review string   `json:"review"`
		Short  []Demand `json:"short"`
	}
	QuorumReached struct {
		Review string `json:"review"`
	}
)

// EventType names the event; so do those below.
func (MeetingAdjourned) EventType() string { return "meeting.adjourned" }
func (ApologyNoted) EventType() string     { return "meeting.apology_noted" }
func (ItemTimed) EventType() string        { return "meeting.item_timed" }
func (QuorumLost) EventType() string       { return "meeting.quorum_lost" }
func (QuorumReached) EventType() string    { return "meeting.quorum_reached" }

func sessionTypes() []journal.Type {
	return []journal.Type{journal.TypeOf[MeetingAdjourned](), journal.TypeOf[ApologyNoted](), journal.TypeOf[ItemTimed](),
		journal.TypeOf[QuorumLost](), journal.TypeOf[QuorumReached]()}
}

// Turn is a moment at which the quorum for a case was lost or reached.
type Turn struct {
	At   time.Time `json:"at"`
	Lost bool      `json:"lost,omitempty"`
}

// Adjournment is a break between two days of a meeting.
type Adjournment struct {
	At      time.Time `json:"at"`
	Until   time.Time `json:"until"`
	Resumed time.Time `json:"resumed,omitzero"`
	Reason  string    `json:"reason"`
}

// breaks is how long the meeting stood adjourned after a moment.
func (m *Meeting) breaks(after time.Time) time.Duration {
	var out time.Duration
	for _, a := range m.Adjourned {
		if !a.Resumed.IsZero() && a.At.After(after) {
			out += a.Resumed.Sub(a.At)
		}
	}
	return out
}

// between is how long the meeting stood adjourned while a case was at hand.
func (m *Meeting) between(i Item) time.Duration { return m.breaks(i.OpenedAt) - m.breaks(i.EndedAt) }

func (m *Meeting) applySession(e journal.Event) {
	switch b := e.Body.(type) {
	case MeetingAdjourned:
		for i := range m.Room {
			m.exit(m.Room[i].Person, e.At)
		}
		m.StartsAt, m.Adjourned = b.Until, append(m.Adjourned, Adjournment{At: e.At, Until: b.Until, Reason: b.Reason})
	case ApologyNoted:
		m.Apologies = append(m.Apologies, b.Person)
	case ItemTimed:
		m.Item(b.Review).Planned = b.Minutes
	case QuorumLost:
		item := m.Item(b.Review)
		item.Turns = append(item.Turns, Turn{e.At, true})
	case QuorumReached:
		item := m.Item(b.Review)
		item.Turns = append(item.Turns, Turn{At: e.At})
	default:
		m.applyConsent(e)
	}
}

// Adjourn breaks the session off until another day.
type Adjourn struct {
	Meeting string    `json:"meeting"`
	Until   time.Time `json:"until"`
	Reason  string    `json:"reason"`
	Version int64     `json:"version"`
	Key     string    `json:"key,omitempty"`
}

// Adjourn decides to go on another day. Cases that were decided stay so; the one at
// hand goes on where it was, but no vote may be left running.
func (m Meeting) Adjourn(cmd Adjourn, f Facts, now time.Time) ([]journal.New, error) {
	if err := m.allows("meeting.adjourned"); err != nil {
		return nil, err
	}
	if m.Presiding != f.Actor && !f.holds(RoleChair) && !f.holds(RoleSecretary) {
		return nil, notPresiding()
	}
	if item := m.Current(); item != nil && item.Round() != nil && item.Round().Open {
		return nil, errs.Refuse("review.vote.running", "表决正在进行。", "A vote is under way.")
	}
	if !slices.ContainsFunc(m.Items, func(i Item) bool { return i.State == ItemPlanned || i.State == ItemOpen }) {
		return nil, errs.Refuse("review.adjourn.done", "议程已全部处理完毕，请宣布散会。", "Nothing is left on the agenda; close the meeting.")
	}
	if !cmd.Until.After(now) {
		return nil, errs.Mistake("until", "review.adjourn.past", "续会时间必须在将来。", "The meeting has to go on in the future.")
	}
	if strings.TrimSpace(cmd.Reason) == "" {
		return nil, errs.Mistake("reason", "review.adjourn.reason", "请写明休会的理由。", "Say why the meeting is adjourned.")
	}
	body := MeetingAdjourned{Until: cmd.Until.UTC(), Reason: strings.TrimSpace(cmd.Reason)}
	return []journal.New{journal.Because(body, f.Grounds...)}, nil
}

// Apologise decides to note that a member will not come.
func (m Meeting) Apologise(cmd Move, f Facts) ([]journal.New, error) {
	person, err := m.movement(cmd, "meeting.apology_noted", f)
	if err != nil {
		return nil, err
	}
	s, ok := f.seat(person)
	switch {
	case !ok || !s.Runs(f.Today):
		return nil, errs.Refuse("review.attend.stranger", "此人不是本届委员，也没有受邀。", "This person is neither a serving member nor invited.")
	case m.presence(person) != nil:
		return nil, errs.Refuse("review.attend.came", "此人已经到会。", "This person has come.")
	case slices.Contains(m.Apologies, person):
		return nil, errs.Refuse("review.apology.twice", "已经登记请假。", "The apology is noted already.")
	}
	return []journal.New{journal.Because(ApologyNoted{Person: person}, f.Grounds...)}, nil
}

// TimeItem plans how long a case may take.
type TimeItem struct {
	Meeting string `json:"meeting"`
	Review  string `json:"review"`
	Minutes int    `json:"minutes"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// maxTime bounds a time box, in minutes.
const maxTime = 480

// TimeItem decides on it.
func (m Meeting) TimeItem(cmd TimeItem, f Facts) ([]journal.New, error) {
	if _, err := m.itemFor(cmd.Review, "meeting.item_timed"); err != nil {
		return nil, err
	}
	if cmd.Minutes < 0 || cmd.Minutes > maxTime {
		return nil, errs.Mistake("minutes", "review.time.bounds", "请填写 0 至 %d 分钟。", "Give 0 to %d minutes.", maxTime)
	}
	return []journal.New{journal.Because(ItemTimed{Review: cmd.Review, Minutes: cmd.Minutes}, f.Grounds...)}, nil
}

// turn notes that the quorum for the case at hand was lost or reached by what
// happened between before and after.
func (i *Item) turn(before, after Facts) []journal.New {
	was, is := before.quorate().Err() == nil, after.quorate().Err() == nil
	switch {
	case was && !is:
		body := QuorumLost{Review: i.Review}
		for _, s := range after.Quorum {
			if !s.Holds {
				body.Short = append(body.Short, Demand{Code: s.Code, Have: s.Have, Need: s.Need})
			}
		}
		return []journal.New{journal.Because(body, after.Grounds...)}
	case !was && is:
		return []journal.New{journal.Because(QuorumReached{Review: i.Review}, after.Grounds...)}
	}
	return nil
}

// moves reports whether an event changes who takes part in the case at hand.
func moves(body journal.Body) bool {
	switch b := body.(type) {
	case Arrived, CameBack, Left, ItemExcluded:
		return true
	case InterestDeclared:
		return b.Conflict
	}
	return false
}
