package web_test

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"lunheng/internal/htmltest"
)

// payload is at once a formula, the end of an attribute, an element with a script, a
// script and an address that runs one. In texts of several lines it also tries to begin
// a header of its own.
const (
	payload = `=HYPERLINK("javascript:alert(1)","x")"'><img data-xss=1 src=x onerror=alert(1)><script data-xss=1>alert(1)</script>`
	header  = "javascript:alert(1)\r\nX-XSS: 1\r\n" + payload
)

// supervision are the pages of supervision, by how their addresses begin.
var supervision = []string{"complaints", "coordination", "inspections", "published-inspections", "yearplans", "findings", "programmes", "projects", "payments", "risks", "leads", "imports", "signals", "warnings", "bulletins", "sanctions", "sanction-lists", "vetoes", "violations", "typical-cases", "oversight"}

func area(path string) string { return strings.SplitN(strings.TrimPrefix(path, "/"), "/", 2)[0] }

// What anybody writes into any form of supervision stays text: on every page, in every
// workbook, paper and calendar, for everybody who may open it.
func TestPayloadsStayText(t *testing.T) {
	t.Parallel()
	c := openCity(t)
	for _, w := range c.people {
		if w.login != "" {
			c.attack(w)
		}
	}
	shown := map[string]int{}
	for _, w := range c.people {
		c.look(w, func(path string, res *http.Response, body []byte) {
			if bytes.Contains(body, []byte("data-xss")) {
				shown[area(path)]++
			}
			harmless(t, w.login+" "+path, res, body)
		})
	}
	t.Logf("the payload is shown by %v", shown)
	for _, a := range []string{"coordination", "inspections", "projects", "risks", "warnings", "sanctions", "violations"} {
		if shown[a] == 0 {
			t.Errorf("no page of %s shows what was written: the test proves nothing there", a)
		}
	}
}

// look opens pages of supervision as somebody, some of each kind.
func (c *city) look(w *walker, see func(path string, res *http.Response, body []byte)) {
	seen, times := map[string]bool{}, map[string]int{}
	for queue := []string{"/home", "/typical-cases", "/search?q=xss"}; len(queue) > 0; queue = queue[1:] {
		path, _, _ := strings.Cut(queue[0], "#")
		p := c.pattern(strings.SplitN(path, "?", 2)[0])
		if seen[path] || times[p] > 3 || !slices.Contains(append(supervision, "home", "search"), strings.SplitN(area(path), "?", 2)[0]) {
			continue
		}
		seen[path] = true
		times[p]++
		res, err := w.client.Get(c.url + path)
		if err != nil {
			c.t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil {
			c.t.Fatal(err)
		}
		if res.StatusCode != http.StatusOK {
			continue
		}
		see(path, res, body)
		if strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
			for _, n := range htmltest.Parse(c.t, bytes.NewReader(body)).All("a[href]") {
				queue = append(queue, htmltest.Attr(n, "href"))
			}
		}
	}
}

// attack sends each kind of form once, with the payload in all that takes words.
func (c *city) attack(w *walker) {
	forms, kinds := []string{}, map[string]bool{}
	c.look(w, func(path string, _ *http.Response, body []byte) {
		if p := c.pattern(strings.SplitN(path, "?", 2)[0]); !kinds[p] && bytes.Contains(body, []byte(`name="key"`)) {
			kinds[p] = true
			forms = append(forms, path)
		}
	})
	for _, path := range forms {
		res, err := w.client.Get(c.url + path)
		if err != nil {
			c.t.Fatal(err)
		}
		page := htmltest.Parse(c.t, res.Body)
		res.Body.Close()
		action, values := filled(page, nil)
		if action == "" {
			continue
		}
		for range 2 { // again with what was refused left as it was
			res, err := w.client.PostForm(c.url+action, values)
			if err != nil {
				c.t.Fatal(err)
			}
			answer := htmltest.Parse(c.t, res.Body)
			res.Body.Close()
			if res.StatusCode != http.StatusUnprocessableEntity {
				break
			}
			var wrong []string
			for _, n := range answer.All("[aria-invalid]") {
				wrong = append(wrong, htmltest.Attr(n, "name"))
			}
			_, values = filled(page, wrong)
		}
	}
}

// filled is a form as somebody would send it who means harm; fields that are named keep
// what stood in them.
func filled(page *htmltest.Page, keep []string) (string, url.Values) {
	values, action := url.Values{}, ""
	for _, f := range page.All("main form[method=post]") {
		if action = htmltest.Attr(f, "action"); strings.Contains(htmltest.Attr(f, "class"), "find") {
			continue
		}
		for n := range f.Descendants() {
			name, value := htmltest.Attr(n, "name"), htmltest.Attr(n, "value")
			if name == "" {
				continue
			}
			switch kind := htmltest.Attr(n, "type"); {
			case n.Data == "select":
				for o := range n.Descendants() {
					if v := htmltest.Attr(o, "value"); o.Data == "option" && v != "" && values.Get(name) == "" {
						values.Set(name, v)
					}
				}
			case slices.Contains(keep, name), kind == "hidden", kind == "date", kind == "datetime-local":
				values.Set(name, value)
			case kind == "number":
				values.Set(name, "12")
			case kind == "checkbox":
				values.Add(name, value)
			case kind == "radio" && values.Get(name) == "":
				values.Set(name, value)
			case n.Data == "textarea":
				values.Set(name, header)
			case n.Data == "input" && (kind == "" || kind == "text" || kind == "url"):
				values.Set(name, payload)
			}
		}
		if values.Get("key") != "" {
			return action, values
		}
	}
	return action, values
}

var runs = regexp.MustCompile(`^\s*(javascript|data|vbscript):`)

// harmless reports what would run of an answer.
func harmless(t *testing.T, what string, res *http.Response, body []byte) {
	kind := res.Header.Get("Content-Type")
	if res.Header.Get("X-XSS") != "" || res.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%s: headers are %v", what, res.Header)
	}
	switch {
	case strings.HasPrefix(kind, "text/html"):
		root, err := html.Parse(bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		for n := range root.Descendants() {
			for _, a := range n.Attr {
				if n.Type == html.ElementNode && (a.Key == "data-xss" || strings.HasPrefix(a.Key, "on") || slices.Contains([]string{"href", "src", "action", "formaction"}, a.Key) && runs.MatchString(strings.ToLower(a.Val))) {
					t.Errorf("%s: <%s %s=%q>", what, n.Data, a.Key, a.Val)
				}
			}
		}
	case strings.Contains(kind, "spreadsheet"):
		formulas(t, what, body)
	case strings.Contains(kind, "calendar"):
		if bytes.Contains(body, []byte("\nX-XSS")) {
			t.Errorf("%s: a line of its own: %q", what, body)
		}
	case strings.Contains(kind, "pdf"):
		if bytes.Contains(body, []byte("/JavaScript")) || bytes.Contains(body, []byte("(javascript:")) {
			t.Errorf("%s: a paper that runs something", what)
		}
	}
}

// formulas reports what a workbook would compute.
func formulas(t *testing.T, what string, body []byte) {
	book, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Errorf("%s: %v", what, err)
		return
	}
	for _, f := range book.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(in)
		in.Close()
		if err != nil || strings.HasPrefix(f.Name, "xl/worksheets/") && (bytes.Contains(text, []byte("<f>")) || bytes.Contains(text, []byte("<hyperlink"))) {
			t.Errorf("%s: %s computes (%v)", what, f.Name, err)
		}
	}
}
