// Package doctest holds the documents to what the program is: the index of
// obligations names real tests, the diagrams are drawn from the tables of the
// procedures, the settings are those of the command line, links lead
// somewhere, and commands exist.
//
// Generated documents are written anew with
//
//	go test ./internal/doctest -update
package doctest

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const root = "../.."

var update = flag.Bool("update", false, "write generated documents anew")

func read(t *testing.T, path string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(root, path))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// golden compares a generated document with the one in the repository.
func golden(t *testing.T, path, want string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(filepath.Join(root, path), []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if have := read(t, path); have != want {
		t.Errorf("%s is out of date at line %d; run go test ./internal/doctest -update", path, differsAt(have, want))
	}
}

func differsAt(a, b string) int {
	as, bs := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(as), len(bs)) {
		if as[i] != bs[i] {
			return i + 1
		}
	}
	return min(len(as), len(bs)) + 1
}

// pages lists the documents that people read.
func pages(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, pattern := range []string{"*.md", "docs/*.md", "packs/*.md"} {
		found, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range found {
			rel, err := filepath.Rel(root, path)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, filepath.ToSlash(rel))
		}
	}
	if len(out) < 8 {
		t.Fatalf("found only %d documents: %v", len(out), out)
	}
	return out
}
