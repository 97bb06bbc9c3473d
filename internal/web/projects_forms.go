package web

import (
	"slices"
	"strconv"
	"strings"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/lang"
	"lunheng/internal/programme"
	"lunheng/internal/rules"
	"lunheng/internal/store"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// wordsField asks for words without names.
func wordsField(name string, label lang.Text) form.Field {
	return form.Field{Kind: form.Area, Field: ui.Field{Name: name, Label: label, Required: true, Rows: 4, Help: lang.T("不写姓名", "No names")}}
}

// contentFields ask what an application says.
func (s *Server) contentFields(r *Request, set *rules.Set, c programme.Content) ([]form.Field, error) {
	known, err := r.people(c.Members...)
	if err != nil {
		return nil, err
	}
	members := form.Field{Kind: form.Checks, Field: ui.Field{Name: "members", Label: lang.T("成员", "Members"), Help: lang.T("负责人之外，参加项目的人；先按姓名查找", "Who takes part beside the leader; look for them by name first"), Chosen: c.Members}}
	for _, id := range c.Members {
		members.Options = append(members.Options, ui.Option{Value: id, Text: known.text(id)})
	}
	a := programme.Answers{}
	if c.Answers != nil {
		a = *c.Answers
	}
	amount := ""
	if c.Amount > 0 {
		amount = strconv.FormatInt(c.Amount, 10)
	}
	answered := ""
	if c.Answers != nil {
		answered = "yes"
	}
	return []form.Field{
		{Kind: form.Line, Field: ui.Field{Name: "title", Label: lang.T("项目名称", "Title of the project"), Required: true, Max: 300, Value: c.Title}},
		{Kind: form.Line, Field: ui.Field{Name: "amount", Label: lang.T("申请金额（元）", "Asked for, in yuan"), Required: true, Type: "number", Narrow: true, Value: amount}},
		members,
		form.Group(lang.T("没有关联活动时的自评估", "Self-assessment, where no activity is linked")),
		{Kind: form.Checks, Field: ui.Field{Name: "fields", Label: lang.T("领域", "Fields"), Options: options(set, "fields"), Chosen: a.Fields}},
		{Kind: form.Checks, Field: ui.Field{Name: "indirect_risks", Label: lang.T("可能的间接风险", "Possible indirect risks"), Options: options(set, "indirect_risks"), Chosen: a.Risks}},
		{Kind: form.Checks, Field: ui.Field{Name: "scope", Label: lang.T("涉及（一项也没有，就不须审查）", "It touches (where nothing, no review is needed)"), Options: options(set, "scope"), Chosen: a.Touches}},
		{Kind: form.Check, Field: ui.Field{Name: "answered", Label: lang.T("以上已经如实回答", "These answers are true and complete"), Value: answered}},
	}, nil
}

// content is what contentFields ask.
func (r *Request) content() programme.Content {
	amount, err := strconv.ParseInt(strings.TrimSpace(r.PostFormValue("amount")), 10, 64)
	if err != nil {
		amount = 0 // refused
	}
	members := append(slices.Clone(r.PostForm["members"]), r.PostForm["person"]...)
	c := programme.Content{Title: r.PostFormValue("title"), Amount: amount, Members: members}
	if r.PostFormValue("answered") != "" {
		c.Answers = &programme.Answers{Fields: r.PostForm["fields"], Risks: r.PostForm["indirect_risks"], Touches: r.PostForm["scope"]}
	}
	return c
}

// withMember lets a form look for one more member by name.
func (s *Server) withMember(f formPage) formPage {
	build := f.build
	f.build = func(r *Request) (form.Page, error) {
		v, err := build(r)
		if err != nil {
			return v, err
		}
		find, people, err := s.findPerson(r)
		if err != nil {
			return v, err
		}
		if len(people.Options) > 0 {
			people.Required, people.Label = false, lang.T("加为成员", "Add as a member")
			v.Fields = append([]form.Field{people, r.found()}, v.Fields...)
		}
		find.Hits = max(find.Hits, 1) // the rest of the form stands without a find
		v.Find = find
		return v, nil
	}
	return f
}

// activityField chooses among the person's activities.
func (r *Request) activityField(value string) (form.Field, error) {
	page, err := activity.List(r.Reader(), r.P, activity.Filter{Mine: true}, store.Paging{Limit: store.MaxPage})
	out := form.Field{Kind: form.Choice, Field: ui.Field{Name: "activity", Label: lang.T("科技活动", "Activity"), Value: value, Help: lang.T("系统里已有的，关联之后自评估和审查以它为准", "Where there is one here: its assessment and review then count")}}
	for _, a := range page.Items {
		out.Options = append(out.Options, ui.Option{Value: a.ID, Text: lang.Same(a.Title)})
	}
	return out, err
}

func (s *Server) applyProject() formPage {
	f := s.programmeForm(auth.ProgrammeApply, ui.HeadInfo{Title: lang.T("申报", "Apply"), Lead: lang.T("提交之前可以修改。提交时核查申报人有无一票否决的情形。", "You can change it until you hand it in; then it is checked whether somebody who applies is barred.")}, lang.T("保存草稿", "Save the draft"), lang.Text{}, nil, nil)
	build := f.build
	f.build = func(r *Request) (form.Page, error) {
		v, err := build(r)
		if err != nil {
			return v, err
		}
		linked, err := r.activityField("")
		if err != nil {
			return v, err
		}
		fields, err := s.contentFields(r, r.law(""), programme.Content{})
		v.Fields = append(append(v.Fields, fields[:2]...), append([]form.Field{linked}, fields[3:]...)...)
		return v, err
	}
	f.act = func(r *Request) (string, lang.Text, error) {
		out, err := s.Programme.Draft(r.Context(), r.P, r.C.Now, programme.Draft{Programme: r.PathValue("id"), Content: r.content(), Activity: r.PostFormValue("activity"), Key: r.Key()})
		return projectPath(out.Result), lang.T("草稿已保存。", "The draft is saved."), err
	}
	return s.withMember(f)
}

// projectForm is a form about one project.
func (s *Server) projectForm(verb auth.Verb, head ui.HeadInfo, button, done lang.Text, fields func(*Request, programme.ProjectView) ([]form.Field, error), act func(*Request) error) formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			v, err := s.Programme.ViewProject(r.Reader(), r.P, r.PathValue("id"), r.C.Now)
			if err != nil {
				return form.Page{}, err
			}
			head := head // of this request alone
			head.Kicker = lang.Same(v.Title)
			page := form.Page{Page: r.Info(head.Title), Head: head, Version: v.Version, Cancel: projectPath(v.ID), Submit: ui.Button{Text: button, Look: ui.Primary}}
			if fields != nil {
				if page.Fields, err = fields(r, v); err != nil {
					return page, err
				}
			}
			return page, r.may(verb, auth.Project, v.ID)
		},
		act: func(r *Request) (string, lang.Text, error) { return projectPath(r.PathValue("id")), done, act(r) },
	}
}

