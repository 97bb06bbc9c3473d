package web

import (
	"lunheng/internal/activity"
	"lunheng/internal/conduct"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	"lunheng/internal/web/ui"
)

// conduct tells what happened after the approval.
func (t *teller) conduct(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case conduct.Begun:
		return did("活动获批，可以开展", "approved: the work may go on").as(ui.OK), true
	case conduct.Reported:
		return said{Did: lang.T("报告：%s", "reported: %s").With(t.code("report_kinds", b.Kind)), Tone: ui.Waiting}, true
	case conduct.Revised:
		return did("修改了报告", "revised the report").as(ui.Waiting), true
	case conduct.Withdrawn:
		return did("报告已撤回", "the report was withdrawn").as(ui.Ended), true
	case conduct.Decided:
		return said{Did: lang.T("委员会对报告的决定：%s", "the committee's decision on the report: %s").With(t.code("outcomes", b.Outcome)), Tone: ui.Active}, true
	case conduct.FollowedUp:
		return said{Did: lang.T("跟踪审查完成，下次不迟于 %s", "followed up; the next is due by %s").With(t.c.Date(b.Due)), Tone: ui.OK}, true
	case conduct.Rescheduled:
		return said{Did: lang.T("决定跟踪审查间隔 %d 个月，下次不迟于 %s", "follow-ups every %d months, decided the committee; the next is due by %s").With(b.Months, t.c.Date(b.Due)), Tone: ui.Active}, true
	case conduct.Suspended:
		if b.By == conduct.ByCommittee {
			return did("委员会决定暂停", "the committee suspended the work").with(lang.Same(b.Reason)).as(ui.Bad), true
		}
		return did("项目组暂停了活动", "suspended the work").with(lang.Same(b.Reason)).as(ui.Paused), true
	case conduct.Resumed:
		return did("经审查恢复", "resumed after a review").as(ui.OK), true
	case conduct.Lapsed:
		return said{Did: lang.T("跟踪审查于 %s 到期未完成，批准失效", "the follow-up was due on %s: the approval has lapsed").With(t.c.Date(b.Due)), Tone: ui.Bad}, true
	case conduct.Terminated:
		return did("委员会决定终止", "the committee terminated the work").with(lang.Same(b.Reason)).as(ui.Bad), true
	case conduct.Reinstated:
		return did("原决定经申诉被取代，活动恢复", "reinstated: the decision that stopped it was replaced on appeal").as(ui.OK), true
	case conduct.Closed:
		return did("结题", "the work was closed").as(ui.Ended), true
	case activity.Amended:
		return said{Did: lang.T("第 %d 次修正生效", "amendment %d took effect").With(b.N), Tone: ui.OK}, true
	case review.FollowUpSet:
		if b.Months == 0 {
			return did("不再跟踪审查", "follow-ups ended with the work").as(ui.Ended), true
		}
		return said{Did: lang.T("下次跟踪审查在 %d 个月内", "the next follow-up is due within %d months").With(b.Months), Tone: ui.Plain}, true
	}
	return said{}, false
}
