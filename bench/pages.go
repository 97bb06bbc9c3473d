package bench

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"time"

	"lunheng/internal/review"
	"lunheng/internal/store"
)

// browser asks the handler for pages in this process, as somebody logged in.
type browser struct {
	handler http.Handler
	cookies []*http.Cookie
}

func (r *runner) browser(name string) (*browser, error) {
	form := url.Values{"login": {name}, "password": {password}}
	req := httptest.NewRequest(http.MethodPost, r.PublicURL+"/login", strings.NewReader(form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	rec := httptest.NewRecorder()
	r.Handler.ServeHTTP(rec, req)
	if rec.Code != http.StatusSeeOther {
		return nil, fmt.Errorf("log in as %s: status %d", name, rec.Code)
	}
	return &browser{r.Handler, rec.Result().Cookies()}, nil
}

// get asks for a page and returns how many bytes it has.
func (b *browser) get(address string) (int, error) {
	req := httptest.NewRequest(http.MethodGet, address, nil)
	for _, c := range b.cookies {
		req.AddCookie(c)
	}
	a := answer{header: http.Header{}, status: http.StatusOK}
	b.handler.ServeHTTP(&a, req)
	if a.status != http.StatusOK {
		return 0, fmt.Errorf("get %s: status %d", address, a.status)
	}
	return a.size, nil
}

// answer is what a client keeps of an answer: the page itself goes past it as it would
// go onto the wire.
type answer struct {
	header       http.Header
	status, size int
}

// Header implements [http.ResponseWriter].
func (a *answer) Header() http.Header { return a.header }

// WriteHeader implements [http.ResponseWriter].
func (a *answer) WriteHeader(status int) { a.status = status }

func (a *answer) Write(p []byte) (int, error) {
	a.size += len(p)
	return len(p), nil
}

// pages measures real HTML pages as the committee's secretary sees them.
func (r *runner) pages(ctx context.Context, cases int) error {
	b, err := r.browser("secretary")
	if err != nil {
		return err
	}
	some, err := review.List(r.Read(ctx), r.As("secretary"), review.Filter{State: review.StateAccepted}, store.Paging{Limit: 200})
	if err != nil || len(some.Items) == 0 {
		return fmt.Errorf("look for cases: %w", err)
	}
	kinds := []struct {
		what    string
		address func(i int) string
	}{
		{fmt.Sprintf("page: 50 of %d cases", cases), func(int) string { return "/reviews?limit=50&state=all" }},
		{fmt.Sprintf("page: the board as it opens, %d cases", cases), func(int) string { return "/reviews?limit=50" }},
		{"page: one case", func(i int) string { return "/reviews/" + some.Items[i%len(some.Items)].ID }},
		{"page: the secretary's home", func(int) string { return "/home" }},
		{"page: search two Chinese characters", func(i int) string {
			return "/reviews?limit=50&state=all&q=" + url.QueryEscape(what[i%len(what)])
		}},
	}
	for _, k := range kinds {
		if err := r.page(b, k.what, k.address); err != nil {
			return err
		}
	}
	return nil
}

// page measures a kind of page: alone, and by eight clients.
func (r *runner) page(b *browser, what string, address func(i int) string) error {
	size, err := b.get(r.PublicURL + address(0))
	if err != nil {
		return err
	}
	alone := drive(1, sample, r.Now, func(_, i int) error { _, err := b.get(r.PublicURL + address(i)); return err })
	many := drive(8, sample, r.Now, func(c, i int) error { _, err := b.get(r.PublicURL + address(c+i)); return err })
	if alone.err != nil || many.err != nil {
		return fmt.Errorf("%s: %w", what, errors.Join(alone.err, many.err))
	}
	return r.tell(Figure{What: what + ", median", Value: ms(alone.p50), Unit: "ms"},
		Figure{What: "  8 clients", Value: many.rate, Unit: "pages/s"},
		Figure{What: "  8 clients, 99th percentile", Value: ms(many.p99), Unit: "ms"},
		Figure{What: "  size", Value: float64(size) / 1000, Unit: "kB"})
}

// letters measures the whole act of issuing a decision letter: set as PDF in
// two languages, stored, journalled; and then corrected again and again.
func (r *runner) letters(ctx context.Context, kase string) error {
	var times []time.Duration
	reason := ""
	for range 9 {
		start := r.Now()
		_, err := r.Review.IssueLetter(ctx, r.As("secretary"), r.Now(), review.IssueLetter{Review: kase, Reason: reason})
		if err != nil {
			return fmt.Errorf("issue letter: %w", err)
		}
		times = append(times, r.Now().Sub(start))
		reason = "标题有误"
	}
	slices.Sort(times)
	return r.tell(Figure{What: "act: issue a decision letter (PDF in two languages)", Value: ms(median(times)), Unit: "ms"})
}
