package recheck_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"lunheng/internal/app"
	"lunheng/internal/app/apptest"
	"lunheng/internal/auth"
	"lunheng/internal/clocks"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/recheck"
	"lunheng/internal/review"
	"lunheng/internal/store"
	"lunheng/internal/store/storetest"
)

var ctx = context.Background()

var everyExpert = []string{"peer1", "peer2", "peer3", "peer4", "peer5", "moralist", "jurist"}

// house is a world with a department.
type house struct {
	*apptest.World
	t          *testing.T
	department string
	review     string
	activity   string
	id         string // of the re-review
}

func newHouse(t *testing.T, s app.Storage, pool ...string) *house {
	h := &house{World: apptest.Make(t, s), t: t}
	h.department = h.FoundBureau(pool...)
	h.activity, h.review = h.Listed("植入式脑机接口")
	return h
}

func (h *house) tick() time.Time { return h.Advance(time.Minute) }

func (h *house) refused(key string, do func() (journal.Outcome, error)) {
	h.t.Helper()
	_, err := do()
	if !errs.Has(err, key) {
		h.t.Errorf("got %v; want the refusal %s", err, key)
	}
}

func (h *house) apply() {
	h.t.Helper()
	h.id = h.Done(h.Recheck.Apply(ctx, h.As("officer"), h.tick(), recheck.Apply{Review: h.review,
		Items: []recheck.Item{{Code: "unit_statement", Text: "风险由神经外科负责人承担。"}}})).Result
}

func (h *house) on() recheck.On { return recheck.On{Recheck: h.id} }

func (h *house) state() recheck.State {
	h.t.Helper()
	st, err := h.Recheck.View(h.Read(ctx), h.As("bureau"), h.id)
	if err != nil {
		h.t.Fatal(err)
	}
	return st
}

func (h *house) kase() review.Case {
	h.t.Helper()
	c, err := h.Review.View(h.Read(ctx), h.As("chair"), h.review, 0)
	if err != nil {
		h.t.Fatal(err)
	}
	return c
}

// empanel takes the road as far as a sitting panel.
func (h *house) empanel() {
	h.t.Helper()
	h.apply()
	h.Done(h.Recheck.Accept(ctx, h.As("bureau"), h.tick(), h.on()))
	h.Done(h.Recheck.AnnounceDraw(ctx, h.As("bureau"), h.tick(), recheck.AnnounceDraw{Recheck: h.id}))
	h.Seal()
	h.Done(h.Recheck.Draw(ctx, h.As("bureau"), h.tick(), h.on()))
}

// panel is who sits, by short name.
func (h *house) panel() []string {
	var out []string
	for _, e := range h.state().Sitting() {
		for name, id := range h.People {
			if id == e.Person {
				out = append(out, name)
			}
		}
	}
	return out
}

func (h *house) opinion(name string, agrees bool) (journal.Outcome, error) {
	f := recheck.Finding{Lawful: true, Reasonable: agrees, Agrees: agrees, Reasons: "见附件。"}
	if !agrees {
		f.ReasonableNote = "退出机制不清楚。"
	}
	return h.Recheck.GiveOpinion(ctx, h.As(name), h.tick(), recheck.GiveOpinion{Recheck: h.id, Finding: f})
}

func (h *house) declareAll() {
	for _, name := range h.panel() {
		h.Done(h.Recheck.Declare(ctx, h.As(name), h.tick(), recheck.Declare{Recheck: h.id}))
	}
}

// The whole road on both databases: preliminary opinion, application, draw,
// opinions, answer, final decision.
func TestRoad(t *testing.T) {
	for engine, storage := range map[string]func(t *testing.T) app.Storage{
		"sqlite": func(t *testing.T) app.Storage { return app.Storage{Data: t.TempDir()} },
		"postgres": func(t *testing.T) app.Storage {
			return app.Storage{Data: t.TempDir(), Database: storetest.PostgresURL(t)}
		},
	} {
		t.Run(engine, func(t *testing.T) { road(newHouse(t, storage(t), everyExpert...), t) })
	}
}

