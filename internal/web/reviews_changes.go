package web

import (
	"net/http"
	"strconv"

	"lunheng/internal/auth"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	pages "lunheng/internal/web/pages/review"
	"lunheng/internal/web/ui"
)

// stipulationsPage shows what has to be changed, and lets whoever checks the
// answers do so.
func (s *Server) stipulationsPage(r *Request) error {
	return s.showStipulations(r, ui.Form{}, http.StatusOK)
}

func (s *Server) showStipulations(r *Request, form ui.Form, status int) error {
	k, err := s.pathCase(r)
	if err != nil {
		return err
	}
	v := pages.Stipulations{}
	if v.Frame, err = s.frame(r, k, "stipulations"); err != nil {
		return err
	}
	v.Form = form
	v.MayCheck = k.mayCheck(r)
	checkers := []string{}
	for _, p := range k.Points {
		v.Points = append(v.Points, k.point(p))
		checkers = append(checkers, p.By)
		if p.Checked && p.Satisfied {
			v.Settled++
		}
	}
	names, err := r.people(checkers...)
	if err != nil {
		return err
	}
	for i, p := range k.Points {
		v.Points[i].By = names.person(r.C, p.By)
	}
	if d := k.Decision(); d != nil {
		v.ByChair, v.Checker = d.Checker == "", k.names.person(r.C, d.Checker)
	}
	return r.Render(status, pages.StipulationsPage(r.C, v))
}

// mayCheck reports whether this person checks the changes: the chair, or the
// member whom the meeting named.
func (k *kase) mayCheck(r *Request) bool {
	d := k.Decision()
	if k.at > 0 || d == nil || k.State != review.StateChangesAnswered || !k.may[auth.ReviewStipulationCheck] {
		return false
	}
	return d.Checker == r.P.Person || r.inCommittee(k.Committee, review.RoleChair)
}

func (k *kase) point(p review.Point) pages.Point {
	v := pages.Point{No: p.No, Text: p.Text, Answer: p.Answer, Files: k.files(p.Files), Note: p.Note, Checked: p.Checked, Answered: p.Answered || p.Answer != "", Holds: p.Satisfied}
	switch {
	case p.Checked && p.Satisfied:
		v.State = ui.Status{Text: lang.T("已符合", "satisfied"), Tone: ui.OK}
	case p.Checked:
		v.State = ui.Status{Text: lang.T("尚不符合", "not satisfied"), Tone: ui.Warn}
	case p.Answered:
		v.State = ui.Status{Text: lang.T("待核对", "to be checked"), Tone: ui.Waiting}
	default:
		v.State = ui.Status{Text: lang.T("待申请人答复", "waits for the applicant"), Tone: ui.Plain}
	}
	return v
}

// checkStipulation notes a finding on one point.
func (s *Server) checkStipulation(r *Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	no, _ := strconv.Atoi(r.PostFormValue("no"))
	cmd := review.CheckStipulation{Review: r.PathValue("id"), No: no, Satisfied: r.PostFormValue("satisfied") == "yes",
		Note: r.PostFormValue("note-" + strconv.Itoa(no)), Version: r.Version(), Key: r.Key()}
	if _, err := s.Review.CheckStipulation(r.Context(), r.P, r.C.Now, cmd); err != nil {
		if !Refused(err) {
			return err
		}
		return s.showStipulations(r, r.refused(atField(err, "note", "note-"+strconv.Itoa(no))), Status(err))
	}
	return r.See("/reviews/"+cmd.Review+"/stipulations#point-"+strconv.Itoa(no), lang.T("已记录第 %d 项的核对结果。", "Point %d is noted.").With(no))
}

// finishChanges ends the check: the approval takes effect, or points go back.
func (s *Server) finishChanges(r *Request) error {
	if err := r.Parse(); err != nil {
		return err
	}
	cmd := review.ConfirmChanges{Review: r.PathValue("id"), Note: r.PostFormValue("note"), Version: r.Version(), Key: r.Key()}
	act, done := s.Review.ReturnChanges, lang.T("已退回未满足的要求。", "The unsatisfied points went back.")
	if r.PostFormValue("what") == "confirm" {
		act, done = s.Review.ConfirmChanges, lang.T("修改已确认，批准生效。", "Confirmed; the approval takes effect.")
	}
	if _, err := act(r.Context(), r.P, r.C.Now, cmd); err != nil {
		if !Refused(err) {
			return err
		}
		return s.showStipulations(r, r.refused(err), Status(err))
	}
	return r.See("/reviews/"+cmd.Review+"/stipulations", done)
}
