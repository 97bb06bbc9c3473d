package activity_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"lunheng/internal/activity"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

func (w *world) submit(id string, version int64, committee string) (journal.Outcome, error) {
	return w.Submit(ctx, w.as("lin"), w.tick(), activity.Submit{Activity: id, Version: version, Committee: committee})
}

// An incomplete application is refused with one list of everything, each with
// its source and article; a complete one goes to the committee.
func TestSubmit(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		out, err := w.Draft(ctx, w.as("lin"), w.tick(), activity.Draft{Unit: "u1"})
		if err != nil {
			t.Fatal(err)
		}
		id := out.Result
		_, err = w.submit(id, 0, "")
		var at []string
		for _, e := range errs.All(err) {
			at = append(at, e.Field)
			if e.Key == "activity.submit.missing" && !strings.Contains(e.In(lang.EN), "(Measures for Science and Technology Ethics Review (trial), Art. ") {
				t.Errorf("%s: no source or article: %s", e.Field, e.In(lang.EN))
			}
		}
		for _, want := range []string{"assessment", "title", "purpose", "plan_file", "pledge"} {
			if !slices.Contains(at, want) {
				t.Errorf("%s is missing and is not told: %v", want, at)
			}
		}
		if slices.Contains(at, "consent_form") {
			t.Error("a consent form is asked for before anybody said that people take part")
		}

		if _, err := w.Assess(ctx, w.as("lin"), w.tick(), activity.Assess{Activity: id, Profile: *answers()}); err != nil {
			t.Fatal(err)
		}
		if _, err = w.submit(id, 0, ""); !hasField(err, "consent_form") {
			t.Errorf("people take part, and no consent form is asked for: %v", err)
		}
		w.complete(id)
		if out, err = w.submit(id, w.state(id).Version, ""); err != nil {
			t.Fatal(err)
		}
		st := w.state(id)
		sub, ok := out.Events[0].Body.(activity.Submitted)
		if !ok || sub.N != 1 || sub.Committee != "c1" || sub.Assessment.Review != "required" || len(out.Events[0].Ground) == 0 {
			t.Errorf("event %+v", out.Events[0])
		}
		if hash, _ := st.Content().Hash(); hash != sub.Hash || st.State != activity.StateSubmitted || st.Submissions[0].Event != out.Events[0].ID {
			t.Errorf("state %+v, hash %s", st.Submissions, hash)
		}
		if _, err := w.Save(ctx, w.as("lin"), w.tick(), activity.Save{Activity: id, Fields: activity.Values{"risks": activity.Text("x")}}); !errs.Has(err, "activity.closed") {
			t.Errorf("a save after submitting: %v", err)
		}
		w.rebuilt()
	})
}

func hasField(err error, field string) bool {
	return slices.ContainsFunc(errs.All(err), func(e *errs.Error) bool { return e.Field == field })
}

// Who submits what somebody else has changed meanwhile is told so first.
func TestSubmitStale(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		id := w.draft("u1")
		w.complete(id)
		seen := w.state(id).Version
		w.save("lin", id, 0, "risks", "changed in another tab")
		_, err := w.submit(id, seen, "")
		if _, ok := errors.AsType[*journal.Stale](err); !ok {
			t.Errorf("got %v; want a conflict that tells what happened", err)
		}
	})
}

// The committee is the unit's; without one the refusal says what to do; of
// several one is chosen; a foreign one is refused.
func TestCommitteeChoice(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for _, c := range []struct{ unit, committee, key string }{
			{"u2", "", "activity.submit.no_committee"},
			{"u3", "", "activity.submit.committee"},
			{"u1", "c3", "activity.submit.foreign_committee"},
			{"", "", "activity.submit.unit"},
			{"u3", "c9", "mandate.expired"},
			{"u3", "c1", ""},
			{"u3", "c3", ""},
		} {
			id := w.draft(c.unit)
			w.complete(id)
			_, err := w.submit(id, 0, c.committee)
			if c.key == "" && err != nil || c.key != "" && !errs.Has(err, c.key) {
				t.Errorf("%+v: %v", c, err)
			}
		}
	})
}

