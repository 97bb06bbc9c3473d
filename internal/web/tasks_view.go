package web

import (
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	"lunheng/internal/web/ui"
)

// taskWords says what a task asks for, and where to do it.
func taskWords(t review.Task) (lang.Text, string) {
	file, session := "/reviews/"+t.Review, "/meetings/"+t.Meeting
	switch t.Kind {
	case review.TaskCheck:
		if t.Of == review.KindAppeal {
			return lang.T("审查申诉是否受理", "Say whether the appeal is heard"), file + "/appeal/admit"
		}
		if t.Of == review.KindExemption {
			return lang.T("认定是否免除审查", "Answer a claim of exemption"), file + "/exemption"
		}
		return lang.T("形式审查", "Check the file"), file + "/check"
	case review.TaskSchedule:
		return lang.T("列入会议议程", "Put on an agenda"), file + "/schedule"
	case review.TaskComplete:
		return lang.T("补正申请材料", "Complete the application"), file
	case review.TaskRevise:
		return lang.T("修改后重新提交", "Revise and hand in again"), file
	case review.TaskAnswer:
		return lang.T("回答委员会的问题", "Answer the committee's question"), file + "/questions"
	case review.TaskStipulations:
		return lang.T("逐条答复修改要求", "Answer the stipulations"), file + "/stipulations"
	case review.TaskCheckChanges:
		return lang.T("核对修改", "Check the changes"), file + "/stipulations"
	case review.TaskApplyRecheck:
		return lang.T("申请专家复核", "Ask for expert re-review"), file + "/recheck"
	case review.TaskFinalDecision:
		return lang.T("复核意见已到：作出最终决定", "The experts have answered: decide finally"), file + "/final"
	case review.TaskIssueLetter:
		return lang.T("签发决定书", "Issue the letter"), file + "/letters"
	case review.TaskSendLetter:
		return lang.T("送达决定书", "Send the letter"), file + "/letters"
	case review.TaskInterest:
		return lang.T("申报利益", "Declare interests"), session + "#item-" + t.Review
	case review.TaskReviewers:
		return lang.T("指定审查人", "Name reviewers"), file + "/reviewers"
	case review.TaskOpinion:
		return lang.T("提出审查意见", "Give an opinion"), file + "/reviewers"
	case review.TaskAgree:
		return lang.T("宣布审查结果", "Declare the result"), file + "/reviewers"
	case review.TaskMinutes:
		return lang.T("生成会议记录", "Draft the minutes"), session + "/minutes"
	case review.TaskApproveMinutes:
		return lang.T("批准会议记录", "Approve the minutes"), session + "/minutes"
	}
	return lang.Same(t.Kind), file
}

// task shows what waits, since when, and until when.
func (r *Request) task(t review.Task) ui.Task {
	what, href := taskWords(t)
	about := r.titled(t.Of, t.Title)
	if t.Number != "" {
		about = t.Number + " · " + about
	}
	out := ui.Task{What: what, About: about, Href: href}
	if days := calendar.Of(r.C.Now).Sub(calendar.Of(t.Since)); days > 0 {
		out.State = &ui.Status{Text: lang.T("已等 %d 天", "waits %d days").With(days), Tone: ui.Waiting}
	} else {
		out.State = &ui.Status{Text: lang.T("今天", "today"), Tone: ui.Plain}
	}
	if !t.Due.IsZero() && t.Kind != review.TaskInterest {
		out.Clock = r.due(t.Due)
	}
	return out
}

// due is a limit of which only the end is known.
func (r *Request) due(at time.Time) *ui.ClockInfo {
	left := calendar.Of(at).Sub(calendar.Of(r.C.Now))
	k := &ui.ClockInfo{Look: ui.ClockRunning, Unit: ui.CalendarDays, Left: left, Due: r.C.Day(string(calendar.Of(at)))}
	if r.C.Now.After(at) {
		k.Look, k.Left = ui.ClockOver, max(-left, 0)
	}
	return k
}
