package violation_test

import (
	"strings"
	"testing"

	"lunheng/internal/app/apptest"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/store"
	"lunheng/internal/violation"
)

// What names somebody or something that the register does not have is refused as a
// mistake of who sent it, and nothing of it stands in the journal.
func TestUnknownIDs(t *testing.T) {
	w := apptest.New(t)
	w.FoundBureau()
	id := w.CaseAt("未批先做", "received")
	before := view(t, w, id).Version
	register := func(change func(*violation.Register)) func() (journal.Outcome, error) {
		cmd := violation.Register{Body: violation.Body{Kind: violation.Unit, ID: w.Unit}, Title: "未批先做", Unit: w.Unit, Source: violation.Source{Kind: "complaint"}, Text: "有人反映。"}
		change(&cmd)
		return func() (journal.Outcome, error) { return w.Violation.Register(ctx, w.As("officer"), w.Now(), cmd) }
	}
	name := func(cmd violation.NameParty) func() (journal.Outcome, error) {
		cmd.Case, cmd.Kind = id, violation.Person
		return func() (journal.Outcome, error) { return w.Violation.NameParty(ctx, w.As("officer"), w.Now(), cmd) }
	}
	transfer := func(cmd violation.Transfer) func() (journal.Outcome, error) {
		cmd.Case, cmd.Reason = id, "另有单位。"
		return func() (journal.Outcome, error) { return w.Violation.Transfer(ctx, w.As("officer"), w.Now(), cmd) }
	}
	for what, c := range map[string]struct {
		do  func() (journal.Outcome, error)
		key string
	}{
		"a reporter who is a name":     {register(func(c *violation.Register) { c.Reporter = "某某某" }), "case.unknown"},
		"a body of no kind":            {register(func(c *violation.Register) { c.Body.Kind = "x" }), "case.body"},
		"a source of endless words":    {register(func(c *violation.Register) { c.Source.Ref = strings.Repeat("号", 10_000) }), "case.line"},
		"a funder nobody knows":        {register(func(c *violation.Register) { c.Funder = "nowhere" }), "case.funder"},
		"a party of a unit that isn't": {name(violation.NameParty{Name: "外部人员", Unit: "nowhere"}), "case.unit"},
		"a party of endless name":      {name(violation.NameParty{Name: strings.Repeat("某", 10_000)}), "case.name_long"},
		"a transfer to no unit":        {transfer(violation.Transfer{Unit: "nowhere"}), "case.unit"},
		"a transfer to no department":  {transfer(violation.Transfer{Funder: "nowhere"}), "case.funder"},
	} {
		if _, err := c.do(); !errs.Has(err, c.key) || errs.CodeOf(err) != errs.Invalid {
			t.Errorf("%s: %v", what, err)
		}
	}
	if after := view(t, w, id).Version; after != before {
		t.Errorf("the case went from %d to %d", before, after)
	}
}

// Registering a case tells nobody which activities exist: one that is somebody else's is
// refused in the words of one that is not there.
func TestHiddenActivity(t *testing.T) {
	w := apptest.New(t)
	w.FoundBureau()
	hidden := w.DraftElsewhere("lin", "别的单位的项目")
	own, _ := w.Listed("本单位的项目")
	try := func(activity string) error {
		_, err := w.Violation.Register(ctx, w.As("officer"), w.Now(), violation.Register{Body: violation.Body{Kind: violation.Unit, ID: w.Unit}, Title: "未批先做", Source: violation.Source{Kind: "own"}, Text: "日常检查发现。", Activity: activity})
		return err
	}
	there, gone := try(hidden), try("0199aaaa-0000-7000-8000-000000000000")
	if !errs.Has(there, "case.activity") || errs.CodeOf(there) != errs.Invalid || there.Error() != gone.Error() {
		t.Errorf("an activity that is hidden: %v; one that is not there: %v", there, gone)
	}
	if err := try(own); err != nil {
		t.Errorf("an activity of the unit's own: %v", err)
	}
}

// A unit that was left out of a case has no part in it any more, unless another party
// stands for it.
func TestDroppedUnit(t *testing.T) {
	w := apptest.New(t)
	w.FoundBureau()
	id := w.CaseAt("未批先做", "received")
	as := w.As("officer")
	lab := func(name string) string {
		w.Done(w.Violation.NameParty(ctx, as, w.Now(), violation.NameParty{Case: id, Kind: violation.Unit, Name: name, Unit: w.Other}))
		as = w.As("bureau") // a unit is accused: the department handles it now
		v, err := w.Violation.View(w.Read(ctx), as, id)
		if err != nil {
			t.Fatal(err)
		}
		return v.Parties[len(v.Parties)-1].ID
	}
	parts := func(want int) {
		t.Helper()
		var n int
		if err := w.Read(ctx).Row(`select count(*) from case_units where kase = $1 and unit = $2`, id, w.Other).Scan(&n); err != nil || n != want {
			t.Errorf("the unit has %d parts in the case, not %d: %v", n, want, err)
		}
	}
	drop := func(party string) {
		w.Done(w.Violation.DropParty(ctx, as, w.Now(), violation.Part{Case: id, ID: party}))
	}
	first, second := lab("某实验室"), lab("某中心")
	parts(1)
	drop(first)
	parts(1)
	drop(second)
	parts(0)
}

// Whoever is let in as a party and speaks for none of them sees how the case stands,
// and nothing else of it.
func TestPartyOfNobody(t *testing.T) {
	w := apptest.New(t)
	w.FoundBureau()
	w.FoundSite()
	id := w.CaseAt("未批先做", "noticed")
	err := w.DB().Update(ctx, func(tx *store.Tx) error {
		return tx.Exec(`insert into case_units (kase, unit) values ($1, $2)`, id, w.Other)
	})
	if err != nil {
		t.Fatal(err)
	}
	v, err := w.Violation.View(w.Read(ctx), w.As("officer2"), id)
	if err != nil || v.Part != violation.PartParty || v.Reporter != "" || v.Text != "" || v.Plan != "" || len(v.Parties)+len(v.Members)+len(v.Orders)+len(v.Decision) > 0 {
		t.Errorf("the unit sees %+v, %v", v, err)
	}
}
