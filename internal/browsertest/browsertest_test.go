package browsertest_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"lunheng/internal/browsertest"
)

func TestMain(m *testing.M) { os.Exit(browsertest.Main(m)) }

// recorder is a test that only notes what it is told.
type recorder struct {
	testing.TB
	said    []string
	cleanup []func()
}

func (r *recorder) Errorf(format string, args ...any) {
	r.said = append(r.said, fmt.Sprintf(format, args...))
}
func (r *recorder) Cleanup(f func()) { r.cleanup = append(r.cleanup, f) }

// visit looks at a page and returns everything the helper complained of.
func visit(t *testing.T, body string, look func(*browsertest.Tab)) string {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'self'")
		w.Header().Set("Content-Type", "text/html")
		if r.URL.Path != "/" {
			return
		}
		fmt.Fprintf(w, `<!doctype html><html lang="en"><title>t</title><meta name=viewport content="width=device-width"><main><h1>t</h1>%s</main></html>`, body)
	}))
	defer server.Close()
	r := &recorder{TB: t}
	tab := browsertest.Open(r, browsertest.Phone)
	tab.Go(server.URL + "/")
	look(tab)
	for _, f := range r.cleanup {
		f()
	}
	return strings.Join(r.said, "\n")
}

func TestSoundPageIsLeftAlone(t *testing.T) {
	if said := visit(t, `<p>fine</p>`, func(tab *browsertest.Tab) { tab.Axe(); tab.NoSidewaysScroll() }); said != "" {
		t.Error(said)
	}
}

func TestFaultsAreNoticed(t *testing.T) {
	for name, tc := range map[string]struct {
		body, want string
		look       func(*browsertest.Tab)
	}{
		"accessibility": {`<input>`, "label", (*browsertest.Tab).Axe},
		"policy":        {`<p onclick="x()">a</p><script>alert(1)</script>`, "Content Security Policy", func(tab *browsertest.Tab) { tab.Text("h1") }},
		"missing file":  {`<script src="/%zz"></script><img alt="x" src="http://127.0.0.1:1/x">`, "", func(tab *browsertest.Tab) { tab.Text("h1") }},
		"too wide":      {`<pre>` + strings.Repeat("wide", 200) + `</pre>`, "wider", (*browsertest.Tab).NoSidewaysScroll},
	} {
		t.Run(name, func(t *testing.T) {
			if said := visit(t, tc.body, tc.look); said == "" || !strings.Contains(said, tc.want) {
				t.Errorf("complaint %q does not name %q", said, tc.want)
			}
		})
	}
}
