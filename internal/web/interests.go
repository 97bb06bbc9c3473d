package web

import (
	"time"

	"github.com/a-h/templ"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/interests"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	"lunheng/internal/rules"
	"lunheng/internal/web/pages/home"
	"lunheng/internal/web/pages/meeting"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

func interestsPath(person string) string { return entryPath(auth.Person, person) + "/interests" }

// myInterests leads to one's own page.
func (s *Server) myInterests(r *Request) error {
	return r.See(interestsPath(r.P.Person), lang.Text{})
}

// interestsPage is the register of one person.
func (s *Server) interestsPage(r *Request) error {
	st, err := s.Interests.View(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	mine := r.may(auth.InterestsEdit, auth.Person, st.Person) == nil
	rows, err := r.interestRows(st, mine)
	if err != nil {
		return err
	}
	names, err := r.people(st.Person)
	if err != nil {
		return err
	}
	title, path := lang.T("利益登记", "Registered interests"), interestsPath(st.Person)
	v := register.Entry{Page: r.Info(title), Head: ui.HeadInfo{Kicker: names.text(st.Person), Title: title}, Status: r.registerStatus(st.Confirmed, st.Due),
		Sentence: lang.T("长期存在的利益在这里登记一次；具体案卷的利益仍在会议中逐件申报。", "What lasts is registered here once; interests in a single case are still declared in its meeting.")}
	v.Facts = []ui.Fact{{Label: lang.T("最近确认", "Last confirmed"), Text: r.dayOr(string(st.Confirmed), lang.T("从未确认", "never"))}}
	if !st.Due.IsZero() {
		v.Facts = append(v.Facts, ui.Fact{Label: lang.T("下次确认的期限", "To be confirmed by"), Text: r.C.Date(st.Due)})
	}
	if mine {
		v.Head.Action = register.Acts(r.C, []register.Act{{Link: ui.Link{Text: lang.T("确认登记完整", "Confirm that it is complete"), Href: path + "/confirm"}, Look: ui.Primary}})
	}
	list := register.Section{ID: "interests", Title: lang.T("登记的利益", "Interests"), Body: register.Rows(r.C, interestTable(), rows)}
	if mine {
		list.Acts = []register.Act{{Link: ui.Link{Text: lang.T("与登记的单位", "In a unit of the register"), Href: path + "/new/unit"}},
			{Link: ui.Link{Text: lang.T("与某个人", "With a person"), Href: path + "/new/person"}}, {Link: ui.Link{Text: lang.T("与企业等其他机构", "In a company or another body"), Href: path + "/new/company"}}}
	}
	v.Sections = []register.Section{list}
	events, err := s.Interests.Events(r.Reader(), r.P, st.Person)
	if err != nil {
		return err
	}
	if v.History, err = s.timeline(r, events, nil); err != nil {
		return err
	}
	return r.Page(register.EntryPage(r.C, v))
}

// registerStatus is whether a register was confirmed in time.
func (r *Request) registerStatus(confirmed calendar.Day, due time.Time) ui.Status {
	switch {
	case !due.IsZero() && due.Before(r.C.Now):
		return ui.Status{Text: lang.T("逾期未确认", "overdue"), Tone: ui.Bad}
	case confirmed == "":
		return ui.Status{Text: lang.T("待申报", "to be declared"), Tone: ui.Waiting}
	}
	return ui.Status{Text: lang.T("已确认", "confirmed"), Tone: ui.OK}
}

// dayOr is a day, or other words where there is none.
func (r *Request) dayOr(day string, none lang.Text) string {
	if day == "" {
		return r.C.Text(none)
	}
	return r.C.Day(day)
}

func interestTable() ui.TableInfo {
	return ui.TableInfo{Caption: lang.T("最近登记的在前", "The last entered first"), Columns: []ui.Column{{Text: lang.T("与谁", "With whom")}, {Text: lang.T("类别", "Kind")}, {Text: lang.T("期间", "Time")}, {Text: lang.T("现状", "Now")}},
		Empty: ui.EmptyInfo{Title: lang.T("没有登记利益", "No interest is registered"), Text: lang.T("没有利益也要确认一次。", "Confirm it also when there is none.")}}
}

func (r *Request) interestRows(st interests.State, mine bool) ([]register.Row, error) {
	parties, err := r.parties(st.Items)
	if err != nil {
		return nil, err
	}
	set := r.law("")
	var rows []register.Row
	for i := range st.Items {
		x := st.Items[len(st.Items)-1-i]
		now := ui.Status{Text: lang.T("存在", "holds"), Tone: ui.Warn}
		switch {
		case x.From > r.P.Day:
			now = ui.Status{Text: lang.T("尚未开始", "to come"), Tone: ui.Plain}
		case !x.On(r.P.Day):
			now = ui.Status{Text: lang.T("已结束", "over"), Tone: ui.Ended}
		}
		row := register.Row{{Text: r.party(parties, x), Small: smallOf(x.Note)}, {Text: r.C.Text(word(set, "interest_kinds", x.Kind))}, {Text: r.period(x.From, x.Until)}, {Status: &now}}
		if mine && (x.Until == "" || x.Until > r.P.Day) {
			row[3].Acts = []ui.Link{{Text: lang.T("结束", "End it"), Href: interestsPath(st.Person) + "/" + x.ID + "/end"}}
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// partyNames are the names of those with whom interests lie.
type partyNames struct {
	people people
	units  map[string]lang.Text
}

func (r *Request) parties(list []interests.Interest) (out partyNames, err error) {
	var ids, units []string
	for _, x := range list {
		ids, units = append(ids, x.Person), append(units, x.Unit)
	}
	if out.people, err = r.people(ids...); err != nil {
		return out, err
	}
	out.units, err = r.bodies(auth.Unit, units...)
	return out, err
}

func (r *Request) party(names partyNames, x interests.Interest) string {
	switch x.With {
	case interests.WithUnit:
		return r.C.Text(english(names.units[x.Unit]))
	case interests.WithPerson:
		return r.C.Text(names.people.text(x.Person))
	}
	if x.Company == "" {
		return r.C.T("（已删除）", "(erased)")
	}
	return x.Company
}

// committeeInterests is the register of everybody on a committee.
func (s *Server) committeeInterests(r *Request) error {
	id := r.PathValue("id")
	list, err := s.Interests.Of(r.Reader(), r.P, id)
	if err != nil {
		return err
	}
	name, err := r.body(auth.Committee, id)
	if err != nil {
		return err
	}
	v := register.List{Head: ui.HeadInfo{Title: lang.T("利益登记", "Registered interests"), Lead: lang.T("只有秘书和主任委员看得到。安排议程时据此建议回避；简易程序不能指定有关委员。",
		"Seen by the secretary and the chair alone. Agendas propose recusal by it, and the simplified procedure refuses the members concerned.")},
		Table: ui.TableInfo{Caption: lang.T("在任委员和顾问今天的利益", "What members and advisers in office have today"), Columns: []ui.Column{{Text: lang.T("姓名", "Name")}, {Text: lang.T("职务", "Office")},
			{Text: lang.T("登记的利益", "Interests")}, {Text: lang.T("最近确认", "Last confirmed")}, {Text: lang.T("状态", "State")}}, Empty: ui.EmptyInfo{Title: lang.T("没有在任人员", "Nobody is in office")}}}
	if v.Rows, err = r.memberInterests(list); err != nil {
		return err
	}
	v = r.listing(v, r.URL.Path, "")
	v.Tabs, v.Page.Crumbs = nil, []ui.Link{{Text: name, Href: entryPath(auth.Committee, id)}}
	return r.showList(v)
}

func (r *Request) memberInterests(list []interests.Member) ([]register.Row, error) {
	var ids []string
	var all []interests.Interest
	for _, m := range list {
		ids, all = append(ids, m.Person), append(all, m.Items...)
	}
	names, err := r.people(ids...)
	if err != nil {
		return nil, err
	}
	parties, err := r.parties(all)
	if err != nil {
		return nil, err
	}
	set := r.law("")
	rows := make([]register.Row, len(list))
	for i, m := range list {
		status := r.registerStatus(m.Confirmed, m.Due)
		what := register.Cell{Text: r.C.T("没有", "none")}
		for k, x := range m.Items {
			line := r.C.Tf("%s：%s", "%s: %s", word(set, "interest_kinds", x.Kind), r.party(parties, x))
			if what.Small = append(what.Small, line); k == 0 {
				what.Text = ""
			}
		}
		rows[i] = register.Row{{Text: r.C.Text(names.text(m.Person)), Href: interestsPath(m.Person)}, {Text: r.C.Text(officeWord(set, m.Office))}, what,
			{Text: r.dayOr(string(m.Confirmed), lang.T("从未", "never"))}, {Status: &status}}
	}
	return rows, nil
}

// officeWord is an office in a committee in words.
func officeWord(set *rules.Set, office string) lang.Text {
	if office == review.RoleAdviser {
		return lang.T("独立顾问", "Adviser")
	}
	return word(set, "committee_role", office)
}

// homeInterests asks whoever sits on a committee for their register.
func (s *Server) homeInterests(r *Request) (templ.Component, error) {
	if !r.Me.Holds("chair", "vice_chair", "member", "adviser") {
		return nil, nil
	}
	st, err := s.Interests.View(r.Reader(), r.P, r.P.Person)
	if err != nil {
		return nil, whoIsRegistered(err)
	}
	if st.State == interests.StateConfirmed && st.Due.After(r.C.Now.Add(r.remindSpan())) {
		return nil, nil
	}
	task := ui.Task{What: lang.T("确认您的利益登记", "Confirm your registered interests"), Href: interestsPath(st.Person), About: r.C.T("没有利益也要确认", "Also when there is none")}
	if !st.Due.IsZero() {
		task.Clock = r.due(st.Due)
	}
	return home.Waiting(r.C, "interests", lang.T("利益登记", "Registered interests"), []ui.Task{task}, ui.Link{Text: lang.T("我的利益登记", "My register"), Href: interestsPath(st.Person)}), nil
}

// propose adds to the lines of an agenda who should step out by the register: to
// the office and the chair who, to members what they registered themselves.
func (st *sitting) propose(r *Request, lines []meeting.Line) error {
	list, err := r.S.Review.Proposals(r.Reader(), r.P, r.C.Now, st.ID)
	if err != nil || len(list) == 0 {
		return err
	}
	var ids []string
	for _, x := range list {
		ids = append(ids, x.Person)
	}
	names, err := r.people(ids...)
	if err != nil {
		return err
	}
	for i := range lines {
		for _, x := range list {
			if x.Review != lines[i].Review {
				continue
			}
			lines[i].Proposed = append(lines[i].Proposed, meeting.Conflict{Who: names.person(r.C, x.Person), Why: r.C.Text(x.Because())})
		}
	}
	return nil
}
