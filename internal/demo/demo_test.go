package demo_test

import (
	"context"
	"database/sql"
	"os"
	"slices"
	"testing"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/app"
	"lunheng/internal/app/apptest"
	"lunheng/internal/coordination"
	"lunheng/internal/demo"
	"lunheng/internal/filing"
	"lunheng/internal/flow"
	"lunheng/internal/inspection"
	"lunheng/internal/journal/verify"
	"lunheng/internal/programme"
	"lunheng/internal/quality"
	"lunheng/internal/recheck"
	"lunheng/internal/review"
	"lunheng/internal/risk"
	"lunheng/internal/sanction"
	"lunheng/internal/sites"
	"lunheng/internal/store"
	"lunheng/internal/violation"
)

// now is a Saturday in Beijing: nobody works, and a meeting is on all the same.
var now = time.Date(2026, 11, 21, 3, 14, 0, 0, time.UTC)

// house is an empty house, and what seals its journal.
func house(t *testing.T) (*apptest.World, func(context.Context, time.Time) error) {
	w := apptest.Empty(t)
	return w, func(ctx context.Context, at time.Time) error { _, err := w.Sealer.SealNow(ctx, at); return err }
}

// The city comes about through the real verbs, holds every state there is, and
// its journal verifies.
func TestCity(t *testing.T) {
	w, seal := house(t)
	ctx, r := context.Background(), w.Read(context.Background())
	began := time.Now()
	made, err := demo.Build(ctx, w.Services, now, seal)
	if err != nil {
		t.Fatal(err)
	}
	if err := seal(ctx, now); err != nil {
		t.Fatal(err)
	}
	t.Logf("built in %v", time.Since(began))
	everyState(t, r, "activities", &activity.Table)
	everyState(t, r, "sanctions", &sanction.Table)
	everyState(t, r, "projects", &programme.ProjectTable)
	everyState(t, r, "reviews", &review.Table)
	everyState(t, r, "filings", &filing.Table)
	everyState(t, r, "reports", &filing.ReportTable)
	everyState(t, r, "meetings", &review.MeetingTable)
	for table, of := range map[string]*flow.Table{"reviews": &review.Table, "rechecks": &recheck.Table, "sites": &sites.Table, "filings": &filing.Table, "cases": &violation.Table,
		"inspections": &inspection.Table, "projects": &programme.ProjectTable, "quality_checks": &quality.Table, "warnings": &risk.WarningTable, "mechanism_tasks": &coordination.TaskTable} {
		clocksEnd(t, r, table, of)
	}
	for what, query := range map[string]string{
		"overdue limits": `select count(*) from clocks where state = 'over'`, "limits met late": `select count(*) from clocks where state = 'met_late'`,
		"limits about to end": `select count(*) from clocks where state = 'running' and warned`, "erased people": `select count(*) from persons where state = 'erased'`,
		"conflicts": `select count(*) from review_exclusions`, "mandates that ran out": `select count(*) from mandates where state = 'in_force' and until_day < '2026-11-21'`,
		"cases of a person without a unit": `select count(*) from reviews where unit = '' and decided_at > 0`, "courses to be confirmed": `select count(*) from training_records where state = 'entered'`, "interests in companies": `select count(*) from interests where party = 'company'`, "registers never confirmed": `select count(*) from interest_people where confirmed = ''`, "cases to be scored": `select count(*) from quality_cases where state = 'scoring' and scorer <> ''`, "results of quality checks": `select count(*) from quality_checks where state = 'closed'`, "duties to learn": `select count(*) from training_duties where state = 'open'`,
		"corrected letters": `select count(*) from letters where revision > 1`,
	} {
		if n, err := store.Column[int](r, query); err != nil || n[0] == 0 {
			t.Errorf("%s: %v, %v", what, n, err)
		}
	}
	for _, want := range []string{"review.extended", "review.deferred", "review.question_answered", "review.changes_returned", "meeting.member_excluded", "review.opinion_given", "review.moved_to_meeting",
		"conduct.reported", "conduct.suspended", "conduct.followed_up", "conduct.lapsed", "conduct.follow_up_rescheduled", "activity.amended", "review.exempted", "review.exemption_refused", "review.exemption_revoked", "recheck.panel_drawn", "recheck.opinion_given", "recheck.fed_back", "review.opinion_received", "mandate.offered", "mandate.accepted",
		"meeting.adjourned", "meeting.item_timed", "meeting.consent_marked", "consent.given", "consent.withdrawn", "release.allowed"} {
		if n, err := store.Column[int](r, `select count(*) from events where type = $1`, want); err != nil || n[0] == 0 {
			t.Errorf("no %s: %v", want, err)
		}
	}
	for _, a := range made.Accounts {
		if a.Login == "" || a.Password == "" || a.Name == "" {
			t.Errorf("account %+v", a)
		}
	}
	spec := verify.Spec{Types: w.Journal.Types, Projections: app.Projections(), Key: w.LogKey, Tables: app.Tables(), Scratch: t.TempDir()}
	res, err := verify.Run(ctx, w.DB(), spec, func(f verify.Fault) { t.Error(f.Line("en")) }, nil)
	if err != nil || res.Faults > 0 || res.Events == 0 {
		t.Errorf("verify: %+v, %v", res, err)
	}
	t.Logf("%d events in %d streams under %d checkpoints", res.Events, res.Streams, res.Checkpoints)
}

// everyState tells which states of a procedure nothing is in.
func everyState(t *testing.T, r store.Reader, table string, procedure *flow.Table) {
	t.Helper()
	rows, err := store.Collect(r, func(rows *sql.Rows) (out [2]string, err error) { return out, rows.Scan(&out[0], &out[1]) },
		`select state, count(*) from `+table+` group by state`)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s %v", table, rows)
	for _, s := range procedure.States {
		if !slices.ContainsFunc(rows, func(row [2]string) bool { return row[0] == string(s.State) }) {
			t.Errorf("nothing in %s is %s", table, s.State)
		}
	}
}

// The story holds on any day: after a week of holidays, when meetings and what
// comes before them lie close together, in the night to a Sunday, and when the
// holidays lie in the middle of it. Tried in the long run; the command's own test tries today.
func TestCityOnOtherDays(t *testing.T) {
	if os.Getenv("LUNHENG_TORTURE") == "" {
		t.Skip("runs with LUNHENG_TORTURE")
	}
	for _, day := range []time.Time{time.Date(2026, 10, 8, 1, 5, 0, 0, time.UTC), time.Date(2026, 11, 21, 16, 26, 0, 0, time.UTC), time.Date(2026, 12, 1, 2, 0, 0, 0, time.UTC)} {
		w, seal := house(t)
		if _, err := demo.Build(context.Background(), w.Services, day, seal); err != nil {
			t.Errorf("on %s: %v", day, err)
		}
	}
}

// clocksEnd: nothing that is over has a limit that runs, or that is held to be overdue; but
// the follow-ups of approved work, which go on.
func clocksEnd(t *testing.T, r store.Reader, table string, of *flow.Table) {
	t.Helper()
	for _, info := range of.States {
		if !info.Final {
			continue
		}
		left, err := store.Column[string](r, `select c.stream || ' ' || c.name from clocks c join `+table+` o on c.stream = $1 || '/' || o.id
			where o.state = $2 and c.state in ('running', 'paused', 'over') and c.name <> 'follow_up'`, of.Name, string(info.State))
		if err != nil || len(left) > 0 {
			t.Errorf("%s that are %s: %v %v", table, info.State, left, err)
		}
	}
}
