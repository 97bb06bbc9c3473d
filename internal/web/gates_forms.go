package web

import (
	"slices"
	"strconv"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/gate"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/ui"
)

// gateForm is a form about one gate.
type gateForm struct {
	verb                      auth.Verb
	title, lead, button, done lang.Text
	fields                    func(*Request, gate.View) ([]form.Field, error)
	act                       func(*Request) (journal.Outcome, error)
}

func (s *Server) gateForm(g gateForm) formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			id := r.PathValue("id")
			v, err := s.Gate.View(r.Reader(), r.P, id, r.C.Now)
			if err != nil {
				return form.Page{}, err
			}
			about, err := s.Activity.View(r.Reader(), r.P, id, 0)
			if err != nil {
				return form.Page{}, err
			}
			p := form.Page{Page: r.Info(g.title), Head: ui.HeadInfo{Kicker: lang.Same(about.Title()), Title: g.title, Lead: g.lead}, Version: v.Version,
				Action: r.URL.RequestURI(), Cancel: "/gates/" + id, Submit: ui.Button{Text: g.button, Look: ui.Primary}}
			if p.Fields, err = g.fields(r, v); err != nil {
				return p, err
			}
			return p, r.may(g.verb, auth.Activity, id)
		},
		act: func(r *Request) (string, lang.Text, error) {
			_, err := g.act(r)
			return "/gates/" + r.PathValue("id"), g.done, err
		},
	}
}

func (s *Server) declareGate() formPage {
	return s.gateForm(gateForm{verb: auth.ActivityGateSupply, title: lang.T("活动还涉及哪些事项", "What else the work involves"),
		lead:   lang.T("勾选之后，相应的批准或者备案成为开始的条件。都不涉及的，直接保存。", "What you tick makes its approval or filing a condition of the start. If nothing applies, just save."),
		button: lang.T("保存", "Save"), done: lang.T("已保存。", "Saved."),
		fields: func(r *Request, v gate.View) ([]form.Field, error) {
			return []form.Field{{Kind: form.Checks, Field: ui.Field{Name: "involves", Label: lang.T("涉及", "It involves"), Chosen: v.Involves, Options: options(r.law(v.Region), "gate_questions")}}}, nil
		},
		act: func(r *Request) (journal.Outcome, error) {
			return s.Gate.Declare(r.Context(), r.P, r.C.Now, gate.Declare{Gate: r.PathValue("id"), Involves: r.PostForm["involves"], Version: r.Version(), Key: r.Key()})
		}})
}

func (s *Server) handInEvidence() formPage {
	return s.gateForm(gateForm{verb: auth.ActivityGateSupply, title: lang.T("提交材料", "Hand in evidence"),
		lead:   lang.T("委员会秘书核对之后，这一项条件才算具备。", "The condition is met once the committee's secretary has accepted it."),
		button: lang.T("提交", "Hand it in"), done: lang.T("已提交，待秘书核对。", "It waits for the secretary now."),
		fields: (*Request).paperFields,
		act: func(r *Request) (journal.Outcome, error) {
			count, _ := strconv.Atoi(r.PostFormValue("count"))
			file, err := r.sentFile()
			if err != nil {
				return journal.Outcome{}, err
			}
			return s.Gate.HandIn(r.Context(), r.P, r.C.Now, gate.HandIn{Gate: r.PathValue("id"), Upload: file, Version: r.Version(), Key: r.Key(), Paper: gate.Paper{
				Condition: r.FormValue("condition"), Place: r.FormValue("place"), Kind: r.PostFormValue("kind"), Authority: r.PostFormValue("authority"), Number: r.PostFormValue("number"),
				Day: calendar.Day(r.PostFormValue("day")), Until: calendar.Day(r.PostFormValue("until")), Text: r.PostFormValue("text"),
				Replace: r.PostFormValue("replace"), Reduce: r.PostFormValue("reduce"), Refine: r.PostFormValue("refine"), Count: count}})
		}})
}

