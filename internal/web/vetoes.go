package web

import (
	"errors"

	"github.com/a-h/templ"

	"lunheng/internal/auth"
	"lunheng/internal/document/sheet"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/sanction"
	"lunheng/internal/veto"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

var vetoesTitle = lang.T("否决核查", "Veto check")

// vetoStatus is an outcome with its shape.
func vetoStatus(outcome string) ui.Status {
	tone := ui.OK
	switch outcome {
	case veto.Vetoed:
		tone = ui.Bad
	case veto.Conditional:
		tone = ui.Warn
	case veto.Ask:
		tone = ui.Waiting
	}
	return ui.Status{Text: veto.OutcomeText(outcome), Tone: tone}
}

// vetoes lists the questions that the person's bodies asked.
func (s *Server) vetoes(r *Request) error {
	set := r.law("")
	var outcomes []ui.Option
	for _, o := range []string{veto.Vetoed, veto.Conditional, veto.Ask, veto.Clear} {
		outcomes = append(outcomes, ui.Option{Value: o, Text: veto.OutcomeText(o)})
	}
	fields := []form.Field{choice("purpose", lang.T("目的", "What for"), options(set, "veto_purposes")), choice("outcome", lang.T("有这种结果的行", "A row came out"), outcomes), stateField(&veto.Table), fromField(), toField()}
	f := veto.Filter{State: flow.State(r.FormValue("state")), Purpose: r.FormValue("purpose"), Outcome: r.FormValue("outcome"), From: r.dayOf("from"), To: r.dayOf("to")}
	page, err := veto.List(r.Reader(), r.P, f, r.Paging())
	if err != nil {
		return err
	}
	var ids []string
	for _, it := range page.Items {
		ids = append(ids, it.Body)
	}
	departments, err := r.bodies(auth.Department, ids...)
	if err != nil {
		return err
	}
	units, err := r.bodies(auth.Unit, ids...)
	if err != nil {
		return err
	}
	v := register.List{Fields: fields, Head: ui.HeadInfo{Title: vetoesTitle, Lead: lang.T("资助、评奖、授予荣誉和发放许可之前，核查个人和单位有无一票否决的情形。每次查询都有记录，答复可以验证。",
		"Before money, awards, honours and permits are given: whether people and units are barred. Every question is on record, and its answer can be verified.")},
		Table: ui.TableInfo{Caption: lang.T("查询，最近的在前", "Questions, the last first"), Columns: []ui.Column{{Text: lang.T("时间", "When")}, {Text: lang.T("查询者", "Asked by")}, {Text: lang.T("目的", "What for")},
			{Text: lang.T("行数", "Rows"), Num: true}, {Text: lang.T("否决", "Vetoed"), Num: true}, {Text: lang.T("附条件", "Conditional"), Num: true}, {Text: lang.T("须人工核对", "Ask a person"), Num: true}, {Text: lang.T("状态", "State")}},
			Empty: ui.EmptyInfo{Title: lang.T("还没有查询", "Nothing was asked yet")}}}
	if link := r.newVeto(); link != nil {
		v.Head.Action = ui.Go(r.C, *link, ui.Primary)
	}
	for _, it := range page.Items {
		name := departments[it.Body]
		if name.IsZero() {
			name = units[it.Body]
		}
		state := ui.Status{Text: veto.Table.Info(it.State).Text, Tone: ui.OK}
		if it.State != veto.StateAnswered {
			state.Tone = ui.Waiting
		}
		v.Rows = append(v.Rows, register.Row{{Text: r.C.Time(it.At), Href: "/vetoes/" + it.ID}, {Text: r.C.Text(english(name))}, {Text: r.C.Text(word(set, "veto_purposes", it.Purpose))}, {Text: r.C.Num(it.Total), Num: true},
			{Text: r.C.Num(it.Vetoed), Num: true}, {Text: r.C.Num(it.Conditional), Num: true}, {Text: r.C.Num(it.Unsure), Num: true}, {Status: &state}})
	}
	return r.list(v, nil, "/vetoes", page.Next)
}

// newVeto leads to asking, on behalf of a department or unit of the person.
func (r *Request) newVeto() *ui.Link {
	for _, b := range []struct {
		role registry.Role
		kind auth.Kind
	}{{registry.RoleSupervisor, auth.Department}, {registry.RoleUnitOfficer, auth.Unit}} {
		if own := r.offices(b.role); len(own) > 0 {
			return &ui.Link{Text: lang.T("查询", "Ask"), Href: "/vetoes/new?kind=" + b.kind + "&body=" + own[0]}
		}
	}
	return nil
}

// askVeto asks about one person or unit, or a list.
func (s *Server) askVeto() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			kind, body := r.FormValue("kind"), r.FormValue("body")
			if err := r.may(auth.VetoAsk, kind, body); err != nil {
				return form.Page{}, err
			}
			name, err := r.body(kind, body)
			if err != nil {
				return form.Page{}, err
			}
			purposes, err := s.Veto.Purposes(r.Reader(), kind, body, r.P.Day)
			if err != nil {
				return form.Page{}, err
			}
			purpose := form.Field{Kind: form.Radios, Field: ui.Field{Name: "purpose", Label: lang.T("为何查询", "What is it for"), Required: true}}
			for _, item := range purposes {
				purpose.Options = append(purpose.Options, ui.Option{Value: item.Code, Text: item.Text})
			}
			set := r.law("")
			var papers []ui.Option
			for _, of := range []string{sanction.Person, sanction.Unit} {
				for _, item := range sanction.Papers(set, of) {
					papers = append(papers, ui.Option{Value: item.Code, Text: item.Text})
				}
			}
			list := fileField(lang.T("名单", "A list"))
			list.Help = lang.T("代替上面三项：CSV 或者 XLSX，第一行是列名：姓名、证件种类、证件号码。最多 100,000 行，不超过 16 MB；有一行有错，整份不查。", "Instead of the three above: CSV or XLSX whose first row names the columns name, paper, number. Up to 100,000 rows and 16 MB; one bad row and nothing is asked.")
			head := ui.HeadInfo{Kicker: name, Title: lang.T("查询有无一票否决的情形", "Ask whether somebody is barred"), Lead: lang.T("只凭姓名不会否决任何人。查询会留下记录，当事人看得到是谁为何查询。名单在答复之后不再保留。",
				"A name alone never bars anybody. The question stays on record, and whom a measure concerns sees who asked and why. What you send is forgotten once it is answered.")}
			return form.Page{Page: r.Info(head.Title), Head: head, Action: r.URL.RequestURI(), Cancel: "/vetoes", Submit: ui.Button{Text: lang.T("查询", "Ask"), Look: ui.Primary}, Fields: []form.Field{purpose,
				{Kind: form.Line, Field: ui.Field{Name: "name", Label: lang.T("姓名或名称", "Name"), Max: 200}}, {Kind: form.Choice, Field: ui.Field{Name: "paper", Label: lang.T("证件种类", "Document"), Options: papers}},
				{Kind: form.Line, Field: ui.Field{Name: "number", Label: lang.T("证件号码", "Number"), Narrow: true, Max: 60}}, list}}, nil
		},
		act: func(r *Request) (string, lang.Text, error) {
			q := veto.Question{BodyKind: r.FormValue("kind"), Body: r.FormValue("body"), Purpose: r.PostFormValue("purpose"), Key: r.Key()}
			if row := (veto.Row{Name: r.PostFormValue("name"), Paper: r.PostFormValue("paper"), Number: r.PostFormValue("number")}); row.Name != "" || row.Number != "" {
				q.Rows = []veto.Row{row}
			}
			var err error
			if q.File, err = r.sentFile(); err != nil {
				return "", lang.Text{}, err
			}
			out, err := s.Veto.Ask(r.Context(), r.P, r.C.Now, q)
			return "/vetoes/" + out.Result, lang.T("查询已记录。", "The question is on record."), err
		},
	}
}

