package importer_test

import (
	"context"
	"database/sql"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/clocks"
	"lunheng/internal/document/blob"
	"lunheng/internal/importer"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/regions"
	"lunheng/internal/registry"
	"lunheng/internal/rules"
	"lunheng/internal/store"
	"lunheng/internal/store/storetest"
	"lunheng/internal/testdata"
	"lunheng/internal/vault"
	"lunheng/packs"
)

var (
	ctx = context.Background()
	now = time.Date(2026, 11, 20, 1, 0, 0, 0, time.UTC)
)

type house struct {
	*importer.Importer
	t      testing.TB
	db     *store.DB
	leader string
}

// shipped are the packs as they come, read once: reading them takes longer than most tests.
var shipped = sync.OnceValues(func() (*rules.Book, error) { return rules.Load(packs.FS()) })

func open(t testing.TB, db *store.DB) *house {
	t.Helper()
	h := &house{t: t, db: db}
	types, err := journal.MakeTypes(registry.Types(), activity.Types(), clocks.Types())
	h.ok(err)
	book, err := shipped()
	h.ok(err)
	v, err := vault.Open(ctx, db, vault.Options{Key: strings.Repeat("2a", 32)})
	h.ok(err)
	files, err := blob.OpenFolder(t.TempDir())
	h.ok(err)
	t.Cleanup(func() { files.Close() })
	j := journal.Open(db, types, []journal.Projection{clocks.Projection(), registry.Projection(), activity.Projection()}, nil)
	h.Importer = &importer.Importer{Registry: &registry.Service{J: j, Book: rules.Shelve(book), Vault: v}, Activities: &activity.Service{J: j, Book: rules.Shelve(book), Blobs: files}}
	h.leader, err = h.Leader(ctx, db.Read(ctx), auth.Operator(now), now)
	h.ok(err)
	return h
}

func (h *house) ok(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) unit(zh, en string) string {
	h.t.Helper()
	out, err := h.Registry.RegisterUnit(ctx, auth.Operator(now), now, registry.RegisterUnit{UnitData: registry.UnitData{
		Name: lang.T(zh, en), Kind: "university", Region: "440305"}})
	h.ok(err)
	return out.Result
}

// run imports a file and gives the result with its refusals as lines.
func (h *house) run(format, path string) (importer.Result, []string) {
	h.t.Helper()
	f, _ := importer.Find(format)
	file, err := os.Open(path)
	h.ok(err)
	defer file.Close()
	records, refused, err := importer.Read(file, f)
	h.ok(err)
	res, err := h.Run(ctx, auth.Operator(now), now, records, importer.Options{Format: f, Leader: h.leader})
	h.ok(err)
	var why []string
	for _, r := range append(refused, res.Refused...) {
		why = append(why, r.Line(lang.EN))
	}
	return res, why
}

type drafted struct{ origin, title, unit, leader, state string }

func (h *house) drafts() []drafted {
	h.t.Helper()
	out, err := store.Collect(h.db.Read(ctx), func(rows *sql.Rows) (d drafted, err error) {
		return d, rows.Scan(&d.origin, &d.title, &d.unit, &d.leader, &d.state)
	}, `select origin, title, unit, leader, state from activities order by origin`)
	h.ok(err)
	return out
}

