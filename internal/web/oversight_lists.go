package web

import (
	"cmp"
	"strings"

	"lunheng/internal/auth"
	"lunheng/internal/coordination"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/oversight"
	"lunheng/internal/regions"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// askedSection are the questions with the number of their answers.
func (r *Request) askedSection(at sight) (register.Section, error) {
	answers, err := oversight.Answers(r.Reader(), r.P, at.Scope)
	if err != nil {
		return register.Section{}, err
	}
	t := ui.TableInfo{Caption: lang.T("贯穿各项登记的查询", "Asked through all registers at once"), Columns: []ui.Column{{Text: lang.T("查询", "Question")}, {Text: lang.T("依据", "Article")}, {Text: lang.T("数量", "Number"), Num: true}}}
	var rows []register.Row
	for _, a := range answers {
		rows = append(rows, register.Row{{Text: r.C.Text(a.Name), Href: at.to("/oversight/questions/" + a.Code)}, {Text: r.C.Text(r.cited(a.Law))}, {Text: a.Shown(), Num: true}})
		if a.Days > 0 {
			rows[len(rows)-1][0].Small = []string{r.C.Text(lang.T("超过 %d 天", "more than %d days").With(a.Days))}
		}
	}
	return register.Section{ID: "questions", Title: lang.T("查询", "Questions"), Body: register.Rows(r.C, t, rows)}, nil
}

// oversightQuestions lists the questions.
func (s *Server) oversightQuestions(r *Request) error {
	at, err := r.sighted("/oversight/questions")
	if err != nil {
		return err
	}
	title := lang.T("查询", "Questions")
	v := register.List{Page: r.Info(title), Head: ui.HeadInfo{Kicker: at.Name, Title: title, Lead: lang.T("贯穿登记、审查、跟踪和处理的链条：每个查询是一份列表。", "Chains from registration to sanction: every question is one list.")},
		Filter: at.filter, Fields: at.fields, Form: at.form, Table: ui.TableInfo{Caption: title, Columns: []ui.Column{{Text: lang.T("查询", "Question")}, {Text: lang.T("依据", "Article")}, {Text: lang.T("数量", "Number"), Num: true}}}}
	v.Page.Crumbs = []ui.Link{{Text: oversightTitle, Href: at.to("/oversight")}}
	if v.Form.Err != nil {
		return r.showList(v)
	}
	answers, err := oversight.Answers(r.Reader(), r.P, at.Scope)
	if err != nil {
		return err
	}
	for _, a := range answers {
		v.Rows = append(v.Rows, register.Row{{Text: r.C.Text(a.Name), Href: at.to("/oversight/questions/" + a.Code)}, {Text: r.C.Text(r.cited(a.Law))}, {Text: a.Shown(), Num: true}})
	}
	return r.showList(v)
}

// counted is a list behind a number or a question, as the address asks for it.
type counted struct {
	sight
	oversight.Filter
	Measure oversight.Measure
	Name    lang.Text
	Law     string
	path    string
}

// numberList is the list behind a number.
func (r *Request) numberList() (counted, error) {
	m, ok := oversight.Find(r.PathValue("measure"))
	if !ok {
		return counted{}, errs.New(errs.NotFound, "oversight.measure", lang.T("没有这个指标。", "There is no such measure."))
	}
	v := counted{Measure: m, Name: m.Name, Law: m.Law, path: "/oversight/list/" + m.Code}
	parts := choice("part", lang.T("其中", "Of these"), nil)
	for _, part := range oversight.Parts(r.Reader(), m) {
		parts.Options = append(parts.Options, ui.Option{Value: part, Text: r.part(m, part)})
	}
	var err error
	if v.sight, err = r.sighted(v.path, parts, fromField(), toField()); err != nil {
		return v, err
	}
	v.Filter = oversight.Filter{Scope: v.sight.Scope, Measure: m.Code, Part: r.FormValue("part"), Unit: r.FormValue("unit"), From: r.dayOf("from"), To: r.dayOf("to")}
	return v, nil
}

// questionList is the list that answers a question.
func (r *Request) questionList() (counted, error) {
	q, ok := oversight.Ask(r.PathValue("question"))
	if !ok {
		return counted{}, errs.New(errs.NotFound, "oversight.question", lang.T("没有这个查询。", "There is no such question."))
	}
	m, _ := oversight.Find(q.Measure)
	v := counted{Measure: m, Name: q.Name, Law: q.Law, path: "/oversight/questions/" + q.Code}
	var more []form.Field
	if q.Days > 0 {
		f := choice("days", lang.T("超过多少天", "More than how many days"), nil)
		for _, n := range []string{"0", "30", "60", "90", "180", "365"} {
			f.Options = append(f.Options, ui.Option{Value: n, Text: lang.Same(n)})
		}
		more = append(more, f)
		q.Days = dayCount(r.FormValue("days"), q.Days)
	}
	var err error
	if v.sight, err = r.sighted(v.path, more...); err != nil {
		return v, err
	}
	v.Filter = q.Filter(v.sight.Scope, r.P.Day)
	return v, nil
}

// oversightList and oversightQuestion show the records.
func (s *Server) oversightList(r *Request) error { return s.showListed(r, (*Request).numberList) }

func (s *Server) oversightQuestion(r *Request) error { return s.showListed(r, (*Request).questionList) }

func (s *Server) showListed(r *Request, of func(*Request) (counted, error)) error {
	at, err := of(r)
	if err != nil {
		return err
	}
	v := register.List{Page: r.Info(at.Name), Head: ui.HeadInfo{Kicker: at.sight.Name, Title: at.Name}, Filter: at.filter, Fields: at.fields, Form: at.form,
		Table: ui.TableInfo{Caption: lang.T("日期最近的在前", "The latest day first"), Columns: r.listedColumns(), Empty: ui.EmptyInfo{Title: lang.T("没有符合条件的记录", "No record matches")}}}
	v.Page.Crumbs = []ui.Link{{Text: oversightTitle, Href: at.to("/oversight")}}
	if v.Form.Err != nil {
		return r.showList(v)
	}
	n, more, err := oversight.Length(r.Reader(), r.P, at.Filter)
	if err != nil {
		return err
	}
	v.Head.Lead = lang.T("共 %s %s。依据：%s。", "%s %s. Rests on: %s.").With(number(n, more), at.Measure.Unit, r.cited(at.Law))
	page, err := oversight.List(r.Reader(), r.P, at.Filter, r.Paging())
	if err != nil {
		return err
	}
	if v.Rows, err = r.listedRows(at, page.Items); err != nil {
		return err
	}
	v.Pager = r.pager(len(v.Rows), page.Next)
	if len(v.Rows) > 0 {
		v.Head.Action = ui.Go(r.C, ui.Link{Text: lang.T("下载 Excel", "Download Excel"), Href: at.path + "/list.xlsx?" + r.URL.RawQuery}, ui.Quiet)
	}
	return r.showList(v)
}

func (r *Request) listedColumns() []ui.Column {
	return []ui.Column{{Text: lang.T("记录", "Record")}, {Text: lang.T("其中", "Which")}, {Text: lang.T("单位", "Unit")}, {Text: lang.T("地区", "Place")}, {Text: lang.T("日期", "Day"), Num: true}}
}

// listedNames are what the rows of a list are called.
func (r *Request) listedNames(rows []oversight.Row) (map[string]oversight.Title, map[string]lang.Text, error) {
	names, err := oversight.Titles(r.Reader(), rows)
	if err != nil {
		return nil, nil, err
	}
	var ids []string
	for _, row := range rows {
		if row.Unit != "" {
			ids = append(ids, row.Unit)
		}
	}
	units, err := r.bodies(auth.Unit, ids...)
	return names, units, err
}

// recordPath is the page of a record that supervisors may open.
func recordPath(t oversight.Title) string {
	switch t.Kind {
	case "conduct", "gate":
		return "/activities/" + t.ID + "/conduct"
	case "review", "filing", "mandate", "recheck", "site", "sanction":
		return "/" + t.Kind + "s/" + t.ID
	case "case":
		return casePath(t.ID)
	case "inspection", "warning", "project":
		return "/" + t.Kind + "s/" + t.ID
	case "task":
		return coordPath(coordination.TaskKind, t.ID)
	case "veto":
		return "/vetoes/" + t.ID
	case auth.Unit, auth.Committee, auth.Department:
		return entryPath(t.Kind, t.ID)
	}
	return ""
}

func (r *Request) listedRows(at counted, rows []oversight.Row) ([]register.Row, error) {
	names, units, err := r.listedNames(rows)
	if err != nil {
		return nil, err
	}
	var out []register.Row
	for _, row := range rows {
		t := names[row.ID]
		part := r.C.Text(r.part(at.Measure, row.Part))
		which := register.Cell{Text: part}
		if t.With != "" {
			which.Small = []string{r.C.Text(t.With.Text())}
		}
		cell := register.Cell{Text: cmp.Or(r.C.Text(t.Text), part, "—"), Href: recordPath(t)}
		unit := register.Cell{Text: "—"}
		if row.Unit != "" {
			unit = register.Cell{Text: r.C.Text(english(units[row.Unit])), Href: entryPath(auth.Unit, row.Unit)}
		}
		out = append(out, register.Row{cell, which, unit, {Text: placeName(row.Region)}, {Text: r.C.Day(string(row.Day)), Num: true}})
	}
	return out, nil
}

func placeName(code string) string {
	if code == "" {
		return "—"
	}
	return regions.Path(code)
}

// cited is a source and its articles in words: "MEASURES-2023 7, 43".
func (r *Request) cited(law string) lang.Text {
	source, article, _ := strings.Cut(law, " ")
	return r.law("").Cite(source, article)
}
