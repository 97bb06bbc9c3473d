package bench

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/lang"
	"lunheng/internal/oversight"
	"lunheng/internal/registry"
	"lunheng/internal/store"
)

// visits is how often each page is asked for, atLeast how many visits a kind of pages
// gets.
const (
	visits  = 3
	atLeast = 100
)

// bureaus are departments to which units belong, beside the one that answers for the
// whole city.
const bureaus = 12

// dashboards measures every page of a supervisor, and every list behind a number, on
// a large city.
func (r *runner) dashboards(ctx context.Context) error {
	if err := r.settle(ctx); err != nil {
		return err
	}
	department, err := r.ministry(ctx, "440300")
	if err != nil {
		return err
	}
	t := &town{r: r, department: department, units: r.size(10, 1000), committees: r.size(15, 1500), activities: r.size(100, 68_000), reports: r.size(1000, 670_000),
		events: r.size(1000, 3_000_000), counted: true, now: r.Now()}
	if t.bureaus, err = r.bureaus(ctx); err != nil {
		return err
	}
	if err := errors.Join(t.build(ctx), r.analyse(ctx)); err != nil {
		return err
	}
	if err := r.sizes(ctx); err != nil {
		return err
	}
	return r.profiled("dashboards", func() error { return r.boards(ctx, department) })
}

// bureaus founds them.
func (r *runner) bureaus(ctx context.Context) (ids []string, err error) {
	for i := range bureaus {
		out, err := r.Registry.FoundDepartment(ctx, auth.Operator(r.Now()), r.Now(), registry.FoundDepartment{DepartmentData: registry.DepartmentData{
			Name: lang.T(fmt.Sprintf("第%d局", i), fmt.Sprintf("Bureau %d", i)), Code: fmt.Sprintf("bureau_%d", i), Region: "440300"}})
		if err != nil {
			return nil, err
		}
		ids = append(ids, out.Result)
	}
	return ids, nil
}

// sizes says how much there is, as the pages count it.
func (r *runner) sizes(ctx context.Context) error {
	var live, followUps, places, counters int
	db := r.Read(ctx)
	err := errors.Join(db.Row(`select count(*) from oversight_marks where measure = 'live'`).Scan(&live), db.Row(`select count(*) from oversight_marks where measure = 'follow_ups'`).Scan(&followUps),
		db.Row(`select count(*) from oversight_places`).Scan(&places), db.Row(`select count(*) from oversight_months`).Scan(&counters))
	if err != nil {
		return err
	}
	events, err := r.count(ctx)
	r.say("%d live activities, %d follow-ups, %d events, %d places, %d counters by month", live, followUps, events, places, counters)
	return err
}

// boards visits every page, one request after the other, and tells of each kind the
// percentiles over all its pages and the median of the slowest page.
func (r *runner) boards(ctx context.Context, department string) error {
	b, err := r.browser("minister")
	if err != nil {
		return err
	}
	kinds, err := r.boardPages(ctx, department)
	if err != nil {
		return err
	}
	for _, k := range kinds {
		if err := r.visit(b, k); err != nil {
			return err
		}
	}
	board := kinds[1].addresses[0]
	many := drive(8, sample, r.Now, func(int, int) error { _, err := b.get(r.PublicURL + board); return err })
	return r.tellLoad("the board, 8 clients", many, Figure{})
}

func (r *runner) visit(b *browser, k boardPage) error {
	var all times
	var slowest time.Duration
	var where string
	n, before := r.size(1, max(visits, atLeast/len(k.addresses))), cpu()
	for _, address := range k.addresses {
		var one times
		for range n {
			start := r.Now()
			_, err := b.get(r.PublicURL + address)
			one.add(r.Now().Sub(start), err, 0)
		}
		if one.err != nil {
			return fmt.Errorf("%s: %w", k.what, one.err)
		}
		if l := one.over(time.Second); l.p50 > slowest {
			slowest, where = l.p50, address
		}
		all.all = append(all.all, one.all...)
	}
	spent := (cpu() - before) / time.Duration(len(all.all))
	l := all.over(time.Second)
	r.say("slowest of %s: %s", k.what, where)
	return r.tell(Figure{What: fmt.Sprintf("%s, %d pages, median", k.what, len(k.addresses)), Value: ms(l.p50), Unit: "ms"},
		Figure{What: "  99th percentile", Value: ms(l.p99), Unit: "ms"}, Figure{What: "  median of the slowest page", Value: ms(slowest), Unit: "ms"},
		Figure{What: "  processor time a page", Value: ms(spent), Unit: "ms"})
}

// farBehind is where later pages of lists begin, in days before today.
const farBehind = 500

// boardPage is a kind of pages.
type boardPage struct {
	what      string
	addresses []string
}

// boardPages are the addresses of all of them: for the whole city, a district, a field;
// lists from their beginning, by part, by month, and far behind.
func (r *runner) boardPages(ctx context.Context, department string) ([]boardPage, error) {
	scopes := []string{"", "&region=440305", "&field=medicine", "&region=440305&field=medicine"}
	to := func(path, more string) string { return path + "?department=" + department + more }
	var boards, units, lists, behind, questions []string
	for _, s := range scopes {
		for _, m := range oversight.Measures {
			boards = append(boards, to("/oversight", s+"&measure="+m.Code))
			lists = append(lists, to("/oversight/list/"+m.Code, s))
			if m.Flow {
				lists = append(lists, to("/oversight/list/"+m.Code, s+"&from="+oversight.FirstMonth(calendar.Of(r.Now()))+"-01"))
			}
			for _, part := range oversight.Parts(r.Read(ctx), m) {
				if !m.Counted() || part == "010" {
					lists = append(lists, to("/oversight/list/"+m.Code, s+"&part="+part))
				}
			}
			page, err := oversight.List(r.Read(ctx), r.As("minister"), oversight.Filter{Scope: oversight.Scope{Department: department}, Measure: m.Code,
				To: calendar.Of(r.Now()).AddDays(-farBehind)}, store.Paging{})
			if err != nil {
				return nil, err
			}
			if page.Next != "" {
				behind = append(behind, to("/oversight/list/"+m.Code, s+"&after="+url.QueryEscape(page.Next)))
			}
		}
		units = append(units, to("/oversight/units", s))
		questions = append(questions, to("/oversight/questions", s))
		for _, q := range oversight.Asked() {
			questions = append(questions, to("/oversight/questions/"+q.Code, s))
		}
	}
	return []boardPage{{"home", []string{"/home"}}, {"boards", boards}, {"units", units}, {"questions", questions}, {"lists behind numbers", lists}, {"their later pages", behind}}, nil
}