// A returned application is corrected and goes back to the same committee;
// every mark moves it as the table says.
func TestRoundTrip(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		id := w.draft("u3")
		w.complete(id)
		if _, err := w.submit(id, 0, "c1"); err != nil {
			t.Fatal(err)
		}
		is := func(want flow.State) {
			t.Helper()
			row, err := activity.Get(w.db.Read(ctx), w.as("lin"), id)
			if err != nil || row.State != want || w.state(id).State != want {
				t.Fatalf("state %s, %v; want %s", row.State, err, want)
			}
		}
		step := func(want flow.State, fn func(tx *journal.Tx) error) {
			t.Helper()
			if err := w.mark(fn); err != nil {
				t.Fatal(err)
			}
			is(want)
		}
		step(activity.StateCorrecting, func(tx *journal.Tx) error {
			return w.MarkReturned(tx, id, "r1", []activity.Missing{{Field: "risks", Text: "太短"}})
		})
		if st := w.state(id); len(st.Missing) != 1 || st.Review != "r1" {
			t.Errorf("missing %+v of case %q", st.Missing, st.Review)
		}
		w.save("lin", id, 0, "risks", "写得更长")
		if _, err := w.submit(id, 0, "c3"); !errs.Has(err, "activity.submit.other_committee") {
			t.Errorf("to another committee: %v", err)
		}
		out, err := w.submit(id, 0, "")
		if err != nil {
			t.Fatal(err)
		}
		if sub := out.Events[0].Body.(activity.Submitted); sub.N != 2 || sub.Review != "r1" || sub.Committee != "c1" {
			t.Errorf("second submission %+v", sub)
		}
		step(activity.StateUnderReview, func(tx *journal.Tx) error { return w.MarkTakenUp(tx, id, "r1") })
		v := w.state(id).Version
		step(activity.StateUnderReview, func(tx *journal.Tx) error { return w.MarkTakenUp(tx, id, "r1") })
		if w.state(id).Version != v {
			t.Error("taken up twice")
		}
		step(activity.StateCorrecting, func(tx *journal.Tx) error { return w.MarkChangesDue(tx, id, "r1", nil) })
		step(activity.StateUnderReview, func(tx *journal.Tx) error { return w.MarkTakenUp(tx, id, "r1") })
		step(activity.StateCorrecting, func(tx *journal.Tx) error { return w.MarkRevisionDue(tx, id, "r1", nil) })
		if _, err := w.submit(id, 0, ""); err != nil {
			t.Fatal(err)
		}
		step(activity.StateApproved, func(tx *journal.Tx) error { return w.MarkApproved(tx, id, "r1") })
		if err := w.mark(func(tx *journal.Tx) error { return w.MarkRejected(tx, id, "r1") }); err == nil {
			t.Error("rejected after approval")
		}
		w.rebuilt()
	})
}

// A copy holds fields, files, team and answers, and is nobody else's.
func TestCopy(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		id := w.draft("u1")
		if _, err := w.AddPerson(ctx, w.as("lin"), w.tick(), activity.AddPerson{Activity: id, Person: "bob", Role: activity.Student}); err != nil {
			t.Fatal(err)
		}
		w.complete(id)
		if _, err := w.submit(id, 0, ""); err != nil {
			t.Fatal(err)
		}
		out, err := w.Copy(ctx, w.as("bob"), w.tick(), activity.Copy{Activity: id})
		if err != nil {
			t.Fatal(err)
		}
		a, b := w.state(id), w.state(out.Result)
		if b.Leader != "bob" || b.State != activity.StateDraft || b.CopiedFrom != id || b.Assessment == nil ||
			len(b.Files) != len(a.Files) || len(b.Fields) != len(a.Fields) {
			t.Errorf("copy %+v", b)
		}
		if m, ok := b.Member("lin"); !ok || m.Role != activity.CoInvestigator {
			t.Errorf("the former leader is %+v", m)
		}
		if _, err := w.Copy(ctx, w.as("stranger"), w.tick(), activity.Copy{Activity: id}); errs.CodeOf(err) != errs.NotFound {
			t.Errorf("a stranger copies: %v", err)
		}
		if _, err := w.Copy(ctx, w.as("sec"), w.tick(), activity.Copy{Activity: id}); errs.CodeOf(err) != errs.Forbidden {
			t.Errorf("the secretary copies: %v", err)
		}
		w.rebuilt()
	})
}

// A draft can be thrown away once; a submitted application cannot.
func TestDiscard(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		id := w.draft("u1")
		for range 2 {
			if _, err := w.Discard(ctx, w.as("lin"), w.tick(), activity.Discard{Activity: id}); err != nil {
				t.Fatal(err)
			}
		}
		if n := w.state(id).Version; n != 3 {
			t.Errorf("version %d; want 3: drafted, assessed, discarded once", n)
		}
		id = w.draft("u1")
		w.complete(id)
		if _, err := w.submit(id, 0, ""); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Discard(ctx, w.as("lin"), w.tick(), activity.Discard{Activity: id}); !errs.Has(err, "activity.discard.submitted") {
			t.Errorf("got %v", err)
		}
	})
}

// The team changes by person; the leader hands over and leaves or stays.
func TestTeam(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		id := w.draft("u1")
		add := func(as, person string, role activity.Role) error {
			_, err := w.AddPerson(ctx, w.as(as), w.tick(), activity.AddPerson{Activity: id, Person: person, Role: role})
			return err
		}
		if err := add("lin", "王", activity.Investigator); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			as, person string
			role       activity.Role
			key        string
		}{
			{"lin", "nobody", activity.Student, "activity.person.unknown"},
			{"lin", "bob", "king", "activity.team.role"},
			{"lin", "lin", activity.Student, "activity.team.leader"},
			{"王", "bob", activity.Student, "auth.forbidden"},
		} {
			if err := add(c.as, c.person, c.role); !errs.Has(err, c.key) {
				t.Errorf("%+v: %v", c, err)
			}
		}
		_, err := w.ChangeLeader(ctx, w.as("lin"), w.tick(), activity.ChangeLeader{Activity: id, Leader: "王", Keep: activity.CoInvestigator})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.RemovePerson(ctx, w.as("王"), w.tick(), activity.RemovePerson{Activity: id, Person: "lin"}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.View(w.db.Read(ctx), w.as("lin"), id, 0); errs.CodeOf(err) != errs.NotFound {
			t.Errorf("who left still reads: %v", err)
		}
		if st := w.state(id); st.Leader != "王" || len(st.Team) != 1 {
			t.Errorf("team %+v", st.Team)
		}
		w.rebuilt()
	})
}
