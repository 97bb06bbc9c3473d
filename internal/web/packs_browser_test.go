package web_test

import (
	"archive/zip"
	"bytes"
	"log/slog"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lunheng/internal/browsertest"
	"lunheng/internal/errs"
	"lunheng/internal/htmltest"
	"lunheng/internal/jobs"
	"lunheng/internal/rehearse"
	"lunheng/internal/rulebook"
)

// cityPack is a pack of the city in which the world plays: so many days to decide,
// and a meeting for older people.
func cityPack(version, days string) map[string]string {
	return map[string]string{
		"pack.yaml": `id: city
version: "` + version + `"
title: {zh: 明川市规则, en: Rules of Mingchuan}
region: "4403"
extends: [cn-440300]
sources:
  - {id: CITY-2026, title: {zh: 明川市科技伦理办法, en: Measures of Mingchuan}, issued: 2026-01-05, in_force: 2026-03-01}
`,
		"params.yaml": `params:
  - {name: decision_days, value: ` + days + `, unit: days, source: CITY-2026, article: "7", confidence: M, title: {zh: 审查决定的期限, en: Time to decide}}
`,
		"rules.yaml": `rules:
  - id: city.surveys
    point: assessment
    when: 'activity.humans.participants == "survey" && out.review == "required"'
    sets: {limits: {what: decision, amount: {param: decision_days}, unit: {unit_of: decision_days}}}
    source: CITY-2026
    article: "7"
    because: {zh: "问卷调查在 {decision_days} 日内决定", en: "Surveys are decided within {decision_days} days"}
    instead: {zh: 不是问卷调查时按一般期限, en: Other work has the general limit}
`,
		"cases.yaml": `cases:
  - why: 问卷调查
    "on": 2026-11-20
    region: "440305"
    point: assessment
    vars: {activity: {title: 示例, unit: {region: "440305"}, humans: {participants: survey, data: identifiable}}}
    applies: [city.surveys]
    dated: [city.surveys]
  - why: 不涉及人
    "on": 2026-11-20
    region: "440305"
    point: assessment
    vars: {activity: {title: 示例, unit: {region: "440305"}}}
    silent: [city.surveys]
`,
	}
}

