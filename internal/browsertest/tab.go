package browsertest

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// View is a size of window.
type View struct{ Width, Height int64 }

// The two sizes at which every page must work.
var (
	Phone = View{390, 844}
	Desk  = View{1440, 900}
)

// patience is how long a step may take before the test fails. It is no timing
// assertion: a sound page answers in a hundredth of it.
const patience = 30 * time.Second

// Tab is one person's window. Its methods fail the test when they cannot do
// what they say.
type Tab struct {
	t   testing.TB
	ctx context.Context

	mu       sync.Mutex
	troubles []string
	allowed  func(string) bool
	name     string // of what is looked at
}

// Open opens a tab with cookies of its own. It is closed, and its troubles are
// reported, when the test ends.
func Open(t testing.TB, view View) *Tab {
	t.Helper()
	b := need(t)
	ctx, cancel := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext())
	tab := &Tab{t: t, ctx: ctx, allowed: func(string) bool { return false }}
	t.Cleanup(func() { tab.report(); cancel() })
	tab.check("listen to the page", chromedp.Listen(ctx, tab.hear))
	tab.Resize(view)
	return tab
}

// Named says what is looked at from now on, for the faults that are found.
func (tab *Tab) Named(name string) {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	tab.name = name
}

// Errorf fails the test for a fault of what is looked at.
func (tab *Tab) Errorf(format string, args ...any) {
	tab.t.Helper()
	tab.mu.Lock()
	defer tab.mu.Unlock()
	if tab.name != "" {
		format, args = "%s: "+format, append([]any{tab.name}, args...)
	}
	tab.t.Errorf(format, args...)
}

// Allow names console messages that this test provokes on purpose.
func (tab *Tab) Allow(allowed func(message string) bool) {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	tab.allowed = allowed
}

// hear collects errors of the console, of scripts and of the browser itself,
// among them violations of the content security policy.
func (tab *Tab) hear(ev any) {
	switch ev := ev.(type) {
	case *runtime.EventExceptionThrown:
		tab.trouble("exception: " + exception(ev.ExceptionDetails))
	case *runtime.EventConsoleAPICalled:
		if ev.Type == runtime.ConsoleAPICalledTypeError {
			tab.trouble(fmt.Sprintf("console error: %s", args(ev.Args)))
		}
	case *log.EventEntryAdded:
		if ev.Entry.Level == log.EntryLevelError || ev.Entry.Source == log.EntrySourceSecurity {
			tab.trouble(fmt.Sprintf("browser: %s %s", ev.Entry.Text, ev.Entry.URL))
		}
	}
}

func exception(d *runtime.ExceptionDetails) string {
	if d.Exception != nil && d.Exception.Description != "" {
		return d.Exception.Description
	}
	return d.Text
}

func args(list []*runtime.RemoteObject) string {
	text, err := json.Marshal(list)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

func (tab *Tab) trouble(text string) {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	tab.troubles = append(tab.troubles, strings.TrimSpace(text+" "+tab.name))
}

// report fails the test for every trouble heard.
func (tab *Tab) report() {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	for _, text := range tab.troubles {
		if !tab.allowed(text) {
			tab.t.Errorf("the page complained: %s", text)
		}
	}
}

func (tab *Tab) check(what string, err error) {
	tab.t.Helper()
	if err != nil {
		tab.t.Fatalf("%s: %v", what, err)
	}
}

// do runs steps that return nothing, with patience.
func (tab *Tab) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	tab.check(what, chromedp.Do(ctx, steps...))
}

// ask runs a step that returns a value, with patience.
func ask[T any](tab *Tab, what string, step chromedp.Action[T]) T {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	value, err := chromedp.Run(ctx, step)
	tab.check(what, err)
	return value
}

// Resize sets the size of the window; narrow ones behave as phones.
func (tab *Tab) Resize(v View) {
	tab.t.Helper()
	if v.Width < 600 {
		tab.do("resize", chromedp.EmulateViewport(v.Width, v.Height, chromedp.EmulateMobile))
		return
	}
	tab.do("resize", chromedp.EmulateViewport(v.Width, v.Height))
}

// Dark says whether the system asks for dark pages.
func (tab *Tab) Dark(is bool) {
	tab.t.Helper()
	scheme := "light"
	if is {
		scheme = "dark"
	}
	tab.emulate(emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme},
			{Name: "prefers-reduced-motion", Value: "reduce"},
		},
	})
}

func (tab *Tab) emulate(media emulation.SetEmulatedMediaParams) {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, media)
	tab.check("emulate the medium", err)
}

// Paper shows the page as it would print on A4.
func (tab *Tab) Paper() {
	tab.t.Helper()
	tab.Resize(View{718, 1016}) // A4 within margins of 18 and 20 mm, at 96 dots an inch
	tab.emulate(emulation.SetEmulatedMediaParams{Media: "print"})
}

// Shot keeps a picture of the whole page as NAME.png in the directory named by
// LUNHENG_SCREENSHOTS; without that it does nothing.
func (tab *Tab) Shot(name string) {
	tab.t.Helper()
	dir := os.Getenv("LUNHENG_SCREENSHOTS")
	if dir == "" {
		return
	}
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	shot, err := chromedp.Call(ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{CaptureBeyondViewport: new(true), OptimizeForSpeed: new(true)})
	tab.check("photograph "+name, err)
	path := filepath.Join(dir, name+".png")
	tab.check("make folder", os.MkdirAll(filepath.Dir(path), 0o755))
	tab.check("keep picture", os.WriteFile(path, shot.Data, 0o644))
}
