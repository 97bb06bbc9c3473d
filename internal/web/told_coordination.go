package web

import (
	"lunheng/internal/coordination"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/web/ui"
)

// coordination tells what a coordination mechanism does.
func (t *teller) coordination(body journal.Body) (said, bool) {
	for _, of := range []func(journal.Body) (said, bool){t.mechanism, t.session, t.task, t.consultation, t.advice, t.yearly, t.upward} {
		if s, ok := of(body); ok {
			return s, true
		}
	}
	return said{}, false
}

func (t *teller) mechanism(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case coordination.Founded:
		return did("设立协调机制", "founded the mechanism").with(b.Name).as(ui.OK), true
	case coordination.Renamed:
		return did("更改协调机制名称", "renamed the mechanism").with(b.Name), true
	case coordination.Joined:
		return did("增加成员单位", "added a member").with(b.Name), true
	case coordination.Left:
		return did("成员单位退出", "ended a membership").with(lang.T("%s：%s", "%s: %s").With(b.Code, b.Reason)), true
	case coordination.PlanAdopted:
		return did("启用任务方案", "put a plan in force").with(lang.T("%s，%d 项任务", "%s, tasks: %d").With(t.set.Cite(b.Source, ""), b.Tasks)).as(ui.OK), true
	case coordination.Informed:
		return did("向成员单位通报", "informed all members").with(lang.Same(b.Title)), true
	case coordination.Dissolved:
		return did("撤销协调机制", "dissolved the mechanism").with(lang.Same(b.Reason)).as(ui.Ended), true
	}
	return said{}, false
}

func (t *teller) session(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case coordination.SessionPlanned:
		return did("筹备会议", "prepared a meeting").with(lang.Same(b.Title)), true
	case coordination.SessionMoved:
		return did("更改会议时间、地点", "moved the meeting").with(lang.Same(b.Reason)).as(ui.Warn), true
	case coordination.PointPut:
		return did("提出议题", "raised an item").with(lang.Same(b.Title)), true
	case coordination.PointDropped:
		return did("撤下议题", "took an item off the agenda"), true
	case coordination.SessionCalled:
		return did("发出会议通知", "called the meeting"), true
	case coordination.SessionHeld:
		return did("记录到会单位", "recorded who was there").with(lang.T("到会单位 %d 个", "members present: %d").With(len(b.Present))), true
	case coordination.PointDecided:
		return did("记录决定", "recorded a decision").with(lang.Same(b.Text)).as(ui.OK), true
	case coordination.SessionMinuted:
		return did("印发会议纪要", "issued the minutes").as(ui.OK), true
	case coordination.SessionCancelled:
		return did("取消会议", "called the meeting off").with(lang.Same(b.Reason)).as(ui.Ended), true
	}
	return said{}, false
}

func (t *teller) task(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case coordination.TaskSet:
		return did("下达任务", "set the task").with(b.Title), true
	case coordination.Progressed:
		return did("报告进展", "reported progress").with(lang.Same(b.Text)), true
	case coordination.TaskDone:
		return did("报告完成", "reported it done").with(lang.Same(b.Evidence)).as(ui.Waiting), true
	case coordination.TaskAccepted:
		return did("确认完成", "accepted it as done").with(lang.Same(b.Note)).as(ui.OK), true
	case coordination.TaskReturned:
		return did("退回", "returned it").with(lang.Same(b.Reason)).as(ui.Bad), true
	case coordination.TaskExtended:
		return did("延长期限", "gave it a later day").with(lang.T("至 %s：%s", "until %s: %s").With(b.Due, b.Reason)).as(ui.Warn), true
	case coordination.Budgeted:
		return did("填报经费", "entered money").with(lang.T("%d 年：计划 %d，批复 %d，支出 %d 元", "%d: planned %d, granted %d, spent %d yuan").With(b.Year, b.Planned, b.Granted, b.Spent)), true
	case coordination.TaskPublished:
		if b.Public {
			return did("公开任务状态", "published how it stands"), true
		}
		return did("不再公开任务状态", "published it no more"), true
	case coordination.TaskCancelled:
		return did("取消任务", "cancelled the task").with(lang.Same(b.Reason)).as(ui.Ended), true
	}
	return said{}, false
}

