package web

import (
	"io"

	"lunheng/internal/auth"
	"lunheng/internal/document/blob"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// appealRoutes are the addresses of appeals.
func (s *Server) appealRoutes() []route {
	return []route{
		{"GET /reviews/{id}/appeal", s.appealPage, loggedIn},
		{"GET /reviews/{id}/appeal/new", s.fileAppeal().show, loggedIn},
		{"POST /reviews/{id}/appeal/new", s.fileAppeal().send, loggedIn},
		{"GET /reviews/{id}/appeal/admit", s.admitAppeal().show, loggedIn},
		{"POST /reviews/{id}/appeal/admit", s.admitAppeal().send, loggedIn},
	}
}

// evidence are the small files that came with a form.
func (r *Request) evidence() ([]*blob.Upload, error) {
	if r.MultipartForm == nil {
		return nil, nil
	}
	var out []*blob.Upload
	for _, h := range r.MultipartForm.File["files"] {
		f, err := h.Open()
		if err != nil {
			return nil, err
		}
		raw, err := io.ReadAll(io.LimitReader(f, maxForm))
		f.Close()
		if err != nil {
			return nil, err
		}
		out = append(out, &blob.Upload{Name: h.Filename, Content: raw})
	}
	return out, nil
}

// fileAppeal lets an applicant appeal in writing against a decision.
func (s *Server) fileAppeal() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			c, err := s.Review.View(r.Reader(), r.P, r.PathValue("id"), 0)
			if err != nil {
				return form.Page{}, err
			}
			files := form.Field{Kind: form.Files, Field: ui.Field{Name: "files", Label: lang.T("证据材料", "Evidence"), Help: lang.T("可以不传；每个文件不超过 2 MB", "May be left out; files of up to 2 MB")}}
			return form.Page{Page: r.Info(lang.T("书面申诉", "Appeal")), Version: c.Version, Cancel: "/activities/" + c.Activity,
				Head: ui.HeadInfo{Kicker: lang.Same(c.Number), Title: lang.T("书面申诉：%s", "Appeal: %s").With(c.Title),
					Lead: lang.T("向作出决定的委员会提出，写明理由，附上证据。理由成立的，委员会重新审查，尽可能由没有参加原决定的委员作出决定。",
						"To the committee that decided, with reasons and evidence. If there is something in it the committee decides anew, by members who did not decide first where that is possible.")},
				Fields: []form.Field{{Kind: form.Area, Field: ui.Field{Name: "reasons", Label: lang.T("申诉理由", "Reasons of the appeal"), Required: true, Rows: 8}}, files},
				Submit: ui.Button{Text: lang.T("提出申诉", "Appeal"), Look: ui.Primary}}, r.may(auth.ReviewAppeal, auth.Review, c.ID)
		},
		act: func(r *Request) (string, lang.Text, error) {
			files, err := r.evidence()
			if err != nil {
				return "", lang.Text{}, err
			}
			out, err := s.Review.FileAppeal(r.Context(), r.P, r.C.Now, review.FileAppeal{Review: r.PathValue("id"), Reasons: r.PostFormValue("reasons"),
				Files: files, Version: r.Version(), Key: r.Key()})
			return "/reviews/" + out.Result + "/appeal", lang.T("申诉已提交委员会。", "The committee has your appeal."), err
		},
	}
}

