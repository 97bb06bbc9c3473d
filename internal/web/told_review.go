package web

import (
	"fmt"
	"strings"

	"lunheng/internal/calendar"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	"lunheng/internal/web/ui"
)

// review tells how a case was received and moved.
func (t *teller) review(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case review.Opened:
		if b.Kind != "" {
			return said{Did: lang.T("提请%s", "asked for: %s").With(review.KindText(t.set, b.Kind)), Tone: ui.Waiting}, true
		}
		return did("提交了申请", "handed the application in").with(lang.Same(b.Title)).as(ui.Waiting), true
	case review.Resubmitted:
		if b.Step != "" {
			return did("补充后重新提交了报告", "handed the revised report in").as(ui.Waiting), true
		}
		return did("提交了新的版本", "handed a newer version in").with(lang.T("申请第 %d 版", "version %d of the application").With(b.Application)).as(ui.Waiting), true
	case review.Returned:
		return did("退回补正，一次告知全部缺项", "returned the file, telling all that is missing").with(missing(b)).as(ui.Warn), true
	case review.Accepted:
		return did("受理了申请", "accepted the application").with(t.accepted(b)).as(ui.Active), true
	case review.Withdrawn:
		return did("撤回了申请", "withdrew the application").with(lang.Same(b.Reason)).as(ui.Ended), true
	case review.ReviewersNamed:
		return did("指定了审查人，适用简易程序", "named reviewers under the simplified procedure").with(lang.Same(b.Reason)).as(ui.Active), true
	case review.OpinionGiven:
		return did("提出了审查意见", "gave an opinion").with(t.code("outcomes", b.Outcome)).as(ui.Active), true
	case review.MovedToMeeting:
		return did("转为会议审查", "moved the case to a meeting").with(noted(t.code("meeting_triggers", b.Trigger), b.Note)).as(ui.Warn), true
	case review.Scheduled:
		return did("列入会议议程", "put the case on an agenda").as(ui.Active), true
	case review.Unscheduled:
		return did("从会议议程移出", "took the case off the agenda").with(lang.Same(b.Reason)).as(ui.Paused), true
	case review.TakenUp:
		return did("会议开始审议", "began the deliberation").as(ui.Active), true
	case review.Deferred:
		return did("会议没有作出决定，推迟审议", "put the case off without a decision").with(noted(deferText(b.Reason), b.Note)).as(ui.Paused), true
	case review.MemberExcluded:
		return t.excluded(b), true
	}
	if s, ok := t.toldExemption(body); ok {
		return s, true
	}
	if s, ok := toldAppeal(body); ok {
		return s, true
	}
	return toldRecheck(body)
}

// toldRecheck tells what happened to listed work between the preliminary opinion
// and the final decision.
func toldRecheck(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case review.PreliminaryGiven, review.PreliminaryConfirmed:
		return did("初步同意；清单内活动须经专家复核", "agreed at first; listed work goes to expert re-review").as(ui.Waiting), true
	case review.RecheckApplied:
		return did("向主管部门申请了专家复核", "asked the department for expert re-review").as(ui.Waiting), true
	case review.OpinionReceived:
		tone, answer := ui.Bad, lang.T("不同意初步意见", "does not agree with the preliminary opinion")
		if b.Agrees {
			tone, answer = ui.OK, lang.T("同意初步意见", "agrees with the preliminary opinion")
		}
		return did("反馈了专家复核意见", "fed the experts' opinion back").with(lang.T("%s：%s", "%s: %s").With(answer, votesText(&b.Opinion))).as(tone), true
	}
	return said{}, false
}

func missing(b review.Returned) lang.Text {
	lines := make([]string, 0, len(b.Items)+1)
	for _, item := range b.Items {
		lines = append(lines, item.Text)
	}
	if b.Note != "" {
		lines = append(lines, b.Note)
	}
	return lang.T(strings.Join(lines, "；"), strings.Join(lines, "; "))
}

func (t *teller) excluded(b review.MemberExcluded) said {
	if b.Declared {
		return did("因利益冲突回避，案卷随即对其关闭", "stepped out for a conflict of interest; the file closed to them at once").as(ui.Bad)
	}
	return said{Did: lang.T("认定 %s 须回避", "found that %s has to step out").With(t.name(b.Person)), Detail: lang.Same(b.Nature), Tone: ui.Bad}
}

// deferText is why a meeting did not decide.
func deferText(reason string) lang.Text {
	switch reason {
	case review.DeferQuorum:
		return lang.T("到会人数或类别不足", "The quorum was lost")
	case review.DeferMajority:
		return lang.T("没有达到法定多数", "No outcome reached the majority")
	case review.DeferTime:
		return lang.T("时间不够", "Time ran out")
	case review.DeferMaterial:
		return lang.T("需要更多材料", "More information is needed")
	}
	return lang.Same(reason)
}

// noted is a reason with what was written beside it.
func (t *teller) accepted(b review.Accepted) lang.Text {
	if b.Urgency == "" {
		return lang.T("编号 %s，适用%s", "no. %s; procedure: %s").With(b.Number, t.code("procedure", b.Procedure))
	}
	return lang.T("编号 %s，适用%s：%s", "no. %s; procedure: %s, %s").With(b.Number, t.code("procedure", b.Procedure), t.code("urgency", b.Urgency))
}

func noted(reason lang.Text, note string) lang.Text {
	if note == "" {
		return reason
	}
	return lang.T("%s：%s", "%s: %s").With(reason, note)
}

