package complaint

import (
	"slices"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// Status is how an inquiry into a report stands.
type Status string

// The statuses that a reporter is told, in their order.
const (
	Accepted      Status = "accepted"      // it is taken up
	Refused       Status = "refused"       // it is not, with the grounds
	Investigating Status = "investigating" // the inquiry has begun
	Decided       Status = "decided"       // the inquiry has come to its end
)

// Final reports whether nothing more is to be expected.
func (s Status) Final() bool { return s == Refused || s == Decided }

// Text is the status in plain words.
func (s Status) Text() lang.Text {
	switch s {
	case Accepted:
		return lang.T("您的举报已受理。", "Your report has been taken up.")
	case Refused:
		return lang.T("您的举报没有受理。", "Your report has not been taken up.")
	case Investigating:
		return lang.T("调查已经开始。", "The inquiry has begun.")
	case Decided:
		return lang.T("调查已经结束并作出了决定。", "The inquiry is over and a decision was made.")
	}
	return lang.Same(string(s))
}

// Telling is what a reporter is told about the inquiry. It names nobody.
type Telling struct {
	Status  Status       `json:"status"`
	Day     calendar.Day `json:"day"`
	Grounds []string     `json:"grounds,omitempty"` // codes of the packs' list report_acceptance
	Case    string       `json:"case,omitempty"`    // the inquiry
}

// Tell decides that the reporter is told something.
func (s State) Tell(t Telling) ([]journal.New, error) {
	if s.State == StateNone {
		return nil, resting()
	}
	begins := t.Status == Accepted || t.Status == Refused
	switch {
	case !slices.Contains([]Status{Accepted, Refused, Investigating, Decided}, t.Status):
		return nil, errs.New(errs.Invalid, "complaint.status", lang.T("没有这种进展。", "There is no such status.")).At("status")
	case begins && s.CaseOpen():
		return nil, errs.Refuse("complaint.told", "关于这件举报的调查还没有结束。", "An inquiry into this report has not come to its end.")
	case !begins && !s.CaseOpen():
		return nil, errs.Refuse("complaint.told", "举报还没有受理（%s）。", "The report has not been taken up yet (%s).", ch3)
	case t.Status == Refused && len(t.Grounds) == 0:
		return nil, errs.Refuse("complaint.grounds", "不受理须说明理由（%s）。", "Not taking it up needs a ground (%s).", ch3)
	case !Table.Allows(s.State, Told{}.EventType()):
		return nil, s.over()
	}
	body := Told{Telling: t}
	if begins && !s.Settled() && !s.Due.IsZero() {
		body.Moves = end(flow.ClockMeet)
	}
	return []journal.New{journal.Because(body)}, nil
}

// end ends the clock of acceptance.
func end(op flow.ClockOp) []flow.ClockMove { return []flow.ClockMove{{Clock: clock, Op: op}} }
