package ui_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/a-h/templ"

	"lunheng/internal/browsertest"
	"lunheng/internal/lang"
	"lunheng/internal/web/static"
	"lunheng/internal/web/ui"
)

// serve shows content as a page and answers the given routes beside it.
func serve(t *testing.T, content templ.Component, routes map[string]http.HandlerFunc) *httptest.Server {
	mux := http.NewServeMux()
	mux.Handle("GET /static/", static.Handler())
	mux.Handle("GET /favicon.ico", static.Handler())
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'self'; style-src 'self'; img-src 'self' data:")
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		page := ui.Page(sampleCtx(lang.EN, ui.ThemeSystem), samplePage())
		if err := page.Render(templ.WithChildren(r.Context(), content), w); err != nil {
			t.Errorf("render: %v", err)
		}
	})
	for pattern, handler := range routes {
		mux.HandleFunc(pattern, handler)
	}
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server
}

// form wraps parts into a form element with attributes.
func form(attrs string, parts ...templ.Component) templ.Component {
	all := append([]templ.Component{templ.Raw("<h1>x</h1><form " + attrs + ">")}, parts...)
	return templ.Join(append(all, templ.Raw("</form>"))...)
}

func TestDraftSavesItselfAndTellsWhen(t *testing.T) {
	c := sampleCtx(lang.EN, "")
	var saved atomic.Value
	var refuse atomic.Bool
	content := form(`method="post" action="/send" data-autosave="/draft"`, ui.Hidden("version", "1"),
		ui.Input(c, ui.Form{}, ui.Field{Name: "title", Label: lang.Same("Title")}), ui.AutosaveStatus(c, time.Time{}))
	server := serve(t, content, map[string]http.HandlerFunc{"POST /draft": func(w http.ResponseWriter, r *http.Request) {
		if refuse.Load() {
			http.Error(w, "Someone else saved version 7.", http.StatusConflict)
			return
		}
		saved.Store(r.FormValue("title") + "/" + r.FormValue("version") + "/" + r.Header.Get("Lunheng-Autosave"))
		w.Header().Set("Lunheng-Version", "2")
		w.WriteHeader(http.StatusNoContent)
	}})
	tab := browsertest.Open(t, browsertest.Desk)
	tab.Allow(func(m string) bool { return strings.Contains(m, "409") })
	tab.Go(server.URL)
	tab.WaitText("[data-autosave-status]", "Not saved yet")
	tab.Type("#f-title", "falls")
	tab.WaitText("[data-autosave-status]", "Saved at")
	if got := saved.Load(); got != "falls/1/1" {
		t.Errorf("saved %v", got)
	}
	tab.Wait(`document.querySelector('[name=version]').value === '2'`)
	refuse.Store(true)
	tab.Type("#f-title", "!")
	tab.WaitText("[data-autosave-status]", "Someone else saved version 7.")
}

func TestGraveActIsAskedFirstAndSentOnce(t *testing.T) {
	c := sampleCtx(lang.EN, "")
	sent := make(chan string, 9)
	content := form(`method="post" action="/send"`, ui.Submit(c, ui.Button{
		Text: lang.Same("Submit"), Name: "act", Value: "go", Confirm: lang.Same("Really?")}))
	server := serve(t, content, map[string]http.HandlerFunc{"POST /send": func(w http.ResponseWriter, r *http.Request) {
		sent <- r.FormValue("act")
		w.WriteHeader(http.StatusNoContent) // the page stays, as while an answer is awaited
	}})
	tab := browsertest.Open(t, browsertest.Desk)
	tab.Go(server.URL)
	tab.Click("main button[type=submit]")
	tab.WaitText("dialog[open]", "Really?")
	tab.Axe()
	tab.Click("dialog[open] .actions [data-close]")
	tab.Wait(`!document.querySelector('dialog[open]')`)
	if len(sent) != 0 {
		t.Fatal("sent without consent")
	}
	tab.Click("main button[type=submit]")
	tab.Click("[data-confirm-yes]")
	if act := arrives(t, sent); act != "go" {
		t.Errorf("the button's value arrived as %q", act)
	}
	again := tab.Eval(`document.querySelector('main form').dispatchEvent(new SubmitEvent('submit', {bubbles: true, cancelable: true}))`)
	if again != "false" {
		t.Error("a second submission was not held back")
	}
}

