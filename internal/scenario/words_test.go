package scenario_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// commands are the words of the scripts; doc.go explains them.
var commands = map[string]command{
	"language": {usage: "zh|en", min: 1, max: 1, do: func(s *stage, _ bool, a []string) error { s.lang = a[0]; return nil }},
	"as":       {usage: "NAME", min: 1, max: 1, do: func(s *stage, _ bool, a []string) error { return s.as(a[0]) }},
	"tab":      {usage: "[NAME]", max: 1, looks: true, do: doTab},
	"open":     {usage: "PATH", min: 1, max: 1, do: func(s *stage, _ bool, a []string) error { return s.get(a[0]) }},
	"follow":   {usage: "'link'", min: 1, max: 1, do: onTab(doFollow)},
	"within":   {usage: "'words' …", min: 1, max: -1, looks: true, do: onTab(doWithin)},

	"fill":   {usage: "'label' 'text'", min: 2, max: 2, looks: true, do: onTab(doFill)},
	"choose": {usage: "'label' 'option'", min: 2, max: 2, looks: true, do: onTab(func(_ *stage, t *tab, _ bool, a []string) error { return t.choose(a[0], a[1]) })},
	"tick":   {usage: "'label'", min: 1, max: 1, looks: true, do: onTab(func(_ *stage, t *tab, _ bool, a []string) error { return t.tick(a[0], true) })},
	"untick": {usage: "'label'", min: 1, max: 1, looks: true, do: onTab(func(_ *stage, t *tab, _ bool, a []string) error { return t.tick(a[0], false) })},
	"attach": {usage: "'label' FILE", min: 2, max: 2, do: onTab(doAttach)},
	"talk":   {usage: "FILE", min: 1, max: 1, do: doTalk},
	"press":  {usage: "[twice] 'button'", min: 1, max: 2, do: doPress},
	"forge":  {usage: "PATH name=value …", min: 1, max: -1, do: doForge},

	"guess": {usage: "NAME [TIMES]", min: 1, max: 2, looks: true, do: doGuess},
	"api":   {usage: "METHOD PATH [JSON]", min: 2, max: 3, do: doAPI},

	"sees":      {usage: "'words' …", min: 1, max: -1, looks: true, do: onTab(doSees)},
	"lacks":     {usage: "'words' …", min: 1, max: -1, looks: true, do: onTab(doLacks)},
	"holds":     {usage: "'label' 'text'", min: 2, max: 2, looks: true, do: onTab(doHolds)},
	"refused":   {usage: "'words' …", min: 1, max: -1, looks: true, do: onTab(doRefused)},
	"status":    {usage: "NUMBER", min: 1, max: 1, looks: true, do: onTab(doStatus)},
	"offers":    {usage: "'button'", min: 1, max: 1, looks: true, do: onTab(doOffers)},
	"withholds": {usage: "'button'", min: 1, max: 1, looks: true, do: onTab(doWithholds)},
	"save":      {usage: "FILE", min: 1, max: 1, do: onTab(doSave)},

	"events":  {usage: "type …", max: -1, do: doEvents},
	"journal": {usage: "[type] lacks|holds 'words'", min: 2, max: 3, do: doJournal},
	"time":    {usage: "+3d", min: 1, max: 1, do: doTime},
	"seal":    {do: func(s *stage, _ bool, _ []string) error { s.w.Seal(); return nil }},
	"verify":  {do: doVerify},
	"lunheng": {usage: "…", min: 1, max: -1, neg: true, do: doLunheng},
	"given":   {usage: "…", min: 1, max: -1, do: doGiven},
	"know":    {usage: "NAME", min: 1, max: 1, do: onTab(doKnow)},
	"large":   {usage: "FILE MEGABYTES", min: 2, max: 2, do: doLarge},
	"stored":  {usage: "NUMBER", min: 1, max: 1, do: doStored},
	"alter":   {usage: "FILE 'from' 'to'", min: 3, max: 3, do: doAlter},
}

// onTab is a command on the page in front.
func onTab(do func(s *stage, t *tab, neg bool, args []string) error) func(*stage, bool, []string) error {
	return func(s *stage, neg bool, args []string) error {
		t, err := s.here()
		if err != nil {
			return err
		}
		return do(s, t, neg, args)
	}
}

func doTab(s *stage, _ bool, a []string) error {
	if s.b == nil {
		return fmt.Errorf("nobody acts yet")
	}
	name := strings.Join(a, "")
	if s.b.tabs[name] == nil {
		s.b.tabs[name] = &tab{ok: true}
	}
	s.b.tab = s.b.tabs[name]
	return nil
}

