package web_test

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"lunheng/internal/app"
	"lunheng/internal/demo"
	"lunheng/internal/edge"
	"lunheng/internal/portal"
	"lunheng/internal/web"
)

// city is the running demo, and where its pages are.
type city struct {
	t        *testing.T
	url      string
	people   []*walker
	patterns *http.ServeMux
	found    map[string][]place           // by pattern: pages that opened
	ids      map[string]map[string]string // by "/kind/" or "/kind/ID/sub/": an id and the path it was seen in
}

// place is a page and who may open it.
type place struct {
	path string
	who  *walker
}

// walker is an account of the demo.
type walker struct {
	login, password string // "" for whoever comes along
	client          *http.Client
}

// openCity starts the demo as its command does.
func openCity(t *testing.T) *city {
	ctx, cancel := context.WithCancel(context.Background())
	out, in := io.Pipe()
	ended, dir := make(chan struct{}), t.TempDir()
	go func() {
		defer close(ended)
		app.Main(ctx, app.Env{Args: []string{"demo", "--addr", "127.0.0.1:0", "--data", dir}, Stdout: in, Stderr: os.Stderr, Clock: app.RealClock{}})
		in.Close()
	}()
	t.Cleanup(func() { cancel(); <-ended })
	c := newCity(t, "")
	lines := bufio.NewScanner(out)
	for c.url == "" && lines.Scan() {
		if words := strings.Fields(lines.Text()); words[0] == "ready" {
			c.url = words[1]
		}
	}
	go io.Copy(io.Discard, out)
	raw, err := os.ReadFile(filepath.Join(dir, "demo.json"))
	if err != nil {
		t.Fatalf("the demo names no accounts: %v", err)
	}
	made, err := demo.Unmarshal(raw)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range made.Accounts {
		c.enter(a.Login, a.Password)
	}
	return c
}

// newCity has nobody yet but whoever comes along.
func newCity(t *testing.T, address string) *city {
	c := &city{t: t, url: address, patterns: http.NewServeMux(), found: map[string][]place{}, ids: map[string]map[string]string{}}
	portal.Routes(c.patterns, edge.Services{})
	for _, p := range web.Patterns() {
		c.patterns.HandleFunc(p, http.NotFound)
	}
	c.enter("", "")
	return c
}

// enter lets somebody log in.
func (c *city) enter(login, password string) {
	jar, _ := cookiejar.New(nil)
	w := &walker{login: login, password: password, client: &http.Client{Jar: jar}}
	c.people = append(c.people, w)
	if login == "" {
		return
	}
	res, err := w.client.PostForm(c.url+"/login", url.Values{"login": {login}, "password": {password}})
	if err != nil {
		c.t.Fatal(err)
	}
	res.Body.Close()
}

// pattern is the row of the table of addresses that answers a path.
func (c *city) pattern(path string) string {
	req, err := http.NewRequest(http.MethodGet, path, nil)
	if err != nil {
		return ""
	}
	_, pattern := c.patterns.Handler(req)
	return pattern
}

// enough pages of one pattern are followed by each account.
const enough = 8

var inBraces = regexp.MustCompile(`\{[^}]*\}`)

// walk follows links as one account, breadth first.
func (c *city) walk(w *walker, starts ...string) {
	seen, times := map[string]bool{}, map[string]int{}
	for queue := starts; len(queue) > 0; queue = queue[1:] {
		at, _, _ := strings.Cut(queue[0], "#")
		path, _, _ := strings.Cut(at, "?")
		p := c.pattern(path)
		if seen[at] || p == "" || times[p] >= enough {
			continue
		}
		seen[at] = true
		times[p]++
		queue = append(queue, c.open(w, p, at)...)
	}
}

// open asks for a page, notes that it is there, and returns where it leads.
func (c *city) open(w *walker, pattern, at string) []string {
	res, err := w.client.Get(c.url + at)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK || !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
		io.Copy(io.Discard, res.Body)
		return nil
	}
	root, err := html.Parse(res.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	var out []string
	whole := false
	for n := range root.Descendants() {
		whole = whole || n.Data == "h1"
		for _, a := range n.Attr {
			if n.Type == html.ElementNode && slices.Contains([]string{"href", "hx-get", "action"}, a.Key) && strings.HasPrefix(a.Val, "/") {
				out = append(out, a.Val)
				path, _, _ := strings.Cut(a.Val, "?")
				c.note(path)
			}
		}
	}
	if whole && res.Request.URL.Path == strings.SplitN(at, "?", 2)[0] {
		c.found[pattern] = append(c.found[pattern], place{at, w})
	}
	return out
}

// note keeps the values in a path, by what stands before them.
func (c *city) note(path string) {
	parts := strings.Split(path, "/")
	for i := 2; i < len(parts); i++ {
		before := parts[i-1]
		if c.ids[before] == nil {
			c.ids[before] = map[string]string{}
		}
		c.ids[before][parts[i]] = strings.Join(parts[:i], "/")
	}
}

// guess tries a pattern to which no link leads in the state that things have
// now, with the things that were met.
func (c *city) guess(pattern string) {
	paths := []string{""}
	for part := range strings.SplitSeq(strings.TrimPrefix(strings.TrimPrefix(pattern, "GET "), "/"), "/") {
		var next []string
		for _, p := range paths {
			before := p[strings.LastIndex(p, "/")+1:]
			if !inBraces.MatchString(part) {
				next = append(next, p+"/"+part)
				continue
			}
			for id, at := range c.ids[before] {
				if strings.Count(p, "/") == 1 || at == p {
					next = append(next, p+"/"+id)
				}
			}
		}
		paths = next
	}
	slices.Sort(paths)
	for _, path := range paths {
		for _, w := range c.people {
			if c.open(w, pattern, path); len(c.found[pattern]) > 0 {
				return
			}
		}
	}
}
