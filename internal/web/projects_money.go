package web

import (
	"errors"

	"lunheng/internal/document/sheet"
	"lunheng/internal/lang"
	"lunheng/internal/programme"
	"lunheng/internal/store"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// payments lists instalments: of those held, why, and who can lift it.
func (s *Server) payments(r *Request) error {
	state := form.Field{Kind: form.Choice, Field: ui.Field{Name: "state", Label: lang.T("状态", "State")}}
	for _, x := range []string{programme.Held, programme.Due, programme.Planned, programme.PaidOut} {
		state.Options = append(state.Options, ui.Option{Value: x, Text: instalmentStatus(x).Text})
	}
	page, err := programme.Payments(r.Reader(), r.P, r.FormValue("state"), r.Paging())
	if err != nil {
		return err
	}
	v := register.List{Head: ui.HeadInfo{Title: paymentsTitle, Lead: lang.T("每笔暂缓都写明原因和由谁解除。", "Of each that is held: why, and who can lift it.")},
		Table: ui.TableInfo{Caption: lang.T("等待最久的在前", "Those that wait longest first"), Columns: []ui.Column{{Text: lang.T("项目", "Project")}, {Text: lang.T("期", "No."), Num: true}, {Text: lang.T("金额（元）", "Yuan"), Num: true}, {Text: lang.T("状态", "State")}, {Text: lang.T("为何暂缓，由谁解除", "Why it is held, and who can lift it")}, {Text: lang.T("自", "Since")}},
			Empty: ui.EmptyInfo{Title: lang.T("没有拨款", "There are no payments"), Text: lang.T("立项时定下的各期拨款列在这里。", "The instalments of approved projects stand here.")}}, Fields: []form.Field{state}}
	v.Head.Action = ui.Go(r.C, ui.Link{Text: lang.T("导出 Excel", "Export to Excel"), Href: "/payments/list.xlsx?state=" + r.FormValue("state")}, ui.Quiet)
	for _, m := range page.Items {
		status := instalmentStatus(m.State)
		v.Rows = append(v.Rows, register.Row{{Text: m.Title, Href: projectPath(m.Project)}, {Text: r.C.Num(m.N), Num: true}, {Text: yuan(m.Amount), Num: true}, {Status: &status}, {Text: orDash(r.heldBy(m))}, {Text: r.C.Date(m.Since)}})
	}
	return r.moneyList(v, "/payments", page.Next)
}

// heldBy says what holds an instalment, and who can lift it.
func (r *Request) heldBy(m programme.Money) string {
	set := r.law("")
	var out []lang.Text
	for _, l := range m.Open {
		out = append(out, lang.T("%s（%s）", "%s (%s)").With(word(set, "programme_conditions", l.Code), l.Lifts.Text()))
	}
	return r.C.Join(out)
}

// paymentBook sends the instalments of a state as a workbook.
func (s *Server) paymentBook(r *Request) (err error) {
	book, err := sheet.NewBook([]string{r.C.T("项目", "Project"), r.C.T("期", "No."), r.C.T("金额（元）", "Yuan"), r.C.T("状态", "State"), r.C.T("为何暂缓，由谁解除", "Why it is held, and who can lift it"), r.C.T("自", "Since")}, 50, 8, 16, 14, 60, 14)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	pg := store.Paging{Limit: store.MaxPage}
	for more := true; more; more = pg.After != "" {
		page, err := programme.Payments(r.Reader(), r.P, r.FormValue("state"), pg)
		if err != nil {
			return err
		}
		for _, m := range page.Items {
			if err := book.Add(m.Title, m.N, m.Amount, r.C.Text(instalmentStatus(m.State).Text), r.heldBy(m), r.C.Date(m.Since)); err != nil {
				return err
			}
		}
		pg.After = page.Next
	}
	r.sendHeader("payments.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	_, err = book.WriteTo(r.W)
	return err
}
