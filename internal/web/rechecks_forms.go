package web

import (
	"strconv"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/lang"
	"lunheng/internal/recheck"
	"lunheng/internal/review"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/ui"
)

func itemField(part recheck.Part) form.Field {
	return form.Field{Kind: form.Area, Field: ui.Field{Name: "item." + part.Code, Label: part.Text, Required: part.Required, Rows: 5}}
}

// itemFields ask for the parts of the file that the unit adds.
func (s *Server) itemFields(r *Request, region string, have []recheck.Item) []form.Field {
	var out []form.Field
	for _, part := range s.Recheck.Parts(r.P.Day, region) {
		if part.Given {
			continue
		}
		f := itemField(part)
		for _, item := range have {
			if item.Code == part.Code {
				f.Value = item.Text
			}
		}
		out = append(out, f)
	}
	return out
}

func (s *Server) items(r *Request, region string) []recheck.Item {
	var out []recheck.Item
	for _, part := range s.Recheck.Parts(r.P.Day, region) {
		if text := r.PostFormValue("item." + part.Code); text != "" {
			out = append(out, recheck.Item{Code: part.Code, Text: text})
		}
	}
	return out
}

// applyRecheck asks the department for the re-review of a case.
func (s *Server) applyRecheck() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			c, err := s.Review.View(r.Reader(), r.P, r.PathValue("id"), 0)
			if err != nil {
				return form.Page{}, err
			}
			to, err := s.Recheck.Departments(r.Reader(), r.P, c)
			if err != nil {
				return form.Page{}, err
			}
			choose := form.Field{Kind: form.Radios, Field: ui.Field{Name: "department", Label: lang.T("主管部门", "Department"), Required: true,
				Help: lang.T("由评估时的规则确定；多个单位的，由牵头单位申请一次", "Named by the rules of the assessment; of several units the lead unit asks once for all")}}
			for _, d := range to {
				choose.Options = append(choose.Options, ui.Option{Value: d.ID, Text: english(d.Name)})
			}
			if len(to) == 1 {
				choose.Value = to[0].ID
			}
			return form.Page{Page: r.Info(lang.T("申请专家复核", "Ask for expert re-review")), Version: c.Version, Cancel: "/reviews/" + c.ID,
					Head: ui.HeadInfo{Kicker: lang.Same(c.Number), Title: lang.T("申请专家复核：%s", "Ask for expert re-review: %s").With(c.Title),
						Lead: lang.T("申请材料和委员会的初步意见随案卷一并提交。主管部门一般在 30 天内反馈；反馈同意之前不得开始。",
							"The application and the committee's preliminary opinion go along. The department normally answers within thirty days; nothing starts before the experts agree.")},
					Fields: append([]form.Field{choose}, s.itemFields(r, c.Region, nil)...), Submit: ui.Button{Text: lang.T("申请复核", "Ask for re-review"), Look: ui.Primary}},
				r.may(auth.ReviewRecheckApply, auth.Review, c.ID)
		},
		act: func(r *Request) (string, lang.Text, error) {
			id := r.PathValue("id")
			c, err := s.Review.View(r.Reader(), r.P, id, 0)
			if err != nil {
				return "", lang.Text{}, err
			}
			out, err := s.Recheck.Apply(r.Context(), r.P, r.C.Now, recheck.Apply{Review: id, Department: r.PostFormValue("department"),
				Items: s.items(r, c.Region), Version: r.Version(), Key: r.Key()})
			return "/rechecks/" + out.Result, lang.T("已向主管部门申请专家复核。", "The department has your application."), err
		},
	}
}

