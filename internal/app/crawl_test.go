package app_test

import (
	"context"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/html"
)

// mayFail are the links of the demo that may be refused, as "role shape", each
// with the reason why the page shows it all the same. There should be none.
var mayFail = map[string]string{}

// perShape bounds how many addresses of one shape a role follows: of the
// hundred cases in a list, some dozen tell whether their links are right.
const perShape = 12

// Whoever walks through the demo from the home page, link by link, is refused
// nowhere: a page shows nobody a link that does not open for them.
func TestNoDeadLinks(t *testing.T) {
	d := runDemo(t, t.TempDir())
	defer d.stop()
	var all sync.WaitGroup
	turns := make(chan struct{}, 2)
	for _, a := range append(d.accounts, []string{"stranger", "", ""}) {
		all.Go(func() {
			turns <- struct{}{}
			defer func() { <-turns }()
			c := newCrawler(t, d.url, a[0], url.Values{"login": {a[1]}, "password": {a[2]}})
			c.walk("/", "/home", "/verify", "/styleguide")
			t.Logf("%s: %d addresses of %d shapes", c.role, c.followed, len(c.shapes))
			if c.followed < 10 {
				t.Errorf("%s followed only %d links: is the walk broken?", c.role, c.followed)
			}
		})
	}
	all.Wait()
}

// crawler follows links as one role, breadth first.
type crawler struct {
	t        *testing.T
	base     *url.URL
	role     string
	client   *http.Client
	queue    []link
	seen     map[string]bool
	shapes   map[string]int
	followed int
}

// link is an address and the page it stands on.
type link struct{ to, from string }

func newCrawler(t *testing.T, base, role string, login url.Values) *crawler {
	u, _ := url.Parse(base)
	jar, _ := cookiejar.New(nil)
	c := &crawler{t: t, base: u, role: role, client: &http.Client{Jar: jar}, seen: map[string]bool{}, shapes: map[string]int{}}
	if role == "stranger" { // nobody: whoever comes along
		return c
	}
	res, err := c.client.PostForm(base+"/login", login)
	if err != nil {
		t.Error(err)
		return c
	}
	res.Body.Close()
	return c
}

func (c *crawler) walk(starts ...string) {
	for _, s := range starts {
		c.add(link{to: s, from: "the start"})
	}
	for len(c.queue) > 0 {
		next := c.queue[0]
		c.queue = c.queue[1:]
		c.follow(next)
	}
}

// add queues an address of this server that is new, unless there were enough
// of its shape.
func (c *crawler) add(l link) {
	from, err := c.base.Parse(l.from)
	if err != nil || l.from == "the start" {
		from = c.base
	}
	u, err := from.Parse(l.to)
	if err != nil {
		c.t.Errorf("%s: %q on %s is no address: %v", c.role, l.to, l.from, err)
		return
	}
	if u.Host != c.base.Host || u.Scheme != c.base.Scheme {
		return
	}
	u.Fragment = ""
	at := u.RequestURI()
	if s := shape(u); !c.seen[at] && c.shapes[s] < perShape {
		c.seen[at] = true
		c.shapes[s]++
		c.queue = append(c.queue, link{to: at, from: l.from})
	}
}

func (c *crawler) follow(l link) {
	c.followed++
	req, _ := http.NewRequestWithContext(context.Background(), http.MethodGet, c.base.String()+l.to, nil)
	res, err := c.client.Do(req)
	if err != nil {
		c.t.Errorf("%s: %s on %s: %v", c.role, l.to, l.from, err)
		return
	}
	defer res.Body.Close()
	if res.StatusCode >= 400 {
		u, _ := url.Parse(l.to)
		if _, ok := mayFail[c.role+" "+shape(u)]; !ok {
			c.t.Errorf("%s: %s on %s: %s %s", c.role, l.to, l.from, res.Status, said(res.Body))
		}
		return
	}
	if kind, _, _ := mime.ParseMediaType(res.Header.Get("Content-Type")); kind != "text/html" {
		io.Copy(io.Discard, res.Body)
		return
	}
	root, err := html.Parse(res.Body)
	if err != nil {
		c.t.Errorf("%s: %s: %v", c.role, l.to, err)
		return
	}
	for n := range root.Descendants() {
		for _, to := range leads(n) {
			c.add(link{to: to, from: res.Request.URL.RequestURI()})
		}
	}
}

// leads are the addresses that a browser could ask for from an element.
func leads(n *html.Node) (out []string) {
	if n.Type != html.ElementNode {
		return nil
	}
	form := map[string]string{}
	for _, a := range n.Attr {
		switch {
		case a.Key == "href", a.Key == "src", a.Key == "hx-get":
			out = append(out, a.Val)
		case n.Data == "form":
			form[a.Key] = a.Val
		}
	}
	if n.Data == "form" && !strings.EqualFold(form["method"], "post") && form["action"] != "" {
		out = append(out, form["action"])
	}
	return out
}

var plain = regexp.MustCompile(`^[a-z][a-z_.-]*$`)

// shape is an address without what differs from object to object: its path
// with {} for ids, and the names of its parameters.
func shape(u *url.URL) string {
	parts := strings.Split(u.Path, "/")
	for i, p := range parts {
		if p != "" && !plain.MatchString(p) {
			parts[i] = "{}"
		}
	}
	var names []string
	for name := range u.Query() {
		names = append(names, name)
	}
	slices.Sort(names)
	return fmt.Sprint(strings.Join(parts, "/"), names)
}

// said is the beginning of what a refusal says.
func said(body io.Reader) string {
	root, err := html.Parse(body)
	if err != nil {
		return err.Error()
	}
	var b strings.Builder
	var main func(n *html.Node, in bool)
	main = func(n *html.Node, in bool) {
		in = in || n.Data == "main"
		if in && n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
		for k := range n.ChildNodes() {
			main(k, in)
		}
	}
	main(root, false)
	words := strings.Join(strings.Fields(b.String()), " ")
	return words[:min(len(words), 200)]
}
