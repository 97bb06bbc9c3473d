package web_test

import (
	"testing"

	"lunheng/internal/browsertest"
	"lunheng/internal/lang"
	"lunheng/internal/review"
)

// The wall follows the meeting by itself, and shows no vote while the round is
// open.
func TestTheWallFollowsTheMeeting(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	kase := b.accepted("社区老年人夜间光照与睡眠")
	meeting := b.sitting(kase)
	wall := b.tab("secretary", browsertest.Desk)
	wall.Go(b.URL + "/meetings/" + meeting + "/screen")
	wall.WaitText("#room-screen", "社区老年人夜间光照与睡眠")
	b.did(b.Review.OpenVote(ctx, b.As("chair"), b.tick(), review.OpenVote{Meeting: meeting, Review: kase}))
	b.did(b.Review.CastVote(ctx, b.As("law"), b.tick(), review.CastVote{Meeting: meeting, Review: kase, Choice: "approve"}))
	wall.WaitText("#room-screen .screen-big", "1 /")
	if wall.Eval(`!!document.querySelector('#room-screen .results, #room-screen form, #room-screen button')`) == "true" {
		t.Error("the wall shows votes under way, or something to press")
	}
	wall.Axe()
	wall.Shot("screen-vote-zh-desk")
	for _, name := range []string{"chair", "vice", "ethics", "lay", "ai"} {
		b.did(b.Review.CastVote(ctx, b.As(name), b.tick(), review.CastVote{Meeting: meeting, Review: kase, Choice: "approve"}))
	}
	b.did(b.Review.CloseVote(ctx, b.As("chair"), b.tick(), review.OnItem{Meeting: meeting, Review: kase}))
	wall.WaitText("#room-screen .results .carried", "批准")
	wall.Shot("screen-result-zh-desk")
	phone := b.tab("secretary", browsertest.Phone)
	b.ok(b.Accounts.SetPreferences(ctx, b.As("secretary"), lang.EN, ""))
	phone.Go(b.URL + "/meetings/" + meeting + "/screen")
	phone.NoSidewaysScroll()
	phone.Axe()
	phone.Shot("screen-result-en-phone")

	// The chair's view of who carries what.
	chair := b.tab("chair", browsertest.Desk)
	chair.Go(b.URL + "/home")
	chair.Follow(`a[href$="/load"]`)
	chair.WaitText("h1", "委员的工作量")
	chair.Axe()
	chair.Shot("load-zh-desk")
	chair.Resize(browsertest.Phone)
	chair.NoSidewaysScroll()
	chair.Shot("load-zh-phone")
}
