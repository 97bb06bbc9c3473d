package veto_test

import (
	"testing"

	"lunheng/internal/sanction"
	"lunheng/internal/vault"
	"lunheng/internal/veto"
)

// ledger knows 王芳 by her identity card, with a bar; another 王芳 by hers, with
// nothing; 李明 by name alone, with money to pay back.
func ledger() veto.Ledger {
	name := func(n string) vault.Identity { return vault.Identity{Kind: vault.NameKind, Text: n} }
	card := func(n string) vault.Identity { return vault.Identity{Kind: "resident_id", Text: n} }
	return veto.Ledger{
		Holders: map[vault.Identity][]vault.Holder{
			name("王芳"): {{ID: "w1", Kind: "name"}, {ID: "w2", Kind: "name"}}, card("1"): {{ID: "w1", Kind: "resident_id"}}, card("2"): {{ID: "w2", Kind: "resident_id"}},
			name("李明"): {{ID: "l", Kind: "name"}}},
		Papers:  map[string][]string{"w1": {"name", "resident_id"}, "w2": {"name", "resident_id"}, "l": {"name"}},
		Entries: map[string][]sanction.Entry{"w1": {{ID: "m1", Code: "bar"}, {ID: "m2", Code: "recover"}, {ID: "m3", Code: "talk"}}, "l": {{ID: "m4", Code: "recover"}}},
		Effects: map[string]string{"bar": veto.Vetoed, "recover": veto.Conditional},
	}
}

// A number decides, a name never does.
func TestJudge(t *testing.T) {
	for _, c := range []struct {
		row          veto.Row
		bad          bool
		outcome, why string
	}{
		{veto.Row{Name: "王芳", Paper: "resident_id", Number: "1"}, false, veto.Vetoed, ""},
		{veto.Row{Paper: "resident_id", Number: "1"}, false, veto.Vetoed, ""},
		{veto.Row{Name: "王方", Paper: "resident_id", Number: "1"}, false, veto.Ask, veto.NameDiffers},
		{veto.Row{Name: "王芳", Paper: "resident_id", Number: "2"}, false, veto.Clear, ""},
		{veto.Row{Name: "王芳", Paper: "resident_id", Number: "3"}, false, veto.Clear, ""},
		{veto.Row{Name: "王芳", Paper: "resident_id", Number: "4"}, true, veto.Ask, veto.BadNumber},
		{veto.Row{Name: "王芳", Paper: "passport", Number: "1"}, false, veto.Ask, veto.OtherPaper},
		{veto.Row{Name: "王芳"}, false, veto.Ask, veto.NameOnly},
		{veto.Row{Name: "李明"}, false, veto.Ask, veto.NameOnly},
		{veto.Row{Name: "李明", Paper: "resident_id", Number: "9"}, false, veto.Ask, veto.OtherPaper},
		{veto.Row{Name: "赵六"}, false, veto.Clear, ""},
		{veto.Row{}, false, veto.Ask, veto.NoIdentity},
	} {
		a := ledger().Judge(1, c.row, c.bad)
		if a.Outcome != c.outcome || a.Why != c.why {
			t.Errorf("%+v: %s %s; want %s %s", c.row, a.Outcome, a.Why, c.outcome, c.why)
		}
		if a.Outcome == veto.Ask && len(a.Measures) > 0 {
			t.Errorf("%+v: tells measures that may be somebody else's", c.row)
		}
		if c.row.Number == "" && (a.Outcome == veto.Vetoed || a.Outcome == veto.Conditional) {
			t.Errorf("%+v: a name bars", c.row)
		}
	}
	l := ledger()
	l.Entries["w1"] = l.Entries["w1"][1:]
	if a := l.Judge(7, veto.Row{Paper: "resident_id", Number: "1"}, false); a.Outcome != veto.Conditional || len(a.Measures) != 1 || a.Row != 7 {
		t.Errorf("money owed: %+v", a)
	}
}

// An entry of the register is known by its id; a namesake from outside it may be the
// same person, another entry is somebody else.
func TestJudgeEntries(t *testing.T) {
	l := ledger()
	l.Entered, l.Same = map[string]bool{"w1": true, "w2": true, "new": true, "li": true}, map[string][]string{"w2": {"l"}}
	for who, want := range map[string]string{"w1": veto.Vetoed, "w2": veto.Conditional, "new": veto.Clear, "nobody": veto.Ask} {
		if a := l.Judge(1, veto.Row{Who: who, Name: "王芳"}, false); a.Outcome != want {
			t.Errorf("%s: %+v; want %s", who, a, want)
		}
	}
	if a := l.Judge(1, veto.Row{Who: "li", Name: "李明"}, false); a.Outcome != veto.Ask || len(a.Measures) > 0 {
		t.Errorf("a namesake from outside: %+v", a)
	}
}
