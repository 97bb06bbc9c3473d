package web

import (
	"errors"

	"github.com/a-h/templ"

	"lunheng/internal/auth"
	"lunheng/internal/document/sheet"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/sanction"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

const sanctionListsPath = "/sanction-lists"

var sanctionListsTitle = lang.T("导入以前的处理决定", "Earlier decisions")

func listStatus(state flow.State) ui.Status {
	tone := ui.Waiting
	switch state {
	case sanction.ListEntered:
		tone = ui.OK
	case sanction.ListFailed:
		tone = ui.Bad
	case sanction.ListDiscarded:
		tone = ui.Ended
	}
	return ui.Status{Text: sanction.ListTable.Info(state).Text, Tone: tone}
}

// sanctionLists lists the lists of earlier decisions of the person's departments.
func (s *Server) sanctionLists(r *Request) error {
	page, err := sanction.Lists(r.Reader(), r.P, flow.State(r.FormValue("state")), r.Paging())
	if err != nil {
		return err
	}
	v := register.List{Fields: []form.Field{stateField(&sanction.ListTable)}, Head: ui.HeadInfo{Title: sanctionListsTitle, Lead: lang.T("以前作出的决定按名单导入台账：先逐行核对，确认之后才生效。", "Decisions made before come into the ledger by list: each row is checked first, and nothing binds before you confirm.")},
		Table: ui.TableInfo{Caption: lang.T("名单，最近的在前", "Lists, the last first"), Columns: []ui.Column{{Text: lang.T("时间", "When")}, {Text: lang.T("行数", "Rows"), Num: true}, {Text: lang.T("导入", "In"), Num: true},
			{Text: lang.T("已有", "There already"), Num: true}, {Text: lang.T("不导入", "Out"), Num: true}, {Text: lang.T("状态", "State")}}, Empty: ui.EmptyInfo{Title: lang.T("还没有名单", "There is no list yet")}}}
	if own := r.offices(registry.RoleSupervisor); len(own) > 0 {
		v.Head.Action = ui.Go(r.C, ui.Link{Text: lang.T("上传名单", "Hand in a list"), Href: sanctionListsPath + "/new?department=" + own[0]}, ui.Primary)
	}
	for _, x := range page.Items {
		state := listStatus(x.State)
		v.Rows = append(v.Rows, register.Row{{Text: r.C.Time(x.At), Href: sanctionListsPath + "/" + x.ID}, {Text: r.C.Num(x.Rows), Num: true}, {Text: r.C.Num(x.In), Num: true}, {Text: r.C.Num(x.Before), Num: true}, {Text: r.C.Num(x.Out), Num: true}, {Status: &state}})
	}
	return r.list(v, nil, sanctionListsPath, page.Next)
}

// sanctionTemplate is an empty list with its columns.
func (s *Server) sanctionTemplate(r *Request) (err error) {
	book, err := sheet.NewBook(sanction.Head(r.C.Lang), 20, 14, 14, 26, 14, 30, 12, 14, 20, 18, 22, 24, 26, 14, 12)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	r.sendHeader("sanctions.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	_, err = book.WriteTo(r.W)
	return err
}

// offerSanctions takes a list in.
func (s *Server) offerSanctions() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			id := r.FormValue("department")
			if err := r.may(auth.SanctionImport, auth.Department, id); err != nil {
				return form.Page{}, err
			}
			name, err := r.body(auth.Department, id)
			if err != nil {
				return form.Page{}, err
			}
			head := ui.HeadInfo{Kicker: name, Title: lang.T("上传以前的处理决定", "Hand in earlier decisions"), Lead: lang.T("每行是一份决定对一名当事人的一项措施；同一文号的各行是一份决定。上传后先核对，台账不变。",
				"Each row is one measure for one subject of one decision; rows with one number are one decision. It is checked first, and the ledger stays as it is."),
				Action: ui.Go(r.C, ui.Link{Text: lang.T("下载模板", "Download the template"), Href: sanctionListsPath + "/template.xlsx"}, ui.Second)}
			file := fileField(lang.T("名单", "The list"))
			file.Help, file.Required = lang.T("CSV 或者 XLSX，第一行是列名，最多 100,000 行，不超过 16 MB", "CSV or XLSX whose first row names the columns, up to 100,000 rows and 16 MB"), true
			return form.Page{Page: r.Info(head.Title), Head: head, Action: r.URL.RequestURI(), Cancel: sanctionListsPath, Submit: ui.Button{Text: lang.T("上传并核对", "Send it to be checked"), Look: ui.Primary},
				Above: []templ.Component{r.listWords(id)}, Fields: []form.Field{file}}, nil
		},
		act: func(r *Request) (string, lang.Text, error) {
			file, err := r.sentFile()
			if err != nil {
				return "", lang.Text{}, err
			}
			out, err := s.Sanction.OfferList(r.Context(), r.P, r.C.Now, sanction.OfferList{Department: r.FormValue("department"), File: file, Key: r.Key()})
			return sanctionListsPath + "/" + out.Result, lang.T("已上传，正在核对。", "It is in, and being checked."), err
		},
	}
}

