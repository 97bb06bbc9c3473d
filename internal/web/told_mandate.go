package web

import (
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/mandate"
	"lunheng/internal/web/ui"
)

// mandate tells how a mandate came about and ended.
func (t *teller) mandate(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case mandate.Drafted:
		return did("起草委托书", "drafted the mandate"), true
	case mandate.Changed:
		return did("修改委托书", "changed the draft"), true
	case mandate.Discarded:
		return did("丢弃草稿", "discarded the draft").as(ui.Ended), true
	case mandate.Offered:
		return did("代表委托方签署", "signed for the entrusting side").as(ui.Waiting), true
	case mandate.TakenBack:
		return did("收回委托书", "took the mandate back").as(ui.Paused), true
	case mandate.Declined:
		return did("不接受委托", "declined the mandate").with(lang.Same(b.Reason)).as(ui.Bad), true
	case mandate.Accepted:
		return did("代表受托方签署，委托生效", "signed for the committee: the mandate is in force").as(ui.OK), true
	case mandate.Used:
		return did("依据委托书提交了申请", "handed in the application that it was for").as(ui.Active), true
	case mandate.Ended:
		return did("终止委托", "ended the mandate").with(lang.Same(b.Reason)).as(ui.Ended), true
	}
	return said{}, false
}
