package review

import (
	"time"

	"lunheng/internal/flow"
	"lunheng/internal/journal"
)

// Segment is a stretch of time in which a case was in somebody's hands, through
// however many states.
type Segment struct {
	State  flow.State `json:"state"` // the last one
	Who    flow.Role  `json:"who"`
	Holder string     `json:"holder"` // person or committee
	From   time.Time  `json:"from,omitzero"`
	Until  time.Time  `json:"until,omitzero"` // now, for the last one
	Days   int        `json:"days"`           // calendar days begun
}

// Hands tells in whose hands a case was and for how long, until now or until it
// ended.
func Hands(events []journal.Event, now time.Time) []Segment {
	var out []Segment
	var c Case
	state := StateNone
	for _, e := range events {
		next, err := Table.Next(state, e.Type)
		if err != nil {
			break // the fold tells of it
		}
		c.apply(e)
		if next == state {
			continue
		}
		state = next
		info := Table.Info(state)
		s := Segment{State: state, Who: info.Who, Holder: c.holder(info.Who), From: e.At}
		if n := len(out); n > 0 {
			if out[n-1].Who == s.Who && out[n-1].Holder == s.Holder {
				out[n-1].State = state
				continue
			}
			out[n-1].end(e.At)
		}
		if !info.Final {
			out = append(out, s)
		}
	}
	if n := len(out); n > 0 && out[n-1].Until.IsZero() {
		out[n-1].end(now)
	}
	return out
}

func (s *Segment) end(at time.Time) {
	const day = 24 * time.Hour
	s.Until, s.Days = at, int((at.Sub(s.From)+day-1)/day)
}

// holder is the person or body behind a role.
func (c *Case) holder(who flow.Role) string {
	switch who {
	case flow.RoleApplicant:
		return c.Applicant
	case flow.RoleUnit:
		if c.Unit != "" {
			return c.Unit
		}
	}
	if d := c.Decision(); who == flow.RoleChair && d != nil && d.Checker != "" {
		return d.Checker
	}
	return c.Committee
}
