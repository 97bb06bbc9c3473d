package apptest

import (
	"context"
	"fmt"
	"strings"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/assess"
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/lang"
	"lunheng/internal/recheck"
	"lunheng/internal/registry"
	"lunheng/internal/review"
	"lunheng/internal/vault"
)

// Members of the world's committee who vote.
var Members = []string{"chair", "vice", "law", "ethics", "lay", "ai", "med"}

// FoundBureau adds the department that supervises both units, with an
// officer called bureau, and people whom it may call as experts: peer1 to peer5,
// moralist and jurist, all of no unit. Those named are in its pool.
func (w *World) FoundBureau(pool ...string) string {
	ctx := context.Background()
	op := auth.Operator(w.Now())
	id := w.Done(w.Registry.FoundDepartment(ctx, op, w.Now(), registry.FoundDepartment{DepartmentData: registry.DepartmentData{
		Name: lang.T("明川市科技局", "Mingchuan S&T Bureau"), Code: "sti", Region: "440300"}})).Result
	for _, unit := range []string{w.Unit, w.Other} {
		u, err := w.Registry.Unit(w.Read(ctx), unit)
		if err != nil {
			w.T.Fatal(err)
		}
		u.Department = id
		w.Done(w.Registry.ChangeUnit(ctx, op, w.Now(), registry.ChangeUnit{Unit: unit, UnitData: u.UnitData}))
	}
	w.settlePerson("bureau", "", vault.Record{Name: "局长明", NameEN: "Ju Changming", Email: "bureau@mingchuan.invalid"})
	w.appoint(registry.InDepartment, id, "bureau")
	for i, name := range []string{"peer1", "peer2", "peer3", "peer4", "peer5", "moralist", "jurist"} {
		w.settlePerson(name, "", vault.Record{Name: "专家" + string("甲乙丙丁戊己庚"[3*i:3*i+3]), NameEN: "Expert " + name, Email: name + "@mingchuan.invalid"})
	}
	for _, name := range pool {
		w.AddExpert(id, name)
	}
	return id
}

// AddExpert enters somebody into a department's pool: peers of medicine, and
// moralist and jurist for what they are called.
func (w *World) AddExpert(department, name string) {
	e := recheck.Entry{Person: w.Person(name), Expertise: []string{"medicine"}, Fields: []string{"medicine", "life_science"}, Region: "440300"}
	switch name {
	case "moralist":
		e.Expertise, e.Fields = []string{"ethics"}, nil
	case "jurist":
		e.Expertise, e.Fields = []string{"law"}, nil
	}
	w.Done(w.Recheck.AddExpert(context.Background(), w.As("bureau"), w.Now(), recheck.AddExpert{Department: department, Entry: e}))
}

// Listed brings lin's application on a listed activity so far that the
// committee has agreed to it at first.
func (w *World) Listed(title string) (act, kase string) {
	return w.agreed(w.ListedSitting(title))
}

// ListedElsewhere does the same with an application of the other unit, which has
// entrusted the committee, on work with artificial intelligence.
func (w *World) ListedElsewhere(title string) (act, kase string) {
	return w.agreed(w.sitting("stranger", w.listedDraft("stranger", w.Other, assess.Activity{Title: title, AI: assess.AI{Lifecycle: "research"}})))
}

// agreed has the committee agree to it at first.
func (w *World) agreed(act, kase, meeting string) (string, string) {
	ctx, item := context.Background(), review.OnItem{Meeting: meeting, Review: kase}
	w.Done(w.Review.OpenVote(ctx, w.As("chair"), w.tick(), review.OpenVote{Meeting: meeting, Review: kase}))
	for _, name := range Members {
		w.Done(w.Review.CastVote(ctx, w.As(name), w.tick(), review.CastVote{Meeting: meeting, Review: kase, Choice: "approve"}))
	}
	w.Done(w.Review.CloseVote(ctx, w.As("chair"), w.tick(), item))
	w.Done(w.Review.Decide(ctx, w.As("chair"), w.tick(), review.Decide{Meeting: meeting, Review: kase, Outcome: "approve"}))
	return act, kase
}

// ListedSitting brings it before the committee, all members there.
func (w *World) ListedSitting(title string) (act, kase, meeting string) {
	return w.sitting("lin", w.listedDraft("lin", w.Unit, assess.Activity{Title: title}))
}

func (w *World) sitting(who, act string) (_, kase, meeting string) {
	ctx := context.Background()
	for _, e := range w.Done(w.Activity.Submit(ctx, w.As(who), w.tick(), activity.Submit{Activity: act})).Events {
		if e.Kind() == review.Kind {
			kase = e.Subject()
		}
	}
	sec := w.As("secretary")
	w.Done(w.Review.Accept(ctx, sec, w.tick(), review.Accept{Review: kase, Procedure: "meeting"}))
	meeting = w.Done(w.Review.PlanMeeting(ctx, sec, w.tick(), review.PlanMeeting{Committee: w.Committee, StartsAt: w.Now().Add(time.Hour), Mode: review.InPerson, Place: "305"})).Result
	w.Done(w.Review.Schedule(ctx, sec, w.tick(), review.Schedule{Meeting: meeting, Review: kase}))
	w.Done(w.Review.Call(ctx, sec, w.tick(), review.OnMeeting{Meeting: meeting}))
	return act, kase, w.Gather(kase, meeting)
}

func (w *World) listedDraft(who, unit string, profile assess.Activity) string {
	profile.Listed = []string{"invasive_bci_clinical"}
	return w.draftWhole(who, unit, profile)
}

// DraftElsewhere is a complete application of somebody of the other unit, on
// medicine.
func (w *World) DraftElsewhere(who, title string) string {
	return w.draftWhole(who, w.Other, assess.Activity{Title: title})
}

func (w *World) draftWhole(who, unit string, profile assess.Activity) string {
	ctx, lin := context.Background(), w.As(who)
	profile.Fields = []string{"medicine"}
	profile.Humans = assess.Humans{Participants: "intervention", Data: "identifiable", HarmPossible: true}
	id := w.Done(w.Activity.Draft(ctx, lin, w.tick(), activity.Draft{Unit: unit, Profile: &profile})).Result
	w.complete(who, id)
	return id
}

// complete fills in all that the form of an application asks for.
func (w *World) complete(who, id string) {
	ctx, lin := context.Background(), w.As(who)
	st, err := w.Activity.View(w.Read(ctx), lin, id, 0)
	w.check(err)
	facts, err := w.Activity.Facts(w.Read(ctx), st, calendar.Of(w.Now()))
	w.check(err)
	form, err := w.Activity.Form(calendar.Of(w.Now()), st.Region)
	w.check(err)
	fields := activity.Values{}
	for _, need := range facts.Required {
		field, _ := form.Field(need.Code)
		switch {
		case need.Holds:
		case field.IsFile():
			_, err := w.Activity.Attach(ctx, lin, w.tick(), activity.Attach{Activity: id, Field: need.Code, Name: need.Code + ".txt"}, strings.NewReader("about "+need.Code))
			w.check(err)
		default:
			fields[need.Code] = activity.Text("说明 / as planned")
		}
	}
	_, err = w.Activity.Save(ctx, lin, w.tick(), activity.Save{Activity: id, Fields: fields})
	w.check(err)
}

func (w *World) tick() time.Time { return w.Advance(time.Minute) }

func (w *World) check(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(fmt.Errorf("make the world: %w", err))
	}
}
