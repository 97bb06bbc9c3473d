package sites_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/sites"
	"lunheng/internal/sites/parcel"
)

// between is one site with what its lead does, in memory.
type between struct {
	sites.State
	events []journal.Event
	lead   sites.Dossier // as recognition would be checked now
	sent   int
	older  bool // a newer package has to come
}

func (b *between) happen(rt *rapid.T, news []journal.New) {
	for _, n := range news {
		b.events = append(b.events, journal.Event{ID: fmt.Sprint("e", len(b.events)), Stream: "site/s", Version: int64(len(b.events) + 1), Type: n.Body.EventType(), Body: n.Body,
			At: time.Date(2026, 11, 20, 2, len(b.events), 0, 0, time.UTC)})
	}
	st, err := sites.Fold(b.events)
	if err != nil {
		rt.Fatal(err)
	}
	b.State = st
}

func (b *between) facts() sites.Facts {
	due := flow.ClockMove{Due: time.Date(2026, 12, 20, 0, 0, 0, 0, time.UTC)}
	f := sites.Facts{Actor: "a", Today: "2026-11-21", Known: map[string]bool{"doctor": true}, Newest: b.lead.Now, Case: fmt.Sprint("c", len(b.events)), Answers: []string{"means"},
		Clocks:  map[string]flow.ClockMove{sites.ClockPackage: due, sites.ClockReview: due, sites.ClockOpinion: due, sites.ClockFollowUp: due},
		Results: []sites.Result{{Code: "goes_on", Goes: true}, {Code: "over"}}}
	d := b.lead
	d.Package, d.Has = b.Package, b.Has
	if b.Input != nil {
		d.Read = b.Input.Version
	}
	for _, code := range []string{sites.CheckVersion, sites.CheckInForce, sites.CheckStanding, sites.CheckFindings, sites.CheckAgreement, sites.CheckInput} {
		f.Checks = append(f.Checks, d.Checks([]sites.Rule{{Code: code, Text: lang.Same(code)}})...)
	}
	return f
}

// leads is something that the lead does, or that befalls it.
func (b *between) leads(rt *rapid.T, what string) []journal.New {
	states := func(state string) []journal.New { // as Service.state has it
		newer := state == parcel.Superseded
		switch b.older = b.older || newer; {
		case newer && b.lead.Status.State == parcel.Suspended:
			state = parcel.Suspended
		case state == parcel.InForce && b.older:
			state = parcel.Superseded
		}
		b.lead.Status = parcel.Status{State: state, Package: b.lead.Newest, Reason: "as said"}
		news := b.Standing(b.lead.Status)
		if newer {
			news = append(news, b.Decided(b.facts())...)
		}
		return news
	}
	switch what {
	case "sends":
		if b.lead.Status.State == parcel.Suspended {
			return nil
		}
		b.sent, b.older = b.sent+1, false
		b.lead.Newest, b.lead.Status = fmt.Sprint("p", b.sent), parcel.Status{State: parcel.InForce, Package: fmt.Sprint("p", b.sent)}
		return b.Send(b.lead.Newest, b.lead.Now, b.facts())
	case "amends":
		b.lead.Now = parcel.Version{No: 1, Amended: b.lead.Now.Amended + 1, Hash: fmt.Sprint("v", b.lead.Now.Amended+1)}
		return states(parcel.Superseded)
	case "suspends":
		return states(parcel.Suspended)
	case "goes on":
		return states(parcel.InForce)
	case "is found at fault":
		b.lead.Status.Findings = rapid.SampledFrom([][]string{nil, {"serious"}}).Draw(rt, "findings")
	case "falls short":
		b.lead.Status.Lacks = rapid.SampledFrom([][]string{nil, {"law"}}).Draw(rt, "lacks")
	}
	return nil
}