// listWords tells what the columns of a list may say.
func (r *Request) listWords(department string) templ.Component {
	region := ""
	if d, err := r.S.Registry.Department(r.Reader(), department); err == nil {
		region = d.Region
	}
	set, head := r.law(region), sanction.Head(r.C.Lang)
	words := func(lists ...string) string {
		var out []lang.Text
		for _, list := range lists {
			for _, o := range distinct(options(set, list)) {
				out = append(out, o.Text)
			}
		}
		return r.C.Join(out)
	}
	var rows []register.Row
	for _, x := range []struct {
		column int
		text   string
	}{{1, r.C.T("例如 2024-03-02", "such as 2024-03-02")}, {2, r.C.T("是、否；空白为是", "yes, no; empty is yes")}, {3, words("violations_unit", "violations_committee")}, {4, words("severity")}, {6, r.C.T("个人、单位", "person, unit")},
		{7, r.C.T("登记里的人员或单位的编号；不在登记里的留空", "the id of a person or unit of the register; empty for others")}, {9, words("identity_kinds")}, {11, r.C.T("所在单位的编号、统一社会信用代码或者名称；可以留空", "id, credit code or name of the unit where the person works; may be empty")},
		{12, words("measures")}, {13, r.C.T("空白为决定日期", "empty is the day of the decision")}, {14, r.C.T("月数，或者：终身", "months, or: life")}} {
		rows = append(rows, register.Row{{Text: head[x.column]}, {Text: x.text}})
	}
	return register.Rows(r.C, ui.TableInfo{Caption: lang.T("各列可以填写什么", "What the columns may say"), Columns: []ui.Column{{Text: lang.T("列", "Column")}, {Text: lang.T("填写", "May say")}}}, rows)
}

