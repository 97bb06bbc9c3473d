package complaint_test

import (
	"testing"

	"pgregory.net/rapid"

	"lunheng/internal/complaint"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
)

// history is a report and what was decided about it.
type history struct {
	complaint.State
	events []journal.Event
}

func (h *history) add(t interface{ Fatal(...any) }, actor string, news []journal.New, err error) {
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range news {
		h.events = append(h.events, journal.Event{ID: "e", Stream: "complaint/c", Version: int64(len(h.events) + 1), Type: n.Body.EventType(), Actor: actor, Body: n.Body})
	}
	if h.State, err = complaint.Fold(h.events); err != nil {
		t.Fatal(err)
	}
}

func filed(t interface{ Fatal(...any) }, identity bool) *history {
	h := &history{}
	h.add(t, "system", []journal.New{journal.Because(complaint.Filed{BodyKind: "unit", Body: "u", Region: "440300", Day: "2026-11-20", Identity: identity,
		Clocks: flow.Clocks{Moves: []flow.ClockMove{{Clock: "acceptance", Op: flow.ClockStart, Due: day("2026-12-11")}}}})}, nil)
	return h
}

func facts() complaint.Facts {
	return complaint.Facts{Actor: "r", NewID: "n", Today: "2026-11-23", Closings: []string{"settled"}, Keep: 36,
		Target: complaint.Intake{Body: "d", BodyKind: "department", People: []complaint.Person{{Person: "x", Duty: complaint.Receiver, Key: "k"}}}}
}

func want(t *testing.T, err error, key string) {
	t.Helper()
	e := errs.All(err)
	if len(e) == 0 || e[0].Key != key {
		t.Errorf("want %s, got %v", key, err)
	}
}

func moves(news []journal.New) []flow.ClockMove {
	var out []flow.ClockMove
	for _, n := range news {
		out = append(out, flow.MovesOf(n.Body)...)
	}
	return out
}

