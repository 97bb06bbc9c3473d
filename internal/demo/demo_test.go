package demo_test

import (
	"context"
	"database/sql"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/clocks"
	"lunheng/internal/conduct"
	"lunheng/internal/consent"
	"lunheng/internal/demo"
	"lunheng/internal/document/blob"
	"lunheng/internal/edge"
	"lunheng/internal/filing"
	"lunheng/internal/flow"
	"lunheng/internal/gate"
	"lunheng/internal/interests"
	"lunheng/internal/journal"
	"lunheng/internal/journal/verify"
	"lunheng/internal/learning"
	"lunheng/internal/mandate"
	"lunheng/internal/quality"
	"lunheng/internal/recheck"
	"lunheng/internal/registry"
	"lunheng/internal/review"
	"lunheng/internal/rulebook"
	"lunheng/internal/rules"
	"lunheng/internal/sanction"
	"lunheng/internal/sites"
	"lunheng/internal/store"
	"lunheng/internal/vault"
	"lunheng/internal/veto"
	"lunheng/packs"
)

// now is a Saturday in Beijing: nobody works, and a meeting is on all the same.
var now = time.Date(2026, 11, 21, 3, 14, 0, 0, time.UTC)

var projections = []journal.Projection{clocks.Projection(), registry.Projection(), rulebook.Projection(), activity.Projection(), review.Projection(), recheck.Projection(), mandate.Projection(), conduct.Projection(), consent.Projection(), sites.Projection(), gate.Projection(), filing.Projection(), learning.Projection(), interests.Projection(), quality.Projection(), sanction.Projection(), veto.Projection()}

// house is the services of a house on a scratch database.
func house(t testing.TB) (edge.Services, journal.Types) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	ctx := context.Background()
	db, err := store.Open(ctx, store.Options{Path: filepath.Join(t.TempDir(), "demo.db"), Relaxed: true})
	must(err)
	t.Cleanup(func() { db.Close() })
	must(db.Migrate(ctx))
	s := edge.Services{Now: func() time.Time { return now }, PublicURL: "http://127.0.0.1:8765"}
	book, err := rules.Load(packs.FS())
	must(err)
	s.Book = rules.Shelve(book)
	cal, err := calendar.Load(packs.CalendarCN())
	must(err)
	s.Vault, err = vault.Open(ctx, db, vault.Options{Key: strings.Repeat("2a", 32)})
	must(err)
	files, err := blob.OpenFolder(t.TempDir())
	must(err)
	t.Cleanup(func() { files.Close() })
	types, err := journal.MakeTypes(registry.Types(), rulebook.Types(), activity.Types(), review.Types(), recheck.Types(), mandate.Types(), conduct.Types(), consent.Types(), sites.Types(), gate.Types(), filing.Types(), learning.Types(), interests.Types(), quality.Types(), sanction.Types(), veto.Types(), clocks.Types(), auth.Types())
	must(err)
	s.Blobs, s.Journal = files, journal.Open(db, types, projections, nil)
	s.Rulebook = &rulebook.Service{J: s.Journal, Shelf: s.Book, Base: []fs.FS{packs.FS()}}
	s.Calendar = clocks.OpenCalendars(s.Journal, cal)
	s.Registry = &registry.Service{J: s.Journal, Book: s.Book, Vault: s.Vault}
	s.Activity = &activity.Service{J: s.Journal, Book: s.Book, Blobs: files}
	s.Review = &review.Service{J: s.Journal, Book: s.Book, Cal: s.Calendar.Holder, Activities: s.Activity, Vault: s.Vault, Blobs: files, Public: s.PublicURL}
	s.Recheck = &recheck.Service{J: s.Journal, Book: s.Book, Reviews: s.Review, Acts: s.Activity}
	s.Mandate = &mandate.Service{J: s.Journal, Book: s.Book, Vault: s.Vault}
	s.Activity.Mandates = s.Mandate
	s.Filing = &filing.Service{J: s.Journal, Book: s.Book, Registry: s.Registry, Reviews: s.Review, Acts: s.Activity, Vault: s.Vault, Blobs: files}
	limits := blob.Limits{MaxBytes: 1 << 20, Types: blob.Documents()}
	s.Gate = &gate.Service{J: s.Journal, Book: s.Book, Blobs: files, Limits: limits}
	s.Conduct = &conduct.Service{J: s.Journal, Book: s.Book, Reviews: s.Review, Acts: s.Activity}
	s.Consent = &consent.Service{J: s.Journal, Book: s.Book, Acts: s.Activity, Reviews: s.Review, Blobs: files, Public: s.PublicURL}
	s.Sites = &sites.Service{J: s.Journal, Book: s.Book, Reviews: s.Review, Acts: s.Activity, Registry: s.Registry, Blobs: files, LogKey: func() string { return "" }}
	s.Sites.Standing = s.Filing.Bars
	s.Learning = &learning.Service{J: s.Journal, Book: s.Book, Reviews: s.Review, Vault: s.Vault, Blobs: files, Limits: limits}
	s.Interests = &interests.Service{J: s.Journal, Book: s.Book, Reviews: s.Review, Vault: s.Vault}
	s.Sanction = &sanction.Service{J: s.Journal, Book: s.Book, Reviews: s.Review, Vault: s.Vault}
	s.Veto = &veto.Service{J: s.Journal, Book: s.Book, Vault: s.Vault}
	s.Review.Interests = s.Interests.Touching
	s.Journal.Reactions = slices.Concat(s.Review.Reactions(), s.Recheck.Reactions(), s.Mandate.Reactions(), s.Conduct.Reactions(), s.Consent.Reactions(), s.Sites.Reactions(), s.Filing.Reactions(), s.Learning.Reactions(), s.Interests.Reactions())
	s.Quality = &quality.Service{J: s.Journal, Book: s.Book, Reviews: s.Review}
	s.Accounts, err = auth.NewAccounts(auth.Options{J: s.Journal, Key: []byte(strings.Repeat("k", 32))})
	must(err)
	return s, types
}

