package web

import (
	"lunheng/internal/auth"
	"lunheng/internal/clocks"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	pages "lunheng/internal/web/pages/review"
	"lunheng/internal/web/ui"
)

// caseOverview is the page of a case for whoever may see where it stands, not what
// it says: a department of the unit.
func (s *Server) caseOverview(r *Request, id string) error {
	row, err := review.Overview(r.Reader(), r.P, id)
	if err != nil {
		return err
	}
	body, err := r.body(auth.Committee, row.Committee)
	if err != nil {
		return err
	}
	v := pages.Overview{Page: r.Info(lang.Same(row.Title))}
	who := review.Who(row.State, row.Procedure)
	v.Head = ui.CaseInfo{Kind: lang.T("%s · %s", "%s · %s").With(lang.T("伦理审查", "Ethics review"), body), Number: row.Number, Title: lang.Same(row.Title),
		State: caseStatus(row.State), With: who.Text()}
	running, err := clocks.Of(r.Reader(), review.Stream(id))
	if err != nil {
		return err
	}
	for _, k := range running {
		if k.Open() {
			v.Clocks = append(v.Clocks, r.clock(k))
		}
	}
	return r.Page(pages.OverviewPage(r.C, v))
}
