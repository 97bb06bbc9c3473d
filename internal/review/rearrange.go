package review

import (
	"context"
	"strings"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
)

// MeetingRearranged moves a meeting that has not begun to another time or place.
type MeetingRearranged struct {
	StartsAt time.Time `json:"starts_at"`
	Mode     string    `json:"mode"` // in_person, video, mixed
	Place    string    `json:"place,omitempty"`
	Link     string    `json:"link,omitempty"`
	Reason   string    `json:"reason"`
}

// EventType names the event.
func (MeetingRearranged) EventType() string { return "meeting.rearranged" }

// Rearrange asks for another time, place or way of a meeting.
type Rearrange struct {
	Meeting  string    `json:"meeting"`
	StartsAt time.Time `json:"starts_at"`
	Mode     string    `json:"mode"`
	Place    string    `json:"place"`
	Link     string    `json:"link"`
	Reason   string    `json:"reason"`
	Version  int64     `json:"version"`
	Key      string    `json:"key,omitempty"`
}

// Rearrange decides to move a meeting. Agenda and declarations stay.
func (m Meeting) Rearrange(cmd Rearrange, f Facts, now time.Time) ([]journal.New, error) {
	if err := m.allows("meeting.rearranged"); err != nil {
		return nil, err
	}
	plan := PlanMeeting{StartsAt: cmd.StartsAt, Mode: cmd.Mode, Place: cmd.Place, Link: cmd.Link}
	wrong := plan.check(f, now)
	if strings.TrimSpace(cmd.Reason) == "" {
		wrong.Add(errs.Mistake("reason", "review.rearrange.reason", "请写明改期或者变更的理由。", "Say why the meeting is moved."))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	body := MeetingRearranged{StartsAt: cmd.StartsAt.UTC(), Mode: cmd.Mode, Place: strings.TrimSpace(cmd.Place), Link: strings.TrimSpace(cmd.Link), Reason: strings.TrimSpace(cmd.Reason)}
	if body.StartsAt.Equal(m.StartsAt) && body.Mode == m.Mode && body.Place == m.Place && body.Link == m.Link {
		return nil, errs.Refuse("review.rearrange.same", "时间、方式和地点都没有变化。", "Neither time nor way nor place is another.")
	}
	return []journal.New{journal.Because(body, f.Grounds...)}, nil
}

// Rearrange moves a meeting to another time or place.
func (s *Service) Rearrange(ctx context.Context, p auth.Principal, now time.Time, cmd Rearrange) (journal.Outcome, error) {
	return s.onMeeting(ctx, p, now, meetingVerb{auth.MeetingEdit, cmd.Meeting, "", cmd.Version, cmd.Key, cmd,
		alone(func(sc *scene) ([]journal.New, error) { return sc.Meet.Rearrange(cmd, sc.Facts, now) }), nil})
}