// packDir writes a pack into a folder, and as one ZIP.
func packDir(t *testing.T, files map[string]string) (names []string, archive string) {
	t.Helper()
	dir := t.TempDir()
	archive = filepath.Join(dir, "pack.zip")
	f, err := os.Create(archive)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	for name, text := range files {
		path := filepath.Join(dir, name)
		names = append(names, path)
		w, err := z.Create("city/" + name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err == nil {
			err = os.WriteFile(path, []byte(text), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return names, archive
}

func filesOf(m map[string]string) rulebook.Files {
	var out rulebook.Files
	for name, text := range m {
		out = append(out, rulebook.File{Name: name, Text: text})
	}
	return out
}

// work runs what waits in the background.
func (b *bench) work() {
	b.t.Helper()
	w := jobs.Worker{DB: b.DB(), Holder: "h", Log: slog.New(slog.DiscardHandler), Handlers: map[string]jobs.Handler{rehearse.Kind: b.Rehearsal.Handle}}
	_, err := w.RunReady(ctx, b.Now())
	b.ok(err)
}

// upload sends files to a form.
func (v *visitor) upload(path string, status int, files map[string]string, fields ...string) *htmltest.Page {
	v.t.Helper()
	page := v.read(path, http.StatusOK)
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	fields = append(fields, "version", page.Attr("form.form input[name=version]", "value"), "key", page.Attr("form.form input[name=key]", "value"))
	for i := 0; i+1 < len(fields); i += 2 {
		v.b.ok(w.WriteField(fields[i], fields[i+1]))
	}
	for name, text := range files {
		part, err := w.CreateFormFile("files", name)
		v.b.ok(err)
		_, err = part.Write([]byte(text))
		v.b.ok(err)
	}
	v.b.ok(w.Close())
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, v.b.URL+path, &body)
	v.b.ok(err)
	req.Header.Set("Content-Type", w.FormDataContentType())
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	req.Header.Set("Origin", v.b.URL)
	return v.answer(req, status)
}

// A department brings a draft in, is told every mistake, rehearses the right one,
// and publishes it; whoever has nothing to do with rules can read them alone.
func TestRulesOfADepartment(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	dep := b.supervised()
	b.apply("社区老年人夜间光照与睡眠的观察研究")
	law, lin := b.visitor("stranger"), b.visitor("lin")
	page := law.read("/rules", http.StatusOK)
	page.Contains("#in-force", "科技伦理审查办法")
	page.Contains("#drafts", "没有草案")

	wrong := cityPack("1", "20")
	wrong["params.yaml"] = "params:\n  - {nam: x}\n"
	law.upload("/packs/new", http.StatusUnprocessableEntity, wrong, "department", dep).Contains(".summary", "params.yaml:2:")
	law.read("/rules", http.StatusOK).Contains("#drafts", "没有草案")
	law.upload("/packs/new", http.StatusOK, cityPack("1", "20"), "department", dep)
	page = law.read("/rules", http.StatusOK)
	path := page.Attr("#drafts td a", "href")
	if !strings.HasPrefix(path, "/packs/") {
		t.Fatalf("the draft stands at %q", path)
	}
	page = law.read(path, http.StatusOK)
	page.Contains("#changes", "decision_days")
	page.Contains("#check", "2 个用例全部相符")

	law.post(path+"/rehearse", http.StatusOK, nil)
	law.read(path, http.StatusOK).Contains("#rehearsal", "等待")
	b.work()
	page = law.read(path, http.StatusOK)
	page.Contains("#rehearsal", "判断了 1 项活动：1 项会有变化")
	law.read(path+"/trial/changed", http.StatusOK).Contains("main", "社区老年人")

	law.send(path+"/publish", http.StatusConflict, "from", "2020-01-01").Contains(".summary", "明天")
	day := string(b.As("stranger").Day.AddDays(10))
	law.send(path+"/publish", http.StatusOK, "from", day)
	law.read(path, http.StatusOK).Contains("main", "将自")
	lin.read("/rules/city?on="+day, http.StatusOK).Contains("#params", "20")
	lin.read("/rules?region=440305&on="+day, http.StatusOK).Contains("#in-force", "明川市规则")
	lin.read("/rules?region=440305", http.StatusOK).Lacks("#in-force", "明川市规则")
	lin.read("/packs/new", http.StatusForbidden)
	lin.read(path+"/withdraw", http.StatusNotFound)
	law.send(path+"/withdraw", http.StatusOK, "reason", "须再征求意见")
	lin.read("/rules?region=440305&on="+day, http.StatusOK).Lacks("#in-force", "明川市规则")
}

// Drafts are their department's alone.
func TestDraftsAreTheirDepartments(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	dep := b.supervised()
	id := b.did(b.Rulebook.Draft(ctx, b.As("stranger"), b.tick(), rulebook.Draft{Department: dep, Files: filesOf(cityPack("1", "20"))}))
	b.visitor("lin").read("/packs/"+id, http.StatusNotFound)
	b.visitor("officer").read("/packs/"+id+"/trial", http.StatusNotFound)
	if _, err := b.Rulebook.Publish(ctx, b.As("officer"), b.tick(), rulebook.Publish{ID: id, From: "2030-01-01"}); errs.CodeOf(err) != errs.NotFound {
		t.Errorf("an officer published it: %v", err)
	}
}

// The pages of the rules and a rehearsal in a browser, in both languages and sizes.
func TestRulesInABrowser(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	dep := b.supervised()
	b.apply("社区老年人夜间光照与睡眠的观察研究")
	old := b.did(b.Rulebook.Draft(ctx, b.As("stranger"), b.tick(), rulebook.Draft{Department: dep, Files: filesOf(cityPack("1", "20"))}))
	b.did(b.Rulebook.Publish(ctx, b.As("stranger"), b.tick(), rulebook.Publish{ID: old, From: b.As("stranger").Day.AddDays(1)}))
	_, archive := packDir(t, cityPack("2", "15"))
	bad := cityPack("2", "15")
	bad["params.yaml"] = "params:\n  - {nam: x}\n  - {name: decision_days, value: 1, unit: weeks}\n"
	wrong, _ := packDir(t, bad)
	for _, how := range browsertest.Looks() {
		tab := b.tab("stranger", how.View)
		tab.Allow(func(m string) bool { return strings.Contains(m, "status of 422") })
		b.ok(b.Accounts.SetPreferences(ctx, b.As("stranger"), how.Lang, ""))
		look := func(name string) {
			tab.Shot("rules-" + name + "-" + how.Name)
			tab.NoSidewaysScroll()
			tab.Axe()
		}
		tab.Go(b.URL + "/rules?region=440305&on=" + string(b.As("stranger").Day.AddDays(1)))
		look("list")
		tab.Go(b.URL + "/rules/cn")
		look("pack")
		tab.Go(b.URL + "/packs/" + old)
		look("published")
		tab.Go(b.URL + "/packs/new")
		tab.Upload("#f-files", wrong...)
		tab.Follow("form.form button[type=submit]")
		tab.WaitText(".summary", "params.yaml")
		look("mistakes")
		tab.Upload("#f-files", archive)
		tab.Follow("form.form button[type=submit]")
		tab.WaitText("#changes", "decision_days")
		tab.Follow("#rehearsal form button")
		tab.Wait(`!!document.querySelector('#trial[data-live]')`)
		b.work()
		tab.Wait(`!!document.querySelector('#trial .chart')`)
		look("draft")
		tab.Follow(`#trial a[href$="/changed"]`)
		look("changed")
		tab.Go(tab.URL()[:strings.Index(tab.URL(), "/trial")] + "/publish")
		look("publish")
	}
}
