package interview

import "math/rand/v2"

// cover builds combinations in which every pair of answers to two questions
// stands together: a hundred instead of the thousands that trying pair by pair
// would take.
type cover struct {
	questions []Question
	first     []int    // index of a question's first answer among all
	left      [][]int8 // by two answers: in how many combinations they are still to stand
	open      int
}

// pairs are combinations that hold every pair of answers at least [covered] times.
func pairs(questions []Question, c *rand.Rand) [][]pick {
	k := newCover(questions)
	var rows [][]pick
	for k.open > 0 {
		rows = append(rows, k.row(c))
	}
	return rows
}

func newCover(questions []Question) *cover {
	k := &cover{questions: questions}
	n := 0
	for _, q := range questions {
		k.first = append(k.first, n)
		n += len(q.Answers)
	}
	k.left = make([][]int8, n)
	for i := range k.left {
		k.left[i] = make([]int8, n)
	}
	for i, q := range questions {
		for j := range i {
			for a := range q.Answers {
				for b := range questions[j].Answers {
					k.left[k.first[i]+a][k.first[j]+b], k.left[k.first[j]+b][k.first[i]+a] = covered, covered
					k.open += covered
				}
			}
		}
	}
	return k
}

// row takes the questions in a drawn order, and of each the answer that stands
// with most of those taken before for the first time.
func (k *cover) row(c *rand.Rand) []pick {
	var row []pick
	var taken []int
	for _, i := range c.Perm(len(k.questions)) {
		best, most := 0, -1
		from := c.IntN(len(k.questions[i].Answers))
		for n := range k.questions[i].Answers {
			a := (from + n) % len(k.questions[i].Answers)
			if gain := k.gain(k.first[i]+a, taken); gain > most {
				best, most = a, gain
			}
		}
		k.take(k.first[i]+best, taken)
		taken = append(taken, k.first[i]+best)
		row = append(row, pick{k.questions[i].Code, k.questions[i].Answers[best]})
	}
	return row
}

// gain is how many open pairs an answer makes with those taken. An answer that
// still has open pairs elsewhere counts a little.
func (k *cover) gain(a int, taken []int) int {
	n := 0
	for _, b := range taken {
		n += 8 * int(k.left[a][b])
	}
	if len(taken) == 0 {
		for _, left := range k.left[a] {
			n += int(left)
		}
	}
	return n
}

func (k *cover) take(a int, taken []int) {
	for _, b := range taken {
		if k.left[a][b] > 0 {
			k.left[a][b]--
			k.left[b][a]--
			k.open--
		}
	}
}
