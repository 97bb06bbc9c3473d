package api

import (
	"net/http"

	"lunheng/internal/document/letter"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/recheck"
	"lunheng/internal/store"
)

// recheckRoutes are expert re-reviews of listed activities, and the pools.
func (a *API) recheckRoutes() {
	g := a.chapter("专家复核", "Expert re-review")
	s := a.Recheck
	act(g, "/reviews/{review}/recheck", lang.T("单位申请专家复核", "The unit asks for expert re-review"), s.Apply, "items")
	act(g, "/reviews/{review}/final", lang.T("依据复核意见作出最终决定", "Decide finally, in line with the experts' opinion"), a.Review.Finalise, "outcome")
	list(g, "/rechecks", lang.T("专家复核列表", "Expert re-reviews"), findRechecks)
	one(g, "/rechecks/{recheck}", lang.T("一项专家复核；专家姓名只有主管部门可见", "A re-review; only the department sees who the experts are"),
		func(r *Request, _ none) (recheck.State, int64, error) {
			st, err := s.View(r.Reader(), r.P, r.PathValue("recheck"))
			return st, st.Version, err
		})
	act(g, "/rechecks/{recheck}/return", lang.T("一次性告知补正", "Name all that the file lacks"), s.Return, "items")
	act(g, "/rechecks/{recheck}/complete", lang.T("补正后重新提交", "Hand the completed file in"), s.Complete, "items")
	act(g, "/rechecks/{recheck}/accept", lang.T("受理复核申请", "Accept the file"), s.Accept)
	act(g, "/rechecks/{recheck}/announce", lang.T("公告抽取", "Announce the draw"), s.AnnounceDraw)
	act(g, "/rechecks/{recheck}/draw", lang.T("抽取专家组", "Draw the panel"), s.Draw)
	act(g, "/rechecks/{recheck}/declare", lang.T("专家声明利益与保密，或者退出", "An expert declares interests, or steps out"), s.Declare)
	act(g, "/rechecks/{recheck}/opinion", lang.T("专家提出意见", "An expert gives an opinion"), s.GiveOpinion, "lawful", "reasonable", "agrees", "reasons")
	act(g, "/rechecks/{recheck}/feedback", lang.T("反馈复核意见", "Feed the opinion back"), s.FeedBack, "summary")
	op := g.operation(http.MethodGet, "/rechecks/{recheck}/draw.json", lang.T("任何人可据以重新抽取的文件", "The file with which anybody draws again"))
	op.Responses["200"] = binary(mediaJSON)
	g.handle(op, func(r *Request) error {
		raw, err := s.DrawFile(r.Reader(), r.P, r.a.LogKey, r.PathValue("recheck"))
		if err != nil {
			return err
		}
		r.sendBytes(http.StatusOK, mediaJSON, raw)
		return nil
	})
	paper(g, "/rechecks/{recheck}/opinion/pdf", lang.T("复核意见反馈函 PDF", "The letter with the experts' opinion as PDF"), func(r *Request) (letter.Doc, error) {
		return s.Paper(r.Reader(), r.P, r.PathValue("recheck"))
	})
	list(g, "/departments/{department}/pool", lang.T("部门的复核专家库", "A department's pool of experts"), func(r *Request, f struct{ paging }) (store.Page[recheck.Entry], error) {
		return recheck.Experts(r.Reader(), r.P, r.PathValue("department"), f.page())
	})
	act(g, "/departments/{department}/pool/add", lang.T("把登记人员加入专家库", "Enter somebody of the register into the pool"), s.AddExpert, "person", "expertise")
	act(g, "/departments/{department}/pool/end", lang.T("结束专家聘期", "End an expert's term"), s.EndExpert, "person", "reason")
}

func findRechecks(r *Request, f struct {
	State string `query:"state" of:"recheck.state" doc:"状态 / state"`
	Open  bool   `query:"open" doc:"办理中 / under way"`
	Mine  bool   `query:"mine" doc:"本人在专家组 / one sits on the panel"`
	paging
}) (store.Page[recheck.Row], error) {
	return recheck.List(r.Reader(), r.P, recheck.Filter{State: flow.State(f.State), Open: f.Open, Mine: f.Mine}, f.page())
}
