package api

import (
	"lunheng/internal/gate"
	"lunheng/internal/lang"
)

// gateRoutes are start gates; a gate has the id of its activity.
func (a *API) gateRoutes() {
	g := a.chapter("准入", "Start gates")
	s := a.Gate
	one(g, "/gates/{gate}", lang.T("活动的准入条件：每一项由谁解除、依据哪一条", "The start gate of an activity: each condition with who can lift it, and on what ground"),
		func(r *Request, _ none) (gate.View, int64, error) {
			v, err := s.View(r.Reader(), r.P, r.PathValue("gate"), r.Now)
			return v, v.Version, err
		})
	act(g, "/gates/{gate}/declare", lang.T("说明活动还涉及哪些事项", "Say what else the work involves"), s.Declare)
	act(g, "/gates/{gate}/evidence", lang.T("提交一项条件的材料", "Hand in evidence for a condition"), s.HandIn, "condition")
	act(g, "/gates/{gate}/accept", lang.T("认可材料", "Accept evidence"), s.Accept, "n")
	act(g, "/gates/{gate}/return", lang.T("退回材料", "Return evidence"), s.Return, "n", "reasons")
	act(g, "/gates/{gate}/revoke", lang.T("记录批准或许可失效", "Note that an approval or licence was lost"), s.Withdraw, "n", "day", "reasons")
	act(g, "/gates/{gate}/project", lang.T("登记立项", "Record the approval of the project"), s.ApproveProject, "day")
	act(g, "/gates/{gate}/start", lang.T("登记活动开始：有一项条件未具备即拒绝", "Record the start: refused while any condition is open"), s.Start, "day")
	act(g, "/gates/{gate}/animals", lang.T("登记动物使用：不得超过批准的数量", "Record animals used: never more than approved"), s.RecordUse, "count", "day")
}