// paperFields ask for what the evidence of a condition consists of.
func (r *Request) paperFields(v gate.View) ([]form.Field, error) {
	code := r.FormValue("condition")
	set, paper := r.law(v.Region), v.Forms[code]
	fields := []form.Field{form.Group(word(set, "gate_evidence", code))}
	if place := r.FormValue("place"); place != "" {
		fields[0] = form.Group(lang.T("%s（%s）", "%s (%s)").With(word(set, "gate_evidence", code), place))
	}
	line := func(part, name string, label lang.Text) {
		if paper.Asks(part) {
			fields = append(fields, form.Field{Kind: form.Line, Field: ui.Field{Name: name, Label: label, Required: true, Max: 200}})
		}
	}
	area := func(name string, label lang.Text) {
		if paper.Asks("three_r") {
			fields = append(fields, form.Field{Kind: form.Area, Field: ui.Field{Name: name, Label: label, Required: true, Rows: 3, Max: 5000}})
		}
	}
	if paper.Asks("kind") {
		fields = append(fields, form.Field{Kind: form.Radios, Field: ui.Field{Name: "kind", Label: lang.T("国家管理制度", "State regime"), Required: true, Value: v.Waived,
			Options: slices.DeleteFunc(options(set, "state_approval"), func(o ui.Option) bool { return o.Value == "none" })}})
	}
	area("replace", lang.T("替代：为什么不能不用动物", "Replace: why animals cannot be avoided"))
	area("reduce", lang.T("减少：数量怎样确定", "Reduce: how the number was arrived at"))
	area("refine", lang.T("优化：怎样减轻痛苦", "Refine: how suffering is lessened"))
	if paper.Asks("text") {
		fields = append(fields, form.Field{Kind: form.Area, Field: ui.Field{Name: "text", Label: lang.T("说明", "Statement"), Required: true, Rows: 4, Max: 5000}})
	}
	line("count", "count", lang.T("动物数量", "Number of animals"))
	line("authority", "authority", lang.T("出具的机关或机构", "Issued by"))
	if item, ok := set.Item("actors", paper.Authority); ok && paper.Authority != "" {
		fields = append(fields, form.Field{Kind: form.Line, Field: ui.Field{Name: "authority", Label: lang.T("出具的主管部门", "Issued by"), Value: r.C.Text(item.Text),
			Help: lang.T("按出具之日的主管部门填写", "The authority as of the day it was issued")}})
	}
	line("number", "number", lang.T("文号或者许可证号", "Number"))
	if paper.Asks("day") {
		fields = append(fields, dayField("day", lang.T("出具日期", "Issued on"), "", true))
	}
	if paper.Asks("until") || paper.Asks("until_required") {
		fields = append(fields, dayField("until", lang.T("有效期的最后一天", "Last day"), "", paper.Asks("until_required")))
	}
	if paper.Asks("file") {
		f := fileField(lang.T("文件", "Document"))
		f.Help = lang.T("一个文件，不超过 2 MB", "One file of up to 2 MB")
		fields = append(fields, f)
	}
	return fields, nil
}

// judging is a form in which something is said about one piece of evidence.
func (s *Server) judging(g gateForm, ask []form.Field, do func(*Request, gate.Judge) (journal.Outcome, error)) formPage {
	g.fields = func(r *Request, v gate.View) ([]form.Field, error) {
		n, _ := strconv.Atoi(r.FormValue("n"))
		var fields []form.Field
		if e := v.Paper(n); e != nil {
			name := lang.T("第 %d 份：%s %s", "No. %d: %s %s").With(n, word(r.law(v.Region), "gate_evidence", e.Condition), e.Place)
			fields = append(fields, form.Group(name))
		}
		return append(fields, ask...), nil
	}
	g.act = func(r *Request) (journal.Outcome, error) {
		n, _ := strconv.Atoi(r.FormValue("n"))
		return do(r, gate.Judge{Gate: r.PathValue("id"), N: n, Reasons: r.PostFormValue("reasons"), Day: calendar.Day(r.PostFormValue("day")), Version: r.Version(), Key: r.Key()})
	}
	return s.gateForm(g)
}

func reasonsField(label lang.Text, required bool) form.Field {
	return form.Field{Kind: form.Area, Field: ui.Field{Name: "reasons", Label: label, Required: required, Rows: 3, Max: 2000}}
}

func (s *Server) acceptEvidence() formPage {
	return s.judging(gateForm{verb: auth.ActivityGateJudge, title: lang.T("认可材料", "Accept the evidence"), button: lang.T("认可", "Accept"), done: lang.T("已认可。", "Accepted.")},
		[]form.Field{reasonsField(lang.T("说明（可不填）", "Note; may be empty"), false)},
		func(r *Request, cmd gate.Judge) (journal.Outcome, error) {
			return s.Gate.Accept(r.Context(), r.P, r.C.Now, cmd)
		})
}

