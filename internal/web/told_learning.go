package web

import (
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/learning"
	"lunheng/internal/web/ui"
)

// training tells what somebody learnt and was asked to learn.
func (t *teller) training(body journal.Body) (said, bool) {
	course := func(c learning.Course) lang.Text {
		return lang.T("%s，%d 学时", "%s, %d hours").With(c.Course, c.Hours)
	}
	switch b := body.(type) {
	case learning.CourseEntered:
		return did("填报了培训", "entered a course").with(course(b.Course)).as(ui.Waiting), true
	case learning.CourseImported:
		return did("导入了培训记录", "imported a course").with(course(b.Course)).as(ui.OK), true
	case learning.CourseConfirmed:
		return did("确认了培训", "confirmed the course").as(ui.OK), true
	case learning.CourseRefused:
		return did("没有确认培训", "did not confirm the course").with(lang.Same(b.Reason)).as(ui.Bad), true
	case learning.CourseWithdrawn:
		return did("撤回了填报", "took the entry back").as(ui.Ended), true
	case learning.Assigned:
		return did("须参加培训", "asked for training").with(t.code("training_triggers", b.Cause)).as(ui.Warn), true
	case learning.DutyDone:
		return did("完成了须参加的培训", "the training asked for is done").as(ui.OK), true
	case learning.DutyLifted:
		return did("免除了培训要求", "released from the training").with(lang.Same(b.Reason)).as(ui.Ended), true
	}
	return said{}, false
}
