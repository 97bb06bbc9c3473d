package web

import (
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/risk"
	"lunheng/internal/web/ui"
)

// signal tells what became of something that the house's data show.
func (t *teller) signal(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case risk.Raised:
		return did("发现信号", "raised the signal").with(t.code("risk_levels", b.Level)).as(ui.Warn), true
	case risk.Changed:
		return did("信号有变化", "found that the signal changed").with(t.code("risk_levels", b.Level)).as(ui.Warn), true
	case risk.Cleared:
		return did("情况已不存在", "found that it is no longer so").as(ui.OK), true
	case risk.Confirmed:
		return did("核实属实", "confirmed the signal").with(lang.Same(b.Reason)).as(ui.Bad), true
	case risk.Dismissed:
		return did("判为误报", "called it a false alarm").with(lang.Same(b.Reason)).as(ui.Ended), true
	}
	return said{}, false
}

// risk tells of an entry in a register of risks.
func (t *teller) risk(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case risk.Entered:
		return did("列入风险清单", "entered the risk").with(t.code("risk_grades", b.Grade)), true
	case risk.Reassessed:
		return did("重新评估", "assessed it anew").with(lang.T("%s：%s", "%s: %s").With(t.code("risk_grades", b.Grade), b.Reason)), true
	case risk.MeasurePlanned:
		return did("计划措施", "planned a measure").with(lang.T("%s，%s 前", "%s, by %s").With(b.Text, t.c.Day(string(b.Due)))), true
	case risk.MeasureDone:
		return did("完成措施", "did a measure").with(lang.Same(b.Effect)).as(ui.OK), true
	case risk.RiskClosed:
		return did("关闭", "closed it").with(lang.Same(b.Reason)).as(ui.Ended), true
	}
	return said{}, false
}

// lead tells of what is known from outside, and of imports.
func (t *teller) lead(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case risk.Noted:
		if b.Origin != "" {
			return did("从外部名单导入", "took it in from a list").with(lang.Same(b.Origin)), true
		}
		return did("记下线索", "noted it"), true
	case risk.PlaceMatched:
		if b.Unit == "" {
			return did("核对机构：不是登记的单位", "said that an institution is no unit of the register"), true
		}
		return did("核对机构：是登记的单位", "said which unit an institution is"), true
	case risk.LeadAssessed:
		return did("研判", "assessed it").with(lang.Same(b.Answer)), true
	case risk.LeadSetAside:
		return did("不予考虑", "set it aside").with(lang.Same(b.Reason)).as(ui.Ended), true
	case risk.IntakeBegun:
		return did("开始导入", "began the import").with(lang.T("%d 行", "rows: %d").With(b.Rows)), true
	case risk.PartTaken:
		return did("导入了一部分", "took a part in").with(lang.T("新 %d，已有 %d，未导入 %d", "new %d, known %d, not taken in %d").With(b.Fresh, b.Known, b.Refused)), true
	case risk.IntakeEnded:
		return did("导入完毕", "ended the import").with(lang.T("新 %d，已有 %d，未导入 %d", "new %d, known %d, not taken in %d").With(b.Fresh, b.Known, b.Refused)).as(ui.OK), true
	case risk.IntakeFailed:
		return did("导入失败", "could not take it in").as(ui.Bad), true
	}
	return said{}, false
}

// warning tells of a warning, from its draft to its effect.
func (t *teller) warning(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case risk.WarningDrafted:
		return did("起草预警", "drafted the warning").with(t.code("risk_levels", b.Level)), true
	case risk.WarningDiscarded:
		return did("丢弃草稿", "discarded the draft").as(ui.Ended), true
	case risk.WarningIssued:
		return did("发出预警", "issued the warning").as(ui.Bad), true
	case risk.Acknowledged:
		return did("签收", "acknowledged it"), true
	case risk.Escalated:
		if b.To == nil {
			return did("逾期未签收", "noted that nobody acknowledged it in time").as(ui.Bad), true
		}
		return did("逾期未签收，转上级", "brought it to who stands above, since nobody acknowledged it in time").as(ui.Bad), true
	case risk.StepPlanned:
		return did("计划措施", "planned a measure").with(lang.T("%s，%s 前", "%s, by %s").With(b.Text, t.c.Day(string(b.Due)))), true
	case risk.StepDone:
		return did("完成措施", "did a measure").with(lang.Same(b.Effect)).as(ui.OK), true
	case risk.FoundWanting:
		return did("认为措施不足", "found that it does not suffice").with(lang.Same(b.Reason)).as(ui.Bad), true
	case risk.WarningClosed:
		return did("认为已见效，解除预警", "found that it suffices, and closed the warning").with(lang.Same(b.Reason)).as(ui.OK), true
	case risk.WarningWithdrawn:
		return did("撤回预警", "withdrew the warning").with(lang.Same(b.Reason)).as(ui.Ended), true
	case risk.Compiled:
		return did("编写通报", "compiled the bulletin"), true
	case risk.BulletinApproved:
		return did("核准通报", "approved the bulletin").as(ui.OK), true
	case risk.BulletinDiscarded:
		return did("丢弃通报", "discarded the bulletin").as(ui.Ended), true
	case risk.Published:
		if b.Open {
			return did("向社会发布", "published it to everybody").as(ui.OK), true
		}
		return did("发布通报", "published the bulletin").as(ui.OK), true
	}
	return said{}, false
}
