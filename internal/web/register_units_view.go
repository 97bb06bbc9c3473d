package web

import (
	"slices"

	"github.com/a-h/templ"

	"lunheng/internal/auth"
	"lunheng/internal/clocks"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/mandate"
	"lunheng/internal/regions"
	"lunheng/internal/registry"
	"lunheng/internal/store"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// unit is the page of a unit.
func (s *Server) unit(r *Request) error {
	u, err := s.Registry.Unit(r.Reader(), r.PathValue("id"))
	if err != nil {
		return err
	}
	may, err := auth.Can(r.Reader(), r.P, auth.Unit, u.ID, auth.UnitView, auth.UnitEdit, auth.UnitOfficer, auth.CommitteeFound, auth.MandateDraft)
	if err != nil {
		return err
	}
	active := u.State == registry.Active
	v := register.Entry{
		Page:   r.under(english(u.Name), ui.Link{Text: lang.T("单位", "Units"), Href: "/units"}),
		Head:   ui.HeadInfo{Kicker: word(r.law(u.Region), "kind", u.Kind), Title: english(u.Name)},
		Status: entryStatus(&registry.UnitTable, u.State), Notes: usccWarning(r, u),
	}
	if active && may[auth.UnitEdit] {
		v.Head.Action = r.entryActs(entryPath(auth.Unit, u.ID), r.may(auth.UnitCreate, auth.System, registry.House) == nil, lang.T("注销单位", "Close the unit"))
	}
	if v.Facts, err = r.unitFacts(u); err != nil {
		return err
	}
	if v.Sections, err = s.unitSections(r, u, may); err != nil {
		return err
	}
	if v.History, err = s.history(r, auth.Unit, u.ID); err != nil {
		return err
	}
	return r.Page(register.EntryPage(r.C, v))
}

// entryActs are the buttons at the head of an entry.
func (r *Request) entryActs(path string, end bool, word lang.Text) templ.Component {
	acts := []register.Act{{Link: ui.Link{Text: lang.T("修改", "Edit"), Href: path + "/edit"}, Look: ui.Primary}}
	if end {
		acts = append(acts, register.Act{Link: ui.Link{Text: word, Href: path + "/close"}, Look: ui.Quiet})
	}
	return register.Acts(r.C, acts)
}

func (r *Request) unitFacts(u registry.Unit) ([]ui.Fact, error) {
	set := r.law(u.Region)
	department, err := r.body(auth.Department, u.Department)
	if err != nil {
		return nil, err
	}
	facts := []ui.Fact{
		{Label: lang.T("中文名称", "Chinese name"), Text: u.Name.ZH}, {Label: lang.T("英文名称", "English name"), Text: english(u.Name).EN},
		{Label: lang.T("统一社会信用代码", "Unified social credit code"), Text: u.USCC},
		{Label: lang.T("行政区划", "Region"), Text: regions.Path(u.Region) + "（" + u.Region + "）"},
		{Label: lang.T("研究领域", "Fields of work"), Value: register.Tags(r.C, words(set, "fields", u.Fields...))},
	}
	if u.Department != "" {
		facts = append(facts, ui.Fact{Label: lang.T("主管部门", "Department"), Value: register.Show(r.C, register.Cell{Text: r.C.Text(department), Href: entryPath(auth.Department, u.Department)})})
	}
	if u.HospitalGrade > 0 {
		facts = append(facts, ui.Fact{Label: lang.T("医院等级", "Hospital grade"), Text: r.C.Num(u.HospitalGrade)})
	}
	return facts, nil
}

func (s *Server) unitSections(r *Request, u registry.Unit, may map[auth.Verb]bool) ([]register.Section, error) {
	committees, err := registry.CommitteesOf(r.Reader(), u.ID)
	if err != nil {
		return nil, err
	}
	rows, err := s.committeeRows(r, committees)
	if err != nil {
		return nil, err
	}
	officers, err := r.officeRows(u.Officers, registry.InUnit, u.ID, may[auth.UnitOfficer] && u.State == registry.Active)
	if err != nil {
		return nil, err
	}
	work, err := r.unitWork(u.ID)
	if err != nil {
		return nil, err
	}
	path := entryPath(auth.Unit, u.ID)
	entrusted, err := r.entrustedRows(u.ID)
	if err != nil {
		return nil, err
	}
	out := []register.Section{
		{ID: "committees", Title: lang.T("本单位的委员会", "Its own committees"), Body: register.Rows(r.C, committeeTable(), rows)},
		{ID: "officers", Title: lang.T("单位管理员", "Officers"), Body: register.Rows(r.C, officeTable(), officers)},
		r.unitRules(u, may[auth.UnitEdit]),
		{ID: "activities", Title: lang.T("科技活动", "Activities"), Body: work},
	}
	if u.State == registry.Active && may[auth.CommitteeFound] {
		out[0].Acts = []register.Act{{Link: ui.Link{Text: lang.T("设立委员会", "Found a committee"), Href: "/committees/new?unit=" + u.ID}}}
	}
	if u.State == registry.Active && may[auth.UnitOfficer] {
		out[1].Acts = []register.Act{{Link: ui.Link{Text: lang.T("任命管理员", "Appoint an officer"), Href: path + "/officers/new"}}}
	}
	if r.may(auth.CoverageView, auth.Unit, u.ID) == nil {
		out[1].Acts = append(out[1].Acts, register.Act{Link: ui.Link{Text: lang.T("单位的培训", "Training of the unit"), Href: path + "/training"}, Look: ui.Quiet})
	}
	if served := r.entrustedSection(u, entrusted, may[auth.MandateDraft]); served != nil {
		out = slices.Insert(out, 1, *served)
	}
	if !may[auth.UnitEdit] && !slices.Contains(r.offices(registry.RoleSupervisor), u.Department) {
		return out, nil
	}
	duties, err := r.duties(u.ID)
	return append([]register.Section{{ID: "duties", Title: lang.T("期限事项", "Duties with dates"), Body: register.Clocks(r.C, duties)}}, out...), err
}

// entrustedSection is whom a unit entrusts with review; nil when there is nothing
// to show and nothing to do.
func (r *Request) entrustedSection(u registry.Unit, rows []register.Row, may bool) *register.Section {
	may = may && u.State == registry.Active
	if !may && len(rows) == 0 {
		return nil
	}
	out := &register.Section{ID: "entrusted", Title: lang.T("委托谁审查", "Whom it entrusts with review"),
		Body: register.Rows(r.C, mandateTable(lang.T("本单位的委托书", "Mandates of this unit")), rows)}
	if may {
		out.Acts = []register.Act{{Link: ui.Link{Text: lang.T("起草委托书", "Draft a mandate"), Href: "/mandates/new?unit=" + u.ID}}}
	}
	return out
}

// entrustedRows are the mandates of a unit, as far as this person may see them.
func (r *Request) entrustedRows(unit string) ([]register.Row, error) {
	page, err := mandate.List(r.Reader(), r.P, mandate.Filter{Unit: unit, Live: true}, store.Paging{Limit: store.DefaultPage})
	if err != nil {
		return nil, err
	}
	return r.mandateRows(page.Items)
}

// duties are the open clocks that a unit, committee or person must meet.
func (r *Request) duties(holder string) ([]ui.ClockInfo, error) {
	held, err := clocks.HeldBy(r.Reader(), holder, store.DefaultPage)
	if err != nil {
		return nil, err
	}
	out := make([]ui.ClockInfo, len(held))
	for i, k := range held {
		out[i] = r.clock(k)
	}
	return out, nil
}

// unitWork counts the unit's activities by state, those alone that this person
// may know of.
func (r *Request) unitWork(unit string) (templ.Component, error) {
	stats, err := r.unitStats(unit)
	if err != nil && errs.CodeOf(err) != errs.Forbidden {
		return nil, err
	}
	if len(stats) == 0 {
		return ui.Empty(r.C, ui.EmptyInfo{Title: lang.T("没有您可以查看的活动", "No activity that you may see")}), nil
	}
	return ui.Stats(r.C, stats), nil
}