// recheckForm is a form about one re-review.
func (s *Server) recheckForm(verb auth.Verb, title, lead, button, done lang.Text, fields func(*Request, recheck.State) []form.Field,
	act func(*Request, recheck.State) error) formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			st, err := s.Recheck.View(r.Reader(), r.P, r.PathValue("id"))
			if err != nil {
				return form.Page{}, err
			}
			return form.Page{Page: r.Info(title), Head: ui.HeadInfo{Kicker: lang.Same(st.Number + " · " + st.Title), Title: title, Lead: lead}, Version: st.Version,
				Fields: fields(r, st), Cancel: "/rechecks/" + st.ID, Submit: ui.Button{Text: button, Look: ui.Primary}}, r.may(verb, auth.Recheck, st.ID)
		},
		act: func(r *Request) (string, lang.Text, error) {
			st, err := s.Recheck.View(r.Reader(), r.P, r.PathValue("id"))
			if err != nil {
				return "", done, err
			}
			if err := act(r, st); err != nil {
				return "", done, err
			}
			to := "/rechecks/" + st.ID
			if r.may(auth.RecheckView, auth.Recheck, st.ID) != nil {
				to = "/home" // who has left the panel sees it no more
			}
			return to, done, nil
		},
	}
}

func noFields(*Request, recheck.State) []form.Field { return nil }

func (s *Server) completeRecheck() formPage {
	return s.recheckForm(auth.RecheckComplete, lang.T("补正复核材料", "Complete the file"), lang.T("补齐后重新计算反馈期限。", "The time to answer begins anew."),
		lang.T("重新提交", "Hand it in again"), lang.T("已重新提交。", "Handed in again."),
		func(r *Request, st recheck.State) []form.Field { return s.itemFields(r, st.Region, st.Items) },
		func(r *Request, st recheck.State) error {
			_, err := s.Recheck.Complete(r.Context(), r.P, r.C.Now, recheck.Complete{Recheck: st.ID, Items: s.items(r, st.Region), Version: r.Version(), Key: r.Key()})
			return err
		})
}

func (s *Server) returnRecheck() formPage {
	return s.recheckForm(auth.RecheckReceive, lang.T("一次性告知补正", "Name all that is missing"), lang.T("请一次列全，每行一项。", "List everything at once, one thing a line."),
		lang.T("退回补正", "Return it"), lang.T("已告知单位补正。", "The unit knows what is missing."),
		func(*Request, recheck.State) []form.Field {
			return []form.Field{{Kind: form.Area, Field: ui.Field{Name: "items", Label: lang.T("缺少的内容", "What is missing"), Required: true, Rows: 6}}}
		},
		func(r *Request, st recheck.State) error {
			cmd := recheck.Return{Recheck: st.ID, Version: r.Version(), Key: r.Key()}
			for _, line := range lines(r.PostFormValue("items")) {
				cmd.Items = append(cmd.Items, recheck.Missing{Text: line})
			}
			_, err := s.Recheck.Return(r.Context(), r.P, r.C.Now, cmd)
			return err
		})
}

func (s *Server) on(r *Request, st recheck.State) recheck.On {
	return recheck.On{Recheck: st.ID, Note: r.PostFormValue("note"), Version: r.Version(), Key: r.Key()}
}

func (s *Server) acceptRecheck() formPage {
	return s.recheckForm(auth.RecheckReceive, lang.T("受理复核申请", "Accept the file"), lang.T("材料齐全的，受理后公告抽取专家。", "A complete file is accepted; then the draw is announced."),
		lang.T("受理", "Accept"), lang.T("已受理。", "Accepted."), noFields,
		func(r *Request, st recheck.State) error {
			_, err := s.Recheck.Accept(r.Context(), r.P, r.C.Now, s.on(r, st))
			return err
		})
}

func (s *Server) announceDraw() formPage {
	return s.recheckForm(auth.RecheckDraw, lang.T("公告抽取", "Announce the draw"),
		lang.T("公告后，候选名单、须具备的专长和方法都不能再改；种子由公告之后的第一个日志检查点产生，谁也不能预知。",
			"Once announced, candidates, seats and method are fixed; the seed comes from the log's first checkpoint after it, which nobody can foresee."),
		lang.T("公告", "Announce"), lang.T("已公告。封存后即可抽取。", "Announced; once it is sealed the panel can be drawn."),
		func(*Request, recheck.State) []form.Field {
			return []form.Field{{Kind: form.Line, Field: ui.Field{Name: "size", Label: lang.T("专家组人数", "Size of the panel"), Value: "5", Type: "number", Narrow: true}}}
		},
		func(r *Request, st recheck.State) error {
			n, _ := strconv.Atoi(r.PostFormValue("size"))
			_, err := s.Recheck.AnnounceDraw(r.Context(), r.P, r.C.Now, recheck.AnnounceDraw{Recheck: st.ID, Size: n, Version: r.Version(), Key: r.Key()})
			return err
		})
}

