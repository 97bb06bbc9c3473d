package violation

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"lunheng/internal/flow"
	"lunheng/internal/journal"
)

// Whatever is tried in whatever order: what is decided folds, and no case ends against
// what the law asks of it.
func TestRandomCases(t *testing.T) {
	ended := map[flow.State]int{}
	rapid.Check(t, func(rt *rapid.T) {
		h := newHistory(rt)
		if rapid.Bool().Draw(rt, "noticed") {
			h.notice()
		}
		for range rapid.IntRange(20, 120).Draw(rt, "steps") {
			h.f.Actor = rapid.SampledFrom(append([]string{"officer", "lin"}, panel...)).Draw(rt, "actor")
			h.f.Today = h.f.Today.AddDays(rapid.SampledFrom([]int{0, 0, 0, 1, 7}).Draw(rt, "days"))
			before := h.State
			if news, err := h.try(rt, rapid.IntRange(0, 25).Draw(rt, "verb")); err == nil && len(news) > 0 {
				h.append(news...)
				h.lawful(before)
			}
		}
		ended[h.State.State]++
	})
	if ended[StateDecided] == 0 || ended[StateCleared] == 0 {
		t.Errorf("the cases ended as %v: the test proves too little", ended)
	}
}

// lawful holds a step against the law.
func (h *history) lawful(before State) {
	h.Helper()
	if h.State.State == StateDecided && before.State != StateDecided {
		switch {
		case before.State != StateHearing || before.Notice == nil || h.f.Today <= h.f.Ends(before.Notice.Window) && !before.Waived():
			h.Fatalf("decided before notice and hearing: %+v", before)
		case len(before.Judged()) < h.f.Least || before.Found == nil || len(before.Orders) == 0:
			h.Fatalf("decided without a panel, a finding or a measure: %+v", before)
		}
	}
	if h.Typical != nil && h.State.State != StateDecided {
		h.Fatalf("published in the state %s", h.State.State)
	}
	for _, m := range h.Members {
		if m.Left == "" && (m.Person == h.Reporter || slices.ContainsFunc(h.Parties, func(p Party) bool { return p.Who == m.Person })) {
			h.Fatalf("%s takes part in a case of their own", m.Person)
		}
	}
	for clock, states := range map[string][]flow.State{clockAccept: {StateReceived}, clockInquiry: {StateChecking, StateInvestigating, StateHearing}} {
		if _, runs := h.Running[clock]; runs != slices.Contains(states, h.State.State) {
			h.Fatalf("in the state %s the clock %s runs: %v", h.State.State, clock, runs)
		}
	}
}

// try is one attempt of any verb.
func (h *history) try(rt *rapid.T, verb int) ([]journal.New, error) {
	who := rapid.SampledFrom(append([]string{"lin", "stranger", "helper"}, panel...)).Draw(rt, "who")
	yes := rapid.IntRange(0, 4).Draw(rt, "yes") > 0
	f := h.facts()
	var party, request, order string
	if n := len(h.Parties); n > 0 {
		party = h.Parties[n-1].ID
	}
	if n := len(h.Requests); n > 0 {
		request = h.Requests[n-1].ID
	}
	if n := len(h.Orders); n > 0 {
		order = h.Orders[n-1].ID
	}
	switch verb {
	case 0:
		return h.NameParty(NameParty{Kind: Person, Who: who}, h.About, f)
	case 1:
		return h.DropParty(Part{ID: party})
	case 2:
		return h.Accept(Accept{Tests: []string{"target", "evidence"}}, f)
	case 3:
		return h.Check(Check{Proceed: yes, Text: "x"}, f)
	case 4:
		return h.MakePlan(Write{Text: "x"}, f)
	case 5, 6:
		return h.NameMember(NameMember{Person: who, Role: Peer}, f)
	case 7, 8:
		return h.Declare(Declare{Conflict: !yes}, f)
	case 9, 10:
		return h.Assess(Assess{Breach: yes, Reasons: "x"}, f)
	case 11:
		return h.conclude()
	case 12:
		return h.propose("bar", 24)
	case 13:
		return h.DropProposal(Part{ID: order})
	case 14, 15:
		return h.Notify(On{}, f)
	case 16:
		return h.Answer(Answer{Party: party, Waive: yes, Text: "x"}, true, f)
	case 17, 18:
		return h.rule(true)
	case 19:
		return h.rule(false)
	case 20:
		return h.Publish(Publish{Title: "x", Text: "x"}, f)
	case 21:
		return h.Serve(Serve{Party: party, Day: f.Today}, f)
	case 22:
		return h.Ask(Ask{Kind: Recheck, Party: party, Text: "x"}, f)
	case 23:
		return h.Take(Settle{ID: request, Accept: yes}, f)
	case 24:
		return h.Settle(Settle{ID: request, Outcome: Lifted, Reason: "x"}, []Held{{"m", party}}, f)
	}
	return h.Leave(Part{ID: who, Text: "x"}, f)
}
