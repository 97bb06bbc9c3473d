package browsertest

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/chromedp/cdproto"
	chromium "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
)

// Go opens an address and waits until the page is loaded.
func (tab *Tab) Go(url string) {
	tab.t.Helper()
	tab.do("open "+url, chromedp.Navigate(url))
}

// Click clicks the first element that matches the CSS selector.
func (tab *Tab) Click(selector string) {
	tab.t.Helper()
	tab.do("click "+selector, chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible))
}

// Follow clicks and waits until the next page is loaded.
func (tab *Tab) Follow(selector string) {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	_, err := chromedp.RunResponse(ctx, chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible))
	tab.check("follow "+selector, err)
}

// Type types text into the field, after what is there already.
func (tab *Tab) Type(selector, text string) {
	tab.t.Helper()
	tab.do("type into "+selector, chromedp.SendKeys(chromedp.CSS(selector), text, chromedp.NodeVisible))
}

// Set replaces the value of a field or the choice of a select, and tells the
// page so.
func (tab *Tab) Set(selector, value string) {
	tab.t.Helper()
	script := fmt.Sprintf(`(() => { const e = document.querySelector(%q); e.value = %q;
		e.dispatchEvent(new Event('input', {bubbles: true})); e.dispatchEvent(new Event('change', {bubbles: true})); return true })()`, selector, value)
	tab.do("wait for "+selector, chromedp.WaitReady(chromedp.CSS(selector)))
	ask(tab, "set "+selector, chromedp.Evaluate[bool](script))
}

// Press sends keys to whatever has the focus.
func (tab *Tab) Press(keys string) {
	tab.t.Helper()
	tab.do("press "+keys, chromedp.KeyEvent(keys))
}

// Upload chooses files in a file input.
func (tab *Tab) Upload(selector string, files ...string) {
	tab.t.Helper()
	tab.do("choose files", chromedp.SetUploadFiles(chromedp.CSS(selector), files))
}

// Download clicks a link that leads to a file and returns where the file was kept, once
// it is whole.
func (tab *Tab) Download(selector string) string {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	ended := make(chan chromium.EventDownloadProgress, 1)
	tab.check("listen to downloads", chromedp.Listen(ctx, func(ev any) {
		if p, ok := ev.(*chromium.EventDownloadProgress); ok && p.State != chromium.DownloadProgressStateInProgress {
			ended <- *p
		}
	}))
	dir := tab.t.TempDir()
	_, err := chromedp.Call(ctx, chromium.SetDownloadBehavior, chromium.SetDownloadBehaviorParams{Behavior: chromium.SetDownloadBehaviorBehaviorAllowAndName,
		BrowserContextID: chromedp.FromContext(ctx).BrowserContextID, DownloadPath: dir, EventsEnabled: new(true)})
	tab.check("allow downloads", err)
	tab.Click(selector)
	select {
	case p := <-ended:
		if p.State != chromium.DownloadProgressStateCompleted {
			tab.t.Fatalf("download by %s: %s", selector, p.State)
		}
		return filepath.Join(dir, p.GUID)
	case <-ctx.Done():
		tab.t.Fatalf("download by %s: %v", selector, ctx.Err())
		return ""
	}
}

// Text is the visible text of the first element that matches.
func (tab *Tab) Text(selector string) string {
	tab.t.Helper()
	return ask(tab, "read "+selector, chromedp.Text(chromedp.CSS(selector)))
}

// WaitText waits until some element that matches holds the text.
func (tab *Tab) WaitText(selector, text string) {
	tab.t.Helper()
	tab.Wait(fmt.Sprintf(`[...document.querySelectorAll(%q)].some(e => e.textContent.includes(%q))`, selector, text))
}

// Wait waits until the script's expression is true, on this page or on one
// that follows it.
func (tab *Tab) Wait(expression string) {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	for {
		_, err := chromedp.Run(ctx, chromedp.Poll[bool]("!!("+expression+")", chromedp.WithPollingTimeout(patience)))
		if _, gone := errors.AsType[*cdproto.Error](err); gone && ctx.Err() == nil {
			continue // the page was left while it was asked
		}
		tab.check("wait for "+expression, err)
		return
	}
}

// Eval is the value of a script's expression, as text.
func (tab *Tab) Eval(expression string) string {
	tab.t.Helper()
	return ask(tab, "evaluate "+expression, chromedp.Evaluate[string]("String("+expression+")"))
}

// URL is the address shown.
func (tab *Tab) URL() string {
	tab.t.Helper()
	return ask(tab, "read the address", chromedp.Location())
}

// NoSidewaysScroll fails when the page is wider than its window.
func (tab *Tab) NoSidewaysScroll() {
	tab.t.Helper()
	wide := tab.Eval(`(() => { const w = document.documentElement.clientWidth;
		if (document.documentElement.scrollWidth <= w) return '';
		return [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > w + 1)
			.slice(0, 5).map(e => e.tagName + '.' + e.className).join(' ') + ' (' + document.documentElement.scrollWidth + ' > ' + w + ')' })()`)
	if strings.TrimSpace(wide) != "" {
		tab.Errorf("the page is wider than its window: %s", wide)
	}
}
