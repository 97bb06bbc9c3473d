package review

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
)

// world is a committee with one meeting and one case, without a database: acts
// are decided and their events folded at once.
type world struct {
	t       testing.TB
	now     time.Time
	seats   []Seat
	barred  []string
	unlaw   bool
	packs   *Together // what may be approved together
	lacks   *Lack     // rules of emergency review that are not on file
	novideo *Lack     // rules of meeting by video that are not on file
	kase    []journal.Event
	session []journal.Event
	box     map[int]map[string]int // ballots of secret rounds
	ids     int
}

const today = calendar.Day("2026-11-20")

func newWorld(t testing.TB) *world {
	seat := func(person, role, sex string, external bool, expertise ...string) Seat {
		return Seat{Person: person, Role: role, Sex: sex, External: external, Expertise: expertise, From: "2024-01-01", Until: "2028-12-31"}
	}
	return &world{t: t, now: today.Start().Add(9 * time.Hour), box: map[int]map[string]int{}, seats: []Seat{
		seat("chair", RoleChair, "female", false, "medicine"), seat("vice", RoleViceChair, "male", false, "ethics"),
		seat("law", RoleMember, "female", false, "law"), seat("lay", RoleMember, "male", true, "lay"),
		seat("sci", RoleMember, "female", false, "science"), seat("eth", RoleMember, "male", false, "ethics"),
		seat("ext", RoleMember, "female", true, "law"), seat("sec", RoleSecretary, "male", false),
	}}
}

