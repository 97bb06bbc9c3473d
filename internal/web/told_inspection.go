package web

import (
	"lunheng/internal/inspection"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/web/ui"
)

// yearplan tells how a year's inspections were planned and drawn, and who inspects.
func (t *teller) yearplan(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case inspection.PlanMade:
		return did("起草年度检查计划", "drafted the year's plan of inspections"), true
	case inspection.TargetChosen:
		return did("按风险选定一个单位", "chose a unit by its risk").with(lang.T("风险分 %d", "score %d").With(b.Score)), true
	case inspection.TargetDropped:
		return did("移除一个选定的单位", "dropped a chosen unit"), true
	case inspection.PlanMeant:
		return did("通过计划", "adopted the plan").as(ui.OK), true
	case inspection.PlanGone:
		return did("丢弃草稿", "discarded the draft").as(ui.Ended), true
	case inspection.InspectorsListed:
		return did("列出可以抽取的检查人员", "listed the inspectors who may be drawn"), true
	case inspection.DrawAnnounced:
		return did("公告双随机抽取", "announced the double draw").with(lang.T("选定 %d 个单位，另从 %d 个中抽取 %d 个；检查人员 %d 人", "%d chosen; of %d others %d are drawn; inspectors: %d").
			With(len(b.Chosen), len(b.Units.Candidates), b.Units.Size, len(b.Inspectors.Candidates))).as(ui.Waiting), true
	case inspection.Drawn:
		return did("抽取单位和检查人员", "drew units and inspectors").with(lang.T("%d 次检查", "visits: %d").With(len(b.Visits))).as(ui.OK), true
	case inspection.PlanEnded:
		return did("结束年度计划", "closed the plan").with(lang.Same(b.Summary)).as(ui.OK), true
	case inspection.InspectorAdded:
		return did("列入检查人员名录", "entered an inspector").with(t.name(b.Person)), true
	case inspection.InspectorEnded:
		return did("移出检查人员名录", "took an inspector off the list").with(several(t.name(b.Person), lang.Same(b.Reason))).as(ui.Ended), true
	}
	return said{}, false
}

// inspection tells how a visit came about and what it found.
func (t *teller) inspection(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case inspection.Planned:
		return did("抽定这次检查", "drew this visit"), true
	case inspection.InterestDenied:
		return did("声明没有利益关系", "declared to have no interest").as(ui.OK), true
	case inspection.InspectorReplaced:
		return did("由抽签顺序的下一位接替", "is followed by the next of the drawn order").with(several(inspection.BarText(b.Why), lang.Same(b.Nature))).as(ui.Warn), true
	case inspection.Notified:
		return did("通知单位", "told the unit").with(several(lang.T("%s 检查", "the visit is on %s").With(string(b.Day)), lang.Same(b.Note))).as(ui.Waiting), true
	case inspection.Opened:
		return did("到场开始检查", "began on the spot").with(lang.Same(b.Unannounced)), true
	case inspection.PointAnswered:
		return did("填写检查要点", "answered a point").with(several(t.code("inspection_points", b.Point), answerText(b.Answer))), true
	case inspection.RecordTakenUp:
		return did("调阅记录", "took a record up").with(lang.T("%s，第 %d 版", "%s, version %d").With(recordText(b.Record), b.Version)), true
	case inspection.FindingAdded:
		return did("记录问题", "noted a finding").with(lang.T("第 %d 项：%s", "no. %d: %s").With(b.N, t.code("inspection_severity", b.Severity))).as(ui.Bad), true
	case inspection.FileAdded:
		return did("为问题添加文件", "added a file to a finding").with(lang.Same(b.File.Name)), true
	case inspection.FindingDropped:
		return did("撤回问题", "took a finding out").with(several(lang.T("第 %d 项", "no. %d").With(b.N), lang.Same(b.Reason))).as(ui.Ended), true
	}
	return t.inspected(body)
}

// inspected tells what followed a visit.
func (t *teller) inspected(body journal.Body) (said, bool) {
	order := func(n int) lang.Text { return lang.T("第 %d 项", "no. %d").With(n) }
	switch b := body.(type) {
	case inspection.Reported:
		return did("把报告初稿送单位", "put the draft before the unit").as(ui.Waiting), true
	case inspection.Commented:
		return did("对报告初稿提出意见", "was heard on the draft").with(lang.Same(b.Text)), true
	case inspection.TakenBack:
		return did("收回报告初稿", "took the draft back").with(lang.Same(b.Reason)), true
	case inspection.Signed:
		return did("签发检查报告", "signed the report").with(lang.T("责令整改 %d 项", "orders to correct: %d").With(len(b.Orders))).as(ui.OK), true
	case inspection.EvidenceGiven:
		return did("提交整改证据", "showed what was mended").with(several(order(b.Order), lang.Same(b.Text))).as(ui.Waiting), true
	case inspection.OrderExtended:
		return did("延长整改期限", "gave an order more time").with(several(order(b.Order), lang.T("至 %s", "until %s").With(string(b.Due)), lang.Same(b.Reason))), true
	case inspection.OrderClosed:
		return did("整改销号", "closed an order").with(several(order(b.Order), lang.Same(b.Note))).as(ui.OK), true
	case inspection.OrderRenewed:
		return did("重新责令整改", "ordered anew").with(several(order(b.Order), lang.T("至 %s", "until %s").With(string(b.Due)), lang.Same(b.Reason))).as(ui.Bad), true
	case inspection.Referred:
		return did("移交问题", "handed findings over").with(lang.Same(b.Reason)).as(ui.Bad), true
	case inspection.FunderAnswered:
		return did("资助方答复移交的问题", "— the funder answered what was handed over").with(lang.Same(b.Text)).as(ui.OK), true
	case inspection.Closed:
		return did("检查办结", "closed the inspection").as(ui.OK), true
	case inspection.Cancelled:
		return did("取消检查", "cancelled the visit").with(lang.Same(b.Reason)).as(ui.Ended), true
	}
	return said{}, false
}

// answerText is the answer to a point of a checklist.
func answerText(answer string) lang.Text {
	switch answer {
	case inspection.Met:
		return lang.T("符合", "met")
	case inspection.NotMet:
		return lang.T("不符合", "not met")
	case inspection.NotApplicable:
		return lang.T("不适用", "not applicable")
	}
	return lang.Text{}
}

// recordText is a record in words.
func recordText(r inspection.Record) lang.Text {
	kinds := map[string]lang.Text{"review": lang.T("案卷", "case"), "activity": lang.T("活动", "activity"), "meeting": lang.T("会议", "meeting"),
		"committee": lang.T("委员会登记", "the committee's record"), "letter": lang.T("决定书", "letter")}
	if r.Label == "" {
		return kinds[r.Kind]
	}
	return lang.T("%s %s", "%s %s").With(kinds[r.Kind], r.Label)
}

// several are details in a row; those that are empty are left out.
func several(parts ...lang.Text) lang.Text {
	var out lang.Text
	for _, p := range parts {
		switch {
		case p.IsZero():
		case out.IsZero():
			out = p
		default:
			out = lang.T("%s；%s", "%s; %s").With(out, p)
		}
	}
	return out
}