// decision tells what the committee decided and what came of it.
func (t *teller) decision(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case review.Approved:
		return t.decided(b.Decision, ui.OK), true
	case review.ChangesAsked:
		return t.decided(b.Decision, ui.Warn), true
	case review.RereviewAsked:
		return t.decided(b.Decision, ui.Warn), true
	case review.Rejected:
		return t.decided(b.Decision, ui.Bad), true
	case review.StipulationAnswered:
		return said{Did: lang.T("答复第 %d 项要求", "answered stipulation %d").With(b.No), Detail: lang.Same(b.Text), Tone: ui.Plain}, true
	case review.ChangesSubmitted:
		return did("全部要求已答复，送交核对", "answered all stipulations and sent them to be checked").as(ui.Waiting), true
	case review.StipulationChecked:
		if b.Satisfied {
			return said{Did: lang.T("核对第 %d 项：符合", "checked stipulation %d: satisfied").With(b.No), Detail: lang.Same(b.Note), Tone: ui.OK}, true
		}
		return said{Did: lang.T("核对第 %d 项：尚不符合", "checked stipulation %d: not satisfied yet").With(b.No), Detail: lang.Same(b.Note), Tone: ui.Warn}, true
	case review.ChangesReturned:
		return did("退回未满足的要求", "sent unsatisfied stipulations back").with(lang.Same(b.Note)).as(ui.Warn), true
	case review.ChangesConfirmed:
		return did("确认修改，批准生效", "confirmed the changes; the approval takes effect").with(lang.Same(b.Note)).as(ui.OK), true
	}
	return said{}, false
}

func (t *teller) decided(d review.Decision, tone ui.Tone) said {
	out := said{Did: lang.T("宣布决定：%s", "declared the decision: %s").With(t.code("outcomes", d.Outcome)), Detail: t.tally(d.Tally, d.Need), Tone: tone}
	if d.Procedure == review.BySimplified {
		out.Detail = lang.T("简易程序，%d 名审查人意见一致：%s", "simplified procedure; %d reviewers agree: %s").With(len(d.Present), d.Why)
	}
	return out
}

// tally is the count of a vote in words, in the order of the packs.
func (t *teller) tally(tally map[string]int, need int) lang.Text {
	var zh, en []string
	add := func(text lang.Text, n int) {
		zh, en = append(zh, fmt.Sprintf("%s %d 票", text.ZH, n)), append(en, fmt.Sprintf("%s %d", text.EN, n))
	}
	for _, o := range t.set.List("outcomes") {
		if n := tally[o.Code]; n > 0 {
			add(o.Text, n)
		}
	}
	if n := tally[review.Abstain]; n > 0 {
		add(abstainText, n)
	}
	out := lang.T(strings.Join(zh, "，"), strings.Join(en, ", "))
	if need > 0 {
		return lang.T("%s；需要 %d 票", "%s; %d needed").With(out, need)
	}
	return out
}

var abstainText = lang.T("弃权", "Abstain")

// dialogue tells what applicant, committee and office write to each other.
func (t *teller) dialogue(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case review.QuestionAsked:
		return did("向申请人提问", "asked the applicant").with(lang.Same(b.Text)).as(ui.Waiting), true
	case review.QuestionAnswered:
		return did("回答了问题", "answered a question").with(lang.Same(b.Text)).as(ui.Plain), true
	case review.Extended:
		return said{Did: lang.T("延长“%s”的期限至 %s", "extended the time for “%s” to %s").With(clockName(b.Clock), t.day(calendar.Of(b.Due))), Detail: lang.Same(b.Reason), Tone: ui.Warn}, true
	case review.Suspended:
		return said{Did: lang.T("中止“%s”的期限：%s", "let the time for “%s” stand still: %s").With(clockName(b.Clock), t.code("suspensions", b.Cause)), Detail: lang.Same(b.Reason), Tone: ui.Paused}, true
	case review.Resumed:
		return said{Did: lang.T("“%s”恢复计时，期限由 %s 改为 %s", "let the time for “%s” run on; due %s before, %s now").With(clockName(b.Clock), t.day(calendar.Of(b.Was)), t.day(calendar.Of(b.Due))),
			Detail: resumeReason(b.Reason), Tone: ui.Active}, true
	case review.LetterIssued:
		s := said{Did: lang.T("签发决定书（第 %d 版）", "issued the letter (revision %d)").With(b.Revision), Detail: lang.T("编号 %s", "no. %s").With(b.Number), Tone: ui.OK}
		if b.Replaces > 0 {
			s = s.with(lang.T("更正第 %d 版：%s", "corrects revision %d: %s").With(b.Replaces, b.Reason)).as(ui.Warn)
		}
		return s, true
	case review.LetterSent:
		return said{Did: lang.T("向 %s 送达决定书（第 %d 版，%s）", "sent the letter to %s (revision %d, %s)").With(t.name(b.To), b.Revision, sendingText(b.How)), Tone: ui.OK}, true
	}
	return said{}, false
}

// resumeReason is why a limit runs on.
func resumeReason(reason string) lang.Text {
	if reason == review.AnsweredReason {
		return lang.T("申请人已经回答全部问题", "the applicant has answered every question")
	}
	return lang.Same(reason)
}

// sendingText is a way in which letters are sent.
func sendingText(how string) lang.Text {
	switch how {
	case "mail":
		return lang.T("电子邮件", "by e-mail")
	case "message":
		return lang.T("站内", "within the system")
	case "paper":
		return lang.T("纸质", "on paper")
	}
	return lang.Same(how)
}

// day is a date within a sentence.
func (t *teller) day(d calendar.Day) lang.Text {
	zh, en := t.c, t.c
	zh.Lang, en.Lang = lang.ZH, lang.EN
	return lang.T(zh.Day(string(d)), en.Day(string(d)))
}
