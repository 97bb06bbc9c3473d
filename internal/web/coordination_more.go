package web

import (
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/coordination"
	"lunheng/internal/lang"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/ui"
)

// sessionForms are what is done to a meeting or a consultation.
func (s *Server) sessionForms() map[string]coordForm {
	c := s.Coordination
	one := func(v auth.Verb, title, button, done lang.Text, fields func(*Request, coordThing) ([]form.Field, error), act func(*Request, coordination.OnSession) error) coordForm {
		return coordForm{coordination.SessionKind, v, auth.Mechanism, ui.HeadInfo{Title: title}, button, done, fields, func(r *Request) (string, error) {
			return "", act(r, coordination.OnSession{Session: r.PathValue("id"), Says: r.says()})
		}}
	}
	return map[string]coordForm{
		"points/new": one(auth.MechanismPart, lang.T("提出议题", "Raise an item"), lang.T("提出", "Raise it"), lang.T("已列入议题。", "It is on the agenda."), func(*Request, coordThing) ([]form.Field, error) {
			return []form.Field{line("title", lang.T("议题", "Item"), true), area("text", lang.T("说明", "What it is about"), false)}, nil
		}, func(r *Request, on coordination.OnSession) error {
			_, err := c.Put(r.Context(), r.P, r.C.Now, coordination.Put{Session: on.Session, Title: r.PostFormValue("title"), Text: on.Text, Version: on.Version, Key: on.Key})
			return err
		}),
		"points/{point}/drop": one(auth.MechanismRun, lang.T("撤下议题", "Take it off the agenda"), lang.T("撤下", "Take it off"), lang.T("已撤下。", "Taken off."), nil, func(r *Request, on coordination.OnSession) error {
			_, err := c.DropPoint(r.Context(), r.P, r.C.Now, coordination.DropPoint{Session: on.Session, Point: r.PathValue("point"), Version: on.Version, Key: on.Key})
			return err
		}),
		"points/{point}/decide": one(auth.MechanismRun, lang.T("记录决定", "Record a decision"), lang.T("记录", "Record it"), lang.T("决定已记录。", "The decision is recorded."), func(r *Request, t coordThing) ([]form.Field, error) {
			lead := r.leadField(t, false)
			lead.Help = lang.T("选择牵头单位，决定即形成任务；不选则不形成", "With a lead department the decision makes a task; without, it makes none")
			return []form.Field{area("text", lang.T("决定", "Decision"), true), lead, line("title", lang.T("任务名称", "Title of the task"), false), r.membersField(t, "joint", lang.T("参加单位", "Joint departments")), dueField(lang.T("完成期限", "To be done by"), false)}, nil
		}, func(r *Request, on coordination.OnSession) error {
			cmd := coordination.Decide{Session: on.Session, Point: r.PathValue("point"), Text: on.Text, Task: r.wanted(), Version: on.Version, Key: on.Key}
			_, err := c.Decide(r.Context(), r.P, r.C.Now, cmd)
			return err
		}),
		"move": one(auth.MechanismRun, lang.T("更改时间、地点", "Move the meeting"), lang.T("保存", "Save"), lang.T("会议已变更。", "The meeting is moved."), func(_ *Request, t coordThing) ([]form.Field, error) {
			x, _ := t.of.(coordination.Session)
			at := x.At.In(calendar.Beijing())
			return append(whenFields(at.Format("2006-01-02"), at.Format("15:04"), x.Place), area("reason", lang.T("理由", "Reason"), true)), nil
		}, func(r *Request, on coordination.OnSession) error {
			_, err := c.MoveSession(r.Context(), r.P, r.C.Now, coordination.PlanSession{Session: on.Session, At: r.moment(), Place: r.PostFormValue("place"), Reason: r.PostFormValue("reason"), Version: on.Version, Key: on.Key})
			return err
		}),
		"call": one(auth.MechanismRun, lang.T("发出会议通知", "Call the meeting"), lang.T("发出", "Call it"), lang.T("已通知成员单位。", "Members are called."), nil, func(r *Request, on coordination.OnSession) error {
			_, err := c.Call(r.Context(), r.P, r.C.Now, on)
			return err
		}),
		"hold": one(auth.MechanismRun, lang.T("记录到会单位", "Record who is there"), lang.T("记录", "Record it"), lang.T("已记录。", "Recorded."), func(r *Request, t coordThing) ([]form.Field, error) {
			return []form.Field{r.membersField(t, "present", lang.T("到会单位", "Members present"))}, nil
		}, func(r *Request, on coordination.OnSession) error {
			_, err := c.Hold(r.Context(), r.P, r.C.Now, coordination.Hold{Session: on.Session, Present: r.PostForm["present"], Version: on.Version, Key: on.Key})
			return err
		}),
		"minute": one(auth.MechanismRun, lang.T("印发纪要", "Issue the minutes"), lang.T("印发", "Issue"), lang.T("纪要已印发。", "The minutes are issued."), longField(lang.T("纪要", "Minutes")), func(r *Request, on coordination.OnSession) error {
			_, err := c.Minute(r.Context(), r.P, r.C.Now, on)
			return err
		}),
		"cancel": one(auth.MechanismRun, lang.T("取消会议", "Call the meeting off"), lang.T("取消会议", "Call it off"), lang.T("会议已取消。", "The meeting is called off."), coordReason, func(r *Request, on coordination.OnSession) error {
			_, err := c.CancelSession(r.Context(), r.P, r.C.Now, on)
			return err
		}),
	}
}