func (r *Request) onProject() programme.On {
	return programme.On{Project: r.PathValue("id"), Version: r.Version(), Key: r.Key()}
}

func (r *Request) saysProject() programme.Say {
	return programme.Say{Project: r.PathValue("id"), Opinion: r.PostFormValue("opinion"), Version: r.Version(), Key: r.Key()}
}

func opinion(label lang.Text) func(*Request, programme.ProjectView) ([]form.Field, error) {
	return func(*Request, programme.ProjectView) ([]form.Field, error) {
		return []form.Field{wordsField("opinion", label)}, nil
	}
}

func (s *Server) writeProject() formPage {
	return s.withMember(s.projectForm(auth.ProjectEdit, ui.HeadInfo{Title: lang.T("修改申报书", "Change the application")}, lang.T("保存", "Save"), lang.T("已保存。", "Saved."),
		func(r *Request, v programme.ProjectView) ([]form.Field, error) {
			return s.contentFields(r, r.law(v.Region), v.Content)
		}, func(r *Request) error {
			_, err := s.Programme.Write(r.Context(), r.P, r.C.Now, programme.Write{Project: r.PathValue("id"), Content: r.content(), Version: r.Version(), Key: r.Key()})
			return err
		}))
}

func (s *Server) linkActivity() formPage {
	return s.projectForm(auth.ProjectEdit, ui.HeadInfo{Title: lang.T("关联科技活动", "Link the activity"), Lead: lang.T("关联之后，审查、跟踪和结题的情况自动计入关口。", "Its review, follow-ups and end then count at the gates by themselves.")}, lang.T("关联", "Link"), lang.T("已关联。", "Linked."),
		func(r *Request, v programme.ProjectView) ([]form.Field, error) {
			f, err := r.activityField(v.Activity)
			f.Required = true
			return []form.Field{f}, err
		}, func(r *Request) error {
			_, err := s.Programme.Link(r.Context(), r.P, r.C.Now, programme.Link{Project: r.PathValue("id"), Activity: r.PostFormValue("activity"), Version: r.Version(), Key: r.Key()})
			return err
		})
}

