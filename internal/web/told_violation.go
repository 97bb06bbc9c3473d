package web

import (
	"strings"

	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/violation"
	"lunheng/internal/web/ui"
)

// violation tells what happened to a case of a breach.
func (t *teller) violation(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case violation.Opened:
		return did("登记案件", "registered the case").with(t.code("case_sources", b.Source.Kind)), true
	case violation.PartyNamed:
		return did("写明被举报人", "named whom it is about"), true
	case violation.PartyDropped:
		return did("移除当事人", "left a party out"), true
	case violation.Transferred:
		return did("按管辖规则移送", "transferred it by the rules of jurisdiction").with(lang.Same(b.Reason)).as(ui.Warn), true
	case violation.Designated:
		return did("指定管辖", "settled who handles it").with(lang.Same(b.Reason)).as(ui.Warn), true
	case violation.TakenOver:
		return did("直接查处重大案件", "took the case over as a major one").with(lang.Same(b.Reason)).as(ui.Warn), true
	case violation.Guided:
		if b.Kind == violation.Remind {
			return did("督促办案", "reminded the body that handles it").with(lang.Same(b.Text)).as(ui.Warn), true
		}
		return did("指导办案", "guided the body that handles it").with(lang.Same(b.Text)), true
	case violation.TakenUp:
		s := did("受理", "took the report up").as(ui.Active)
		for _, x := range b.Under {
			s = s.with(lang.T("依据本单位《%s》（第 %d 版）", "under the unit's “%s”, version %d").With(x.Title, x.No))
		}
		return s, true
	case violation.Rejected:
		return did("不予受理", "did not take the report up").with(t.codes("report_acceptance", b.Grounds)).as(ui.Ended), true
	case violation.Checked:
		return did("初步核查后决定调查", "found ground for an inquiry").with(lang.Same(b.Text)), true
	case violation.Dropped:
		return did("初步核查后不予调查", "found no ground for an inquiry").with(lang.Same(b.Text)).as(ui.Ended), true
	}
	if s, ok := t.inquiry(body); ok {
		return s, true
	}
	return t.caseOutcome(body)
}

func (t *teller) codes(list string, codes []string) lang.Text {
	var zh, en []string
	for _, c := range codes {
		text := t.code(list, c)
		zh, en = append(zh, text.ZH), append(en, text.EN)
	}
	return lang.T(strings.Join(zh, "；"), strings.Join(en, "; "))
}

func (t *teller) inquiry(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case violation.Planned:
		return did("制定调查方案", "set the plan of the inquiry"), true
	case violation.MemberNamed:
		if b.Role == violation.Team {
			return did("确定调查组成员", "named a member of the team").with(t.name(b.Person)), true
		}
		return did("聘请评议专家", "named a peer for the panel").with(t.name(b.Person)), true
	case violation.MemberLeft:
		return did("成员退出", "noted that a member left").with(t.name(b.Person)), true
	case violation.InterestDeclared:
		if b.Conflict {
			return did("声明有利益关系，退出评议", "declared an interest and left the panel").as(ui.Warn), true
		}
		return did("声明没有利益关系", "declared no interest").as(ui.OK), true
	case violation.Assessed:
		if b.Breach {
			return did("评议意见：构成违规", "gave an opinion: a breach").as(ui.Bad), true
		}
		return did("评议意见：不构成违规", "gave an opinion: no breach").as(ui.OK), true
	case violation.Interviewed:
		return did("记录谈话", "recorded an interview").with(lang.T("%d 人进行", "held by %d").With(len(b.By))), true
	case violation.EvidenceAdded:
		return did("登记证据", "took evidence").with(lang.Same(b.Label)), true
	case violation.EvidenceMoved:
		return did("移交证据", "gave evidence into other hands").with(t.name(b.To)), true
	case violation.InterimTaken:
		return did("采取临时措施", "took an interim measure").with(t.code("interim_measures", b.Code)).as(ui.Warn), true
	case violation.InterimLifted:
		return did("解除临时措施", "lifted an interim measure").with(t.code("interim_measures", b.Code)), true
	case violation.Extended:
		return did("延长调查期限", "extended the time of the inquiry").with(lang.Same(b.Reason)).as(ui.Warn), true
	case violation.Found:
		return did("写明调查认定", "wrote down what was found").with(t.code("severity", b.Severity)), true
	case violation.Proposed:
		return did("提出拟处理措施", "proposed a measure").with(t.code("measures", b.Code)), true
	case violation.ProposalDropped:
		return did("删去拟处理措施", "took a proposed measure out"), true
	}
	return said{}, false
}

func (t *teller) caseOutcome(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case violation.Noticed:
		return did("告知事实、依据和拟处理措施", "told the parties facts, basis and what is proposed").as(ui.Waiting), true
	case violation.Stated:
		if b.Waive {
			return did("放弃陈述、申辩", "entered that a party has nothing to add"), true
		}
		return did("陈述、申辩", "entered what a party said").with(lang.Same(b.Text)), true
	case violation.Decided:
		return did("认定违规，作出处理决定", "found a breach and decided").with(lang.Same(b.Number)).as(ui.Bad), true
	case violation.Cleared:
		return did("决定未认定违规", "decided that no breach was found").with(lang.Same(b.Number)).as(ui.OK), true
	case violation.Served:
		return did("记录送达", "noted that a party received the decision"), true
	case violation.RequestMade:
		if b.Kind == violation.Appeal {
			return did("提出申诉", "appealed").as(ui.Waiting), true
		}
		return did("申请复查", "asked for a re-check").as(ui.Waiting), true
	case violation.RequestAccepted:
		return did("受理请求", "took the request up"), true
	case violation.RequestRefused:
		return did("不予受理请求", "did not take the request up").with(lang.Same(b.Reason)).as(ui.Ended), true
	case violation.RequestDecided:
		return did("作出复查、申诉结果", "decided the request").with(requestStatus(b.Outcome).Text), true
	case violation.Annulled:
		return did("撤销处理决定", "annulled the decision").with(lang.Same(b.Reason)).as(ui.Ended), true
	case violation.Referred:
		return did("移送其他机关", "referred it").with(t.code("measures", b.Kind)).as(ui.Warn), true
	case violation.ReferralAnswered:
		return did("记录移送的反馈", "noted what came back").with(lang.Same(b.Text)), true
	case violation.Published:
		return did("公开典型案例", "made it public as a typical case").with(lang.Same(b.Title)), true
	case violation.Unpublished:
		return did("撤下典型案例", "took it back from the public").with(lang.Same(b.Reason)), true
	}
	return said{}, false
}

// requestStatus is how a request of a party stands.
func requestStatus(state string) ui.Status {
	switch state {
	case violation.Open:
		return ui.Status{Text: lang.T("待决定是否受理", "To be taken up or refused"), Tone: ui.Waiting}
	case violation.Accepted:
		return ui.Status{Text: lang.T("已受理", "Taken up"), Tone: ui.Active}
	case violation.Refused:
		return ui.Status{Text: lang.T("不予受理", "Not taken up"), Tone: ui.Ended}
	case violation.Upheld:
		return ui.Status{Text: lang.T("维持", "The decision stands"), Tone: ui.Bad}
	case violation.Changed:
		return ui.Status{Text: lang.T("变更", "The decision is changed"), Tone: ui.Warn}
	}
	return ui.Status{Text: lang.T("撤销", "The decision falls"), Tone: ui.OK}
}