// The city comes about through the real verbs, holds every state there is, and
// its journal verifies.
func TestCity(t *testing.T) {
	s, types := house(t)
	ctx, r := context.Background(), s.Read(context.Background())
	key, seal := sealing(t, s)
	began := time.Now()
	made, err := demo.Build(ctx, s, now, seal)
	if err != nil {
		t.Fatal(err)
	}
	if err := seal(ctx, now); err != nil {
		t.Fatal(err)
	}
	t.Logf("built in %v", time.Since(began))
	everyState(t, r, "activities", &activity.Table)
	everyState(t, r, "sanctions", &sanction.Table)
	everyState(t, r, "reviews", &review.Table)
	everyState(t, r, "filings", &filing.Table)
	everyState(t, r, "reports", &filing.ReportTable)
	everyState(t, r, "meetings", &review.MeetingTable)
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
		"conduct.reported", "conduct.suspended", "conduct.followed_up", "conduct.lapsed", "conduct.follow_up_rescheduled", "activity.amended", "review.exempted", "review.exemption_refused", "review.exemption_revoked", "recheck.panel_drawn", "recheck.opinion_given", "recheck.fed_back", "review.opinion_received", "mandate.offered", "mandate.accepted"} {
		if n, err := store.Column[int](r, `select count(*) from events where type = $1`, want); err != nil || n[0] == 0 {
			t.Errorf("no %s: %v", want, err)
		}
	}
	for _, a := range made.Accounts {
		if a.Login == "" || a.Password == "" || a.Name == "" {
			t.Errorf("account %+v", a)
		}
	}
	spec := verify.Spec{Types: types, Projections: projections, Key: key.Public(), Tables: tables()}
	res, err := verify.Run(ctx, s.DB(), spec, func(f verify.Fault) { t.Error(f.Line("en")) }, nil)
	if err != nil || res.Faults > 0 || res.Events == 0 {
		t.Errorf("verify: %+v, %v", res, err)
	}
	t.Logf("%d events in %d streams under %d checkpoints", res.Events, res.Streams, res.Checkpoints)
}

func tables() map[string]*flow.Table {
	out := map[string]*flow.Table{}
	for _, t := range append(append(registry.Tables(), rulebook.Tables()...), &activity.Table, &review.Table, &review.MeetingTable, &recheck.Table, &recheck.PoolTable, &mandate.Table, &conduct.Table, &consent.Table, &consent.ReleaseTable, &sites.Table, &sites.AllianceTable, &sites.ParcelTable, &gate.Table, &filing.Table, &filing.ReportTable, &learning.Table, &interests.Table, &quality.Table, &sanction.Table, &veto.Table, &clocks.Table, &auth.AccountTable) {
		out[t.Name] = t
	}
	return out
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

// sealing is what seals the journal of a house, and its key.
func sealing(t *testing.T, s edge.Services) (journal.Key, func(context.Context, time.Time) error) {
	t.Helper()
	key, err := journal.LoadOrCreateKey(s.Read(context.Background()), filepath.Join(t.TempDir(), "log.key"), "demo.invalid/log")
	if err != nil {
		t.Fatal(err)
	}
	sealer := journal.NewSealer(s.Journal, key, "test")
	return key, func(ctx context.Context, at time.Time) error { _, err := sealer.SealNow(ctx, at); return err }
}

// After a week of holidays, when meetings and what comes before them lie close
// together, the story still holds.
func TestCityAfterHolidays(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the city a second time")
	}
	s, _ := house(t)
	_, seal := sealing(t, s)
	after := time.Date(2026, 10, 8, 1, 5, 0, 0, time.UTC)
	if _, err := demo.Build(context.Background(), s, after, seal); err != nil {
		t.Error(err)
	}
}