func (s *Server) drawPanel() formPage {
	return s.recheckForm(auth.RecheckDraw, lang.T("抽取专家", "Draw the panel"), lang.T("种子已经定下，什么时候抽取结果都一样。", "The seed is fixed: whenever it is drawn, the result is the same."),
		lang.T("抽取", "Draw"), lang.T("已抽取专家组。", "The panel is drawn."), noFields,
		func(r *Request, st recheck.State) error {
			_, err := s.Recheck.Draw(r.Context(), r.P, r.C.Now, s.on(r, st))
			return err
		})
}

func (s *Server) declareRecheck() formPage {
	return s.recheckForm(auth.RecheckOpinion, lang.T("声明利益与保密", "Declare interests"), lang.T("材料和讨论须保密。有利益关系或不能参加的，由下一位专家接替。", "File and discussion are confidential. If you have an interest or cannot take part, the next expert follows."),
		lang.T("提交声明", "Declare"), lang.T("声明已记录。", "Your declaration is noted."),
		func(*Request, recheck.State) []form.Field {
			return []form.Field{{Kind: form.Radios, Field: ui.Field{Name: "says", Label: lang.T("我声明", "I declare that"), Required: true, Options: []ui.Option{
				{Value: "none", Text: lang.T("没有利益关系，并承诺保密", "I have no interest and will keep it confidential")},
				{Value: "interest", Text: lang.T("有利益关系，须回避", "I have an interest and step out")},
				{Value: "decline", Text: lang.T("不能参加", "I cannot take part")}}}},
				{Kind: form.Area, Field: ui.Field{Name: "nature", Label: lang.T("是什么利益关系（须回避时填写）", "What the interest is, if there is one"), Rows: 3}}}
		},
		func(r *Request, st recheck.State) error {
			says := r.PostFormValue("says")
			_, err := s.Recheck.Declare(r.Context(), r.P, r.C.Now, recheck.Declare{Recheck: st.ID, Interest: says == "interest", Decline: says == "decline",
				Nature: r.PostFormValue("nature"), Version: r.Version(), Key: r.Key()})
			return err
		})
}

func yesNo(name string, label lang.Text) form.Field {
	return form.Field{Kind: form.Radios, Field: ui.Field{Name: name, Label: label, Required: true,
		Options: []ui.Option{{Value: "yes", Text: lang.T("是", "Yes")}, {Value: "no", Text: lang.T("否", "No")}}}}
}

func (s *Server) giveRecheckOpinion() formPage {
	area := func(name string, label lang.Text, required bool) form.Field {
		return form.Field{Kind: form.Area, Field: ui.Field{Name: name, Label: label, Rows: 4, Required: required}}
	}
	return s.recheckForm(auth.RecheckOpinion, lang.T("复核意见", "Opinion"), lang.T("对委员会初步意见的合规性、合理性提出意见。主管部门反馈之前可以修改。", "On the preliminary opinion: is it lawful, is it well weighed? It may be changed until the department answers."),
		lang.T("提交意见", "Give the opinion"), lang.T("意见已提交。", "Your opinion is noted."),
		func(*Request, recheck.State) []form.Field {
			return []form.Field{yesNo("lawful", lang.T("初步意见合规", "The preliminary opinion is lawful")), area("lawful_note", lang.T("合规性方面的说明", "On its lawfulness"), false),
				yesNo("reasonable", lang.T("初步意见合理", "It is well weighed")), area("reasonable_note", lang.T("合理性方面的说明", "On how it is weighed"), false),
				area("other", lang.T("其他", "Other points"), false), yesNo("agrees", lang.T("同意初步意见", "I agree with the preliminary opinion")), area("reasons", lang.T("理由", "Reasons"), true)}
		},
		func(r *Request, st recheck.State) error {
			yes := func(name string) bool { return r.PostFormValue(name) == "yes" }
			_, err := s.Recheck.GiveOpinion(r.Context(), r.P, r.C.Now, recheck.GiveOpinion{Recheck: st.ID, Version: 0, Key: r.Key(), Finding: recheck.Finding{
				Lawful: yes("lawful"), LawfulNote: r.PostFormValue("lawful_note"), Reasonable: yes("reasonable"), ReasonableNote: r.PostFormValue("reasonable_note"),
				Other: r.PostFormValue("other"), Agrees: yes("agrees"), Reasons: r.PostFormValue("reasons")}})
			return err
		})
}

