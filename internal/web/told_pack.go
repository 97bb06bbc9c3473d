package web

import (
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/rulebook"
	"lunheng/internal/web/ui"
)

// pack tells of versions of rule packs.
func (t *teller) pack(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case rulebook.Drafted:
		return did("带入了草案", "brought in the draft").with(lang.Same(b.Ref())).as(ui.OK), true
	case rulebook.Redrafted:
		return did("换成了改好的文件", "brought in other files").with(lang.Same(b.Ref())), true
	case rulebook.Published:
		return did("发布了规则包", "published the pack").with(lang.T("自 %s 起施行，%d 处不同", "in force from %s, %d differences").With(
			t.c.Day(string(b.From)), len(b.Changes)+b.More)).as(ui.OK), true
	case rulebook.Withdrawn:
		return did("在施行前撤回", "withdrew it before its first day").with(lang.Same(b.Reason)).as(ui.Ended), true
	case rulebook.Discarded:
		return did("放弃了草案", "discarded the draft").as(ui.Ended), true
	case rulebook.Turned:
		return did("启用了新的规则", "put other rules into use").with(lang.Same(b.Ref)), true
	}
	return said{}, false
}
