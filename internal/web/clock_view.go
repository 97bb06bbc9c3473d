package web

import (
	"math"
	"strings"
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/clocks"
	"lunheng/internal/filing"
	"lunheng/internal/flow"
	"lunheng/internal/gate"
	"lunheng/internal/lang"
	"lunheng/internal/recheck"
	"lunheng/internal/registry"
	"lunheng/internal/rules"
	"lunheng/internal/sites"
	"lunheng/internal/web/ui"
)

// clockName is a duty with a time limit in words.
func clockName(name string) lang.Text {
	switch name {
	case "decision":
		return lang.T("作出审查决定", "Decision")
	case "follow_up":
		return lang.T("跟踪审查", "Follow-up review")
	case "changes":
		return lang.T("按要求修改", "Changes")
	case filing.ClockFile:
		return lang.T("登记与备案", "Registration")
	case registry.ClockTerms:
		return lang.T("委员任期届满前换届", "Election before a term ends")
	case registry.ClockCertification:
		return lang.T("认证到期", "End of the certificate")
	case sites.ClockPackage:
		return lang.T("发出决定包", "Decision package")
	case sites.ClockReview:
		return lang.T("参与委员会审查", "Review at the site")
	case sites.ClockOpinion:
		return lang.T("出具正式意见", "Formal opinion")
	case sites.ClockFollowUp:
		return lang.T("本单位跟踪审查", "Follow-up of the site")
	case gate.ClockEnds:
		return lang.T("许可或境外批准到期", "End of a licence or a partner's approval")
	case recheck.ClockAnswer:
		return lang.T("反馈复核意见", "Answer of the experts")
	}
	part, _, _ := strings.Cut(name, "-") // what follows is the id of what it is about
	if text, ok := partClocks[part]; ok {
		return text
	}
	return lang.Same(name)
}

// partClocks are duties about a part of something, by how their names begin.
var partClocks = map[string]lang.Text{
	"acceptance": lang.T("决定是否受理", "Whether it is taken up"), "inquiry": lang.T("调查处理", "Inquiry and decision"), "take": lang.T("决定是否受理复查", "Whether a re-check is taken up"),
	"result": lang.T("作出复查结果", "Result of the re-check"), "referral": lang.T("移送的反馈", "Answer to the referral"), "correction": lang.T("答复更正请求", "Answer to a request for correction"),
	"comment": lang.T("对检查报告提出意见", "Comment on an inspection"), "order": lang.T("整改检查发现的问题", "Correct what an inspection found"),
	"acknowledge": lang.T("签收预警", "Acknowledge a warning"), "act": lang.T("针对预警采取措施", "Act on a warning"), "measure": lang.T("落实计划的措施", "Carry out a planned measure"), "reassess": lang.T("重新评估风险", "Assess a risk anew"),
	"ethics_approval": lang.T("补齐伦理审查批准", "Obtain the ethics approval"), "finding": lang.T("整改项目中发现的问题", "Correct what was found in a project"),
	"task": lang.T("完成协调任务", "Finish a task"), "yearly": lang.T("年度总结和计划", "Yearly report and plan"), "advice": lang.T("专家咨询意见", "Opinion of the experts asked"), "opinions": lang.T("答复征求意见", "Answer a consultation"),
	"score": lang.T("质量检查评分", "Marks of a quality check"), "confirm": lang.T("确认登记的利益", "Confirm registered interests"), "duty": lang.T("完成培训", "Learn what was asked"), "validity": lang.T("学时有效期届满", "End of valid hours"),
}

// clock shows a clock as it stands at the time of the request.
func (r *Request) clock(k clocks.Clock) ui.ClockInfo {
	info := ui.ClockInfo{
		Duty: clockName(k.Name), Look: clockLook(k, r.C.Now), Unit: clockUnit(k.Unit), Total: k.Amount,
		Used: int(math.Round(100 * min(k.Used(r.C.Now), 1))), Due: r.C.Day(string(calendar.Of(k.Due))),
		Provisional: k.Provisional, Ground: r.ground(k.Ground),
	}
	if k.Unit == calendar.Hours {
		info.Due = r.C.Time(k.Due)
	}
	if k.Unit == calendar.Months {
		info.Total = 0 // months are shown as the days that they come to
	}
	info.Left = r.left(k)
	return info
}

// left counts the units between now and the limit, in either direction.
func (r *Request) left(k clocks.Clock) int {
	now := r.C.Now
	if k.Unit == calendar.Hours {
		return int(k.Due.Sub(now).Abs() / time.Hour)
	}
	today, due := calendar.Of(now), calendar.Of(k.Due)
	if k.Unit != calendar.WorkingDays {
		return max(due.Sub(today), today.Sub(due))
	}
	if due.Before(today) {
		today, due = due, today
	}
	n, _ := r.S.Calendar.Now().WorkingDays(today, due)
	return n
}

func clockLook(k clocks.Clock, now time.Time) ui.ClockLook {
	switch k.State {
	case clocks.Paused:
		return ui.ClockPaused
	case clocks.Over, clocks.MetLate:
		return ui.ClockOver
	case clocks.Met, clocks.Cancelled:
		return ui.ClockMet
	}
	switch {
	case now.After(k.Due):
		return ui.ClockOver
	case k.Warned || !k.Warn.IsZero() && now.After(k.Warn):
		return ui.ClockNear
	}
	return ui.ClockRunning
}

func clockUnit(unit string) ui.Unit {
	switch unit {
	case calendar.WorkingDays:
		return ui.WorkingDays
	case calendar.Hours:
		return ui.Hours
	}
	return ui.CalendarDays
}

// urgent is the open clock that runs out first, or nil.
func (r *Request) urgent(list []clocks.Clock) *ui.ClockInfo {
	for _, k := range list {
		if k.Open() {
			info := r.clock(k)
			return &info
		}
	}
	return nil
}

// ground is a legal ground with the name of its source.
func (r *Request) ground(g flow.Ground) ui.Ground {
	title := lang.Same(g.Source)
	if s, ok := r.S.Book.Source(g.Source); ok {
		title = s.Title
	}
	return ui.Ground{Source: title, Article: article(r.C, g.Article), Rule: g.Rule, Pack: g.Pack, Unsure: r.S.Book.Current().Unsure(g)}
}

// cite is a legal ground in words, for a line of text.
func (r *Request) cite(g flow.Ground) string { return r.C.Text(r.law("").CiteGround(g)) }

// article writes the number of an article as people cite it.
func article(c ui.Ctx, number string) string {
	return c.Text(rules.Article(number))
}

// grounds are the articles that something rests on, each once.
func (r *Request) grounds(list []flow.Ground) []ui.Ground {
	var out []ui.Ground
	seen := map[[2]string]bool{}
	for _, g := range list {
		if key := [2]string{g.Source, g.Article}; !seen[key] {
			seen[key] = true
			out = append(out, r.ground(g))
		}
	}
	return out
}
