package review_test

import (
	"testing"

	"lunheng/internal/review"
)

// A version is the number of an event in its stream, also for who does not see
// every event: with an exclusion hidden in between, the applicant's view as of
// a version is that of the committee. A version that is not there is refused.
func TestAsOfCountsInTheStream(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		_, kase := h.apply("睡眠研究")
		meeting := h.sitting(kase)
		h.did(h.DeclareInterest(ctx, h.as("sci"), h.tick(), review.DeclareInterest{Meeting: meeting, Review: kase, Conflict: true, Nature: "亲属"}))
		h.did(h.Defer(ctx, h.as("chair"), h.tick(), review.Defer{Meeting: meeting, Review: kase, Reason: review.DeferTime, Note: "改日"}))
		r := h.db.Read(ctx)
		inside, err := h.Events(r, h.as("chair"), kase)
		h.ok(err)
		seen, err := h.Events(r, h.as("lin"), kase)
		h.ok(err)
		if len(seen) >= len(inside) {
			t.Fatal("nothing is hidden; this test would see nothing")
		}
		head := inside[len(inside)-1].Version
		for v := int64(1); v <= head; v++ {
			whole, err := h.View(r, h.as("chair"), kase, v)
			h.ok(err)
			mine, err := h.View(r, h.as("lin"), kase, v)
			h.ok(err)
			if whole.Version != v || mine.Version != v || mine.State != whole.State {
				t.Errorf("as of %d: the committee sees %s at %d, the applicant %s at %d", v, whole.State, whole.Version, mine.State, mine.Version)
			}
			filtered, err := review.UpTo(seen, min(v, seen[len(seen)-1].Version))
			h.ok(err)
			if c, err := review.Fold(filtered); err != nil || c.State != whole.State {
				t.Errorf("as of %d, from what the applicant may see: %s, %v; want %s", v, c.State, err, whole.State)
			}
		}
		for _, v := range []int64{-1, head + 1} {
			_, err := h.View(r, h.as("lin"), kase, v)
			h.refused(err, "review.version.unknown")
		}
	})
}
