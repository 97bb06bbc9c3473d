package review

import (
	"slices"
	"strings"
	"time"

	"lunheng/internal/errs"
	"lunheng/internal/journal"
)

// PlanMeeting begins a meeting of a committee.
type PlanMeeting struct {
	Committee string    `json:"committee"`
	StartsAt  time.Time `json:"starts_at"`
	Mode      string    `json:"mode"` // in_person, video, mixed
	Place     string    `json:"place"`
	Link      string    `json:"link"`
	Key       string    `json:"key,omitempty"`
}

// Modes of a meeting.
const (
	InPerson = "in_person"
	Video    = "video"
	Mixed    = "mixed"
)

// Plan decides to plan a meeting.
func (m Meeting) Plan(cmd PlanMeeting, f Facts, now time.Time) ([]journal.New, error) {
	if err := m.allows("meeting.planned"); err != nil {
		return nil, err
	}
	wrong := cmd.check(f, now)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	body := MeetingPlanned{Committee: cmd.Committee, StartsAt: cmd.StartsAt.UTC(), Mode: cmd.Mode,
		Place: strings.TrimSpace(cmd.Place), Link: strings.TrimSpace(cmd.Link)}
	return []journal.New{journal.Because(body, f.Grounds...)}, nil
}

// check tells what is wrong with time, way and place of a meeting.
func (cmd PlanMeeting) check(f Facts, now time.Time) (wrong errs.List) {
	wrong.Add(f.mayMeet(cmd.Mode))
	if !slices.Contains([]string{InPerson, Video, Mixed}, cmd.Mode) {
		wrong.Add(errs.Mistake("mode", "review.plan.mode", "请选择会议方式。", "Choose how the meeting is held."))
	}
	if !cmd.StartsAt.After(now) {
		wrong.Add(errs.Mistake("starts_at", "review.plan.past", "开始时间必须在将来。", "The meeting must begin in the future."))
	}
	if cmd.Mode != Video && strings.TrimSpace(cmd.Place) == "" {
		wrong.Add(errs.Mistake("place", "review.plan.place", "请填写地点。", "Give the place."))
	}
	if cmd.Mode != InPerson && cmd.Mode != "" && strings.TrimSpace(cmd.Link) == "" {
		wrong.Add(errs.Mistake("link", "review.plan.link", "请填写视频会议的地址。", "Give the address of the video meeting."))
	}
	return wrong
}

// Schedule puts a case on an agenda.
type Schedule struct {
	Meeting string `json:"meeting"`
	Review  string `json:"review"`
	Version int64  `json:"version"` // of the meeting
	Key     string `json:"key,omitempty"`
}

// AddItem decides it for the meeting, and Schedule for the case.
func (m Meeting) AddItem(cmd Schedule, f Facts) (meeting, kase []journal.New, err error) {
	if err := m.allows("meeting.item_added"); err != nil {
		return nil, nil, err
	}
	if err := f.Case.allows("review.scheduled"); err != nil {
		return nil, nil, err
	}
	if f.Case.Procedure == BySimplified {
		return nil, nil, errs.Refuse("review.schedule.simplified", "此件适用简易程序：请指定审查人，或者先转为会议审查。", "The case is under the simplified procedure: name reviewers, or move it to a meeting first.")
	}
	if f.Case.Committee != m.Committee {
		return nil, nil, errs.Refuse("review.schedule.committee", "此件属于另一个委员会。", "The case belongs to another committee.")
	}
	if m.Item(cmd.Review) != nil {
		return nil, nil, errs.Refuse("review.schedule.twice", "此件已在议程上。", "The case is on the agenda already.")
	}
	body := ItemAdded{Review: cmd.Review, Kind: f.Case.Kind, Title: f.Case.Title, Number: f.Case.Number, Excluded: map[string]string{}}
	for person, x := range f.Case.Excluded {
		body.Excluded[person] = x.Nature
	}
	if m.State == MeetingCalledState {
		body.Asked = m.Invited
	}
	return []journal.New{journal.Because(body, f.Grounds...)},
		[]journal.New{journal.Because(Scheduled{Meeting: m.ID}, f.Grounds...)}, nil
}

// Unschedule takes a case off an agenda.
type Unschedule struct {
	Meeting string `json:"meeting"`
	Review  string `json:"review"`
	Reason  string `json:"reason"`
	Version int64  `json:"version"` // of the meeting
	Key     string `json:"key,omitempty"`
}

