package screen

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Score is how well one fact is found in texts that people have labelled.
type Score struct {
	Fact    string `json:"fact"`
	Right   int    `json:"right"`   // found, and labelled
	Extra   int    `json:"extra"`   // found, not labelled
	Missed  int    `json:"missed"`  // labelled, not found
	Unknown int    `json:"unknown"` // labelled with a question mark: not scored
}

// Precision is the part of what was found that is labelled; 1 when nothing was found.
func (s Score) Precision() float64 { return part(s.Right, s.Right+s.Extra) }

// Recall is the part of what is labelled that was found; 1 when nothing is.
func (s Score) Recall() float64 { return part(s.Right, s.Right+s.Missed) }

func part(n, of int) float64 {
	if of == 0 {
		return 1
	}
	return float64(n) / float64(of)
}

// labelled says which facts a label of the collection means. N and GP mean none.
var labelled = map[string][]string{
	"H": {"human_participants"}, "HB": {"human_material"}, "A": {"animals"},
	"W": {"animals", "wild_animals"}, "NHP": {"primates"}, "G": {"gene_editing"}, "P": {"pathogen"},
	"AI": {"artificial_intelligence"}, "ML": {"artificial_intelligence"}, "N": nil, "GP": nil,
}

// scored are the facts that labels speak of.
var scored = []string{"human_participants", "human_material", "animals", "primates", "wild_animals", "gene_editing", "pathogen", "artificial_intelligence"}

// Difference is a text whose labels and findings disagree about a fact.
type Difference struct {
	Text, Fact, Labels string
	Words              []string // empty: it was missed
}

// Score screens the titles and keywords of a CSV file with columns title, keywords
// and labels, and compares. A label that is also the code of a fact means itself.
func (s *Screener) Score(r io.Reader) ([]Score, []Difference, error) {
	rows, err := csv.NewReader(r).ReadAll()
	if err != nil {
		return nil, nil, fmt.Errorf("read labels: %w", err)
	}
	if len(rows) == 0 {
		return nil, nil, fmt.Errorf("read labels: the file is empty")
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[strings.TrimPrefix(name, "\ufeff")] = i
	}
	for _, name := range []string{"title", "labels"} {
		if _, ok := column[name]; !ok {
			return nil, nil, fmt.Errorf("read labels: there is no column %s", name)
		}
	}
	t := tally{scores: make([]Score, len(scored))}
	for i, f := range scored {
		t.scores[i].Fact = f
	}
	for _, row := range rows[1:] {
		text := row[column["title"]]
		if i, ok := column["keywords"]; ok {
			text += " | " + row[i]
		}
		if err := t.row(text, row[column["labels"]], s.Line(text)); err != nil {
			return nil, nil, err
		}
	}
	return t.scores, t.differences, nil
}

type tally struct {
	scores      []Score
	differences []Difference
}

// row compares the labels of one text with what was found in it.
func (t *tally) row(text, labels string, found []Finding) error {
	want, unsure, err := meaning(labels)
	if err != nil {
		return err
	}
	for i := range t.scores {
		s := &t.scores[i]
		at := slices.IndexFunc(found, func(f Finding) bool { return f.Fact == s.Fact })
		labelled := slices.Contains(want, s.Fact)
		switch {
		case !labelled && slices.Contains(unsure, s.Fact):
			s.Unknown++
		case labelled && at >= 0:
			s.Right++
		case labelled:
			s.Missed++
			t.differences = append(t.differences, Difference{text, s.Fact, labels, nil})
		case at >= 0:
			s.Extra++
			t.differences = append(t.differences, Difference{text, s.Fact, labels, found[at].Words})
		}
	}
	return nil
}

// meaning reads labels such as A,NHP,H?.
func meaning(labels string) (want, unsure []string, err error) {
	for label := range strings.SplitSeq(labels, ",") {
		code, doubtful := strings.CutSuffix(strings.TrimSpace(label), "?")
		facts, ok := labelled[code]
		if !ok && code != "" {
			return nil, nil, fmt.Errorf("read labels: there is no label %q", code)
		}
		if doubtful {
			unsure = append(unsure, facts...)
		} else {
			want = append(want, facts...)
		}
	}
	return want, unsure, nil
}
