package api

import (
	"net/http"

	"lunheng/internal/interests"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/review"
)

// interestRoutes are the standing interests of members, and the cases that they
// touch.
func (a *API) interestRoutes() {
	g := a.chapter("利益登记", "Registered interests")
	s := a.Interests
	one(g, "/people/{person}/interests", lang.T("一个人登记的利益", "What a person has registered"), func(r *Request, _ none) (interests.State, int64, error) {
		st, err := s.View(r.Reader(), r.P, r.PathValue("person"))
		return st, st.Version, err
	})
	on := func(r *Request, _ string, out journal.Outcome) (Done, int64, error) {
		d, err := r.done(interests.Stream(r.PathValue("person")), out)
		return d, d.Version, err
	}
	answered(g, http.MethodPost, "/people/{person}/interests", lang.T("登记本人的利益", "Register one's own interest"), s.Declare, on, "kind", "with")
	answered(g, http.MethodPost, "/people/{person}/interests/{id}/end", lang.T("结束一项利益", "End an interest"), s.End, on)
	answered(g, http.MethodPost, "/people/{person}/interests/confirm", lang.T("确认登记完整", "Confirm that the register is complete"), s.Confirm, on)
	look(g, "/committees/{committee}/interests", lang.T("委员会成员登记的利益", "What the members of a committee have registered"), func(r *Request, _ none) (items[interests.Member], error) {
		list, err := s.Of(r.Reader(), r.P, r.PathValue("committee"))
		return items[interests.Member]{orNone(list)}, err
	})
	look(g, "/reviews/{review}/interests", lang.T("登记的利益涉及此案卷的委员", "Members whose registered interests touch the case"), func(r *Request, _ none) (items[review.Interested], error) {
		list, err := a.Review.InterestsIn(r.Reader(), r.P, r.Now, r.PathValue("review"))
		return items[review.Interested]{orNone(list)}, err
	})
	look(g, "/meetings/{meeting}/interests", lang.T("议程上建议回避的委员", "Members proposed for recusal from what is on an agenda"), func(r *Request, _ none) (items[review.Interested], error) {
		list, err := a.Review.Proposals(r.Reader(), r.P, r.Now, r.PathValue("meeting"))
		return items[review.Interested]{orNone(list)}, err
	})
}
