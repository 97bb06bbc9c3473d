package review_test

import (
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/journal/verify"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/review"
	"lunheng/internal/store"
	"lunheng/internal/vault"
)

// tries is how often every encounter is tried, so that either act comes first
// now and then.
const tries = 10

// race lets acts go at the same moment and returns what each was told.
func race(acts ...func() error) []error {
	gate, told := make(chan struct{}), make([]error, len(acts))
	var wg sync.WaitGroup
	for _, i := range rand.Perm(len(acts)) { // who waits last often goes first
		wg.Go(func() {
			<-gate
			told[i] = acts[i]()
		})
	}
	close(gate)
	wg.Wait()
	return told
}

// one asserts that one act went through and that all others were refused for one
// of these reasons; it returns the number of the one.
func (h *house) one(told []error, reasons ...string) int {
	h.t.Helper()
	won := -1
	for i, err := range told {
		switch {
		case err == nil && won >= 0:
			h.t.Fatalf("acts %d and %d both went through", won, i)
		case err == nil:
			won = i
		default:
			h.told(err, reasons...)
		}
	}
	if won < 0 {
		h.t.Fatalf("nobody went through: %v", told)
	}
	return won
}

// told asserts that an act was refused for one of these reasons, and in words.
func (h *house) told(err error, reasons ...string) {
	h.t.Helper()
	if !slices.ContainsFunc(reasons, func(key string) bool { return errs.Has(err, key) }) {
		h.t.Errorf("got %v; want one of %v", err, reasons)
	}
}

// encounters repeats an encounter on both engines, each time with a new case, and
// checks at the end that the journal holds and gives the same tables again.
func encounters(t *testing.T, meet func(t *testing.T, h *house, try int)) {
	t.Helper()
	each(t, func(t *testing.T, h *house) {
		h.secretary("sec2")
		for try := range tries {
			meet(t, h, try)
		}
		h.verified()
	})
}

// secretary appoints another one.
func (h *house) secretary(name string) {
	h.t.Helper()
	h.people[name] = h.did(h.reg.RegisterPerson(ctx, auth.Operator(h.now), h.tick(), registry.RegisterPerson{
		PersonData: registry.PersonData{Unit: h.unit, Kind: registry.Staff}, Record: vault.Record{Name: "王" + name}}))
	h.did(h.reg.AppointMember(ctx, auth.Operator(h.now), h.tick(), registry.AppointMember{Committee: h.com, Member: registry.Member{
		Tenure: registry.Tenure{Person: h.people[name], From: "2024-01-01", Until: "2028-12-31"}, Role: registry.RoleSecretary, Sex: "female"}}))
}

// verified replays the journal: every stream is legal and the tables follow.
func (h *house) verified() {
	h.t.Helper()
	_, err := verify.Run(ctx, h.db, verify.Spec{Types: h.J.Types, Projections: h.J.Projections, Scratch: h.t.TempDir(),
		Tables: map[string]*flow.Table{"review": &review.Table, "meeting": &review.MeetingTable, "activity": &activity.Table}},
		func(f verify.Fault) { h.t.Error(f.Line(lang.EN)) }, nil)
	h.ok(err)
}

// count is how often an event happened in a stream.
func (h *house) count(stream, event string) int {
	h.t.Helper()
	events, err := h.J.Stream(h.db.Read(ctx), stream)
	h.ok(err)
	return len(slices.DeleteFunc(events, func(e journal.Event) bool { return e.Type != event }))
}

func (h *house) version(stream string) int64 {
	h.t.Helper()
	events, err := h.J.Stream(h.db.Read(ctx), stream)
	h.ok(err)
	return int64(len(events))
}

func (h *house) meet(id string) review.Meeting {
	h.t.Helper()
	events, err := h.J.Stream(h.db.Read(ctx), review.MeetingStream(id))
	h.ok(err)
	m, err := review.FoldMeeting(events)
	h.ok(err)
	return m
}