// maxAnswers bounds the rows that the page of a question shows; the workbook has all.
const maxAnswers = 200

// vetoPage is one question: how far it is, and the answer.
func (s *Server) vetoPage(r *Request) error {
	st, err := s.Veto.View(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	name, err := r.body(st.BodyKind, st.Body)
	if err != nil {
		return err
	}
	set := r.law("")
	v := register.Entry{Page: r.Info(vetoesTitle), Head: ui.HeadInfo{Kicker: name, Title: lang.T("核查：%s", "Check: %s").With(word(set, "veto_purposes", st.Purpose))}, Status: ui.Status{Text: veto.Table.Info(st.State).Text, Tone: ui.Waiting}}
	v.Page.Crumbs = []ui.Link{{Text: vetoesTitle, Href: "/vetoes"}}
	names, err := r.people(st.By)
	if err != nil {
		return err
	}
	v.Facts = []ui.Fact{{Label: lang.T("提出者", "Asked by"), Text: r.C.Text(names.text(st.By))}, {Label: lang.T("时间", "When"), Text: r.C.Time(st.At)}, {Label: lang.T("行数", "Rows"), Text: r.C.Num(st.Rows)},
		{Label: lang.T("无", "Clear"), Text: r.C.Num(st.Totals.Clear)}, {Label: lang.T("否决", "Vetoed"), Text: r.C.Num(st.Totals.Vetoed)}, {Label: lang.T("附条件", "Conditional"), Text: r.C.Num(st.Totals.Conditional)},
		{Label: lang.T("须人工核对", "Ask a person"), Text: r.C.Num(st.Totals.Unsure)}}
	switch st.State {
	case veto.StateAnswered:
		v.Status = ui.Status{Text: veto.Table.Info(st.State).Text, Tone: ui.OK}
		v.Head.Action = register.Acts(r.C, []register.Act{{Link: ui.Link{Text: lang.T("下载逐行答复", "Download the answer by row"), Href: "/vetoes/" + st.ID + "/answer.xlsx"}, Look: ui.Primary}})
		if st.Rows == 1 {
			v.Status = vetoStatus(st.Of(1).Outcome)
		}
	case veto.StateFailed:
		v.Status.Tone = ui.Bad
	default:
		v.Notes = []templ.Component{ui.Progress(r.C, lang.T("已答复的行", "Rows answered"), st.Done, st.Rows)}
	}
	if len(st.Answers) > 0 || st.State == veto.StateAnswered {
		v.Sections = []register.Section{r.vetoAnswers(st)}
	}
	if st.State == veto.StateAnswered {
		proof, err := s.vetoProof(r, st)
		if err != nil {
			return err
		}
		v.Sections = append(v.Sections, proof)
	}
	events, err := s.Veto.Events(r.Reader(), r.P, st.ID)
	if err != nil {
		return err
	}
	if v.History, err = s.tell(r, events); err != nil {
		return err
	}
	return r.Page(register.EntryPage(r.C, v))
}

// vetoProof leads to the signed answer, and says how anybody checks it.
func (s *Server) vetoProof(r *Request, st veto.State) (register.Section, error) {
	seals, err := s.Journal.Seals(r.Reader(), veto.Stream(st.ID))
	if err != nil {
		return register.Section{}, err
	}
	path := "/vetoes/" + st.ID + "/"
	return register.Section{ID: "proof", Title: lang.T("签名的答复", "The signed answer"), Body: register.Proof(r.C, register.ProofInfo{
		Lead: lang.T("decision.json 由公开日志签名，说明谁在哪一天为何查询了哪份名单、结果如何；answer.json 是逐行答复，其 SHA-256 写在前者之中。任何人都可以离线核验，不需要我们：",
			"decision.json is signed by the public log: who asked about which list on what day and what for, and what came out. answer.json is the answer by row, whose SHA-256 stands in it. Anybody can check both offline, without us:"),
		Command: "lunheng verify-decision decision.json --with answer.json --list list.xlsx",
		Facts:   []ui.Fact{{Label: lang.T("answer.json 的 SHA-256", "SHA-256 of answer.json"), Text: st.File}, {Label: lang.T("名单的摘要", "Digest of the list"), Text: st.Digest}},
		Links:   []ui.Link{{Text: lang.T("下载 decision.json", "Download decision.json"), Href: path + "decision.json"}, {Text: lang.T("下载 answer.json", "Download answer.json"), Href: path + "answer.json"}},
		Sealed:  seals[st.Proof].Size > 0,
		Note: lang.T("本次查询记在公开日志里，列在“否决核查”中；与结果有关的当事人在其处理决定的页面上看得到是谁、何时、为何查询。",
			"This question stands in the public log and in the list of veto checks; whoever's measure it met sees on the page of the decision who asked, when and what for."),
	})}, nil
}

// vetoReceipt sends the signed answer: the receipt of the event that gave it.
func (s *Server) vetoReceipt(r *Request) error {
	st, err := s.Veto.View(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	if _, err := s.Veto.Prove(st); err != nil {
		return err
	}
	receipt, err := s.Journal.Receipt(r.Reader(), s.LogKey, st.Proof)
	if err != nil {
		return err
	}
	file, err := receipt.File()
	if err != nil {
		return err
	}
	r.sendHeader("decision.json", "application/json")
	_, err = r.W.Write(file)
	return err
}

// vetoFile sends the answer by row whose digest the signed answer holds.
func (s *Server) vetoFile(r *Request) error {
	st, err := s.Veto.View(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	file, err := s.Veto.Prove(st)
	if err != nil {
		return err
	}
	r.sendHeader("answer.json", "application/json")
	_, err = r.W.Write(file)
	return err
}

// vetoAnswers lists the rows that are not clear, with their grounds.
func (r *Request) vetoAnswers(st veto.State) register.Section {
	var rows []register.Row
	for _, a := range st.Answers[:min(len(st.Answers), maxAnswers)] {
		status := vetoStatus(a.Outcome)
		rows = append(rows, register.Row{{Text: r.C.Num(a.Row), Num: true}, {Status: &status}, {Text: r.groundOf(a)}, {Text: orDash(r.endOf(a))}})
	}
	return register.Section{ID: "answers", Title: lang.T("答复", "Answer"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("有情形的行，最多显示 200 行；其余各行无", "Rows about which there is something, at most 200; all others are clear"),
		Columns: []ui.Column{{Text: lang.T("行", "Row"), Num: true}, {Text: lang.T("结果", "Outcome")}, {Text: lang.T("依据", "Ground")}, {Text: lang.T("至", "Until")}},
		Empty:   ui.EmptyInfo{Title: lang.T("各行均无一票否决的情形", "Nobody is barred")}}, rows)}
}

// groundOf says on what an answer rests: the decisions and measures, or why a person
// has to look.
func (r *Request) groundOf(a veto.Answer) string {
	if a.Why != "" {
		return r.C.Text(veto.WhyText(a.Why))
	}
	set := r.law("")
	var out []lang.Text
	for _, m := range a.Measures {
		out = append(out, lang.T("%s（%s）", "%s (%s)").With(word(set, "measures", m.Code), m.Number))
	}
	return r.C.Join(out)
}

// endOf is when the last of the measures ends: a bar by its day or never, what has no
// term once it is done.
func (r *Request) endOf(a veto.Answer) string {
	last, owed, set := "", false, r.law("")
	for _, m := range a.Measures {
		item, _ := set.Item("measures", m.Code)
		switch {
		case m.Until != "":
			last = max(last, string(m.Until))
		case item.Bool("term"):
			return r.C.T("终身", "for life")
		default:
			owed = true
		}
	}
	switch {
	case last == "" && owed:
		return r.C.T("履行为止", "until it is done")
	case owed:
		return r.C.Tf("%s；其余履行为止", "%s; the rest until it is done", r.C.Day(last))
	case last == "":
		return ""
	}
	return r.C.Day(last)
}

// vetoBook sends the answer by row as a workbook. It holds no name: rows are told by
// their numbers in the list that was sent.
func (s *Server) vetoBook(r *Request) (err error) {
	st, err := s.Veto.View(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	if st.State != veto.StateAnswered {
		return errs.New(errs.Refused, "web.veto", lang.T("还没有答复。", "It is not answered yet."))
	}
	book, err := sheet.NewBook([]string{r.C.T("行", "Row"), r.C.T("结果", "Outcome"), r.C.T("依据", "Ground"), r.C.T("至", "Until")}, 8, 14, 70, 16)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	next := 0
	for row := 1; row <= st.Rows; row++ {
		a := veto.Answer{Row: row, Outcome: veto.Clear}
		if next < len(st.Answers) && st.Answers[next].Row == row {
			a, next = st.Answers[next], next+1
		}
		if err := book.Add(row, r.C.Text(veto.OutcomeText(a.Outcome)), r.groundOf(a), r.endOf(a)); err != nil {
			return err
		}
	}
	r.sendHeader("veto-check-"+st.ID+".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	_, err = book.WriteTo(r.W)
	return err
}
