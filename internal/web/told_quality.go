package web

import (
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/quality"
	"lunheng/internal/web/ui"
)

// quality tells how closed reviews were sampled and scored.
func (t *teller) quality(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case quality.Announced:
		return did("公告了质量抽查", "announced a quality check").with(lang.T("%d 件中抽取 %d 件", "%[2]d of %[1]d cases").With(len(b.Candidates), b.Size)).as(ui.Active), true
	case quality.Drawn:
		return did("抽取了样本", "drew the sample").with(lang.T("%d 件", "cases: %d").With(len(b.Sample))).as(ui.Active), true
	case quality.Assigned:
		return did("把一件交给他人评价", "gave a case to another peer").with(t.name(b.Scorer)).as(ui.Plain), true
	case quality.Scored:
		return did("评价了一件", "scored a case").with(lang.T("%s，%d 分", "%s, %d%%").With(t.code("quality_results", b.Result), b.Score)).as(ui.OK), true
	case quality.Closed:
		words := lang.T("%d 件，%s，平均 %d 分", "%d cases, %s, mean %d%%").With(b.Cases, t.code("quality_results", b.Result), b.Score)
		if len(b.Train) > 0 {
			words = lang.T("%s；%d 人须参加培训", "%s; asked to learn: %d").With(words, len(b.Train))
		}
		return did("得出了质量评价结果", "closed the check").with(words).as(ui.OK), true
	case quality.Acknowledged:
		return did("已阅评价结果", "acknowledged the result").as(ui.OK), true
	case quality.Cancelled:
		return did("取消了质量抽查", "cancelled the check").with(lang.Same(b.Reason)).as(ui.Ended), true
	}
	return said{}, false
}
