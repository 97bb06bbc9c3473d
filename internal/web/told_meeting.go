package web

import (
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	"lunheng/internal/web/ui"
)

// meeting tells how a meeting was made and written down.
func (t *teller) meeting(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case review.MeetingPlanned:
		if b.Emergency != nil {
			return t.convened(b), true
		}
		return did("安排了会议", "planned the meeting").with(lang.Same(t.c.Time(b.StartsAt))).as(ui.Plain), true
	case review.ItemAdded:
		return did("列入议程", "put a case on the agenda").with(lang.Same(b.Title)), true
	case review.ItemRemoved:
		return did("移出议程", "took a case off the agenda").with(lang.Same(b.Reason)).as(ui.Paused), true
	case review.ItemsOrdered:
		return did("调整了议程顺序", "changed the order of the agenda"), true
	case review.ItemWithdrawn:
		return did("申请人撤回，移出议程", "a case fell away: the applicant withdrew it").as(ui.Ended), true
	case review.MeetingCalled:
		return did("发出会议通知", "called the meeting").with(lang.T("通知委员 %d 人", "%d members invited").With(len(b.Invited))).as(ui.Active), true
	case review.MeetingRearranged:
		return did("变更了会议", "moved the meeting").with(lang.T("%s，%s；%s", "%s, %s; %s").With(t.c.Time(b.StartsAt), modeText(b.Mode), b.Reason)).as(ui.Warn), true
	case review.MeetingCancelled:
		return did("取消了会议", "cancelled the meeting").with(lang.Same(b.Reason)).as(ui.Ended), true
	case review.MeetingAdjourned:
		return did("宣布休会", "adjourned the meeting").with(lang.T("至 %s：%s", "until %s: %s").With(t.c.Time(b.Until), b.Reason)).as(ui.Paused), true
	case review.ItemTimed:
		return did("安排审议时间", "planned the time of a case").with(lang.T("%d 分钟", "%d minutes").With(b.Minutes)), true
	case review.MeetingClosed:
		return did("宣布散会", "closed the meeting").as(ui.Ended), true
	case review.MinutesDrafted:
		return did("生成会议记录", "drafted the minutes").as(ui.Waiting), true
	case review.MinutesEdited:
		return did("修改会议记录", "edited the minutes").with(lang.Same(b.Text)), true
	case review.MinutesApproved:
		return did("批准会议记录", "approved the minutes").as(ui.OK), true
	}
	return said{}, false
}

// convened tells how the meeting on an emergency was called.
func (t *teller) convened(b review.MeetingPlanned) said {
	detail := lang.T("%s；%s", "%s; %s").With(t.c.Time(b.StartsAt), b.Emergency.Reason)
	for _, code := range b.Emergency.Substitutes {
		detail = lang.T("%s · %s", "%s · %s").With(detail, t.code("emergency_substitutes", code))
	}
	if b.Emergency.StandIn != "" {
		detail = lang.T("%s（%s）", "%s (%s)").With(detail, t.name(b.Emergency.StandIn))
	}
	return did("为应急审查召集会议", "called a meeting on an emergency").with(detail).as(ui.Warn)
}

// room tells who was there and who stepped out.
func (t *teller) room(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case review.MeetingOpened:
		return said{Did: t.about(b.Presiding, lang.T("宣布开会并主持", "opened the meeting and presides"), lang.T("宣布开会，由 %s 主持", "opened the meeting; %s presides")), Tone: ui.Active}, true
	case review.Arrived:
		s := said{Did: t.about(b.Person, lang.T("到会", "arrived"), lang.T("登记 %s 到会", "noted that %s arrived")), Tone: ui.OK}
		if b.Remote {
			s.Detail = lang.T("通过视频参加", "by video")
		}
		return s, true
	case review.Left:
		return said{Did: t.about(b.Person, lang.T("离场", "left the room"), lang.T("登记 %s 离场", "noted that %s left the room")), Tone: ui.Paused}, true
	case review.ApologyNoted:
		return said{Did: t.about(b.Person, lang.T("请假", "sent apologies"), lang.T("登记 %s 请假", "noted the apologies of %s")), Tone: ui.Plain}, true
	case review.QuorumLost:
		return did("到会人数或类别不足，不能表决", "the quorum was lost; there is no vote").as(ui.Bad), true
	case review.QuorumReached:
		return did("到会人数和类别符合规定", "the quorum was reached").as(ui.OK), true
	case review.CameBack:
		s := said{Did: t.about(b.Person, lang.T("返回会场", "came back"), lang.T("登记 %s 返回会场", "noted that %s came back")), Tone: ui.OK}
		if b.Remote {
			s.Detail = lang.T("通过视频参加", "by video")
		}
		return s, true
	case review.InterestDeclared:
		if b.Conflict {
			return said{Did: t.about(b.Person, lang.T("申报利益冲突，随即回避", "declared a conflict of interest and is out at once"), lang.T("登记 %s 有利益冲突，随即回避", "noted a conflict of interest of %s")), Detail: lang.Same(b.Nature), Tone: ui.Bad}, true
		}
		return said{Did: t.about(b.Person, lang.T("声明无利益冲突", "declared no interest"), lang.T("登记 %s 无利益冲突", "noted that %s has no interest")), Tone: ui.Plain}, true
	case review.ItemExcluded:
		return said{Did: lang.T("认定 %s 须回避", "found that %s has to step out").With(t.name(b.Person)), Detail: lang.Same(b.Reason), Tone: ui.Bad}, true
	case review.AdviserInvited:
		return said{Did: lang.T("邀请顾问 %s 列席，不表决", "invited %s as an adviser without a vote").With(t.name(b.Person)), Detail: lang.Same(b.Field), Tone: ui.Plain}, true
	case review.ChairTaken:
		return said{Did: t.about(b.Person, lang.T("接手主持", "took the chair"), lang.T("改由 %s 主持", "gave the chair to %s")), Tone: ui.Active}, true
	}
	return said{}, false
}