// stanceField asks for a view.
func stanceField() form.Field {
	f := form.Field{Kind: form.Radios, Field: ui.Field{Name: "stance", Label: lang.T("意见", "View"), Required: true}}
	for _, x := range coordination.Stances() {
		f.Options = append(f.Options, ui.Option{Value: x, Text: coordination.StanceText(x)})
	}
	return f
}

// consultationForms are what is done to a consultation.
func (s *Server) consultationForms() map[string]coordForm {
	c := s.Coordination
	one := func(v auth.Verb, title, button, done lang.Text, fields func(*Request, coordThing) ([]form.Field, error), act func(*Request, coordination.OnConsultation) error) coordForm {
		return coordForm{coordination.ConsultationKind, v, auth.Mechanism, ui.HeadInfo{Title: title}, button, done, fields, func(r *Request) (string, error) {
			return "", act(r, coordination.OnConsultation{Consultation: r.PathValue("id"), Says: r.says()})
		}}
	}
	return map[string]coordForm{
		"reply": one(auth.MechanismPart, lang.T("答复意见", "Give a view"), lang.T("答复", "Give it"), lang.T("已答复。", "Your view is given."), func(*Request, coordThing) ([]form.Field, error) {
			return []form.Field{stanceField(), area("text", lang.T("具体意见", "Reasons and changes"), false)}, nil
		}, func(r *Request, on coordination.OnConsultation) error {
			_, err := c.Reply(r.Context(), r.P, r.C.Now, coordination.Reply{Consultation: on.Consultation, Stance: r.PostFormValue("stance"), Text: on.Text, Version: on.Version, Key: on.Key})
			return err
		}),
		"sum": one(auth.MechanismRun, lang.T("汇总意见", "Sum up the views"), lang.T("汇总", "Sum up"), lang.T("已汇总。", "Summed up."), longField(lang.T("汇总和采纳情况", "Summary, and what is taken up")), func(r *Request, on coordination.OnConsultation) error {
			_, err := c.SumUp(r.Context(), r.P, r.C.Now, on)
			return err
		}),
		"cancel": one(auth.MechanismRun, lang.T("取消征求意见", "Cancel the consultation"), lang.T("取消征求意见", "Cancel it"), lang.T("已取消。", "Cancelled."), coordReason, func(r *Request, on coordination.OnConsultation) error {
			_, err := c.CancelConsultation(r.Context(), r.P, r.C.Now, on)
			return err
		}),
	}
}

