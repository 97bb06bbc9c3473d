package review

import (
	"slices"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
)

// ByEmergency is the code of the emergency procedure (应急审查): an ordinary
// meeting within hours, with an expert from the field. Nothing that a meeting
// needs to decide is left out (article 39), and there is no code path that would.
const ByEmergency = "emergency"

// emergency reports whether the case is reviewed in the emergency procedure.
func (c Case) emergency() bool { return c.Procedure == ByEmergency }

// urgency checks how urgent the secretary finds an emergency and gives the limit
// that goes with it (article 36).
func (f Facts) urgency(cmd Accept) ([]flow.ClockMove, error) {
	var wrong errs.List
	move, ok := f.Urgencies[cmd.Urgency]
	if !ok {
		wrong.Add(errs.Mistake("urgency", "review.accept.urgency", "应急审查须选择紧急程度（审查办法第三十六条）。",
			"An emergency review has a level of urgency: choose it (Review Measures, article 36)."))
	}
	wrong.Add(f.onFile())
	if len(filled(cmd.Reasons)) == 0 {
		wrong.Add(errs.Mistake("reasons", "review.accept.emergency_reason", "请写明为什么须应急审查。", "Say why it is an emergency."))
	}
	return []flow.ClockMove{move}, wrong.Err()
}

// urgencies are the limits of the levels, none longer than the limit that the
// rules give an emergency.
func (s *Service) urgencies(sc *scene) map[string]flow.ClockMove {
	out := map[string]flow.ClockMove{}
	law := sc.Facts.Clocks[ClockDecision]
	for _, item := range sc.set.List("urgency") {
		g := item.Ground()
		move := s.limit(sc.set, calendar.Span{Amount: item.Int("hours"), Unit: calendar.Hours}, sc.tx.Now, &g)
		if law.Due.Before(move.Due) {
			move = law
		}
		move.Clock, move.Op, move.Who, move.Holder = ClockDecision, flow.ClockStart, flow.RoleSecretary, sc.Case.Committee
		out[item.Code] = move
	}
	return out
}

// closer shortens the time to the first follow-up after an emergency (article 38).
func (s *Service) closer(set *rules.Set, c Case, out map[string]flow.ClockMove, now func(calendar.Span, *flow.Ground) flow.ClockMove) {
	p, ok := set.Param("emergency_follow_up_months")
	if !ok || !c.emergency() {
		return
	}
	g := p.Ground()
	move := now(p.Span(), &g)
	if have, runs := out[ClockFollowUp]; !runs || move.Due.Before(have.Due) {
		out[ClockFollowUp] = move
	}
}

// advisers are the fields of those invited to be heard on an item, as far as
// packs know them.
func (i *Item) advisers(set *rules.Set) []any {
	out := []any{}
	for _, a := range i.Advisers {
		if slices.Contains(codes(set, "fields"), a.Field) {
			out = append(out, a.Field)
		}
	}
	return out
}

// FieldText is an adviser's field in words: a code of the pack's list, or what
// was written.
func FieldText(set *rules.Set, field string) lang.Text {
	if item, ok := set.Item("fields", field); ok {
		return item.Text
	}
	return lang.Same(field)
}
