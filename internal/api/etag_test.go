package api_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lunheng/internal/app/apptest"
	"lunheng/internal/auth"
)

// notHere are rows of things that this world does not have; tests of their own
// domains read them.
var notHere = []string{"{site}", "{alliance}", "{peer}", "{recheck}", "{mandate}", "{gate}", "{filing}", "{report}", "{release}", "{yearplan}", "{inspection}", "{pack}", "{code}", "{revision}", "{file}",
	"{hash}", "{event}", "{interest}", "{record}", "{n}", "{field}", "{evidence}", "{round}", "{sample}", "{check}", "{version}", "{task}"}

// Whatever is looked at has an ETag, and whoever has it already is told so
// without it: every GET of the document, on what the world has.
func TestUnchangedAnswers(t *testing.T) {
	w := apptest.New(t)
	act, kase := apply(w, "睡眠研究")
	w.Seal()
	have := map[string]string{"activity": act, "review": kase, "unit": w.Unit, "committee": w.Committee, "person": w.Person("lin"), "account": w.Person("lin"), "id": "cn",
		"kind": "unit", "body": w.Unit}
	readers := map[string]client{}
	for _, name := range []string{"lin", "secretary", "chair", "officer", "admin"} {
		readers[name] = as(w, name, auth.Read, auth.Write, auth.Admin)
	}
	var doc struct {
		Paths map[string]map[string]json.RawMessage
	}
	readers["lin"].get("/openapi.json", 200).into(&doc)
	met := 0
	for _, path := range slices.Sorted(maps.Keys(doc.Paths)) {
		if doc.Paths[path]["get"] == nil || slices.ContainsFunc(notHere, func(p string) bool { return strings.Contains(path, p) }) {
			continue
		}
		at := regexp.MustCompile(`\{\w+\}`).ReplaceAllStringFunc(path, func(p string) string { return have[strings.Trim(p, "{}")] })
		for _, name := range slices.Sorted(maps.Keys(readers)) {
			a := readers[name].call(http.MethodGet, at, nil)
			if a.status != http.StatusOK {
				continue
			}
			met++
			tag := a.header.Get("ETag")
			again := readers[name].call(http.MethodGet, at, nil, "If-None-Match", `"other", `+tag)
			if tag == "" || again.status != http.StatusNotModified || len(again.raw) > 0 || again.header.Get("ETag") != tag {
				t.Errorf("GET %s as %s: ETag %q, then %d with %q", at, name, tag, again.status, again.header.Get("ETag"))
			}
			if other := readers[name].call(http.MethodGet, at, nil, "If-None-Match", `"other"`); other.status != http.StatusOK {
				t.Errorf("GET %s as %s with another ETag: %d", at, name, other.status)
			}
			break
		}
	}
	if met < 40 {
		t.Errorf("only %d rows were met", met)
	}
}