func (w *world) c() Case {
	c, err := Fold(w.kase)
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

func (w *world) m() Meeting {
	m, err := FoldMeeting(w.session)
	if err != nil {
		w.t.Fatal(err)
	}
	return m
}

// facts are what the registry and the rules would say; the rules here are the
// plain ones: seven members, five present with law and ethics, two thirds.
func (w *world) facts(actor string) Facts {
	f := Facts{Actor: actor, Today: calendar.Of(w.now), Seats: w.seats, Barred: w.barred, Procedures: []string{"meeting"}, Points: []string{"risk"},
		Outcomes: []Outcome{
			{Code: "approve", Approves: true}, {Code: "approve_after_changes", Approves: true, Reasons: true, Stipulations: true},
			{Code: "change_and_rereview", Reasons: true, Stipulations: true}, {Code: "reject", Reasons: true},
		},
		Clocks: map[string]flow.ClockMove{ClockDecision: {Due: w.now.AddDate(0, 0, 30)}, ClockFollowUp: {Due: w.now.AddDate(1, 0, 0)}},
		Case:   w.c(), Together: w.packs, NoVideo: w.novideo,
	}
	voting := 0
	for _, s := range w.seats {
		if s.Votes(f.Today) {
			voting++
		}
	}
	f.Composition = []rules.Standard{standard("size", voting, 7)}
	if w.unlaw {
		f.Composition = append(f.Composition, standard("external", 0, 1))
	}
	m := w.m()
	item := m.Item("c1")
	if item == nil {
		return f
	}
	present := m.Entitled(item, f)
	f.Quorum = []rules.Standard{standard("size", len(present), 5), standard("law", having(present, "law"), 1), standard("ethics", having(present, "ethics"), 1)}
	f.Majority = map[string]Majority{}
	if r := item.Round(); r != nil {
		for _, choice := range r.Choices {
			need := (2*len(r.Present) + 2) / 3
			f.Majority[choice] = Majority{Passes: choice != Abstain && need > 0 && r.Tally[choice] >= need, Need: need}
		}
	}
	return f
}

func standard(code string, have, need int) rules.Standard {
	return rules.Standard{Code: code, Holds: have >= need, Have: have, Need: need, Text: lang.Same(code)}
}

func having(seats []Seat, field string) int {
	n := 0
	for _, s := range seats {
		if strings.Contains(strings.Join(s.Expertise, " "), field) {
			n++
		}
	}
	return n
}

// happen folds decided events into the streams.
func (w *world) happen(actor string, session, kase []journal.New) {
	w.now = w.now.Add(time.Minute)
	note := func(events *[]journal.Event, stream string, news []journal.New) {
		for _, n := range news {
			w.ids++
			*events = append(*events, journal.Event{ID: fmt.Sprintf("%06d", w.ids), Stream: stream, Version: int64(len(*events)) + 1,
				Type: n.Body.EventType(), At: w.now, Actor: actor, Body: n.Body})
		}
	}
	note(&w.session, "meeting/m1", session)
	note(&w.kase, "review/c1", kase)
}

func (w *world) try(actor string, decide func(m Meeting, c Case, f Facts) (session, kase []journal.New, err error)) error {
	session, kase, err := decide(w.m(), w.c(), w.facts(actor))
	if err == nil {
		before, m := w.facts(actor), w.m()
		item := m.Current()
		w.happen(actor, session, kase)
		if item != nil && slices.ContainsFunc(session, func(n journal.New) bool { return moves(n.Body) }) {
			w.happen(actor, item.turn(before, w.facts(actor)), nil)
		}
	}
	return err
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// refused asserts that an act is refused for exactly this reason among those told.
func (w *world) refused(err error, key string) {
	w.t.Helper()
	if !errs.Has(err, key) {
		w.t.Errorf("got %v; want the refusal %s", err, key)
	}
}

func session(news []journal.New, err error) ([]journal.New, []journal.New, error) {
	return news, nil, err
}
func kase(news []journal.New, err error) ([]journal.New, []journal.New, error) { return nil, news, err }

// The verbs, as this person.

func (w *world) submit() error {
	return w.try("pi", func(_ Meeting, c Case, f Facts) ([]journal.New, []journal.New, error) {
		return kase(c.Submit(Open{Opened{Activity: "a1", Committee: "k1", Unit: "u1", Applicant: "pi", Title: "Sleep and light", Application: 3}}, f))
	})
}

func (w *world) accept() error {
	return w.try("sec", func(_ Meeting, c Case, f Facts) ([]journal.New, []journal.New, error) {
		return kase(c.Accept(Accept{Procedure: "meeting"}, Numbered("EC-{year}-{seq}", 2026, 7), f))
	})
}

func (w *world) plan() error {
	return w.try("sec", func(m Meeting, _ Case, f Facts) ([]journal.New, []journal.New, error) {
		return session(m.Plan(PlanMeeting{Committee: "k1", StartsAt: w.now.Add(time.Hour), Mode: InPerson, Place: "Room 1"}, f, w.now))
	})
}

func (w *world) schedule() error {
	return w.try("sec", func(m Meeting, _ Case, f Facts) ([]journal.New, []journal.New, error) {
		return m.AddItem(Schedule{Review: "c1"}, f)
	})
}

func (w *world) call() error {
	return w.try("sec", func(m Meeting, _ Case, f Facts) ([]journal.New, []journal.New, error) { return session(m.Call(f)) })
}

func (w *world) open(as string) error {
	return w.try(as, func(m Meeting, _ Case, f Facts) ([]journal.New, []journal.New, error) {
		return session(m.OpenSession(f))
	})
}

func (w *world) arrive(person string) error {
	return w.try(person, func(m Meeting, _ Case, f Facts) ([]journal.New, []journal.New, error) {
		return session(m.Arrive(Move{}, f))
	})
}

func (w *world) join(person string) error {
	return w.try(person, func(m Meeting, _ Case, f Facts) ([]journal.New, []journal.New, error) {
		return session(m.Arrive(Move{Remote: true}, f))
	})
}

func (w *world) leave(person string) error {
	return w.try(person, func(m Meeting, _ Case, f Facts) ([]journal.New, []journal.New, error) {
		return session(m.Leave(Move{}, f))
	})
}

func (w *world) declare(person, nature string) error {
	return w.try(person, func(m Meeting, _ Case, f Facts) ([]journal.New, []journal.New, error) {
		return m.DeclareInterest(DeclareInterest{Review: "c1", Conflict: nature != "", Nature: nature}, f)
	})
}

func (w *world) exclude(as, person string) error {
	return w.try(as, func(m Meeting, _ Case, f Facts) ([]journal.New, []journal.New, error) {
		return m.Exclude(ExcludeMember{Review: "c1", Person: person, Reason: "co-author"}, f)
	})
}

func (w *world) adviser(person string) error {
	return w.try("chair", func(m Meeting, _ Case, f Facts) ([]journal.New, []journal.New, error) {
		return session(m.InviteAdviser(InviteAdviser{Review: "c1", Person: person}, f))
	})
}

func (w *world) takeUp(as string) error {
	return w.try(as, func(m Meeting, _ Case, f Facts) ([]journal.New, []journal.New, error) {
		return m.OpenItem(OnItem{Review: "c1"}, f)
	})
}

func (w *world) takeChair(as string) error {
	return w.try(as, func(m Meeting, _ Case, f Facts) ([]journal.New, []journal.New, error) {
		return session(m.TakeChair(OnMeeting{}, f))
	})
}

func (w *world) mark() error {
	return w.try("sec", func(m Meeting, _ Case, f Facts) ([]journal.New, []journal.New, error) {
		return session(m.MarkConsent(OnItem{Review: "c1"}, f))
	})
}

func (w *world) lift(as string) error {
	return w.try(as, func(m Meeting, _ Case, f Facts) ([]journal.New, []journal.New, error) {
		return session(m.LiftConsent(OnItem{Review: "c1"}, f))
	})
}

// together approves the case with others: all three steps, or none.
func (w *world) together(as string) error {
	kase, session := w.kase, w.session
	m := w.m()
	_, err := m.together(w.facts(as))
	for _, step := range []func() error{
		func() error { return w.takeUp(as) },
		func() error { return w.consent(as) },
		func() error { return w.decide(as, Decide{Outcome: "approve"}) },
	} {
		if err == nil {
			err = step()
		}
	}
	if err != nil {
		w.kase, w.session = kase, session
	}
	return err
}

func (w *world) consent(as string) error {
	return w.try(as, func(m Meeting, _ Case, f Facts) ([]journal.New, []journal.New, error) {
		news, err := m.Agree(OnItem{Review: "c1"}, f)
		return news, nil, err
	})
}

func (w *world) openVote(as string, secret bool) error {
	return w.try(as, func(m Meeting, _ Case, f Facts) ([]journal.New, []journal.New, error) {
		return session(m.OpenVote(OpenVote{Review: "c1", Secret: secret}, f))
	})
}

func (w *world) vote(person, choice string) error {
	return w.try(person, func(m Meeting, _ Case, f Facts) ([]journal.New, []journal.New, error) {
		news, err := m.CastVote(CastVote{Review: "c1", Choice: choice}, f)
		if err == nil && m.Item("c1").Round().Secret {
			w.drop(m.Item("c1").Round().Number, choice)
		}
		return news, nil, err
	})
}

// drop puts a ballot into the box of a round.
func (w *world) drop(round int, choice string) {
	if w.box[round] == nil {
		w.box[round] = map[string]int{}
	}
	w.box[round][choice]++
}

func (w *world) closeVote(as string) error {
	return w.try(as, func(m Meeting, _ Case, f Facts) ([]journal.New, []journal.New, error) {
		box := map[string]int{}
		if item := m.Item("c1"); item != nil && item.Round() != nil {
			box = w.box[item.Round().Number]
		}
		return session(m.CloseVote(OnItem{Review: "c1"}, box, f))
	})
}

func (w *world) decide(as string, cmd Decide) error {
	cmd.Review = "c1"
	return w.try(as, func(m Meeting, _ Case, f Facts) ([]journal.New, []journal.New, error) { return m.Decide(cmd, f) })
}

func (w *world) putOff(as, reason, note string) error {
	return w.try(as, func(m Meeting, _ Case, f Facts) ([]journal.New, []journal.New, error) {
		return m.Defer(Defer{Review: "c1", Reason: reason, Note: note}, f)
	})
}

func (w *world) adjourn(as string) error {
	return w.try(as, func(m Meeting, _ Case, f Facts) ([]journal.New, []journal.New, error) {
		return session(m.Adjourn(Adjourn{Until: w.now.Add(24 * time.Hour), Reason: "late"}, f, w.now))
	})
}

func (w *world) apologise(person string) error {
	return w.try(person, func(m Meeting, _ Case, f Facts) ([]journal.New, []journal.New, error) {
		return session(m.Apologise(Move{}, f))
	})
}

// sitting is a world in which these people deliberate about the case, led by
// the chair.
func sitting(t testing.TB, people ...string) *world {
	w := newWorld(t)
	for _, step := range []func() error{w.submit, w.accept, w.plan, w.schedule, w.call} {
		w.must(step())
	}
	w.must(w.open("chair"))
	for _, p := range people {
		w.must(w.arrive(p))
	}
	w.must(w.takeUp("chair"))
	return w
}

// voted is a sitting of six in which everybody voted so and the vote is closed.
func voted(t testing.TB, choice string) *world {
	w := sitting(t, "vice", "law", "lay", "sci", "eth")
	w.must(w.openVote("chair", false))
	for _, p := range []string{"chair", "vice", "law", "lay", "sci", "eth"} {
		w.must(w.vote(p, choice))
	}
	w.must(w.closeVote("chair"))
	return w
}
