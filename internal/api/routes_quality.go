package api

import (
	"net/http"

	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/quality"
	"lunheng/internal/review"
	"lunheng/internal/store"
)

// qualityRoutes are checks of closed reviews.
func (a *API) qualityRoutes() {
	g := a.chapter("审查质量", "Quality of reviews")
	s := a.Quality
	list(g, "/committees/{committee}/quality", lang.T("委员会的质量抽查", "The quality checks of a committee"), func(r *Request, f struct {
		State string `query:"state" of:"quality.state" doc:"状态 / state"`
		By    string `query:"by" enum:"committee,department" doc:"组织者 / who holds it"`
		paging
	}) (store.Page[quality.Row], error) {
		return quality.List(r.Reader(), r.P, r.PathValue("committee"), quality.Filter{State: flow.State(f.State), By: f.By}, f.page())
	})
	begin(g, "/committees/{committee}/quality", lang.T("公告质量抽查", "Announce a quality check"), quality.Kind, "/quality", s.Announce, "from", "until")
	one(g, "/quality/{quality}", lang.T("一次质量抽查", "A quality check"), func(r *Request, _ none) (quality.State, int64, error) {
		st, err := s.View(r.Reader(), r.P, r.PathValue("quality"))
		return st, st.Version, err
	})
	act(g, "/quality/{quality}/draw", lang.T("抽取样本", "Draw the sample"), s.Draw)
	act(g, "/quality/{quality}/cases/{review}/assign", lang.T("由他人评价", "Give a case to another peer"), s.Assign, "person")
	answered(g, http.MethodPost, "/quality/{quality}/cases/{review}/score", lang.T("评价一件", "Score a case"), s.Score, func(r *Request, stream string, out journal.Outcome) (Done, int64, error) {
		d, err := r.done(stream, out)
		return d, d.Version, err
	}, "marks")
	act(g, "/quality/{quality}/close", lang.T("得出结果", "Close the check"), s.Close)
	act(g, "/quality/{quality}/acknowledge", lang.T("确认已阅结果", "Acknowledge the result"), s.Acknowledge)
	act(g, "/quality/{quality}/cancel", lang.T("取消抽查", "Cancel the check"), s.Cancel, "reason")
	look(g, "/reviews/{review}/like", lang.T("类似案卷是怎样决定的", "How like cases were decided"), func(r *Request, _ none) (items[review.Like], error) {
		out, err := a.Review.LikeCases(r.Reader(), r.P, r.PathValue("review"))
		return items[review.Like]{orNone(out)}, err
	})
	look(g, "/committees/{committee}/consistency", lang.T("与其他委员会的决定比较", "Decisions beside those of other committees"), func(r *Request, _ none) (items[review.Spread], error) {
		out, err := review.SpreadOf(r.Reader(), r.P, r.PathValue("committee"))
		return items[review.Spread]{orNone(out)}, err
	})
	list(g, "/quality-tasks", lang.T("待本人评价的案卷", "Cases that wait for one's score"), func(r *Request, f struct{ paging }) (store.Page[quality.Task], error) {
		return quality.ToScore(r.Reader(), r.P, f.page())
	})
}