func doFollow(s *stage, t *tab, _ bool, a []string) error {
	link, err := t.link(a[0])
	if err != nil {
		return err
	}
	return s.get(get(link, "href"))
}

// link is the one link with these words; links to the same place are one.
func (t *tab) link(want string) (*html.Node, error) {
	var exact, near []*html.Node
	seen := map[string]bool{}
	for _, l := range elements(t.root(), "a") {
		switch {
		case seen[get(l, "href")]:
			continue
		case named([]string{text(l, ""), text(l, "sr"), get(l, "aria-label")}, want):
			exact = append(exact, l)
		case has(text(l, ""), want):
			near = append(near, l)
		default:
			continue
		}
		seen[get(l, "href")] = true
	}
	if len(exact) > 0 {
		near = exact
	}
	return one(near, "link", want, func(n *html.Node) string { return get(n, "href") })
}

func doWithin(_ *stage, t *tab, _ bool, a []string) error {
	n := narrow(t.page.root, a)
	if n == nil {
		return fmt.Errorf("no part of the page says “%s”:\n%s", strings.Join(a, "” and “"), t.page.words())
	}
	t.scope = &scope{n}
	return nil
}

func doFill(s *stage, t *tab, _ bool, a []string) error {
	return t.fill(a[0], strings.ReplaceAll(a[1], `\n`, "\n"))
}

func doAttach(_ *stage, t *tab, _ bool, a []string) error {
	c, err := t.find(a[0], ofType("file"))
	if err != nil {
		return err
	}
	t.typed.set(formOf(c), get(c, "name"), a[1])
	t.scope = &scope{formOf(c)}
	return nil
}

func doPress(s *stage, _ bool, a []string) error {
	if len(a) == 2 && a[0] == "twice" {
		return s.press(a[1], 2)
	}
	return s.press(a[0], 1)
}

// doGuess tries to log in with a wrong password.
func doGuess(s *stage, _ bool, a []string) error {
	times := 1
	if len(a) == 2 {
		if _, err := fmt.Sscan(a[1], &times); err != nil {
			return err
		}
	}
	for range times {
		if err := s.tryLogin(a[0], "guess"); err != nil {
			return err
		}
	}
	return nil
}

// doForge sends what no page offers. The round, key and version that a page
// would carry are the forger's to give.
func doForge(s *stage, _ bool, a []string) error {
	values := url.Values{}
	for _, pair := range a[1:] {
		name, value, _ := strings.Cut(pair, "=")
		values.Add(name, value)
	}
	address, err := s.address(a[0])
	if err != nil {
		return err
	}
	req, err := http.NewRequest(http.MethodPost, address, strings.NewReader(values.Encode()))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	s.b.tab.sent = nil
	return s.do(req)
}

func doSees(_ *stage, t *tab, _ bool, a []string) error {
	in := t.page.message + text(t.root(), "")
	for _, want := range a {
		if !has(in, want) {
			return fmt.Errorf("%s (%d) does not say “%s”:\n%s", t.page.url.Path, t.page.status, want, t.page.words())
		}
	}
	return nil
}

// doLacks looks at everything that was sent, not only at what one reads.
func doLacks(_ *stage, t *tab, _ bool, a []string) error {
	in := t.page.message + text(t.root(), "")
	if t.scope == nil {
		in += string(t.page.raw)
	}
	for _, want := range a {
		if has(in, want) {
			return fmt.Errorf("%s (%d) says “%s”:\n%s", t.page.url.Path, t.page.status, want, t.page.words())
		}
	}
	return nil
}

func doHolds(_ *stage, t *tab, _ bool, a []string) error {
	c, err := t.find(a[0], func(c *html.Node) bool { return isText(c) || c.Data == "select" })
	if err != nil {
		return err
	}
	if got := initial(formOf(c)).Get(get(c, "name")); squeezed(got) != squeezed(strings.ReplaceAll(a[1], `\n`, "\n")) {
		return fmt.Errorf("“%s” holds “%s”", a[0], got)
	}
	return nil
}

// doRefused wants the answer no, with these words, and whatever was typed in
// its place again.
func doRefused(s *stage, t *tab, neg bool, a []string) error {
	if t.page.status < 400 || t.page.status >= 500 {
		return fmt.Errorf("%s answered %d:\n%s", t.page.url.Path, t.page.status, t.page.words())
	}
	t.ok = true
	if err := doSees(s, t, neg, a); err != nil {
		return err
	}
	for name, values := range t.sent[nil] {
		for _, v := range values {
			if v != "" && !t.keeps(name, v) && (t.asks(name) || strings.ContainsAny(v, " \n") || len(v) != utf8.RuneCountInString(v)) {
				return fmt.Errorf("“%s”, typed into %s, is lost:\n%s", v, name, t.page.words())
			}
		}
	}
	return nil
}

