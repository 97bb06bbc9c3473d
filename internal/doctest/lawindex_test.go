package doctest

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lunheng/internal/testdata"
)

const lawIndex = "docs/law-index.tsv"

var lawColumns = []string{"id", "source", "obligation", "status", "place", "test"}

// tsv splits a table into its head and its rows.
func tsv(t *testing.T, text string) (head []string, rows [][]string) {
	t.Helper()
	for i, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		cells := strings.Split(line, "\t")
		if head == nil {
			head = cells
			continue
		}
		if len(cells) != len(head) {
			t.Fatalf("line %d has %d cells, not %d: %s", i+1, len(cells), len(head), line)
		}
		rows = append(rows, cells)
	}
	return head, rows
}

// TestLawIndexIsSound: every obligation has its row, every row that claims
// something names the place and a test that is there.
func TestLawIndexIsSound(t *testing.T) {
	head, rows := tsv(t, read(t, lawIndex))
	if !slices.Equal(head, lawColumns) {
		t.Fatalf("columns are %v, not %v", head, lawColumns)
	}
	tests := testNames(t)
	seen := map[string]bool{}
	for _, row := range rows {
		id, status, place, test := row[0], row[3], row[4], row[5]
		if seen[id] {
			t.Errorf("%s stands twice", id)
		}
		seen[id] = true
		if row[1] == "" || row[2] == "" {
			t.Errorf("%s: source and obligation must be told", id)
		}
		switch status {
		case "done", "partial":
			if place == "" || test == "" {
				t.Errorf("%s is %s, but names no place or no test", id, status)
			}
			if !tests[test] {
				t.Errorf("%s: there is no test %s", id, test)
			}
		case "planned":
			if test != "" {
				t.Errorf("%s is planned, but names the test %s", id, test)
			}
		default:
			t.Errorf("%s: unknown status %q", id, status)
		}
	}
}

// TestLawIndexIsComplete compares with the list of clauses: the same ids, in
// words of our own.
func TestLawIndexIsComplete(t *testing.T) {
	raw, err := os.ReadFile(testdata.Law(t, "clauses.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	_, clauses := tsv(t, string(raw))
	_, rows := tsv(t, read(t, lawIndex))
	var want, have []string
	theirs := map[string]bool{}
	for _, c := range clauses {
		want = append(want, c[0])
		for _, cell := range c[4:6] {
			theirs[plainWords(cell)] = true
		}
	}
	for _, r := range rows {
		have = append(have, r[0])
		if theirs[plainWords(r[2])] || theirs[plainWords(r[4])] {
			t.Errorf("%s: the sentence is copied, not told in own words", r[0])
		}
	}
	slices.Sort(want)
	slices.Sort(have)
	if !slices.Equal(want, have) {
		t.Errorf("the index has %d ids, the list of clauses %d, and they differ", len(have), len(want))
	}
}

var notWords = regexp.MustCompile(`[^a-z0-9]+`)

func plainWords(s string) string {
	return strings.TrimSpace(notWords.ReplaceAllString(strings.ToLower(s), " "))
}

var testFunc = regexp.MustCompile(`(?m)^func (Test\w+)\(t \*testing\.T\)`)

// testNames collects the names of all Go tests of the repository.
func testNames(t *testing.T) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		src, err := os.ReadFile(path)
		for _, m := range testFunc.FindAllSubmatch(src, -1) {
			names[string(m[1])] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}
