package web

import (
	"fmt"
	"slices"

	"lunheng/internal/auth"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	"lunheng/internal/web/pages/check"
	pages "lunheng/internal/web/pages/review"
	"lunheng/internal/web/ui"
)

// reasonsPage shows what every step of the case rests on.
func (s *Server) reasonsPage(r *Request) error {
	k, err := s.pathCase(r)
	if err != nil {
		return err
	}
	v := pages.Reasons{}
	if v.Frame, err = s.frame(r, k, "reasons"); err != nil {
		return err
	}
	if k.readable {
		group, err := s.assessedReasons(r, k)
		if err != nil {
			return err
		}
		v.Groups = append(v.Groups, group...)
	}
	if k.Procedure != "" {
		item, _ := k.set.Item("procedure", k.Procedure)
		v.Groups = append(v.Groups, pages.ReasonGroup{ID: "accepted", Title: lang.T("受理：适用%s", "Accepted; procedure: %s").With(item.Text), Words: k.ProcedureReasons,
			Reasons: r.groundReasons(k, "review.accepted")})
	}
	for i, d := range k.Decisions {
		v.Groups = append(v.Groups, r.decisionReasons(k, i, d))
	}
	return r.Page(pages.ReasonsPage(r.C, v))
}

// assessedReasons is why the activity is reviewed at all, and how.
func (s *Server) assessedReasons(r *Request, k *kase) ([]pages.ReasonGroup, error) {
	facts, err := s.Activity.Facts(r.Reader(), k.app, r.P.Day)
	if err != nil || facts.Judged == nil {
		return nil, err
	}
	g := pages.ReasonGroup{ID: "assessed", Title: lang.T("为什么要审查、怎样审查", "Why it is reviewed, and how")}
	seen := map[string]bool{}
	for _, output := range []string{"review", "scope", "procedure", "reviewer", "expert_recheck", "limits"} {
		for _, reason := range facts.Judged.Answer.ReasonsFor(output) {
			if !seen[reason.Rule] {
				seen[reason.Rule] = true
				g.Reasons = append(g.Reasons, check.Reason(k.set, reason))
			}
		}
	}
	return []pages.ReasonGroup{g}, nil
}

// groundReasons are the grounds that an event names.
func (r *Request) groundReasons(k *kase, event string) []ui.Reason {
	for _, e := range slices.Backward(k.events) {
		if e.Type == event {
			return r.asReasons(k, e.Ground)
		}
	}
	return nil
}

func (r *Request) asReasons(k *kase, grounds []flow.Ground) []ui.Reason {
	var out []ui.Reason
	for _, g := range grounds {
		out = append(out, ui.Reason{Text: k.groundText(g), Ground: r.ground(g)})
	}
	return out
}

// groundText is a rule, a param or an item of a list in words.
func (k *kase) groundText(g flow.Ground) lang.Text {
	if p, ok := k.set.Param(g.Rule); ok {
		return p.Title
	}
	for _, list := range []string{"outcomes", "procedure", "letters"} {
		for _, item := range k.set.List(list) {
			if item.Ground().Rule == g.Rule {
				return item.Text
			}
		}
	}
	return lang.Same(g.Rule)
}

// decisionReasons is what a decision rests on: its words, the votes, who was
// there, and the rules.
func (r *Request) decisionReasons(k *kase, i int, d review.Decision) pages.ReasonGroup {
	t := &teller{c: r.C, asked: map[string]bool{}, names: k.names, set: k.set}
	g := pages.ReasonGroup{ID: fmt.Sprintf("decision-%d", i+1), Title: lang.T("决定：%s", "Decision: %s").With(t.code("outcomes", d.Outcome))}
	if d.Reasons != "" {
		g.Words = []string{d.Reasons}
	}
	g.Facts = []ui.Fact{
		{Label: lang.T("主持", "Presiding"), Text: r.C.PersonName(k.names.person(r.C, d.Presiding))},
		{Label: lang.T("到会有表决权", "Present with a vote"), Text: r.C.Num(len(d.Present))},
		{Label: lang.T("表决", "Votes"), Text: r.C.Text(t.tally(d.Tally, d.Need))},
	}
	if len(d.Excluded) > 0 && k.may[auth.ReviewDiscussion] {
		var out []lang.Text
		for _, person := range d.Excluded {
			out = append(out, k.names.text(person))
		}
		g.Facts = append(g.Facts, ui.Fact{Label: lang.T("回避", "Recused"), Text: r.C.Join(out)})
	}
	for n, e := range slices.All(k.decisions()) {
		if n == i {
			g.Reasons = r.asReasons(k, e.Ground)
		}
	}
	return g
}

// decisions are the events that decided the case, in order.
func (k *kase) decisions() []journal.Event {
	var out []journal.Event
	for _, e := range k.events {
		switch e.Body.(type) {
		case review.Approved, review.ChangesAsked, review.RereviewAsked, review.Rejected:
			out = append(out, e)
		}
	}
	return out
}
