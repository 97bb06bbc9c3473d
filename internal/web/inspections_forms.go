package web

import (
	"strconv"
	"strings"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/inspection"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/ui"
)

// number is a number that was sent; 0 where it is none.
func (r *Request) number(name string) int {
	n, err := strconv.Atoi(strings.TrimSpace(r.PostFormValue(name)))
	if err != nil {
		return 0
	}
	return n
}

// postDay is a day that was sent, to be checked by the verb.
func (r *Request) postDay(name string) calendar.Day { return calendar.Day(r.PostFormValue(name)) }

// upload is the one file that came along, or nil.
func (r *Request) upload() (*blob.Upload, error) {
	files, err := r.evidence()
	if err != nil || len(files) == 0 {
		return nil, err
	}
	return files[0], nil
}

// visitPage is a form about one visit.
type visitPage struct {
	verb         auth.Verb
	title, lead  lang.Text
	button, done lang.Text
	fields       func(*Request, inspection.State) ([]form.Field, error)
	do           func(r *Request, id string, file *blob.Upload) (journal.Outcome, error)
}

func (s *Server) visitForm(p visitPage) formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			st, err := s.Inspection.View(r.Reader(), r.P, r.PathValue("id"))
			if err != nil {
				return form.Page{}, err
			}
			unit, err := r.body(auth.Unit, st.Unit)
			if err != nil {
				return form.Page{}, err
			}
			head := ui.HeadInfo{Kicker: unit, Title: p.title, Lead: p.lead}
			v := form.Page{Page: r.Info(p.title), Head: head, Action: r.URL.RequestURI(), Version: st.Version, Cancel: inspectionPath(st.ID), Submit: ui.Button{Text: p.button, Look: ui.Primary}}
			if p.fields != nil {
				if v.Fields, err = p.fields(r, st); err != nil {
					return v, err
				}
			}
			return v, r.may(p.verb, auth.Inspection, st.ID)
		},
		act: func(r *Request) (string, lang.Text, error) {
			id := r.PathValue("id")
			file, err := r.upload()
			if err != nil {
				return "", p.done, err
			}
			_, err = p.do(r, id, file)
			return inspectionPath(id), p.done, err
		},
	}
}

// fields are fixed fields of a form.
func fixed(list ...form.Field) func(*Request, inspection.State) ([]form.Field, error) {
	return func(*Request, inspection.State) ([]form.Field, error) { return list, nil }
}

var photoField = form.Field{Kind: form.Files, Field: ui.Field{Name: "files", Label: lang.T("照片或者文件", "Photo or file"), Help: lang.T("一次一个", "One at a time")}}

func saying(label lang.Text) form.Field { return areaField("text", label, true) }

// words is the command of a text about a visit.
func (r *Request) inspectionWords(id string, file *blob.Upload) inspection.Words {
	return inspection.Words{Inspection: id, Text: r.PostFormValue("text"), Upload: file, Version: r.Version(), Key: r.Key()}
}

