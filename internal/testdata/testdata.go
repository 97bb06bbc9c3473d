// Package testdata finds the collections of real data that some tests read.
// They are not part of the project: where they are absent, such a test skips
// and says so; in continuous integration it fails instead.
package testdata

import (
	"os"
	"path/filepath"
	"testing"
)

// Shared returns the path of a file in the data collection. The collection is
// the folder named by LUNHENG_TESTDATA, or shared/data beside the checkout.
func Shared(t testing.TB, name string) string {
	t.Helper()
	return need(t, name)
}

// Law returns the path of a file about the law, such as the list of its
// clauses. The folder law stands beside the data collection.
func Law(t testing.TB, name string) string {
	t.Helper()
	return need(t, filepath.Join("..", "law", name))
}

func need(t testing.TB, name string) string {
	t.Helper()
	if path, ok := find(name); ok {
		return path
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("the data collection lacks %s", name)
	}
	t.Skipf("no data collection with %s here (set LUNHENG_TESTDATA)", name)
	return ""
}

// find looks upwards from the working directory of the test.
func find(name string) (string, bool) {
	roots := []string{os.Getenv("LUNHENG_TESTDATA")}
	dir, err := os.Getwd()
	for err == nil && dir != filepath.Dir(dir) {
		roots = append(roots, filepath.Join(dir, "shared", "data"))
		dir = filepath.Dir(dir)
	}
	for _, root := range roots {
		path := filepath.Join(root, name)
		if _, err := os.Stat(path); root != "" && err == nil {
			return path, true
		}
	}
	return "", false
}
