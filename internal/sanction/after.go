package sanction

import (
	"strings"

	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// After is an act on a decision in force.
type After struct {
	Sanction string `json:"sanction"`
	Measure  string `json:"measure,omitempty"`
	Request  string `json:"request,omitempty"`
	Subject  string `json:"subject,omitempty"`
	Months   int    `json:"months,omitempty"` // of a corrected term
	Life     bool   `json:"life,omitempty"`
	Lift     bool   `json:"lift,omitempty"`  // the correction ends the measure
	Grant    bool   `json:"grant,omitempty"` // the request for correction
	Reason   string `json:"reason"`
	Version  int64  `json:"version"`
	Key      string `json:"key,omitempty"`
}

// begin checks what every act on a decision in force needs: the state and a reason.
func (s State) begin(cmd After) (string, error) {
	if s.State != StateInForce {
		return "", errs.Refuse("sanction.not_in_force", "决定没有生效，或者已经撤销。", "The decision is not in force.")
	}
	reason := strings.TrimSpace(cmd.Reason)
	if reason == "" || len([]rune(reason)) > maxText {
		return "", errs.Mistake("reason", "sanction.reason", "请写明理由，最多 %d 字；不写姓名。", "Say why, with at most %d characters and no names.", maxText)
	}
	return reason, nil
}

// binding is a measure that still binds, or the refusal.
func (s State) binding(id string) (Held, error) {
	h := s.Measure(id)
	if h == nil {
		return Held{}, errs.New(errs.NotFound, "sanction.part", lang.T("决定里没有这一项。", "The decision has no such part."))
	}
	if h.State != Binding {
		return *h, errs.Refuse("sanction.ended", "这项措施已经履行或者解除。", "This measure was fulfilled or lifted already.")
	}
	return *h, nil
}

// Fulfil decides that what a measure asked for was done.
func (s State) Fulfil(cmd After, f Facts) ([]journal.New, error) {
	reason, err := s.begin(cmd)
	if err != nil {
		return nil, err
	}
	h, err := s.binding(cmd.Measure)
	if err != nil {
		return nil, err
	}
	if f.Kinds[h.Code].Term {
		return nil, errs.Refuse("sanction.term", "有期限的措施到期结束；需要提前解除的，更正决定。", "A measure with a term ends by its term; to end it early, correct the decision.")
	}
	return []journal.New{journal.Because(Fulfilled{Measure: h.ID, Reason: reason}, f.Grounds...)}, nil
}

// Correct decides that a measure has another term, or none any more.
func (s State) Correct(cmd After, f Facts) ([]journal.New, error) {
	reason, err := s.begin(cmd)
	if err != nil {
		return nil, err
	}
	h, err := s.binding(cmd.Measure)
	if err != nil {
		return nil, err
	}
	body := Corrected{Measure: h.ID, Reason: reason}
	if !cmd.Lift {
		term, err := Term{From: h.From, Months: cmd.Months, Life: cmd.Life}.within(f.Kinds[h.Code], s.Terms, f)
		if err != nil {
			return nil, err
		}
		if term == h.Term {
			return nil, errs.Refuse("sanction.same", "与原来的期限相同。", "This is the term as it is.")
		}
		body.Term = &term
	}
	return []journal.New{journal.Because(body, f.Grounds...)}, nil
}

// Annul decides that the whole decision falls away.
func (s State) Annul(cmd After, f Facts) ([]journal.New, error) {
	reason, err := s.begin(cmd)
	if err != nil {
		return nil, err
	}
	body := Annulled{Reason: reason}
	for _, q := range s.OpenRequests() {
		body.Moves = append(body.Moves, q.end(flow.ClockCancel)...)
	}
	return []journal.New{journal.Because(body, f.Grounds...)}, nil
}

// Ask decides to take a request for correction in. One at a time for each subject.
func (s State) Ask(cmd After, f Facts) ([]journal.New, error) {
	reason, err := s.begin(cmd)
	if err != nil {
		return nil, err
	}
	for _, q := range s.OpenRequests() {
		if q.Subject == cmd.Subject {
			return nil, errs.Refuse("sanction.asked", "已经提出的更正请求还没有答复。", "A request for correction waits for its answer already.")
		}
	}
	body := CorrectionAsked{ID: f.NewID, Subject: cmd.Subject, Text: reason}
	if f.Clock != nil {
		m := *f.Clock
		m.Clock, m.Op, m.Who, m.Holder = Request{ID: f.NewID}.Clock(), flow.ClockStart, flow.RoleDepartment, s.Department
		body.Moves = []flow.ClockMove{m}
	}
	return []journal.New{journal.Because(body, f.Grounds...)}, nil
}

// Answer decides on a request. What is granted is then corrected or annulled.
func (s State) Answer(cmd After) ([]journal.New, error) {
	reason, err := s.begin(cmd)
	if err != nil {
		return nil, err
	}
	q := s.Request(cmd.Request)
	if q == nil || q.State != Open {
		return nil, errs.Refuse("sanction.answered", "没有待答复的这一请求。", "No such request waits for an answer.")
	}
	return []journal.New{journal.Because(CorrectionAnswered{ID: q.ID, Granted: cmd.Grant, Reason: reason, Clocks: flow.Clocks{Moves: q.end(flow.ClockMeet)}})}, nil
}

func (q Request) end(op flow.ClockOp) []flow.ClockMove {
	if q.Due.IsZero() {
		return nil
	}
	return []flow.ClockMove{{Clock: q.Clock(), Op: op}}
}
