package web

import (
	"slices"
	"strings"

	"lunheng/internal/lang"
	"lunheng/internal/web/ui"
)

// door is a row of the main navigation, and who needs it: the roles named, whoever is
// logged in, or everybody.
type door struct {
	area  string // of areas; "" for a door of its own
	href  string
	text  lang.Text
	roles []string
	who   func(r *Request) bool
	also  []string // patterns, or beginnings of them, of pages that belong to it
}

func loggedInHere(r *Request) bool { return r.Me != nil }
func holdsOffice(r *Request) bool  { return r.Me != nil && len(r.Me.Offices) > 0 }

func (d door) open(r *Request) bool {
	if d.who != nil {
		return d.who(r)
	}
	return d.roles == nil || r.Me != nil && r.Me.Holds(d.roles...)
}

// areas of the navigation.
var areas = map[string]lang.Text{
	"review":      lang.T("审查", "Review"),
	"supervision": lang.T("监督", "Supervision"),
	"register":    lang.T("登记", "Register"),
}

// doors is the main navigation in its order; the doors of an area stand together.
func doors() []door {
	supervisor, administrator := []string{"supervisor"}, []string{"administrator"}
	bodies, heads := []string{"supervisor", "unit_officer"}, []string{"supervisor", "unit_officer", "secretary", "chair", "vice_chair"}
	board := []string{"secretary", "chair", "vice_chair", "member", "adviser"}
	return []door{
		{href: "/home", text: lang.T("首页", "Home"), who: loggedInHere},
		{href: "/check", text: lang.T("自测", "Check")},
		{href: "/activities", text: lang.T("我的项目", "My activities"), who: loggedInHere, also: []string{"/releases"}},
		{area: "supervision", href: "/oversight", text: lang.T("总览", "Overview"), roles: supervisor},
		{area: "supervision", href: "/signals", text: lang.T("风险信号", "Risks"), roles: heads, also: []string{"/risks", "/leads"}},
		{area: "supervision", href: "/warnings", text: lang.T("预警", "Warnings"), roles: heads, also: []string{"/bulletins"}},
		{area: "supervision", href: "/inspections", text: inspectionsTitle, roles: bodies, also: []string{"/findings", "/yearplans", "/published-inspections"}},
		{area: "supervision", href: "/violations", text: casesTitle, roles: bodies, also: []string{"/complaints", "/intakes", "/typical-cases"}},
		{area: "supervision", href: "/sanctions", text: lang.T("处理决定", "Sanctions"), roles: supervisor, also: []string{sanctionListsPath}},
		{area: "supervision", href: "/vetoes", text: lang.T("否决核查", "Veto check"), roles: bodies},
		{area: "supervision", href: coordinationPath, text: coordinationTitle, roles: supervisor},
		{area: "review", href: "/reviews", text: lang.T("审查案卷", "Files"), roles: board},
		{area: "review", href: "/meetings", text: lang.T("会议", "Meetings"), roles: board},
		{area: "review", href: "/emergencies", text: lang.T("应急", "Emergencies"), roles: []string{"supervisor", "secretary", "chair", "vice_chair"}},
		{area: "review", href: "/rechecks", text: lang.T("专家复核", "Re-reviews"), roles: []string{"supervisor", "unit_officer", "chair", "vice_chair"}},
		{area: "review", href: "/conduct", text: lang.T("跟踪", "Follow-up"), roles: append(board, bodies...)},
		{area: "review", href: "/mandates", text: lang.T("委托", "Mandates"), roles: heads},
		{area: "review", href: "/sites", text: lang.T("互认", "Sites"), roles: heads, also: []string{"/alliances", "/peers"}},
		{area: "register", href: "/units", text: lang.T("单位和委员会", "Units and committees"), roles: append(administrator, heads...), also: []string{"/committees", "/departments", "/people"}},
		{area: "register", href: "/filings", text: lang.T("登记备案", "Registrations"), roles: heads, also: []string{"/reports"}},
		{area: "register", href: "/training", text: lang.T("培训", "Training"), who: loggedInHere, also: []string{"/people/{id}/training"}},
		{href: "/programmes", text: programmesTitle, who: loggedInHere, also: []string{"/projects", "/payments"}},
		{href: "/rules", text: lang.T("规则", "Rules"), who: holdsOffice, also: []string{"/packs"}},
		{href: "/admin", text: lang.T("管理", "Administration"), roles: administrator, also: []string{"/imports"}},
		{href: "/verify", text: lang.T("核验决定", "Verify")},
	}
}

// belongs tells how much of a page's pattern a door names; 0 when the page is not
// behind it.
func (d door) belongs(pattern string) (length int) {
	for _, p := range append(d.also, d.href) {
		if pattern == p || strings.HasPrefix(pattern, p+"/") {
			length = max(length, len(p))
		}
	}
	return length
}

// nav is the main navigation: what this person's offices lead to. It hides what would be
// refused; the refusal itself is on the object. An area with one open door is that door.
func (r *Request) nav() []ui.NavItem {
	_, pattern, _ := strings.Cut(r.Pattern, " ")
	open := slices.DeleteFunc(doors(), func(d door) bool { return !d.open(r) })
	here, longest := -1, 0
	for i, d := range open {
		if n := d.belongs(pattern); n > longest {
			here, longest = i, n
		}
	}
	var items []ui.NavItem
	for i, d := range open {
		item := ui.NavItem{Text: d.text, Href: d.href, Current: i == here}
		switch {
		case d.area == "":
			items = append(items, item)
		case i > 0 && open[i-1].area == d.area:
			area := &items[len(items)-1]
			area.Inside = append(area.Inside, item)
			area.Current = area.Current || item.Current
		default:
			items = append(items, ui.NavItem{Text: areas[d.area], Href: d.href, Current: item.Current, Inside: []ui.NavItem{item}})
		}
	}
	for i, item := range items {
		if len(item.Inside) == 1 {
			items[i] = item.Inside[0]
		}
	}
	return items
}