func (s *Server) feedBackRecheck() formPage {
	return s.recheckForm(auth.RecheckFeedBack, lang.T("反馈复核意见", "Feed the opinion back"), lang.T("同意或不同意须经全体复核专家的三分之二以上同意。单位和委员会看到要点，看不到专家是谁。",
		"Either answer needs two thirds of all experts. Unit and committee see the summary, not who the experts are."),
		lang.T("反馈", "Feed back"), lang.T("已反馈单位和委员会。", "Unit and committee have the answer."),
		func(*Request, recheck.State) []form.Field {
			return []form.Field{{Kind: form.Area, Field: ui.Field{Name: "summary", Label: lang.T("意见要点", "The opinion in short"), Required: true, Rows: 6}}}
		},
		func(r *Request, st recheck.State) error {
			_, err := s.Recheck.FeedBack(r.Context(), r.P, r.C.Now, recheck.FeedBack{Recheck: st.ID, Summary: r.PostFormValue("summary"), Version: r.Version(), Key: r.Key()})
			return err
		})
}

// finalDecision is the committee's final decision after the experts' opinion.
func (s *Server) finalDecision() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			c, err := s.Review.View(r.Reader(), r.P, r.PathValue("id"), 0)
			if err != nil {
				return form.Page{}, err
			}
			v := form.Page{Page: r.Info(lang.T("最终决定", "Final decision")), Version: c.Version, Cancel: "/reviews/" + c.ID,
				Head:   ui.HeadInfo{Kicker: lang.Same(c.Number + " · " + c.Title), Title: lang.T("最终决定", "Final decision")},
				Submit: ui.Button{Text: lang.T("宣布最终决定", "Declare the final decision"), Look: ui.Primary}}
			v.Head.Lead = lang.T("专家复核尚未反馈。", "The experts have not answered yet.")
			if c.Opinion != nil {
				v.Head.Lead = lang.T("复核意见：%s。%s", "The experts: %s. %s").With(votesText(c.Opinion), c.Opinion.Summary)
			}
			choice := form.Field{Kind: form.Radios, Field: ui.Field{Name: "outcome", Label: lang.T("决定", "Decision"), Required: true,
				Help: lang.T("须与复核意见一致（审查办法第三十二条）", "In line with the experts' opinion (Review Measures, article 32)")}}
			for _, o := range c.FinalChoices(review.Outcomes(r.law(c.Region), c.Kind)) {
				choice.Options = append(choice.Options, ui.Option{Value: o.Code, Text: o.Text})
			}
			v.Fields = []form.Field{choice, {Kind: form.Area, Field: ui.Field{Name: "reasons", Label: lang.T("理由", "Reasons"), Rows: 4}}}
			if c.Opinion != nil && !c.Opinion.Agrees {
				v.Fields = append(v.Fields, form.Field{Kind: form.Area, Field: ui.Field{Name: "stipulations", Label: lang.T("须修改的内容，每行一项（修改后再审时填写）", "What to change, one thing a line (for another review)"), Rows: 4}})
			}
			return v, r.may(auth.ReviewFinalise, auth.Review, c.ID)
		},
		act: func(r *Request) (string, lang.Text, error) {
			id := r.PathValue("id")
			_, err := s.Review.Finalise(r.Context(), r.P, r.C.Now, review.Finalise{Review: id, Outcome: r.PostFormValue("outcome"), Reasons: r.PostFormValue("reasons"),
				Stipulations: lines(r.PostFormValue("stipulations")), Version: r.Version(), Key: r.Key()})
			return "/reviews/" + id, lang.T("最终决定已宣布。", "The final decision is declared."), err
		},
	}
}

