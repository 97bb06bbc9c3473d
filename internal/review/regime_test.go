package review

import (
	"testing"

	"lunheng/internal/rules"
	"lunheng/packs"
)

// A vote on medical work needs two thirds of those present and more than half of
// all members; other work needs the former alone.
func TestAVoteIsJudgedByEveryRegime(t *testing.T) {
	book, err := rules.Load(packs.FS())
	if err != nil {
		t.Fatal(err)
	}
	medical := Case{Scope: []string{"human_participants"}, Fields: []string{"medicine"}}
	for name, tc := range map[string]struct {
		c                   Case
		agree, present, all int
		passes              bool
		need                int
		rules               int
	}{
		"medicine, a majority of neither kind":   {medical, 3, 5, 9, false, 5, 2},
		"medicine, two thirds of those present":  {medical, 4, 5, 9, false, 5, 2},
		"medicine, more than half of all":        {medical, 5, 9, 9, false, 6, 2},
		"medicine, both":                         {medical, 6, 9, 9, true, 6, 2},
		"medicine without people":                {Case{Scope: []string{"laboratory_animals"}, Fields: medical.Fields}, 4, 5, 9, true, 4, 1},
		"people outside medicine":                {Case{Scope: medical.Scope, Fields: []string{"education"}}, 4, 5, 9, true, 4, 1},
		"a case of before, which tells no field": {Case{Scope: medical.Scope}, 4, 5, 9, true, 4, 1},
	} {
		f := Facts{Case: tc.c, Majority: map[string]Majority{}}
		if err := f.carry(book.On("2026-11-20", "440305"), "approve", map[string]int{"approve": tc.agree}, tc.present, tc.all); err != nil {
			t.Fatal(err)
		}
		if got := f.Majority["approve"]; got.Passes != tc.passes || got.Need != tc.need || len(f.Standing) != tc.rules {
			t.Errorf("%s: %+v by %v, want %v, %d votes, %d rules", name, got, f.Standing, tc.passes, tc.need, tc.rules)
		}
	}
}
