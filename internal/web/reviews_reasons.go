package web

import (
	"fmt"
	"slices"
	"strings"

	"lunheng/internal/auth"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	"lunheng/internal/rules"
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
				g.Reasons = append(g.Reasons, r.reason(reason))
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

// reason is why a rule spoke.
func (r *Request) reason(reason rules.Reason) ui.Reason {
	out := ui.Reason{Text: reason.Because, Change: reason.Instead, Ground: r.ground(reason.Ground())}
	out.Ground.Unsure = out.Ground.Unsure || reason.Unsure
	return out
}

// groundText is a rule, a param or an item of a list in words.
func (k *kase) groundText(g flow.Ground) lang.Text {
	if p, ok := k.set.Param(strings.TrimPrefix(g.Rule, "param.")); ok {
		return p.Title
	}
	for _, list := range []string{"outcomes", "procedure", "letters"} {
		for _, item := range k.set.List(list) {
			if item.Ground().Rule == g.Rule {
				return item.Text
			}
		}
	}
	for point := range bare {
		for _, reason := range k.set.Evaluate(point, bare[point]).Reasons {
			if reason.Rule == g.Rule {
				return reason.Because
			}
		}
	}
	return lang.Same(g.Rule)
}

// everyRegime lets the rules of medicine and AI speak too.
var everyRegime = map[string]any{"scope": []string{"human_participants"}, "fields": []string{"medicine", "artificial_intelligence"}}

// bare are decision points with nothing given: enough to let their rules say
// what they demand.
var bare = map[string]map[string]any{
	"composition": {"on": "2000-01-01", "committee": map[string]any{"fields": []string{"medicine", "artificial_intelligence"}}},
	"quorum":      {"activity": everyRegime, "meeting": map[string]any{}},
	"majority":    {"activity": everyRegime, "votes": map[string]any{}},
}

// standardsOf are the standards of a point in words, by their codes. Whether
// they hold is not asked here.
func (k *kase) standardsOf(point string) map[string]rules.Standard {
	out := map[string]rules.Standard{}
	for _, s := range k.set.Evaluate(point, bare[point]).Standards("standards") {
		out[s.Code] = s
	}
	return out
}

// asThen are standards as they stood when they were relied on.
func (r *Request) asThen(k *kase, point string, demands []review.Demand) []ui.Standard {
	known := k.standardsOf(point)
	out := make([]ui.Standard, len(demands))
	for i, d := range demands {
		s, ok := known[d.Code]
		if !ok {
			s.Text = lang.Same(d.Code)
		}
		out[i] = ui.Standard{Text: s.Text, Holds: ui.Fails, Have: r.C.Num(d.Have), Need: r.C.Num(d.Need)}
		if ok {
			out[i].Ground = r.ground(s.Ground())
		}
		if d.Have >= d.Need {
			out[i].Holds = ui.Holds
		}
	}
	return out
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
	if d.Procedure == review.BySimplified {
		g.Words = append([]string{d.Why}, g.Words...)
		g.Facts = []ui.Fact{
			{Label: lang.T("程序", "Procedure"), Text: r.C.Text(t.code("procedure", d.Procedure))},
			{Label: lang.T("宣布", "Declared by"), Text: r.C.PersonName(k.names.person(r.C, d.Presiding))},
			{Label: lang.T("意见一致的审查人", "Reviewers who agree"), Text: r.C.Num(len(d.Present))},
		}
		d.Quorum = nil
	}
	if d.FollowUp > 0 {
		g.Facts = append(g.Facts, ui.Fact{Label: lang.T("跟踪审查", "Follow-up"), Text: r.C.Tf("每 %d 个月", "every %d months", d.FollowUp)})
	}
	if len(d.Excluded) > 0 && k.may[auth.ReviewDiscussion] {
		var out []lang.Text
		for _, person := range d.Excluded {
			out = append(out, k.names.text(person))
		}
		g.Facts = append(g.Facts, ui.Fact{Label: lang.T("回避", "Recused"), Text: r.C.Join(out)})
	}
	g.Standards = r.asThen(k, "quorum", d.Quorum)
	standards := map[string]bool{} // shown as such, or as a whole
	for _, point := range []string{"composition", "quorum"} {
		for _, s := range k.standardsOf(point) {
			standards[s.Rule] = true
		}
	}
	for n, e := range k.decisions() {
		if n == i {
			g.Reasons = r.asReasons(k, slices.DeleteFunc(slices.Clone(e.Ground), func(g flow.Ground) bool { return standards[g.Rule] }))
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
