package web

import (
	"net/url"
	"strings"

	"lunheng/internal/activity"
	"lunheng/internal/assess"
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	pages "lunheng/internal/web/pages/activity"
	"lunheng/internal/web/pages/check"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/ui"
)

// activities lists one's own activities, or those of a unit as far as one may know of
// them.
func (s *Server) activities(r *Request) error {
	title, unit := lang.T("我的项目", "My activities"), r.FormValue("unit")
	f := activity.Filter{Mine: unit == "", Unit: unit, Listed: r.FormValue("listed") != "", Text: r.FormValue("q")}
	if unit != "" {
		name, err := r.body(auth.Unit, unit)
		if err != nil {
			return err
		}
		title = lang.T("%s的科技活动", "Activities of %s").With(name)
	}
	switch state := r.FormValue("state"); state {
	case stateOpen:
		f.Open = true
	default:
		f.State = flow.State(state)
	}
	page, err := activity.List(r.Reader(), r.P, f, r.Paging())
	if err != nil {
		return err
	}
	v := pages.List{Page: r.Info(title), Others: unit != "", Key: r.NewKey(), Pager: r.pager(len(page.Items), page.Next)}
	if v.Rows, err = s.activityRows(r, page.Items); err != nil {
		return err
	}
	if r.activityFilters(&v); v.Form.Err != nil {
		v.Rows, v.None = nil, correct
	}
	return r.Render(filtered(v.Form), pages.ListPage(r.C, v))
}

// activityFilters shows which filters are in force and offers others.
func (r *Request) activityFilters(v *pages.List) {
	states := stateField(&activity.Table)
	states.Options = append([]ui.Option{{Value: stateOpen, Text: lang.T("办理中", "Under way")}}, states.Options...)
	v.Fields = []form.Field{textField(), states, r.tick("listed", lang.T("清单内活动", "Listed work"))}
	if unit := r.FormValue("unit"); unit != "" {
		v.Fields = append(v.Fields, form.Field{Kind: form.Hidden, Field: ui.Field{Name: "unit", Label: lang.T("只看一个单位的", "Of one unit only"), Value: unit}})
	}
	v.Filter, v.Form = r.filters("/activities", v.Fields)
	v.None = ui.EmptyInfo{Title: lang.T("还没有项目", "No activities yet"),
		Text:   lang.T("先做两分钟自测：是否需要审查、由谁审、要准备什么，随后可以直接据此申请。", "Begin with the two-minute check: whether it must be reviewed, by whom, and what is needed; then apply with the answers."),
		Action: &ui.Link{Text: lang.T("开始自测", "Start the check"), Href: "/check"}}
	if len(v.Filter.Active) > 0 {
		v.None = ui.EmptyInfo{Title: lang.T("没有符合条件的项目", "No activity matches"), Action: &ui.Link{Text: lang.T("全部项目", "All activities"), Href: "/activities"}}
	}
}

