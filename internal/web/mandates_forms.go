package web

import (
	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/lang"
	"lunheng/internal/mandate"
	"lunheng/internal/registry"
	"lunheng/internal/store"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/ui"
)

// maxChoice bounds the committees and drafts offered by a form.
const maxChoice = 200

// single is how the address and the form say that it is about one activity.
const single = "single"

// newMandateForm drafts a mandate: for the unit that the address names or, for
// somebody who belongs to none, for oneself.
func (s *Server) newMandateForm() formPage {
	return formPage{build: s.buildMandate, act: s.draftMandate}
}

func (s *Server) buildMandate(r *Request) (form.Page, error) {
	like, err := s.mandateLike(r)
	if err != nil {
		return form.Page{}, err
	}
	v := form.Page{Page: r.Info(lang.T("起草委托书", "Draft a mandate")), Action: r.URL.RequestURI(), Cancel: "/mandates", Submit: ui.Button{Text: lang.T("保存草稿", "Save the draft"), Look: ui.Primary},
		Head: ui.HeadInfo{Title: lang.T("起草委托书", "Draft a mandate"), Lead: lang.T("双方签署后生效。委托不转移责任。", "It counts once both sides have signed. Entrusting moves no responsibility.")}}
	who, whoID := auth.Person, r.P.Person
	if like.Unit != "" {
		who, whoID = auth.Unit, like.Unit
		if v.Head.Kicker, err = r.body(auth.Unit, like.Unit); err != nil {
			return v, err
		}
	}
	if err := r.may(auth.MandateDraft, who, whoID); err != nil {
		return v, err
	}
	to, err := s.committeeField(r, like)
	if err != nil {
		return v, err
	}
	v.Fields = append(v.Fields, to)
	if like.Unit != "" && !like.Standing {
		find, leader, err := s.findPerson(r)
		if err != nil {
			return v, err
		}
		leader.Name, leader.Label = "leader", lang.T("活动负责人", "Who leads the activity")
		v.Find, v.Fields = find, append(v.Fields, leader)
	}
	fields, err := s.termFields(r, like)
	v.Fields = append(v.Fields, fields...)
	if like.Unit != "" && like.Renews == "" {
		other := ui.Link{Text: lang.T("只委托一项活动", "Entrust one activity only"), Href: "/mandates/new?scope=" + single + "&unit=" + like.Unit}
		if !like.Standing {
			other = ui.Link{Text: lang.T("委托全部活动", "Entrust all activities"), Href: "/mandates/new?unit=" + like.Unit}
		}
		v.Head.Action = ui.Go(r.C, other, ui.Quiet)
	}
	return v, err
}

// mandateLike is what the form begins with: what the address says, or an earlier
// mandate that is to be renewed.
func (s *Server) mandateLike(r *Request) (mandate.Draft, error) {
	d := mandate.Draft{Unit: r.FormValue("unit"), Committee: r.FormValue("committee")}
	d.Standing, d.Activity = r.FormValue("scope") != single && d.Unit != "", r.FormValue("activity")
	d.From, d.Until, d.Ground, d.FollowUp = r.P.Day, r.P.Day.AddMonths(12).AddDays(-1), "none", true
	if d.Unit == "" {
		d.Ground = "no_unit"
	}
	id := r.FormValue("like")
	if id == "" {
		return d, nil
	}
	old, err := s.Mandate.View(r.Reader(), r.P, id)
	if err != nil {
		return d, err
	}
	terms := old.Terms
	if terms.From, terms.Until = r.P.Day, r.P.Day.AddMonths(12).AddDays(-1); old.On(r.P.Day) {
		terms.From, terms.Until = old.Until.AddDays(1), old.Until.AddMonths(12)
	}
	return mandate.Draft{Unit: old.Unit, Committee: old.Committee, Terms: terms, Renews: id}, nil
}

// committeeField offers the committees of other units.
func (s *Server) committeeField(r *Request, d mandate.Draft) (form.Field, error) {
	f := form.Field{Kind: form.Choice, Field: ui.Field{Name: "committee", Label: lang.T("委托给哪个委员会", "Which committee to entrust"), Required: true, Value: d.Committee}}
	page, err := registry.ListCommittees(r.Reader(), registry.CommitteeFilter{State: string(registry.Active), Paging: store.Paging{Limit: maxChoice}})
	if err != nil {
		return f, err
	}
	set := r.law("")
	for _, c := range page.Items {
		if c.Unit == d.Unit {
			continue
		}
		name := english(c.Name)
		if c.KindOr() != registry.OwnKind {
			name = lang.T("%s（%s）", "%s (%s)").With(name, word(set, "committee_kinds", c.KindOr()))
		}
		f.Options = append(f.Options, ui.Option{Value: c.ID, Text: name})
	}
	return f, nil
}

