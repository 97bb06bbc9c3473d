package web

import (
	"net/url"
	"strings"

	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/regions"
	"lunheng/internal/registry"
	"lunheng/internal/rules"
	"lunheng/internal/store"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// under is the frame of a page below others, which its crumbs name.
func (r *Request) under(title lang.Text, crumbs ...ui.Link) ui.PageInfo {
	info := r.Info(title)
	info.Crumbs = crumbs
	return info
}

// registerTabs are the lists of the register that this person may open.
func (r *Request) registerTabs() []ui.Tab {
	tabs := []ui.Tab{
		{Text: lang.T("单位", "Units"), Href: "/units"},
		{Text: lang.T("委员会", "Committees"), Href: "/committees"},
		{Text: lang.T("主管部门", "Departments"), Href: "/departments"},
	}
	if r.mayListPeople() {
		tabs = append(tabs, ui.Tab{Text: lang.T("人员", "People"), Href: "/people"})
	}
	for i := range tabs {
		tabs[i].Current = tabs[i].Href == r.URL.Path
	}
	return tabs
}

// mayListPeople reports whether the list of people opens for this person.
func (r *Request) mayListPeople() bool {
	return r.may(auth.PersonCreate, auth.System, registry.House) == nil
}

// law is what is in force today in a region.
func (r *Request) law(region string) *rules.Set { return r.S.Book.On(r.P.Day, region) }

// options offers the items of a list of the packs.
func options(set *rules.Set, list string) []ui.Option {
	var out []ui.Option
	for _, item := range set.List(list) {
		out = append(out, ui.Option{Value: item.Code, Text: item.Text})
	}
	return out
}

// words puts codes of a list into words.
func words(set *rules.Set, list string, codes ...string) []lang.Text {
	out := make([]lang.Text, len(codes))
	for i, code := range codes {
		out[i] = lang.Same(code)
		if item, ok := set.Item(list, code); ok {
			out[i] = item.Text
		}
	}
	return out
}

// word puts one code into words.
func word(set *rules.Set, list, code string) lang.Text { return words(set, list, code)[0] }

// entryStatus is the state of an entry of the register.
func entryStatus(t *flow.Table, state flow.State) ui.Status {
	if state == registry.Active {
		return ui.Status{Text: t.Info(state).Text, Tone: ui.OK}
	}
	return ui.Status{Text: t.Info(state).Text, Tone: ui.Ended}
}

// regionField asks for a place; the browser suggests provinces and cities.
func regionField(code string, required bool) form.Field {
	f := form.Field{Kind: form.Line, Field: ui.Field{Name: "region", Label: lang.T("行政区划", "Region"), Required: required, Value: regionText(code),
		Help: lang.T("写代码或名称，例如 440305，或“深圳市 南山区”", "Its code or name, such as 440305 or 深圳市 南山区")}}
	for _, p := range regions.Provinces() {
		f.Options = append(f.Options, regionOption(p))
		for _, city := range p.Children() {
			f.Options = append(f.Options, regionOption(city))
		}
	}
	return f
}

func regionOption(r regions.Region) ui.Option { return ui.Option{Value: regionText(r.Code)} }

// regionText is a region as the field shows it: code and path.
func regionText(code string) string {
	if code == "" {
		return ""
	}
	if path := regions.Path(code); path != code {
		return code + " " + path
	}
	return code
}

// regionCode reads what was typed: a code, a code with its name, or words that
// name one place. What names none or many stays as it is, for the verb to
// refuse.
func regionCode(text string) string {
	text = strings.TrimSpace(text)
	code, _, _ := strings.Cut(text, " ")
	if _, ok := regions.Lookup(code); ok {
		return code
	}
	if found := regions.Search(text, 2); len(found) == 1 {
		return found[0].Code
	}
	if named := regions.Named(text); len(named) == 1 {
		return named[0].Code
	}
	return text
}

// nameFields ask for a name in both languages.
func nameFields(name lang.Text) []form.Field {
	return []form.Field{
		{Kind: form.Line, Field: ui.Field{Name: "name.zh", Label: lang.T("名称", "Chinese name"), Value: name.ZH, Max: 120, Required: true,
			Help: lang.T("与公章一致的全称", "The full name as on its seal")}},
		{Kind: form.Line, Field: ui.Field{Name: "name.en", Label: lang.T("英文名称", "English name"), Value: name.EN, Max: 120,
			Help: lang.T("没有可不填", "Leave it empty if there is none")}},
	}
}

// name reads what nameFields ask.
func (r *Request) name() lang.Text {
	return lang.T(r.PostFormValue("name.zh"), r.PostFormValue("name.en"))
}

// unitNamed finds the one unit of a name as typed; field is where the name
// stands. An empty name is no unit.
func (r *Request) unitNamed(field, name string) (string, error) {
	if strings.TrimSpace(name) == "" {
		return "", nil
	}
	found, err := registry.FindUnitByName(r.Reader(), name)
	if err != nil {
		return "", err
	}
	if len(found) > 0 && found[0].Likeness != registry.Similar {
		return found[0].Unit.ID, nil
	}
	var like []string
	for _, c := range found {
		like = append(like, c.Unit.Name.ZH)
	}
	if len(like) > 0 {
		return "", errs.New(errs.Invalid, "web.unit.similar", lang.T("没有名为“%s”的单位。相近的有：%s。", "There is no unit named “%s”. Similar ones are: %s."),
			name, strings.Join(like, "、")).At(field)
	}
	return "", errs.New(errs.Invalid, "web.unit.unknown", lang.T("没有名为“%s”的单位。请核对名称，或先登记该单位。",
		"There is no unit named “%s”. Check the name, or register the unit first."), name).At(field)
}

// history is what happened to an entry, the latest first.
func (s *Server) history(r *Request, kind auth.Kind, id string) ([]ui.Entry, error) {
	events, err := s.Journal.Stream(r.Reader(), journal.StreamName(kind, id))
	if err != nil {
		return nil, err
	}
	return s.timeline(r, events, nil)
}

// listing is a list page with its filters: those in force are shown as chips.
func (r *Request) listing(v register.List, path, next string) register.List {
	v.Page, v.Tabs, v.Pager = r.under(v.Head.Title), r.registerTabs(), r.pager(len(v.Rows), next)
	v.Filter, v.Form = r.filters(path, v.Fields)
	return v
}

// textField is the filter by name.
func textField() form.Field {
	return form.Field{Kind: form.Line, Field: ui.Field{Name: "q", Label: lang.T("名称", "Name"), Type: "search"}}
}

// stateField is the filter by state; active ones when nothing is chosen.
func stateField(t *flow.Table) form.Field {
	f := form.Field{Kind: form.Choice, Field: ui.Field{Name: "state", Label: lang.T("状态", "State")}}
	for _, info := range t.States {
		f.Options = append(f.Options, ui.Option{Value: string(info.State), Text: info.Text})
	}
	return f
}

// stateOf is the state that the address asks for, active by default.
func stateOf(r *Request) string {
	if state := r.FormValue("state"); state != "" {
		return state
	}
	return string(registry.Active)
}

// departmentField chooses among the active departments.
func (r *Request) departmentField(id string) (form.Field, error) {
	f := form.Field{Kind: form.Choice, Field: ui.Field{Name: "department", Label: lang.T("主管部门", "Department"), Value: id}}
	page, err := registry.ListDepartments(r.Reader(), registry.DepartmentFilter{State: string(registry.Active), Paging: store.Paging{Limit: store.MaxPage}})
	for _, d := range page.Items {
		f.Options = append(f.Options, ui.Option{Value: d.ID, Text: english(d.Name)})
	}
	return f, err
}

// entryPath is the page of something in the register.
func entryPath(kind auth.Kind, id string) string {
	switch kind {
	case auth.Person:
		return "/people/" + url.PathEscape(id)
	case auth.Committee:
		return "/committees/" + url.PathEscape(id)
	case auth.Department:
		return "/departments/" + url.PathEscape(id)
	case auth.System:
		return "/admin"
	}
	return "/units/" + url.PathEscape(id)
}