func (b *between) answers(rt *rapid.T, what string) ([]journal.New, error) {
	f := b.facts()
	switch what {
	case "input":
		return b.GiveInput(sites.GiveInput{Investigator: "doctor", Contact: "doctor"}, f)
	case "take up":
		return b.TakeUp(f)
	case "refuse":
		return b.Refuse(sites.On{Note: "see"}, f)
	case "agree":
		return b.CommitteeAgreed(), nil
	case "disagree":
		return b.CommitteeDisagreed("no means"), nil
	case "reply":
		return b.Reply(sites.Reply{Codes: []string{"means"}, Note: "a freezer"}, f)
	case "follow up":
		return b.FollowUp(sites.Report{Result: rapid.SampledFrom([]string{"goes_on", "over"}).Draw(rt, "result"), Text: "all well"}, f)
	case "withdraw":
		return b.Withdraw("over")
	}
	return nil, nil
}

// In whatever order both sides act: nothing is taken up or recognised while a check
// fails, nothing goes back while all hold, a package is recognised once and after the
// committee's own agreement, only a site that has recognised follows up, and no clock runs
// for one that has withdrawn.
func TestRandomHistories(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		b := &between{lead: sound()}
		b.lead.Newest, b.lead.Read = "", parcel.Version{}
		news, err := sites.State{}.Invite(sites.Facts{Site: sites.Site{Unit: "u", Committee: "k", LeadCom: "l", Party: parcel.Party{Key: "u"}, Lead: parcel.Party{Key: "v"}}})
		if err != nil {
			rt.Fatal(err)
		}
		b.happen(rt, news)
		recognised, agreed := map[string]bool{}, false
		theirs := []string{"sends", "sends", "amends", "suspends", "goes on", "is found at fault", "falls short"}
		ours := []string{"input", "take up", "take up", "refuse", "agree", "agree", "disagree", "reply", "reply", "follow up"}
		for range rapid.IntRange(5, 60).Draw(rt, "steps") {
			if rapid.IntRange(0, 2).Draw(rt, "who") == 0 {
				b.happen(rt, b.leads(rt, rapid.SampledFrom(theirs).Draw(rt, "lead")))
				continue
			}
			what := rapid.SampledFrom(ours).Draw(rt, "act")
			if rapid.IntRange(0, 60).Draw(rt, "end") == 0 {
				what = "withdraw"
			}
			failing, before := sites.Failing(b.facts().Checks), b.State
			news, err := b.answers(rt, what)
			if err != nil {
				continue
			}
			b.happen(rt, news)
			for _, n := range news {
				switch n.Body.(type) {
				case sites.TakenUp:
					agreed = false
				case sites.Agreed:
					agreed = true
				case sites.Recognised:
					if !agreed || recognised[b.Package] {
						rt.Fatalf("%s is recognised twice, or without the committee", b.Package)
					}
					recognised[b.Package] = true
				case sites.FollowedUp:
					if len(recognised) == 0 {
						rt.Fatal("followed up, and nothing was recognised")
					}
				}
				sound := slices.Contains([]string{"site.taken_up", "site.recognised"}, n.Body.EventType())
				if sound && len(failing) > 0 || n.Body.EventType() == "site.refused" && len(failing) == 0 {
					rt.Fatalf("%s in the state %s while %+v fail", n.Body.EventType(), before.State, failing)
				}
			}
			if b.State.State == sites.StateWithdrawn && len(b.Due) > 0 {
				rt.Fatalf("withdrawn, and %v run", b.Due)
			}
			if stops := b.lead.Status.State == parcel.Suspended && b.lead.Newest == b.Package; b.Stopped != (stops && b.Works() && b.State.State != sites.StateWithdrawn) {
				rt.Fatalf("in the state %s the lead's decision is %s, and stopped is %t", b.State.State, b.lead.Status.State, b.Stopped)
			}
			if b.State.State == sites.StateReviewing && b.Due[sites.ClockReview].IsZero() {
				rt.Fatal("before the committee without a clock")
			}
		}
	})
}