func road(h *house, t *testing.T) {
	if c := h.kase(); c.State != review.StateRecheckDue || c.Preliminary == nil || c.Decision() != nil {
		t.Fatalf("after the meeting the case is %s", c.State)
	}
	h.refused("review.final.early", func() (journal.Outcome, error) { return h.finalise("approve") })
	h.empanel()
	h.refused("recheck.twice", h.applyAgain)
	panel := h.panel()
	if len(panel) < 5 || !slices.Contains(panel, "moralist") || !slices.Contains(panel, "jurist") {
		t.Fatalf("the panel is %v", panel)
	}
	h.refused("recheck.opinion.undeclared", func() (journal.Outcome, error) { return h.opinion(panel[0], true) })
	h.declareAll()
	for _, name := range panel[:3] {
		h.Done(h.opinion(name, true))
	}
	if _, err := h.Recheck.Paper(h.Read(ctx), h.As("officer"), h.id); !errs.Has(err, "recheck.paper.early") {
		t.Errorf("a letter before the answer: %v", err)
	}
	h.refused("recheck.feed_back.early", func() (journal.Outcome, error) { return h.feedBack() })
	h.Done(h.opinion(panel[3], true))
	h.Done(h.feedBack())
	if doc, err := h.Recheck.Paper(h.Read(ctx), h.As("officer"), h.id); err != nil || doc.Number == "" || !strings.Contains(fmt.Sprint(doc.Blocks), "专家组的意见。") || strings.Contains(fmt.Sprint(doc.Blocks), h.Person(panel[0])) {
		t.Errorf("the letter: %v, %v", doc, err)
	}
	if c := h.kase(); c.State != review.StateOpinionIn || !c.Opinion.Agrees || c.Opinion.Need != 4 || c.Opinion.All != 5 {
		t.Fatalf("the case is %s with %+v", c.State, c.Opinion)
	}
	h.refused("review.final.against", func() (journal.Outcome, error) { return h.finalise("reject") })
	h.Done(h.finalise("approve"))
	if c := h.kase(); c.State != review.StateApproved || c.Decision().Recheck == nil {
		t.Fatalf("the case is %s", c.State)
	}
	h.clean()
}

func (h *house) finalise(outcome string) (journal.Outcome, error) {
	return h.Review.Finalise(ctx, h.As("chair"), h.tick(), review.Finalise{Review: h.review, Outcome: outcome, Reasons: "依据复核意见。"})
}

func (h *house) feedBack() (journal.Outcome, error) {
	return h.Recheck.FeedBack(ctx, h.As("bureau"), h.tick(), recheck.FeedBack{Recheck: h.id, Summary: "专家组的意见。"})
}

func (h *house) applyAgain() (journal.Outcome, error) {
	return h.Recheck.Apply(ctx, h.As("officer"), h.tick(), recheck.Apply{Review: h.review})
}

// clean rebuilds the tables from the journal and compares.
func (h *house) clean() {
	h.t.Helper()
	tables := []string{"rechecks", "recheck_experts", "pool_experts", "reviews", "review_tasks", "review_counts", "clocks"}
	before := map[string]int{}
	for _, table := range tables {
		before[table] = h.count(table)
	}
	st := h.state()
	err := h.DB().Update(ctx, func(tx *store.Tx) error { return h.Journal.Rebuild(tx, tx, nil) })
	if err != nil {
		h.t.Fatal(err)
	}
	for _, table := range tables {
		if n := h.count(table); n != before[table] {
			h.t.Errorf("%s has %d rows after a rebuild, and had %d", table, n, before[table])
		}
	}
	if again := h.state(); again.Version != st.Version {
		h.t.Errorf("the re-review is at %d after a rebuild, and was at %d", again.Version, st.Version)
	}
}

func (h *house) count(table string) (n int) {
	h.t.Helper()
	if err := h.Read(ctx).Row(`select count(*) from ` + table).Scan(&n); err != nil {
		h.t.Fatal(err)
	}
	return n
}

