package learning

import (
	"slices"
	"strings"

	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// Trigger is what begins a duty to learn: an item of the packs' list
// training_triggers with its kind of training and its limit.
type Trigger struct {
	Cause  string
	Kind   string
	Limit  *flow.ClockMove
	Ground flow.Ground
}

// Assign decides on a duty to learn. Who has an open one of the same cause, or was
// trained so already when appointed before, gets none.
func (s State) Assign(t Trigger, about, note string, f Facts) []journal.New {
	if slices.ContainsFunc(s.Duties, func(d Duty) bool { return d.Cause == t.Cause && (d.State == Open || d.About == about) }) {
		return nil
	}
	if t.Cause == CauseAppointment && slices.ContainsFunc(s.Counted(), func(r Record) bool { return r.Kind == t.Kind }) {
		return nil
	}
	body := Assigned{ID: f.NewID, Kind: t.Kind, Cause: t.Cause, About: about, Note: note}
	if t.Limit != nil {
		m := *t.Limit
		m.Clock, m.Op, m.Who, m.Holder = dutyClock(f.NewID), flow.ClockStart, flow.RoleApplicant, s.Person
		body.Moves = []flow.ClockMove{m}
	}
	return []journal.New{journal.Because(body, t.Ground)}
}

// Lift decides that a duty falls away.
func (s State) Lift(cmd On, f Facts) ([]journal.New, error) {
	d := s.duty(cmd.ID)
	if d.ID == "" {
		return nil, errs.New(errs.NotFound, "training.duty.missing", lang.T("没有这项培训要求。", "There is no such duty to learn."))
	}
	if d.State != Open {
		return nil, errs.Refuse("training.duty.state", "这项培训要求已经结束。", "This duty has ended already.")
	}
	if err := s.other(f); err != nil {
		return nil, err
	}
	reason := strings.TrimSpace(cmd.Reason)
	if reason == "" {
		return nil, errs.Mistake("reason", "training.reason", "请写明理由。", "Say why.")
	}
	return []journal.New{journal.Because(DutyLifted{ID: d.ID, Reason: reason, Clocks: d.end(flow.ClockCancel)})}, nil
}
