package api

import (
	"lunheng/internal/consent"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// consentRoutes are the consent documents of activities.
func (a *API) consentRoutes() {
	g := a.chapter("知情同意", "Informed consent")
	s := a.Consent
	one(g, "/activities/{activity}/consent", lang.T("知情同意书、各版本和人数", "The consent documents, their versions and counts"),
		func(r *Request, _ none) (consent.State, int64, error) {
			st, err := s.View(r.Reader(), r.P, r.PathValue("activity"))
			return st, st.Version, err
		})
	act(g, "/activities/{activity}/consent/start", lang.T("从申请生成知情同意书", "Make the form from the application"), s.Start)
	act(g, "/activities/{activity}/consent/save", lang.T("修改知情同意书", "Write in the form"), s.Save, "sections")
	act(g, "/activities/{activity}/consent/cut", lang.T("定稿", "Fix a version"), s.Cut)
	act(g, "/activities/{activity}/consent/record", lang.T("按编号记录同意", "Record consents by code"), s.Record, "codes", "document", "way", "day")
	act(g, "/activities/{activity}/consent/withdraw", lang.T("记录退出", "Record a withdrawal"), s.Withdraw, "code", "day")
	act(g, "/activities/{activity}/consent/capacity", lang.T("记录行为能力提高", "Record that a participant's capacity has risen"), s.Grow, "code", "day")
	act(g, "/activities/{activity}/releases", lang.T("发布敏感成果之前请求核对", "Ask before sensitive results are published"), s.AskRelease, "title", "where", "checks")
	one(g, "/releases/{release}", lang.T("一项成果发布核对", "A release check"), func(r *Request, _ none) (consent.Release, int64, error) {
		st, _, err := s.ReleaseView(r.Reader(), r.P, r.PathValue("release"))
		return st, st.Version, err
	})
	act(g, "/releases/{release}/confirm", lang.T("确认成果发布", "Confirm a release"), s.ConfirmRelease, "result")
	list(g, "/activities/{activity}/consent/people", lang.T("参与者编号", "Participants by code"), findParticipants)
}

func findParticipants(r *Request, f struct {
	Lacking string `query:"lacking" doc:"again：须再次征求同意的；assent：监护人已同意、须征求本人意见的 / again: who are to be asked again; assent: for whom a guardian agreed and who are to be asked themselves"`
	paging
}) (store.Page[consent.Participant], error) {
	return consent.Participants(r.Reader(), r.P, r.PathValue("activity"), f.Lacking, f.page())
}
