package screen

import (
	"embed"
	"encoding/csv"
	"fmt"
	"io"
	"maps"
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
	silent  int    // neither labelled nor found
}

// Titles is how many titles were read.
func (s Score) Titles() int { return s.Right + s.Extra + s.Missed + s.Unknown + s.silent }

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

// lettered are the facts that the labels above speak of.
var lettered = []string{"human_participants", "human_material", "animals", "primates", "wild_animals", "gene_editing", "pathogen", "artificial_intelligence"}

// Labelled are invented titles with their labels: those of the list of seven, of the
// young and of pregnancy, titles full of words that look like something else, and lots
// that were scored at first sight before the patterns learned from them.
//
//go:embed labelled/*.csv
var Labelled embed.FS

// Difference is a text whose labels and findings disagree about a fact.
type Difference struct {
	Text, Fact, Labels string
	Words              []string // empty: it was missed
}

// Score screens the titles and keywords of a CSV file with columns title, keywords
// and labels, and compares. A label that is also the code of a fact means itself. Only
// facts are scored that the labels speak of: every one that they name as a code, and
// those of the letters where there is a letter.
func (s *Screener) Score(r io.Reader) ([]Score, []Difference, error) { return s.score(r, nil) }

// Traps is [Screener.Score] for titles that are labelled with everything they hold: each
// fact is scored, whether or not a label names it.
func (s *Screener) Traps(r io.Reader) ([]Score, []Difference, error) { return s.score(r, s.Facts()) }

func (s *Screener) score(r io.Reader, facts []string) ([]Score, []Difference, error) {
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
	t := tally{codes: s.Facts()}
	if facts == nil {
		facts = t.spokenOf(rows[1:], column["labels"])
	}
	for _, f := range facts {
		t.scores = append(t.scores, Score{Fact: f})
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
	codes       []string // of all facts
	scores      []Score
	differences []Difference
}

// spokenOf are the facts that the labels of a file speak of, in the order of the packs.
func (t *tally) spokenOf(rows [][]string, at int) []string {
	named := map[string]bool{}
	for _, row := range rows {
		for label := range strings.SplitSeq(row[at], ",") {
			named[strings.TrimSuffix(strings.TrimSpace(label), "?")] = true
		}
	}
	var out []string
	letters := slices.ContainsFunc(slices.Collect(maps.Keys(labelled)), func(l string) bool { return named[l] })
	for _, f := range t.codes {
		if named[f] || letters && slices.Contains(lettered, f) {
			out = append(out, f)
		}
	}
	return out
}

// row compares the labels of one text with what was found in it.
func (t *tally) row(text, labels string, found []Finding) error {
	want, unsure, err := t.meaning(labels)
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
		default:
			s.silent++
		}
	}
	return nil
}

// meaning reads labels such as A,NHP,H?.
func (t *tally) meaning(labels string) (want, unsure []string, err error) {
	for label := range strings.SplitSeq(labels, ",") {
		code, doubtful := strings.CutSuffix(strings.TrimSpace(label), "?")
		facts, ok := labelled[code]
		if !ok && slices.Contains(t.codes, code) {
			facts, ok = []string{code}, true
		}
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
