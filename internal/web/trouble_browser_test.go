package web_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"lunheng/internal/browsertest"
)

// Pages that say what went wrong are sound as well, in both languages and sizes.
func TestTroublePages(t *testing.T) {
	t.Parallel()
	t.Logf("pictures are in %s", os.Getenv(pictures))
	b := newBench(t)
	kase := b.accepted("城市噪声与睡眠质量")
	for _, c := range []struct {
		status, who, path string
		send              string // field of a form that is sent; empty: the page is opened
	}{
		{"403", "lin", "/units/new", ""},
		{"404", "lin", "/nowhere", ""},
		{"409", "secretary", "/reviews/" + kase + "/accept", "version=9&procedure=meeting"},
		{"413", "lin", "/activities", "title=large"},
		{"422", "officer", "/committees/" + b.Committee + "/edit", "version=0"},
	} {
		t.Run(c.status, func(t *testing.T) {
			for _, look := range browsertest.Looks() {
				tab := (&bench{b.World, t}).tab(c.who, look.View)
				tab.Allow(func(m string) bool { return strings.Contains(m, "status of "+c.status) })
				b.ok(b.Accounts.SetPreferences(ctx, b.As(c.who), look.Lang, ""))
				tab.Go(b.URL + "/home")
				before := tab.Eval(`performance.timeOrigin`)
				tab.Eval(fmt.Sprintf(goOrSend, b.URL+c.path, c.send))
				tab.Wait(`performance.timeOrigin != ` + before + ` && document.readyState === 'complete'`)
				if got := tab.Eval(`performance.getEntriesByType('navigation')[0].responseStatus`); got != c.status {
					t.Errorf("the answer is %s: %s", got, tab.Text("main"))
				}
				tab.NoSidewaysScroll()
				tab.Axe()
				tab.Shot("pages/trouble-" + c.status + "-" + look.Name)
			}
		})
	}
}

// goOrSend opens an address, or sends a form there; the word large becomes more
// than any form may have.
const goOrSend = `((to, fields) => {
	if (!fields) { location.href = to; return '' }
	const form = document.createElement('form');
	form.method = 'post'; form.action = to;
	for (const [name, value] of new URLSearchParams(fields)) {
		const input = document.createElement('textarea');
		input.name = name; input.value = value === 'large' ? 'x'.repeat(8 << 20) : value;
		form.append(input);
	}
	document.body.append(form); form.submit(); return '' })(%q, %q)`
