package web

import (
	"github.com/a-h/templ"

	"lunheng/internal/auth"
	"lunheng/internal/lang"
	"lunheng/internal/sites"
	"lunheng/internal/sites/parcel"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

func (s *Server) siteFacts(r *Request, st sites.State) ([]ui.Fact, error) {
	link := func(text lang.Text, href string, open bool) templOrText {
		return templOrText{r.C.Text(english(text)), href, open}
	}
	facts := []ui.Fact{link(st.Lead.Unit, "", false).fact(r, lang.T("牵头单位", "Lead")), {Label: lang.T("牵头委员会", "Its committee"), Text: r.C.Text(english(st.Lead.Committee))},
		{Label: lang.T("参与单位", "Site"), Text: r.C.Text(english(st.Party.Unit))}, {Label: lang.T("参与委员会", "Its committee"), Text: orDash(r.C.Text(english(st.Party.Committee)))}}
	if st.Activity != "" {
		readable := r.may(auth.ActivityView, auth.Activity, st.Activity) == nil
		facts = append(facts, link(lang.T("阅读申请", "Read the application"), "/activities/"+st.Activity, readable).fact(r, lang.T("申请", "Application")))
	}
	if st.Has.Hash != "" {
		facts = append(facts, ui.Fact{Label: lang.T("决定所针对的版本", "Version decided on"), Text: r.version(st.Has)})
	}
	if st.Status != nil {
		status := statusOf(st.Status.State)
		facts = append(facts, ui.Fact{Label: lang.T("牵头决定的效力", "The lead's decision"), Value: register.Show(r.C, register.Cell{Status: &status, Text: r.C.Day(string(st.StatusOn))})})
	}
	if st.Stopped {
		facts = append(facts, ui.Fact{Label: lang.T("本单位的活动", "The work at this site"), Text: r.C.T("牵头决定没有效力，须暂停", "has to stop: the lead's decision is not in force")})
	}
	if st.Case != "" && r.may(auth.ReviewView, auth.Review, st.Case) == nil {
		facts = append(facts, link(lang.T("打开认可审查件", "Open the recognition case"), "/reviews/"+st.Case, true).fact(r, lang.T("委员会审查", "Before the committee")))
	}
	return facts, nil
}

// templOrText is a fact that may be a link.
type templOrText struct {
	text, href string
	open       bool
}

func (t templOrText) fact(r *Request, label lang.Text) ui.Fact {
	if !t.open || t.href == "" {
		return ui.Fact{Label: label, Text: t.text}
	}
	return ui.Fact{Label: label, Value: register.Show(r.C, register.Cell{Text: t.text, Href: t.href})}
}

// version names a version for people.
func (r *Request) version(v parcel.Version) string {
	return r.C.Text(v.Text())
}

func (s *Server) siteSections(r *Request, st sites.State) ([]register.Section, error) {
	var out []register.Section
	checks, err := s.Sites.Checks(r.Reader(), r.P, st)
	if err != nil {
		return nil, err
	}
	if len(checks) > 0 {
		out = append(out, register.Section{ID: "checks", Title: lang.T("认可之前的核对，今天的结果", "What recognition is checked on, as of today"), Body: ui.Standards(r.C, r.siteChecks(checks))})
	}
	if st.Came != nil {
		out = append(out, r.cameSection(st))
	}
	input, err := r.inputSection(st)
	if err != nil {
		return nil, err
	}
	out = append(out, input)
	if st.Answer != nil {
		out = append(out, r.answerSection(st))
	}
	said, err := r.saidSections(st)
	return append(out, said...), err
}

// siteChecks are the checks with what was found and what to do.
func (r *Request) siteChecks(checks []sites.Check) []ui.Standard {
	out := make([]ui.Standard, len(checks))
	for i, c := range checks {
		out[i] = ui.Standard{Text: lang.T("%s：%s", "%s: %s").With(c.Text, c.Detail), Holds: ui.Fails, Ground: r.ground(c.Ground)}
		if c.Holds {
			out[i].Holds = ui.Holds
		} else {
			out[i].Text = lang.T("%s：%s。%s", "%s: %s. %s").With(c.Text, c.Detail, c.Help)
		}
	}
	return out
}

// cameSection is what a file of another installation proves.
func (r *Request) cameSection(st sites.State) register.Section {
	c := st.Came.Content
	facts := []ui.Fact{{Label: lang.T("文号", "Number"), Text: c.Number}, {Label: lang.T("决定", "Decision"), Text: r.C.Text(english(c.Decision.Says)) + r.C.T("，", ", ") + r.C.Day(string(c.Decision.Day))},
		{Label: lang.T("会议记录摘录", "Extract of the minutes"), Text: r.C.Text(c.Minutes)}, {Label: lang.T("决定书", "Letter"), Text: c.Letter.Label}}
	for _, a := range c.Amendments {
		facts = append(facts, ui.Fact{Label: lang.T("第 %d 次修正", "Amendment %d").With(a.N), Text: a.Number + r.C.T("，", ", ") + r.C.Day(string(a.Day))})
	}
	for _, text := range c.Stipulations {
		facts = append(facts, ui.Fact{Label: lang.T("要求", "Stipulation"), Text: text})
	}
	for _, f := range c.Files {
		facts = append(facts, ui.Fact{Label: lang.Same(f.Name), Text: f.Hash})
	}
	return register.Section{ID: "package", Title: lang.T("决定包（已离线核验）", "The package, verified offline"), Body: ui.Facts(r.C, facts)}
}

func (r *Request) inputSection(st sites.State) (register.Section, error) {
	sec := register.Section{ID: "input", Title: lang.T("本地意见", "Local input")}
	if st.Input == nil {
		sec.Body = register.Words(r.C, lang.T("还没有填写。", "None yet."))
		return sec, nil
	}
	names, err := r.people(st.Input.Investigator, st.Input.Contact)
	if err != nil {
		return sec, err
	}
	facts := []ui.Fact{{Label: lang.T("本单位负责人", "Answers for the work here"), Text: r.C.Text(names.text(st.Input.Investigator))},
		{Label: lang.T("受试者联系人", "Whom people who take part can ask"), Text: r.C.Text(names.text(st.Input.Contact))},
		{Label: lang.T("针对的版本", "On version"), Text: r.version(st.Input.Version)}}
	for _, text := range st.Input.Conditions {
		facts = append(facts, ui.Fact{Label: lang.T("本地条件", "Local condition"), Text: text})
	}
	sec.Body = ui.Facts(r.C, facts)
	return sec, nil
}

// answerSection is the formal answer, with its codes in words.
func (r *Request) answerSection(st sites.State) register.Section {
	set, list := r.law(st.Region), "recognition_objections"
	if st.State == sites.StateRefused {
		list = "recognition_checks"
	}
	var facts []ui.Fact
	for _, c := range st.Answer.Codes {
		facts = append(facts, ui.Fact{Label: lang.T("理由", "Reason"), Text: r.C.Text(word(set, list, c.Code)) + r.because(r.C.Text(c.Note))})
	}
	for _, text := range st.Answer.Terms {
		facts = append(facts, ui.Fact{Label: lang.T("本地条件", "Local condition"), Text: text})
	}
	facts = append(facts, ui.Fact{Label: lang.T("说明", "Note"), Text: orDash(st.Answer.Note)}, ui.Fact{Label: lang.T("时间", "When"), Text: r.C.Time(st.AnsweredAt)})
	return register.Section{ID: "answer", Title: lang.T("正式答复", "The formal answer"), Body: ui.Facts(r.C, facts)}
}

// saidSections are comments and follow-ups.
func (r *Request) saidSections(st sites.State) ([]register.Section, error) {
	var ids []string
	for _, c := range st.Comments {
		ids = append(ids, c.By)
	}
	names, err := r.people(ids...)
	if err != nil {
		return nil, err
	}
	var comments, follow []ui.Fact
	for _, c := range st.Comments {
		comments = append(comments, ui.Fact{Label: lang.T("%s，%s", "%s, %s").With(names.text(c.By), r.C.Time(c.At)), Text: c.Text})
	}
	set := r.law(st.Region)
	for _, f := range st.FollowUps {
		follow = append(follow, ui.Fact{Label: lang.Same(r.C.Time(f.At)), Text: r.C.Text(word(set, "site_follow_up", f.Result)) + r.because(f.Text)})
	}
	var out []register.Section
	if len(comments) > 0 {
		out = append(out, register.Section{ID: "comments", Title: lang.T("双方的意见", "What both sides said"), Body: ui.Facts(r.C, comments)})
	}
	if len(follow) > 0 {
		out = append(out, register.Section{ID: "follow-ups", Title: lang.T("本单位的跟踪审查", "Follow-ups of the site"), Body: ui.Facts(r.C, follow)})
	}
	return out, nil
}

// caseSites is the lead's table of the sites of one case.
func (s *Server) caseSites(r *Request) error {
	c, err := s.Review.View(r.Reader(), r.P, r.PathValue("id"), 0)
	if err != nil {
		return err
	}
	page, err := sites.List(r.Reader(), r.P, sites.Filter{Review: c.ID}, r.Paging())
	if err != nil {
		return err
	}
	v := register.List{Head: ui.HeadInfo{Kicker: lang.T("%s · %s", "%s · %s").With(c.Number, c.Title), Title: lang.T("参与单位", "Participating units"),
		Lead: lang.T("批准后，决定包同时发给全部参与单位：决定、决定书、版本和文件的哈希、会议记录摘录。", "After the approval one package goes to all sites at once: decision, letter, version and hashes of the files, extract of the minutes.")},
		Table: siteTable(), Rows: r.siteRows(page.Items)}
	if v.Note, err = s.siteComments(r, c.ID); err != nil {
		return err
	}
	may, err := auth.Can(r.Reader(), r.P, auth.Review, c.ID, auth.SiteSend, auth.SiteState)
	if err != nil {
		return err
	}
	path := "/reviews/" + c.ID + "/sites"
	var acts []register.Act
	if may[auth.SiteSend] {
		acts = append(acts, register.Act{Link: ui.Link{Text: lang.T("发出决定包", "Send the package"), Href: path + "/send"}, Look: ui.Primary})
	}
	if r.may(auth.SiteInvite, auth.Activity, c.Activity) == nil {
		acts = append(acts, register.Act{Link: ui.Link{Text: lang.T("邀请单位", "Invite a unit"), Href: "/activities/" + c.Activity + "/sites/new"}, Look: ui.Quiet})
	}
	sent, err := s.Sites.Sent(r.Reader(), c.ID)
	if err != nil {
		return err
	}
	if may[auth.SiteState] && sent {
		acts = append(acts, register.Act{Link: ui.Link{Text: lang.T("说明决定的效力", "State how it stands"), Href: path + "/status"}, Look: ui.Quiet})
	}
	if may[auth.SiteSend] && sent {
		acts = append(acts, register.Act{Link: ui.Link{Text: lang.T("下载决定包文件", "Download the package"), Href: path + "/package.json"}, Look: ui.Quiet})
	}
	if len(acts) > 0 {
		v.Head.Action = register.Acts(r.C, acts)
	}
	out := r.listing(v, path, page.Next)
	out.Page.Title, out.Page.Crumbs, out.Tabs = v.Head.Title, nil, nil
	out.Page.Crumbs = []ui.Link{{Text: lang.Same(c.Title), Href: "/reviews/" + c.ID}}
	return r.showList(out)
}

// siteComments are what the sites say to the lead's committee, for those who may
// read its discussion.
func (s *Server) siteComments(r *Request, review string) (templ.Component, error) {
	if r.may(auth.ReviewDiscussion, auth.Review, review) != nil {
		return nil, nil
	}
	list, err := s.Sites.Comments(r.Reader(), r.P, review)
	if err != nil {
		return nil, err
	}
	var facts []ui.Fact
	for _, st := range list {
		if st.Input != nil {
			for _, text := range st.Input.Conditions {
				facts = append(facts, ui.Fact{Label: lang.T("%s 的本地条件", "Local condition of %s").With(english(st.Party.Unit)), Text: text})
			}
		}
		for _, c := range st.Comments {
			who := st.Party.Unit
			if c.Lead {
				who = st.Lead.Unit
			}
			facts = append(facts, ui.Fact{Label: lang.T("%s，%s", "%s, %s").With(english(who), r.C.Time(c.At)), Text: c.Text})
		}
	}
	if len(facts) == 0 {
		return nil, nil
	}
	return ui.Facts(r.C, facts), nil
}