// adviceForms are what is done to a question to the experts.
func (s *Server) adviceForms() map[string]coordForm {
	c := s.Coordination
	one := func(v auth.Verb, head ui.HeadInfo, button, done lang.Text, fields func(*Request, coordThing) ([]form.Field, error), act func(*Request, coordination.OnAdvice) error) coordForm {
		return coordForm{coordination.AdviceKind, v, auth.Advice, head, button, done, fields, func(r *Request) (string, error) {
			return "", act(r, coordination.OnAdvice{Advice: r.PathValue("id"), Says: r.says()})
		}}
	}
	return map[string]coordForm{
		"experts": one(auth.AdviceRun, ui.HeadInfo{Title: lang.T("选定专家", "Name experts"), Lead: lang.T("从办公室和成员单位的专家库中选择。", "From the pools of the office and the members.")}, lang.T("选定", "Name them"), lang.T("已选定。", "Named."), s.expertFields,
			func(r *Request, on coordination.OnAdvice) error {
				_, err := c.NameExperts(r.Context(), r.P, r.C.Now, coordination.NameExperts{Advice: on.Advice, Experts: r.PostForm["experts"], Version: on.Version, Key: on.Key})
				return err
			}),
		"declare": one(auth.AdviceAnswer, ui.HeadInfo{Title: lang.T("声明利益关系", "Declare interests"), Lead: lang.T("有利益关系的退出本次咨询，不提出意见。", "Whoever has an interest steps out and gives no opinion.")}, lang.T("声明", "Declare"), lang.T("已声明。", "Declared."),
			func(*Request, coordThing) ([]form.Field, error) {
				return []form.Field{{Kind: form.Radios, Field: ui.Field{Name: "interest", Label: lang.T("与所问事项有没有利益关系", "Have you an interest in the matter"), Required: true, Options: []ui.Option{{Value: "no", Text: lang.T("没有", "None")}, {Value: "yes", Text: lang.T("有", "I have one")}}}}}, nil
			}, func(r *Request, on coordination.OnAdvice) error {
				_, err := c.DeclareInterest(r.Context(), r.P, r.C.Now, coordination.DeclareInterest{Advice: on.Advice, Interest: r.PostFormValue("interest") != "no", Version: on.Version, Key: on.Key})
				return err
			}),
		"opine": one(auth.AdviceAnswer, ui.HeadInfo{Title: lang.T("提出专家意见", "Give an opinion"), Lead: lang.T("不同意见照样留存。", "Dissent is kept.")}, lang.T("提出", "Give it"), lang.T("已提出。", "Given."), func(*Request, coordThing) ([]form.Field, error) {
			return []form.Field{stanceField(), area("text", lang.T("理由", "Reasons"), true)}, nil
		}, func(r *Request, on coordination.OnAdvice) error {
			_, err := c.Opine(r.Context(), r.P, r.C.Now, coordination.Opine{Advice: on.Advice, Stance: r.PostFormValue("stance"), Text: on.Text, Version: on.Version, Key: on.Key})
			return err
		}),
		"conclude": one(auth.AdviceRun, ui.HeadInfo{Title: lang.T("形成咨询意见", "Conclude the advice"), Lead: lang.T("多数意见和不同意见由系统按专家意见计算。", "Which view has the majority, and who dissents, is computed from the opinions.")}, lang.T("形成", "Conclude"), lang.T("已形成。", "Concluded."),
			longField(lang.T("咨询意见", "The advice")), func(r *Request, on coordination.OnAdvice) error {
				_, err := c.Conclude(r.Context(), r.P, r.C.Now, on)
				return err
			}),
		"use": one(auth.AdviceRun, ui.HeadInfo{Title: lang.T("记录采纳情况", "Record what was done with it")}, lang.T("记录", "Record it"), lang.T("已记录。", "Recorded."), longField(lang.T("采纳情况", "What was done with it")), func(r *Request, on coordination.OnAdvice) error {
			_, err := c.UseAdvice(r.Context(), r.P, r.C.Now, on)
			return err
		}),
		"cancel": one(auth.AdviceRun, ui.HeadInfo{Title: lang.T("撤回咨询请求", "Take the question back")}, lang.T("撤回", "Take it back"), lang.T("已撤回。", "Taken back."), coordReason, func(r *Request, on coordination.OnAdvice) error {
			_, err := c.CancelAdvice(r.Context(), r.P, r.C.Now, on)
			return err
		}),
	}
}

