package recheck

import (
	"fmt"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/letter"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/review"
	"lunheng/internal/rules"
	"lunheng/internal/store"
)

// letterCode is the packs' letter by which a department feeds the experts'
// opinion back.
const letterCode = "recheck_opinion"

// Paper sets the letter in which the department tells unit and committee what the
// experts found (article 30), for whoever may see the re-review. It names no expert.
func (s *Service) Paper(r store.Reader, p auth.Principal, id string) (letter.Doc, error) {
	st, err := s.View(r, p, id)
	if err != nil {
		return letter.Doc{}, err
	}
	if st.Opinion == nil {
		return letter.Doc{}, errs.New(errs.Refused, "recheck.paper.early", lang.T("主管部门尚未反馈复核意见。", "The department has not fed the opinion back yet."))
	}
	set := s.Book.On(calendar.Of(st.AnsweredAt), st.Region)
	form, ok := set.Item("letters", letterCode)
	if !ok {
		return letter.Doc{}, fmt.Errorf("set the opinion of %s: the packs have no letter %q", id, letterCode)
	}
	places, err := places(r, set, st)
	if err != nil {
		return letter.Doc{}, err
	}
	body, err := review.Paragraphs(form.In("body"), places)
	if err != nil {
		return letter.Doc{}, fmt.Errorf("set letter %s: %w", letterCode, err)
	}
	day := calendar.Of(st.AnsweredAt)
	out := letter.Decision{Unit: places["department"], Title: form.Text, Number: st.Number, Date: day, Addressee: lang.T("%s、%s", "%s and %s").With(places["unit"], places["committee"]),
		Body: body, Role: lang.T("主管部门", "Department"), Signer: places["department"].ZH, Created: st.AnsweredAt}
	out.Reasons = review.Because(set, form.Text, form.Ground())
	return out.Doc(), nil
}

// places are the values of the letter's places, in both languages.
func places(r store.Reader, set *rules.Set, st State) (map[string]lang.Text, error) {
	result := "disagree"
	if st.Opinion.Agrees {
		result = "agree"
	}
	answer, _ := set.Item("recheck_results", result)
	number := func(n int) lang.Text { return lang.Same(fmt.Sprint(n)) }
	out := map[string]lang.Text{"number": lang.Same(st.Number), "title": lang.Same(st.Title), "result": answer.Text, "summary": lang.Same(st.Opinion.Summary),
		"asked_on": letter.DayText(calendar.Of(st.AppliedAt)), "answered_on": letter.DayText(calendar.Of(st.AnsweredAt)),
		"all": number(st.Opinion.All), "for": number(st.Opinion.For), "against": number(st.Opinion.Against)}
	for place, of := range map[string]struct {
		kind auth.Kind
		id   string
	}{"unit": {auth.Unit, st.Unit}, "committee": {auth.Committee, st.Committee}, "department": {auth.Department, st.Department}} {
		names, err := registry.Names(r, of.kind, of.id)
		if err != nil {
			return nil, err
		}
		out[place] = names[of.id]
	}
	return out, nil
}