// signPledge shows the text of the pledge and takes a signature.
func (s *Server) signPledge() formPage {
	f := s.projectForm(auth.ProjectSign, ui.HeadInfo{Title: lang.T("签署伦理承诺书", "Sign the pledge on ethics"), Lead: lang.T("用您的账户签署。签的是下面这个文本，其散列一并留存。", "You sign with your account. What you sign is the text below; its hash is kept with it.")}, lang.T("签署", "Sign"), lang.T("已签署。", "Signed."),
		func(r *Request, v programme.ProjectView) ([]form.Field, error) {
			side := form.Field{Kind: form.Radios, Field: ui.Field{Name: "side", Label: lang.T("为谁签署", "For whom you sign"), Required: true, Value: programme.SideUnit, Options: []ui.Option{{Value: programme.SideUnit, Text: lang.T("单位", "the unit")}}}}
			if r.P.Person == v.Leader {
				side.Value, side.Options = programme.SideLeader, []ui.Option{{Value: programme.SideLeader, Text: lang.T("负责人", "the leader")}}
			}
			return []form.Field{side, {Kind: form.Hidden, Field: ui.Field{Name: "hash", Value: v.Text.Hash}}}, nil
		}, func(r *Request) error {
			_, err := s.Programme.Sign(r.Context(), r.P, r.C.Now, programme.Sign{Project: r.PathValue("id"), Side: r.PostFormValue("side"), Hash: r.PostFormValue("hash"), Version: r.Version(), Key: r.Key()})
			return err
		})
	build := f.build
	f.build = func(r *Request) (form.Page, error) {
		page, err := build(r)
		if err != nil {
			return page, err
		}
		v, err := s.Programme.ViewProject(r.Reader(), r.P, r.PathValue("id"), r.C.Now)
		for _, c := range v.Text.Text {
			page.Above = append(page.Above, register.Words(r.C, lang.T("%s：%s", "%s: %s").With(c.Head, c.Body)))
		}
		page.Above = append(page.Above, register.Words(r.C, lang.T("SHA-256：%s", "SHA-256: %s").With(v.Text.Hash)))
		return page, err
	}
	return f
}

func (s *Server) submitProject() formPage {
	return s.projectForm(auth.ProjectEdit, ui.HeadInfo{Title: lang.T("提交申报", "Hand the application in"), Lead: lang.T("提交时核查负责人、成员和单位有无一票否决的情形；被禁止的，不能申报。", "Leader, members and unit are checked against the ledger of sanctions; whoever is barred cannot apply.")}, lang.T("提交", "Hand it in"), lang.T("已提交。", "It is handed in."), nil, func(r *Request) error {
		_, err := s.Programme.Submit(r.Context(), r.P, r.C.Now, r.onProject())
		return err
	})
}

func (s *Server) checkProject() formPage {
	return s.projectForm(auth.ProjectDecide, ui.HeadInfo{Title: lang.T("再次核查申报人", "Check the applicants again"), Lead: lang.T("查询留下记录，当事人看得到。", "The question stays on record, and whom it concerns sees it.")}, lang.T("核查", "Check"), lang.T("已核查。", "Checked."), nil, func(r *Request) error {
		_, err := s.Programme.Check(r.Context(), r.P, r.C.Now, r.onProject())
		return err
	})
}

func (s *Server) settleDoubt() formPage {
	return s.projectForm(auth.ProjectDecide, ui.HeadInfo{Title: lang.T("人工核对", "Look who it is"), Lead: lang.T("确认不是受到处理的人；如果是，请不予立项。", "Confirm that it is not whom the measure concerns; if it is, refuse the application.")}, lang.T("不是同一人", "It is somebody else"), lang.T("已记录。", "Recorded."),
		func(*Request, programme.ProjectView) ([]form.Field, error) {
			return []form.Field{wordsField("reason", lang.T("如何确认", "How it was found out"))}, nil
		}, func(r *Request) error {
			_, err := s.Programme.SettleDoubt(r.Context(), r.P, r.C.Now, programme.Doubt{Project: r.PathValue("id"), Who: r.PathValue("who"), Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()})
			return err
		})
}

func (s *Server) admitProject() formPage {
	return s.projectForm(auth.ProjectDecide, ui.HeadInfo{Title: lang.T("受理申报", "Take the application up")}, lang.T("受理", "Take it up"), lang.T("已受理。", "It is taken up."), nil, func(r *Request) error {
		_, err := s.Programme.Admit(r.Context(), r.P, r.C.Now, r.onProject())
		return err
	})
}

