package web

import (
	"github.com/a-h/templ"

	"lunheng/internal/jobs"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/store"
	"lunheng/internal/web/pages/home"
	"lunheng/internal/web/ui"
)

// houseHome is what an administrator sees at home: what is still to be set up
// and what needs attention; nil for others.
func (s *Server) houseHome(r *Request) (*home.Body, error) {
	if !r.Me.Holds(string(registry.RoleAdministrator)) {
		return nil, nil
	}
	b := &home.Body{ID: "house", Name: ui.Link{Text: lang.T("管理", "Administration"), Href: "/admin"}, Role: registry.RoleAdministrator.Text(), Counted: lang.T("登记情况", "The register"), Table: committeeTable(),
		More: &ui.Link{Text: lang.T("全部委员会", "All committees"), Href: "/committees"}}
	page, err := registry.ListCommittees(r.Reader(), registry.CommitteeFilter{State: string(registry.Active), Paging: store.Paging{Limit: standingPage}})
	if err != nil {
		return nil, err
	}
	if b.Committees, err = s.committeeRows(r, page.Items); err != nil {
		return nil, err
	}
	b.Table.Empty.Title, b.Table.Empty.Text = lang.T("还没有委员会", "There is no committee yet"), lang.T("由单位管理员在单位页面设立。", "Officers found one on the page of their unit.")
	if b.Stats, err = r.houseStats(); err != nil {
		return nil, err
	}
	b.Steps, err = s.setUpSteps(r, below(b.Committees))
	return b, err
}

// setUpSteps is the checklist of a house that begins to work.
func (s *Server) setUpSteps(r *Request, low int) ([]home.Step, error) {
	n, err := registry.Count(r.Reader())
	if err != nil {
		return nil, err
	}
	officers, err := registry.UnitsWithoutOfficer(r.Reader(), r.P.Day)
	if err != nil {
		return nil, err
	}
	failed, err := jobs.CountFailed(r.Reader())
	if err != nil {
		return nil, err
	}
	step := func(text lang.Text, href string, done bool, note lang.Text) home.Step {
		if done {
			note = lang.Text{}
		}
		return home.Step{Link: ui.Link{Text: text, Href: href}, Done: done, Note: note}
	}
	return []home.Step{
		step(lang.T("登记单位", "Register the units"), "/units/new", n.Units > 0, lang.T("先登记单位，其余都从单位开始。", "Everything else begins with them.")),
		step(lang.T("任命单位管理员", "Appoint officers of the units"), "/units", n.Units > 0 && officers == 0, lang.T("还有 %d 家单位没有管理员。", "Units without an officer: %d.").With(officers)),
		step(lang.T("委员会组成符合要求", "Committees composed as required"), "/committees", n.Committees > 0 && low == 0, lang.T("%d 个不能作出决定。", "Those that cannot decide: %d.").With(low)),
		step(lang.T("为人员开通账户", "Open accounts"), "/people?account=none", n.WithoutAccount == 0, lang.T("还有 %d 人没有账户；不需要登录的可以不开通。", "People without one: %d; who need not log in need none.").With(n.WithoutAccount)),
		step(lang.T("后台任务正常", "Background work in order"), "/admin/jobs", failed == 0, lang.T("有 %d 项任务失败。", "Jobs that failed: %d.").With(failed)),
	}, nil
}

// homeBodies are the parts of a home that are about bodies this person answers
// for: the house, departments, units.
func (s *Server) homeBodies(r *Request) (templ.Component, error) {
	var list []home.Body
	house, err := s.houseHome(r)
	if err != nil {
		return nil, err
	}
	if house != nil {
		list = append(list, *house)
	}
	for _, of := range []func(*Request) ([]home.Body, error){s.departmentHomes, s.unitHomes} {
		bodies, err := of(r)
		if err != nil {
			return nil, err
		}
		list = append(list, bodies...)
	}
	if len(list) == 0 {
		return nil, nil
	}
	return home.Bodies(r.C, list), nil
}
