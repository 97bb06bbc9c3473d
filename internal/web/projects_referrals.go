package web

import (
	"maps"

	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/inspection"
	"lunheng/internal/lang"
	"lunheng/internal/programme"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// referralSection is what inspections handed to the funder, and what it answered.
func (r *Request) referralSection(v programme.ProjectView, may map[auth.Verb]bool) (register.Section, error) {
	var ids []string
	for _, x := range v.Referrals {
		ids = append(ids, x.Department)
	}
	names, err := r.bodies(auth.Department, ids...)
	set := r.law(v.Region)
	var rows []register.Row
	for _, x := range v.Referrals {
		status := ui.Status{Text: lang.T("待答复", "To be answered"), Tone: ui.Waiting}
		row := register.Row{{Text: r.C.Text(english(names[x.Department])), Small: []string{r.C.Date(x.At)}}, {Text: x.Reason}, {Text: "—"}, {}}
		for _, f := range x.Findings {
			row[1].Small = append(row[1].Small, r.C.Tf("%s：%s", "%s: %s", r.C.Text(word(set, "inspection_severity", f.Severity)), f.Text))
		}
		if !x.Due.IsZero() {
			row[2].Text = r.C.Date(x.Due)
		}
		if x.Open() {
			if !x.Due.IsZero() && r.C.Now.After(x.Due) {
				status = ui.Status{Text: lang.T("逾期未答复", "Overdue"), Tone: ui.Bad}
			}
			row[3].Acts = r.toAnswer(v, x, may)
		} else {
			status = ui.Status{Text: lang.T("已答复", "Answered"), Tone: ui.OK}
			row[3].Small = []string{x.Answer}
		}
		row[3].Status = &status
		rows = append(rows, row)
	}
	return register.Section{ID: "referrals", Title: lang.T("检查移交的问题", "Handed over by inspections"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("资助方的答复送回组织检查的部门", "The funder's answer goes back to the department that inspected"),
		Columns: []ui.Column{{Text: lang.T("移交部门", "Handed over by")}, {Text: lang.T("移交的内容", "What was handed over")}, {Text: lang.T("答复期限", "Answer due")}, {Text: lang.T("状态", "State")}}}, rows)}, err
}

func (r *Request) toAnswer(v programme.ProjectView, x programme.Referral, may map[auth.Verb]bool) []ui.Link {
	if !may[auth.ProjectDecide] || !programme.ProjectTable.Allows(v.State, "project.referral_answered") {
		return nil
	}
	return []ui.Link{{Text: lang.T("答复", "Answer"), Href: projectPath(v.ID) + "/referrals/" + x.ID + "/answer"}}
}

// answerReferral is the funder's answer to what an inspection handed over.
func (s *Server) answerReferral() formPage {
	return s.projectForm(auth.ProjectDecide, ui.HeadInfo{Title: lang.T("答复检查移交的问题", "Answer what an inspection handed over"), Lead: lang.T("写明对项目采取的措施；答复送回组织检查的部门，不能收回。", "Say what follows for the project; the answer goes back to the department that inspected and cannot be taken back.")},
		lang.T("答复", "Answer"), lang.T("已答复。", "Answered."),
		func(r *Request, v programme.ProjectView) ([]form.Field, error) {
			if v.Referral(r.PathValue("referral")) == nil {
				return nil, errs.New(errs.NotFound, "project.no_referral", lang.T("没有这项移交。", "Nothing was handed over under this number."))
			}
			return []form.Field{wordsField("text", lang.T("采取的措施", "What follows"))}, nil
		}, func(r *Request) error {
			_, err := s.Programme.AnswerReferral(r.Context(), r.P, r.C.Now, programme.Reply{Project: r.PathValue("id"), Referral: r.PathValue("referral"), Text: r.PostFormValue("text"), Version: r.Version(), Key: r.Key()})
			return err
		})
}

// answeredSection is what funders answered to what a visit handed over.
func (r *Request) answeredSection(st inspection.State) (register.Section, error) {
	ids := map[auth.Kind][]string{}
	for _, a := range st.Answered {
		ids[a.Kind] = append(ids[a.Kind], a.Funder)
	}
	names := map[string]lang.Text{}
	for kind, list := range ids {
		some, err := r.bodies(kind, list...)
		if err != nil {
			return register.Section{}, err
		}
		maps.Copy(names, some)
	}
	var rows []register.Row
	for _, a := range st.Answered {
		rows = append(rows, register.Row{{Text: r.C.Text(english(names[a.Funder]))}, {Text: r.C.Date(a.At)}, {Text: a.Text}})
	}
	return register.Section{ID: "answers", Title: lang.T("资助方的答复", "Answers of funders"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("对移交的问题", "To what was handed over"),
		Columns: []ui.Column{{Text: lang.T("资助方", "Funder")}, {Text: lang.T("答复于", "On")}, {Text: lang.T("采取的措施", "What follows")}}}, rows)}, nil
}
