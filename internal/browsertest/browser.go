package browsertest

import (
	"context"
	"os"
	"os/exec"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// browser is the one Chromium of this test binary.
type browser struct {
	ctx  context.Context
	stop func()
}

var shared = sync.OnceValues(start)

// started says whether shared was asked for, so that Main does not start a
// browser only to stop it.
var started sync.Once

func start() (*browser, error) {
	opts := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program()),
		chromedp.NoSandbox, // Chromium refuses its sandbox to root
		chromedp.DisableGPU,
		chromedp.Flag("disable-dev-shm-usage", true), // containers give it 64 MB
		chromedp.Flag("hide-scrollbars", true),
		chromedp.Flag("font-render-hinting", "none"),
	)
	alloc, stopAlloc := chromedp.NewExecAllocator(context.Background(), opts...)
	ctx, stopCtx := chromedp.NewContext(alloc)
	b := &browser{ctx: ctx, stop: func() { stopCtx(); stopAlloc() }}
	if err := chromedp.Do(ctx); err != nil {
		b.stop()
		return nil, err
	}
	return b, nil
}

// Main runs the tests of a package and stops Chromium afterwards. It returns
// the exit status for TestMain.
func Main(m *testing.M) int {
	status := m.Run()
	used := true
	started.Do(func() { used = false })
	if used {
		if b, err := shared(); err == nil {
			b.stop()
		}
	}
	return status
}

// Need skips a test that is of no use without Chromium; with CI=true it fails it.
func Need(t testing.TB) {
	t.Helper()
	need(t)
}

// need returns the browser, or skips the test where there is none.
func need(t testing.TB) *browser {
	t.Helper()
	if !installed() {
		if os.Getenv("CI") == "true" {
			t.Fatal("no Chromium here: install the package chromium")
		}
		t.Skip("no Chromium here")
	}
	started.Do(func() {})
	b, err := shared()
	if err != nil {
		t.Fatalf("start Chromium: %v", err)
	}
	return b
}

func installed() bool { return program() != "" }

// program is the Chromium to use. The headless shell, which draws no windows around its
// pages, takes half of the time.
func program() string {
	for _, name := range []string{"chromium-headless-shell", "headless-shell", "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}