// newPoolExpert enters somebody into a department's pool.
func (s *Server) newPoolExpert() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			id := r.PathValue("id")
			if err := r.may(auth.PoolEdit, auth.Department, id); err != nil {
				return form.Page{}, err
			}
			find, who, err := s.findPerson(r)
			if err != nil {
				return form.Page{}, err
			}
			set := r.law("")
			fields := []form.Field{who,
				{Kind: form.Checks, Field: ui.Field{Name: "expertise", Label: lang.T("专长", "Expertise"), Options: options(set, "expertise")}},
				{Kind: form.Checks, Field: ui.Field{Name: "fields", Label: lang.T("领域（同行专家须选）", "Fields, for peers"), Options: options(set, "fields")}},
				{Kind: form.Line, Field: ui.Field{Name: "region", Label: lang.T("地区代码", "Region"), Narrow: true}},
				{Kind: form.Day, Field: ui.Field{Name: "from", Label: lang.T("聘期第一天", "First day of the term"), Value: string(r.P.Day)}},
				{Kind: form.Day, Field: ui.Field{Name: "until", Label: lang.T("最后一天（可不填）", "Last day; may be empty")}}}
			return form.Page{Page: r.Info(lang.T("加入专家", "Add an expert")), Head: ui.HeadInfo{Title: lang.T("加入专家", "Add an expert")}, Find: find, Fields: fields,
				Cancel: entryPath(auth.Department, id) + "/pool", Submit: ui.Button{Text: lang.T("加入", "Add"), Look: ui.Primary}}, nil
		},
		act: func(r *Request) (string, lang.Text, error) {
			id := r.PathValue("id")
			_, err := s.Recheck.AddExpert(r.Context(), r.P, r.C.Now, recheck.AddExpert{Department: id, Key: r.Key(), Entry: recheck.Entry{Person: r.PostFormValue("person"),
				Expertise: r.PostForm["expertise"], Fields: r.PostForm["fields"], Region: r.PostFormValue("region"),
				From: calendar.Day(r.PostFormValue("from")), Until: calendar.Day(r.PostFormValue("until"))}})
			return entryPath(auth.Department, id) + "/pool", lang.T("已加入专家库。", "Added to the pool."), err
		},
	}
}

func (s *Server) endPoolExpert() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			id := r.PathValue("id")
			names, err := r.people(r.PathValue("person"))
			if err != nil {
				return form.Page{}, err
			}
			return form.Page{Page: r.Info(lang.T("结束聘期", "End the term")), Head: ui.HeadInfo{Kicker: names.text(r.PathValue("person")), Title: lang.T("结束聘期", "End the term")},
				Fields: []form.Field{{Kind: form.Area, Field: ui.Field{Name: "reason", Label: lang.T("理由", "Reason"), Required: true, Rows: 3}}},
				Cancel: entryPath(auth.Department, id) + "/pool", Submit: ui.Button{Text: lang.T("结束聘期", "End the term"), Look: ui.Primary}}, r.may(auth.PoolEdit, auth.Department, id)
		},
		act: func(r *Request) (string, lang.Text, error) {
			id := r.PathValue("id")
			_, err := s.Recheck.EndExpert(r.Context(), r.P, r.C.Now, recheck.EndExpert{Department: id, Person: r.PathValue("person"), Reason: r.PostFormValue("reason"), Key: r.Key()})
			return entryPath(auth.Department, id) + "/pool", lang.T("聘期已结束。", "The term has ended."), err
		},
	}
}