func (s *Server) approveFunding() formPage {
	return s.projectForm(auth.ProjectDecide, ui.HeadInfo{Title: lang.T("立项", "Approve the project"), Lead: lang.T("先再次核查申报人。伦理批准可以限期具备，此前不拨款。", "The applicants are checked again first. The ethics approval may follow by a day that you set; no money follows before it.")}, lang.T("立项", "Approve"), lang.T("已立项。", "It is approved."),
		func(r *Request, v programme.ProjectView) ([]form.Field, error) {
			return []form.Field{{Kind: form.Line, Field: ui.Field{Name: "first", Label: lang.T("立项之后拨付（元）", "Paid after approval, in yuan"), Type: "number", Narrow: true}},
				{Kind: form.Line, Field: ui.Field{Name: "last", Label: lang.T("验收之后拨付（元）", "Paid after acceptance, in yuan"), Type: "number", Narrow: true}},
				{Kind: form.Day, Field: ui.Field{Name: "ethics_by", Label: lang.T("伦理批准最迟", "Ethics approval at the latest"), Help: lang.T("已经批准的不填", "Leave it empty where it is there")}}}, nil
		}, func(r *Request) error {
			cmd := programme.Approve{Project: r.PathValue("id"), EthicsBy: calendar.Day(r.PostFormValue("ethics_by")), Version: r.Version(), Key: r.Key()}
			for _, x := range []struct{ field, after string }{{"first", programme.AfterApproval}, {"last", programme.AfterAcceptance}} {
				if text := strings.TrimSpace(r.PostFormValue(x.field)); text != "" {
					n, err := strconv.ParseInt(text, 10, 64)
					if err != nil {
						n = 0 // refused
					}
					cmd.Instalments = append(cmd.Instalments, programme.Instalment{Amount: n, After: x.after})
				}
			}
			_, err := s.Programme.Approve(r.Context(), r.P, r.C.Now, cmd)
			return err
		})
}

func (s *Server) payProject() formPage {
	return s.projectForm(auth.ProjectDecide, ui.HeadInfo{Title: lang.T("登记拨款", "Record a payment"), Lead: lang.T("先再次核查申报人；关口有缺项时不能拨款。", "The applicants are checked again first; nothing is paid while the gate lacks something.")}, lang.T("登记", "Record it"), lang.T("已登记。", "Recorded."),
		func(*Request, programme.ProjectView) ([]form.Field, error) {
			return []form.Field{{Kind: form.Line, Field: ui.Field{Name: "reference", Label: lang.T("凭证号", "Number of the transfer"), Required: true, Max: 200}}}, nil
		}, func(r *Request) error {
			n, err := strconv.Atoi(r.PathValue("n"))
			if err != nil {
				n = 0 // refused
			}
			_, err = s.Programme.Pay(r.Context(), r.P, r.C.Now, programme.Pay{Project: r.PathValue("id"), N: n, Reference: r.PostFormValue("reference"), Version: r.Version(), Key: r.Key()})
			return err
		})
}

func (s *Server) noteFinding() formPage {
	return s.projectForm(auth.ProjectDecide, ui.HeadInfo{Title: lang.T("记录发现的问题", "Note a finding"), Lead: lang.T("纠正之前暂缓拨款。", "Payments are held until it is corrected.")}, lang.T("记录", "Note it"), lang.T("已记录。", "Noted."),
		func(*Request, programme.ProjectView) ([]form.Field, error) {
			return []form.Field{wordsField("text", lang.T("问题", "What was found")), {Kind: form.Check, Field: ui.Field{Name: "pledge", Label: lang.T("违背了承诺", "It breaks the pledge")}}}, nil
		}, func(r *Request) error {
			_, err := s.Programme.NoteFinding(r.Context(), r.P, r.C.Now, programme.Note{Project: r.PathValue("id"), Pledge: r.PostFormValue("pledge") != "", Text: r.PostFormValue("text"), Version: r.Version(), Key: r.Key()})
			return err
		})
}

func (r *Request) settles() programme.Settle {
	return programme.Settle{Project: r.PathValue("id"), Finding: r.PathValue("finding"), Text: r.PostFormValue("text"), Version: r.Version(), Key: r.Key()}
}

func saysText(label lang.Text) func(*Request, programme.ProjectView) ([]form.Field, error) {
	return func(*Request, programme.ProjectView) ([]form.Field, error) {
		return []form.Field{wordsField("text", label)}, nil
	}
}

