package web

import (
	"errors"

	"lunheng/internal/auth"
	"lunheng/internal/conduct"
	"lunheng/internal/document/sheet"
	"lunheng/internal/flow"
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

// chainText is a question along the chain in words.
func chainText(question string) lang.Text {
	switch question {
	case programme.ChainLapsed:
		return lang.T("批准它的委员会登记已失效的在研活动", "Live work approved by a committee whose registration lapsed")
	case programme.ChainSuspended:
		return lang.T("已暂停、失效或终止，仍在资助中的活动", "Work that was suspended, lapsed or terminated, in a project that is funded")
	}
	return lang.T("已立项但没有有效伦理批准的项目", "Funded projects without an ethics approval in force")
}

// chain answers one question along the chain from registration to money.
func (s *Server) chain(r *Request) error {
	question := form.Field{Kind: form.Choice, Field: ui.Field{Name: "question", Label: lang.T("问题", "Question")}}
	for _, q := range programme.Chains() {
		question.Options = append(question.Options, ui.Option{Value: q, Text: chainText(q)})
	}
	v := register.List{Head: ui.HeadInfo{Title: lang.T("链条上的问题", "Along the chain"), Lead: lang.T("从登记、审查到资助：选一个问题，看您的权限之内的答案。", "From registration over review to money: choose a question; the answer holds what you may see.")},
		Table: ui.TableInfo{Caption: lang.T("答案", "Answer"), Columns: []ui.Column{{Text: lang.T("活动或项目", "Activity or project")}, {Text: lang.T("单位", "Unit")}, {Text: lang.T("委员会", "Committee")}, {Text: lang.T("状态", "State")}},
			Empty: ui.EmptyInfo{Title: lang.T("没有", "There is none")}}, Fields: []form.Field{question}}
	asked := r.FormValue("question")
	if asked == "" {
		asked = programme.ChainLapsed
	}
	if _, ok := offered(question, asked); !ok {
		return r.moneyList(v, "/chain", "")
	}
	page, err := programme.Chain(r.Reader(), r.P, asked, r.Paging())
	if err != nil {
		return err
	}
	v.Table.Caption = chainText(asked)
	if v.Rows, err = r.chainRows(page.Items); err != nil {
		return err
	}
	return r.moneyList(v, "/chain", page.Next)
}

func (r *Request) chainRows(items []programme.Chained) ([]register.Row, error) {
	var units, committees []string
	for _, it := range items {
		units, committees = append(units, it.Unit), append(committees, it.Committee)
	}
	names, err := r.bodies(auth.Unit, units...)
	if err != nil {
		return nil, err
	}
	bodies, err := r.bodies(auth.Committee, committees...)
	if err != nil {
		return nil, err
	}
	var out []register.Row
	for _, it := range items {
		href := projectPath(it.ID)
		if it.Kind == auth.Activity {
			href = "/activities/" + it.ID + "/conduct"
		}
		out = append(out, register.Row{{Text: it.Title, Href: href}, {Text: r.C.Text(english(names[it.Unit]))}, {Text: orDash(r.C.Text(english(bodies[it.Committee])))}, {Text: r.C.Text(chainState(it.State))}})
	}
	return out, nil
}

// chainState is the state of the work, or of the project.
func chainState(state flow.State) lang.Text {
	if text := conduct.Table.Info(state).Text; text.ZH != string(state) {
		return text
	}
	return programme.ProjectTable.Info(state).Text
}