// asks reports whether the page has a field of this name. Where the form is gone
// altogether, what was chosen is gone with it; what was written is not.
func (t *tab) asks(name string) bool {
	return slices.ContainsFunc(elements(t.page.root, "input", "select", "textarea"), func(c *html.Node) bool { return get(c, "name") == name })
}

// keeps reports whether a field of this name holds a value, on the page or as
// it was typed when the page has stayed.
func (t *tab) keeps(name, value string) bool {
	if name == "password" || has(t.page.words(), value) {
		return true
	}
	for _, f := range elements(t.page.root, "form") {
		for _, c := range controls(f) {
			if get(c, "name") != name {
				continue
			}
			if ofType("file")(c) {
				return true
			}
			held := append(append([]string{}, initial(f)[name]...), t.typed[f][name]...)
			for _, h := range held {
				if squeezed(h) == squeezed(value) {
					return true
				}
			}
		}
	}
	return false
}

func doStatus(_ *stage, t *tab, _ bool, a []string) error {
	t.ok = true
	if fmt.Sprint(t.page.status) != a[0] {
		return fmt.Errorf("%s answered %d:\n%s", t.page.url.Path, t.page.status, t.page.words())
	}
	return nil
}

// offered reports whether something can be pressed or followed.
func (t *tab) offered(want string) bool {
	for _, b := range t.buttons(want) {
		if _, off := attr(b, "disabled"); !off {
			return true
		}
	}
	_, err := t.link(want)
	return err == nil
}

func doOffers(_ *stage, t *tab, _ bool, a []string) error {
	if !t.offered(a[0]) {
		return fmt.Errorf("%s does not offer “%s”:\n%s", t.page.url.Path, a[0], t.page.words())
	}
	return nil
}

func doWithholds(_ *stage, t *tab, _ bool, a []string) error {
	if t.offered(a[0]) {
		return fmt.Errorf("%s offers “%s”", t.page.url.Path, a[0])
	}
	return nil
}

func doSave(s *stage, t *tab, _ bool, a []string) error {
	return os.WriteFile(s.ts.MkAbs(a[0]), t.page.raw, 0o600)
}

func doAlter(s *stage, _ bool, a []string) error {
	raw, err := s.file(a[0])
	if err != nil {
		return err
	}
	if !bytes.Contains(raw, []byte(a[1])) {
		return fmt.Errorf("%s does not hold “%s”", a[0], a[1])
	}
	return os.WriteFile(s.ts.MkAbs(a[0]), bytes.Replace(raw, []byte(a[1]), []byte(a[2]), 1), 0o600)
}

// doLarge makes a file of so many megabytes.
func doLarge(s *stage, _ bool, a []string) error {
	var n int
	if _, err := fmt.Sscan(a[1], &n); err != nil {
		return err
	}
	return os.WriteFile(s.ts.MkAbs(a[0]), bytes.Repeat([]byte("words and words "), n<<16), 0o600)
}

// doStored counts what lies in the store of files, halves of files included.
func doStored(s *stage, _ bool, a []string) error {
	var names []string
	err := filepath.WalkDir(filepath.Join(s.storage.Data, "files"), func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, path)
		}
		return err
	})
	if err == nil && fmt.Sprint(len(names)) != a[0] {
		err = fmt.Errorf("%d files are stored: %s", len(names), strings.Join(names, " "))
	}
	return err
}

func doKnow(s *stage, t *tab, _ bool, a []string) error {
	segments := strings.Split(path.Clean(t.page.url.Path), "/")
	if len(segments) < 3 {
		return fmt.Errorf("no id in %s", t.page.url.Path)
	}
	id := segments[2]
	if len(segments) > 3 && !strings.ContainsAny(id, "0123456789") { // a word before the id
		id = segments[3]
	}
	s.ts.Setenv(a[0], id)
	return nil
}

func doTime(s *stage, _ bool, a []string) error {
	text := strings.TrimPrefix(a[0], "+")
	if days, ok := strings.CutSuffix(text, "d"); ok {
		var n int
		if _, err := fmt.Sscan(days, &n); err != nil {
			return err
		}
		return s.pass(time.Duration(n) * 24 * time.Hour)
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		return err
	}
	return s.pass(d)
}
