package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"lunheng/internal/app"
	"lunheng/internal/app/apptest"
	"lunheng/internal/assess"
	"lunheng/internal/assess/assesstest"
	"lunheng/internal/calendar"
	"lunheng/internal/htmltest"
	"lunheng/internal/lang"
	"lunheng/internal/regions"
	"lunheng/internal/web/pages/check"
)

// agreeing is how many generated profiles each edge is asked about.
func agreeing() int {
	if os.Getenv("LUNHENG_TORTURE") != "" { // the long run
		return 20000
	}
	return 2000
}

// The command line and the API say the same about the same profile, to the
// byte, in both languages.
func TestCommandLineAndAPIAgree(t *testing.T) {
	t.Parallel()
	edge := apptest.New(t).Handler()
	for n, l := range lang.All {
		var profiles [][]byte
		for i := range agreeing() {
			profiles = append(profiles, written(t, assesstest.Profile(assesstest.Source(uint64(3+10*n), i))))
		}
		for i, line := range commandLine(t, l, profiles) {
			got := ask(t, edge, l, http.MethodPost, "/api/v1/assess", profiles[i])
			if !bytes.Equal(bytes.TrimSpace(got), line) {
				t.Errorf("%s: the API says %s\nthe command line %s", profiles[i], got, line)
			}
		}
	}
}

// The page of the check says in words what the command line says in codes,
// about every profile that its questions can tell.
func TestCommandLineAndPageAgree(t *testing.T) {
	t.Parallel()
	w := apptest.New(t)
	edge, today := w.Handler(), calendar.Of(w.Now())
	var profiles [][]byte
	var answers []url.Values
	for i := 0; len(profiles) < agreeing(); i++ {
		if given, profile, ok := conversation(t, w, today, assesstest.Profile(assesstest.Source(4, i))); ok {
			profiles, answers = append(profiles, profile), append(answers, given)
		}
	}
	for i, line := range commandLine(t, lang.EN, profiles) {
		var a answer
		if err := json.Unmarshal(line, &a); err != nil {
			t.Fatal(err)
		}
		page := htmltest.Parse(t, bytes.NewReader(ask(t, edge, lang.EN, http.MethodGet, "/check?"+answers[i].Encode(), nil)))
		region := answers[i].Get("region")
		for label, want := range a.inWords(w, today, region) {
			if got := shown(page, label); !slices.Equal(got, want) {
				t.Errorf("%s: under %q the page says %q, the command line %q", profiles[i], label, got, want)
			}
		}
	}
}

// conversation is a profile as the questions of the check can tell it: the
// answers, and what is known from them. Where there is no such district, the page has
// nothing to offer: ok is false.
func conversation(t *testing.T, w *apptest.World, today calendar.Day, made map[string]any) (answers url.Values, profile []byte, ok bool) {
	t.Helper()
	read, err := assess.Read(w.Book.Current(), "profile", bytes.NewReader(written(t, made)))
	if err != nil {
		t.Fatal(err)
	}
	activity := read[0].Activity
	set := w.Book.On(today, activity.Unit.Region)
	if _, known := regions.Lookup(activity.Unit.Region); !known && activity.Unit.Region != "" {
		return nil, nil, false
	}
	answers, err = check.Answers(set, activity)
	if err != nil {
		t.Fatal(err)
	}
	known, err := check.Vars(set, answers)
	if err != nil {
		t.Fatal(err)
	}
	known["on"] = today
	return answers, written(t, known), true
}

// answer is what the command line prints, as far as the page shows it.
type answer struct {
	Scope, Supervisors, Obligations []string
	Review, Procedure, Reviewer     string
	Investigator                    string
	FollowUpMonths                  int                  `json:"follow_up_months"`
	BlockedBy                       []string             `json:"blocked_by"`
	ExpertRecheck                   assess.ExpertRecheck `json:"expert_recheck"`
	Limits                          []assess.Limit
}

// inWords is what the page should say under each of its headings.
func (a answer) inWords(w *apptest.World, day calendar.Day, region string) map[string][]string {
	set := w.Book.On(day, region)
	names := func(list string, codes ...string) (out []string) {
		for _, code := range codes {
			if code != "" {
				out = append(out, assess.Name(set, list, code).In(lang.EN))
			}
		}
		return out
	}
	var limits []string
	for _, l := range a.Limits {
		limits = append(limits, names("limits", l.What)[0]+": "+l.Span().Text().In(lang.EN))
	}
	recheck := names("listed", a.ExpertRecheck.Items...)
	if regime := a.ExpertRecheck.WaivedBy; regime != "" && len(recheck) == 0 {
		recheck = []string{"not needed: waived by the State regime (" + names("state_approval", regime)[0] + ")"}
	}
	var follow []string
	if a.FollowUpMonths > 0 {
		follow = []string{fmt.Sprintf("at least every %d months", a.FollowUpMonths)}
	}
	return map[string][]string{
		"Ethics review": names("review", a.Review), "Scope": names("scope", a.Scope...), "Procedure": names("procedure", a.Procedure),
		"Who reviews": names("reviewer", a.Reviewer), "Expert re-review": recheck, "How long": limits, "Follow-up review": follow,
		"What is asked":                 names("obligations", a.Obligations...),
		"Before the work may start":     names("blocked_by", a.BlockedBy...),
		"Competent department":          names("departments", a.Supervisors...),
		"Who handles a violation first": names("departments", a.Investigator),
	}
}

// shown are the values under a heading of the page.
func shown(page *htmltest.Page, label string) (out []string) {
	headings := page.All("section.answer-line h3")
	at := slices.IndexFunc(headings, func(h *html.Node) bool { return strings.HasPrefix(htmltest.Text(h), label) })
	if at < 0 {
		return nil
	}
	value := headings[at].NextSibling
	for value.Type != html.ElementNode {
		value = value.NextSibling
	}
	if value.Data == "p" {
		return []string{htmltest.Text(value)}
	}
	for item := range value.ChildNodes() {
		if item.Type == html.ElementNode {
			out = append(out, htmltest.Text(item))
		}
	}
	return out
}

func written(t *testing.T, profile any) []byte {
	t.Helper()
	raw, err := json.Marshal(profile)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// commandLine assesses all profiles in one run.
func commandLine(t *testing.T, l lang.Lang, profiles [][]byte) [][]byte {
	t.Helper()
	var out, trouble bytes.Buffer
	status := app.Main(context.Background(), app.Env{
		Args:  []string{"assess", "--format", "json", "--lang", string(l), "-"},
		Stdin: bytes.NewReader(bytes.Join(profiles, []byte("\n---\n"))), Stdout: &out, Stderr: &trouble, Clock: fixedClock{},
	})
	lines := bytes.Split(bytes.TrimSpace(out.Bytes()), []byte("\n"))
	if status != 0 || trouble.Len() > 0 || len(lines) != len(profiles) {
		t.Fatalf("status %d, %d lines\n%s", status, len(lines), trouble.String())
	}
	return lines
}

// ask sends a request of somebody who is not logged in through everything that serves
// requests but the network.
func ask(t *testing.T, edge http.Handler, l lang.Lang, method, address string, body []byte) []byte {
	t.Helper()
	req := httptest.NewRequest(method, address, bytes.NewReader(body))
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept-Language", string(l))
	res := httptest.NewRecorder()
	edge.ServeHTTP(res, req)
	if res.Code != http.StatusOK {
		t.Fatalf("%s %s: %d %s", method, address, res.Code, res.Body)
	}
	return res.Body.Bytes()
}
