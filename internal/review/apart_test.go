package review_test

import (
	"testing"

	"lunheng/internal/activity"
	"lunheng/internal/errs"
	"lunheng/internal/review"
)

// Whoever is out of a case, or on the applicant's side, runs nothing about it,
// whatever their office: neither the vote nor who sits there nor the minutes.
func TestWhoIsOutRunsNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		act, kase := h.apply("睡眠研究")
		h.did(h.Return(ctx, h.as("sec"), h.tick(), review.Return{Review: kase, Items: []review.Missing{{Field: "risks", Text: "写明风险"}}}))
		h.did(h.Activities.AddPerson(ctx, h.as("lin"), h.tick(), activity.AddPerson{Activity: act, Person: h.people["vice"], Role: activity.CoInvestigator}))
		h.submit(act)
		meeting := h.sitting(kase)
		h.did(h.DeclareInterest(ctx, h.as("sec"), h.tick(), review.DeclareInterest{Meeting: meeting, Review: kase, Conflict: true, Nature: "亲属"}))
		hidden := func(what string, err error) {
			t.Helper()
			if code := errs.CodeOf(err); code != errs.NotFound && code != errs.Forbidden {
				t.Errorf("%s: %v; want no such thing, or not allowed", what, err)
			}
		}
		hidden("the team's vice-chair excludes a member", second(h.Exclude(ctx, h.as("vice"), h.tick(),
			review.ExcludeMember{Meeting: meeting, Review: kase, Person: h.people["law"], Reason: "合著"})))
		hidden("invite an adviser", second(h.InviteAdviser(ctx, h.as("sec"), h.tick(),
			review.InviteAdviser{Meeting: meeting, Review: kase, Person: h.people["other"]})))
		h.did(h.OpenVote(ctx, h.as("chair"), h.tick(), review.OpenVote{Meeting: meeting, Review: kase}))
		hidden("close the vote", second(h.CloseVote(ctx, h.as("sec"), h.tick(), review.OnItem{Meeting: meeting, Review: kase})))
		h.did(h.CloseVote(ctx, h.as("chair"), h.tick(), review.OnItem{Meeting: meeting, Review: kase}))
		off := review.Defer{Meeting: meeting, Review: kase, Reason: review.DeferTime, Note: "改日"}
		hidden("put the case off", second(h.Defer(ctx, h.as("sec"), h.tick(), off)))
		h.did(h.Defer(ctx, h.as("chair"), h.tick(), off))
		h.did(h.CloseSession(ctx, h.as("chair"), h.tick(), review.OnMeeting{Meeting: meeting}))
		h.did(h.DraftMinutes(ctx, h.as("sec"), h.tick(), review.OnMeeting{Meeting: meeting}))
		hidden("write into the minutes", second(h.EditMinutes(ctx, h.as("sec"), h.tick(), review.EditMinutes{Meeting: meeting, Section: kase, Text: "x"})))
		h.did(h.EditMinutes(ctx, h.as("sec"), h.tick(), review.EditMinutes{Meeting: meeting, Section: review.General, Text: "会议室漏水"}))
	})
}