// activityRows puts activities into rows.
func (s *Server) activityRows(r *Request, rows []activity.Row) ([]pages.Row, error) {
	leaders, ids := make([]string, len(rows)), make([]string, len(rows))
	for i, row := range rows {
		leaders[i], ids[i] = row.Leader, row.ID
	}
	names, err := r.people(leaders...)
	if err != nil {
		return nil, err
	}
	open, err := auth.Among(r.Reader(), r.P, auth.ActivityView, auth.Activity, ids...) // others are known of, and not to be read
	if err != nil {
		return nil, err
	}
	out := make([]pages.Row, len(rows))
	for i, row := range rows {
		out[i] = pages.Row{ID: row.ID, Title: row.Name(), Leader: names.person(r.C, row.Leader), Mine: row.Leader == r.P.Person,
			State: activityStatus(row.State), With: holderText(row.Who()), Updated: row.UpdatedAt, Draft: row.State == activity.StateDraft}
		if open[row.ID] {
			out[i].Href = "/activities/" + row.ID
		}
		if row.Review == "" {
			continue
		}
		if out[i].Clock, err = r.clockOf(review.Stream(row.Review)); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// activityStatus is the state of an application with its shape.
func activityStatus(state flow.State) ui.Status {
	tones := map[flow.State]ui.Tone{
		activity.StateSubmitted: ui.Waiting, activity.StateUnderReview: ui.Active, activity.StateCorrecting: ui.Warn,
		activity.StateApproved: ui.OK, activity.StateExempt: ui.OK, activity.StateRejected: ui.Bad, activity.StateWithdrawn: ui.Ended, activity.StateDiscarded: ui.Ended,
	}
	tone, ok := tones[state]
	if !ok {
		tone = ui.Plain
	}
	return ui.Status{Text: activity.Table.Info(state).Text, Tone: tone}
}

// holderText is who has a file, as its applicant reads it: a dash when nobody
// does.
func holderText(who flow.Role) lang.Text {
	switch who {
	case flow.RoleNobody:
		return lang.Same("—")
	case flow.RoleApplicant:
		return lang.T("您", "You")
	}
	return who.Text()
}

// activityPath is the page of an activity that the reader may open: what was handed in,
// or how the approved work goes; "" for neither.
func (r *Request) activityPath(id string) string {
	switch {
	case id == "":
		return ""
	case r.may(auth.ActivityView, auth.Activity, id) == nil:
		return "/activities/" + id
	case r.may(auth.ConductView, auth.Activity, id) == nil:
		return "/activities/" + id + "/conduct"
	}
	return ""
}

// createActivity begins an application, with the answers of the check when the
// form holds any.
func (s *Server) createActivity(r *Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	me, err := s.Registry.Person(r.Reader(), r.P.Person)
	if err != nil {
		return err
	}
	cmd := activity.Draft{Unit: me.Unit, Key: r.Key()}
	answers := r.answers()
	if len(answers) > 0 {
		if cmd.Profile, err = s.profile(r, answers); err != nil && Refused(err) {
			return s.showTalk(r, answers, err) // it says what is wrong, with the answers
		}
		if err != nil {
			return err
		}
	}
	out, err := s.Activity.Draft(r.Context(), r.P, r.C.Now, cmd)
	if err != nil && Refused(err) && len(answers) > 0 {
		return s.showTalk(r, answers, err)
	}
	if err != nil {
		return err
	}
	return r.See("/activities/"+out.Result, lang.T("申请草稿已建立，填写的内容会自动保存。", "The draft is begun; what you write saves itself."))
}

// answers are the answers of the check within a form.
func (r *Request) answers() url.Values {
	out := url.Values{}
	for name, values := range r.PostForm {
		if name != "key" && name != "version" && name != check.Edit {
			out[name] = values
		}
	}
	return out
}

// profile makes the profile of answers.
func (s *Server) profile(r *Request, answers url.Values) (*assess.Activity, error) {
	if strings.TrimSpace(answers.Get("title")) == "" {
		return nil, errs.New(errs.Invalid, "web.check.title", lang.T("请写下活动的名称。", "Write what the activity is called.")).At("title")
	}
	vars, err := check.Vars(s.Book.On(calendar.Of(r.C.Now), answers.Get("region")), answers)
	if err != nil {
		return nil, err
	}
	p, err := assess.FromVars(s.Book.Current(), vars)
	if err != nil {
		return nil, err
	}
	return &p.Activity, nil
}

// copyActivity begins another application from this one.
func (s *Server) copyActivity(r *Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	out, err := s.Activity.Copy(r.Context(), r.P, r.C.Now, activity.Copy{Activity: r.PathValue("id"), Key: r.Key()})
	if err != nil {
		return err
	}
	return r.See("/activities/"+out.Result, lang.T("已复制为新的草稿，由您负责。", "Copied into a new draft, led by you."))
}

// discardActivity throws a draft away.
func (s *Server) discardActivity(r *Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	cmd := activity.Discard{Activity: r.PathValue("id"), Version: r.Version(), Reason: r.PostFormValue("reason"), Key: r.Key()}
	if _, err := s.Activity.Discard(r.Context(), r.P, r.C.Now, cmd); err != nil {
		return err
	}
	return r.See("/activities", lang.T("草稿已丢弃。", "The draft is discarded."))
}