// The department names all that is missing at once; its thirty days begin anew
// with the complete file, and end with its answer.
func TestClockAndCompletion(t *testing.T) {
	h := newHouse(t, app.Storage{Data: t.TempDir()}, everyExpert...)
	h.refused("recheck.item", h.applyAgain)
	h.apply()
	first := h.clock()
	if days := first.Due.Sub(h.Now()).Hours() / 24; days < 29 || days > 31 {
		t.Errorf("the department has %.1f days", days)
	}
	h.Advance(48 * time.Hour)
	h.refused("recheck.return.empty", func() (journal.Outcome, error) {
		return h.Recheck.Return(ctx, h.As("bureau"), h.tick(), recheck.Return{Recheck: h.id})
	})
	h.Done(h.Recheck.Return(ctx, h.As("bureau"), h.tick(), recheck.Return{Recheck: h.id, Items: []recheck.Missing{{Code: "further", Text: "缺少保险凭证。"}}}))
	if k := h.clock(); k.Open() {
		t.Errorf("the clock is %s while the unit completes the file", k.State)
	}
	h.Done(h.Recheck.Complete(ctx, h.As("officer"), h.tick(), recheck.Complete{Recheck: h.id,
		Items: []recheck.Item{{Code: "unit_statement", Text: "同前。"}, {Code: "further", Text: "保险单号。"}}}))
	if k := h.clock(); !k.Open() || !k.Due.After(first.Due) {
		t.Errorf("the clock is %s and due %s", k.State, k.Due)
	}
}

func (h *house) clock() clocks.Clock {
	h.t.Helper()
	all, err := clocks.Of(h.Read(ctx), recheck.Stream(h.id))
	if err != nil || len(all) == 0 {
		h.t.Fatalf("no clock: %v", err)
	}
	return all[len(all)-1]
}

// What cannot be is refused, with the article and what to do.
func TestRefusals(t *testing.T) {
	h := newHouse(t, app.Storage{Data: t.TempDir()}, "peer1", "peer2", "peer3", "moralist")
	h.AddExpert(h.department, "med") // of the committee and the unit
	h.AddExpert(h.department, "lin") // the applicant
	h.apply()
	bureau := h.As("bureau")
	h.refused("auth.not_found", func() (journal.Outcome, error) { return h.Recheck.Accept(ctx, h.As("stranger"), h.tick(), h.on()) })
	h.refused("auth.forbidden", func() (journal.Outcome, error) { return h.Recheck.Accept(ctx, h.As("officer"), h.tick(), h.on()) })
	h.Done(h.Recheck.Accept(ctx, bureau, h.tick(), h.on()))
	announce := func() (journal.Outcome, error) {
		return h.Recheck.AnnounceDraw(ctx, bureau, h.tick(), recheck.AnnounceDraw{Recheck: h.id})
	}
	h.refused("recheck.pool.few", announce)
	h.refused("recheck.pool.category", announce)
	h.AddExpert(h.department, "jurist")
	h.refused("recheck.panel.least", func() (journal.Outcome, error) {
		return h.Recheck.AnnounceDraw(ctx, bureau, h.tick(), recheck.AnnounceDraw{Recheck: h.id, Size: 4})
	})
	h.Done(h.Recheck.AnnounceDraw(ctx, bureau, h.tick(), recheck.AnnounceDraw{Recheck: h.id}))
	h.refused("recheck.draw.unsealed", func() (journal.Outcome, error) { return h.Recheck.Draw(ctx, bureau, h.tick(), h.on()) })
	h.Seal()
	h.Done(h.Recheck.Draw(ctx, bureau, h.tick(), h.on()))
	panel := h.panel()
	if len(panel) != 5 || slices.Contains(panel, "med") || slices.Contains(panel, "lin") {
		t.Fatalf("the panel is %v", panel)
	}
	barred := map[string]string{}
	for _, b := range h.state().Barred {
		barred[b.Person] = b.Reason
	}
	if barred[h.Person("med")] != recheck.BarCommittee || barred[h.Person("lin")] != recheck.BarTeam {
		t.Errorf("barred: %v", barred)
	}
	h.refused("auth.not_found", func() (journal.Outcome, error) { return h.opinion("peer4", true) })
	h.refused("auth.forbidden", func() (journal.Outcome, error) { return h.opinion("bureau", true) })
	h.secrets(panel)
	h.refused("recheck.declare.nature", func() (journal.Outcome, error) {
		return h.Recheck.Declare(ctx, h.As(panel[0]), h.tick(), recheck.Declare{Recheck: h.id, Interest: true})
	})
	// All five are needed, so one who steps out breaks the panel: it is drawn anew.
	h.Done(h.Recheck.Declare(ctx, h.As(panel[0]), h.tick(), recheck.Declare{Recheck: h.id, Interest: true, Nature: "股东"}))
	if st := h.state(); st.State != recheck.StateAccepted {
		t.Fatalf("the re-review is %s", st.State)
	}
	h.refused("recheck.pool.few", func() (journal.Outcome, error) {
		return h.Recheck.AnnounceDraw(ctx, bureau, h.tick(), recheck.AnnounceDraw{Recheck: h.id})
	})
}