// Before it is journalled, nothing can be done with a report: the act has a time.
func TestNothingIsDoneWithWhatRests(t *testing.T) {
	var s complaint.State
	for name, decide := range map[string]func() ([]journal.New, error){
		"take up": s.TakeUp,
		"close":   func() ([]journal.New, error) { return s.Close(complaint.Close{Code: "settled", Reason: "x"}, facts()) },
		"hold":    func() ([]journal.New, error) { return s.Hold(complaint.Reasoned{Reason: "x"}) },
		"ask":     func() ([]journal.New, error) { return s.AskIdentity(complaint.Reasoned{Reason: "x"}, facts()) },
		"tell":    func() ([]journal.New, error) { return s.Tell(complaint.Telling{Status: complaint.Accepted}) },
	} {
		if _, err := decide(); err == nil || errs.All(err)[0].Key != "complaint.resting" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The clock of acceptance ends with whatever tells the reporter how it stands.
func TestClockEnds(t *testing.T) {
	f := facts()
	for name, c := range map[string]struct {
		op     flow.ClockOp
		decide func(s complaint.State) ([]journal.New, error)
	}{
		"taken up": {flow.ClockMeet, func(s complaint.State) ([]journal.New, error) {
			return s.Tell(complaint.Telling{Status: complaint.Accepted})
		}},
		"refused": {flow.ClockMeet, func(s complaint.State) ([]journal.New, error) {
			return s.Tell(complaint.Telling{Status: complaint.Refused, Grounds: []string{"outside"}})
		}},
		"closed": {flow.ClockMeet, func(s complaint.State) ([]journal.New, error) {
			return s.Close(complaint.Close{Code: "settled", Reason: "x"}, f)
		}},
		"referred": {flow.ClockMeet, func(s complaint.State) ([]journal.New, error) {
			return s.Refer(complaint.Refer{To: "纪检", Reason: "x"}, f)
		}},
		"handed over": {flow.ClockCancel, func(s complaint.State) ([]journal.New, error) {
			return s.HandOver(complaint.HandOver{Body: "d", Reason: "x"}, f)
		}},
	} {
		news, err := c.decide(filed(t, false).State)
		if err != nil {
			t.Fatal(name, err)
		}
		if m := moves(news); len(m) != 1 || m[0].Op != c.op {
			t.Errorf("%s: %+v", name, m)
		}
	}
}

// While an inquiry runs, the report is neither closed nor given away, whatever else.
func TestCaseHoldsTheReport(t *testing.T) {
	h := filed(t, false)
	_, err := h.Tell(complaint.Telling{Status: complaint.Refused})
	want(t, err, "complaint.grounds")
	_, err = h.Tell(complaint.Telling{Status: complaint.Decided})
	want(t, err, "complaint.told")
	news, err := h.Tell(complaint.Telling{Status: complaint.Accepted, Case: "v"})
	h.add(t, "r", news, err)
	if h.State.State != complaint.StateOpen {
		t.Error("not in hand:", h.State.State)
	}
	_, err = h.Close(complaint.Close{Code: "settled", Reason: "x"}, facts())
	want(t, err, "complaint.case")
	_, err = h.HandOver(complaint.HandOver{Body: "d", Reason: "x"}, facts())
	want(t, err, "complaint.case")
	_, err = h.Tell(complaint.Telling{Status: complaint.Accepted})
	want(t, err, "complaint.told")
	for _, status := range []complaint.Status{complaint.Investigating, complaint.Decided} {
		news, err = h.Tell(complaint.Telling{Status: status, Case: "v"})
		h.add(t, "r", news, err)
	}
	news, err = h.Close(complaint.Close{Code: "settled", Reason: "x"}, facts())
	h.add(t, "r", news, err)
	if h.Until != "2029-11-23" {
		t.Error("kept until", h.Until)
	}
}

// Contents go after their last day, unless they are held or an inquiry began anew.
func TestDestroy(t *testing.T) {
	h := filed(t, false)
	_, err := h.Destroy("2099-01-01")
	want(t, err, "complaint.state")
	_, err = h.Close(complaint.Close{Code: "nonsense", Reason: " "}, facts())
	if len(errs.All(err)) != 2 {
		t.Errorf("not everything at once: %v", err)
	}
	news, err := h.Close(complaint.Close{Code: "settled", Reason: "x"}, facts())
	h.add(t, "r", news, err)
	_, err = h.Destroy("2029-11-23")
	want(t, err, "complaint.kept")
	held := &history{State: h.State, events: h.events}
	news, err = held.Hold(complaint.Reasoned{Reason: "a lawsuit"})
	held.add(t, "r", news, err)
	_, err = held.Destroy("2030-01-01")
	want(t, err, "complaint.kept")
	news, err = held.Release(complaint.Reasoned{Reason: "over"})
	held.add(t, "r", news, err)
	news, err = held.Destroy("2029-11-24")
	held.add(t, "system", news, err)
	_, err = held.Tell(complaint.Telling{Status: complaint.Accepted})
	want(t, err, "complaint.state")
}

// An identity is opened by somebody else than who asks, once they ask, if there is one.
func TestIdentity(t *testing.T) {
	_, err := filed(t, false).AskIdentity(complaint.Reasoned{Reason: "x"}, facts())
	want(t, err, "complaint.anonymous")
	h := filed(t, true)
	keeper := facts()
	keeper.Actor = "k"
	_, err = h.AgreeIdentity(complaint.Agree{Reason: "x"}, keeper)
	want(t, err, "complaint.unasked")
	news, err := h.AskIdentity(complaint.Reasoned{Reason: "x"}, facts())
	h.add(t, "r", news, err)
	_, err = h.AskIdentity(complaint.Reasoned{Reason: "x"}, facts())
	want(t, err, "complaint.asking")
	_, err = h.AgreeIdentity(complaint.Agree{Reason: "x"}, facts())
	want(t, err, "complaint.apart")
	_, err = h.Close(complaint.Close{Code: "settled", Reason: "x"}, facts())
	want(t, err, "complaint.asking")
	news, err = h.RefuseIdentity(complaint.Reasoned{Reason: "not needed"}, keeper)
	h.add(t, "k", news, err)
	if a := h.Asks[0]; a.State != complaint.AskRefused || a.By != "r" || a.Answer != "not needed" {
		t.Errorf("%+v", a)
	}
}

// Nobody both reads the words and keeps the identity.
func TestDuties(t *testing.T) {
	in := complaint.Intake{Body: "u", People: []complaint.Person{{Person: "a", Duty: complaint.Receiver}}}
	_, err := in.Name(complaint.Name{Person: "a", Duty: complaint.Custodian}, "unit", true)
	want(t, err, "complaint.duties")
	_, err = in.Name(complaint.Name{Person: "a", Duty: complaint.Receiver}, "unit", true)
	want(t, err, "complaint.same")
	_, err = in.Name(complaint.Name{Person: "b", Duty: "chief"}, "unit", true)
	want(t, err, "complaint.duty")
	_, err = in.Name(complaint.Name{Person: "b", Duty: complaint.Custodian}, "unit", false)
	want(t, err, "complaint.person")
	if _, err = in.Name(complaint.Name{Person: "b", Duty: complaint.Custodian}, "unit", true); err != nil {
		t.Error(err)
	}
	_, err = in.Leave(complaint.Leave{Person: "b"})
	want(t, err, "complaint.nobody")
	_, err = in.SetKey(complaint.SetKey{}, "stranger")
	want(t, err, "complaint.nobody")
	_, err = in.SetKey(complaint.SetKey{Public: "age1no"}, "a")
	want(t, err, "complaint.key")
}

// Whom a report is about does not receive it: the head's is for the body above, and
// so is one about all who receive there.
func TestAboutThoseWhoReceive(t *testing.T) {
	in := complaint.Intake{Body: "u", BodyKind: "unit", People: []complaint.Person{{Person: "a", Duty: complaint.Receiver, Key: "k"}, {Person: "b", Duty: complaint.Receiver}}}
	want(t, complaint.Filing{Head: true}.Admit(in), "complaint.superior")
	want(t, complaint.Filing{Barred: []string{"a"}}.Admit(in), "complaint.superior") // b has no key yet
	want(t, complaint.Filing{}.Admit(complaint.Intake{Body: "u", BodyKind: "unit"}), "complaint.closed_office")
	if n := len(errs.All(complaint.Filing{Barred: []string{"z"}, Identity: "x"}.Admit(in))); n != 7 {
		t.Errorf("%d of 7 mistakes told", n)
	}
}

// Whatever people try, in whatever order: nothing is destroyed before its time, while
// held or while an inquiry runs, and every history folds.
func TestAnyHistory(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h, f := filed(rt, rapid.Bool().Draw(rt, "identity")), facts()
		keeper := f
		keeper.Actor = "k"
		for range rapid.IntRange(1, 25).Draw(rt, "steps") {
			actor := "r"
			var news []journal.New
			var err error
			switch rapid.IntRange(0, 12).Draw(rt, "act") {
			case 0:
				news, err = h.TakeUp()
			case 1:
				news, err = h.Close(complaint.Close{Code: "settled", Reason: "x"}, f)
			case 2:
				news, err = h.Reopen(complaint.Reasoned{Reason: "x"})
			case 3:
				news, err = h.Hold(complaint.Reasoned{Reason: "x"})
			case 4:
				news, err = h.Release(complaint.Reasoned{Reason: "x"})
			case 5:
				news, err = h.Refer(complaint.Refer{To: "y", Reason: "x"}, f)
			case 6:
				news, err = h.HandOver(complaint.HandOver{Body: "d", Reason: "x"}, f)
			case 7:
				news, err = h.AskIdentity(complaint.Reasoned{Reason: "x"}, f)
			case 8:
				actor = "k"
				news, err = h.AgreeIdentity(complaint.Agree{Reason: "x"}, keeper)
			case 9:
				actor = "k"
				news, err = h.RefuseIdentity(complaint.Reasoned{Reason: "x"}, keeper)
			case 10:
				status := rapid.SampledFrom([]complaint.Status{complaint.Accepted, complaint.Refused, complaint.Investigating, complaint.Decided}).Draw(rt, "status")
				news, err = h.Tell(complaint.Telling{Status: status, Grounds: []string{"outside"}})
			default:
				before := h.State
				today := rapid.SampledFrom([]string{"2026-11-23", "2029-11-23", "2029-11-24"}).Draw(rt, "day")
				if news, err = h.Destroy(dayOf(today)); err == nil && (before.Held || before.CaseOpen() || before.OpenAsk() != nil || today != "2029-11-24") {
					rt.Fatalf("destroyed on %s: %+v", today, before)
				}
			}
			if err == nil {
				h.add(rt, actor, news, nil)
			}
		}
	})
}
