package web_test

import (
	"net/http"
	"net/url"
	"testing"

	"lunheng/internal/review"
)

// What is told of a meeting meanwhile leaves out the cases that one is out of.
func TestMeanwhileKeepsAClosedCaseClosed(t *testing.T) {
	b := newBench(t)
	kase := b.accepted("社区睡眠研究")
	meeting := b.sitting(kase)
	b.did(b.Review.DeclareInterest(ctx, b.As("secretary"), b.tick(), review.DeclareInterest{Meeting: meeting, Review: kase, Conflict: true, Nature: "亲属"}))
	b.did(b.Review.CheckPoint(ctx, b.As("law"), b.tick(), review.CheckPoint{Meeting: meeting, Review: kase, Point: b.Book.On(b.As("law").Day, "").List("review_points")[0].Code, Mark: review.MarkConcern, Note: "风险被低估"}))
	b.did(b.Review.Defer(ctx, b.As("chair"), b.tick(), review.Defer{Meeting: meeting, Review: kase, Reason: review.DeferTime, Note: "改日再议"}))
	b.did(b.Review.CloseSession(ctx, b.As("chair"), b.tick(), review.OnMeeting{Meeting: meeting}))
	c := b.Client("secretary")
	status, page := b.send(c, "/meetings/"+meeting+"/minutes/draft", url.Values{"version": {"1"}, "key": {"k"}})
	if status != http.StatusConflict {
		t.Fatalf("drafting on an old page: %d", status)
	}
	page.Contains("main", "宣布散会")
	for _, secret := range []string{"社区睡眠研究", "风险被低估", "改日再议"} {
		page.Lacks("main", secret)
	}
}
