package review

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

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

// Meeting returns a meeting that the person may see, without the deliberation
// of cases that they are out of.
func (s *Service) Meeting(r store.Reader, p auth.Principal, id string) (Meeting, error) {
	m, err := s.wholeMeeting(r, p, id)
	if err != nil {
		return Meeting{}, err
	}
	for i := range m.Items {
		may, err := auth.Can(r, p, auth.Review, m.Items[i].Review, auth.ReviewFileRead, auth.ReviewDiscussion)
		if err != nil {
			return Meeting{}, err
		}
		if !may[auth.ReviewDiscussion] {
			m.shut(i, may[auth.ReviewFileRead])
		}
	}
	return m, m.shutReported(r, p)
}

// wholeMeeting is the fold, for whoever may see the meeting at all.
func (s *Service) wholeMeeting(r store.Reader, p auth.Principal, id string) (Meeting, error) {
	if err := auth.Allow(r, p, auth.MeetingView, auth.Meeting, id); err != nil {
		return Meeting{}, err
	}
	return journal.Look(s.J, r, MeetingStream(id), FoldMeeting)
}

// shut takes what was said about a case away; named keeps its title, for an
// adviser who has read the file.
func (m *Meeting) shut(i int, named bool) {
	full := m.Items[i]
	m.Items[i] = Item{Review: full.Review, State: full.State, Excluded: map[string]string{}, OpenedAt: full.OpenedAt, EndedAt: full.EndedAt}
	if named {
		m.Items[i].Title, m.Items[i].Number = full.Title, full.Number
	}
	m.Edits = slices.DeleteFunc(m.Edits, func(e Edit) bool { return e.Section == full.Review })
	if m.Minutes == nil {
		return
	}
	for k := range m.Minutes.Items {
		if it := &m.Minutes.Items[k]; it.Review == full.Review {
			*it = MinuteItem{Review: full.Review, State: full.State, Title: m.Items[i].Title, Number: m.Items[i].Number}
		}
	}
}

// Live returns a meeting as the person sees it now.
func (s *Service) Live(r store.Reader, p auth.Principal, now time.Time, id string) (Live, error) {
	m, err := s.wholeMeeting(r, p, id)
	if err != nil {
		return Live{}, err
	}
	var about *Case
	if item := m.Current(); item != nil {
		c, err := s.lookCase(r, item.Review)
		if err != nil {
			return Live{}, err
		}
		about = &c
	}
	f, _, err := s.facts(r, p.Person, now, m.Committee, about, &m)
	if err != nil {
		return Live{}, err
	}
	out := m.Live(f)
	return out, s.hideOwn(r, p, &out)
}

// hideOwn takes cases away that the person is out of, also by being on the
// applicant's side; an adviser sees the case at hand without what the members
// find and vote.
func (s *Service) hideOwn(r store.Reader, p auth.Principal, live *Live) error {
	for i := range live.Items {
		it := &live.Items[i]
		may, err := auth.Can(r, p, auth.Review, it.Review, auth.ReviewFileRead, auth.ReviewDiscussion)
		if err != nil {
			return err
		}
		atHand := live.Current != nil && live.Current.Review == it.Review
		switch {
		case may[auth.ReviewDiscussion]:
		case may[auth.ReviewFileRead]:
			if atHand {
				live.Current.Checks, live.Current.Round = nil, nil
			}
		default:
			it.Out, it.Title, it.Number, it.Outcome = true, "", "", ""
			if atHand {
				live.Current = nil
			}
		}
	}
	return nil
}
