package api

import (
	"time"

	"lunheng/internal/document/letter"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	"lunheng/internal/store"
)

// meetingRoutes are meetings before and after the session.
func (a *API) meetingRoutes() {
	g := a.chapter("会议", "Meetings")
	s := a.Review
	list(g, "/meetings", lang.T("会议列表", "Meetings"), func(r *Request, f struct {
		Committee string    `query:"committee" doc:"委员会 / id of the committee"`
		State     string    `query:"state" of:"meeting.state" doc:"状态 / state"`
		From      time.Time `query:"from" doc:"此时刻及以后，由近及远 / from this time on, the next first"`
		paging
	}) (store.Page[review.MeetingRow], error) {
		return review.Meetings(r.Reader(), r.P, review.MeetingFilter{Committee: f.Committee, State: flow.State(f.State), From: f.From}, f.page())
	})
	begin(g, "/meetings", lang.T("安排会议", "Plan a meeting"), review.MeetingKind, "/meetings", s.PlanMeeting, "committee", "starts_at", "mode")
	one(g, "/meetings/{meeting}", lang.T("一次会议", "A meeting"), func(r *Request, _ none) (review.Meeting, int64, error) {
		m, err := s.Meeting(r.Reader(), r.P, r.PathValue("meeting"))
		return m, m.Version, err
	})
	list(g, "/meetings/{meeting}/items", lang.T("议程上的案卷", "The cases on the agenda"), func(r *Request, f paging) (store.Page[review.Row], error) {
		return review.Agenda(r.Reader(), r.P, r.PathValue("meeting"), f.page())
	})
	act(g, "/reviews/{review}/convene", lang.T("为应急审查召集会议，一步完成", "Call a meeting on an emergency, in one act"), s.ConveneEmergency, "starts_at", "mode", "reason")
	act(g, "/meetings/{meeting}/rearrange", lang.T("改期或者变更地点", "Move a meeting to another time or place"), s.Rearrange, "starts_at", "mode", "reason")
	act(g, "/meetings/{meeting}/items", lang.T("列入议程", "Put a case on the agenda"), s.Schedule, "review")
	act(g, "/meetings/{meeting}/items/{review}/move", lang.T("调整议程顺序", "Move a case within the agenda"), s.MoveItem, "to")
	act(g, "/meetings/{meeting}/items/{review}/remove", lang.T("移出议程", "Take a case off the agenda"), s.Unschedule, "reason")
	act(g, "/meetings/{meeting}/items/{review}/adviser", lang.T("邀请独立顾问", "Invite an adviser"), s.InviteAdviser, "person")
	act(g, "/meetings/{meeting}/call", lang.T("发出会议通知", "Send agenda and papers out"), s.Call)
	act(g, "/meetings/{meeting}/cancel", lang.T("取消会议", "Cancel the meeting"), s.Cancel, "reason")
	act(g, "/meetings/{meeting}/minutes/draft", lang.T("生成会议记录", "Draft the minutes from what happened"), s.DraftMinutes)
	paper(g, "/meetings/{meeting}/minutes/pdf", lang.T("会议记录 PDF", "The minutes as PDF"), func(r *Request) (letter.Doc, error) {
		return s.MinutesPaper(r.Reader(), r.P, r.PathValue("meeting"))
	})
	act(g, "/meetings/{meeting}/minutes/edit", lang.T("更正会议记录的一节", "Correct a section of the minutes"), s.EditMinutes, "section", "text")
	act(g, "/meetings/{meeting}/minutes/approve", lang.T("批准会议记录", "Approve the minutes"), s.ApproveMinutes)
}

// roomRoutes are the session itself. Everybody acts at once there, so that
// If-Match: * is the usual thing.
func (a *API) roomRoutes() {
	g := a.chapter("会议进行中", "The session")
	s := a.Review
	one(g, "/meetings/{meeting}/live", lang.T("会场现状：在场、议题、表决", "The room as it is: presence, case, vote"), func(r *Request, _ none) (review.Live, int64, error) {
		l, err := s.Live(r.Reader(), r.P, r.Now, r.PathValue("meeting"))
		return l, l.Version, err
	})
	act(g, "/meetings/{meeting}/open", lang.T("开会", "Open the session"), s.OpenSession)
	act(g, "/meetings/{meeting}/adjourn", lang.T("休会，另日续会", "Adjourn until another day"), s.Adjourn, "until", "reason")
	act(g, "/meetings/{meeting}/apologies", lang.T("请假；person 不填为本人", "Note apologies; oneself without person"), s.Apologise)
	act(g, "/meetings/{meeting}/items/{review}/time", lang.T("安排一件的审议时间，以分钟计", "Plan the minutes of a case"), s.TimeItem, "minutes")
	act(g, "/meetings/{meeting}/items/{review}/together", lang.T("列为合议事项", "Put a case among those approved together"), s.MarkConsent)
	act(g, "/meetings/{meeting}/items/{review}/by-itself", lang.T("取出单独审议，无须理由", "Take it out again, without reasons"), s.LiftConsent)
	act(g, "/meetings/{meeting}/approve-together", lang.T("一并批准合议事项；每件单独核对", "Approve those cases together; each is judged by itself"), s.ApproveTogether)
	act(g, "/meetings/{meeting}/close", lang.T("散会", "Close the session"), s.CloseSession)
	act(g, "/meetings/{meeting}/chair", lang.T("主持会议", "Take the chair"), s.TakeChair)
	act(g, "/meetings/{meeting}/arrive", lang.T("到会；person 不填为本人", "Note an arrival; oneself without person"), s.Arrive)
	act(g, "/meetings/{meeting}/leave", lang.T("离会；person 不填为本人", "Note a departure; oneself without person"), s.Leave)
	act(g, "/meetings/{meeting}/items/{review}/interest", lang.T("声明利益", "Declare an interest, or none"), s.DeclareInterest, "conflict")
	act(g, "/meetings/{meeting}/items/{review}/exclude", lang.T("认定回避", "Find a conflict of somebody"), s.Exclude, "person", "reason")
	act(g, "/meetings/{meeting}/items/{review}/open", lang.T("开始审议", "Take up a case"), s.OpenItem)
	act(g, "/meetings/{meeting}/items/{review}/points", lang.T("记录一个审查要点的意见", "Note a finding on a review point"), s.CheckPoint, "point", "mark")
	act(g, "/meetings/{meeting}/items/{review}/votes/open", lang.T("发起表决", "Open a vote"), s.OpenVote)
	act(g, "/meetings/{meeting}/items/{review}/votes/cast", lang.T("投票", "Vote"), s.CastVote, "choice")
	act(g, "/meetings/{meeting}/items/{review}/votes/close", lang.T("计票", "Close the vote and count"), s.CloseVote)
	act(g, "/meetings/{meeting}/items/{review}/decide", lang.T("宣布决定", "Declare the decision"), s.Decide, "outcome")
	act(g, "/meetings/{meeting}/items/{review}/defer", lang.T("延期审议", "Put a case off"), s.Defer, "reason")
}
