package risk_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lunheng/internal/app/apptest"
	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/risk"
	"lunheng/internal/rules"
	"lunheng/internal/store"
	"lunheng/internal/testdata"
	"lunheng/packs"
)

func readFile(t testing.TB, path string) []byte {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// take takes a list in, and gives the numbers of rows: new, known, refused.
func take(t *testing.T, w *apptest.World, kind string, raw []byte) (risk.Intake, [3]int) {
	t.Helper()
	got, err := w.Risk.Take(context.Background(), w.Now(), kind, raw, nil)
	if err != nil || got.State != risk.IntakeDone {
		t.Fatalf("%s: %v, %v", kind, got.State, err)
	}
	return got, [3]int{got.Fresh, got.Known, got.Refused}
}

// Of a list of retractions each row is in or told with its number; no author is in.
func TestRetractions(t *testing.T) {
	w := apptest.New(t)
	raw := readFile(t, filepath.Join("testdata", "retractions.csv"))
	got, n := take(t, w, risk.Retraction, raw)
	if n != [3]int{2, 0, 4} {
		t.Errorf("took %v", n)
	}
	var lines []string
	for _, l := range got.Lines {
		lines = append(lines, l.ID+" "+l.Why.In(lang.EN))
	}
	want := []string{"2 None of its reasons concerns ethics; it is not taken in.", "3 It has no title.", `4 The date "31/31/2026 0:00" cannot be read.`, "1 Row 2 has the same id."}
	if !slices.Equal(lines, want) {
		t.Errorf("told %q", lines)
	}
	var kept int
	if err := w.Read(context.Background()).Row(`select count(*) from events where body like '%Atall%'`).Scan(&kept); err != nil || kept > 0 {
		t.Errorf("%d events name an author, %v", kept, err)
	}
	if _, n := take(t, w, risk.Retraction, raw); n != [3]int{0, 2, 4} {
		t.Errorf("the second time: %v", n)
	}
}

// Every incident of the real list comes in once, with whoever deployed or developed
// it; a unit of the register among them is found, and hears of it.
func TestIncidents(t *testing.T) {
	raw := readFile(t, testdata.Shared(t, "aiid/incidents_joined.csv"))
	rows, err := csv.NewReader(bytes.NewReader(raw)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	w := apptest.New(t)
	unit := w.Done(w.Registry.RegisterUnit(context.Background(), auth.Operator(w.Now()), w.Now(), registry.RegisterUnit{UnitData: registry.UnitData{
		Name: lang.T("特斯拉", "Tesla"), Kind: "enterprise", Region: "440305"}})).Result
	got, n := take(t, w, risk.Incident, raw)
	if n != [3]int{len(rows) - 1, 0, 0} {
		t.Errorf("took %v of %d: %v", n, len(rows)-1, got.Lines)
	}
	if _, n := take(t, w, risk.Incident, raw); n != [3]int{0, len(rows) - 1, 0} {
		t.Errorf("the second time: %v", n)
	}
	named := slices.IndexFunc(rows[0], func(s string) bool { return s == "deployer" })
	want := 0
	for _, row := range rows[1:] {
		if strings.Contains(row[named]+row[named+1], `"tesla"`) {
			want++
		}
	}
	r := w.Read(context.Background())
	var matched int
	if err := r.Row(`select count(*) from lead_units where unit = $1 and state = 'matched' and kind = 'incident'`, unit).Scan(&matched); err != nil || matched != want || want == 0 {
		t.Errorf("%d incidents of the unit; want %d, %v", matched, want, err)
	}
	if _, err := w.Risk.Watch(context.Background(), w.Now()); err != nil {
		t.Fatal(err)
	}
	levels, err := store.Column[string](r, `select level from risk_signals where unit = $1 and definition = 'ai_incidents'`, unit)
	if err != nil || len(levels) != 1 {
		t.Errorf("signals of the unit: %v, %v", levels, err)
	}
}

// An import that was broken off is run again: nothing is in twice, and nothing is missing.
func TestIntakeBrokenOff(t *testing.T) {
	var list strings.Builder
	list.WriteString("incident_id,date,title,deployer,developer\n")
	for i := range 1200 {
		list.WriteString(strings.Join([]string{string(rune('a'+i%26)) + strings.Repeat("x", i/26), "2026-01-02", "T", "[]", "[]"}, ",") + "\n")
	}
	w := apptest.New(t)
	ctx, stop := context.WithCancel(context.Background())
	_, err := w.Risk.Take(ctx, w.Now(), risk.Incident, []byte(list.String()), func(done, _ int64) {
		if done >= 500 {
			stop()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("broken off: %v", err)
	}
	if _, n := take(t, w, risk.Incident, []byte(list.String())); n != [3]int{700, 500, 0} {
		t.Errorf("run again: %v", n)
	}
}

// The packs know every reason of a retraction that concerns ethics; inquiries that
// found nothing yet are no reason.
func TestReasons(t *testing.T) {
	rows, err := csv.NewReader(bytes.NewReader(readFile(t, testdata.Shared(t, "retraction-watch/ethics_reasons_2026_definitions.csv")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	set := bookOf(t).On("2026-11-20", "440300")
	for _, row := range rows[1:] {
		list := "Record ID,Title,Institution,RetractionDate,Reason\n1,T,U,1/2/2026 0:00,\"+" + row[0] + ";\"\n"
		items, err := risk.Read(strings.NewReader(list), risk.Retraction, set)
		if err != nil || len(items) != 1 {
			t.Fatalf("%s: %v, %v", row[0], items, err)
		}
		if in, want := items[0].Lead != nil, !strings.HasPrefix(row[len(row)-1], "procedure"); in != want {
			t.Errorf("%s: taken in %v; want %v", row[0], in, want)
		}
	}
}

func bookOf(t testing.TB) *rules.Book {
	t.Helper()
	book, err := rules.Load(packs.FS())
	if err != nil {
		t.Fatal(err)
	}
	return book
}

// FuzzRead: whatever the file, each row below the head is a lead or a line, in order
// and with its bounds, or the whole is refused.
func FuzzRead(f *testing.F) {
	sample := readFile(f, filepath.Join("testdata", "retractions.csv"))
	f.Add(true, sample)
	f.Add(true, bytes.ReplaceAll(sample, []byte(`"`), nil))
	f.Add(false, []byte("incident_id,date,title,deployer,developer\n1,2026-01-02,T,\"[\"\"a-b\"\"]\",\"[\"\n2,x,T,,\n"))
	f.Add(false, []byte("incident_id,date,title,deployer,developer\n1,2026-01-02,\"T"))
	set := bookOf(f).On("2026-11-20", "440300")
	f.Fuzz(func(t *testing.T, retractions bool, raw []byte) {
		kind := risk.Incident
		if retractions {
			kind = risk.Retraction
		}
		items, err := risk.Read(bytes.NewReader(raw), kind, set)
		if err != nil {
			if errs.CodeOf(err) != errs.Invalid || items != nil {
				t.Errorf("%d items, %v", len(items), err)
			}
			return
		}
		seen := map[string]bool{}
		for i, it := range items {
			switch {
			case (it.Lead == nil) == (it.Line == nil):
				t.Errorf("item %d: lead %v, line %v", i, it.Lead, it.Line)
			case it.Line != nil && (it.Line.Row < 2 || it.Line.Why.IsZero()):
				t.Errorf("line %+v", it.Line)
			case it.Lead != nil && (seen[it.Lead.Origin] || it.Lead.Title == "" || it.Lead.Day == ""):
				t.Errorf("lead %+v", it.Lead)
			case it.Lead != nil:
				seen[it.Lead.Origin] = true
			}
		}
	})
}
