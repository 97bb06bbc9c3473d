package web

import (
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/oversight"
	"lunheng/internal/web/ui"
)

// standing tells how a committee was found to stand.
func (t *teller) standing(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case oversight.FoundGood:
		return did("核查委员会状况：良好", "looked at the committee: in good standing").as(ui.OK), true
	case oversight.FoundLacking:
		s := did("核查委员会状况：有待处理的问题", "looked at the committee: something is to be mended").as(ui.Warn)
		var all lang.Text
		for i, code := range b.Findings {
			word := t.code("committee_standing", code)
			if i > 0 {
				all = lang.T("%s；%s", "%s; %s").With(all, word)
			} else {
				all = word
			}
		}
		return s.with(all), true
	}
	return said{}, false
}
