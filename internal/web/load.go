package web

import (
	"cmp"
	"fmt"
	"slices"

	"lunheng/internal/auth"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// loadMonths is how far the page looks back.
const loadMonths = 12

// loadPage tells how the work of a committee is spread over its members.
func (s *Server) loadPage(r *Request) error {
	id := r.PathValue("id")
	loads, err := review.Loads(r.Reader(), r.P, id, r.C.Now.AddDate(0, -loadMonths, 0))
	if err != nil {
		return err
	}
	name, err := r.body(auth.Committee, id)
	if err != nil {
		return err
	}
	ids := make([]string, len(loads))
	for i, l := range loads {
		ids[i] = l.Person
	}
	names, err := r.people(ids...)
	if err != nil {
		return err
	}
	slices.SortStableFunc(loads, func(a, b review.Load) int { return cmp.Compare(b.Decided, a.Decided) })
	v := register.List{Head: ui.HeadInfo{Title: lang.T("委员的工作量", "Load of the members"),
		Lead: lang.T("待阅的是即将召开的会议上本人可以参加审议的案卷；其余是最近 12 个月的数字。", "To prepare are the cases on coming agendas that the member may judge; the other figures are of the last 12 months.")},
		Table: ui.TableInfo{Caption: lang.T("在任委员", "Members in office"), Columns: []ui.Column{{Text: lang.T("委员", "Member")},
			{Text: lang.T("待阅", "To prepare"), Num: true}, {Text: lang.T("待核对修改", "Changes to check"), Num: true}, {Text: lang.T("待提意见", "Opinions to give"), Num: true}, {Text: lang.T("目前负荷", "Load now")}, {Text: lang.T("出席会议", "Meetings attended"), Num: true}, {Text: lang.T("在会场的小时数", "Hours in the room"), Num: true},
			{Text: lang.T("参加决定的案卷", "Cases decided"), Num: true}, {Text: lang.T("回避", "Recused"), Num: true}},
			Empty: ui.EmptyInfo{Title: lang.T("没有在任委员", "Nobody is in office")}}}
	for _, l := range loads {
		row := register.Row{{Text: r.C.Text(names.text(l.Person))}}
		for _, n := range []int{l.Prepare, l.Checks, l.Opinions} {
			row = append(row, register.Cell{Text: r.C.Num(n), Num: true})
		}
		row = append(row, register.Cell{Status: r.loadStatus(l)})
		row = append(row, register.Cell{Text: r.C.Num(l.Meetings), Num: true}, register.Cell{Text: fmt.Sprintf("%.1f", float64(l.Minutes)/60), Num: true},
			register.Cell{Text: r.C.Num(l.Decided), Num: true}, register.Cell{Text: r.C.Num(l.Recused), Num: true})
		v.Rows = append(v.Rows, row)
	}
	v = r.listing(v, "/committees/"+id+"/load", "")
	v.Tabs, v.Page.Crumbs = nil, []ui.Link{{Text: name, Href: entryPath(auth.Committee, id)}}
	return r.showList(v)
}

// loadStatus holds what waits for a member against what the packs advise.
func (r *Request) loadStatus(l review.Load) *ui.Status {
	p, ok := r.law("").Param("member_load")
	switch {
	case !ok:
		return &ui.Status{Text: lang.T("%d 件", "%d").With(l.Now()), Tone: ui.Plain}
	case l.Now() > p.Int():
		return &ui.Status{Text: lang.T("%d 件，建议不超过 %d 件", "%d, advised at most %d").With(l.Now(), p.Int()), Tone: ui.Warn}
	}
	return &ui.Status{Text: lang.T("%d 件，在建议之内", "%d, within the advice").With(l.Now()), Tone: ui.OK}
}