// sanctionListPage is one list: how far it is, what each row would become or became,
// and the act that enters it.
func (s *Server) sanctionListPage(r *Request) error {
	st, err := s.Sanction.List(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	name, err := r.body(auth.Department, st.Department)
	if err != nil {
		return err
	}
	path := sanctionListsPath + "/" + st.ID
	v := register.Entry{Page: r.Info(sanctionListsTitle), Status: listStatus(st.State), Head: ui.HeadInfo{Kicker: name, Title: lang.T("以前的处理决定：%d 行", "Earlier decisions: %d rows").With(st.Rows)}}
	v.Page.Crumbs = []ui.Link{{Text: sanctionsTitle, Href: "/sanctions"}, {Text: sanctionListsTitle, Href: sanctionListsPath}}
	in := lang.T("将导入的行", "Rows to be entered")
	switch st.State {
	case sanction.ListChecked:
		if st.In > 0 {
			v.Head.Action = register.Acts(r.C, []register.Act{{Link: ui.Link{Text: lang.T("确认导入", "Enter them"), Href: path + "/confirm"}, Look: ui.Primary}, {Link: ui.Link{Text: lang.T("丢弃", "Discard"), Href: path + "/discard"}, Look: ui.Quiet}})
		} else {
			v.Head.Action = register.Acts(r.C, []register.Act{{Link: ui.Link{Text: lang.T("丢弃", "Discard"), Href: path + "/discard"}, Look: ui.Quiet}})
		}
	case sanction.ListChecking:
		v.Notes = []templ.Component{ui.Progress(r.C, lang.T("已核对的行", "Rows checked"), st.In+st.Before+st.Out, st.Rows)}
	case sanction.ListEntering:
		v.Notes = []templ.Component{ui.Progress(r.C, lang.T("已处理的行", "Rows done"), st.In+st.Before+st.Out, st.Rows)}
	}
	if st.State == sanction.ListEntering || st.State == sanction.ListEntered {
		in = lang.T("已导入的行", "Rows entered")
	}
	v.Facts = []ui.Fact{{Label: lang.T("上传", "Handed in"), Text: r.C.Time(st.At)}, {Label: in, Text: r.C.Num(st.In)}, {Label: lang.T("台账里已有的行", "Rows in the ledger already"), Text: r.C.Num(st.Before)}, {Label: lang.T("不导入的行", "Rows that stay out"), Text: r.C.Num(st.Out)}}
	if st.State != sanction.ListDiscarded && st.Told > 0 {
		if v.Sections, err = s.toldSections(r, st); err != nil {
			return err
		}
	}
	events, err := s.Sanction.ListEvents(r.Reader(), r.P, st.ID)
	if err != nil {
		return err
	}
	if v.History, err = s.tell(r, events); err != nil {
		return err
	}
	return r.Page(register.EntryPage(r.C, v))
}

// eachTold goes through the report of a list, until one wants no more.
func (s *Server) eachTold(r *Request, st sanction.Listed, take func(sanction.Told) (bool, error)) error {
	for part := range st.Told {
		list, err := s.Sanction.Report(r.Reader(), r.P, st.ID, part)
		if err != nil {
			return err
		}
		for _, t := range list {
			if more, err := take(t); err != nil || !more {
				return err
			}
		}
	}
	return nil
}

// toldSections show the rows that stay out, with why, and the others with what they
// become; the workbook has all.
func (s *Server) toldSections(r *Request, st sanction.Listed) ([]register.Section, error) {
	var out, in []sanction.Told
	err := s.eachTold(r, st, func(t sanction.Told) (bool, error) {
		if t.Outcome == sanction.RowOut {
			out = append(out, t)
		} else {
			in = append(in, t)
		}
		return len(out) < maxAnswers || len(in) < maxAnswers, nil
	})
	if err != nil {
		return nil, err
	}
	out, in = out[:min(len(out), maxAnswers)], in[:min(len(in), maxAnswers)]
	names, err := r.toldNames(in)
	if err != nil {
		return nil, err
	}
	var bad, good []register.Row
	for _, t := range out {
		bad = append(bad, register.Row{{Text: r.C.Num(t.Row), Num: true}, {Text: orDash(t.Number)}, {Text: r.C.Join(t.Why)}})
	}
	for _, t := range in {
		status := ui.Status{Text: sanction.RowText(t.Outcome), Tone: ui.OK}
		number := register.Cell{Text: t.Number}
		if t.Sanction != "" {
			number.Href = sanctionPath(t.Sanction)
		}
		good = append(good, register.Row{{Text: r.C.Num(t.Row), Num: true}, number, {Text: orDash(toldName(t, names))}, {Text: orDash(r.toldMeasure(t))}, {Text: orDash(r.toldEnd(t))}, {Status: &status}})
	}
	sections := []register.Section{
		{ID: "out", Title: lang.T("不导入的行", "Rows that stay out"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("有错的行和同一决定的其余各行，最多显示 200 行", "Rows with mistakes and the others of their decisions, at most 200"),
			Columns: []ui.Column{{Text: lang.T("行", "Row"), Num: true}, {Text: lang.T("文号", "Number")}, {Text: lang.T("原因", "Why")}},
			Empty:   ui.EmptyInfo{Title: lang.T("没有这样的行", "There are none")}}, bad)},
		{ID: "in", Title: lang.T("其余各行", "The other rows"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("没有错的行，最多显示 200 行；工作簿里有全部", "Rows without mistakes, at most 200; the workbook has all"), Columns: []ui.Column{{Text: lang.T("行", "Row"), Num: true}, {Text: lang.T("文号", "Number")}, {Text: lang.T("当事人", "Subject")},
			{Text: lang.T("措施", "Measure")}, {Text: lang.T("最后一日", "Last day")}, {Text: lang.T("结果", "Becomes")}}, Empty: ui.EmptyInfo{Title: lang.T("没有可以导入的行", "No row can be entered")}}, good)},
	}
	link := ui.Link{Text: lang.T("下载逐行报告", "Download the report by row"), Href: sanctionListsPath + "/" + st.ID + "/report.xlsx"}
	return append(sections, register.Section{ID: "report", Title: lang.T("逐行报告", "Report by row"), Body: ui.Go(r.C, link, ui.Second)}), nil
}

