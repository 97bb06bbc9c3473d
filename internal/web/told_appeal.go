package web

import (
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	"lunheng/internal/web/ui"
)

// toldAppeal tells what happened with an appeal, on its own case and on the one
// that it is about.
func toldAppeal(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case review.Appealed:
		return did("对决定提出书面申诉", "appealed against the decision").as(ui.Warn), true
	case review.Upheld:
		return did("申诉审查维持了原决定", "the decision was upheld on appeal").as(ui.Ended), true
	case review.Replaced, review.Overtaken:
		return did("申诉审查重新作出决定，取代原决定", "decided anew on appeal; the first decision is replaced").as(ui.OK), true
	case review.AppealAdmitted:
		words := lang.T("%s；参加过原决定的 %d 人不参加，%d 人再次参加", "%s; of those who decided first %d stay out and %d sit again").With(b.Reason, len(b.Bench.Out), len(b.Bench.Again))
		return did("受理了申诉，重新审查", "admitted the appeal").with(words).as(ui.Active), true
	case review.AppealRefused:
		return did("不予受理申诉", "did not admit the appeal").with(lang.Same(b.Reason)).as(ui.Ended), true
	}
	return said{}, false
}

// toldExemption tells what became of a claim of exemption.
func (t *teller) toldExemption(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case review.Exempted:
		return did("认定免除审查", "found it exempt from review").with(lang.Same(b.Reasons)).as(ui.OK), true
	case review.ExemptionRefused:
		return did("不予免除审查", "refused the exemption").with(lang.Same(b.Reasons)).as(ui.Warn), true
	case review.ExemptionRevoked:
		return did("免除审查结束：条件变化", "the exemption ended: its conditions changed").with(lang.Same(b.Reasons)).as(ui.Bad), true
	}
	return said{}, false
}
