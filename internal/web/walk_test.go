package web_test

import (
	"bufio"
	"context"
	"io"
	"maps"
	"math"
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

// city is a running house, and where its pages are.
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

// link is an address and the page it stands on.
type link struct {
	to, from string
	post     bool // a form is sent there; perhaps there is a page at its address too
}

// walker is an account, how far it went, and what it left for later.
type walker struct {
	city            *city
	login, password string // "" for whoever comes along
	client          *http.Client
	queue           []link
	seen            map[string]bool
	times           map[string]int    // how many addresses of a shape were followed
	later           map[string][]link // by pattern: more of what was seen enough of
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
	w := &walker{city: c, login: login, password: password, client: &http.Client{Jar: jar}, seen: map[string]bool{}, times: map[string]int{}, later: map[string][]link{}}
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

// enough addresses of one shape are followed by each account: of the hundred cases
// in a list, some tell whether their links are right. Of files, which are dear to make, one does.
const enough = 3

var (
	inBraces = regexp.MustCompile(`\{[^}]*\}`)
	plain    = regexp.MustCompile(`^[a-z][a-z_.-]*$`)
)

// walk follows links, breadth first. Whoever walks from page to page is refused
// nowhere: a page shows nobody a link that does not open for them.
func (w *walker) walk(starts ...string) {
	for _, s := range starts {
		w.add(link{to: s, from: "/"}, enough)
	}
	w.drain()
}

// further follows all that was left for later among pages of the kind of a pattern.
func (w *walker) further(pattern string) {
	kind := func(p string) string { return strings.Split(p, "/")[1] }
	for more := true; more; w.drain() {
		more = false
		for p, links := range w.later {
			if kind(p) != kind(pattern) || slices.Contains(notPages, p) {
				continue
			}
			more = true
			delete(w.later, p)
			for _, l := range links {
				w.add(l, math.MaxInt)
			}
		}
	}
}

func (w *walker) drain() {
	for len(w.queue) > 0 {
		l := w.queue[0]
		w.queue = w.queue[1:]
		for _, next := range w.follow(l) {
			w.add(next, enough)
		}
	}
}

// add queues an address of this house that is new, unless there were enough of its
// shape.
func (w *walker) add(l link, most int) {
	u, err := url.Parse(w.city.url + l.from)
	if err == nil {
		u, err = u.Parse(l.to)
	}
	if err != nil {
		w.city.t.Errorf("%s: %q on %s is no address: %v", w.login, l.to, l.from, err)
		return
	}
	if !strings.HasPrefix(u.String(), w.city.url+"/") {
		return
	}
	u.Fragment = ""
	l.to = u.RequestURI()
	p, s := w.city.pattern(u.Path), shape(u)
	if slices.Contains(notPages, p) {
		most = 1
	}
	switch {
	case w.seen[l.to], l.post && p == "":
	case w.times[s] < most:
		w.seen[l.to] = true
		w.times[s]++
		w.queue = append(w.queue, l)
	case p != "":
		w.later[p] = append(w.later[p], l)
	}
}

// shape is an address without what differs from object to object: its path with {}
// for ids, and the names of its parameters.
func shape(u *url.URL) string {
	parts := strings.Split(u.Path, "/")
	for i, p := range parts {
		if p != "" && !plain.MatchString(p) {
			parts[i] = "{}"
		}
	}
	return strings.Join(parts, "/") + "?" + strings.Join(slices.Sorted(maps.Keys(u.Query())), "&")
}

// follow opens a link, and returns where its page leads.
func (w *walker) follow(l link) []link {
	status, out := w.get(l.to)
	if status >= 400 && !l.post {
		w.city.t.Errorf("%q: %s on %s: %d", w.login, l.to, l.from, status)
	}
	return out
}

// get asks for an address, notes the page that is there, and returns where it leads.
func (w *walker) get(at string) (status int, out []link) {
	c := w.city
	res, err := w.client.Get(c.url + at)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK || !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
		io.Copy(io.Discard, res.Body)
		return res.StatusCode, nil
	}
	root, err := html.Parse(res.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	whole := false
	for n := range root.Descendants() {
		whole = whole || n.Data == "h1"
		for _, next := range leads(n) {
			next.from = res.Request.URL.RequestURI()
			path, _, _ := strings.Cut(next.to, "?")
			c.note(path)
			out = append(out, next)
		}
	}
	if path, _, _ := strings.Cut(at, "?"); whole && res.Request.URL.Path == path {
		p := c.pattern(path)
		c.found[p] = append(c.found[p], place{at, w})
	}
	return res.StatusCode, out
}

// leads are the addresses that a browser could ask for from an element.
func leads(n *html.Node) (out []link) {
	if n.Type != html.ElementNode {
		return nil
	}
	attr := map[string]string{}
	for _, a := range n.Attr {
		if attr[a.Key] = a.Val; a.Key == "href" || a.Key == "src" || a.Key == "hx-get" {
			out = append(out, link{to: a.Val})
		}
	}
	if n.Data == "form" && attr["action"] != "" {
		out = append(out, link{to: attr["action"], post: strings.EqualFold(attr["method"], "post")})
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
			if w.get(path); len(c.found[pattern]) > 0 {
				return
			}
		}
	}
}
