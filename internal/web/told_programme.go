package web

import (
	"strconv"

	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/programme"
	"lunheng/internal/web/ui"
)

// programme tells how a programme of public money was run.
func (t *teller) programme(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case programme.Begun:
		return did("设立计划", "began the programme").with(t.code("programme_plans", b.Plan)), true
	case programme.GuideWritten:
		return did("编写指南", "wrote the guide").with(lang.T("申报 %s 至 %s", "applications from %s to %s").With(string(b.Opens), string(b.Closes))), true
	case programme.Published:
		return did("发布指南，开始申报", "published the guide and opened it for applications").as(ui.OK), true
	case programme.Closed:
		return did("结束申报", "closed it for applications").with(lang.Same(b.Reason)).as(ui.Ended), true
	}
	return t.project(body)
}

// project tells what became of a project that public money was asked for.
func (t *teller) project(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case programme.Drafted:
		return did("起草申报书", "began the application"), true
	case programme.Written:
		return did("修改申报书", "wrote the application").with(lang.Same(b.Title)), true
	case programme.ActivityLinked:
		return did("关联科技活动", "linked the activity"), true
	case programme.Submitted:
		return did("提交申报", "handed the application in").as(ui.OK), true
	case programme.Refused:
		why := lang.Same(b.Reason)
		for _, x := range b.Barred {
			why = x.Say()
		}
		return did("不予立项", "refused the application").with(why).as(ui.Bad), true
	case programme.ProjectWithdrew:
		return did("撤回申报", "withdrew the application").with(lang.Same(b.Reason)).as(ui.Ended), true
	case programme.Admitted:
		return did("受理申报", "took the application up").as(ui.OK), true
	case programme.Approved:
		s := did("立项", "approved the project").as(ui.OK)
		if b.EthicsBy != "" {
			s = s.with(lang.T("伦理批准应在 %s 之前具备，此前不拨款", "the ethics approval is due by %s, and no money follows before it").With(string(b.EthicsBy))).as(ui.Warn)
		}
		return s, true
	case programme.Reported:
		return did("提交伦理情况报告", "handed in the report on ethics"), true
	case programme.Finished:
		return did("申请验收", "asked for acceptance"), true
	case programme.Accepted:
		return did("通过验收", "accepted the results").with(lang.Same(b.Opinion)).as(ui.OK), true
	case programme.Evaluated:
		return did("完成评估", "evaluated the project").with(lang.Same(b.Opinion)).as(ui.OK), true
	case programme.Terminated:
		return did("终止项目", "stopped the project").with(lang.Same(b.Reason)).as(ui.Bad), true
	}
	return t.projectGate(body)
}

// projectGate tells what held a project and its money, and what released them.
func (t *teller) projectGate(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case programme.GateOpened:
		why := lang.Text{}
		for _, h := range b.Open {
			why = listed(why, lang.T("%s（%s；由%s解除）", "%s (%s; lifted by: %s)").With(h.Text, h.Why, h.Lifts.Text()))
		}
		if b.Held {
			return did("此后暂缓拨款", "— payments are held from here on").with(why).as(ui.Bad), true
		}
		return did("此后关口有未满足的条件", "— the gate lacks something from here on").with(why).as(ui.Warn), true
	case programme.GateClosed:
		if b.Released {
			return did("此后恢复拨款", "— payments are released from here on").as(ui.OK), true
		}
		return did("此后关口的条件齐备", "— the gate lacks nothing from here on").as(ui.OK), true
	case programme.Checked:
		if len(b.Found) == 0 {
			return did("核查申报人：无", "checked the applicants: clear").as(ui.OK), true
		}
		why := lang.Text{}
		for _, x := range b.Found {
			why = listed(why, x.Say())
		}
		return did("核查申报人", "checked the applicants").with(why).as(ui.Bad), true
	case programme.DoubtSettled:
		return did("人工核对：不是同一人", "looked, and found it to be somebody else").with(lang.Same(b.Reason)).as(ui.OK), true
	case programme.Paid:
		return did("拨款", "paid an instalment").with(lang.T("第 %s 期，凭证 %s", "no. %s, transfer %s").With(strconv.Itoa(b.N), b.Reference)).as(ui.OK), true
	}
	return t.pledge(body)
}

// pledge tells of pledges, and of what was found and corrected.
func (t *teller) pledge(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case programme.PledgeMade:
		return did("生成承诺书", "made the pledge").with(lang.T("文本 SHA-256 %s", "SHA-256 of the text: %s").With(b.Hash)), true
	case programme.PledgeSigned:
		if b.Side == programme.SideUnit {
			return did("代表单位签署承诺书", "signed the pledge for the unit").as(ui.OK), true
		}
		return did("作为负责人签署承诺书", "signed the pledge as the leader").as(ui.OK), true
	case programme.FindingNoted:
		if b.Pledge {
			return did("认定违背承诺", "found the pledge broken").with(lang.Same(b.Text)).as(ui.Bad), true
		}
		return did("记录发现的问题", "noted a finding").with(lang.Same(b.Text)).as(ui.Bad), true
	case programme.FindingAnswered:
		return did("说明如何纠正", "said how it was corrected").with(lang.Same(b.Text)), true
	case programme.FindingClosed:
		return did("问题办结", "closed a finding").with(lang.Same(b.Reason)).as(ui.OK), true
	case programme.FindingsHanded:
		return did("向资助方移交检查发现的问题", "handed findings of an inspection to the funder").with(lang.Same(b.Reason)).as(ui.Warn), true
	case programme.ReferralAnswered:
		return did("答复检查移交的问题", "answered what the inspection handed over").with(lang.Same(b.Text)).as(ui.OK), true
	}
	return said{}, false
}

// listed adds a part to a list in words.
func listed(list, part lang.Text) lang.Text {
	if list.IsZero() {
		return part
	}
	return lang.T("%s；%s", "%s; %s").With(list, part)
}
