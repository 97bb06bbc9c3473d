package review

import (
	"encoding/json"
	"fmt"

	"lunheng/internal/auth"
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// MeetingEvents returns the history of a meeting that the person may see,
// without what concerns cases that they are out of. Minutes that tell of such
// a case among others come without their contents and bytes.
func (s *Service) MeetingEvents(r store.Reader, p auth.Principal, id string) ([]journal.Event, error) {
	if err := auth.Allow(r, p, auth.MeetingView, auth.Meeting, id); err != nil {
		return nil, err
	}
	events, err := s.J.Stream(r, MeetingStream(id))
	if err != nil {
		return nil, fmt.Errorf("read meeting %s: %w", id, err)
	}
	shut, err := shutCases(r, p, events)
	if err != nil || len(shut) == 0 {
		return events, err
	}
	out := events[:0:0]
	for _, e := range events {
		about, err := concerns(e.Body)
		if err != nil {
			return nil, err
		}
		if shut[about] {
			continue
		}
		if _, all := e.Body.(MinutesDrafted); all {
			e.Body, e.Raw = MinutesDrafted{}, ""
		}
		out = append(out, e)
	}
	return out, nil
}

// shutCases are the cases ever on the agenda whose deliberation is closed to
// the person.
func shutCases(r store.Reader, p auth.Principal, events []journal.Event) (map[string]bool, error) {
	shut := map[string]bool{}
	for _, e := range events {
		item, ok := e.Body.(ItemAdded)
		if !ok {
			continue
		}
		may, err := auth.Can(r, p, auth.Review, item.Review, auth.ReviewDiscussion)
		if err != nil {
			return nil, err
		}
		if !may[auth.ReviewDiscussion] {
			shut[item.Review] = true
		}
	}
	return shut, nil
}

// concerns is the case that an event of a meeting is about; empty for the
// whole meeting.
func concerns(body journal.Body) (string, error) {
	raw, err := json.Marshal(body)
	if err != nil {
		return "", fmt.Errorf("read %s: %w", body.EventType(), err)
	}
	var about struct{ Review, Section string }
	if err := json.Unmarshal(raw, &about); err != nil {
		return "", fmt.Errorf("read %s: %w", body.EventType(), err)
	}
	if about.Review == "" {
		about.Review = about.Section // of the minutes
	}
	return about.Review, nil
}
