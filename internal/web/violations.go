package web

import (
	"slices"

	"github.com/a-h/templ"

	"lunheng/internal/auth"
	"lunheng/internal/clocks"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/store"
	"lunheng/internal/violation"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/home"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

var casesTitle = lang.T("违规案件", "Cases")

func casePath(id string) string { return "/violations/" + id }

// breachStatus is the state of a case with its shape.
func breachStatus(state flow.State) ui.Status {
	tone := ui.Active
	switch state {
	case violation.StateReceived, violation.StateHearing:
		tone = ui.Waiting
	case violation.StateDecided:
		tone = ui.Bad
	case violation.StateCleared, violation.StateAnnulled:
		tone = ui.OK
	case violation.StateRejected, violation.StateDropped:
		tone = ui.Ended
	}
	return ui.Status{Text: violation.Table.Info(state).Text, Tone: tone}
}

// caseKinds are the bodies for which somebody may open cases.
func (r *Request) caseBodies() []violation.Body {
	var out []violation.Body
	for _, id := range r.offices(registry.RoleUnitOfficer) {
		out = append(out, violation.Body{Kind: violation.Unit, ID: id})
	}
	for _, id := range r.offices(registry.RoleSupervisor) {
		out = append(out, violation.Body{Kind: violation.Department, ID: id})
	}
	return out
}

func newCasePath(b violation.Body) string { return "/violations/new?kind=" + b.Kind + "&body=" + b.ID }

// violations lists the cases that the person may know of.
func (s *Server) violations(r *Request) error {
	f := violation.Filter{State: flow.State(r.FormValue("state")), Source: r.FormValue("source"), Major: r.FormValue("major") != "", Overdue: r.FormValue("overdue") != "", Waiting: r.FormValue("waiting") != ""}
	page, err := violation.List(r.Reader(), r.P, f, r.Paging())
	if err != nil {
		return err
	}
	v := register.List{Head: ui.HeadInfo{Title: casesTitle, Lead: lang.T("从线索到处理：谁在办，到哪一步，什么时候到期。由谁查处由规则确定。", "From a report to what follows: who handles it, how far it is, what is due when. The rules say who is competent.")},
		Table: ui.TableInfo{Caption: lang.T("案件，最近变动的在前", "Cases, the last changed first"), Columns: []ui.Column{{Text: lang.T("案件", "Case")}, {Text: lang.T("来源", "Source")}, {Text: lang.T("办案方", "Handled by")},
			{Text: lang.T("登记于", "Registered")}, {Text: lang.T("到期", "Due")}, {Text: lang.T("状态", "State")}},
			Empty: ui.EmptyInfo{Title: lang.T("没有案件", "There are no cases"), Text: lang.T("本单位、本部门办理的，和与本人有关的案件列在这里。", "Cases that your unit or department handles, or that concern you, stand here.")}},
		Fields: []form.Field{stateField(&violation.Table), {Kind: form.Choice, Field: ui.Field{Name: "source", Label: lang.T("来源", "Source"), Options: options(r.law(""), "case_sources")}},
			r.tick("major", lang.T("重大案件", "Major cases")), r.tick("overdue", lang.T("超期", "Overdue")), r.tick("waiting", lang.T("复查、申诉待办", "A re-check or an appeal waits"))}}
	if bodies := r.caseBodies(); len(bodies) > 0 {
		v.Head.Action = ui.Go(r.C, ui.Link{Text: lang.T("登记案件", "Register a case"), Href: newCasePath(bodies[0])}, ui.Primary)
	}
	names, err := r.caseBodyNames(page.Items)
	if err != nil {
		return err
	}
	for _, row := range page.Items {
		state := breachStatus(row.State)
		cells := register.Row{{Text: row.Title, Href: casePath(row.ID)}, {Text: r.C.Text(word(r.law(""), "case_sources", row.Source))}, {Text: r.C.Text(names[row.Body.ID])}, {Text: r.C.Date(row.OpenedAt)}, {Text: "—"}, {Status: &state}}
		if !row.Due.IsZero() {
			cells[4].Text = r.C.Date(row.Due)
		}
		for show, text := range map[lang.Text]bool{lang.T("重大案件", "major"): row.Major, lang.T("已超期", "overdue"): row.Overdue, lang.T("有复查或者申诉", "a request waits"): row.Waiting > 0} {
			if text {
				cells[5].Small = append(cells[5].Small, r.C.Text(show))
			}
		}
		slices.Sort(cells[5].Small)
		v.Rows = append(v.Rows, cells)
	}
	return r.list(v, nil, "/violations", page.Next)
}

func (r *Request) caseBodyNames(rows []violation.Row) (map[string]lang.Text, error) {
	var bodies []violation.Body
	for _, row := range rows {
		bodies = append(bodies, row.Body)
	}
	return r.namesOf(bodies...)
}

// namesOf are the names of units and departments together.
func (r *Request) namesOf(bodies ...violation.Body) (map[string]lang.Text, error) {
	ids, out := map[string][]string{}, map[string]lang.Text{}
	for _, b := range bodies {
		if b.ID != "" {
			ids[b.Kind] = append(ids[b.Kind], b.ID)
		}
	}
	for kind, list := range ids {
		names, err := r.bodies(kind, list...)
		if err != nil {
			return nil, err
		}
		for id, name := range names {
			out[id] = english(name)
		}
	}
	return out, nil
}

// breachPage is a part of a case: its head, tabs and sections.
func (s *Server) breachPage(tab string) func(r *Request) error {
	return func(r *Request) error {
		k, err := s.breachFile(r)
		if err != nil {
			return err
		}
		if k.Part != "" && tab != "" {
			return r.may(auth.CaseView, auth.Case, k.ID) // refused, with who may
		}
		v := register.Entry{Page: r.Info(lang.Same(k.Title)), Status: breachStatus(k.State.State), Head: ui.HeadInfo{Title: lang.Same(k.Title)}}
		v.Page.Crumbs = []ui.Link{{Text: casesTitle, Href: "/violations"}}
		if acts := k.acts(); len(acts) > 0 {
			v.Head.Action = register.Acts(r.C, acts)
		}
		list, err := clocks.Of(r.Reader(), violation.Stream(k.ID))
		if err != nil {
			return err
		}
		if c := r.urgent(list); c != nil && k.Part == "" {
			v.Notes = append(v.Notes, register.Clocks(r.C, []ui.ClockInfo{*c}))
		}
		if k.Part == "" {
			v.Parts = k.tabs(tab)
		}
		switch tab {
		case "inquiry":
			v.Sections = k.inquirySections()
		case "decision":
			v.Sections, err = k.decisionSections()
		case "history":
			events, e := s.Violation.Events(r.Reader(), r.P, k.ID)
			if e != nil {
				return e
			}
			v.History, err = s.tell(r, events)
		default:
			v.Facts, v.Sections, err = k.overview()
		}
		if err != nil {
			return err
		}
		return r.Page(register.EntryPage(r.C, v))
	}
}

func (k *file) tabs(tab string) []ui.Tab {
	path := casePath(k.ID)
	out := []ui.Tab{{Text: lang.T("概况", "Overview"), Href: path}, {Text: lang.T("调查", "Inquiry"), Href: path + "/inquiry", Count: len(k.Evidence) + len(k.Talks)},
		{Text: lang.T("告知与决定", "Notice and decision"), Href: path + "/decision"}, {Text: lang.T("经过", "History"), Href: path + "/history"}}
	at := map[string]int{"": 0, "inquiry": 1, "decision": 2, "history": 3}[tab]
	out[at].Current = true
	return out
}

// file is a case with what its pages need to show it.
type file struct {
	violation.View
	r      *Request
	may    map[auth.Verb]bool
	names  people
	bodies map[string]lang.Text
}

// breachFile reads a case with the names of all who are in it.
func (s *Server) breachFile(r *Request) (*file, error) {
	v, err := s.Violation.View(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	k := &file{View: v, r: r}
	if k.may, err = auth.Can(r.Reader(), r.P, auth.Case, v.ID, auth.CaseView, auth.CaseFile, auth.CaseHandle, auth.CaseDecide, auth.CaseGuide, auth.CaseAppeal, auth.CaseJudge, auth.CaseAnswer); err != nil {
		return nil, err
	}
	ids := []string{v.Reporter}
	bodies := []violation.Body{v.Body, v.By, {Kind: violation.Unit, ID: v.Unit}, {Kind: violation.Department, ID: v.Superior}, {Kind: violation.Department, ID: v.Funder}}
	for _, p := range v.Parties {
		if p.Kind == violation.Person {
			ids = append(ids, p.Who)
		}
		bodies = append(bodies, violation.Body{Kind: violation.Unit, ID: p.Unit})
	}
	for _, m := range v.Members {
		ids = append(ids, m.Person)
	}
	for _, x := range v.Evidence {
		ids = append(ids, x.Taker)
		for _, m := range x.Moves {
			ids = append(ids, m.To)
		}
	}
	for _, t := range v.Talks {
		ids = append(ids, t.By...)
	}
	for _, g := range v.Guidance {
		bodies = append(bodies, violation.Body{Kind: violation.Department, ID: g.By})
	}
	if k.names, err = r.people(ids...); err != nil {
		return nil, err
	}
	k.bodies, err = r.namesOf(bodies...)
	return k, err
}

// caseDocument sends evidence, a record or a paper of a case.
func (s *Server) caseDocument(r *Request) error {
	f, content, err := s.Violation.File(r.Context(), r.P, r.PathValue("id"), r.PathValue("hash"))
	if err != nil {
		return err
	}
	s.sendContent(r, f.Name, "application/octet-stream", content)
	return nil
}

// typicalCases is open to all: what happened elsewhere, without names.
func (s *Server) typicalCases(r *Request) error {
	page, err := violation.Typical(r.Reader(), "", r.Paging())
	if err != nil {
		return err
	}
	v := register.List{Head: ui.HeadInfo{Title: lang.T("典型案例", "Typical cases"), Lead: lang.T("已经认定并处理的违规行为，隐去姓名和单位，供他人引以为戒。", "Breaches that were found and decided, without names, so that others learn from them.")},
		Table: ui.TableInfo{Caption: lang.T("最近公开的在前", "The last made public first"), Columns: []ui.Column{{Text: lang.T("案例", "Case")}, {Text: lang.T("行为", "Breach")}, {Text: lang.T("情节", "Severity")}, {Text: lang.T("公开于", "Public since")}},
			Empty: ui.EmptyInfo{Title: lang.T("还没有公开的案例", "No case was made public yet")}}}
	set := r.law("")
	for _, c := range page.Items {
		v.Rows = append(v.Rows, register.Row{{Text: c.Title, Small: []string{c.Text}}, {Text: r.C.Text(breach(set, c.Violation))}, {Text: r.C.Text(word(set, "severity", c.Severity))}, {Text: r.C.Date(c.At)}})
	}
	return r.list(v, nil, "/typical-cases", page.Next)
}

// homeCases is what cases ask of this person.
func (s *Server) homeCases(r *Request) (templ.Component, error) {
	page, err := violation.List(r.Reader(), r.P, violation.Filter{Open: true}, store.Paging{Limit: homeTasks})
	if err != nil || len(page.Items) == 0 {
		return nil, err
	}
	var tasks []ui.Task
	for _, row := range page.Items {
		state := breachStatus(row.State)
		tasks = append(tasks, ui.Task{What: lang.Same(row.Title), Href: casePath(row.ID), State: &state})
	}
	return home.Waiting(r.C, "cases", casesTitle, tasks, ui.Link{Text: lang.T("全部案件", "All cases"), Href: "/violations"}), nil
}
