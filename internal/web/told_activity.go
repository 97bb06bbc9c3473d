package web

import (
	"strings"

	"lunheng/internal/activity"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/web/ui"
)

// activity tells how an application was written.
func (t *teller) activity(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case activity.Drafted:
		if b.CopiedFrom != "" {
			return did("复制了另一份申请", "copied another application"), true
		}
		return did("开始起草申请", "began an application"), true
	case activity.Assessed:
		return did("完成风险自评", "assessed the risks").with(t.assessment(b.Assessment)).as(ui.OK), true
	case activity.Saved:
		return did("修改了申请", "changed the application").with(t.fields(b.Fields)), true
	case activity.ValuesParked:
		return did("所填内容与他人的修改冲突，已另存待选", "typed what somebody else had changed meanwhile; it is kept to choose from").with(t.fields(b.Fields)).as(ui.Warn), true
	case activity.ParkDropped:
		return did("舍弃了另存的内容", "dropped what was kept to choose from"), true
	case activity.HintAnswered:
		return did("说明了一条提示为何不适用", "said why a hint does not fit").with(lang.T("%s：%s", "%s: %s").With(t.code("screen_facts", b.Fact), b.Reason)), true
	case activity.OpinionAsked:
		return said{Did: lang.T("请模型 %s 给出第二意见", "asked the model %s for a second opinion").With(b.Model), Tone: ui.Plain}, true
	case activity.OpinionGiven:
		return said{Did: lang.T("模型 %s 给出第二意见（机器建议）", "the model %s gave a second opinion (a machine's)").With(b.Model), Tone: ui.Plain}.with(t.suggested(b)), true
	case activity.UnitChosen:
		return did("选定承担单位", "chose the unit"), true
	case activity.VersionKept:
		return did("保留了一个版本", "kept a version").with(lang.Same(b.Label)), true
	case activity.Discarded:
		return did("丢弃了草稿", "discarded the draft").with(lang.Same(b.Reason)).as(ui.Ended), true
	}
	if s, ok := t.team(body); ok {
		return s, true
	}
	return t.application(body)
}

func (t *teller) assessment(a activity.Assessment) lang.Text {
	if a.Procedure == "" {
		return t.code("review", a.Review)
	}
	return lang.T("%s，%s", "%s; %s").With(t.code("review", a.Review), t.code("procedure", a.Procedure))
}

// suggested names the facts that a machine sees.
func (t *teller) suggested(b activity.OpinionGiven) lang.Text {
	var zh, en []string
	for _, f := range b.Facts {
		text := t.code("screen_facts", f.Fact)
		zh, en = append(zh, text.ZH), append(en, text.EN)
	}
	return lang.T(strings.Join(zh, "、"), strings.Join(en, ", "))
}

// fields names the fields that a change touched.
func (t *teller) fields(values activity.Values) lang.Text {
	var zh, en []string
	for _, item := range t.set.List("application_form") {
		if _, ok := values[item.Code]; ok {
			zh, en = append(zh, item.Text.ZH), append(en, item.Text.EN)
		}
	}
	return lang.T(strings.Join(zh, "、"), strings.Join(en, ", "))
}

// team tells of people and files.
func (t *teller) team(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case activity.PersonAdded:
		return said{Did: lang.T("将 %s 加入项目组（%s）", "took %s onto the team (%s)").With(t.name(b.Person), b.Role.Text()), Tone: ui.Plain}, true
	case activity.PersonRemoved:
		return said{Did: lang.T("将 %s 移出项目组", "took %s off the team").With(t.name(b.Person)), Tone: ui.Plain}, true
	case activity.LeaderChanged:
		return said{Did: lang.T("项目负责人由 %s 变更为 %s", "the leader changed from %s to %s").With(t.name(b.Former), t.name(b.Leader)), Tone: ui.Warn}, true
	case activity.FileAttached:
		return did("添加了文件", "added a file").with(lang.Same(b.File.Name)), true
	case activity.FileReplaced:
		return did("替换了文件", "replaced a file").with(lang.Same(b.File.Name)), true
	case activity.FileRemoved:
		return did("移除了文件", "removed a file"), true
	}
	return said{}, false
}

// application tells what became of an application.
func (t *teller) application(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case activity.Submitted:
		return did("提交了申请", "handed the application in").with(lang.T("第 %d 次提交", "submission %d").With(b.N)).as(ui.Waiting), true
	case activity.TakenUp:
		return did("委员会受理了申请", "the committee has taken it up").as(ui.Active), true
	case activity.Returned:
		return did("退回补正", "returned it to be completed").with(asked(b.Missing)).as(ui.Warn), true
	case activity.ChangesAsked:
		if b.Rereview {
			return did("要求修改后再审", "asked for changes and a second review").with(asked(b.Points)).as(ui.Warn), true
		}
		return did("要求逐项修改", "asked for changes, point by point").with(asked(b.Points)).as(ui.Warn), true
	case activity.Approved:
		return did("批准，可以开展", "approved; work may begin").as(ui.OK), true
	case activity.Exempted:
		return did("免除审查", "is exempt from review").as(ui.OK), true
	case activity.ExemptionEnded:
		return did("不予免除或者免除结束，须经审查", "is not exempt, or no longer; it is to be reviewed").with(lang.Same(b.Reason)).as(ui.Warn), true
	case activity.Rejected:
		return did("不予批准，不得开展", "rejected; work may not begin").as(ui.Bad), true
	case activity.Withdrawn:
		return did("撤回了申请", "withdrew the application").with(lang.Same(b.Reason)).as(ui.Ended), true
	}
	return said{}, false
}

func asked(points []activity.Missing) lang.Text {
	texts := make([]string, len(points))
	for i, p := range points {
		texts[i] = p.Text
	}
	return lang.T(strings.Join(texts, "；"), strings.Join(texts, "; "))
}
