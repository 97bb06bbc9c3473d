package web_test

import (
	"testing"

	"lunheng/internal/browsertest"
	"lunheng/internal/lang"
	"lunheng/internal/review"
)

// An emergency from its check to the decision and the review afterwards, as
// secretary, chair and department see it, in both languages and two sizes.
func TestEmergencyInBrowsers(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.FoundBureau()
	b.Adopt(b.Committee)
	_, listed := b.ListedEmergency("植入式脑机接口用于疫情重症监护")
	b.look("secretary", "emergencies", "/emergencies", "71 小时", lang.ZH, browsertest.Desk)
	b.look("secretary", "emergencies", "/emergencies", "Emergency reviews", lang.EN, browsertest.Phone)
	b.look("chair", "emergency-home", "/home", "应急审查进行中", lang.ZH, browsertest.Phone)
	b.look("chair", "emergency-case", "/reviews/"+listed, "植入式脑机接口", lang.ZH, browsertest.Desk)

	_, kase := b.UrgentCase("禽流感应急监测")
	b.look("secretary", "emergency-check", "/reviews/"+kase+"/check", "紧急程度", lang.ZH, browsertest.Desk)
	b.look("secretary", "emergency-check", "/reviews/"+kase+"/check", "Urgency", lang.EN, browsertest.Phone)
	b.Done(b.Review.Accept(ctx, b.As("secretary"), b.tick(), review.Accept{Review: kase, Procedure: review.ByEmergency, Urgency: "immediate", Reasons: []string{"疫情扩大"}}))
	b.look("secretary", "emergency-convene", "/reviews/"+kase+"/convene", "替代安排", lang.ZH, browsertest.Desk)
	b.look("secretary", "emergency-convene", "/reviews/"+kase+"/convene", "Arrangements", lang.EN, browsertest.Phone)
	meeting := b.Convene(kase)
	b.look("med", "emergency-meeting", "/meetings/"+meeting, "缩短会议通知时间", lang.ZH, browsertest.Phone)
	b.Gather(kase, meeting)
	b.look("chair", "emergency-room", "/meetings/"+meeting+"/room", "禽流感应急监测", lang.ZH, browsertest.Desk)
	b.Agree(kase, meeting)
	b.look("chair", "emergency-decided", "/reviews/"+kase, "Approved", lang.EN, browsertest.Desk)
	b.look("secretary", "emergency-after", "/reviews", "应急审查后的复查", lang.ZH, browsertest.Desk)
}
