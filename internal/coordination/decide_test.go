package coordination_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lunheng/internal/calendar"
	"lunheng/internal/coordination"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
)

// facts of the office of a mechanism with three members; a code makes them of a member.
func facts(mine ...string) coordination.Facts {
	return coordination.Facts{Actor: "p", Today: "2026-11-20", NewID: "n", Office: len(mine) == 0, Mine: mine, Members: []string{"sti", "health", "education"},
		Bodies: map[string]string{"sti": "d1", "health": "d2"}, Desk: "desk", Least: 2, Correct: 10, Warn: 70, Grounds: []flow.Ground{{Source: "SHENZHEN-2024", Article: "1"}}}
}

// stream is the history of one thing, to which decisions are added.
type stream struct {
	t      testing.TB
	kind   string
	actor  string
	events []journal.Event
}

func (s *stream) add(news []journal.New, err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
	for _, n := range news {
		s.events = append(s.events, journal.Event{Stream: s.kind + "/x", Version: int64(len(s.events) + 1), Type: n.Body.EventType(), Body: n.Body, Actor: s.actor,
			At: time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)})
	}
}

func fold[S any](s *stream, of func([]journal.Event) (S, error)) S {
	s.t.Helper()
	out, err := of(s.events)
	if err != nil {
		s.t.Fatal(err)
	}
	return out
}

func wants(t *testing.T, key string, news []journal.New, err error) {
	t.Helper()
	if key == "" && err != nil || key != "" && !errs.Has(err, key) {
		t.Errorf("want %q: %v", key, err)
	}
	_ = news
}

func task(t testing.TB, due calendar.Day) (*stream, func() coordination.Task) {
	s := &stream{t: t, kind: "task"}
	s.add(coordination.Task{}.Set("m", coordination.Order{Lead: "sti", Joint: []string{"health"}, Due: due}, facts()), nil)
	return s, func() coordination.Task { return fold(s, coordination.FoldTask) }
}

func says(text string, due calendar.Day) coordination.Says {
	return coordination.Says{Text: text, Due: due}
}

// Whoever does a task reports; its lead alone says that it is done, with evidence.
func TestTask(t *testing.T) {
	s, now := task(t, "2026-11-10")
	if !now().Late("2026-11-20") || now().Late("2026-11-10") {
		t.Error("late from the day after the last one")
	}
	news, err := now().Progress(says("half", ""), facts("education"))
	wants(t, "task.not_yours", news, err)
	news, err = now().Progress(says("half", ""), facts("health"))
	s.add(news, err)
	news, err = now().Finish(coordination.Finish{Evidence: "no. 7"}, facts("health"))
	wants(t, "task.not_lead", news, err)
	news, err = now().Finish(coordination.Finish{Evidence: " "}, facts("sti"))
	wants(t, "task.evidence", news, err)
	news, err = now().Extend(says("more time", "2026-11-19"), facts())
	wants(t, "coordination.day", news, err)
	news, err = now().Extend(says("", "2026-12-31"), facts())
	wants(t, "coordination.text", news, err)
	news, err = now().Extend(says("the list came late", "2026-12-31"), facts())
	s.add(news, err)
	if x := now(); x.Due != "2026-12-31" || x.Late("2026-12-31") || x.Extended != 1 {
		t.Errorf("extended %+v", x)
	}
	news, err = now().Extend(says("again", "2026-12-30"), facts())
	wants(t, "task.earlier", news, err)
	news, err = now().Finish(coordination.Finish{Evidence: "no. 7"}, facts("sti"))
	s.add(news, err)
	news, err = now().Extend(says("again", "2027-12-30"), facts())
	wants(t, "task.extend_done", news, err)
	news, err = now().Return(says("two districts lack", ""), facts())
	s.add(news, err)
	news, err = now().Accept(says("", ""), facts())
	wants(t, "task.state", news, err)
	news, err = now().Finish(coordination.Finish{Evidence: "no. 8"}, facts("sti"))
	s.add(news, err)
	news, err = now().Accept(says("", ""), facts())
	s.add(news, err)
	news, err = now().Cancel(says("late", ""), facts())
	wants(t, "task.state", news, err)
	news, err = now().Budget(coordination.Budget{Money: coordination.Money{Year: 2026, Planned: 10}}, facts("health"))
	wants(t, "task.not_lead", news, err)
	news, err = now().Budget(coordination.Budget{Money: coordination.Money{Year: 2026, Planned: -1}}, facts("sti"))
	wants(t, "task.money", news, err)
}

