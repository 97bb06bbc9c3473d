package api

import (
	"net/http"

	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/sanction"
	"lunheng/internal/store"
	"lunheng/internal/veto"
)

// sanctionRoutes are the ledger of sanctions, and questions whether somebody is barred.
func (a *API) sanctionRoutes() {
	g := a.chapter("处理决定与否决核查", "Sanctions and the veto check")
	s := a.Sanction
	list(g, "/sanctions", lang.T("处理决定：本部门的，或者关于本人、本单位的", "Decisions of one's department, or about oneself or one's unit"), func(r *Request, f struct {
		State string       `query:"state" of:"sanction.state" doc:"状态 / state"`
		Asked bool         `query:"asked" doc:"有更正请求待答复 / a request for correction waits"`
		From  calendar.Day `query:"from" doc:"作出日期自 / decided from this day"`
		To    calendar.Day `query:"to" doc:"作出日期至 / decided to this day"`
		paging
	}) (store.Page[sanction.Row], error) {
		return sanction.List(r.Reader(), r.P, sanction.Filter{State: flow.State(f.State), Asked: f.Asked, From: f.From, To: f.To}, f.page())
	})
	begin(g, "/sanctions", lang.T("起草处理决定", "Draft a decision"), sanction.Kind, "/sanctions", s.Draft, "department", "number", "day", "basis")
	one(g, "/sanctions/{sanction}", lang.T("一份处理决定", "A decision"), func(r *Request, _ none) (sanction.State, int64, error) {
		st, err := s.View(r.Reader(), r.P, r.PathValue("sanction"))
		return st, st.Version, err
	})
	act(g, "/sanctions/{sanction}/subjects", lang.T("添加当事人", "Name a subject"), s.AddSubject, "kind")
	act(g, "/sanctions/{sanction}/measures", lang.T("添加措施", "Add a measure"), s.AddMeasure, "subject", "code")
	act(g, "/sanctions/{sanction}/parts/{id}/drop", lang.T("从草稿中移除", "Take a part out of the draft"), s.Drop)
	act(g, "/sanctions/{sanction}/discard", lang.T("丢弃草稿", "Discard the draft"), s.Discard)
	act(g, "/sanctions/{sanction}/issue", lang.T("使决定生效", "Put it in force"), s.Issue)
	act(g, "/sanctions/{sanction}/annul", lang.T("撤销决定", "Annul it"), s.Annul, "reason")
	act(g, "/sanctions/{sanction}/measures/{measure}/fulfil", lang.T("措施已履行", "A measure is fulfilled"), s.Fulfil, "reason")
	act(g, "/sanctions/{sanction}/measures/{measure}/correct", lang.T("更正措施的期限，或者解除", "Correct the term of a measure, or lift it"), s.Correct, "reason")
	act(g, "/sanctions/{sanction}/ask", lang.T("当事人请求更正", "Ask for correction, as whom it concerns"), s.Ask, "reason")
	act(g, "/sanctions/{sanction}/requests/{request}/answer", lang.T("答复更正请求", "Answer a request for correction"), s.Answer, "reason")
	list(g, "/sanction-lists", lang.T("以前决定的名单", "Lists of earlier decisions"), func(r *Request, f struct {
		State string `query:"state" of:"sanctionlist.state" doc:"状态 / state"`
		paging
	}) (store.Page[sanction.ListRow], error) {
		return sanction.Lists(r.Reader(), r.P, flow.State(f.State), f.page())
	})
	begin(g.large(), "/sanction-lists", lang.T("上传以前的决定：先核对，确认之后才导入", "Hand in earlier decisions: checked first, entered once confirmed"), sanction.ListKind, "/sanction-lists", s.OfferList, "department", "file")
	one(g, "/sanction-lists/{sanctionlist}", lang.T("一份名单：核对或者导入到哪里", "A list, and how far it is"), func(r *Request, _ none) (sanction.Listed, int64, error) {
		st, err := s.List(r.Reader(), r.P, r.PathValue("sanctionlist"))
		return st, st.Version, err
	})
	look(g, "/sanction-lists/{sanctionlist}/report", lang.T("逐行报告的一部分，自 0 起；空的在最后一部分之后", "A part of the report by row, from 0; an empty one follows the last"), func(r *Request, f struct {
		Part int `query:"part" minimum:"0" doc:"第几部分 / which part"`
	}) ([]sanction.Told, error) {
		told, err := s.Report(r.Reader(), r.P, r.PathValue("sanctionlist"), f.Part)
		if told == nil {
			told = []sanction.Told{}
		}
		return told, err
	})
	act(g, "/sanction-lists/{sanctionlist}/confirm", lang.T("确认导入：有错的行连同整份决定不导入", "Confirm it: rows with mistakes stay out, with the whole of their decisions"), s.ConfirmList)
	act(g, "/sanction-lists/{sanctionlist}/discard", lang.T("丢弃核对过的名单", "Discard a list that was checked"), s.DiscardList)
	list(g, "/vetoes", lang.T("本部门或者本单位的查询", "Questions of one's department or unit"), func(r *Request, f struct {
		State   string       `query:"state" of:"veto.state" doc:"状态 / state"`
		Purpose string       `query:"purpose" doc:"目的 / what for"`
		Outcome string       `query:"outcome" enum:"clear,vetoed,conditional,ask" doc:"有这种结果的行 / a row came out so"`
		From    calendar.Day `query:"from" doc:"自 / from this day"`
		To      calendar.Day `query:"to" doc:"至 / to this day"`
		paging
	}) (store.Page[veto.Item], error) {
		return veto.List(r.Reader(), r.P, veto.Filter{State: flow.State(f.State), Purpose: f.Purpose, Outcome: f.Outcome, From: f.From, To: f.To}, f.page())
	})
	begin(g.large(), "/vetoes", lang.T("查询有无一票否决的情形：一个或者一批", "Ask whether somebody is barred: one, or many"), veto.Kind, "/vetoes", a.Veto.Ask, "body_kind", "body", "purpose")
	one(g, "/vetoes/{veto}", lang.T("一次查询及其答复：只列出有情形的行；proof 是可以离线验证的证明的事件", "A question and its answer: rows that are not clear; proof names the event whose receipt proves it"), func(r *Request, _ none) (veto.State, int64, error) {
		st, err := a.Veto.View(r.Reader(), r.P, r.PathValue("veto"))
		return st, st.Version, err
	})
	look(g, "/vetoes/{veto}/receipt", lang.T("签名的答复（decision.json）：可以离线核验", "The signed answer (decision.json), which is checked offline"), func(r *Request, _ none) (journal.Receipt, error) {
		st, err := a.Veto.View(r.Reader(), r.P, r.PathValue("veto"))
		if err == nil {
			_, err = a.Veto.Prove(st)
		}
		if err != nil {
			return journal.Receipt{}, err
		}
		return a.Journal.Receipt(r.Reader(), a.LogKey, st.Proof)
	})
	op := g.operation(http.MethodGet, "/vetoes/{veto}/answer", lang.T("逐行答复（answer.json）：其 SHA-256 写在签名的答复里", "The answer by row (answer.json), whose SHA-256 stands in the signed answer"))
	op.Responses["200"] = binary(mediaJSON)
	g.handle(op, func(r *Request) error {
		st, err := a.Veto.View(r.Reader(), r.P, r.PathValue("veto"))
		if err != nil {
			return err
		}
		file, err := a.Veto.Prove(st)
		if err != nil {
			return err
		}
		r.sendBytes(http.StatusOK, mediaJSON, file)
		return nil
	})
}
