package api

import (
	"strconv"

	"lunheng/internal/complaint"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// complaintRoutes are for those who receive reports of wrongs, and for custodians.
func (a *API) complaintRoutes() {
	g := a.chapter("举报的受理", "Receiving reports of wrongs")
	s := a.Complaint
	list(g, "/complaints", lang.T("本人受理或者保管身份的举报", "Reports that one receives, or whose identities one keeps"), func(r *Request, f struct {
		State  string `query:"state" of:"complaint.state" doc:"状态 / state"`
		Asked  bool   `query:"asked" doc:"等待身份保管人答复 / waits for the custodian"`
		Unread bool   `query:"unread" doc:"最后一封信来自举报人 / the last letter is the reporter's"`
		paging
	}) (store.Page[complaint.Row], error) {
		return complaint.List(r.Reader(), r.P, complaint.Filter{State: flow.State(f.State), Asked: f.Asked, Unread: f.Unread}, f.page())
	})
	one(g, "/complaints/{complaint}", lang.T("一件举报；内容为密文，另行读取", "A report; its letters are read one by one, encrypted"), func(r *Request, _ none) (complaint.View, int64, error) {
		v, err := s.See(r.Reader(), r.P, r.PathValue("complaint"))
		return v, v.Version, err
	})
	look(g, "/complaints/{complaint}/letters/{seq}", lang.T("一封信（age 密文）", "A letter (age ciphertext)"), func(r *Request, _ none) (complaint.Post, error) {
		seq, err := strconv.Atoi(r.PathValue("seq"))
		if err != nil {
			return complaint.Post{}, errs.New(errs.NotFound, "complaint.letter", lang.T("没有这封信。", "There is no such letter."))
		}
		return s.Post(r.Reader(), r.P, r.PathValue("complaint"), seq)
	})
	act(g, "/complaints/{complaint}/letters", lang.T("回复举报人", "Answer the reporter"), s.Reply, "digest", "sealed")
	act(g, "/complaints/{complaint}/take-up", lang.T("开始处理", "Take it up"), s.TakeUp)
	act(g, "/complaints/{complaint}/hand-over", lang.T("移交另一个单位或者部门，内容重新加密", "Hand it over to another body, encrypted anew"), s.HandOver, "body", "reason", "letters")
	act(g, "/complaints/{complaint}/refer", lang.T("移交外部机关", "Refer it outside"), s.Refer, "to", "reason")
	act(g, "/complaints/{complaint}/close", lang.T("办结", "Close it"), s.Close, "code", "reason")
	act(g, "/complaints/{complaint}/reopen", lang.T("重新处理", "Open it again"), s.Reopen, "reason")
	act(g, "/complaints/{complaint}/hold", lang.T("保全内容，到期不销毁", "Hold its contents beyond their time"), s.Hold, "reason")
	act(g, "/complaints/{complaint}/release", lang.T("解除保全", "End the hold"), s.Release, "reason")
	act(g, "/complaints/{complaint}/identity/ask", lang.T("请求身份保管人打开身份", "Ask the custodian to open the identity"), s.AskIdentity, "reason")
	look(g, "/complaints/{complaint}/identity", lang.T("有人请求打开的身份（密文），给身份保管人", "The identity that somebody asks to know, encrypted, for the custodian"), func(r *Request, _ none) (kept, error) {
		text, key, err := s.Identity(r.Reader(), r.P, r.PathValue("complaint"))
		return kept{text, key}, err
	})
	act(g, "/complaints/{complaint}/identity/agree", lang.T("同意：身份加密给提出请求的受理人", "Agree: the identity, encrypted to the one who asked"), s.AgreeIdentity, "reason", "sealed")
	act(g, "/complaints/{complaint}/identity/refuse", lang.T("不同意打开身份", "Leave the identity closed"), s.RefuseIdentity, "reason")
	act(g, "/intakes/{intake}/people", lang.T("指定受理人或者身份保管人", "Name who receives reports, or keeps identities"), s.Name, "person", "duty")
	act(g, "/intakes/{intake}/people/{person}/leave", lang.T("结束职责", "End a duty"), s.Leave)
	act(g, "/intakes/{intake}/key", lang.T("设置自己的钥匙", "Give one's own key"), s.SetKey, "public", "locked")
}

// kept is an identity as the custodian gets it.
type kept struct {
	Identity string `json:"identity"`
	Public   string `json:"public" doc:"提出请求者的公钥 / public key of the one who asked"`
}
