package scenario_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"lunheng/internal/app"
	"lunheng/internal/app/apptest"
	"lunheng/internal/clocks"
)

// stage is one script at work.
type stage struct {
	w        *apptest.World
	storage  app.Storage
	ts       *testscript.TestScript
	lang     string
	browsers map[string]*browser // by person
	reporter apptest.Reporter    // of the last report
	b        *browser            // of the person that acts
	begun    int64               // last event before the script
	told     int64               // last event that the script has accounted for
}

// browser is what one person looks at.
type browser struct {
	name  string
	http  *http.Client
	tabs  map[string]*tab
	tab   *tab
	since time.Time // of the login
	token string    // for the API, once there is one
}

// tab is one page and what was typed into it.
type tab struct {
	page  *page
	scope *scope
	typed typed
	sent  typed // with the form that was sent last
	ok    bool  // the answer was a success, or the script has looked at it
}

// unanswered complains about a refusal that the script passes over.
func (s *stage) unanswered() error {
	if s.b == nil || s.b.tab.ok || s.b.tab.page == nil {
		return nil
	}
	p := s.b.tab.page
	return fmt.Errorf("%s answered %d, which the script did not expect:\n%s", p.url.Path, p.status, p.words())
}

// here is the tab in front of the person that acts.
func (s *stage) here() (*tab, error) {
	if s.b == nil {
		return nil, errors.New("nobody acts yet: say `as NAME`")
	}
	if s.b.tab.page == nil {
		return nil, errors.New("no page is open yet")
	}
	return s.b.tab, nil
}

// as goes on as somebody. Who has no session, or an old one, logs in.
func (s *stage) as(name string) error {
	b, ok := s.browsers[name]
	if ok && s.w.Now().Sub(b.since) < time.Hour {
		s.b = b
		return nil
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		return err
	}
	b = &browser{name: name, http: &http.Client{Jar: jar}, since: s.w.Now()}
	b.tab = &tab{ok: true}
	b.tabs = map[string]*tab{"": b.tab}
	s.b, s.browsers[name] = b, b
	if name == "nobody" {
		return nil
	}
	s.w.Person(name)
	return s.login(name, apptest.Password)
}

// login goes through the form that everybody sees first.
func (s *stage) login(name, password string) error {
	if err := s.tryLogin(name, password); err != nil {
		return err
	}
	if t := s.b.tab; t.page.url.Path == "/login" {
		return fmt.Errorf("log in as %s: %s", name, t.page.words())
	}
	return nil
}

func (s *stage) tryLogin(name, password string) error {
	if err := s.get("/login"); err != nil {
		return err
	}
	t := s.b.tab
	f := t.page.formWith("password")
	if f == nil {
		return fmt.Errorf("no form to log in at %s", t.page.url.Path)
	}
	t.typed = typed{f: {"login": {name}, "password": {password}}}
	return s.send(f, nil, 1)
}

// get opens an address.
func (s *stage) get(path string) error {
	address, err := s.address(path)
	if err != nil {
		return err
	}
	req, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	return s.do(req)
}

// address resolves a path against the page in front.
func (s *stage) address(path string) (string, error) {
	base, err := url.Parse(s.w.URL)
	if err != nil {
		return "", err
	}
	if p := s.b.tab.page; p != nil {
		base = p.url
	}
	u, err := base.Parse(path)
	if err != nil {
		return "", err
	}
	if !strings.HasPrefix(u.String(), s.w.URL) {
		return "", fmt.Errorf("%s leads out of the house", u)
	}
	return u.String(), nil
}

// do sends a request as a browser would and shows what comes back.
func (s *stage) do(req *http.Request) error {
	res, raw, err := s.fetch(req)
	if err != nil {
		return err
	}
	t := s.b.tab
	if req.Header.Get("HX-Request") == "true" {
		return s.moved(res, raw)
	}
	t.page, err = parse(res, raw)
	t.scope, t.typed = nil, typed{}
	t.ok = res.StatusCode < 400
	return cmp.Or(err, s.cites(t.page))
}

// cites complains about a page, or a refusal, that names a document by its code: people
// read its title. Pages about the packs themselves, and answers for programs, name both.
func (s *stage) cites(p *page) error {
	if strings.HasPrefix(p.url.Path, "/rules") || p.root.FirstChild == nil && p.status < 400 {
		return nil
	}
	said := p.message + plain(p.root)
	for _, pack := range s.w.Book.Current().Packs() {
		for _, source := range pack.Sources {
			if strings.Contains(said, source.ID) {
				return fmt.Errorf("%s cites %s by its code:\n%s", p.url.Path, source.ID, said)
			}
		}
	}
	return nil
}

func (s *stage) fetch(req *http.Request) (*http.Response, []byte, error) {
	req.Header.Set("Accept-Language", s.lang)
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	res, err := s.b.http.Do(req)
	if err != nil {
		return nil, nil, err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	return res, raw, err
}

// moved does what the scripts of a page do with an answer: the page stays, its
// live parts follow, or a message appears on it.
func (s *stage) moved(res *http.Response, raw []byte) error {
	t := s.b.tab
	if to := res.Header.Get("HX-Redirect"); to != "" {
		return s.get(to)
	}
	if res.StatusCode < 400 {
		return s.get(t.page.url.RequestURI())
	}
	t.page.status, t.page.message, t.ok = res.StatusCode, string(raw), false
	return s.cites(t.page)
}

// pass lets time pass, and does what falls due.
func (s *stage) pass(d time.Duration) error {
	ctx, now := context.Background(), s.w.Advance(d)
	if err := s.w.Calendar.Refresh(ctx); err != nil {
		return err
	}
	if _, err := s.w.Calendar.Recompute(ctx, now); err != nil {
		return err
	}
	if err := s.background(); err != nil {
		return err
	}
	_, err := clocks.Watch(ctx, s.w.Journal, now)
	return err
}

// file is the content of a file of the script.
func (s *stage) file(name string) ([]byte, error) { return os.ReadFile(s.ts.MkAbs(name)) }
