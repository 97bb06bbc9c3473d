package web

import (
	"slices"
	"strings"

	"lunheng/internal/auth"
	"lunheng/internal/lang"
	"lunheng/internal/mandate"
	"lunheng/internal/regions"
	"lunheng/internal/registry"
	"lunheng/internal/rules"
	"lunheng/internal/store"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// committeeTable lists committees with their standing.
func committeeTable() ui.TableInfo {
	return ui.TableInfo{Caption: lang.T("委员会及其组成情况", "Committees and how they stand"),
		Columns: []ui.Column{{Text: lang.T("名称", "Name")}, {Text: lang.T("设立单位", "Unit")}, {Text: lang.T("行政区划", "Region")}, {Text: lang.T("组成", "Composition")}},
		Empty:   ui.EmptyInfo{Title: lang.T("没有自己的委员会", "It has no committee of its own"), Text: lang.T("设立委员会，或书面委托其他单位的委员会审查。", "Found one, or entrust another unit's committee in writing.")}}
}

// maxLacks is how much of what a committee lacks a list shows; its page shows
// all.
const maxLacks = 3

// committeeRows are committees, each held against the standard of today.
func (s *Server) committeeRows(r *Request, list []registry.Committee) ([]register.Row, error) {
	var units []string
	for _, c := range list {
		units = append(units, c.Unit)
	}
	names, err := r.bodies(auth.Unit, units...)
	if err != nil {
		return nil, err
	}
	rows := make([]register.Row, len(list))
	for i, c := range list {
		c, err := s.Registry.Committee(r.Reader(), c.ID)
		if err != nil {
			return nil, err
		}
		status, lacks, err := r.standing(c)
		if err != nil {
			return nil, err
		}
		if more := len(lacks) - maxLacks; more > 0 {
			lacks = append(lacks[:maxLacks], r.C.Tf("另缺 %d 项", "and %d more", more))
		}
		rows[i] = register.Row{{Text: r.C.Text(english(c.Name)), Href: entryPath(auth.Committee, c.ID)}, {Text: r.C.Text(english(names[c.Unit])), Href: entryPath(auth.Unit, c.Unit)},
			{Text: regions.Path(c.Region)}, {Status: &status, Small: lacks}}
	}
	return rows, nil
}

// standing is whether a committee may decide today, and what it lacks.
func (r *Request) standing(c registry.Committee) (ui.Status, []string, error) {
	if c.State != registry.Active {
		return entryStatus(&registry.CommitteeTable, c.State), nil, nil
	}
	comp, err := c.Standards(r.law(c.Region), r.P.Day)
	if err != nil || comp.Holds() {
		return ui.Status{Text: lang.T("符合要求", "As required"), Tone: ui.OK}, nil, err
	}
	var lacks []string
	for _, l := range comp.Lacks() {
		lacks = append(lacks, r.C.Tf("缺：%s（现有 %d）", "lacks: %s (has %d)", l.Text, l.Have))
	}
	if len(lacks) == 0 {
		return ui.Status{Text: lang.T("尚无标准可依", "No standard in force"), Tone: ui.Plain}, nil, nil
	}
	return ui.Status{Text: lang.T("不能作出决定", "Cannot decide"), Tone: ui.Bad}, lacks, nil
}

// committee is the page of a committee.
func (s *Server) committee(r *Request) error {
	c, err := s.Registry.Committee(r.Reader(), r.PathValue("id"))
	if err != nil {
		return err
	}
	may, err := auth.Can(r.Reader(), r.P, auth.Committee, c.ID, auth.CommitteeEdit, auth.CommitteeAppoint, auth.CommitteeRemove)
	if err != nil {
		return err
	}
	v := register.Entry{
		Page: r.under(english(c.Name), ui.Link{Text: lang.T("委员会", "Committees"), Href: "/committees"}),
		Head: ui.HeadInfo{Kicker: lang.T("伦理（审查）委员会", "Ethics committee"), Title: english(c.Name)},
	}
	status, _, err := r.standing(c)
	if err != nil {
		return err
	}
	v.Status, v.Sentence = status, standingWords(c, status)
	path := entryPath(auth.Committee, c.ID)
	if c.State == registry.Active && may[auth.CommitteeEdit] {
		v.Head.Action = register.Acts(r.C, []register.Act{{Link: ui.Link{Text: lang.T("修改", "Edit"), Href: path + "/edit"}, Look: ui.Primary},
			{Link: ui.Link{Text: lang.T("记录章程", "Record a charter"), Href: path + "/charter"}}, {Link: ui.Link{Text: lang.T("撤销", "Dissolve"), Href: path + "/dissolve"}, Look: ui.Quiet}})
	}
	if v.Facts, err = r.committeeFacts(c); err != nil {
		return err
	}
	if v.Sections, err = r.committeeSections(c, may); err != nil {
		return err
	}
	if c.State == registry.Active {
		standing, err := s.committeeStanding(r, c, may)
		if err != nil {
			return err
		}
		training, err := s.trainingSection(r, c.ID)
		if err != nil {
			return err
		}
		v.Sections = append(append(standing, v.Sections...), training...)
	}
	if v.History, err = s.history(r, auth.Committee, c.ID); err != nil {
		return err
	}
	return r.Page(register.EntryPage(r.C, v))
}

// standingWords says in a sentence what the standing means.
func standingWords(c registry.Committee, status ui.Status) lang.Text {
	switch {
	case c.State != registry.Active:
		return lang.Text{}
	case status.Tone == ui.OK:
		return lang.T("组成符合现行规则的全部要求，可以开会并作出决定。", "It is composed as the rules of today ask, and can meet and decide.")
	case status.Tone == ui.Plain:
		return lang.T("现行规则没有规定组成要求，不能判断。", "The rules in force set no standard, so it cannot be told.")
	}
	return lang.T("在补齐以下各项之前，不能作出决定；案卷可以受理和准备。", "Until what is listed below is made good it cannot decide; cases can be accepted and prepared.")
}

func (r *Request) committeeFacts(c registry.Committee) ([]ui.Fact, error) {
	names, err := r.bodies(auth.Unit, c.Unit)
	if err != nil {
		return nil, err
	}
	charter := r.C.T("尚未记录", "none recorded")
	if c.Charter.Title != "" {
		charter = r.C.Tf("《%s》，%s 通过", "%s, adopted on %s", c.Charter.Title, r.C.Day(string(c.Charter.Day)))
	}
	facts := []ui.Fact{
		{Label: lang.T("中文名称", "Chinese name"), Text: c.Name.ZH},
		{Label: lang.T("设立单位", "Founded by"), Value: register.Show(r.C, register.Cell{Text: r.C.Text(english(names[c.Unit])), Href: entryPath(auth.Unit, c.Unit)})},
		{Label: lang.T("行政区划", "Region"), Text: regions.Path(c.Region)},
		{Label: lang.T("能够胜任的领域", "Competent for"), Value: register.Tags(r.C, words(r.law(c.Region), "fields", c.Fields...))},
		{Label: lang.T("章程", "Charter"), Text: charter},
	}
	if c.KindOr() != registry.OwnKind {
		facts = append(facts, ui.Fact{Label: lang.T("性质", "Kind"), Text: r.C.Text(word(r.law(c.Region), "committee_kinds", c.KindOr()))},
			ui.Fact{Label: lang.T("专职人员", "Full-time staff"), Text: r.C.Num(c.Staff)})
	}
	return facts, nil
}

func (r *Request) committeeSections(c registry.Committee, may map[auth.Verb]bool) ([]register.Section, error) {
	rows, err := r.memberRows(c, c.State == registry.Active && may[auth.CommitteeAppoint])
	if err != nil {
		return nil, err
	}
	members := register.Section{ID: "members", Title: lang.T("成员", "Members"), Body: register.Rows(r.C, memberTable(), rows)}
	if c.State != registry.Active {
		return []register.Section{members}, nil
	}
	if may[auth.CommitteeAppoint] {
		members.Acts = []register.Act{{Link: ui.Link{Text: lang.T("任命成员", "Appoint somebody"), Href: entryPath(auth.Committee, c.ID) + "/members/new"}, Look: ui.Primary}}
		members.Acts = append(members.Acts, r.termsNote(c, may)...)
	}
	members.Acts = append(members.Acts, r.qualityAct(c.ID)...)
	if r.may(auth.InterestsList, auth.Committee, c.ID) == nil {
		members.Acts = append(members.Acts, register.Act{Link: ui.Link{Text: lang.T("利益登记", "Registered interests"), Href: entryPath(auth.Committee, c.ID) + "/interests"}})
	}
	comp, err := c.Standards(r.law(c.Region), r.P.Day)
	if err != nil {
		return nil, err
	}
	standards := register.Section{ID: "standards", Title: lang.T("组成要求", "How it has to be composed"), Body: ui.Standards(r.C, r.byLack(comp.Standards))}
	served, err := r.servedSection(c)
	if err != nil || served == nil {
		return []register.Section{standards, members}, err
	}
	return []register.Section{standards, members, *served}, nil
}

// byLack are demands of the rules with where they come from, those that are not
// met first.
func (r *Request) byLack(demands []rules.Standard) []ui.Standard {
	list := make([]ui.Standard, len(demands))
	for i, st := range demands {
		list[i] = ui.Standard{Text: st.Text, Holds: ui.Fails, Ground: r.ground(st.Ground())}
		if st.Need > 0 {
			list[i].Have, list[i].Need = r.C.Num(st.Have), r.C.Num(st.Need)
		}
		if st.Holds {
			list[i].Holds = ui.Holds
		}
	}
	slices.SortStableFunc(list, func(a, b ui.Standard) int { return strings.Compare(string(a.Holds), string(b.Holds)) }) // what fails first
	return list
}

// servedSection is for whom a committee reviews under a mandate: to those who
// entrusted it their own alone, to its own people all of them; nil when there is
// nothing to show to this person.
func (r *Request) servedSection(c registry.Committee) (*register.Section, error) {
	page, err := mandate.List(r.Reader(), r.P, mandate.Filter{Committee: c.ID, Live: true}, store.Paging{Limit: store.DefaultPage})
	if err != nil {
		return nil, err
	}
	rows, err := r.mandateRows(page.Items)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	out := &register.Section{ID: "served", Title: lang.T("为谁审查", "For whom it reviews"), Body: register.Rows(r.C, mandateTable(lang.T("委托这个委员会的单位和个人", "Who has entrusted this committee")), rows)}
	if page.Next != "" {
		out.Acts = []register.Act{{Link: ui.Link{Text: lang.T("全部委托书", "All mandates"), Href: "/mandates?committee=" + c.ID}}}
	}
	return out, nil
}

// source is the title of a document that rules rest on.
func (r *Request) source(id string) lang.Text {
	if s, ok := r.S.Book.Source(id); ok {
		return s.Title
	}
	return lang.Same(id)
}
