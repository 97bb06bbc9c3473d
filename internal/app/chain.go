package app

import (
	"slices"

	"lunheng/internal/calendar"
	"lunheng/internal/complaint"
	"lunheng/internal/inspection"
	"lunheng/internal/journal"
	"lunheng/internal/programme"
	"lunheng/internal/risk"
	"lunheng/internal/rules"
	"lunheng/internal/store"
	"lunheng/internal/violation"
)

// tellReporter says in the channel of a report how the case about it stands. What is
// said names nobody: not the accused, not who decided, not who reported.
func (h *House) tellReporter(tx *journal.Tx, s violation.State, news []journal.New) error {
	for _, n := range news {
		t := complaint.Telling{Day: calendar.Of(tx.Now), Case: s.ID}
		switch b := n.Body.(type) {
		case violation.TakenUp:
			t.Status = complaint.Accepted
		case violation.Rejected:
			t.Status, t.Grounds = complaint.Refused, b.Grounds
		case violation.Checked:
			t.Status = complaint.Investigating
		case violation.Dropped, violation.Decided, violation.Cleared:
			t.Status = complaint.Decided
		default:
			continue
		}
		if err := h.Complaint.Tell(tx, s.Source.Record, t); err != nil {
			return err
		}
	}
	return nil
}

// riskScores is the risk that is watched in the data, as inspections count it: what is
// of one kind makes one reason.
func riskScores(r store.Reader, set *rules.Set, units []string, _ calendar.Day) (map[string]inspection.Risk, error) {
	ratings, err := risk.Score(r, set, units)
	out := map[string]inspection.Risk{}
	for unit, rating := range ratings {
		var kinds []inspection.Reason // in the order of the shares, the most first
		for _, s := range rating.Shares {
			i := slices.IndexFunc(kinds, func(x inspection.Reason) bool { return x.Kind == s.Kind && x.Code == s.Code })
			if i < 0 {
				i, kinds = len(kinds), append(kinds, inspection.Reason{Kind: s.Kind, Code: s.Code})
			}
			kinds[i].Count++
			kinds[i].Points += s.Points
		}
		for _, why := range kinds {
			inspection.Add(out, unit, why)
		}
	}
	return out, err
}

// referred is a reaction: what an inspection hands over becomes a case at once, and the
// rules say whose. What stands in the records of a committee concerns the unit itself.
func (h *House) referred(tx *journal.Tx, e journal.Event) error {
	b, ok := e.Body.(inspection.Referred)
	if !ok {
		return nil
	}
	cmd := violation.Register{Body: violation.Body{Kind: violation.Department, ID: b.Department}, Unit: b.Unit, Text: b.Reason,
		Source: violation.Source{Kind: violation.FromInspection, Record: e.Subject()}}
	activities := map[string]bool{}
	for _, r := range b.Records {
		cmd.Head = cmd.Head || r.Kind != "activity"
		activities[r.Activity] = true
	}
	if len(activities) == 1 {
		cmd.Activity = b.Records[0].Activity
	}
	if err := h.handToFunders(tx, e.Subject(), b); err != nil {
		return err
	}
	cmd.Title = "检查移交 / Handed over by an inspection " + string(calendar.Of(tx.Now))
	_, err := h.Violation.Open(tx, cmd)
	return err
}

// handToFunders brings what stands in the records of funded work to whoever pays for
// that work, each the findings about it alone.
func (h *House) handToFunders(tx *journal.Tx, id string, b inspection.Referred) error {
	events, err := tx.Look(inspection.Stream(id))
	if err != nil {
		return err
	}
	st, err := inspection.Fold(events)
	if err != nil {
		return err
	}
	var order []string
	about := map[string][]programme.Fault{}
	for _, n := range b.Findings {
		x := st.Finding(n)
		seen := map[string]bool{"": true}
		for _, r := range x.Records {
			if seen[r.Activity] {
				continue
			}
			seen[r.Activity] = true
			if len(about[r.Activity]) == 0 {
				order = append(order, r.Activity)
			}
			about[r.Activity] = append(about[r.Activity], programme.Fault{N: n, Point: x.Point, Severity: x.Severity, Text: x.Text})
		}
	}
	for _, activity := range order {
		if err := h.Programme.Hand(tx, activity, programme.Handed{Inspection: id, Department: b.Department, Findings: about[activity], Reason: b.Reason}); err != nil {
			return err
		}
	}
	return nil
}

// funderAnswered is a reaction: the department that inspected hears what a funder makes
// of what it handed over.
func (h *House) funderAnswered(tx *journal.Tx, e journal.Event) error {
	b, ok := e.Body.(programme.ReferralAnswered)
	if !ok {
		return nil
	}
	answer := inspection.FunderAnswered{Project: e.Subject(), Text: b.Text}
	if err := tx.Row(`select funder_kind, funder from projects where id = $1`, e.Subject()).Scan(&answer.Kind, &answer.Funder); err != nil {
		return err
	}
	return h.Inspection.Hear(tx, b.Inspection, answer)
}

// chain are the reactions along the chain of inspections, cases and money.
func (h *House) chain() []journal.Reaction {
	return []journal.Reaction{
		{On: inspection.Referred{}.EventType(), Do: h.referred, Reason: "what an inspection hands over becomes a case of whoever is competent, and reaches whoever funds the work"},
		{On: programme.ReferralAnswered{}.EventType(), Do: h.funderAnswered, Reason: "whoever handed something to a funder hears what came of it"},
	}
}
