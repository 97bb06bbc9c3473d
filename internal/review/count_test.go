package review_test

import (
	"maps"
	"testing"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/flow"
	"lunheng/internal/registry"
	"lunheng/internal/review"
	"lunheng/internal/store"
)

// What is counted is what the lists show, for everybody: also for those who
// have a part in some of the cases, or are out of them.
func TestCountsAgreeWithLists(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		act, kase := h.apply("睡眠研究")
		meeting := h.sitting(kase)
		h.did(h.DeclareInterest(ctx, h.as("eth"), h.tick(), review.DeclareInterest{Meeting: meeting, Review: kase, Conflict: true, Nature: "持有股份"}))
		h.did(h.Activities.Copy(ctx, h.as("lin"), h.tick(), activity.Copy{Activity: act}))
		_, other := h.apply("近视研究")
		h.did(h.Accept(ctx, h.as("sec"), h.tick(), review.Accept{Review: other, Procedure: "meeting"}))
		mine, _ := h.apply("跌倒研究")
		returned := h.submitted(t, mine)
		h.did(h.Return(ctx, h.as("sec"), h.tick(), review.Return{Review: returned, Items: []review.Missing{{Field: "risks", Text: "写明风险"}}}))
		h.did(h.Activities.AddPerson(ctx, h.as("lin"), h.tick(), activity.AddPerson{Activity: mine, Person: h.people["law"], Role: activity.CoInvestigator}))
		h.did(h.reg.AppointOffice(ctx, auth.Operator(h.now), h.tick(), registry.AppointOffice{Kind: registry.InUnit, Body: h.unit,
			Tenure: registry.Tenure{Person: h.people["other"], From: "2024-01-01"}}))
		h.did(h.reg.AppointOffice(ctx, auth.Operator(h.now), h.tick(), registry.AppointOffice{Kind: registry.InSystem, Body: registry.House,
			Tenure: registry.Tenure{Person: h.people["sci"], From: "2024-01-01"}}))
		h.now = h.now.Add(time.Hour)
		seen := 0
		for name := range h.people {
			for _, f := range []review.Filter{{}, {Committee: h.com}, {Unit: h.unit}, {Unit: "none"}, {Open: true}} {
				seen += h.checkCounts(t, name, f)
			}
		}
		if seen < 30 {
			t.Errorf("only %d cases were seen by all together", seen)
		}
		h.rebuilt()
	})
}

func (h *house) submitted(t *testing.T, act string) string {
	t.Helper()
	page, err := review.List(h.db.Read(ctx), h.as("sec"), review.Filter{Activity: act}, store.Paging{})
	if err != nil || len(page.Items) != 1 {
		t.Fatal(page, err)
	}
	return page.Items[0].ID
}

func (h *house) checkCounts(t *testing.T, name string, f review.Filter) (seen int) {
	t.Helper()
	r := h.db.Read(ctx)
	page, err := review.List(r, h.as(name), f, store.Paging{Limit: store.MaxPage})
	h.ok(err)
	want := map[flow.State]int{}
	for _, row := range page.Items {
		want[row.State]++
	}
	got, err := review.Counts(r, h.as(name), f)
	h.ok(err)
	if !maps.Equal(got, want) {
		t.Errorf("%s with %+v: counts %v; the list shows %v", name, f, got, want)
	}
	return len(page.Items)
}
