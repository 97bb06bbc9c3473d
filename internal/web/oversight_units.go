package web

import (
	"lunheng/internal/auth"
	"lunheng/internal/lang"
	"lunheng/internal/oversight"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// unitMeasures are the numbers that stand beside each unit.
var unitMeasures = []string{"overdue", "committees", "activities", "live", "listed", "follow_up_due", "filings"}

// oversightUnits lists the units in sight with their numbers.
func (s *Server) oversightUnits(r *Request) error {
	at, err := r.sighted("/oversight/units")
	if err != nil {
		return err
	}
	title := lang.T("各单位的数字", "Numbers by unit")
	v := register.List{Page: r.Info(title), Head: ui.HeadInfo{Kicker: at.Name, Title: title, Lead: lang.T("现在的数量；每个数字都可以点开。", "As it is now; every number leads to its records.")},
		Filter: at.filter, Fields: at.fields, Form: at.form,
		Table: ui.TableInfo{Caption: lang.T("单位，按名称排列", "Units, by name"), Columns: []ui.Column{{Text: lang.T("单位", "Unit")}, {Text: lang.T("地区", "Place")}}, Empty: ui.EmptyInfo{Title: lang.T("没有单位", "No units")}}}
	v.Page.Crumbs, v.Page.Wide = []ui.Link{{Text: oversightTitle, Href: at.to("/oversight")}}, true
	for _, code := range unitMeasures {
		m, _ := oversight.Find(code)
		v.Table.Columns = append(v.Table.Columns, ui.Column{Text: m.Name, Num: true})
	}
	if v.Form.Err != nil {
		return r.showList(v)
	}
	page, err := oversight.Holders(r.Reader(), r.P, at.Scope, r.Paging())
	if err != nil {
		return err
	}
	for _, h := range page.Items {
		row := register.Row{{Text: r.C.Text(english(lang.T(h.NameZH, h.NameEN))), Href: entryPath(auth.Unit, h.Unit)}, {Text: placeName(h.Region)}}
		for _, code := range unitMeasures {
			m, _ := oversight.Find(code)
			cell := register.Cell{Text: r.C.Num(h.N[code]), Num: true}
			if h.N[code] > 0 {
				cell.Href = at.list(m, "", "", "unit", h.Unit)
			}
			row = append(row, cell)
		}
		v.Rows = append(v.Rows, row)
	}
	v.Pager = r.pager(len(v.Rows), page.Next)
	if len(v.Rows) > 0 {
		v.Head.Action = ui.Go(r.C, ui.Link{Text: lang.T("下载 Excel", "Download Excel"), Href: at.to("/oversight/units/list.xlsx")}, ui.Quiet)
	}
	return r.showList(v)
}