// seen is the version that a page showed, in every other try; else a program acts,
// which expects none.
func (h *house) seen(try int, stream string) int64 {
	if try%2 == 0 {
		return h.version(stream)
	}
	return 0
}

// Two secretaries, one accepts the file and the other returns it: one of them does.
func TestTwoSecretariesAtOneFile(t *testing.T) {
	encounters(t, func(t *testing.T, h *house, try int) {
		act, kase := h.apply("睡眠研究")
		version := h.seen(try, review.Stream(kase))
		h.tick()
		won := h.one(race(
			func() error {
				return second(h.Accept(ctx, h.as("sec"), h.now, review.Accept{Review: kase, Procedure: "meeting", Version: version}))
			},
			func() error {
				return second(h.Return(ctx, h.as("sec2"), h.now, review.Return{Review: kase, Version: version,
					Items: []review.Missing{{Text: "写明风险"}}}))
			},
		), "journal.stale", "review.state")
		want := []struct{ kase, act string }{{"accepted", "under_review"}, {"returned", "correcting"}}[won]
		if c := h.kase(kase); string(c.State) != want.kase || h.state(act) != want.act || h.version(review.Stream(kase)) != 2 {
			t.Errorf("act %d won: case %s, activity %s", won, c.State, h.state(act))
		}
	})
}

// Two secretaries accept the same file: it gets one number.
func TestAcceptedTwice(t *testing.T) {
	encounters(t, func(t *testing.T, h *house, try int) {
		_, kase := h.apply("睡眠研究")
		version := h.seen(try, review.Stream(kase))
		h.tick()
		accept := func(who string) func() error {
			return func() error {
				return second(h.Accept(ctx, h.as(who), h.now, review.Accept{Review: kase, Procedure: "meeting", Version: version}))
			}
		}
		h.one(race(accept("sec"), accept("sec2")), "journal.stale", "review.state")
		seq, err := store.Column[int](h.db.Read(ctx), `select seq from reviews where id = $1`, kase)
		if n := h.count(review.Stream(kase), "review.accepted"); err != nil || n != 1 || seq[0] != try+1 {
			t.Errorf("accepted %d times as number %v in try %d, %v", n, seq, try, err)
		}
	})
}

// A member votes while the chair finds a conflict, or from another page than the
// one where the member declares it. Whichever comes first, no decision rests on the
// vote (article 12).
func TestAVoteMeetsARecusal(t *testing.T) {
	encounters(t, func(t *testing.T, h *house, try int) {
		_, kase := h.apply("睡眠研究")
		meeting := h.sitting(kase)
		secret, five := try%2 == 0, slices.DeleteFunc(slices.Clone(six), func(p string) bool { return p == "eth" })
		h.did(h.OpenVote(ctx, h.as("chair"), h.tick(), review.OpenVote{Meeting: meeting, Review: kase, Secret: secret}))
		for _, p := range five {
			h.ok(h.voteErr(meeting, kase, p))
		}
		h.tick()
		told := race(
			func() error {
				return second(h.CastVote(ctx, h.as("eth"), h.now, review.CastVote{Meeting: meeting, Review: kase, Choice: "reject"}))
			},
			func() error {
				if try%4 < 2 {
					return second(h.DeclareInterest(ctx, h.as("eth"), h.now, review.DeclareInterest{Meeting: meeting, Review: kase, Conflict: true, Nature: "持有股份"}))
				}
				return second(h.Exclude(ctx, h.as("chair"), h.now, review.ExcludeMember{Meeting: meeting, Review: kase, Person: h.people["eth"], Reason: "持有股份"}))
			},
		)
		h.ok(told[1])
		counted := h.count(review.MeetingStream(meeting), "meeting.vote_cast") == len(six)
		if voided := h.count(review.MeetingStream(meeting), "meeting.vote_voided") == 1; counted != (told[0] == nil) || voided != counted {
			t.Fatalf("the vote was told %v, counted %v, its round voided %v", told[0], counted, voided)
		}
		if !counted {
			h.told(told[0], "review.recused", "auth.recused", "auth.denied")
			h.did(h.CloseVote(ctx, h.as("chair"), h.tick(), review.OnItem{Meeting: meeting, Review: kase}))
		} else {
			h.refused(second(h.CloseVote(ctx, h.as("chair"), h.tick(), review.OnItem{Meeting: meeting, Review: kase})), "review.vote.closed")
			h.vote(meeting, kase, "approve", secret, five...)
		}
		h.did(h.Decide(ctx, h.as("chair"), h.tick(), review.Decide{Meeting: meeting, Review: kase, Outcome: "approve"}))
		d := h.kase(kase).Decision()
		if !maps.Equal(d.Tally, map[string]int{"approve": len(five)}) || !slices.Contains(d.Excluded, h.people["eth"]) ||
			slices.ContainsFunc(d.Present, func(a review.Attendant) bool { return a.Person == h.people["eth"] }) {
			t.Errorf("the decision rests on %+v", d)
		}
		if left, err := store.Column[string](h.db.Read(ctx), `select key from ballots`); err != nil || len(left) > 0 {
			t.Errorf("%d ballots are left, %v", len(left), err)
		}
	})
}