// secrets checks that nobody but the department learns who sits on the panel.
func (h *house) secrets(panel []string) {
	h.t.Helper()
	c, err := h.Review.View(h.Read(ctx), h.As("lin"), h.review, 0)
	if err != nil || c.Preliminary == nil || len(c.Preliminary.Excluded) > 0 || slices.ContainsFunc(c.Preliminary.Present, func(a review.Attendant) bool { return a.Person != "" }) {
		h.t.Errorf("the applicant sees who sat in the committee: %+v, %v", c.Preliminary, err)
	}
	for _, name := range []string{"lin", "officer", "chair", panel[0]} {
		st, err := h.Recheck.View(h.Read(ctx), h.As(name), h.id)
		if err != nil {
			h.t.Errorf("%s cannot see the re-review: %v", name, err)
		}
		for _, e := range st.Panel {
			if e.Person != h.Person(name) {
				h.t.Errorf("%s sees who is on the panel", name)
			}
		}
		if len(st.People)+len(st.Barred)+len(st.Out) > 0 || st.Drawn != nil {
			h.t.Errorf("%s sees the candidates", name)
		}
	}
	if err := auth.Allow(h.Read(ctx), h.As(panel[0]), auth.ActivityFileRead, auth.Activity, h.activity); err != nil {
		h.t.Errorf("an expert cannot read the file: %v", err)
	}
	if err := auth.Allow(h.Read(ctx), h.As("peer4"), auth.ActivityFileRead, auth.Activity, h.activity); err == nil && !slices.Contains(panel, "peer4") {
		h.t.Error("somebody who was not drawn reads the file")
	}
}

// Who declares an interest is followed by the next of the drawn order; a split
// panel has no opinion until somebody changes theirs; against the experts nothing is approved.
func TestReplacementAndDisagreement(t *testing.T) {
	h := newHouse(t, app.Storage{Data: t.TempDir()}, everyExpert...)
	h.empanel()
	before := h.panel()
	leaver := before[slices.IndexFunc(before, func(n string) bool { return n != "moralist" && n != "jurist" })]
	h.Done(h.Recheck.Declare(ctx, h.As(leaver), h.tick(), recheck.Declare{Recheck: h.id, Decline: true}))
	st := h.state()
	if len(st.Sitting()) != 5 || len(st.Panel) != 6 || slices.Contains(h.panel(), leaver) {
		t.Fatalf("the panel is %v", h.panel())
	}
	order, sat := st.Drawn.Order, st.Panel[5].Ref
	if i := slices.IndexFunc(order, func(ref string) bool { return !slices.Contains(st.Drawn.Panel, ref) }); order[i] != sat {
		t.Errorf("%s follows, and the next of the order is %s", sat, order[i])
	}
	h.declareAll()
	panel := h.panel()
	for i, name := range panel {
		h.Done(h.opinion(name, i < 3))
	}
	h.refused("recheck.feed_back.split", func() (journal.Outcome, error) { return h.feedBack() })
	for _, name := range panel[:3] {
		h.Done(h.opinion(name, false))
	}
	h.Done(h.feedBack())
	for _, code := range []string{"approve", "approve_after_changes"} {
		h.refused("review.final.against", func() (journal.Outcome, error) { return h.finalise(code) })
	}
	h.Done(h.finalise("reject"))
	if c := h.kase(); c.State != review.StateRejected {
		t.Errorf("the case is %s", c.State)
	}
	h.Done(h.Review.IssueLetter(ctx, h.As("secretary"), h.tick(), review.IssueLetter{Review: h.review}))
}

// A case that is withdrawn ends its re-review and the time to answer.
func TestWithdrawal(t *testing.T) {
	h := newHouse(t, app.Storage{Data: t.TempDir()}, everyExpert...)
	h.apply()
	h.Done(h.Review.Withdraw(ctx, h.As("lin"), h.tick(), review.Withdraw{Review: h.review}))
	if st := h.state(); st.State != recheck.StateWithdrawn || h.clock().Open() {
		t.Errorf("the re-review is %s, its clock %s", st.State, h.clock().State)
	}
}
