package api

import (
	"net/http"

	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/learning"
	"lunheng/internal/store"
)

// learningRoutes are training in ethics: records, duties, and who falls short.
func (a *API) learningRoutes() {
	g := a.chapter("伦理培训", "Training in ethics")
	s := a.Learning
	one(g, "/people/{person}/training", lang.T("一个人的培训记录和要求", "What a person has learnt and has to"), func(r *Request, _ none) (learning.State, int64, error) {
		st, err := s.View(r.Reader(), r.P, r.PathValue("person"))
		return st, st.Version, err
	})
	look(g, "/people/{person}/training/standing", lang.T("按规则今天的情况", "How they stand by the rules today"), func(r *Request, _ none) (items[learning.Standing], error) {
		list, err := s.Standings(r.Reader(), r.P, r.PathValue("person"))
		return items[learning.Standing]{orNone(list)}, err
	})
	on := trainingStream
	answered(g, http.MethodPost, "/people/{person}/training", lang.T("填报本人的培训", "Enter one's own course"), s.Enter, on, "kind", "course", "provider", "hours", "day", "file")
	answered(g, http.MethodPost, "/people/{person}/training/{id}/confirm", lang.T("确认培训", "Confirm a course"), s.Confirm, on)
	answered(g, http.MethodPost, "/people/{person}/training/{id}/refuse", lang.T("不确认培训", "Refuse a course"), s.Refuse, on, "reason")
	answered(g, http.MethodPost, "/people/{person}/training/{id}/withdraw", lang.T("撤回填报", "Take an entry back"), s.Withdraw, on)
	answered(g, http.MethodPost, "/people/{person}/training/{id}/lift", lang.T("免除培训要求", "Release from a duty to learn"), s.Lift, on, "reason")
	list(g, "/training/to-confirm", lang.T("待本人确认的培训", "Courses that wait for one's word"), func(r *Request, f struct{ paging }) (store.Page[learning.Waiting], error) {
		return learning.ToConfirm(r.Reader(), r.P, f.page())
	})
	look(g, "/committees/{committee}/training", lang.T("委员会的培训", "How a committee stands"), func(r *Request, _ none) (items[learning.Member], error) {
		list, err := s.Coverage(r.Reader(), r.P, r.PathValue("committee"))
		return items[learning.Member]{orNone(list)}, err
	})
	look(g, "/units/{unit}/training", lang.T("单位培训的覆盖情况", "How many of a unit's people are trained"), func(r *Request, _ none) (learning.Share, error) {
		return s.UnitShare(r.Reader(), r.P, r.PathValue("unit"))
	})
	report := func(_ *Request, _ string, rows []learning.RowReport) (items[learning.RowReport], int64, error) {
		return items[learning.RowReport]{orNone(rows)}, 0, nil
	}
	answered(g, http.MethodPost, "/units/{unit}/training/import", lang.T("导入单位人员的培训，逐行报告", "Import courses of a unit's people, with a report on each row"), s.Import, report, "file")
	answered(g, http.MethodPost, "/committees/{committee}/training/import", lang.T("导入委员的培训，逐行报告", "Import courses of a committee's people, with a report on each row"), s.Import, report, "file")
}

// trainingStream answers a verb on a person's training, whose version is not that of
// the person.
func trainingStream(r *Request, _ string, out journal.Outcome) (Done, int64, error) {
	d, err := r.done(learning.Stream(r.PathValue("person")), out)
	return d, d.Version, err
}