// RemoveItem decides it for the meeting and the case.
func (m Meeting) RemoveItem(cmd Unschedule, f Facts) (meeting, kase []journal.New, err error) {
	if err := m.allows("meeting.item_removed"); err != nil {
		return nil, nil, err
	}
	item := m.Item(cmd.Review)
	if item == nil {
		return nil, nil, errs.New(errs.NotFound, "review.item.missing", noItem)
	}
	if item.State != ItemPlanned || f.Case.Meeting != m.ID { // it may wait on another agenda by now
		return nil, nil, errs.Refuse("review.unschedule.past", "此件已不在本次会议上待审。", "The case no longer waits for this meeting.")
	}
	if err := f.Case.allows("review.unscheduled"); err != nil {
		return nil, nil, err
	}
	reason := strings.TrimSpace(cmd.Reason)
	return []journal.New{journal.Because(ItemRemoved{Review: cmd.Review, Reason: reason}, f.Grounds...)},
		[]journal.New{journal.Because(Unscheduled{Meeting: m.ID, Reason: reason}, f.Grounds...)}, nil
}

// MoveItem puts an item at another place, counted from 0.
type MoveItem struct {
	Meeting string `json:"meeting"`
	Review  string `json:"review"`
	To      int    `json:"to"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// MoveItem decides the new order.
func (m Meeting) MoveItem(cmd MoveItem, f Facts) ([]journal.New, error) {
	if err := m.allows("meeting.items_ordered"); err != nil {
		return nil, err
	}
	if m.Item(cmd.Review) == nil {
		return nil, errs.New(errs.NotFound, "review.item.missing", noItem)
	}
	var order []string
	for _, i := range m.Items {
		if i.Review != cmd.Review {
			order = append(order, i.Review)
		}
	}
	order = slices.Insert(order, min(max(cmd.To, 0), len(order)), cmd.Review)
	return []journal.New{journal.Because(ItemsOrdered{Order: order}, f.Grounds...)}, nil
}

// OnMeeting names a meeting and the version that was seen; several verbs need
// no more. Reason is for those that ask for one.
type OnMeeting struct {
	Meeting string `json:"meeting"`
	Reason  string `json:"reason,omitempty"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Call decides to send agenda and papers out.
func (m Meeting) Call(f Facts) ([]journal.New, error) {
	if err := m.allows("meeting.called"); err != nil {
		return nil, err
	}
	if len(m.Items) == 0 {
		return nil, errs.Refuse("review.call.empty", "议程是空的。", "The agenda is empty.")
	}
	var invited []string
	for _, s := range f.Seats {
		if s.Votes(f.Today) && !slices.Contains(invited, s.Person) {
			invited = append(invited, s.Person)
		}
	}
	return []journal.New{journal.Because(MeetingCalled{Invited: invited}, f.Grounds...)}, nil
}

// Cancel decides to call a meeting off; its cases go back to the secretary.
func (m Meeting) Cancel(cmd OnMeeting, f Facts) ([]journal.New, error) {
	if err := m.allows("meeting.cancelled"); err != nil {
		return nil, err
	}
	if !m.OpenedAt.IsZero() {
		return nil, errs.Refuse("review.cancel.begun", "会议已经开过，只能续会后散会。", "The meeting has sat already: go on with it and close it.")
	}
	if strings.TrimSpace(cmd.Reason) == "" {
		return nil, errs.Mistake("reason", "review.cancel.reason", "请写明取消的理由。", "Say why the meeting is cancelled.")
	}
	return []journal.New{journal.Because(MeetingCancelled{Reason: strings.TrimSpace(cmd.Reason)}, f.Grounds...)}, nil
}

// Unschedule is what a cancelled or removed item means for its case.
func (c Case) Unschedule(meeting, reason string, f Facts) ([]journal.New, error) {
	if err := c.allows("review.unscheduled"); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(Unscheduled{Meeting: meeting, Reason: reason}, f.Grounds...)}, nil
}

// DropItem is what a withdrawn case means for the meeting that has it.
func (m Meeting) DropItem(review string, f Facts) []journal.New {
	item := m.Item(review)
	if item == nil || item.State != ItemPlanned && item.State != ItemOpen || m.allows("meeting.item_withdrawn") != nil {
		return nil
	}
	return []journal.New{journal.Because(ItemWithdrawn{Review: review}, f.Grounds...)}
}