// What goes on has no end until the office sets a day.
func TestContinuingTask(t *testing.T) {
	s, now := task(t, "")
	if len(now().Moves) != 0 || now().Late("2099-01-01") {
		t.Error("a task without a day has no clock")
	}
	news, err := now().Finish(coordination.Finish{Evidence: "no. 7"}, facts("sti"))
	wants(t, "task.continuing", news, err)
	news, err = now().Extend(says("it ends with the plan", "2027-12-31"), facts())
	s.add(news, err)
	news, err = now().Finish(coordination.Finish{Evidence: "no. 7"}, facts("sti"))
	wants(t, "", news, err)
}

// A meeting has an agenda before it is called, and a decision belongs to an item.
func TestSession(t *testing.T) {
	at := time.Date(2026, 11, 20, 6, 0, 0, 0, time.UTC)
	s := &stream{t: t, kind: "session"}
	now := func() coordination.Session { return fold(s, coordination.FoldSession) }
	news, err := coordination.Session{}.Plan(coordination.PlanSession{Mechanism: "m", Title: "Autumn", Place: "Hall", At: at.AddDate(0, 0, -3)}, facts())
	wants(t, "session.at", news, err)
	s.add(coordination.Session{}.Plan(coordination.PlanSession{Mechanism: "m", Title: "Autumn", Place: "Hall", At: at}, facts()))
	news, err = now().Call(facts())
	wants(t, "session.agendaless", news, err)
	s.add(now().Put(coordination.Put{Title: "Risk"}, facts("health")))
	if now().Points[0].By != "health" {
		t.Error("the member that raised it is kept")
	}
	s.add(now().Call(facts()))
	news, err = now().Hold(coordination.Hold{Present: []string{"sti"}}, at.Add(-time.Hour), facts())
	wants(t, "session.early", news, err)
	news, err = now().Hold(coordination.Hold{Present: []string{"nobody"}}, at, facts())
	wants(t, "coordination.member", news, err)
	news, err = now().Decide(coordination.Decide{Point: "n", Text: "do it"}, "", facts())
	wants(t, "session.state", news, err)
	s.add(now().Hold(coordination.Hold{Present: []string{"sti", "health"}}, at, facts()))
	news, err = now().Decide(coordination.Decide{Point: "other", Text: "do it"}, "", facts())
	wants(t, "coordination.missing", news, err)
	s.add(now().Decide(coordination.Decide{Point: "n", Text: "do it"}, "t", facts()))
	s.add(now().Minute(says("so it was", ""), facts()))
	if p := now().Points[0]; p.Decision != "do it" || len(p.Tasks) != 1 {
		t.Errorf("point %+v", p)
	}
}