// toldNames are the names of the register's people and units in a report.
func (r *Request) toldNames(list []sanction.Told) (map[string]string, error) {
	var people, units []string
	for _, t := range list {
		switch {
		case t.Who == "" || t.Name != "":
		case t.Kind == sanction.Person:
			people = append(people, t.Who)
		default:
			units = append(units, t.Who)
		}
	}
	out := map[string]string{}
	names, err := r.people(people...)
	if err != nil {
		return nil, err
	}
	for _, id := range people {
		out[id] = r.C.Text(names.text(id))
	}
	bodies, err := r.bodies(auth.Unit, units...)
	for id, n := range bodies {
		out[id] = r.C.Text(english(n))
	}
	return out, err
}

func toldName(t sanction.Told, names map[string]string) string {
	if t.Name != "" {
		return t.Name
	}
	return names[t.Who]
}

func (r *Request) toldMeasure(t sanction.Told) string {
	if t.Measure == "" {
		return ""
	}
	return r.C.Text(word(r.law(""), "measures", t.Measure))
}

func (r *Request) toldEnd(t sanction.Told) string {
	switch {
	case t.Life:
		return r.C.T("终身", "for life")
	case t.Until != "":
		return r.C.Day(string(t.Until))
	case t.Measure != "":
		return r.C.T("履行为止", "until it is done")
	}
	return ""
}

// sanctionReport sends the report by row as a workbook.
func (s *Server) sanctionReport(r *Request) (err error) {
	st, err := s.Sanction.List(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	book, err := sheet.NewBook([]string{r.C.T("行", "Row"), r.C.T("文号", "Number"), r.C.T("措施", "Measure"), r.C.T("最后一日", "Last day"), r.C.T("结果", "Becomes"), r.C.T("原因", "Why")}, 8, 26, 30, 16, 16, 70)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	err = s.eachTold(r, st, func(t sanction.Told) (bool, error) {
		return true, book.Add(t.Row, t.Number, r.toldMeasure(t), r.toldEnd(t), r.C.Text(sanction.RowText(t.Outcome)), r.C.Join(t.Why))
	})
	if err != nil {
		return err
	}
	r.sendHeader("sanctions-"+st.ID+".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	_, err = book.WriteTo(r.W)
	return err
}

// onSanctionList is a form with one act on a list that was checked.
func (s *Server) onSanctionList(head ui.HeadInfo, button, done lang.Text, act func(*Request, sanction.OnList) error) formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			st, err := s.Sanction.List(r.Reader(), r.P, r.PathValue("id"))
			if err != nil {
				return form.Page{}, err
			}
			head := head // of this request alone
			head.Kicker = lang.T("将导入 %d 行，台账里已有 %d 行，不导入 %d 行", "rows to be entered %d, in the ledger already %d, out %d").With(st.In, st.Before, st.Out)
			return form.Page{Page: r.Info(head.Title), Head: head, Version: st.Version, Cancel: sanctionListsPath + "/" + st.ID, Submit: ui.Button{Text: button, Look: ui.Primary}}, nil
		},
		act: func(r *Request) (string, lang.Text, error) {
			id := r.PathValue("id")
			return sanctionListsPath + "/" + id, done, act(r, sanction.OnList{List: id, Version: r.Version(), Key: r.Key()})
		},
	}
}

func (s *Server) confirmSanctions() formPage {
	return s.onSanctionList(ui.HeadInfo{Title: lang.T("确认导入", "Enter the decisions"), Lead: lang.T("各份决定随即生效，措施开始约束。有错的行连同整份决定不导入，可以改正后再次上传；已有的不会重复。",
		"The decisions are then in force and their measures bind. Rows with mistakes stay out with the whole of their decisions, and can be mended and sent again; what is there is not entered twice.")}, lang.T("确认导入", "Enter them"), lang.T("正在导入。", "They are being entered."),
		func(r *Request, cmd sanction.OnList) error {
			_, err := s.Sanction.ConfirmList(r.Context(), r.P, r.C.Now, cmd)
			return err
		})
}

func (s *Server) discardSanctions() formPage {
	return s.onSanctionList(ui.HeadInfo{Title: lang.T("丢弃名单", "Discard the list"), Lead: lang.T("名单和报告不再保留，台账不变。", "The list and the report are forgotten; the ledger stays as it is.")}, lang.T("丢弃", "Discard"), lang.T("名单已丢弃。", "The list is discarded."),
		func(r *Request, cmd sanction.OnList) error {
			_, err := s.Sanction.DiscardList(r.Context(), r.P, r.C.Now, cmd)
			return err
		})
}
