package web

import (
	"lunheng/internal/gate"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/web/ui"
)

// gate tells what happened at the start gate of an activity.
func (t *teller) gate(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case gate.Declared:
		return did("说明活动还涉及哪些事项", "said what else the work involves"), true
	case gate.HandedIn:
		return did("提交开始之前的材料", "handed in evidence for the start").with(lang.T("第 %d 份", "no. %d").With(b.N)).as(ui.Waiting), true
	case gate.Accepted:
		return did("核对材料，予以认可", "accepted evidence").with(lang.T("第 %d 份 %s", "no. %d %s").With(b.N, b.Note)).as(ui.OK), true
	case gate.Returned:
		return did("退回材料", "returned evidence").with(lang.T("第 %d 份：%s", "no. %d: %s").With(b.N, b.Reasons)).as(ui.Bad), true
	case gate.Withdrawn:
		return did("记录批准或许可失效", "noted that an approval or licence was lost").with(lang.T("第 %d 份：%s", "no. %d: %s").With(b.N, b.Reasons)).as(ui.Bad), true
	case gate.ProjectApproved:
		return did("登记立项", "recorded the approval of the project").with(lang.Same(string(b.Day))).as(ui.OK), true
	case gate.Started:
		return did("登记活动开始", "recorded the start of the work").with(lang.Same(string(b.Day))).as(ui.OK), true
	case gate.AnimalsUsed:
		return did("登记动物使用", "recorded the use of animals").with(lang.T("%d 只", "%d animals").With(b.Count)).as(ui.Active), true
	}
	return said{}, false
}