// termFields ask for the terms.
func (s *Server) termFields(r *Request, d mandate.Draft) ([]form.Field, error) {
	set := r.law("")
	var out []form.Field
	if d.Unit != "" {
		ground := form.Field{Kind: form.Radios, Field: ui.Field{Name: "ground", Label: lang.T("委托的理由（审查办法第十三条）", "Why (Review Measures, article 13)"), Required: true, Value: d.Ground}}
		for _, o := range options(set, "mandate_grounds") {
			if o.Value != "no_unit" {
				ground.Options = append(ground.Options, o)
			}
		}
		out = append(out, ground)
	}
	out = append(out, form.Field{Kind: form.Area, Field: ui.Field{Name: "why", Label: lang.T("理由的说明", "More on the reason"), Rows: 2, Value: d.Why}},
		form.Field{Kind: form.Checks, Field: ui.Field{Name: "fields", Label: lang.T("委托的领域", "Fields entrusted"), Required: true, Chosen: d.Fields, Options: options(set, "fields")}})
	if d.Unit == "" && !d.Standing {
		mine, err := r.draftField(d.Activity)
		if err != nil {
			return nil, err
		}
		out = append(out, form.Field{Kind: form.Radios, Field: ui.Field{Name: "scope", Label: lang.T("委托的事项", "What is entrusted"), Required: true, Value: single, Options: []ui.Option{
			{Value: single, Text: lang.T("一项活动", "One activity")}, {Value: "standing", Text: lang.T("期限内的全部活动", "All activities of the term")}}}}, mine)
	}
	if !d.Standing {
		out = append(out, form.Field{Kind: form.Line, Field: ui.Field{Name: "subject", Label: lang.T("活动名称", "Name of the activity"), Value: d.Subject, Max: 500}})
	}
	return append(out, dayField("from", lang.T("第一天", "First day"), string(d.From), true), dayField("until", lang.T("最后一天", "Last day"), string(d.Until), true),
		form.Field{Kind: form.Radios, Field: ui.Field{Name: "follow_up", Label: lang.T("跟踪审查由受托委员会负责", "The committee also follows up"), Required: true, Value: yesOrNo(d.FollowUp),
			Options: []ui.Option{{Value: "yes", Text: lang.T("是", "Yes")}, {Value: "no", Text: lang.T("否", "No")}}}},
		form.Field{Kind: form.Area, Field: ui.Field{Name: "fee", Label: lang.T("费用的约定（可不填）", "What was agreed on fees; may be empty"), Rows: 2, Value: d.Fee}}), nil
}

func yesOrNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// draftField offers the person's own drafts.
func (r *Request) draftField(chosen string) (form.Field, error) {
	f := form.Field{Kind: form.Choice, Field: ui.Field{Name: "activity", Label: lang.T("是哪一份申请（可以以后再填）", "Which application; may be left open"), Value: chosen}}
	page, err := activity.List(r.Reader(), r.P, activity.Filter{Mine: true, State: activity.StateDraft}, store.Paging{Limit: maxChoice})
	for _, a := range page.Items {
		title := lang.Same(a.Title)
		if a.Title == "" {
			title = lang.T("（未命名）", "(without a title)")
		}
		f.Options = append(f.Options, ui.Option{Value: a.ID, Text: title})
	}
	return f, err
}

// terms reads what termFields ask.
func (r *Request) terms(like mandate.Draft) mandate.Terms {
	return mandate.Terms{Ground: r.PostFormValue("ground"), Why: r.PostFormValue("why"), Fields: r.PostForm["fields"],
		Standing: like.Standing || r.PostFormValue("scope") == "standing", Subject: r.PostFormValue("subject"), Leader: r.PostFormValue("leader"), Activity: r.PostFormValue("activity"),
		From: calendar.Day(r.PostFormValue("from")), Until: calendar.Day(r.PostFormValue("until")), FollowUp: r.PostFormValue("follow_up") == "yes", Fee: r.PostFormValue("fee")}
}

func (s *Server) draftMandate(r *Request) (string, lang.Text, error) {
	like, err := s.mandateLike(r)
	if err != nil {
		return "", lang.Text{}, err
	}
	cmd := mandate.Draft{Unit: like.Unit, Committee: r.PostFormValue("committee"), Terms: r.terms(like), Renews: like.Renews, Key: r.Key()}
	out, err := s.Mandate.Draft(r.Context(), r.P, r.C.Now, cmd)
	return "/mandates/" + out.Result, lang.T("草稿已保存。核对后签署。", "The draft is saved. Look through it, then sign."), err
}

// editMandate changes a draft.
func (s *Server) editMandate() formPage {
	return s.mandateForm(auth.MandateEdit, lang.T("修改委托书", "Change the mandate"), lang.Text{}, lang.T("保存", "Save"), lang.T("已保存。", "Saved."),
		func(r *Request, st mandate.State) ([]form.Field, error) {
			return s.termFields(r, mandate.Draft{Unit: st.Unit, Terms: st.Terms})
		},
		func(r *Request, st mandate.State, _ mandate.On) error {
			terms := r.terms(mandate.Draft{Terms: mandate.Terms{Standing: st.Unit != "" && st.Standing}})
			terms.Leader = st.Leader
			_, err := s.Mandate.Change(r.Context(), r.P, r.C.Now, mandate.Change{Mandate: st.ID, Terms: terms, Version: r.Version(), Key: r.Key()})
			return err
		})
}

