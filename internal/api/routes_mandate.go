package api

import (
	"lunheng/internal/document/letter"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/mandate"
	"lunheng/internal/store"
)

// mandateRoutes are entrusted review: mandates between units, or people without
// one, and the committees of others.
func (a *API) mandateRoutes() {
	g := a.chapter("委托审查", "Entrusted review")
	s := a.Mandate
	list(g, "/mandates", lang.T("委托书列表：各方只看到自己的", "Mandates: each side sees its own"), findMandates)
	begin(g, "/mandates", lang.T("起草委托书；unit 不填表示没有单位的本人", "Draft a mandate; without a unit: for oneself, who belongs to none"), mandate.Kind, "/mandates", s.Draft, "committee", "fields", "from", "until")
	one(g, "/mandates/{mandate}", lang.T("一份委托书", "A mandate"), func(r *Request, _ none) (mandate.State, int64, error) {
		st, err := s.View(r.Reader(), r.P, r.PathValue("mandate"))
		return st, st.Version, err
	})
	act(g, "/mandates/{mandate}/change", lang.T("修改草稿", "Change a draft"), s.Change, "fields", "from", "until")
	act(g, "/mandates/{mandate}/discard", lang.T("丢弃草稿", "Discard a draft"), s.Discard)
	act(g, "/mandates/{mandate}/offer", lang.T("代表委托方签署", "Sign for the entrusting side"), s.Offer)
	act(g, "/mandates/{mandate}/take-back", lang.T("对方签署之前收回", "Take it back before the other side signs"), s.TakeBack)
	act(g, "/mandates/{mandate}/accept", lang.T("代表受托方签署", "Sign for the committee's side"), s.Accept)
	act(g, "/mandates/{mandate}/decline", lang.T("不接受委托", "Decline"), s.Decline, "reason")
	act(g, "/mandates/{mandate}/end", lang.T("终止委托", "End it"), s.End, "reason")
	paper(g, "/mandates/{mandate}/paper.pdf", lang.T("委托书，中英文 PDF", "The document as PDF, in both languages"), func(r *Request) (letter.Doc, error) {
		return s.Paper(r.Reader(), r.P, r.PathValue("mandate"))
	})
}

func findMandates(r *Request, f struct {
	State     string `query:"state" of:"mandate.state" doc:"状态 / state"`
	Unit      string `query:"unit" doc:"委托单位 / entrusting unit"`
	Committee string `query:"committee" doc:"受托委员会 / committee"`
	Live      bool   `query:"live" doc:"未结束的 / not ended"`
	paging
}) (store.Page[mandate.Row], error) {
	return mandate.List(r.Reader(), r.P, mandate.Filter{State: flow.State(f.State), Unit: f.Unit, Committee: f.Committee, Live: f.Live}, f.page())
}
