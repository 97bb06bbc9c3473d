package web

import (
	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// exemptionRoutes are the addresses of claims of exemption from review.
func (s *Server) exemptionRoutes() []route {
	return []route{
		{"GET /activities/{id}/exempt", s.claimExemption().show, loggedIn},
		{"POST /activities/{id}/exempt", s.claimExemption().send, loggedIn},
		{"GET /reviews/{id}/exemption", s.exemptionPage, loggedIn},
		{"GET /reviews/{id}/exemption/settle", s.settleExemption().show, loggedIn},
		{"POST /reviews/{id}/exemption/settle", s.settleExemption().send, loggedIn},
		{"GET /reviews/{id}/exemption/end", s.endExemption().show, loggedIn},
		{"POST /reviews/{id}/exemption/end", s.endExemption().send, loggedIn},
	}
}

// claimExemption is the form in which a leader claims that work is exempt.
func (s *Server) claimExemption() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			d, err := s.openDraft(r)
			if err != nil {
				return form.Page{}, err
			}
			if err := r.may(auth.ActivitySubmit, auth.Activity, d.ID); err != nil {
				return form.Page{}, err
			}
			p := form.Page{Page: r.Info(lang.T("申请免除审查", "Claim an exemption")), Version: d.Version, Cancel: d.path(), Action: r.URL.RequestURI(),
				Head: ui.HeadInfo{Kicker: d.name(), Title: lang.T("申请免除审查", "Claim an exemption from review"),
					Lead: lang.T("按自评，这项活动可以免除审查。由委员会认定；不予免除的，按一般程序提交即可。知情同意的义务不因此免除。",
						"By the self-assessment this work may be exempt. The committee says whether it is; if not, hand it in for the ordinary review. The duty of consent stays as it is.")},
				Submit: ui.Button{Text: lang.T("提交申请", "Hand the claim in"), Look: ui.Primary}}
			if d.facts.Judged != nil {
				f := ui.Field{Name: "grounds", Label: lang.T("符合哪种情形", "Grounds"), Required: true}
				for _, g := range d.facts.Exempting.Fitting(d.facts.Judged.Profile) {
					item, _ := d.set.Item("exemption_cases", g.Code)
					f.Options = append(f.Options, ui.Option{Value: g.Code, Text: g.Text, Help: item.Help})
				}
				p.Fields = append(p.Fields, form.Field{Kind: form.Checks, Field: f})
			}
			p.Fields = append(p.Fields, form.Field{Kind: form.Area, Field: ui.Field{Name: "statement", Label: lang.T("数据、样本的来源和理由", "Where data and specimens come from, and why it fits"), Required: true, Rows: 5, Max: 5000}})
			if n := len(d.facts.Unit.Ready()); n > 1 {
				f := ui.Field{Name: "committee", Label: lang.T("由哪个委员会认定", "Which committee"), Required: true}
				for _, c := range d.facts.Unit.Ready() {
					f.Options = append(f.Options, ui.Option{Value: c.ID, Text: english(c.Name)})
				}
				p.Fields = append(p.Fields, form.Field{Kind: form.Radios, Field: f})
			}
			return p, nil
		},
		act: func(r *Request) (string, lang.Text, error) {
			id := r.PathValue("id")
			_, err := s.Activity.Submit(r.Context(), r.P, r.C.Now, activity.Submit{Activity: id, Version: r.Version(), Committee: r.PostFormValue("committee"), Key: r.Key(),
				Claim: &activity.Claim{Grounds: r.PostForm["grounds"], Statement: r.PostFormValue("statement")}})
			return "/activities/" + id, lang.T("已提交，由委员会认定。", "Handed in; the committee answers it."), err
		},
	}
}

// openExemption reads a claim that the person may see.
func (s *Server) openExemption(r *Request) (review.Case, error) {
	c, err := s.Review.View(r.Reader(), r.P, r.PathValue("id"), 0)
	if err == nil && c.Claim == nil {
		err = errs.New(errs.NotFound, "web.exemption", lang.T("这不是免除审查的申请。", "This is no claim of exemption."))
	}
	return c, err
}

