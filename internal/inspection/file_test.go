package inspection_test

import (
	"context"
	"strings"
	"testing"

	"lunheng/internal/app/apptest"
	"lunheng/internal/errs"
	"lunheng/internal/inspection"
)

// A file repeats the double draw of a house and names no inspector; whatever is changed
// in it is found.
func TestDoubleDrawIsRepeated(t *testing.T) {
	w := apptest.New(t)
	ctx, department := context.Background(), w.FoundBureau()
	boss := w.As("bureau")
	for _, name := range []string{"peer1", "peer2", "peer3"} {
		w.Done(w.Inspection.AddInspector(ctx, boss, w.Now(), inspection.AddInspector{Department: department, Person: w.Person(name)}))
	}
	plan := inspection.OnPlan{Plan: w.Done(w.Inspection.MakePlan(ctx, boss, w.Now(), inspection.MakePlan{Department: department, Terms: inspection.Terms{Year: w.Now().Year(), Title: "x"}})).Result}
	w.Done(w.Inspection.Adopt(ctx, boss, w.Now(), plan))
	w.Done(w.Inspection.Announce(ctx, boss, w.Now(), plan))
	if _, err := w.Inspection.Draw(ctx, boss, w.Now(), plan); !errs.Has(err, "yearplan.draw.unsealed") {
		t.Fatalf("drawn before the seal: %v", err)
	}
	w.Seal()
	w.Done(w.Inspection.Draw(ctx, boss, w.Now(), plan))
	raw, err := w.Inspection.DrawFile(w.Read(ctx), boss, w.LogKey, plan.Plan)
	if err != nil || !inspection.IsFile(raw) {
		t.Fatalf("no file: %v", err)
	}
	got, err := inspection.Check(raw, []string{w.LogKey})
	if err != nil || !got.Trusted || len(got.Visits) != 1 || got.Visits[0].Unit != w.Unit {
		t.Fatalf("%+v, %v", got, err)
	}
	for _, name := range []string{"peer1", "peer2", "peer3"} {
		if strings.Contains(string(raw), w.Person(name)) {
			t.Errorf("the file names %s", name)
		}
	}
	for field, change := range map[string]*strings.Replacer{
		"draw.seed": strings.NewReplacer(`"seed": "`+got.Seed[:4], `"seed": "0000`), "draw.visits": strings.NewReplacer(`"how": "random"`, `"how": "risk"`),
		"draw.format": strings.NewReplacer(inspection.FileFormat, "lunheng-draw/9"),
	} {
		if _, err := inspection.Check([]byte(change.Replace(string(raw))), nil); !errs.Has(err, field) {
			t.Errorf("%s: got %v", field, err)
		}
	}
}
