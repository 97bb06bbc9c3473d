package web

import (
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/sanction"
	"lunheng/internal/veto"
	"lunheng/internal/web/ui"
)

// sanction tells how a decision about a breach came about, and what became of it.
func (t *teller) sanction(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case sanction.Drafted:
		if b.Brought {
			return did("从名单导入决定", "entered the decision from a list"), true
		}
		return did("起草处理决定", "drafted the decision"), true
	case sanction.SubjectAdded:
		return did("添加当事人", "named a subject"), true
	case sanction.MeasureAdded:
		return did("添加措施", "added a measure").with(t.code("measures", b.Code)), true
	case sanction.Dropped:
		return did("从草稿中移除一项", "took a part out of the draft"), true
	case sanction.Discarded:
		return did("丢弃草稿", "discarded the draft").as(ui.Ended), true
	case sanction.Issued:
		return did("使决定生效", "put the decision in force").as(ui.Bad), true
	case sanction.NothingFound:
		return did("决定未认定违规", "decided that no breach was found").as(ui.OK), true
	case sanction.Fulfilled:
		return did("记录措施已履行", "recorded that a measure was fulfilled").with(lang.Same(b.Reason)).as(ui.OK), true
	case sanction.Corrected:
		if b.Term == nil {
			return did("解除一项措施", "lifted a measure").with(lang.Same(b.Reason)).as(ui.OK), true
		}
		return did("更正一项措施的期限", "corrected the term of a measure").with(lang.Same(b.Reason)).as(ui.Warn), true
	case sanction.Annulled:
		return did("撤销决定", "annulled the decision").with(lang.Same(b.Reason)).as(ui.Ended), true
	case sanction.CorrectionAsked:
		return did("请求更正", "asked for correction").with(lang.Same(b.Text)).as(ui.Waiting), true
	case sanction.CorrectionAnswered:
		if b.Granted {
			return did("同意更正", "granted the correction").with(lang.Same(b.Reason)).as(ui.OK), true
		}
		return did("不同意更正", "refused the correction").with(lang.Same(b.Reason)).as(ui.Bad), true
	}
	return said{}, false
}

// sanctionList tells of a list of earlier decisions.
func (t *teller) sanctionList(body journal.Body) (said, bool) {
	rows := func(n sanction.Tally) lang.Text {
		return lang.T("导入 %d 行，已有 %d 行，不导入 %d 行", "rows in %d, there already %d, out %d").With(n.In, n.Before, n.Out)
	}
	switch b := body.(type) {
	case sanction.ListOffered:
		return did("上传以前的处理决定", "handed in earlier decisions").with(lang.T("%d 行", "rows: %d").With(b.Rows)), true
	case sanction.PartChecked:
		return did("核对一部分", "checked a part").with(rows(b.Tally)), true
	case sanction.ListWasChecked:
		return did("核对完毕", "checked the list").with(rows(b.Tally)).as(ui.Waiting), true
	case sanction.ListConfirmed:
		return did("确认导入", "confirmed the list"), true
	case sanction.PartEntered:
		return did("导入一部分", "entered a part").with(rows(b.Tally)), true
	case sanction.ListWasEntered:
		return did("导入完毕", "entered the list").with(rows(b.Tally)).as(ui.OK), true
	case sanction.ListDropped:
		return did("丢弃名单", "discarded the list").as(ui.Ended), true
	case sanction.ListBroken:
		return did("多次尝试之后仍未完成", "did not finish after several attempts").as(ui.Bad), true
	}
	return said{}, false
}

// veto tells of a question whether somebody is barred.
func (t *teller) veto(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case veto.Asked:
		return did("查询有无一票否决的情形", "asked whether somebody is barred").with(lang.T("%d 行：%s", "rows: %d; %s").With(b.Rows, t.code("veto_purposes", b.Purpose))), true
	case veto.PartAnswered:
		return did("答复了一部分", "answered a part").with(lang.T("第 %d 至 %d 行", "rows %d to %d").With(b.From, b.To)), true
	case veto.Answered:
		return did("答复完毕", "answered").with(lang.T("否决 %d，附条件 %d，须人工核对 %d", "vetoed %d, conditional %d, ask a person %d").With(b.Vetoed, b.Conditional, b.Unsure)).as(ui.OK), true
	case veto.Failed:
		return did("未能答复", "could not answer").as(ui.Bad), true
	}
	return said{}, false
}
