package scenario_test

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// typed is what was put into the fields of forms, by form and name.
type typed map[*html.Node]url.Values

func (t typed) set(form *html.Node, name string, values ...string) {
	if t[form] == nil {
		t[form] = url.Values{}
	}
	t[form][name] = values
}

func controls(form *html.Node) []*html.Node {
	return elements(form, "input", "select", "textarea", "button")
}

// labels are the words that stand for a field: its label, its legend, or what
// a screen reader is told.
func labels(root, c *html.Node) []string {
	var out []string
	if id := get(c, "id"); id != "" {
		for _, l := range elements(root, "label") {
			if get(l, "for") == id {
				out = append(out, text(l, "required"))
				for _, small := range elements(l, "small") {
					out = append(out, strings.TrimSuffix(squeezed(text(l, "required")), squeezed(text(small, ""))))
				}
			}
		}
	}
	if l := above(c, "label"); l != nil {
		out = append(out, text(l, "required"))
	}
	if l := get(c, "aria-label"); l != "" {
		out = append(out, l)
	}
	return out
}

func legend(c *html.Node) string {
	if set := above(c, "fieldset"); set != nil {
		for _, l := range elements(set, "legend") {
			return text(l, "required")
		}
	}
	return ""
}

func named(list []string, want string) bool {
	return slices.ContainsFunc(list, func(s string) bool { return squeezed(s) == squeezed(want) })
}

// find returns the one field with this label among those that pass.
func (t *tab) find(label string, pass func(*html.Node) bool) (*html.Node, error) {
	var found []*html.Node
	for _, c := range elements(t.root(), "input", "select", "textarea") {
		if pass(c) && get(c, "type") != "hidden" && named(labels(t.page.root, c), label) {
			found = append(found, c)
		}
	}
	return one(found, "field", label, func(n *html.Node) string { return get(n, "name") })
}

// root is where the script looks.
func (t *tab) root() *html.Node {
	if t.scope != nil {
		return t.scope.root
	}
	return t.page.root
}

func one(found []*html.Node, what, label string, say func(*html.Node) string) (*html.Node, error) {
	if len(found) == 1 {
		return found[0], nil
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("no %s “%s”", what, label)
	}
	var all []string
	for _, n := range found {
		all = append(all, say(n))
	}
	return nil, fmt.Errorf("%d %ss “%s”: %s; say within which part", len(found), what, label, strings.Join(all, ", "))
}

func isText(c *html.Node) bool {
	kind := get(c, "type")
	return c.Data == "textarea" || c.Data == "input" && !slices.Contains([]string{"radio", "checkbox", "file", "submit", "button"}, kind)
}

func ofType(kind string) func(*html.Node) bool {
	return func(c *html.Node) bool { return c.Data == "input" && get(c, "type") == kind }
}

// fill puts text into a field.
func (t *tab) fill(label, value string) error {
	c, err := t.find(label, isText)
	if err != nil {
		return err
	}
	t.typed.set(formOf(c), get(c, "name"), value)
	return nil
}

// choose takes one option of a select or of radio buttons.
func (t *tab) choose(label, option string) error {
	if c, err := t.find(label, func(c *html.Node) bool { return c.Data == "select" }); err == nil {
		for _, o := range elements(c, "option") {
			if _, off := attr(o, "disabled"); has(text(o, ""), option) && !off {
				t.typed.set(formOf(c), get(c, "name"), optionValue(o))
				return nil
			}
		}
		return fmt.Errorf("“%s” offers no “%s”: %s", label, option, words(c))
	}
	c, err := one(t.options("radio", label, option), "choice", label+" → "+option, func(n *html.Node) string { return get(n, "value") })
	if err != nil {
		return err
	}
	if _, off := attr(c, "disabled"); off {
		return fmt.Errorf("“%s” cannot be chosen", option)
	}
	t.typed.set(formOf(c), get(c, "name"), get(c, "value"))
	return nil
}

func optionValue(o *html.Node) string {
	if v, ok := attr(o, "value"); ok {
		return v
	}
	return words(o)
}

// options are the radio buttons of a group, or all of a kind, with a label.
func (t *tab) options(kind, group, option string) []*html.Node {
	var out []*html.Node
	for _, c := range elements(t.root(), "input") {
		if get(c, "type") == kind && named(labels(t.page.root, c), option) && (group == "" || squeezed(legend(c)) == squeezed(group)) {
			out = append(out, c)
		}
	}
	return out
}

// tick changes a box.
func (t *tab) tick(label string, on bool) error {
	c, err := one(t.options("checkbox", "", label), "box", label, func(n *html.Node) string { return get(n, "name") })
	if err != nil {
		return err
	}
	f, name := formOf(c), get(c, "name")
	values, ok := t.typed[f][name]
	if !ok {
		values = initial(f)[name]
	}
	values = slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == boxValue(c) })
	if on {
		values = append(values, boxValue(c))
	}
	t.typed.set(f, name, values...)
	return nil
}