// exemptionPage shows what is claimed, on which grounds, and what was answered.
func (s *Server) exemptionPage(r *Request) error {
	c, err := s.openExemption(r)
	if err != nil {
		return err
	}
	set := r.law(c.Region)
	v := register.Entry{Page: r.Info(lang.Same(c.Title)), Status: exemptionStatus(r, c), Sentence: exemptionNext(c),
		Head: ui.HeadInfo{Kicker: lang.T("免除审查 · %s", "Exemption · %s").With(c.Number), Title: lang.Same(c.Title)}}
	v.Page.Crumbs = []ui.Link{{Text: lang.T("活动", "Activity"), Href: "/activities/" + c.Activity}, {Text: lang.T("准入", "Start gate"), Href: "/gates/" + c.Activity}}
	if r.may(auth.ReviewDiscussion, auth.Review, c.ID) == nil {
		v.Page.Crumbs[0] = ui.Link{Text: lang.T("案卷", "Case"), Href: "/reviews/" + c.ID}
	}
	var acts []register.Act
	if c.State == review.StateSubmitted && r.may(auth.ReviewExempt, auth.Review, c.ID) == nil {
		acts = append(acts, register.Act{Link: ui.Link{Text: lang.T("认定", "Answer the claim"), Href: "/reviews/" + c.ID + "/exemption/settle"}, Look: ui.Primary})
	}
	if d := c.Decision(); d != nil && d.Outcome == review.OutcomeExempt && r.may(auth.ReviewExemptEnd, auth.Review, c.ID) == nil {
		acts = append(acts, register.Act{Link: ui.Link{Text: lang.T("条件变化，结束免除", "The conditions changed"), Href: "/reviews/" + c.ID + "/exemption/end"}, Look: ui.Second})
	}
	if len(acts) > 0 {
		v.Head.Action = register.Acts(r.C, acts)
	}
	v.Facts = []ui.Fact{{Label: lang.T("情形", "Grounds"), Text: r.C.Join(words(set, "exemption_cases", c.Claim.Grounds...))}, {Label: lang.T("来源和理由", "Sources and reasons"), Text: c.Claim.Statement},
		{Label: lang.T("提出时间", "Handed in"), Text: r.C.Time(c.Submitted)},
		{Label: lang.T("知情同意", "Consent"), Text: r.C.T("义务不变，见准入条件", "the duty stays as it is; see the start gate"), Value: register.Show(r.C, register.Cell{Text: r.C.T("义务不变，见准入条件", "the duty stays as it is; see the start gate"), Href: "/gates/" + c.Activity})}}
	for _, d := range c.Decisions {
		v.Facts = append(v.Facts, ui.Fact{Label: word(set, "outcomes", d.Outcome), Text: d.Reasons})
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

func exemptionStatus(r *Request, c review.Case) ui.Status {
	if c.State == review.StateSubmitted {
		return ui.Status{Text: lang.T("待认定", "To be answered"), Tone: ui.Waiting}
	}
	outcome := ""
	if d := c.Decision(); d != nil {
		outcome = d.Outcome
	}
	return ofKind(r.law(c.Region), c.Kind, c.State, outcome)
}

func exemptionNext(c review.Case) lang.Text {
	switch d := c.Decision(); {
	case c.State == review.StateSubmitted:
		return lang.T("由主任委员认定；认定之前不得开始。", "The chair answers it; nothing begins before.")
	case d == nil:
		return lang.Text{}
	case d.Outcome == review.OutcomeExempt:
		return lang.T("免除审查，知情同意等其他条件仍须具备。情况变化时立即报告。", "Exempt from review; consent and the other conditions still have to be met. Report at once when anything changes.")
	}
	return lang.T("须经审查：请按一般程序提交，批准之前不得开始或者继续。", "It has to be reviewed: hand it in for the ordinary review; nothing begins or goes on before the approval.")
}

func (s *Server) settleExemption() formPage {
	return s.exemptionForm(auth.ReviewExempt, lang.T("认定是否免除审查", "Answer the claim of exemption"), lang.T("确定", "Settle it"), lang.T("已认定，申请人会看到理由。", "Settled; the applicant sees the reasons."),
		[]form.Field{{Kind: form.Radios, Field: ui.Field{Name: "grant", Label: lang.T("认定", "Answer"), Required: true, Options: []ui.Option{
			{Value: "yes", Text: lang.T("免除审查", "Exempt from review")}, {Value: "no", Text: lang.T("不予免除，须审查", "Not exempt; it is to be reviewed")}}}},
			reasonsField(lang.T("理由", "Reasons"), true)},
		func(r *Request, id string) (journal.Outcome, error) {
			grant := r.PostFormValue("grant")
			if grant == "" {
				return journal.Outcome{}, errs.New(errs.Invalid, "review.exempt.answer", lang.T("请选择是否免除。", "Choose whether it is exempt.")).At("grant")
			}
			return s.Review.SettleExemption(r.Context(), r.P, r.C.Now, review.SettleExemption{Review: id, Grant: grant == "yes", Reasons: r.PostFormValue("reasons"), Version: r.Version(), Key: r.Key()})
		})
}

func (s *Server) endExemption() formPage {
	return s.exemptionForm(auth.ReviewExemptEnd, lang.T("条件变化，结束免除", "End the exemption"), lang.T("结束免除", "End it"), lang.T("免除已结束，活动须经审查。", "The exemption has ended; the work has to be reviewed."),
		[]form.Field{reasonsField(lang.T("哪项条件不再具备", "Which condition no longer holds"), true)},
		func(r *Request, id string) (journal.Outcome, error) {
			return s.Review.EndExemption(r.Context(), r.P, r.C.Now, review.EndExemption{Review: id, Reasons: r.PostFormValue("reasons"), Version: r.Version(), Key: r.Key()})
		})
}

// exemptionForm is a form about one claim.
func (s *Server) exemptionForm(verb auth.Verb, title, button, done lang.Text, fields []form.Field, do func(*Request, string) (journal.Outcome, error)) formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			c, err := s.openExemption(r)
			if err != nil {
				return form.Page{}, err
			}
			return form.Page{Page: r.Info(title), Version: c.Version, Cancel: "/reviews/" + c.ID + "/exemption", Fields: fields,
				Head:   ui.HeadInfo{Kicker: lang.Same(c.Title), Title: title, Lead: lang.Same(c.Claim.Statement)},
				Submit: ui.Button{Text: button, Look: ui.Primary}}, r.may(verb, auth.Review, c.ID)
		},
		act: func(r *Request) (string, lang.Text, error) {
			_, err := do(r, r.PathValue("id"))
			return "/reviews/" + r.PathValue("id") + "/exemption", done, err
		},
	}
}