// mandateForm is a form about one mandate.
func (s *Server) mandateForm(verb auth.Verb, title, lead, button, done lang.Text, fields func(*Request, mandate.State) ([]form.Field, error),
	act func(*Request, mandate.State, mandate.On) error) formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			st, err := s.Mandate.View(r.Reader(), r.P, r.PathValue("id"))
			if err != nil {
				return form.Page{}, err
			}
			head, _, err := r.mandateFacts(st)
			if err != nil {
				return form.Page{}, err
			}
			v := form.Page{Page: r.Info(title), Head: ui.HeadInfo{Kicker: head.Title, Title: title, Lead: lead}, Version: st.Version, Cancel: "/mandates/" + st.ID,
				Submit: ui.Button{Text: button, Look: ui.Primary}}
			if fields != nil {
				if v.Fields, err = fields(r, st); err != nil {
					return v, err
				}
			}
			return v, r.may(verb, auth.Mandate, st.ID)
		},
		act: func(r *Request) (string, lang.Text, error) {
			st, err := s.Mandate.View(r.Reader(), r.P, r.PathValue("id"))
			if err == nil {
				err = act(r, st, mandate.On{Mandate: st.ID, Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()})
			}
			return "/mandates/" + st.ID, done, err
		},
	}
}

func reasonField(*Request, mandate.State) ([]form.Field, error) {
	return []form.Field{{Kind: form.Area, Field: ui.Field{Name: "reason", Label: lang.T("理由", "Reason"), Required: true, Rows: 3}}}, nil
}

func (s *Server) offerMandate() formPage {
	return s.mandateForm(auth.MandateEdit, lang.T("代表委托方签署", "Sign for the entrusting side"),
		lang.T("签署后送交受托方；对方签署之前可以收回。", "Once signed it goes to the committee's side; until they sign you can take it back."),
		lang.T("签署", "Sign"), lang.T("已签署，送交受托方。", "Signed and sent."), nil,
		func(r *Request, _ mandate.State, on mandate.On) error {
			_, err := s.Mandate.Offer(r.Context(), r.P, r.C.Now, on)
			return err
		})
}

func (s *Server) acceptMandate() formPage {
	return s.mandateForm(auth.MandateAccept, lang.T("代表受托方签署", "Sign for the committee"),
		lang.T("签署后，委托方可以在期限内向委员会提交申请。", "Once signed, the entrusting side can hand in applications within the term."),
		lang.T("签署", "Sign"), lang.T("双方已签署，委托生效。", "Both sides have signed; the mandate is in force."), nil,
		func(r *Request, _ mandate.State, on mandate.On) error {
			_, err := s.Mandate.Accept(r.Context(), r.P, r.C.Now, on)
			return err
		})
}

func (s *Server) declineMandate() formPage {
	return s.mandateForm(auth.MandateAccept, lang.T("不接受委托", "Decline the mandate"), lang.Text{}, lang.T("不接受", "Decline"), lang.T("已告知委托方。", "The entrusting side knows."), reasonField,
		func(r *Request, _ mandate.State, on mandate.On) error {
			_, err := s.Mandate.Decline(r.Context(), r.P, r.C.Now, on)
			return err
		})
}

func (s *Server) takeBackMandate() formPage {
	return s.mandateForm(auth.MandateEdit, lang.T("收回委托书", "Take the mandate back"), lang.T("收回后可以修改，再重新签署。", "It can then be changed and signed anew."), lang.T("收回", "Take it back"),
		lang.T("已收回。", "Taken back."), nil, func(r *Request, _ mandate.State, on mandate.On) error {
			_, err := s.Mandate.TakeBack(r.Context(), r.P, r.C.Now, on)
			return err
		})
}

func (s *Server) discardMandate() formPage {
	return s.mandateForm(auth.MandateEdit, lang.T("丢弃草稿", "Discard the draft"), lang.Text{}, lang.T("丢弃", "Discard"), lang.T("已丢弃。", "Discarded."), nil,
		func(r *Request, _ mandate.State, on mandate.On) error {
			_, err := s.Mandate.Discard(r.Context(), r.P, r.C.Now, on)
			return err
		})
}

func (s *Server) endMandate() formPage {
	return s.mandateForm(auth.MandateEnd, lang.T("终止委托", "End the mandate"), lang.T("立即生效，不能撤回：不再接收新的申请，已经提交的审查办到结束。",
		"It takes effect at once and for good: no new application is taken; reviews already begun go on."), lang.T("终止委托", "End it"), lang.T("委托已终止。", "The mandate has ended."), reasonField,
		func(r *Request, _ mandate.State, on mandate.On) error {
			_, err := s.Mandate.End(r.Context(), r.P, r.C.Now, on)
			return err
		})
}