func (s *Server) expertFields(r *Request, t coordThing) ([]form.Field, error) {
	pool, err := coordination.Pool(r.Reader(), t.mechanism.ID, string(r.P.Day))
	if err != nil {
		return nil, err
	}
	names, err := r.people(pool...)
	field := form.Field{Kind: form.Checks, Field: ui.Field{Name: "experts", Label: lang.T("专家", "Experts")}}
	for _, id := range pool {
		field.Options = append(field.Options, ui.Option{Value: id, Text: names.text(id)})
	}
	if len(pool) == 0 {
		field.Help = lang.T("专家库里还没有人", "The pools hold nobody yet")
	}
	return []form.Field{field}, err
}

// yearlyForms are what is done to a member's report.
func (s *Server) yearlyForms() map[string]coordForm {
	c := s.Coordination
	one := func(v auth.Verb, head ui.HeadInfo, button, done lang.Text, fields func(*Request, coordThing) ([]form.Field, error), act func(*Request, coordination.OnYearly) error) coordForm {
		return coordForm{coordination.YearlyKind, v, auth.Yearly, head, button, done, fields, func(r *Request) (string, error) {
			return "", act(r, coordination.OnYearly{Yearly: r.PathValue("id"), Says: r.says()})
		}}
	}
	waive := one(auth.MechanismRun, ui.HeadInfo{Title: lang.T("免交年度报告", "Release a member from its report")}, lang.T("免交", "Release"), lang.T("已记录。", "Recorded."), nil, nil)
	waive.on = auth.Mechanism
	waive.act = func(r *Request) (string, error) {
		_, err := c.WaiveYearly(r.Context(), r.P, r.C.Now, coordination.OnYearly{Yearly: r.PathValue("id"), Says: r.says()})
		return coordinationPath + "/yearlies", err
	}
	return map[string]coordForm{
		"waive": waive,
		"compile": one(auth.YearlyWrite, ui.HeadInfo{Title: lang.T("统计上一年度数字", "Count last year's figures"), Lead: lang.T("从本部门的委员会、案件、复核、登记、处理决定和任务中统计；数字不能手工修改，重新统计时填写的内容保留。", "From the committees, cases, re-reviews, registrations, sanctions and tasks of your department; nobody can change a figure, and what was written stays when they are counted anew.")},
			lang.T("统计", "Count"), lang.T("已统计。", "Counted."), nil, func(r *Request, on coordination.OnYearly) error {
				_, err := c.CompileYearly(r.Context(), r.P, r.C.Now, on)
				return err
			}),
		"write": one(auth.YearlyWrite, ui.HeadInfo{Title: lang.T("填写总结和计划", "Write summary and plan")}, lang.T("保存", "Save"), lang.T("已保存。", "Saved."), func(r *Request, t coordThing) ([]form.Field, error) {
			y, _ := t.of.(coordination.Yearly)
			var out []form.Field
			for _, item := range r.law(t.mechanism.Region).List("yearly_parts") {
				f := area("part."+item.Code, item.Text, item.Bool("required"))
				f.Help, f.Value, f.Rows = item.Help, y.Part(item.Code), 6
				out = append(out, f)
			}
			return out, nil
		}, func(r *Request, on coordination.OnYearly) error {
			cmd := coordination.WriteYearly{Yearly: on.Yearly, Version: on.Version, Key: on.Key}
			for _, name := range partNames(r.PostForm, "part.") {
				cmd.Parts = append(cmd.Parts, coordination.Part{Code: name, Text: r.PostFormValue("part." + name)})
			}
			_, err := c.WriteYearly(r.Context(), r.P, r.C.Now, cmd)
			return err
		}),
		"sign": one(auth.YearlyWrite, ui.HeadInfo{Title: lang.T("签发年度报告", "Sign the yearly report")}, lang.T("签发", "Sign"), lang.T("已签发，请提交。", "Signed; hand it in."), nil, func(r *Request, on coordination.OnYearly) error {
			_, err := c.SignYearly(r.Context(), r.P, r.C.Now, on)
			return err
		}),
		"reopen": one(auth.YearlyWrite, ui.HeadInfo{Title: lang.T("撤回签发", "Take the signature back")}, lang.T("撤回", "Take it back"), lang.T("已撤回。", "Taken back."), nil, func(r *Request, on coordination.OnYearly) error {
			_, err := c.ReopenYearly(r.Context(), r.P, r.C.Now, on)
			return err
		}),
		"submit": one(auth.YearlyWrite, ui.HeadInfo{Title: lang.T("提交年度报告", "Hand the yearly report in")}, lang.T("提交", "Hand in"), lang.T("已提交。", "Handed in."), nil, func(r *Request, on coordination.OnYearly) error {
			_, err := c.SubmitYearly(r.Context(), r.P, r.C.Now, on)
			return err
		}),
		"return": one(auth.YearlyJudge, ui.HeadInfo{Title: lang.T("退回年度报告", "Return the yearly report")}, lang.T("退回", "Return"), lang.T("已退回。", "Returned."), coordReason, func(r *Request, on coordination.OnYearly) error {
			_, err := c.ReturnYearly(r.Context(), r.P, r.C.Now, on)
			return err
		}),
		"take": one(auth.YearlyJudge, ui.HeadInfo{Title: lang.T("收下年度报告", "Take the yearly report")}, lang.T("收下", "Take it"), lang.T("已收下。", "Taken."), nil, func(r *Request, on coordination.OnYearly) error {
			_, err := c.TakeYearly(r.Context(), r.P, r.C.Now, on)
			return err
		}),
	}
}

