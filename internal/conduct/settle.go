package conduct

import (
	"slices"

	"lunheng/internal/journal"
	"lunheng/internal/review"
)

// Settle decides what a decision on a report does to the activity. After the end
// it does nothing any more, and is noted. A decision on appeal takes the place of the
// first one: what that had stopped is reinstated (article 18).
func (s State) Settle(f Facts) ([]journal.New, error) {
	r := s.Report(f.Case.About)
	if r == nil || r.Taken || !r.Open() && f.Appeal == "" {
		return nil, nil
	}
	outcome := effective(f.Case)
	news := []journal.New{journal.Because(Decided{Report: r.ID, Review: f.Case.ID, Outcome: outcome}, f.Grounds...)}
	if s.Stopped == r.ID && outcome != r.Outcome && !s.stoppedAlso(r.ID) { // what the first decision stopped goes on, unless the new one stops it too
		news = append(news, journal.Because(Reinstated{Report: r.ID, Appeal: f.Appeal}, f.Grounds...))
		s.State = StateRunning
		if s.Overdue && outcome != OutcomeSuspend && outcome != OutcomeTerminate && !(outcome == OutcomeContinue && r.Kind == FollowUp) {
			news = append(news, journal.Because(Lapsed{Due: s.Due}, f.Grounds...))
		}
	}
	if !s.Live() {
		return news, nil
	}
	effects := s.effects(*r, outcome, f)
	for _, body := range effects {
		news = append(news, journal.Because(body, f.Grounds...))
	}
	if n := s.reschedule(*r, effects, f); n != nil {
		news = append(news, journal.Because(*n, f.Grounds...))
	}
	return news, nil
}

// stoppedAlso reports whether another decision stopped the work as well, while it
// stood still already.
func (s State) stoppedAlso(report string) bool {
	return slices.ContainsFunc(s.Reports, func(r Report) bool {
		return r.ID != report && r.Outcome == OutcomeSuspend && !r.DecidedAt.Before(s.Since) && s.State == StateSuspended
	})
}

// Reconsider is what a second look at an emergency approval does: the work goes on,
// or it stops (article 38). No report asked for it.
func (s State) Reconsider(c review.Case) []journal.New {
	var news []journal.New
	if s.Live() {
		for _, body := range s.effects(Report{}, effective(c), Facts{Case: c}) {
			news = append(news, journal.Because(body))
		}
	}
	return news
}

// effective is the outcome as it holds: once changes are confirmed, what was to be
// approved after them is approved.
func effective(c review.Case) string {
	if !c.ConfirmedAt.IsZero() {
		return OutcomeApprove
	}
	if d := c.Decision(); d != nil {
		return d.Outcome
	}
	return ""
}

func (s State) effects(r Report, outcome string, f Facts) []journal.Body {
	reason := ""
	if d := f.Case.Decision(); d != nil {
		reason = d.Reasons
	}
	switch outcome {
	case OutcomeContinue:
		if r.Kind == FollowUp {
			return []journal.Body{FollowedUp{Report: r.ID, Months: f.Months, Due: f.Due}}
		}
	case OutcomeSuspend:
		if s.State != StateSuspended {
			return []journal.Body{Suspended{By: ByCommittee, Report: r.ID, Reason: reason}}
		}
	case OutcomeTerminate:
		return []journal.Body{Terminated{Report: r.ID, Reason: reason}}
	case OutcomeClose:
		return []journal.Body{Closed{Report: r.ID}}
	case OutcomeApprove:
		if r.Kind == Resumption && s.State == StateSuspended {
			return s.resume(r)
		}
	}
	return nil
}

// reschedule sets the months between follow-ups that a decision on another report
// names. It is no follow-up, so it never puts the next one off.
func (s State) reschedule(r Report, effects []journal.Body, f Facts) *Rescheduled {
	d := f.Case.Decision()
	if d == nil || d.FollowUp == 0 || r.Kind == FollowUp || s.Overdue {
		return nil
	}
	for _, body := range effects {
		switch body.(type) {
		case Terminated, Closed:
			return nil
		}
	}
	due := f.Due
	if !s.Due.IsZero() && s.Due.Before(due) {
		due = s.Due
	}
	return &Rescheduled{Report: r.ID, Months: d.FollowUp, Due: due}
}

// resume lets the work go on; a follow-up that ran out meanwhile is still owed.
func (s State) resume(r Report) []journal.Body {
	out := []journal.Body{Resumed{Report: r.ID}}
	if s.Overdue {
		out = append(out, Lapsed{Due: s.Due})
	}
	return out
}

// Amends reports whether a decision makes an amendment part of what is approved.
func (s State) Amends(f Facts) (Report, bool) {
	r := s.Report(f.Case.About)
	if r == nil || r.Taken || !r.Open() && f.Appeal == "" || !s.Live() || r.Kind != Amendment || effective(f.Case) != OutcomeApprove {
		return Report{}, false
	}
	return *r, true
}

// TakeBack decides to note that a report was withdrawn.
func (s State) TakeBack(report string) []journal.New {
	if r := s.Report(report); r == nil || !r.Open() {
		return nil
	}
	return []journal.New{journal.Because(Withdrawn{Report: report})}
}

// Lapse decides to note that the time of the follow-up ran out.
func (s State) Lapse(f Facts) []journal.New {
	if s.State != StateRunning && s.State != StateSuspended || s.Overdue {
		return nil
	}
	return []journal.New{journal.Because(Lapsed{Due: s.Due}, f.Grounds...)}
}
