package assess_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"testing"

	"github.com/goccy/go-yaml"

	"lunheng/internal/assess"
	"lunheng/internal/assess/assesstest"
	"lunheng/internal/calendar"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
	"lunheng/packs"
)

// profiles is how many are made; LUNHENG_PROFILES=1000000 for a long night.
func profiles(t *testing.T) int {
	n := 10000
	if given := os.Getenv("LUNHENG_PROFILES"); given != "" {
		var err error
		if n, err = strconv.Atoi(given); err != nil {
			t.Fatal(err)
		}
	}
	return n
}

// TestGeneratedProfilesAgreeWithTheOracle compares every field of many
// assessments, and shows that every code of every field came up.
func TestGeneratedProfilesAgreeWithTheOracle(t *testing.T) {
	book, err := rules.Load(packs.FS())
	if err != nil {
		t.Fatal(err)
	}
	n, workers := profiles(t), runtime.GOMAXPROCS(0)
	found := make([]survey, workers)
	var wait sync.WaitGroup
	for w := range workers {
		wait.Go(func() {
			found[w] = survey{seen: map[string]int{}}
			for i := w; i < n && len(found[w].wrong) < 8; i += workers {
				found[w].compare(book, assesstest.Profile(assesstest.Source(1, i)))
			}
		})
	}
	wait.Wait()
	seen, told := map[string]int{}, map[string]bool{}
	for _, s := range found {
		for code, times := range s.seen {
			seen[code] += times
		}
		for field, message := range s.wrong {
			if !told[field] {
				t.Error(message)
			}
			told[field] = true
		}
	}
	for _, code := range slices.Concat(everyCode, everyRule(book)) {
		if seen[code] < max(n/10000, 1) {
			t.Errorf("%s came up %d times in %d profiles: too seldom to be compared", code, seen[code], n)
		}
	}
}

// everyRule names all rules about an assessment.
func everyRule(book *rules.Book) (out []string) {
	for _, pack := range book.Packs() {
		outline, _ := book.Outline(pack.ID, "2026-11-20")
		for _, r := range outline.Rules {
			if r.Point == "assessment" {
				out = append(out, "rule="+r.ID)
			}
		}
	}
	return out
}

// TestEveryWayToReadAgrees: a profile in JSON and in YAML, a form's values and an
// activity that is kept make the same assessment.
func TestEveryWayToReadAgrees(t *testing.T) {
	book, err := rules.Load(packs.FS())
	if err != nil {
		t.Fatal(err)
	}
	for i := range 500 {
		made := assesstest.Profile(assesstest.Source(5, i))
		read := func(write func(any) ([]byte, error)) assess.Profile {
			text, err := write(made)
			if err != nil {
				t.Fatal(err)
			}
			p, err := assess.Read(book, "profile", bytes.NewReader(text))
			if err != nil {
				t.Fatalf("%v in\n%s", err, text)
			}
			return p[0]
		}
		first := read(json.Marshal)
		kept, err := assess.New(book, first.On, first.Activity)
		if err != nil {
			t.Fatal(err)
		}
		given, err := assess.FromVars(book, map[string]any{"activity": made["activity"]})
		if err != nil {
			t.Fatal(err)
		}
		want := judged(t, book, first, first.On)
		for how, p := range map[string]assess.Profile{"YAML": read(yaml.Marshal), "a form": given, "what is kept": kept} {
			if got := judged(t, book, p, first.On); !bytes.Equal(got, want) {
				t.Errorf("%v: from %s %s\nfrom JSON %s", made, how, got, want)
			}
		}
	}
}

func judged(t *testing.T, book *rules.Book, p assess.Profile, day calendar.Day) []byte {
	t.Helper()
	a, err := assess.Judge(book, p, day)
	if err != nil {
		t.Fatal(err)
	}
	line, err := a.JSON(lang.ZH)
	if err != nil {
		t.Fatal(err)
	}
	return line
}

// survey is what a run of comparisons found.
type survey struct {
	seen  map[string]int    // codes in the assessments, as field=code
	wrong map[string]string // the first disagreement of each field
}

