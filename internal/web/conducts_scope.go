package web

import (
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/conduct"
	"lunheng/internal/document/letter"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// measureFields ask how far the work has come, where the approval names a bound.
func (s *Server) measureFields(r *Request, st conduct.State, what conduct.What, rep conduct.Content) ([]form.Field, error) {
	if !what.Measures {
		return nil, nil
	}
	app, err := s.Activity.View(r.Reader(), r.P, st.ID, 0)
	if err != nil {
		return nil, err
	}
	out := []form.Field{form.Group(lang.T("与批准的范围比较", "Compared with what was approved"))}
	for _, m := range conduct.Asked(conduct.Measures(r.law(st.Region)), app) {
		f := form.Field{Kind: form.Line, Field: ui.Field{Name: "done." + m.Code, Label: m.Text, Required: m.Field != ""}}
		if m.Field != "" {
			f.Help = lang.T("批准的是：%s", "Approved: %s").With(app.Fields[m.Field].String())
		}
		switch m.Type {
		case "bool":
			f.Kind, f.Options = form.Radios, []ui.Option{{Value: "yes", Text: lang.T("有", "They were")}, {Value: "no", Text: lang.T("没有", "They were not")}}
		case "day":
			f.Kind = form.Day
		}
		for _, d := range rep.Done {
			if d.Code == m.Code {
				f.Value = d.Value
			}
		}
		out = append(out, f)
	}
	return out, nil
}

// scopeSection lays what was approved beside what was last reported.
func (s *Server) scopeSection(r *Request, id string) (*register.Section, error) {
	all, err := s.Conduct.Scope(r.Reader(), r.P, id)
	if err != nil {
		return nil, err
	}
	var rows []register.Row
	for _, c := range all {
		if c.Approved == "" && c.Done == "" {
			continue
		}
		state := ui.Status{Text: lang.T("在批准的范围内", "within the approval"), Tone: ui.OK}
		switch {
		case c.Exceeds:
			state = ui.Status{Text: lang.T("超出批准的范围：须提出修正案，批准前不得发布成果", "beyond the approval: an amendment is needed, and nothing is published before"), Tone: ui.Bad}
		case c.Done == "":
			state = ui.Status{Text: lang.T("还没有报告", "not reported yet"), Tone: ui.Plain}
		}
		done := register.Cell{Text: orDash(r.measured(c.Type, c.Done))}
		if c.Report != "" {
			done.Href = reportPath(id, c.Report)
		}
		rows = append(rows, register.Row{{Text: r.C.Text(c.Text)}, {Text: orDash(r.measured(c.Type, c.Approved))}, done, {Status: &state}})
	}
	if len(rows) == 0 {
		return nil, nil
	}
	t := ui.TableInfo{Caption: lang.T("批准的与实际的", "What was approved and what is done"), Rows: len(rows), Columns: []ui.Column{{Text: lang.T("事项", "What")}, {Text: lang.T("批准的", "Approved")},
		{Text: lang.T("最近报告的", "Last reported")}, {Text: lang.T("比较", "Compared")}}}
	return &register.Section{ID: "scope", Title: lang.T("与批准的范围比较", "Compared with what was approved"), Body: register.Rows(r.C, t, rows)}, nil
}

// measured is a value of a measure as people read it.
func (r *Request) measured(kind, value string) string {
	switch {
	case value == "":
		return ""
	case kind == "day":
		return r.C.Day(value)
	case value == "yes":
		return r.C.T("有", "yes")
	case value == "no":
		return r.C.T("没有", "no")
	}
	return value
}

// approvalProof is a paper for journals: that the work was approved, how the
// approval stands, and where anybody checks that.
func (s *Server) approvalProof(r *Request) error {
	st, err := s.Conduct.View(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	c, err := s.Review.Look(r.Reader(), st.Review)
	if err != nil {
		return err
	}
	l := c.Current()
	if l == nil {
		return errs.New(errs.Refused, "web.proof.letter", lang.T("决定书还没有签发，不能出具证明。请秘书先签发。", "The letter was not issued yet, so nothing can be proved. Ask the secretary to issue it."))
	}
	return r.sendPDF(s.proofPaper(r, st, c, *l).Doc(), "approval-proof.pdf")
}

func (s *Server) proofPaper(r *Request, st conduct.State, c review.Case, l review.Letter) letter.Decision {
	amended, last := 0, time.Time{}
	for _, rep := range st.Reports {
		if rep.Kind == conduct.Amendment && rep.Outcome == conduct.OutcomeApprove {
			amended, last = amended+1, rep.DecidedAt
		}
	}
	out := letter.Decision{Unit: l.Unit, Committee: l.Committee, Title: lang.T("伦理审查批准证明", "Proof of ethics approval"), Number: l.Label(), Date: r.P.Day, Created: r.C.Now,
		Body: []lang.Text{lang.T("兹证明“%s”经%s审查，于 %s 获得批准。", "This is to certify that \"%s\" was reviewed by %s and approved on %s.").With(st.Title, l.Committee, letter.DayText(l.Decided)),
			lang.T("目前状态：%s（自 %s 起）。", "It is now: %s (since %s).").With(conduct.Table.Info(st.State).Text, letter.DayText(calendar.Of(st.Since)))},
		Closing: []lang.Text{lang.T("本证明由系统据案卷出具；任何人可用下面的地址核对决定书和目前状态（医学研究伦理审查办法第二十九条）。", "Made from the file by this program; anybody can check the letter and how the approval stands at the address below (medical measures, article 29).")},
		Signed:  lang.T("系统出具，无需签字", "Made by the program; needs no signature")}
	if amended > 0 {
		out.Body = append(out.Body, lang.T("批准之后经审查修正 %d 次，最近一次在 %s。", "Amended after review %d times since, the last on %s.").With(amended, letter.DayText(calendar.Of(last))))
	}
	if s.PublicURL != "" {
		out.URL = s.PublicURL + review.VerifyPath(l.Code)
	}
	return out
}

// proofLink leads to the proof where there is a letter to prove by.
func (r *Request) proofLink(st conduct.State) *ui.Fact {
	c, err := r.S.Review.Look(r.Reader(), st.Review)
	if err != nil || c.Current() == nil || r.may(auth.ConductView, auth.Activity, st.ID) != nil {
		return nil
	}
	return &ui.Fact{Label: lang.T("给期刊的批准证明", "Proof for journals"), Value: register.Show(r.C, register.Cell{Text: r.C.T("下载 PDF", "Download the PDF"), Href: conductPath(st.ID) + "/proof.pdf",
		Small: []string{r.C.Tf("验证码 %s", "code %s", c.Current().Code)}})}
}
