package bench

import (
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"lunheng/bench/figure"
	"lunheng/internal/screen"
)

// Collections that the screener is measured on beside the invented titles. They are
// no part of the program.
const (
	awards = "nsfc/screening_labels.csv"
	trials = "clinicaltrials/trials.csv"
)

// Screening says what to measure: how well facts are found in titles.
type Screening struct {
	Screener *screen.Screener
	Data     string // folder of the collections; empty: shared/data, looked for upwards
	Format   string
	Out, Err io.Writer
}

// Recall writes precision and recall of every fact on the invented titles and, where
// the collections are at hand, on labelled awards and on registered trials.
func Recall(o Screening) error {
	err := o.file("invented titles", screen.Labelled, "labelled/invented.csv", o.Screener.Score)
	if err == nil {
		err = o.traps()
	}
	if err == nil {
		err = o.collection(awards, func(root fs.FS) error { return o.file("labelled awards", root, awards, o.Screener.Score) })
	}
	if err == nil {
		err = o.collection(trials, o.trials)
	}
	return err
}

// collection measures on a file where it is at hand, and says so where it is not.
func (o Screening) collection(name string, measure func(fs.FS) error) error {
	root, ok := found(o.Data, name)
	if !ok {
		_, err := fmt.Fprintf(o.Err, "%s is not at hand: left out (--labels names the folder)\n", name)
		return err
	}
	return measure(os.DirFS(root))
}

// found is the folder that holds a collection.
func found(data, name string) (string, bool) {
	roots := []string{data}
	for dir, err := os.Getwd(); data == "" && err == nil && dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		roots = append(roots, filepath.Join(dir, "shared", "data"))
	}
	for _, root := range roots {
		if _, err := os.Stat(filepath.Join(root, name)); root != "" && err == nil {
			return root, true
		}
	}
	return "", false
}

type scorer func(io.Reader) ([]screen.Score, []screen.Difference, error)

// file writes two figures a fact.
func (o Screening) file(what string, root fs.FS, name string, score scorer) (err error) {
	f, err := root.Open(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	scores, _, err := score(f)
	if err != nil {
		return err
	}
	for _, s := range scores {
		n := s.Right + s.Missed
		if err := o.tell(
			Figure{What: fmt.Sprintf("precision of %s, %s", s.Fact, what), Value: s.Precision(), Unit: fmt.Sprintf("of %d found", s.Right+s.Extra)}.Beside(Figure{What: "aim", Value: 0.9}),
			Figure{What: fmt.Sprintf("recall of %s, %s", s.Fact, what), Value: s.Recall(), Unit: fmt.Sprintf("of %d", n)}.Beside(Figure{What: "aim", Value: 0.95})); err != nil {
			return err
		}
	}
	return nil
}

// traps writes on how many of the trap titles just what they hold was found.
func (o Screening) traps() (err error) {
	f, err := screen.Labelled.Open("labelled/traps.csv")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	scores, differences, err := o.Screener.Traps(f)
	if err != nil {
		return err
	}
	wrong := map[string]bool{}
	for _, d := range differences {
		wrong[d.Text] = true
	}
	read := scores[0].Titles()
	return o.tell(Figure{What: "trap titles read rightly", Value: float64(read-len(wrong)) / float64(max(read, 1)), Unit: fmt.Sprintf("of %d", read)})
}

// trials writes in how many registered trials people are found, by title and summary.
func (o Screening) trials(root fs.FS) (err error) {
	f, err := root.Open(trials)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) < 2 {
		return cmp.Or(err, fmt.Errorf("read %s: it holds nothing", trials))
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	people := 0
	for _, row := range rows[1:] {
		for _, fact := range o.Screener.Text(row[column["title"]], row[column["summary"]]) {
			if fact.Fact == "human_participants" {
				people++
			}
		}
	}
	return o.tell(Figure{What: "recall of human_participants, registered trials", Value: float64(people) / float64(len(rows)-1),
		Unit: fmt.Sprintf("of %d", len(rows)-1)}.Beside(Figure{What: "aim", Value: 0.95}))
}

func (o Screening) tell(figures ...Figure) error { return figure.Write(o.Out, o.Format, figures...) }
