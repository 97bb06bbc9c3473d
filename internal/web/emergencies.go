package web

import (
	"slices"

	"github.com/a-h/templ"

	"lunheng/internal/auth"
	"lunheng/internal/clocks"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	"lunheng/internal/store"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/home"
	pages "lunheng/internal/web/pages/review"
	"lunheng/internal/web/ui"
)

// emergencies shows every emergency review under way that the person may know
// of, with the hours that are left.
func (s *Server) emergencies(r *Request) error {
	page, err := review.Emergencies(r.Reader(), r.P, review.Filter{Text: r.FormValue("q"), State: flow.State(r.FormValue("state")), Committee: r.FormValue("committee"), Unit: r.FormValue("unit")}, r.Paging())
	if err != nil {
		return err
	}
	v := pages.Emergencies{Page: r.Info(lang.T("应急审查", "Emergency reviews"))}
	if err := r.emergencyFilters(&v); err != nil {
		return err
	}
	if v.Form.Err != nil {
		page.Items, page.Next = nil, ""
	}
	if v.Tasks, err = r.emergencyTasks(page.Items); err != nil {
		return err
	}
	v.Pager = r.pager(len(v.Tasks), page.Next)
	v.Here = r.URL.RequestURI()
	return r.Render(filtered(v.Form), pages.EmergenciesPage(r.C, v))
}

// emergencyFilters offers what emergencies can be narrowed by.
func (r *Request) emergencyFilters(v *pages.Emergencies) error {
	states := stateField(&review.Table)
	states.Options = slices.DeleteFunc(states.Options, func(o ui.Option) bool { return review.Table.Info(flow.State(o.Value)).Final })
	text := textField()
	text.Label = lang.T("题目或编号", "Title or number")
	v.Fields = []form.Field{text, states}
	bodies, err := r.committeeOptions("secretary", "chair", "vice_chair", "member")
	if err != nil {
		return err
	}
	if len(bodies) > 1 || r.FormValue("committee") != "" {
		v.Fields = append(v.Fields, choice("committee", lang.T("委员会", "Committee"), bodies))
	}
	among, err := review.EmergencyUnits(r.Reader(), r.P, maxChoice)
	if err != nil {
		return err
	}
	if len(among) > 1 || r.FormValue("unit") != "" {
		unit, err := r.bodyField(auth.Unit, lang.T("单位", "Unit"), among)
		if err != nil {
			return err
		}
		v.Fields = append(v.Fields, unit)
	}
	v.Filter, v.Form = r.filters("/emergencies", v.Fields)
	return nil
}

// emergencyTasks are emergencies as rows with their running hours.
func (r *Request) emergencyTasks(rows []review.Row) ([]ui.Task, error) {
	streams := make([]string, len(rows))
	for i, row := range rows {
		streams[i] = review.Stream(row.ID)
	}
	running, err := clocks.Of(r.Reader(), streams...)
	if err != nil {
		return nil, err
	}
	out := make([]ui.Task, len(rows))
	for i, row := range rows {
		state := caseStatus(row.State)
		out[i] = ui.Task{What: lang.Same(row.Title), About: row.Number, Href: "/reviews/" + row.ID, State: &state}
		for _, k := range running {
			if k.Stream == streams[i] && k.Name == review.ClockDecision && k.Open() {
				info := r.clock(k)
				out[i].Clock = &info
			}
		}
	}
	return out, nil
}

// homeEmergencies is the part of the home page that stands above all others
// while an emergency runs.
func (s *Server) homeEmergencies(r *Request) (templ.Component, error) {
	if !r.Me.Holds("secretary", "chair", "vice_chair", "member", "supervisor", "unit_officer") {
		return nil, nil
	}
	page, err := review.Emergencies(r.Reader(), r.P, review.Filter{}, store.Paging{Limit: homeMeetings})
	if err != nil || len(page.Items) == 0 {
		return nil, err
	}
	tasks, err := r.emergencyTasks(page.Items)
	if err != nil {
		return nil, err
	}
	return home.Waiting(r.C, "emergencies", lang.T("应急审查进行中", "Emergencies under way"), tasks,
		ui.Link{Text: lang.T("全部应急审查", "All emergencies"), Href: "/emergencies"}), nil
}