// upwardForms are what is done to a report upwards.
func (s *Server) upwardForms() map[string]coordForm {
	c := s.Coordination
	one := func(v auth.Verb, title, button, done lang.Text, fields func(*Request, coordThing) ([]form.Field, error), act func(*Request, coordination.OnUpward) error) coordForm {
		return coordForm{coordination.UpwardKind, v, auth.Mechanism, ui.HeadInfo{Title: title}, button, done, fields, func(r *Request) (string, error) {
			return "", act(r, coordination.OnUpward{Upward: r.PathValue("id"), Says: r.says()})
		}}
	}
	return map[string]coordForm{
		"compile": one(auth.MechanismRun, lang.T("重新统计", "Count anew"), lang.T("统计", "Count"), lang.T("已统计。", "Counted."), nil, func(r *Request, on coordination.OnUpward) error {
			_, err := c.RecompileUpward(r.Context(), r.P, r.C.Now, on)
			return err
		}),
		"write": one(auth.MechanismRun, lang.T("填写情况和建议", "Write how things stand"), lang.T("保存", "Save"), lang.T("已保存。", "Saved."), func(_ *Request, t coordThing) ([]form.Field, error) {
			u, _ := t.of.(coordination.Upward)
			f := area("text", lang.T("情况和建议", "How things stand, and proposals"), true)
			f.Value, f.Rows = u.Text, 8
			return []form.Field{f}, nil
		}, func(r *Request, on coordination.OnUpward) error {
			_, err := c.WriteUpward(r.Context(), r.P, r.C.Now, on)
			return err
		}),
		"send": one(auth.MechanismRun, lang.T("上报", "Send it to the superior"), lang.T("上报", "Send"), lang.T("已上报。", "Sent."), func(_ *Request, t coordThing) ([]form.Field, error) {
			if t.mechanism.Superior != "" {
				return nil, nil
			}
			return []form.Field{line("text", lang.T("报送给谁", "To whom"), true)}, nil
		}, func(r *Request, on coordination.OnUpward) error {
			_, err := c.SendUpward(r.Context(), r.P, r.C.Now, on)
			return err
		}),
		"take": one(auth.MechanismReceive, lang.T("收下报告", "Take the report"), lang.T("收下", "Take it"), lang.T("已收下。", "Taken."), nil, func(r *Request, on coordination.OnUpward) error {
			_, err := c.TakeUpward(r.Context(), r.P, r.C.Now, on)
			return err
		}),
		"return": one(auth.MechanismReceive, lang.T("退回报告", "Return the report"), lang.T("退回", "Return"), lang.T("已退回。", "Returned."), coordReason, func(r *Request, on coordination.OnUpward) error {
			_, err := c.ReturnUpward(r.Context(), r.P, r.C.Now, on)
			return err
		}),
	}
}
