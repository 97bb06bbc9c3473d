package api

import (
	"net/http"

	"lunheng/internal/activity"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// activityRoutes are applications.
func (a *API) activityRoutes() {
	g := a.chapter("项目与申请", "Applications")
	s := a.Activity
	look(g, "/form", lang.T("申请表：今天要填什么", "The application form of today"), formOf)
	list(g, "/activities", lang.T("项目列表", "Applications"), findActivities)
	begin(g, "/activities", lang.T("新建申请", "Begin an application"), activity.Kind, "/activities", s.Draft)
	one(g, "/activities/{activity}", lang.T("一份申请", "An application"), func(r *Request, f struct {
		Version int64 `query:"version" doc:"哪一版，默认最新 / as of a version; the present one by default"`
	}) (activity.State, int64, error) {
		st, err := s.View(r.Reader(), r.P, r.PathValue("activity"), f.Version)
		return st, st.Version, err
	})
	answered(g, http.MethodPatch, "/activities/{activity}", lang.T("保存填写内容；与他人同时改动的字段不会被覆盖", "Save fields; what others changed meanwhile is never overwritten"),
		s.Save, func(_ *Request, _ string, out activity.SaveResult) (activity.SaveResult, int64, error) {
			return out, out.Version, nil
		}, "fields")
	act(g, "/activities/{activity}/assess", lang.T("保存风险自评", "Keep the self-assessment"), s.Assess, "profile")
	act(g, "/activities/{activity}/unit", lang.T("选择承担单位", "Choose the unit"), s.ChooseUnit, "unit")
	act(g, "/activities/{activity}/team", lang.T("增加项目组成员或改其分工", "Take somebody onto the team"), s.AddPerson, "person", "role")
	act(g, "/activities/{activity}/team/{person}/remove", lang.T("移出项目组", "Take somebody off the team"), s.RemovePerson)
	act(g, "/activities/{activity}/leader", lang.T("更换负责人", "Hand it over to another leader"), s.ChangeLeader, "leader")
	act(g, "/activities/{activity}/parked/{field}/drop", lang.T("放弃未合并的内容", "Let go of what was parked at a field"), s.DropParked)
	look(g, "/activities/{activity}/missing", lang.T("提交前还缺什么", "What is missing before it can be submitted"), missing)
	look(g, "/activities/{activity}/hints", lang.T("文字写到而自评没有说到的情况：只提问，不作判断", "What the text speaks of and the self-assessment does not cover; it asks and decides nothing"), hints)
	act(g, "/activities/{activity}/hints", lang.T("说明一条提示为何不适用", "Say why a hint does not fit"), s.AnswerHint, "fact", "reason")
	act(g, "/activities/{activity}/opinion", lang.T("请所配置的模型给出第二意见：只发送标题和实施方案摘要", "Ask the configured model for a second opinion: title and summary of the plan are sent, nothing else"), s.AskOpinion)
	act(g, "/activities/{activity}/submit", lang.T("提交", "Submit"), s.Submit)
	act(g, "/activities/{activity}/discard", lang.T("丢弃草稿", "Discard the draft"), s.Discard)
	begin(g, "/activities/{activity}/copy", lang.T("复制为新申请", "Copy to a new application"), activity.Kind, "/activities", s.Copy)
	look(g, "/activities/{activity}/versions", lang.T("有名称的版本", "Versions that have a name"), func(r *Request, _ none) (items[activity.Version], error) {
		list, err := s.Versions(r.Reader(), r.P, r.PathValue("activity"))
		return items[activity.Version]{orNone(list)}, err
	})
	act(g, "/activities/{activity}/versions", lang.T("给当前版本起名", "Name the present version"), s.KeepVersion, "label")
	look(g, "/activities/{activity}/compare", lang.T("对比两个版本", "Compare two versions"), func(r *Request, f struct {
		From int64 `query:"from" doc:"较早的版本 / the earlier version"`
		To   int64 `query:"to" doc:"较晚的版本，默认最新 / the later one; the present one by default"`
	}) (items[activity.Compared], error) {
		lines, err := s.Compare(r.Reader(), r.P, r.PathValue("activity"), f.From, f.To, r.Lang)
		return items[activity.Compared]{orNone(lines)}, err
	})
}

func findActivities(r *Request, f struct {
	Q         string `query:"q" doc:"标题里的词 / words of the title"`
	State     string `query:"state" of:"activity.state" doc:"状态 / state"`
	Open      bool   `query:"open" doc:"办理中 / under way"`
	Unit      string `query:"unit" doc:"单位 / id of the unit"`
	Committee string `query:"committee" doc:"委员会 / id of the committee"`
	Region    string `query:"region" doc:"区划代码或其开头 / code of a region, or its beginning"`
	Field     string `query:"field" of:"list:fields" doc:"领域代码 / code of a field"`
	Listed    bool   `query:"listed" doc:"清单内 / on the list that experts re-review"`
	Mine      bool   `query:"mine" doc:"本人负责或参与 / one's own"`
	paging
}) (store.Page[activity.Row], error) {
	return activity.List(r.Reader(), r.P, activity.Filter{Text: f.Q, State: flow.State(f.State), Open: f.Open, Unit: f.Unit,
		Committee: f.Committee, Region: f.Region, Field: f.Field, Listed: f.Listed, Mine: f.Mine}, f.page())
}

// missing lists what the application lacks, as submitting would refuse it.
func missing(r *Request, _ none) (items[Fault], error) {
	st, err := r.a.Activity.View(r.Reader(), r.P, r.PathValue("activity"), 0)
	if err != nil {
		return items[Fault]{}, err
	}
	facts, err := r.a.Activity.Facts(r.Reader(), st, r.today())
	if err != nil {
		return items[Fault]{}, err
	}
	out := items[Fault]{[]Fault{}}
	for _, e := range errs.All(st.Incomplete(facts).Err()) {
		out.Items = append(out.Items, Fault{Key: e.Key, Field: e.Field, Detail: e.In(r.Lang)})
	}
	return out, nil
}

// hints are what the screener asks about the application.
func hints(r *Request, _ none) (items[activity.Hint], error) {
	st, err := r.a.Activity.View(r.Reader(), r.P, r.PathValue("activity"), 0)
	if err != nil {
		return items[activity.Hint]{}, err
	}
	list, err := r.a.Activity.Hints(r.Context(), st, r.today())
	return items[activity.Hint]{orNone(list)}, err
}

// Field is one question of the application form.
type Field struct {
	Code     string             `json:"code"`
	Text     lang.Text          `json:"text"`
	Help     lang.Text          `json:"help,omitzero"`
	Section  string             `json:"section"`
	Type     activity.FieldType `json:"type"`
	Required string             `json:"required" doc:"yes、no，或 rule：由规则决定 / yes, no, or rule: the rules say"`
	Max      int                `json:"max" doc:"字数或文件数上限 / most characters, or files"`
	Options  []Option           `json:"options,omitempty"`
	Types    []string           `json:"types,omitempty" doc:"可接受的文件类型 / media types that a file may have"`
	Source   string             `json:"source,omitempty"`
	Article  string             `json:"article,omitempty"`
}

// Option is one code of a choice.
type Option struct {
	Code string    `json:"code"`
	Text lang.Text `json:"text"`
}

func formOf(r *Request, f struct {
	Region string `query:"region" doc:"区划代码；不填为全国通用 / code of a region; the nation's form when left out"`
}) (items[Field], error) {
	form, err := r.a.Activity.Form(r.today(), f.Region)
	if err != nil {
		return items[Field]{}, err
	}
	out := items[Field]{[]Field{}}
	for _, q := range form.Fields() {
		field := Field{Code: q.Code, Text: q.Text, Help: q.Help, Section: q.Section, Type: q.Type, Required: q.Required, Max: q.Max,
			Types: q.Types, Source: q.Item.Source, Article: q.Item.Article}
		for _, o := range q.Options {
			field.Options = append(field.Options, Option{Code: o.Code, Text: o.Text})
		}
		out.Items = append(out.Items, field)
	}
	return out, nil
}
