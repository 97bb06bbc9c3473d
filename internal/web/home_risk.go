package web

import (
	"github.com/a-h/templ"

	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/risk"
	"lunheng/internal/store"
	"lunheng/internal/web/pages/home"
	"lunheng/internal/web/ui"
)

// homeRisks are the warnings that wait for this person's body, and for those who
// answer for a unit the way to its register of risks.
func (s *Server) homeRisks(r *Request) (templ.Component, error) {
	page, err := risk.Warnings(r.Reader(), r.P, risk.WarningFilter{Mine: true}, store.Paging{Limit: homeTasks})
	if err != nil {
		return nil, err
	}
	var tasks []ui.Task
	set := r.law("")
	for _, x := range page.Items {
		state := ui.Status{Text: risk.Word(set, "risk_levels", x.Level), Tone: ui.Waiting}
		tasks = append(tasks, ui.Task{What: lang.T("签收风险预警并采取措施", "Acknowledge a warning and act on it"), About: x.Title, Href: "/warnings/" + x.ID, State: &state})
	}
	units := r.offices(registry.RoleUnitOfficer)
	switch {
	case len(units) > 0:
		return home.Waiting(r.C, "risks", lang.T("风险", "Risks"), tasks, ui.Link{Text: lang.T("本单位的风险台账", "The unit's register of risks"), Href: "/risks?unit=" + units[0]}), nil
	case len(tasks) > 0:
		return home.Waiting(r.C, "risks", lang.T("风险", "Risks"), tasks, ui.Link{Text: lang.T("全部预警", "All warnings"), Href: "/warnings"}), nil
	}
	return nil, nil
}