// Chair and secretary close a vote at once: it is counted once, whole.
func TestTwoClosingsOfAVote(t *testing.T) {
	encounters(t, func(t *testing.T, h *house, try int) {
		_, kase := h.apply("睡眠研究")
		meeting := h.sitting(kase)
		h.did(h.OpenVote(ctx, h.as("chair"), h.tick(), review.OpenVote{Meeting: meeting, Review: kase, Secret: true}))
		for _, p := range six {
			h.ok(h.voteErr(meeting, kase, p))
		}
		version := h.seen(try, review.MeetingStream(meeting))
		h.tick()
		closes := func(who string) func() error {
			return func() error {
				return second(h.CloseVote(ctx, h.as(who), h.now, review.OnItem{Meeting: meeting, Review: kase, Version: version}))
			}
		}
		h.one(race(closes("chair"), closes("sec")), "journal.stale", "review.vote.closed")
		m := h.meet(meeting)
		if r := m.Items[0].Round(); r.Open || r.Tally["approve"] != len(six) || h.count(review.MeetingStream(meeting), "meeting.vote_closed") != 1 {
			t.Errorf("the round %+v", r)
		}
		h.did(h.Decide(ctx, h.as("chair"), h.tick(), review.Decide{Meeting: meeting, Review: kase, Outcome: "approve"}))
	})
}

// Chair and secretary close a meeting at once: it is closed once.
func TestTwoClosingsOfAMeeting(t *testing.T) {
	encounters(t, func(t *testing.T, h *house, try int) {
		_, kase := h.apply("睡眠研究")
		meeting := h.sitting(kase)
		h.did(h.Defer(ctx, h.as("chair"), h.tick(), review.Defer{Meeting: meeting, Review: kase, Reason: review.DeferTime, Note: "天色已晚"}))
		version := h.seen(try, review.MeetingStream(meeting))
		h.tick()
		closes := func(who string) func() error {
			return func() error {
				return second(h.CloseSession(ctx, h.as(who), h.now, review.OnMeeting{Meeting: meeting, Version: version}))
			}
		}
		h.one(race(closes("chair"), closes("sec")), "journal.stale", "review.meeting.state")
		if n := h.count(review.MeetingStream(meeting), "meeting.closed"); n != 1 || h.meet(meeting).ClosedAt.IsZero() {
			t.Errorf("closed %d times", n)
		}
	})
}