func (s *survey) compare(book *rules.Book, profile map[string]any) {
	want, spoke, wrong := disagreements(book, profile)
	count(s.seen, want)
	for _, rule := range spoke {
		s.seen["rule="+rule]++
	}
	for _, d := range wrong {
		if s.wrong == nil {
			s.wrong = map[string]string{}
		}
		if s.wrong[d.field] == "" {
			s.wrong[d.field] = shrunk(book, profile, d.field)
		}
	}
}

// disagreements asks the packs and the oracle about one profile. It returns what
// the oracle says, the rules that spoke, and where both differ.
func disagreements(book *rules.Book, profile map[string]any) (want expected, spoke []string, wrong []difference) {
	raw, err := json.Marshal(profile)
	if err != nil {
		return want, nil, []difference{{field: "the profile", got: err}}
	}
	f, err := readFacts(raw, "")
	if err != nil {
		return want, nil, []difference{{field: "the profile", got: err}}
	}
	want = oracle(f)
	line, err := judge(book, raw)
	if err != nil {
		return want, nil, []difference{{field: "the assessment", got: err, want: "that it can be made"}}
	}
	var got struct {
		expected
		Packs   []string
		Reasons []struct {
			Rule, Source, Article, Because string
			Sets                           []string
		}
	}
	if err := json.Unmarshal(line, &got); err != nil {
		return want, nil, []difference{{field: "the answer", got: err}}
	}
	wrong = differences(got.expected, want)
	named, last := map[string]bool{}, ""
	for _, r := range got.Reasons {
		if r.Rule == "" || r.Source == "" || r.Article == "" || r.Because == "" || !slices.IsSorted(r.Sets) || r.Rule <= last {
			wrong = append(wrong, difference{"reasons", r, "a whole reason, after " + last})
		}
		last, spoke = r.Rule, append(spoke, r.Rule)
		for _, field := range r.Sets {
			named[field] = true
		}
	}
	for field, says := range told(want) {
		if says && !named[field] {
			wrong = append(wrong, difference{"reasons of " + field, "no reason", "one that names it"})
		}
	}
	return want, spoke, wrong
}

// told says which fields need a reason.
func told(e expected) map[string]bool {
	return map[string]bool{
		"scope": len(e.Scope) > 0, "review": e.Review != "not_required", "procedure": e.Procedure != "", "reviewer": e.Reviewer != "",
		"expert_recheck": e.ExpertRecheck.Required || e.ExpertRecheck.WaivedBy != "", "supervisors": true, "investigator": true,
		"limits": len(e.Limits) > 0, "follow_up_months": e.FollowUpMonths > 0, "obligations": true, "blocked_by": len(e.BlockedBy) > 0,
	}
}

// judge reads and judges a profile as the command line does.
func judge(book *rules.Book, raw []byte) ([]byte, error) {
	read, err := assess.Read(book, "profile", bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	a, err := assess.Judge(book, read[0], read[0].On)
	if err != nil {
		return nil, err
	}
	return a.JSON(lang.EN)
}

// shrunk leaves out of a profile whatever the disagreement does not need, and
// tells what remains. The day stays.
func shrunk(book *rules.Book, profile map[string]any, field string) string {
	profile = maps.Clone(profile)
	profile["activity"] = copied(profile["activity"])
	var last difference
	still := func() bool {
		_, _, wrong := disagreements(book, profile)
		at := slices.IndexFunc(wrong, func(d difference) bool { return d.field == field })
		if at >= 0 {
			last = wrong[at]
		}
		return at >= 0
	}
	for still() && leaveOneOut(profile["activity"].(map[string]any), still) {
	}
	still()
	text, err := yaml.Marshal(profile)
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%s\n%s", last, text)
}

// leaveOneOut removes one fact without which the test still holds.
func leaveOneOut(m map[string]any, still func() bool) bool {
	for key, v := range m {
		delete(m, key)
		if still() {
			return true
		}
		m[key] = v
		switch v := v.(type) {
		case map[string]any:
			if leaveOneOut(v, still) {
				return true
			}
		case []any:
			for i := range v {
				m[key] = slices.Delete(slices.Clone(v), i, i+1)
				if still() {
					return true
				}
			}
			m[key] = v
		}
	}
	return false
}

// copied is a deep copy.
func copied(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for key, part := range v {
			out[key] = copied(part)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = copied(v[i])
		}
		return out
	}
	return v
}