// Views are given by who was asked, and summed up when all are there or the day is over.
func TestConsultation(t *testing.T) {
	s := &stream{t: t, kind: "consultation"}
	now := func() coordination.Consultation { return fold(s, coordination.FoldConsultation) }
	s.add(coordination.Consultation{}.Ask(coordination.Consult{Mechanism: "m", Title: "Rules", Text: "text", Asked: []string{"sti", "health"}, Due: "2026-11-30"}, facts()))
	news, err := now().Reply(coordination.Reply{Stance: "agree"}, facts("education"))
	wants(t, "consultation.not_asked", news, err)
	news, err = now().Reply(coordination.Reply{Stance: "oppose"}, facts("sti"))
	wants(t, "coordination.text", news, err)
	s.add(now().Reply(coordination.Reply{Stance: "agree"}, facts("sti")))
	s.add(now().Reply(coordination.Reply{Stance: "oppose", Text: "costs"}, facts("sti")))
	if len(now().Opinions) != 1 || now().Opinions[0].Stance != "oppose" {
		t.Error("a later view replaces an earlier one")
	}
	news, err = now().SumUp(says("two views", ""), facts())
	wants(t, "consultation.early", news, err)
	later := facts()
	later.Today = "2026-12-01"
	s.add(now().SumUp(says("one view", ""), later))
	if got := now().Silent; len(got) != 1 || got[0] != "health" {
		t.Errorf("silent %v", got)
	}
}

// Who has an interest gives no opinion; the majority is computed and dissent is kept.
func TestAdvice(t *testing.T) {
	s := &stream{t: t, kind: "advice"}
	now := func() coordination.Advice { return fold(s, coordination.FoldAdvice) }
	as := func(who string) coordination.Facts { f := facts("none"); f.Actor = who; s.actor = who; return f }
	s.add(coordination.Advice{}.Ask(coordination.AskAdvice{Mechanism: "m", Title: "T", Question: "Q", Due: "2026-12-20"}, facts("health")))
	if now().By != "health" {
		t.Error("the member that asks is kept")
	}
	news, err := now().Name(coordination.NameExperts{Experts: []string{"a", "z"}}, []string{"a", "b", "c", "d"}, facts())
	wants(t, "advice.pool", news, err)
	s.add(now().Name(coordination.NameExperts{Experts: []string{"a", "b", "c", "d"}}, []string{"a", "b", "c", "d"}, facts()))
	news, err = now().Opine(coordination.Opine{Stance: "agree", Text: "x"}, as("a"))
	wants(t, "advice.undeclared", news, err)
	news, err = now().Declare(coordination.DeclareInterest{}, as("stranger"))
	wants(t, "advice.not_asked", news, err)
	for who, interest := range map[string]bool{"a": false, "b": false, "c": false, "d": true} {
		s.add(now().Declare(coordination.DeclareInterest{Interest: interest}, as(who)))
	}
	news, err = now().Opine(coordination.Opine{Stance: "agree", Text: "x"}, as("d"))
	wants(t, "advice.interest", news, err)
	s.add(now().Opine(coordination.Opine{Stance: "agree", Text: "x"}, as("a")))
	news, err = now().Conclude(says("so", ""), facts())
	wants(t, "advice.few", news, err)
	s.add(now().Opine(coordination.Opine{Stance: "oppose", Text: "y"}, as("b")))
	if stance, _ := now().Conclusion(); stance != coordination.Divided {
		t.Errorf("one against one is %s", stance)
	}
	s.add(now().Opine(coordination.Opine{Stance: "agree", Text: "z"}, as("c")))
	s.add(now().Conclude(says("so", ""), facts()))
	if c := now().Concluded; c.Stance != "agree" || strings.Join(c.Dissent, " ") != "b" {
		t.Errorf("concluded %+v", c)
	}
	news, err = now().Declare(coordination.DeclareInterest{Interest: true}, as("a"))
	wants(t, "advice.state", news, err)
}