// A dialog tells that it closed only later. Whoever says no and at once asks
// again must still be able to say yes.
func TestSecondQuestionOutlivesTheFirst(t *testing.T) {
	sent := make(chan string, 9)
	content := form(`method="post" action="/send"`, ui.Submit(sampleCtx(lang.EN, ""), ui.Button{
		Text: lang.Same("Submit"), Name: "act", Value: "go", Confirm: lang.Same("Really?")}))
	server := serve(t, content, map[string]http.HandlerFunc{"POST /send": func(w http.ResponseWriter, r *http.Request) {
		sent <- r.FormValue("act")
		w.WriteHeader(http.StatusNoContent)
	}})
	tab := browsertest.Open(t, browsertest.Desk)
	tab.Go(server.URL)
	tab.Eval(`(() => {
		const dialog = document.getElementById('confirm-dialog');
		dialog.addEventListener('close', () => { window.toldOfClosing = true; });
		const submit = document.querySelector('main button[type=submit]');
		submit.click();
		dialog.querySelector('.actions [data-close]').click();
		submit.click();
	})()`)
	tab.Wait(`window.toldOfClosing && document.querySelector('#confirm-dialog[open]')`)
	tab.Click("[data-confirm-yes]")
	if act := arrives(t, sent); act != "go" {
		t.Errorf("the button's value arrived as %q", act)
	}
}

// arrives is what the server was sent, or the end of the test when nothing
// comes for far longer than a sound page needs.
func arrives(t *testing.T, sent <-chan string) string {
	t.Helper()
	select {
	case v := <-sent:
		return v
	case <-time.After(20 * time.Second):
		t.Fatal("nothing was sent")
		return ""
	}
}

func TestLiveRegionShowsNewsAndKeepsFocus(t *testing.T) {
	var version atomic.Int32
	content := templ.Join(templ.Raw("<h1>x</h1>"), liveRegion(`<button id="b">0</button>`))
	server := serve(t, content, map[string]http.HandlerFunc{"GET /live": func(w http.ResponseWriter, r *http.Request) {
		tag := fmt.Sprintf(`"%d"`, version.Load())
		w.Header().Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprintf(w, `<button id="b">%d</button>`, version.Load())
	}})
	tab := browsertest.Open(t, browsertest.Desk)
	tab.Go(server.URL)
	tab.Eval(`document.getElementById('b').focus()`)
	version.Store(7)
	tab.WaitText("#b", "7")
	if got := tab.Eval(`document.activeElement.id`); got != "b" {
		t.Errorf("the focus went to %q", got)
	}
}

func liveRegion(first string) templ.Component {
	live := ui.Live(sampleCtx(lang.EN, ""), ui.LiveInfo{ID: "live", URL: "/live", Every: 500 * time.Millisecond, ETag: `"0"`})
	return withChild(live, templ.Raw(first))
}

func TestFilesGoUpWithTheirRefusals(t *testing.T) {
	c := sampleCtx(lang.EN, "")
	content := templ.Join(templ.Raw("<h1>x</h1>"), ui.Drop(c, ui.DropInfo{ID: "d", Name: "file", URL: "/files", Target: "list",
		Label: lang.Same("Papers"), Multiple: true, Max: 100}), templ.Raw(`<div id="list"></div>`))
	server := serve(t, content, map[string]http.HandlerFunc{"POST /files": func(w http.ResponseWriter, r *http.Request) {
		file, head, err := r.FormFile("file")
		if err != nil {
			t.Errorf("read upload: %v", err)
			return
		}
		defer file.Close()
		if head.Filename == "bad.exe" {
			http.Error(w, "Programs are not accepted.", http.StatusUnprocessableEntity)
			return
		}
		fmt.Fprintf(w, "<p>%s</p>", head.Filename)
	}})
	dir := t.TempDir()
	write := func(name string, size int) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, make([]byte, size), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	tab := browsertest.Open(t, browsertest.Phone)
	tab.Allow(func(m string) bool { return strings.Contains(m, "422") })
	tab.Go(server.URL)
	tab.Upload("#d-input", write("plan.pdf", 10), write("bad.exe", 10), write("huge.pdf", 1000))
	tab.WaitText("#list", "plan.pdf")
	tab.WaitText(".uploads .failed", "Programs are not accepted.")
	tab.WaitText(".uploads .failed", "huge.pdf: too large")
	tab.WaitText("#toasts", "Uploaded: plan.pdf")
	tab.Axe()
}

func TestThemeAndKeysAndMenu(t *testing.T) {
	var kept atomic.Value
	server := serve(t, templ.Raw("<h1>x</h1>"), map[string]http.HandlerFunc{"POST " + ui.ThemePath: func(w http.ResponseWriter, r *http.Request) {
		kept.Store(r.FormValue("theme"))
		w.WriteHeader(http.StatusNoContent)
	}})
	tab := browsertest.Open(t, browsertest.Desk)
	tab.Go(server.URL)
	tab.Press("/")
	tab.Wait(`document.activeElement.id === 'q'`)
	tab.Click(".menu summary")
	tab.Shot("menu-en-light-desk")
	tab.Axe()
	tab.Click(".themes button[value=dark]")
	tab.Wait(`document.documentElement.dataset.theme === 'dark'`)
	tab.Click("[data-dialog=keys-dialog]")
	tab.WaitText("dialog[open]", "Show this list")
	tab.Axe()
	if got := kept.Load(); got != "dark" {
		t.Errorf("the server heard %v", got)
	}
}
