package web

import (
	"net/http"
	"slices"
	"strings"

	"lunheng/internal/auth"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/review"
	pages "lunheng/internal/web/pages/review"
	"lunheng/internal/web/ui"
)

// simplifiedPage is where named members review a case without a meeting.
func (s *Server) simplifiedPage(r *Request) error {
	return s.showSimplified(r, ui.Form{}, http.StatusOK)
}

func (s *Server) showSimplified(r *Request, form ui.Form, status int) error {
	k, err := s.openCase(r, r.PathValue("id"), 0)
	if err != nil {
		return err
	}
	if err := auth.Allow(r.Reader(), r.P, auth.ReviewDiscussion, auth.Review, k.ID); err != nil {
		return err
	}
	v := pages.Simplified{Why: k.Simplified}
	if v.Frame, err = s.frame(r, k, "reviewers"); err != nil {
		return err
	}
	v.Form = form
	if err := s.reviewers(r, k, &v); err != nil {
		return err
	}
	running := k.Procedure == review.BySimplified && (k.State == review.StateAccepted || k.State == review.StateWithReviewers)
	if v.MayName = running && k.may[auth.ReviewReviewers]; v.MayName {
		if v.Members, err = s.candidates(r, k); err != nil {
			return err
		}
	}
	v.MayMove = v.MayName
	v.MayRecuse = running && k.may[auth.ReviewRecuse]
	agreement(k, &v)
	return r.Render(status, pages.SimplifiedPage(r.C, v))
}

// reviewers shows who reviews and what they find, and asks the person for an
// opinion who owes one.
func (s *Server) reviewers(r *Request, k *kase, v *pages.Simplified) error {
	ids := make([]string, len(k.Reviewers))
	for i, w := range k.Reviewers {
		ids[i] = w.Person
	}
	names, err := r.people(ids...)
	if err != nil {
		return err
	}
	given := slices.ContainsFunc(k.events, func(e journal.Event) bool { return e.Type == "review.opinion_given" && e.Actor == r.P.Person })
	for _, w := range k.Reviewers {
		mine := w.Person == r.P.Person
		v.MayOpine = v.MayOpine || mine && w.Opinion == nil && k.State == review.StateWithReviewers && k.may[auth.ReviewOpinion]
		v.Hidden = v.Hidden || mine && !given
		v.Reviewers = append(v.Reviewers, k.reviewer(names.person(r.C, w.Person), w))
	}
	for i, w := range k.Reviewers {
		if v.Hidden && w.Person != r.P.Person {
			v.Reviewers[i].State = ui.Status{Text: lang.T("意见暂不显示", "not shown yet"), Tone: ui.Plain}
		}
	}
	if v.MayOpine {
		v.Outcome = k.outcomes()
	}
	if k.Moved != nil {
		item, _ := k.set.Item("meeting_triggers", k.Moved.Trigger)
		v.Moved = &pages.Moved{Why: item.Text, Note: k.Moved.Note}
	}
	return nil
}

// reviewing are the named reviewers who owe an opinion, where there are any.
func (k *kase) reviewing(r *Request) ([]ui.Person, error) {
	var ids []string
	for _, w := range k.Reviewers {
		if w.Opinion == nil && k.State == review.StateWithReviewers {
			ids = append(ids, w.Person)
		}
	}
	names, err := r.people(ids...)
	var out []ui.Person
	for _, id := range ids {
		out = append(out, names.person(r.C, id))
	}
	return out, err
}

// reviewer is one line of the list.
func (k *kase) reviewer(who ui.Person, w review.Reviewer) pages.Reviewer {
	out := pages.Reviewer{Who: who, State: ui.Status{Text: lang.T("尚未提出意见", "no opinion yet"), Tone: ui.Waiting}}
	if w.Opinion == nil {
		return out
	}
	item, _ := k.set.Item("outcomes", w.Opinion.Outcome)
	out.State = ui.Status{Text: item.Text, Tone: ui.Warn}
	if item.Bool("approves") && !item.Bool("stipulations_required") {
		out.State.Tone = ui.OK
	}
	out.Reasons, out.Stipulations, out.Doubt, out.Meeting = w.Opinion.Reasons, w.Opinion.Stipulations, w.Opinion.Doubt, w.Opinion.Meeting
	for _, e := range k.events {
		if e.Type == "review.opinion_given" && e.Actor == w.Person {
			out.Given = e.At
		}
	}
	return out
}

// outcomes are the decisions to choose from.
func (k *kase) outcomes() ui.Field {
	f := ui.Field{Name: "outcome", Label: lang.T("意见", "Opinion"), Required: true}
	for _, item := range review.OutcomeItems(k.set, k.Kind) {
		f.Options = append(f.Options, ui.Option{Value: item.Code, Text: item.Text, Help: item.Help})
	}
	return f
}