// A member reports, nobody else; last year's summary and this year's plan are both there.
func TestYearly(t *testing.T) {
	s := &stream{t: t, kind: "yearly"}
	now := func() coordination.Yearly { return fold(s, coordination.FoldYearly) }
	f := facts("sti")
	f.Today = "2027-01-05"
	open := func(member string, year int, due calendar.Day) ([]journal.New, error) {
		return coordination.Yearly{}.Open("m", member, year, due, f)
	}
	news, err := open("finance", 2027, "2027-01-31")
	wants(t, "yearly.not_member", news, err)
	news, err = open("sti", 2029, "2029-01-31")
	wants(t, "yearly.year", news, err)
	news, err = open("sti", 2027, "")
	wants(t, "yearly.none", news, err)
	s.add(open("sti", 2027, "2027-01-31"))
	news, err = now().Sign(nil, f)
	wants(t, "yearly.state", news, err)
	s.add(now().Compile([]coordination.Figure{{Group: "tasks", Code: "open", N: 3}}, f))
	write := func(parts ...coordination.Part) ([]journal.New, error) {
		return now().Write(coordination.WriteYearly{Parts: parts}, []string{"summary", "plan"}, f)
	}
	news, err = write(coordination.Part{Code: "figures", Text: "99"})
	wants(t, "yearly.part", news, err)
	s.add(write(coordination.Part{Code: "summary", Text: "done"}))
	news, err = now().Sign([]string{"summary", "plan"}, f)
	wants(t, "yearly.incomplete", news, err)
	s.add(write(coordination.Part{Code: "summary", Text: "done"}, coordination.Part{Code: "plan", Text: "to do"}))
	s.add(now().Sign([]string{"summary", "plan"}, f))
	news, err = write(coordination.Part{Code: "plan", Text: "less"})
	wants(t, "yearly.state", news, err)
	s.add(now().Submit(f))
	late := f
	late.Today = "2027-02-20"
	s.add(now().Return(says("the plan names no days", ""), late))
	if x := now(); x.Due != "2027-03-02" || !x.Submitted.IsZero() || !x.Late("2027-03-03") {
		t.Errorf("returned %+v", x)
	}
}

// Whatever is done to a task in whatever order: it is accepted only after evidence,
// its day never moves back by an extension, and its clock runs only while it is open.
func TestRandomTasks(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s, now := task(t, rapid.SampledFrom([]calendar.Day{"", "2026-11-01", "2026-12-31"}).Draw(rt, "due"))
		running := now().Due != ""
		for range rapid.IntRange(1, 14).Draw(rt, "acts") {
			before := now()
			f := facts(rapid.SampledFrom([]string{"sti", "health", "education"}).Draw(rt, "who"))
			day := rapid.SampledFrom([]calendar.Day{"", "2026-11-19", "2026-12-01", "2027-06-30"}).Draw(rt, "day")
			var news []journal.New
			var err error
			switch rapid.IntRange(0, 5).Draw(rt, "act") {
			case 0:
				news, err = before.Progress(says("p", ""), f)
			case 1:
				news, err = before.Finish(coordination.Finish{Evidence: rapid.SampledFrom([]string{"", "no. 7"}).Draw(rt, "evidence")}, f)
			case 2:
				news, err = before.Accept(says("", ""), f)
			case 3:
				news, err = before.Return(says("r", day), f)
			case 4:
				news, err = before.Extend(says("r", day), f)
			case 5:
				news, err = before.Cancel(says("r", ""), f)
			}
			if err != nil {
				continue
			}
			s.add(news, err)
			for _, n := range news {
				running = follow(rt, running, flow.MovesOf(n.Body))
			}
			after := now()
			if after.State == coordination.TaskTaken && after.Evidence == "" {
				rt.Fatal("accepted without evidence")
			}
			if after.Extended > before.Extended && after.Due <= before.Due {
				rt.Fatal("extended to an earlier day")
			}
			if running != (after.State == coordination.TaskOpen && after.Due != "") {
				rt.Fatalf("the clock runs: %v, state %s, due %q", running, after.State, after.Due)
			}
		}
	})
}

func follow(t *rapid.T, running bool, moves []flow.ClockMove) bool {
	for _, m := range moves {
		if running == (m.Op == flow.ClockStart) {
			t.Fatalf("clock moved by %s while running was %v", m.Op, running)
		}
		running = m.Op == flow.ClockStart || m.Op == flow.ClockExtend
	}
	return running
}