func (t *teller) consultation(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case coordination.Consulted:
		return did("征求意见", "asked for views").with(lang.T("%s，%d 个单位", "%s; departments: %d").With(b.Title, len(b.Asked))), true
	case coordination.Replied:
		return did("答复意见", "gave a view").with(coordination.StanceText(b.Stance)), true
	case coordination.SummedUp:
		return did("汇总意见", "summed up the views").with(lang.Same(b.Text)).as(ui.OK), true
	case coordination.ConsultationCancelled:
		return did("停止征求意见", "asked no more").with(lang.Same(b.Reason)).as(ui.Ended), true
	}
	return said{}, false
}

func (t *teller) advice(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case coordination.AdviceAsked:
		return did("请专家咨询委员会提出意见", "asked the experts").with(lang.Same(b.Title)), true
	case coordination.ExpertsNamed:
		return did("选定专家", "named experts").with(lang.T("%d 名", "%d").With(len(b.Experts))), true
	case coordination.InterestDeclared:
		if b.Interest {
			return did("声明有利益关系，退出咨询", "declared an interest and stepped out").as(ui.Warn), true
		}
		return did("声明没有利益关系", "declared no interest"), true
	case coordination.AdviceGiven:
		return did("提出专家意见", "gave an opinion"), true
	case coordination.AdviceConcluded:
		return did("形成咨询意见", "concluded the advice").with(lang.T("%s；不同意见 %d 名", "%s; dissent: %d").With(coordination.StanceText(b.Stance), len(b.Dissent))).as(ui.OK), true
	case coordination.AdviceUsed:
		return did("记录采纳情况", "recorded what was done with it").with(lang.Same(b.Text)), true
	case coordination.AdviceCancelled:
		return did("撤回咨询请求", "took the question back").with(lang.Same(b.Reason)).as(ui.Ended), true
	}
	return said{}, false
}

func (t *teller) yearly(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case coordination.YearlyOpened:
		return did("年度报告待提交", "the yearly report is due").with(lang.T("%d 年，%s 前", "%d, by %s").With(b.Year, b.Due)), true
	case coordination.YearlyCompiled:
		return did("统计上一年度数字", "counted last year's figures"), true
	case coordination.YearlyWritten:
		return did("填写总结和计划", "wrote summary and plan"), true
	case coordination.YearlySigned:
		return did("签发年度报告", "signed the yearly report").as(ui.OK), true
	case coordination.YearlyReopened:
		return did("撤回签发", "took the signature back").as(ui.Warn), true
	case coordination.YearlySubmitted:
		return did("提交年度报告", "handed the yearly report in").as(ui.Waiting), true
	case coordination.YearlyReturned:
		return did("退回年度报告", "returned the yearly report").with(lang.Same(b.Reason)).as(ui.Bad), true
	case coordination.YearlyTaken:
		return did("收下年度报告", "took the yearly report").as(ui.OK), true
	case coordination.YearlyWaived:
		return did("不再需要年度报告", "released it from the yearly report").with(lang.Same(b.Reason)).as(ui.Ended), true
	}
	return said{}, false
}

func (t *teller) upward(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case coordination.UpwardCompiled:
		return did("统计上报数字", "counted the report upwards").with(lang.T("%s 至 %s", "%s to %s").With(b.From, b.Until)), true
	case coordination.UpwardWritten:
		return did("填写上报内容", "wrote the report upwards"), true
	case coordination.UpwardSent:
		return did("上报", "sent it to the superior").with(lang.Same(b.To)).as(ui.OK), true
	case coordination.UpwardReturned:
		return did("上级退回", "the superior returned it").with(lang.Same(b.Reason)).as(ui.Bad), true
	case coordination.UpwardTaken:
		return did("上级收下", "the superior took it").as(ui.OK), true
	}
	return said{}, false
}