// admitAppeal is the chair's word whether an appeal is heard.
func (s *Server) admitAppeal() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			c, err := s.openAppeal(r)
			if err != nil {
				return form.Page{}, err
			}
			choice := form.Field{Kind: form.Radios, Field: ui.Field{Name: "admit", Label: lang.T("是否受理", "Whether it is heard"), Required: true, Options: []ui.Option{
				{Value: "yes", Text: lang.T("受理，重新审查", "It is heard, and decided anew")}, {Value: "no", Text: lang.T("不予受理", "It is not heard")}}}}
			return form.Page{Page: r.Info(lang.T("审查申诉是否受理", "Whether the appeal is heard")), Version: c.Version, Cancel: "/reviews/" + c.ID + "/appeal",
				Head:   ui.HeadInfo{Kicker: lang.T("申诉", "Appeal"), Title: lang.T("审查申诉：%s", "The appeal: %s").With(c.Title), Lead: lang.Same(c.Appeal.Reasons)},
				Fields: []form.Field{choice, {Kind: form.Area, Field: ui.Field{Name: "reason", Label: lang.T("理由", "Reason"), Required: true, Rows: 4}}},
				Submit: ui.Button{Text: lang.T("确定", "Settle it"), Look: ui.Primary}}, r.may(auth.ReviewAppealAdmit, auth.Review, c.ID)
		},
		act: func(r *Request) (string, lang.Text, error) {
			id := r.PathValue("id")
			_, err := s.Review.SettleAdmission(r.Context(), r.P, r.C.Now, review.SettleAdmission{Review: id, Admit: r.PostFormValue("admit") == "yes",
				Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()})
			to := "/reviews/" + id + "/appeal"
			if err == nil && r.may(auth.ReviewView, auth.Review, id) != nil {
				to = "/reviews" // decided first, and is out of it now
			}
			return to, lang.T("已记录，申请人会看到理由。", "Noted; the applicant sees the reason."), err
		},
	}
}

// openAppeal reads an appeal that the person may see.
func (s *Server) openAppeal(r *Request) (review.Case, error) {
	c, err := s.Review.View(r.Reader(), r.P, r.PathValue("id"), 0)
	if err == nil && c.Appeal == nil {
		err = errs.New(errs.NotFound, "web.appeal", lang.T("这不是申诉案。", "This is no appeal."))
	}
	return c, err
}

// appealPage shows what is said against a decision, whether it is heard, by whom,
// and what came of it.
func (s *Server) appealPage(r *Request) error {
	c, err := s.openAppeal(r)
	if err != nil {
		return err
	}
	v := register.Entry{Page: r.Info(lang.Same(c.Title)), Status: appealStatus(c), Head: ui.HeadInfo{Kicker: lang.T("申诉 · %s", "Appeal · %s").With(c.Number), Title: lang.Same(c.Title)}}
	v.Page.Crumbs = []ui.Link{{Text: lang.T("申诉审查案", "The case of the appeal"), Href: "/reviews/" + c.ID}}
	if c.State == review.StateSubmitted && r.may(auth.ReviewAppealAdmit, auth.Review, c.ID) == nil {
		v.Head.Action = ui.Go(r.C, ui.Link{Text: lang.T("审查是否受理", "Say whether it is heard"), Href: "/reviews/" + c.ID + "/appeal/admit"}, ui.Primary)
	}
	set := r.law(c.Region)
	against, _ := set.Item("outcomes", c.Appeal.Against)
	v.Facts = []ui.Fact{{Label: lang.T("申诉的决定", "Against the decision"), Text: r.C.Text(against.Text), Value: register.Show(r.C, register.Cell{Text: r.C.Text(against.Text), Href: "/reviews/" + c.About})},
		{Label: lang.T("申诉理由", "Reasons of the appeal"), Text: c.Appeal.Reasons}, {Label: lang.T("提出时间", "Handed in"), Text: r.C.Time(c.Submitted)}}
	for _, f := range c.Appeal.Files {
		v.Facts = append(v.Facts, ui.Fact{Label: lang.T("证据", "Evidence"), Value: register.Show(r.C, register.Cell{Text: f.Name, Href: "/reviews/" + c.ID + "/files/" + f.Hash})})
	}
	if why := c.Admitted + c.Inadmissible; why != "" {
		v.Facts = append(v.Facts, ui.Fact{Label: lang.T("受理或者不受理的理由", "Why it is heard or not"), Text: why})
	}
	if c.Bench != nil {
		sec, err := r.benchSection(c)
		if err != nil {
			return err
		}
		v.Sections = append(v.Sections, sec)
	}
	events, err := s.Review.Events(r.Reader(), r.P, c.ID)
	if err != nil {
		return err
	}
	if v.History, err = s.tell(r, events); err != nil {
		return err
	}
	return r.Page(register.EntryPage(r.C, v))
}

