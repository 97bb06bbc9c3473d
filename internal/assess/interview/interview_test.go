package interview

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/fstest"

	"lunheng/internal/rules"
	"lunheng/packs"
)

// set is the packs with a rule that needs three facts at once, and one that two
// other answers make alike.
func set(t testing.TB) *rules.Set {
	t.Helper()
	odd := fstest.MapFS{"odd/pack.yaml": {Data: []byte(`id: odd
version: "1"
title: {zh: 甲, en: Odd}
extends: [cn]
sources: [{id: ODD, title: {zh: 甲, en: Odd}, in_force: 2026-01-01}]
rules:
  - id: odd.three
    point: assessment
    when: 'activity.ai.general_purpose && activity.ai.high_impact && activity.approved_listed'
    sets: {obligations: ai_risk_grading}
    source: ODD
    article: "1"
    because: {zh: 甲, en: odd}
`)}}
	b, err := rules.Load(packs.FS(), odd)
	if err != nil {
		t.Fatal(err)
	}
	return b.On("2026-11-20", "310104")
}

func yesOrNo(code string, path ...string) Question {
	set := func(yes bool) Answer {
		return func(vars map[string]any) {
			for _, key := range path[:len(path)-1] {
				next, ok := vars[key].(map[string]any)
				if !ok {
					next = map[string]any{}
					vars[key] = next
				}
				vars = next
			}
			vars[path[len(path)-1]] = yes
		}
	}
	return Question{code, []Answer{set(true), set(false)}}
}

func known() map[string]any {
	return map[string]any{"activity": map[string]any{"title": "t", "unit": map[string]any{"region": "310104"}}}
}

var (
	general  = yesOrNo("general", "activity", "ai", "general_purpose")
	impact   = yesOrNo("impact", "activity", "ai", "high_impact")
	approved = yesOrNo("approved", "activity", "approved_listed")
	signed   = yesOrNo("signed", "activity", "commitment_signed")
	animals  = Question{"animals", []Answer{func(vars map[string]any) {
		vars["activity"].(map[string]any)["animals"] = "laboratory"
	}}}
)

// What matters alone comes first; what matters only together is found; what does
// not matter is never asked.
func TestOpen(t *testing.T) {
	s := set(t)
	for _, tc := range []struct {
		questions []Question
		want      []string
	}{
		{[]Question{signed, general, animals, impact}, []string{"animals"}},
		{[]Question{signed, general, impact}, nil},
		{[]Question{signed, general, impact, approved}, []string{"approved", "general", "impact"}},
		{nil, nil},
		{[]Question{{Code: "nothing to say"}}, nil},
	} {
		got := New(s, known()).Open(tc.questions)
		slices.Sort(got)
		if !slices.Equal(got, tc.want) {
			t.Errorf("got %v, want %v", got, tc.want)
		}
	}
}

// Trying answers leaves what is known as it is.
func TestTryingChangesNothing(t *testing.T) {
	vars := known()
	before := fmt.Sprint(vars)
	New(set(t), vars).Open([]Question{animals, general, impact, approved})
	if after := fmt.Sprint(vars); after != before {
		t.Errorf("before %s\nafter  %s", before, after)
	}
}

// Every pair of answers stands in some combination, of which there are few.
func TestPairsAreCovered(t *testing.T) {
	var questions []Question
	for i, n := range []int{2, 2, 3, 4, 8, 9, 2, 5} {
		questions = append(questions, Question{fmt.Sprint(i), make([]Answer, n)})
		for a := range n {
			questions[i].Answers[a] = func(vars map[string]any) { vars[fmt.Sprint(i)] = a }
		}
	}
	seen := map[string]int{}
	rows := pairs(questions, rand.New(rand.NewPCG(1, 1)))
	for _, row := range rows {
		vars := map[string]any{}
		for _, p := range row {
			p.answer(vars)
		}
		for i := range questions {
			for j := range i {
				seen[fmt.Sprint(i, vars[fmt.Sprint(i)], j, vars[fmt.Sprint(j)])]++
			}
		}
	}
	for i, q := range questions {
		for j := range i {
			for a := range q.Answers {
				for b := range questions[j].Answers {
					if n := seen[fmt.Sprint(i, a, j, b)]; n < covered {
						t.Errorf("answer %d of %d and %d of %d stand together %d times", a, i, b, j, n)
					}
				}
			}
		}
	}
	if len(rows) > 250 {
		t.Errorf("%d combinations", len(rows))
	}
}