// vote tells the course of a deliberation.
func (t *teller) vote(body journal.Body) (said, bool) {
	switch b := body.(type) {
	case review.ItemOpened:
		return said{Did: t.about(b.Presiding, lang.T("开始审议", "began the deliberation"), lang.T("开始审议，由 %s 主持", "began the deliberation; %s presides")), Tone: ui.Active}, true
	case review.PointChecked:
		return said{Did: lang.T("审查要点“%s”：%s", "on “%s”: %s").With(t.code("review_points", b.Point), markText(b.Mark)), Detail: lang.Same(b.Note), Tone: markTone(b.Mark)}, true
	case review.VoteOpened:
		s := said{Did: lang.T("开始第 %d 轮表决", "opened vote %d").With(b.Round), Tone: ui.Active}
		if b.Secret {
			s.Detail = lang.T("无记名", "secret ballot")
		}
		return s, true
	case review.VoteCast:
		s := said{Did: t.about(b.Person, lang.T("投票", "voted"), lang.T("登记 %s 投票", "noted the vote of %s")), Tone: ui.Plain}
		if b.Choice != "" {
			s.Detail = t.choice(b.Choice)
		}
		return s, true
	case review.VoteClosed:
		return said{Did: lang.T("第 %d 轮表决结束", "closed vote %d").With(b.Round), Detail: t.tally(b.Tally, 0), Tone: ui.Ended}, true
	case review.VoteVoided:
		return said{Did: lang.T("第 %d 轮表决作废", "vote %d no longer counts").With(b.Round), Detail: lang.T("%s 投票后发现有利益冲突", "%s had voted and turned out to be conflicted").With(t.name(b.Person)), Tone: ui.Bad}, true
	case review.ConsentMarked:
		return said{Did: lang.T("列为合议事项：%s", "put a case among those approved together: %s").With(t.code("outcomes", b.Outcome)), Tone: ui.Plain}, true
	case review.ConsentLifted:
		return did("取出单独审议", "took a case out to be dealt with by itself").with(b.Words()).as(ui.Warn), true
	case review.ConsentGiven:
		return said{Did: lang.T("合议事项一并批准：%s", "approved together with others: %s").With(t.code("outcomes", b.Outcome)),
			Detail: lang.T("在场有表决权的 %d 人无人反对", "none of the %d present with a vote objected").With(len(b.Present)), Tone: ui.OK}, true
	case review.ItemDecided:
		return said{Did: lang.T("宣布决定：%s", "declared the decision: %s").With(t.code("outcomes", b.Outcome)), Tone: ui.OK}, true
	case review.ItemDeferred:
		return did("推迟审议", "put the case off").with(noted(deferText(b.Reason), b.Note)).as(ui.Paused), true
	}
	return said{}, false
}

// choice is what a vote is for.
func (t *teller) choice(code string) lang.Text {
	if code == review.Abstain {
		return abstainText
	}
	return t.code("outcomes", code)
}

// markText is a finding on a review point.
func markText(mark string) lang.Text {
	switch mark {
	case review.MarkOK:
		return lang.T("符合", "fine")
	case review.MarkConcern:
		return lang.T("有疑虑", "a concern")
	case review.MarkNA:
		return lang.T("不适用", "does not apply")
	}
	return lang.Same(mark)
}

func markTone(mark string) ui.Tone {
	switch mark {
	case review.MarkOK:
		return ui.OK
	case review.MarkConcern:
		return ui.Warn
	}
	return ui.Plain
}