// appealStatus is how an appeal stands.
func appealStatus(c review.Case) ui.Status {
	d := c.Decision()
	switch {
	case c.Inadmissible != "":
		return ui.Status{Text: lang.T("不予受理", "Not heard"), Tone: ui.Ended}
	case c.Admitted == "":
		return ui.Status{Text: lang.T("待审查是否受理", "Whether it is heard is open"), Tone: ui.Waiting}
	case review.Table.Info(c.State).Final && d != nil && d.Outcome == c.Appeal.Against:
		return ui.Status{Text: lang.T("维持原决定", "The first decision is upheld"), Tone: ui.Ended}
	case review.Table.Info(c.State).Final && d != nil:
		return ui.Status{Text: lang.T("原决定被取代", "The first decision is replaced"), Tone: ui.OK}
	}
	return caseStatus(c.State)
}

// benchSection says who hears the appeal, and what "others where possible" meant.
func (r *Request) benchSection(c review.Case) (register.Section, error) {
	ids := append([]string{c.Bench.Apart}, c.Bench.Out...)
	for _, g := range c.Bench.Again {
		ids = append(ids, g.Person)
	}
	names, err := r.people(ids...)
	if err != nil {
		return register.Section{}, err
	}
	name := func(person string) string {
		if person == "" {
			return r.C.T("一名委员", "a member")
		}
		return r.C.Text(names.text(person))
	}
	var rows []register.Row
	for _, p := range c.Bench.Out {
		rows = append(rows, register.Row{{Text: name(p)}, {Text: r.C.T("不参加", "stays out")}, {Text: r.C.T("参加过原决定，其余委员足以作出决定", "decided first, and the others can decide without")}})
	}
	for _, g := range c.Bench.Again {
		what := r.C.T("再次参加", "sits again")
		if g.Person != "" && g.Person == c.Bench.Apart {
			what = r.C.T("再次参加，有他人可以主持时不主持", "sits again, and does not lead while another can")
		}
		rows = append(rows, register.Row{{Text: name(g.Person)}, {Text: what}, {Text: r.C.Tf("没有此人则 %d 项法定要求不能满足", "without them %d of the legal demands would not hold", len(g.Lacks))}})
	}
	title := lang.T("由谁重新决定", "Who decides anew")
	return register.Section{ID: "bench", Title: title, Body: register.Rows(r.C, ui.TableInfo{Caption: title,
		Columns: []ui.Column{{Text: lang.T("参加过原决定的委员", "Who decided first")}, {Text: lang.T("这一次", "This time")}, {Text: lang.T("原因", "Why")}}, Rows: len(rows),
		Empty: ui.EmptyInfo{Title: lang.T("参加过原决定的人都已不在任", "Nobody who decided first is in office")}}, rows)}, nil
}

// appealLink leads an applicant to the appeal, or to where one is made; nil: there
// is none to make.
func (r *Request) appealLink(c review.Case) *ui.Link {
	if c.Claim != nil {
		return &ui.Link{Text: lang.T("免除审查的申请", "The claim of exemption"), Href: "/reviews/" + c.ID + "/exemption"}
	}
	if c.Appeal != nil {
		return &ui.Link{Text: lang.T("查看申诉", "See the appeal"), Href: "/reviews/" + c.ID + "/appeal"}
	}
	if c.AppealedBy != "" {
		return &ui.Link{Text: lang.T("查看申诉", "See the appeal"), Href: "/reviews/" + c.AppealedBy + "/appeal"}
	}
	if !c.Appealable() || r.may(auth.ReviewAppeal, auth.Review, c.ID) != nil {
		return nil
	}
	return &ui.Link{Text: lang.T("对决定不服，书面申诉", "Appeal against the decision"), Href: "/reviews/" + c.ID + "/appeal/new"}
}
