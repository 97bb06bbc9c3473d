package apptest

import (
	"context"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/assess"
	"lunheng/internal/review"
)

// UrgentCase hands work in that a declared emergency asks for.
func (w *World) UrgentCase(title string) (act, kase string) {
	return w.urgent(w.draftWhole("lin", w.Unit, assess.Activity{Title: title, Emergency: true}))
}

func (w *World) urgent(act string) (_, kase string) {
	for _, e := range w.Done(w.Activity.Submit(context.Background(), w.As("lin"), w.tick(), activity.Submit{Activity: act})).Events {
		if e.Kind() == review.Kind {
			kase = e.Subject()
		}
	}
	return act, kase
}

// Convene calls the committee to an accepted emergency at short notice.
func (w *World) Convene(kase string) (meeting string) {
	return w.Done(w.Review.ConveneEmergency(context.Background(), w.As("secretary"), w.tick(), review.Convene{Review: kase, StartsAt: w.Now().Add(3 * time.Hour), Mode: review.InPerson,
		Place: "305", Substitutes: []string{review.SubstituteNotice}, Reason: "No time to lose."})).Result
}

// ListedEmergency is listed work that an emergency asks for and the committee, which
// has its rules on file, agrees to at first.
func (w *World) ListedEmergency(title string) (act, kase string) {
	act, kase = w.urgent(w.listedDraft("lin", w.Unit, assess.Activity{Title: title, Emergency: true}))
	w.Done(w.Review.Accept(context.Background(), w.As("secretary"), w.tick(), review.Accept{Review: kase, Procedure: review.ByEmergency, Urgency: "prompt", Reasons: []string{"The outbreak grows."}}))
	return w.agreed(act, kase, w.Gather(kase, w.Convene(kase)))
}

// Gather opens a meeting, all members there, and takes up a case.
func (w *World) Gather(kase, meeting string) string {
	ctx := context.Background()
	w.Done(w.Review.OpenSession(ctx, w.As("chair"), w.tick(), review.OnMeeting{Meeting: meeting}))
	for _, name := range Members[1:] {
		w.Done(w.Review.Arrive(ctx, w.As(name), w.tick(), review.Move{Meeting: meeting}))
	}
	w.Done(w.Review.OpenItem(ctx, w.As("chair"), w.tick(), review.OnItem{Meeting: meeting, Review: kase}))
	return meeting
}

// Agree has all members approve the case at hand, and the chair declare it.
func (w *World) Agree(kase, meeting string) { w.agreed("", kase, meeting) }