func (s *Server) returnEvidence() formPage {
	return s.judging(gateForm{verb: auth.ActivityGateJudge, title: lang.T("退回材料", "Return the evidence"), button: lang.T("退回", "Return it"), done: lang.T("已退回。", "Returned.")},
		[]form.Field{reasonsField(lang.T("理由", "Reasons"), true)},
		func(r *Request, cmd gate.Judge) (journal.Outcome, error) {
			return s.Gate.Return(r.Context(), r.P, r.C.Now, cmd)
		})
}

func (s *Server) revokeEvidence() formPage {
	return s.judging(gateForm{verb: auth.ActivityGateRevoke, title: lang.T("批准或许可失效", "An approval or licence was lost"),
		lead:   lang.T("条件重新关闭，负责人和秘书都会看到。", "The condition is open again; leader and secretary both see it."),
		button: lang.T("记录失效", "Record it"), done: lang.T("已记录，条件重新关闭。", "Recorded; the condition is open again.")},
		[]form.Field{dayField("day", lang.T("失效日期", "Lost on"), "", true), reasonsField(lang.T("理由", "Reasons"), true)},
		func(r *Request, cmd gate.Judge) (journal.Outcome, error) {
			return s.Gate.Withdraw(r.Context(), r.P, r.C.Now, cmd)
		})
}

// dated is a form that asks for a day alone.
func (s *Server) dated(g gateForm, label lang.Text, do func(*Request, gate.Start) (journal.Outcome, error)) formPage {
	g.verb = auth.ActivityStart
	g.fields = func(r *Request, _ gate.View) ([]form.Field, error) {
		return []form.Field{dayField("day", label, string(r.P.Day), true)}, nil
	}
	g.act = func(r *Request) (journal.Outcome, error) {
		return do(r, gate.Start{Gate: r.PathValue("id"), Day: calendar.Day(r.PostFormValue("day")), Version: r.Version(), Key: r.Key()})
	}
	return s.gateForm(g)
}

func (s *Server) startWork() formPage {
	return s.dated(gateForm{title: lang.T("登记活动开始", "Record the start"), lead: lang.T("条件全部具备之后才能开始；日期不能早于批准。", "Work begins once every condition is met, and never before the approval."),
		button: lang.T("登记开始", "Record the start"), done: lang.T("已登记开始。", "The start is on record.")}, lang.T("开始日期", "Began on"),
		func(r *Request, cmd gate.Start) (journal.Outcome, error) {
			return s.Gate.Start(r.Context(), r.P, r.C.Now, cmd)
		})
}

func (s *Server) approveProject() formPage {
	return s.dated(gateForm{title: lang.T("登记立项", "Record the project's approval"), lead: lang.T("立项之前的条件具备之后才能登记。", "It is recorded once what has to come before it is there."),
		button: lang.T("登记立项", "Record it"), done: lang.T("已登记立项。", "It is on record.")}, lang.T("立项日期", "Approved on"),
		func(r *Request, cmd gate.Start) (journal.Outcome, error) {
			return s.Gate.ApproveProject(r.Context(), r.P, r.C.Now, cmd)
		})
}

func (s *Server) recordAnimals() formPage {
	return s.gateForm(gateForm{verb: auth.ActivityGateSupply, title: lang.T("登记动物使用", "Record animals used"),
		lead:   lang.T("累计不得超过批准的数量；要增加的，先提出变更申请。", "Never more than approved in all; for more, apply for an amendment first."),
		button: lang.T("登记", "Record it"), done: lang.T("已登记。", "Recorded."),
		fields: func(r *Request, _ gate.View) ([]form.Field, error) {
			return []form.Field{dayField("day", lang.T("日期", "Day"), string(r.P.Day), true),
				{Kind: form.Line, Field: ui.Field{Name: "count", Label: lang.T("数量", "Number"), Required: true}},
				{Kind: form.Line, Field: ui.Field{Name: "note", Label: lang.T("说明", "Note"), Max: 500}}}, nil
		},
		act: func(r *Request) (journal.Outcome, error) {
			n, _ := strconv.Atoi(r.PostFormValue("count"))
			return s.Gate.RecordUse(r.Context(), r.P, r.C.Now, gate.RecordUse{Gate: r.PathValue("id"), Count: n, Day: calendar.Day(r.PostFormValue("day")), Note: r.PostFormValue("note"), Version: r.Version(), Key: r.Key()})
		}})
}
