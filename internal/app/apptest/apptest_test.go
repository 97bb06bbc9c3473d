package apptest_test

import (
	"net/http"
	"testing"

	"lunheng/internal/app/apptest"
)

// The world stands up: a lawful committee, people who can log in, a server
// that is well.
func TestWorld(t *testing.T) {
	w := apptest.New(t)
	c := w.Client("lin")
	for path, want := range map[string]int{"/healthz": 200, "/check": 200, "/styleguide": 200, "/nowhere": 404} {
		res, err := c.Get(w.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != want {
			t.Errorf("GET %s: %s; want %d", path, res.Status, want)
		}
	}
	res, err := http.Get(w.URL + "/healthz")
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
}
