package api

import (
	"net/http"

	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/sites"
	"lunheng/internal/store"
)

// siteRoutes are several units on one activity, and recognition between them.
func (a *API) siteRoutes() {
	g := a.chapter("协作审查与结果互认", "Several units and recognition")
	s := a.Sites
	list(g, "/sites", lang.T("参与单位列表", "Sites: participating units of activities"), findSites)
	begin(g, "/activities/{activity}/sites", lang.T("邀请一个单位参与", "Have a unit take part"), sites.Kind, "/sites", s.Invite)
	one(g, "/sites/{site}", lang.T("一个参与单位", "A site"), func(r *Request, _ none) (sites.State, int64, error) {
		st, err := s.View(r.Reader(), r.P, r.PathValue("site"))
		return st, st.Version, err
	})
	look(g, "/sites/{site}/checks", lang.T("认可之前的核对，今天的结果", "What recognition is checked on, as of today"), func(r *Request, _ none) (items[sites.Check], error) {
		st, err := s.View(r.Reader(), r.P, r.PathValue("site"))
		if err != nil {
			return items[sites.Check]{}, err
		}
		checks, err := s.Checks(r.Reader(), r.P, st)
		return items[sites.Check]{orNone(checks)}, err
	})
	act(g, "/sites/{site}/input", lang.T("填写本地意见", "Give a site's local input"), s.GiveInput)
	act(g, "/sites/{site}/comment", lang.T("向另一方提出意见", "Say something to the other side"), s.Comment, "text")
	act(g, "/sites/{site}/take-up", lang.T("受理决定包，交委员会审查", "Take the package up: it goes before the committee"), s.TakeUp)
	act(g, "/sites/{site}/refuse", lang.T("核对不通过，退回牵头方", "Refuse a package while checks fail"), s.Refuse)
	act(g, "/sites/{site}/answer", lang.T("出具正式意见：认可，或者说明理由的异议", "Give the formal opinion: recognise, or object with reasons"), s.Reply)
	act(g, "/sites/{site}/follow-up", lang.T("记录本单位的跟踪审查", "Note a site's own follow-up"), s.FollowUp, "result", "text")
	act(g, "/sites/{site}/withdraw", lang.T("退出", "End a site's part"), s.Withdraw, "note")
	act(g, "/sites/{site}/import-answer", lang.T("导入另一系统签名的答复（file 为 Base64）", "Import the signed answer of another installation (file in Base64)"), s.ImportAnswer, "file")
	proofFile(g, "/sites/{site}/answer.json", lang.T("带证明的答复文件", "The answer as a file with its proof"), func(r *Request) ([]byte, error) {
		return s.AnswerFile(r.Reader(), r.P, r.PathValue("site"))
	})
	act(g, "/reviews/{review}/package", lang.T("向全部参与单位发出决定包", "Send the decision package to all sites"), s.Send)
	act(g, "/reviews/{review}/status", lang.T("说明决定现在的效力", "State how the decision stands now"), s.StateStatus, "state")
	proofFile(g, "/reviews/{review}/package.json", lang.T("带证明的决定包文件", "The decision package as a file with its proofs"), func(r *Request) ([]byte, error) {
		return s.PackageFile(r.Context(), r.Reader(), r.P, r.PathValue("review"))
	})
	act(g, "/committees/{committee}/import-package", lang.T("导入另一系统的决定包（file 为 Base64）", "Import another installation's decision package (file in Base64)"), s.Import, "file")
	list(g, "/alliances", lang.T("互认协议和联盟", "Agreements and alliances of recognition"), func(r *Request, f struct {
		State string `query:"state" of:"alliance.state" doc:"状态 / state"`
		paging
	}) (store.Page[sites.Alliance], error) {
		return sites.ListAlliances(r.Reader(), flow.State(f.State), f.page())
	})
	begin(g, "/alliances", lang.T("登记互认协议", "Enter an agreement"), sites.AllianceKind, "/alliances", s.SetAlliance, "name", "members", "from")
	act(g, "/alliances/{alliance}/change", lang.T("修改互认协议", "Change an agreement"), s.SetAlliance, "name", "members", "from")
	act(g, "/alliances/{alliance}/end", lang.T("终止互认协议", "End an agreement"), s.EndAlliance, "reason")
	list(g, "/peers", lang.T("受信任的其他系统", "Other installations whose logs are trusted"), func(r *Request, f struct {
		State string `query:"state" of:"peer.state" doc:"状态 / state"`
		paging
	}) (store.Page[sites.Peer], error) {
		return s.ListPeers(r.Reader(), r.P, flow.State(f.State), f.page())
	})
	begin(g, "/peers", lang.T("登记其他系统的日志公钥", "Trust the log of another installation"), sites.PeerKind, "/peers", s.KnowPeer, "name", "log_key", "units")
	act(g, "/peers/{peer}/change", lang.T("更新公钥或单位", "Change its key or units"), s.KnowPeer, "name", "log_key", "units")
	act(g, "/peers/{peer}/forget", lang.T("不再信任", "Trust it no more"), s.ForgetPeer, "reason")
}

// proofFile is a file of JSON that is given out as it is.
func proofFile(g group, path string, text lang.Text, get func(*Request) ([]byte, error)) {
	op := g.operation(http.MethodGet, path, text)
	op.Responses["200"] = binary(mediaJSON)
	g.handle(op, func(r *Request) error {
		raw, err := get(r)
		if err != nil {
			return err
		}
		r.sendBytes(http.StatusOK, mediaJSON, raw)
		return nil
	})
}

func findSites(r *Request, f struct {
	State     string `query:"state" of:"site.state" doc:"状态 / state"`
	Activity  string `query:"activity" doc:"活动 / activity"`
	Review    string `query:"review" doc:"牵头审查件 / the lead's case"`
	Committee string `query:"committee" doc:"参与委员会 / participating committee"`
	Open      bool   `query:"open" doc:"未了结的 / not settled"`
	paging
}) (store.Page[sites.Row], error) {
	return sites.List(r.Reader(), r.P, sites.Filter{State: flow.State(f.State), Activity: f.Activity, Review: f.Review, Committee: f.Committee, Open: f.Open}, f.page())
}