// The chair declares two decisions from two pages, the one to approve and the one
// to reject: what the vote carried is declared once.
func TestTwoDecisions(t *testing.T) {
	encounters(t, func(t *testing.T, h *house, try int) {
		act, kase := h.apply("睡眠研究")
		meeting := h.sitting(kase)
		h.vote(meeting, kase, "approve", false, six...)
		version := h.seen(try, review.MeetingStream(meeting))
		h.tick()
		decide := func(outcome string) func() error {
			return func() error {
				return second(h.Decide(ctx, h.as("chair"), h.now, review.Decide{Meeting: meeting, Review: kase, Outcome: outcome, Reasons: "见讨论", Version: version}))
			}
		}
		won := h.one(race(decide("approve"), decide("approve"), decide("reject")), "journal.stale", "review.item.over", "review.decide.majority")
		if won == 2 || h.count(review.Stream(kase), "review.approved") != 1 || h.count(activity.Stream(act), "activity.approved") != 1 || h.state(act) != "approved" {
			t.Errorf("act %d won, the activity is %s", won, h.state(act))
		}
	})
}

// A member leaves while the chair declares the decision: the decision stands on the
// room that the chair saw, or is refused.
func TestADecisionOnARoomThatChanged(t *testing.T) {
	encounters(t, func(t *testing.T, h *house, try int) {
		act, kase := h.apply("睡眠研究")
		meeting := h.sitting(kase)
		h.vote(meeting, kase, "approve", false, six...)
		version := h.seen(try, review.MeetingStream(meeting))
		h.tick()
		told := race(
			func() error {
				return second(h.Decide(ctx, h.as("chair"), h.now, review.Decide{Meeting: meeting, Review: kase, Outcome: "approve", Version: version}))
			},
			func() error { return second(h.Leave(ctx, h.as("lay"), h.now, review.Move{Meeting: meeting})) },
		)
		h.ok(told[1])
		decided := h.count(review.Stream(kase), "review.approved") == 1
		if decided != (told[0] == nil) || decided != (h.state(act) == "approved") {
			t.Fatalf("told %v, decided %v, activity %s", told[0], decided, h.state(act))
		}
		events, err := h.J.Stream(h.db.Read(ctx), review.MeetingStream(meeting))
		h.ok(err)
		if left := slices.IndexFunc(events, func(e journal.Event) bool { return e.Type == "meeting.left" }); decided && events[left-1].Type != "meeting.item_decided" {
			t.Errorf("decided on a room that had changed")
		}
		if !decided {
			h.told(told[0], "journal.stale", "review.quorum")
		}
	})
}

// The applicant withdraws while the chair declares the decision: either the case is
// decided or it is withdrawn, and file, meeting and activity say the same.
func TestADecisionMeetsAWithdrawal(t *testing.T) {
	encounters(t, func(t *testing.T, h *house, try int) {
		act, kase := h.apply("睡眠研究")
		meeting := h.sitting(kase)
		h.vote(meeting, kase, "approve", false, six...)
		version := h.seen(try, review.MeetingStream(meeting))
		h.tick()
		won := h.one(race(
			func() error {
				return second(h.Decide(ctx, h.as("chair"), h.now, review.Decide{Meeting: meeting, Review: kase, Outcome: "approve", Version: version}))
			},
			func() error {
				return second(h.Withdraw(ctx, h.as("lin"), h.now, review.Withdraw{Review: kase, Reason: "没有经费"}))
			},
		), "journal.stale", "review.state", "review.item.over")
		want := []struct {
			kase, act string
			item      review.ItemState
		}{{"approved", "approved", review.ItemDone}, {"withdrawn", "withdrawn", review.ItemTakenBack}}[won]
		if c, m := h.kase(kase), h.meet(meeting); string(c.State) != want.kase || h.state(act) != want.act || m.Items[0].State != want.item {
			t.Errorf("act %d won: case %s, activity %s, item %s", won, c.State, h.state(act), m.Items[0].State)
		}
	})
}
