package review

import (
	"lunheng/internal/errs"
	"lunheng/internal/lang"
)

// Sentences that several verbs say.
var (
	noQuestion  = lang.T("没有这个问题。", "There is no such question.")
	onlyChecker = lang.T("只有主任委员或会议指定的委员可以核对修改。", "Only the chair, or the member named by the meeting, may check the changes.")
	onlyOwn     = lang.T("只能登记自己的出席；他人的出席由秘书或主持人登记。", "You note your own attendance; that of others is noted by the secretary or the presiding person.")
	noItem      = lang.T("议程上没有此件。", "The case is not on this agenda.")
)

// recused is the refusal of somebody who is out of the case.
func recused() *errs.Error {
	return errs.New(errs.Forbidden, "review.recused", lang.T(
		"您与此件有利益冲突，已经回避，不能参与。", "You have a conflict of interest in this case and take no part in it."))
}
