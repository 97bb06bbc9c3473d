package web_test

import (
	"testing"
	"time"

	"lunheng/internal/browsertest"
	"lunheng/internal/lang"
	"lunheng/internal/review"
)

// A room with planned minutes that are over, and the agenda of a meeting that goes on
// another day, in both languages and two sizes.
func TestAdjournedMeetingInBrowsers(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	kase := b.accepted("社区老年人夜间光照与睡眠的观察研究")
	meeting := b.sitting(kase)
	b.Done(b.Review.TimeItem(ctx, b.As("secretary"), b.tick(), review.TimeItem{Meeting: meeting, Review: kase, Minutes: 20}))
	b.Advance(30 * time.Minute)
	b.look("chair", "room-over-time", "/meetings/"+meeting+"/room", "超出计划", lang.ZH, browsertest.Desk)
	b.look("chair", "room-over-time", "/meetings/"+meeting+"/room", "over plan", lang.EN, browsertest.Phone)
	b.Done(b.Review.Adjourn(ctx, b.As("chair"), b.tick(), review.Adjourn{Meeting: meeting, Until: b.Now().Add(24 * time.Hour), Reason: "时间不足"}))
	b.look("secretary", "meeting-adjourned", "/meetings/"+meeting, "计划审议分钟数", lang.ZH, browsertest.Desk)
	b.look("secretary", "meeting-adjourned", "/meetings/"+meeting, "Minutes planned", lang.EN, browsertest.Phone)
}