func boxValue(c *html.Node) string {
	if v, ok := attr(c, "value"); ok {
		return v
	}
	return "on"
}

func formOf(c *html.Node) *html.Node { return above(c, "form") }

// initial is what a form holds before anybody types.
func initial(form *html.Node) url.Values {
	out := url.Values{}
	for _, c := range controls(form) {
		name := get(c, "name")
		if _, off := attr(c, "disabled"); name == "" || off {
			continue
		}
		switch {
		case c.Data == "textarea":
			out.Add(name, strings.TrimPrefix(text(c, ""), "\n"))
		case c.Data == "select":
			out.Add(name, selected(c))
		case ofType("radio")(c) || ofType("checkbox")(c):
			if _, on := attr(c, "checked"); on {
				out.Add(name, boxValue(c))
			}
		case isText(c):
			out.Add(name, get(c, "value"))
		}
	}
	return out
}

func selected(c *html.Node) string {
	options := elements(c, "option")
	for _, o := range options {
		if _, on := attr(o, "selected"); on {
			return optionValue(o)
		}
	}
	if len(options) > 0 {
		return optionValue(options[0])
	}
	return ""
}

// buttons are those that send a form and carry these words.
func (t *tab) buttons(want string) []*html.Node {
	var exact, near []*html.Node
	for _, b := range elements(t.root(), "button") {
		if formOf(b) == nil || get(b, "type") == "button" {
			continue
		}
		switch {
		case named([]string{text(b, ""), text(b, "sr"), get(b, "aria-label")}, want):
			exact = append(exact, b)
		case has(text(b, ""), want):
			near = append(near, b)
		}
	}
	if len(exact) > 0 {
		near = exact
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(near, func(b *html.Node) bool {
		does := effect(b)
		again := seen[does]
		seen[does] = true
		return again
	})
}

// effect is what a button does: two buttons of one effect are one.
func effect(b *html.Node) string {
	f := formOf(b)
	values := initial(f)
	values.Del("key")
	return get(f, "action") + get(b, "formaction") + get(b, "name") + get(b, "value") + values.Encode()
}

// press sends the form of a button, so many times at once.
func (s *stage) press(label string, times int) error {
	t, err := s.here()
	if err != nil {
		return err
	}
	b, err := one(t.buttons(label), "button", label, func(n *html.Node) string { return words(formOf(n)) })
	if err != nil {
		return err
	}
	if _, off := attr(b, "disabled"); off {
		return fmt.Errorf("the button “%s” is off", label)
	}
	return s.send(formOf(b), b, times)
}

// send sends a form as its button does.
func (s *stage) send(form, button *html.Node, times int) error {
	t := s.b.tab
	values := initial(form)
	maps.Copy(values, t.typed[form])
	if button != nil && get(button, "name") != "" {
		values.Set(get(button, "name"), get(button, "value"))
	}
	for range times {
		req, err := s.request(form, button, values)
		if err != nil {
			return err
		}
		t.sent = typed{nil: t.typed[form]}
		if err := s.do(req); err != nil {
			return err
		}
	}
	return nil
}

func (s *stage) request(form, button *html.Node, values url.Values) (*http.Request, error) {
	action := get(form, "action")
	if button != nil && get(button, "formaction") != "" {
		action = get(button, "formaction")
	}
	address, err := s.address(action)
	if err != nil {
		return nil, err
	}
	if !strings.EqualFold(get(form, "method"), "post") {
		path, _, _ := strings.Cut(address, "?")
		return http.NewRequest(http.MethodGet, path+"?"+values.Encode(), nil)
	}
	body, media := []byte(values.Encode()), "application/x-www-form-urlencoded"
	if strings.Contains(get(form, "enctype"), "multipart") {
		if body, media, err = s.multipart(form, values); err != nil {
			return nil, err
		}
	}
	req, err := http.NewRequest(http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", media)
	if _, moving := attr(form, "hx-post"); moving {
		req.Header.Set("HX-Request", "true")
	}
	return req, nil
}

// multipart is a form with files.
func (s *stage) multipart(form *html.Node, values url.Values) ([]byte, string, error) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	files := map[string]bool{}
	for _, c := range controls(form) {
		if ofType("file")(c) {
			files[get(c, "name")] = true
		}
	}
	var all error
	for name, list := range values {
		for _, v := range list {
			if !files[name] {
				all = errors.Join(all, w.WriteField(name, v))
				continue
			}
			content, err := s.file(v)
			part, err2 := w.CreateFormFile(name, v)
			if all = errors.Join(all, err, err2); all == nil {
				_, all = part.Write(content)
			}
		}
	}
	all = errors.Join(all, w.Close())
	return b.Bytes(), w.FormDataContentType(), all
}
