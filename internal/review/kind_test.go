package review_test

import (
	"slices"
	"testing"

	"lunheng/internal/journal"
	"lunheng/internal/review"
)

// approvedWork takes an application through its initial review.
func (h *house) approvedWork(title string) (act, kase string) {
	h.t.Helper()
	act, kase = h.apply(title)
	meeting := h.sitting(kase)
	h.vote(meeting, kase, "approve", false, six...)
	h.did(h.Decide(ctx, h.as("chair"), h.tick(), review.Decide{Meeting: meeting, Review: kase, Outcome: "approve"}))
	return act, kase
}

func (h *house) follow(act, kind, step string) string {
	h.t.Helper()
	var id string
	_, err := h.J.Do(ctx, journal.Act{Actor: h.people["lin"], Now: h.tick()}, func(tx *journal.Tx) (err error) {
		id, err = h.Follow(tx, review.Following{Activity: act, Kind: kind, About: "report-1", Step: step})
		return err
	})
	h.ok(err)
	return id
}

// A review of approved work goes the same way, ends in its own decisions, and
// leaves the application as it was approved.
func TestReviewsOfOtherKinds(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		act, first := h.approvedWork("睡眠研究")
		kase := h.follow(act, "follow_up", "follow_up")
		if c := h.kase(kase); c.Kind != "follow_up" || c.About != "report-1" || c.Proposed != review.ByMeeting || c.Committee != h.kase(first).Committee {
			t.Fatalf("opened %+v", c)
		}
		meeting := h.sitting(kase)
		h.did(h.OpenVote(ctx, h.as("chair"), h.tick(), review.OpenVote{Meeting: meeting, Review: kase}))
		if err := h.voteErrAs(meeting, kase, "approve"); err == nil {
			t.Error("a follow-up was voted to be approved")
		}
		for _, p := range six {
			h.did(h.CastVote(ctx, h.as(p), h.tick(), review.CastVote{Meeting: meeting, Review: kase, Choice: "suspend"}))
		}
		h.did(h.CloseVote(ctx, h.as("chair"), h.tick(), review.OnItem{Meeting: meeting, Review: kase}))
		h.did(h.Decide(ctx, h.as("chair"), h.tick(), review.Decide{Meeting: meeting, Review: kase, Outcome: "suspend", Reasons: "两名参与者不适"}))
		c := h.kase(kase)
		if c.State != review.StateRejected || c.Decision().Outcome != "suspend" || h.state(act) != "approved" {
			t.Errorf("case %s, activity %s", c.State, h.state(act))
		}
		if !slices.Equal(c.Decision().Stipulations, nil) || h.clock(kase, review.ClockFollowUp).Name != "" {
			t.Error("a follow-up starts no clock of the approval")
		}
		h.did(h.IssueLetter(ctx, h.as("sec"), h.tick(), review.IssueLetter{Review: kase}))
		if l := h.kase(kase).Current(); l.Kind != "follow_up" || l.Says.EN != "Suspend" {
			t.Errorf("letter %+v", l)
		}
		// What changes nothing much may be reviewed without a meeting (article 22).
		for step, procedure := range map[string]string{"follow_up_unchanged": review.BySimplified, "minor_change": review.BySimplified, "major_change": review.ByMeeting} {
			if got := h.kase(h.follow(act, "amendment", step)).Proposed; got != procedure {
				t.Errorf("%s is proposed for %s, want %s", got, step, procedure)
			}
		}
		h.rebuilt()
	})
}

func (h *house) voteErrAs(meeting, kase, choice string) error {
	_, err := h.CastVote(ctx, h.as("law"), h.tick(), review.CastVote{Meeting: meeting, Review: kase, Choice: choice})
	return err
}