// visitForms are the forms of a visit up to its report, by their addresses.
func (s *Server) visitForms() map[string]formPage {
	in, visit, run := s.Inspection, auth.InspectionVisit, auth.InspectionRun
	page := func(v auth.Verb, title, lead, button, done lang.Text, fields func(*Request, inspection.State) ([]form.Field, error), do func(r *Request, id string, file *blob.Upload) (journal.Outcome, error)) formPage {
		return s.visitForm(visitPage{v, title, lead, button, done, fields, do})
	}
	noted := lang.T("已记录。", "Recorded.")
	return map[string]formPage{
		"/inspections/{id}/declare": page(visit, lang.T("声明利益关系", "Declare interests"), lang.T("检查所见须保密。有利益关系或不能参加的，由抽签顺序的下一位接替。", "What you see is confidential. If you have an interest or cannot go, the next of the drawn order follows."), lang.T("提交声明", "Declare"), noted, fixed(
			form.Field{Kind: form.Radios, Field: ui.Field{Name: "says", Label: lang.T("我声明", "I declare that"), Required: true, Options: []ui.Option{{Value: "none", Text: lang.T("与该单位没有利益关系", "I have no interest in this unit")},
				{Value: "interest", Text: lang.T("有利益关系，须回避", "I have an interest and step out")}, {Value: "decline", Text: lang.T("不能参加", "I cannot go")}}}},
			areaField("nature", lang.T("是什么利益关系（须回避时填写）", "What the interest is, if there is one"), false)),
			func(r *Request, id string, _ *blob.Upload) (journal.Outcome, error) {
				says := r.PostFormValue("says")
				return in.Declare(r.Context(), r.P, r.C.Now, inspection.Declare{Inspection: id, Interest: says == "interest", Decline: says == "decline", Nature: r.PostFormValue("nature"), Version: r.Version(), Key: r.Key()})
			}),
		"/inspections/{id}/replace": page(run, lang.T("替换检查人员", "Replace an inspector"), lang.T("由抽签顺序的下一位接替，不能指定。", "The next of the drawn order follows; nobody is chosen."), lang.T("替换", "Replace"), noted, s.teamFields,
			func(r *Request, id string, _ *blob.Upload) (journal.Outcome, error) {
				return in.Replace(r.Context(), r.P, r.C.Now, inspection.Replace{Inspection: id, Person: r.PostFormValue("person"), Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()})
			}),
		"/inspections/{id}/notify": page(run, lang.T("通知单位", "Tell the unit"), lang.T("单位从此看到这次检查。不通知的检查，到场时写明理由。", "From now on the unit sees the visit. An unannounced visit gives its reason on arrival."), lang.T("通知", "Tell it"), lang.T("已通知。", "The unit is told."), fixed(
			dayField("day", lang.T("检查日期", "Day of the visit"), "", true), areaField("note", lang.T("请单位准备什么", "What the unit should have ready"), false)),
			func(r *Request, id string, _ *blob.Upload) (journal.Outcome, error) {
				return in.Notify(r.Context(), r.P, r.C.Now, inspection.Notify{Inspection: id, Day: r.postDay("day"), Note: r.PostFormValue("note"), Version: r.Version(), Key: r.Key()})
			}),
		"/inspections/{id}/open": page(visit, lang.T("开始检查", "Begin the visit"), lang.T("开始后，检查组看到单位有哪些案卷，调阅的每一份都留有记录。", "From now on the inspectors see which cases there are; whatever they take up is on record."), lang.T("开始", "Begin"), lang.T("检查已开始。", "The visit has begun."), openFields,
			func(r *Request, id string, _ *blob.Upload) (journal.Outcome, error) {
				return in.Open(r.Context(), r.P, r.C.Now, inspection.Open{Inspection: id, Unannounced: r.PostFormValue("unannounced"), Version: r.Version(), Key: r.Key()})
			}),
		"/inspections/{id}/points/{point}": page(visit, lang.T("填写检查要点", "Answer a point"), lang.Text{}, lang.T("记录", "Record it"), noted, pointFields,
			func(r *Request, id string, _ *blob.Upload) (journal.Outcome, error) {
				return in.AnswerPoint(r.Context(), r.P, r.C.Now, inspection.AnswerPoint{Inspection: id, Point: r.PathValue("point"), Answer: r.PostFormValue("answer"), Note: r.PostFormValue("note"), Version: r.Version(), Key: r.Key()})
			}),
		"/inspections/{id}/records/new": page(visit, lang.T("调阅记录", "Take a record up"), lang.T("调阅后检查组可以阅读；单位看到调阅了什么。", "After that the inspectors may read it; the unit sees what was taken up."), lang.T("调阅", "Take it up"), noted, s.offerFields,
			func(r *Request, id string, _ *blob.Upload) (journal.Outcome, error) {
				kind, record, _ := strings.Cut(r.PostFormValue("record"), "/")
				if number := strings.TrimSpace(r.PostFormValue("number")); number != "" {
					kind, record = "review", number
				}
				return in.TakeUp(r.Context(), r.P, r.C.Now, inspection.TakeUp{Inspection: id, Kind: kind, ID: record, Version: r.Version(), Key: r.Key()})
			}),
		"/inspections/{id}/findings/new": page(visit, lang.T("记录问题", "Note a finding"), lang.T("问题对应一项不符合的检查要点，并指明在哪一份调阅过的记录里。", "A finding belongs to a point that is not met, and stands in a record that was taken up."), lang.T("记录", "Note it"), noted, s.findFields,
			func(r *Request, id string, file *blob.Upload) (journal.Outcome, error) {
				return in.Find(r.Context(), r.P, r.C.Now, inspection.Find{Inspection: id, Point: r.PostFormValue("point"), Severity: r.PostFormValue("severity"), Text: r.PostFormValue("text"), Records: r.PostForm["records"], Upload: file, Version: r.Version(), Key: r.Key()})
			}),
		"/inspections/{id}/findings/{n}/files": page(visit, lang.T("添加照片或者文件", "Add a photo or a file"), lang.Text{}, lang.T("添加", "Add it"), noted, fixed(photoField),
			func(r *Request, _ string, file *blob.Upload) (journal.Outcome, error) {
				return in.AddFile(r.Context(), r.P, r.C.Now, r.onFinding(file))
			}),
		"/inspections/{id}/findings/{n}/drop": page(visit, lang.T("撤回问题", "Take a finding out"), lang.Text{}, lang.T("撤回", "Take it out"), noted, fixed(areaField("reason", lang.T("理由", "Reason"), true)),
			func(r *Request, _ string, _ *blob.Upload) (journal.Outcome, error) {
				return in.DropFinding(r.Context(), r.P, r.C.Now, r.onFinding(nil))
			}),
		"/inspections/{id}/report": page(visit, lang.T("把报告初稿送单位", "Put the draft before the unit"), lang.T("单位看到问题并可以提出意见，之后由部门签发。", "The unit sees the findings and is heard; then the department signs."), lang.T("送单位", "Put it before the unit"), noted, fixed(saying(lang.T("检查情况", "What was seen"))),
			func(r *Request, id string, _ *blob.Upload) (journal.Outcome, error) {
				return in.Report(r.Context(), r.P, r.C.Now, r.inspectionWords(id, nil))
			}),
		"/inspections/{id}/take-back": page(visit, lang.T("收回初稿", "Take the draft back"), lang.Text{}, lang.T("收回", "Take it back"), noted, fixed(saying(lang.T("理由", "Reason"))),
			func(r *Request, id string, _ *blob.Upload) (journal.Outcome, error) {
				return in.TakeBack(r.Context(), r.P, r.C.Now, r.inspectionWords(id, nil))
			}),
		"/inspections/{id}/cancel": page(run, lang.T("取消检查", "Cancel the visit"), lang.Text{}, lang.T("取消检查", "Cancel the visit"), noted, fixed(saying(lang.T("理由", "Reason"))),
			func(r *Request, id string, _ *blob.Upload) (journal.Outcome, error) {
				return in.Cancel(r.Context(), r.P, r.C.Now, r.inspectionWords(id, nil))
			}),
	}
}