// candidates are the members to choose from, those chosen before ticked.
func (s *Server) candidates(r *Request, k *kase) (ui.Field, error) {
	f := ui.Field{Name: "reviewers", Label: lang.T("审查人", "Reviewers"), Required: true}
	if p, ok := k.set.Param("simplified_reviewers_min"); ok {
		f.Help = lang.T("至少 %d 名；有利益关系的委员不在其中。", "At least %d; members with an interest are not listed.").With(p.Int())
	}
	list, err := s.Review.Candidates(r.Reader(), r.P, r.C.Now, k.ID)
	if err != nil {
		return f, err
	}
	ids := make([]string, len(list))
	for i, c := range list {
		ids[i] = c.Person
	}
	names, err := r.people(ids...)
	if err != nil {
		return f, err
	}
	var out []string
	for _, c := range list {
		if c.Interest != nil {
			out = append(out, r.C.Tf("%s（%s）", "%s (%s)", names.text(c.Person), c.Interest.Because()))
			continue
		}
		words := []string{r.C.Text(registry.Role(c.Role).Text())}
		for _, e := range c.Expertise {
			if item, ok := k.set.Item("expertise", e); ok {
				words = append(words, r.C.Text(item.Text))
			}
		}
		if c.Owes > 0 {
			words = append(words, r.C.Tf("另有 %d 件待提意见", "owes %d other opinions", c.Owes))
		}
		f.Options = append(f.Options, ui.Option{Value: c.Person, Text: lang.Same(names.person(r.C, c.Person).Name), Help: lang.Same(strings.Join(words, " · "))})
	}
	if len(out) > 0 {
		f.Help = lang.T("%s不能指定：%s", "%s Not to be named: %s").With(f.Help, lang.Same(strings.Join(out, "；")))
	}
	for _, w := range k.Reviewers {
		f.Chosen = append(f.Chosen, w.Person)
	}
	return f, nil
}

// agreement offers to declare the result once every opinion is there.
func agreement(k *kase, v *pages.Simplified) {
	if k.State != review.StateWithReviewers || !k.may[auth.ReviewReviewers] || len(k.Reviewers) == 0 {
		return
	}
	var points []string
	for _, w := range k.Reviewers {
		if w.Opinion == nil {
			return
		}
		points = append(points, w.Opinion.Stipulations...)
	}
	item, _ := k.set.Item("outcomes", k.Reviewers[0].Opinion.Outcome)
	v.MayAgree, v.Agreed, v.FollowUp = true, item.Text, followUpField("follow_up")
	v.Reasoned, v.Stipulated, v.Proposed = item.Bool("reasons_required"), item.Bool("stipulations_required"), strings.Join(points, "\n")
}

// lines are the filled lines of a text field.
func (r *Request) lines(name string) []string {
	var out []string
	for line := range strings.Lines(r.PostFormValue(name)) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// simplifiedAct is a form of the page: what it does, and what is said afterwards.
func (s *Server) simplifiedAct(do func(r *Request, id string) (journal.Outcome, error), done lang.Text) func(*Request) error {
	return func(r *Request) error {
		if err := r.Parse(); err != nil {
			return err
		}
		id := r.PathValue("id")
		if _, err := do(r, id); err != nil {
			if !Refused(err) {
				return err
			}
			return s.showSimplified(r, r.refused(err), Status(err))
		}
		return r.See("/reviews/"+id+"/reviewers", done)
	}
}

func (s *Server) nameReviewers(r *Request, id string) (journal.Outcome, error) {
	return s.Review.NameReviewers(r.Context(), r.P, r.C.Now, review.NameReviewers{Review: id, Reviewers: r.PostForm["reviewers"],
		Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()})
}

func (s *Server) giveOpinion(r *Request, id string) (journal.Outcome, error) {
	return s.Review.GiveOpinion(r.Context(), r.P, r.C.Now, review.GiveOpinion{Review: id, Outcome: r.PostFormValue("outcome"), Reasons: r.PostFormValue("reasons"),
		Stipulations: r.lines("stipulations"), Doubt: r.PostFormValue("doubt"), Meeting: r.PostFormValue("meeting") != "", Key: r.Key()})
}

func (s *Server) agree(r *Request, id string) (journal.Outcome, error) {
	return s.Review.DecideSimplified(r.Context(), r.P, r.C.Now, review.DecideSimplified{Review: id, Reasons: r.PostFormValue("reasons"),
		Stipulations: r.lines("stipulations"), FollowUp: months(r.PostFormValue("follow_up")), Version: r.Version(), Key: r.Key()})
}

func (s *Server) moveToMeeting(r *Request, id string) (journal.Outcome, error) {
	return s.Review.MoveToMeeting(r.Context(), r.P, r.C.Now, review.MoveToMeeting{Review: id, Note: r.PostFormValue("note"), Version: r.Version(), Key: r.Key()})
}

// recuse closes the file to the person; they land on their home.
func (s *Server) recuse(r *Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	cmd := review.Recuse{Review: r.PathValue("id"), Nature: r.PostFormValue("nature"), Key: r.Key()}
	if _, err := s.Review.Recuse(r.Context(), r.P, r.C.Now, cmd); err != nil {
		if !Refused(err) {
			return err
		}
		return s.showSimplified(r, r.refused(err), Status(err))
	}
	return r.See("/home", lang.T("已回避，案卷对您关闭。", "You are out of the case; its file is closed to you."))
}

// simplifiedActs is the way to what this person may do without a meeting.
func (k *kase) simplifiedActs(tab string) []pages.Act {
	text := lang.T("审查人与意见", "Reviewers and opinions")
	owes := slices.ContainsFunc(k.Reviewers, func(w review.Reviewer) bool { return w.Person == k.me && w.Opinion == nil })
	switch {
	case tab == "reviewers" || !k.may[auth.ReviewDiscussion]:
		return nil
	case k.State == review.StateAccepted && k.may[auth.ReviewReviewers]:
		text = lang.T("指定审查人", "Name reviewers")
	case k.State == review.StateWithReviewers && owes:
		text = lang.T("提出审查意见", "Give an opinion")
	case k.State != review.StateWithReviewers:
		return nil
	}
	return []pages.Act{{Link: ui.Link{Text: text, Href: "/reviews/" + k.ID + "/reviewers"}, Look: ui.Primary}}
}