// Names are matched by what they say; a name that may mean two is refused; one
// that means none is registered, to be confirmed. A second import changes
// nothing.
func TestImport(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := open(t, db)
		uni, south := h.unit("明川大学", "Mingchuan University"), h.unit("明川大学(南校区)", "Mingchuan University (South)")
		h.unit("双子研究所", "Twin Institute")
		h.unit("另一双子研究所", "Twin Institute")
		h.unit("临江农业研究所附属中学", "School of the Linjiang Institute") // like another name, and not it
		res, why := h.run("nsfc", "testdata/grants.csv")
		if res.Drafted != 3 || res.Units != 1 || !slices.Equal(why, []string{`row 5 90000004: 2 units of the register may be "Twin Institute".`}) {
			t.Errorf("imported %+v, %v", res, why)
		}
		got := h.drafts()
		found, err := registry.FindUnitByName(db.Read(ctx), "临江农业研究所")
		h.ok(err)
		if len(found) == 0 || found[0].Likeness != registry.Exact || found[0].Unit.Region != regions.Unknown || found[0].Unit.Kind != "other" {
			t.Fatalf("the unknown unit is %+v", found)
		}
		want := []drafted{
			{"nsfc:90000001", "植物干细胞与猕猴桃脑形病害的机制", uni, h.leader, "draft"},
			{"nsfc:90000002", `基于"核心蛋白相互作用"探讨肝癌的发生机制`, south, h.leader, "draft"},
			{"nsfc:90000003", "水稻孕穗期的低温响应", found[0].Unit.ID, h.leader, "draft"},
		}
		if !slices.Equal(got, want) {
			t.Errorf("drafts\n%v\nwant\n%v", got, want)
		}
		if again, _ := h.run("nsfc", "testdata/grants.csv"); again.Drafted != 0 || again.Before != 3 || again.Units != 0 || !slices.Equal(h.drafts(), want) {
			t.Errorf("a second import: %+v", again)
		}
		if trials, why := h.run("clinicaltrials", "testdata/trials.csv"); trials.Drafted != 5 || len(why) != 0 {
			t.Errorf("trials: %+v, %v", trials, why)
		}
	})
}

// What the form cannot hold is refused, and no unit is registered for it.
func TestARowThatDoesNotFit(t *testing.T) {
	h := open(t, storetest.SQLite(t))
	f, _ := importer.Find("nsfc")
	records, _, err := importer.Read(strings.NewReader(head+"1,"+strings.Repeat("长", 501)+",没有登记的大学,\n2,好,,\n"), f)
	h.ok(err)
	res, err := h.Run(ctx, auth.Operator(now), now, records, importer.Options{Format: f, Leader: h.leader})
	if err != nil || res.Drafted != 1 || res.Units != 0 || len(res.Refused) != 1 || !strings.Contains(res.Refused[0].Line(lang.EN), "row 2 1: ") {
		t.Errorf("%+v, %v", res, err)
	}
	for _, o := range []importer.Options{{Format: f, Leader: "nobody"}, {Format: f, Leader: h.leader, Region: "123"}} {
		if _, err := h.Run(ctx, auth.Operator(now), now, records, o); err == nil {
			t.Errorf("accepted %+v", o)
		}
	}
}

// An import that is broken off is simply run again.
func TestBrokenOff(t *testing.T) {
	h := open(t, storetest.SQLite(t))
	f, _ := importer.Find("nsfc")
	var b strings.Builder
	b.WriteString(head)
	for i := range 400 {
		b.WriteString(strings.Repeat("9", 3) + string(rune('a'+i%26)) + strings.Repeat("x", i/26) + ",题目,某大学,\n")
	}
	records, _, err := importer.Read(strings.NewReader(b.String()), f)
	h.ok(err)
	stopped, stop := context.WithCancel(ctx)
	_, err = h.Run(stopped, auth.Operator(now), now, records, importer.Options{Format: f, Leader: h.leader,
		Progress: func(done, _ int64) {
			if done == 50 {
				stop()
			}
		}})
	if err == nil {
		t.Fatal("a cancelled import reports success")
	}
	had := len(h.drafts())
	res, err := h.Run(ctx, auth.Operator(now), now, records, importer.Options{Format: f, Leader: h.leader})
	if err != nil || had == 0 || had == len(records) || res.Before != had || res.Before+res.Drafted != len(records) || len(h.drafts()) != len(records) {
		t.Errorf("%d were in, then %+v, %v", had, res, err)
	}
}

// The real lists come in whole, once.
func TestRealFiles(t *testing.T) {
	for _, c := range []struct {
		format, file string
		rows         int
	}{{"nsfc", "nsfc/nsfc_projects.csv", 4763}, {"clinicaltrials", "clinicaltrials/trials.csv", 72}} {
		t.Run(c.format, func(t *testing.T) {
			path := testdata.Shared(t, c.file)
			h := open(t, storetest.SQLite(t))
			res, why := h.run(c.format, path)
			if res.Drafted != c.rows || len(why) != 0 {
				t.Errorf("imported %+v, %v", res, why)
			}
			if again, _ := h.run(c.format, path); again.Drafted != 0 || again.Before != c.rows {
				t.Errorf("a second import drafted %d", again.Drafted)
			}
		})
	}
}
