package interview

import (
	"math/rand/v2"
	"slices"
)

// drawn is how many combinations of answers are tried beside all pairs, and
// covered in how many combinations each pair stands: what one hides, another
// shows.
const drawn, covered = 64, 2

// Open returns the codes of the questions that still matter, in their order:
// those to which some answer alone changes the outcome or, where there is none,
// those of the smallest combination found that does. None: whatever else is
// answered, the outcome stays.
func (t *Trial) Open(questions []Question) []string {
	var out []string
	var quiet []Question
	for _, q := range questions {
		if len(q.Answers) == 0 {
			continue
		}
		if slices.ContainsFunc(q.Answers, func(a Answer) bool { return !t.with(a).same(t.base) }) {
			out = append(out, q.Code)
		} else {
			quiet = append(quiet, q)
		}
	}
	if len(out) > 0 {
		return out
	}
	return t.together(quiet)
}

// pick is one answer to one question.
type pick struct {
	code   string
	answer Answer
}

// together looks for answers that matter only together.
func (t *Trial) together(questions []Question) []string {
	if len(questions) < 2 {
		return nil
	}
	c := rand.New(rand.NewPCG(uint64(len(questions)), 1)) // always the same draw: a conversation can be repeated
	for _, row := range append(pairs(questions, c), draws(questions, c)...) {
		if !t.of(row).same(t.base) {
			return t.least(row)
		}
	}
	return nil
}

// draws are drawn combinations; about as many questions are left out in each as
// they have answers.
func draws(questions []Question, c *rand.Rand) [][]pick {
	rows := make([][]pick, drawn)
	for i := range rows {
		for _, q := range questions {
			if n := c.IntN(len(q.Answers) + 1); n < len(q.Answers) {
				rows[i] = append(rows[i], pick{q.Code, q.Answers[n]})
			}
		}
	}
	return rows
}

func (t *Trial) of(picks []pick) outcome {
	answers := make([]Answer, len(picks))
	for i, p := range picks {
		answers[i] = p.answer
	}
	return t.with(answers...)
}

// least leaves away every answer without which the outcome still differs.
func (t *Trial) least(picks []pick) []string {
	for i := 0; i < len(picks); {
		rest := slices.Delete(slices.Clone(picks), i, i+1)
		if t.of(rest).same(t.base) {
			i++
			continue
		}
		picks = rest
	}
	out := make([]string, len(picks))
	for i, p := range picks {
		out[i] = p.code
	}
	return out
}
