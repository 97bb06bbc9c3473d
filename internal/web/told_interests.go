package web

import (
	"lunheng/internal/interests"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/web/ui"
)

// interest tells what somebody registered. With whom it lies is not told here: the
// list above says it to those who may see it.
func (t *teller) interest(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case interests.Asked:
		return did("须申报利益", "asked to declare interests").as(ui.Waiting), true
	case interests.Released:
		return did("不再任职，无须申报利益", "left the last committee, need not declare").as(ui.Ended), true
	case interests.Declared:
		return did("登记了一项利益", "registered an interest").with(t.code("interest_kinds", b.Kind)).as(ui.Warn), true
	case interests.Ended:
		return did("一项利益已结束", "an interest has ended").with(lang.Same(t.c.Day(string(b.Day)))).as(ui.Ended), true
	case interests.Confirmed:
		return did("确认登记完整", "confirmed the register").with(lang.T("%d 项利益", "interests: %d").With(b.InForce)).as(ui.OK), true
	}
	return said{}, false
}