func (r *Request) onFinding(file *blob.Upload) inspection.OnFinding {
	n, err := strconv.Atoi(r.PathValue("n"))
	if err != nil {
		n = 0
	}
	return inspection.OnFinding{Inspection: r.PathValue("id"), Finding: n, Reason: r.PostFormValue("reason"), Upload: file, Version: r.Version(), Key: r.Key()}
}

func (s *Server) teamFields(r *Request, st inspection.State) ([]form.Field, error) {
	names, err := r.people(st.Going()...)
	who := form.Field{Kind: form.Radios, Field: ui.Field{Name: "person", Label: lang.T("检查人员", "Inspector"), Required: true}}
	for _, person := range st.Going() {
		who.Options = append(who.Options, ui.Option{Value: person, Text: names.text(person)})
	}
	return []form.Field{who, areaField("reason", lang.T("理由", "Reason"), true)}, err
}

func openFields(_ *Request, st inspection.State) ([]form.Field, error) {
	if st.State == inspection.StateNotified {
		return nil, nil
	}
	return []form.Field{areaField("unannounced", lang.T("不通知单位的理由", "Why the unit was not told"), true)}, nil
}

func pointFields(r *Request, st inspection.State) ([]form.Field, error) {
	code := r.PathValue("point")
	a := st.Answer(code)
	note := areaField("note", lang.T("说明", "Note"), false)
	note.Value = a.Note
	return []form.Field{{Kind: form.Radios, Field: ui.Field{Name: "answer", Label: word(r.law(st.Region), "inspection_points", code), Required: true, Value: a.Answer, Options: []ui.Option{
		{Value: inspection.Met, Text: answerText(inspection.Met)}, {Value: inspection.NotMet, Text: answerText(inspection.NotMet)}, {Value: inspection.NotApplicable, Text: answerText(inspection.NotApplicable)}}}}, note}, nil
}

func (s *Server) offerFields(r *Request, st inspection.State) ([]form.Field, error) {
	offers, err := s.Inspection.Offers(r.Reader(), r.P, st)
	which := form.Field{Kind: form.Choice, Field: ui.Field{Name: "record", Label: lang.T("单位最近的记录", "The unit's newest records")}}
	for _, o := range offers {
		text := lang.T("%s（%s）", "%s (%s)").With(recordText(inspection.Record{Kind: o.Kind, Label: o.Label}), r.C.Date(o.At))
		which.Options = append(which.Options, ui.Option{Value: o.Kind + "/" + o.ID, Text: text})
	}
	return []form.Field{which, {Kind: form.Line, Field: ui.Field{Name: "number", Label: lang.T("或者案卷编号", "Or the number of a case"), Max: 100}}}, err
}

func (s *Server) findFields(r *Request, st inspection.State) ([]form.Field, error) {
	set := r.law(st.Region)
	point := form.Field{Kind: form.Choice, Field: ui.Field{Name: "point", Label: lang.T("不符合的检查要点", "Point that is not met"), Required: true}}
	for _, a := range st.Answers {
		if a.Answer == inspection.NotMet {
			point.Options = append(point.Options, ui.Option{Value: a.Point, Text: word(set, "inspection_points", a.Point)})
		}
	}
	where := form.Field{Kind: form.Checks, Field: ui.Field{Name: "records", Label: lang.T("在哪一份记录里", "In which record"), Help: lang.T("先调阅，再选择", "Take a record up first")}}
	for _, rec := range st.Records {
		where.Options = append(where.Options, ui.Option{Value: rec.Stream(), Text: lang.T("%s，第 %d 版", "%s, version %d").With(recordText(rec), rec.Version)})
	}
	return []form.Field{point, {Kind: form.Radios, Field: ui.Field{Name: "severity", Label: lang.T("严重程度", "Grade"), Required: true, Options: options(set, "inspection_severity")}},
		saying(lang.T("问题", "What was found")), where, photoField}, nil
}
