package filing

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

var start = time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)

func facts() Facts {
	return Facts{Actor: "somebody", Today: calendar.Of(start), Holder: "u1", Limit: &flow.ClockMove{Due: start.AddDate(0, 0, 30), Amount: 30, Unit: calendar.Days}}
}

// file is a filing with its history.
type file struct {
	t      testing.TB
	events []journal.Event
	State
}

func (f *file) take(news []journal.New, err error) error {
	f.t.Helper()
	if err != nil {
		return err
	}
	for _, n := range news {
		f.events = append(f.events, journal.Event{ID: "e", Stream: Stream("f1"), Version: int64(len(f.events) + 1), Type: n.Body.EventType(), At: start, Actor: "somebody", Body: n.Body})
	}
	var wrong error
	f.State, wrong = Fold(f.events)
	if wrong != nil {
		f.t.Fatal(wrong)
	}
	return nil
}

func opened(t testing.TB, about About) *file {
	f := &file{t: t}
	if err := f.take(State{}.Open(Duty{Code: "platform_committee", About: about, Committee: "c1", Unit: "u1", Since: "2026-11-20"}, facts())); err != nil {
		t.Fatal(err)
	}
	return f
}

func wants(t *testing.T, err error, key string) {
	t.Helper()
	if !errs.Has(err, key) {
		t.Errorf("got %v; want the refusal %s", err, key)
	}
}

func (f *file) now() flow.State { return f.State.State }

// Each step has what it needs, or is refused with the reason.
func TestNothingIsRegisteredWithoutSubmissionAndReceipt(t *testing.T) {
	f, x := opened(t, AboutCommittee), facts()
	wants(t, f.take(f.Submit(Submit{Day: "2026-11-20"}, x)), "filing.state")
	wants(t, f.take(f.Register(Register{Number: "1", Day: "2026-11-20"}, x)), "filing.state")
	lacking := x
	lacking.Lacks = []lang.Text{lang.Same("charter")}
	wants(t, f.take(f.Prepare(On{}, lacking)), "filing.lacks")
	if err := f.take(f.Prepare(On{}, x)); err != nil {
		t.Fatal(err)
	}
	wants(t, f.take(f.Submit(Submit{Day: "2026-11-21"}, x)), "filing.day.future")
	wants(t, f.take(f.Submit(Submit{Day: "2026-11-19"}, x)), "filing.day.early")
	if err := f.take(f.Submit(Submit{Day: "2026-11-20"}, x)); err != nil {
		t.Fatal(err)
	}
	if !f.Due.IsZero() {
		t.Error("the time to file still runs after the submission")
	}
	wants(t, f.take(f.Register(Register{Number: " ", Day: "2026-11-20"}, x)), "filing.number")
	wants(t, f.take(f.Return(Return{Reasons: []string{" "}}, x)), "filing.return.empty")
	if err := f.take(f.Register(Register{Number: "1", Day: "2026-11-20"}, x)); err != nil {
		t.Fatal(err)
	}
	if err := f.take(f.Confirm(On{}, x)); err != nil {
		t.Fatal(err)
	}
	wants(t, f.take(f.Confirm(On{}, x)), "filing.confirmed")
}

// A report is filed only once it is signed, and its numbers take no hand.
func TestReportIsSignedBeforeItIsFiled(t *testing.T) {
	f := opened(t, AboutReport)
	wants(t, f.take(f.Prepare(On{}, facts())), "filing.report.unsigned")
	var r Report
	_, err := r.Compile(Compiled{Report: ReportCommittee, Year: 2026}, facts())
	wants(t, err, "report.year")
	r.State, r.Figures = ReportDrafted, []Figure{{Group: "outcome", Code: "approve", N: 1}}
	_, err = r.RemarkOn(RemarkOn{Remarks: []Remark{{Group: "invented", Text: "x"}}}, facts())
	wants(t, err, "report.remark.group")
	r.State = ReportSigned
	_, err = r.RemarkOn(RemarkOn{}, facts())
	wants(t, err, "report.state")
	_, err = r.Compile(Compiled{Report: ReportCommittee, Year: 2025}, facts())
	wants(t, err, "report.state")
}

// Whatever happens in whatever order: a receipt follows a submission, a change
// after the package is always owed, and a time runs exactly while something is
// to be done that has one.
func TestRandomHistories(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		f, x := opened(t, AboutCommittee), facts()
		behind := false // something changed that no package shows
		for range rapid.IntRange(1, 40).Draw(rt, "steps") {
			before := f.State
			switch rapid.IntRange(0, 7).Draw(rt, "act") {
			case 0:
				if f.take(f.Prepare(On{}, x)) == nil {
					behind = false
				}
			case 1:
				_ = f.take(f.Submit(Submit{Day: x.Today}, x))
			case 2:
				_ = f.take(f.Return(Return{Reasons: []string{"seal"}}, x))
			case 3:
				if f.take(f.Register(Register{Number: "n", Day: x.Today}, x)) == nil && before.State != StateSubmitted {
					rt.Fatalf("registered from %s", before.State)
				}
			case 4:
				behind = behind || f.now() == StateRegistered || f.now() == StatePrepared || f.now() == StateSubmitted
				_ = f.take(f.Change("committee.changed", "e", x), nil)
			case 5:
				_ = f.take(f.Lapse(End{Day: x.Today, Reason: "gone"}, x))
			case 6:
				_ = f.take(f.Reopen(End{Reason: "again"}, x))
			case 7:
				_ = f.take(f.Confirm(On{}, x))
			}
			if f.now() == StateRegistered && (behind || len(f.Receipts) == 0 || !f.Due.IsZero()) {
				rt.Fatalf("registered, behind %v, with %d receipts, due %v", behind, len(f.Receipts), f.Due)
			}
			if f.now() == StateDue && f.Due.IsZero() {
				rt.Fatal("owed without a time")
			}
		}
	})
}