func (s *Server) answerFinding() formPage {
	return s.projectForm(auth.ProjectEdit, ui.HeadInfo{Title: lang.T("说明如何纠正", "Say how it was corrected")}, lang.T("提交", "Send"), lang.T("已提交。", "Sent."), saysText(lang.T("如何纠正", "How it was corrected")), func(r *Request) error {
		_, err := s.Programme.AnswerFinding(r.Context(), r.P, r.C.Now, r.settles())
		return err
	})
}

func (s *Server) closeFinding() formPage {
	return s.projectForm(auth.ProjectDecide, ui.HeadInfo{Title: lang.T("问题办结", "Close the finding")}, lang.T("办结", "Close it"), lang.T("已办结。", "Closed."), saysText(lang.T("理由", "Reason")), func(r *Request) error {
		_, err := s.Programme.CloseFinding(r.Context(), r.P, r.C.Now, r.settles())
		return err
	})
}

func (s *Server) reportProject() formPage {
	return s.projectForm(auth.ProjectEdit, ui.HeadInfo{Title: lang.T("伦理情况报告", "Report on ethics"), Lead: lang.T("实施期间的变更、不良事件、跟踪审查和参与者保护的情况。", "What happened: changes, adverse events, follow-ups, the protection of participants.")}, lang.T("提交", "Hand it in"), lang.T("已提交。", "It is handed in."), saysText(lang.T("报告", "Report")), func(r *Request) error {
		_, err := s.Programme.HandReport(r.Context(), r.P, r.C.Now, programme.Report{Project: r.PathValue("id"), Text: r.PostFormValue("text"), Version: r.Version(), Key: r.Key()})
		return err
	})
}

func (s *Server) finishProject() formPage {
	return s.projectForm(auth.ProjectEdit, ui.HeadInfo{Title: lang.T("申请验收", "Ask for acceptance")}, lang.T("申请验收", "Ask for acceptance"), lang.T("已申请验收。", "Acceptance is asked for."), nil, func(r *Request) error {
		_, err := s.Programme.Finish(r.Context(), r.P, r.C.Now, r.onProject())
		return err
	})
}

func (s *Server) acceptProject() formPage {
	return s.projectForm(auth.ProjectDecide, ui.HeadInfo{Title: lang.T("通过验收", "Accept the results")}, lang.T("通过验收", "Accept"), lang.T("已通过验收。", "Accepted."), opinion(lang.T("验收意见", "Opinion")), func(r *Request) error {
		_, err := s.Programme.Accept(r.Context(), r.P, r.C.Now, r.saysProject())
		return err
	})
}

func (s *Server) evaluateProject() formPage {
	return s.projectForm(auth.ProjectDecide, ui.HeadInfo{Title: lang.T("评估", "Evaluate the project")}, lang.T("完成评估", "Evaluate"), lang.T("已评估。", "Evaluated."), opinion(lang.T("评估意见", "Opinion")), func(r *Request) error {
		_, err := s.Programme.Evaluate(r.Context(), r.P, r.C.Now, r.saysProject())
		return err
	})
}

func (s *Server) refuseProject() formPage {
	return s.projectForm(auth.ProjectDecide, ui.HeadInfo{Title: lang.T("不予立项", "Refuse the application")}, lang.T("不予立项", "Refuse it"), lang.T("已记录。", "Recorded."), opinion(lang.T("理由", "Reason")), func(r *Request) error {
		_, err := s.Programme.Refuse(r.Context(), r.P, r.C.Now, r.saysProject())
		return err
	})
}

func (s *Server) withdrawProject() formPage {
	return s.projectForm(auth.ProjectEdit, ui.HeadInfo{Title: lang.T("撤回申报", "Withdraw the application")}, lang.T("撤回", "Withdraw"), lang.T("已撤回。", "Withdrawn."), opinion(lang.T("理由", "Reason")), func(r *Request) error {
		_, err := s.Programme.Withdraw(r.Context(), r.P, r.C.Now, r.saysProject())
		return err
	})
}

func (s *Server) terminateProject() formPage {
	return s.projectForm(auth.ProjectDecide, ui.HeadInfo{Title: lang.T("终止项目", "Stop the project"), Lead: lang.T("未拨付的各期不再拨付。", "What is not paid yet is not paid any more.")}, lang.T("终止", "Stop it"), lang.T("已终止。", "It is stopped."), opinion(lang.T("理由", "Reason")), func(r *Request) error {
		_, err := s.Programme.Terminate(r.Context(), r.P, r.C.Now, r.saysProject())
		return err
	})
}
