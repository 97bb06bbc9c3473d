package web

import (
	"net/http"
	"strconv"
	"strings"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/learning"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// trainingForm is a form about one person's training.
func (s *Server) trainingForm(verb auth.Verb, head ui.HeadInfo, button, done lang.Text, fields func(*Request, learning.State) []form.Field,
	act func(*Request, learning.On) error) formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			st, err := s.Learning.View(r.Reader(), r.P, r.PathValue("id"))
			if err != nil {
				return form.Page{}, err
			}
			names, err := r.people(st.Person)
			if err != nil {
				return form.Page{}, err
			}
			head := head // of this request alone
			head.Kicker = names.text(st.Person)
			if x := st.Record(r.PathValue("record")); x != nil {
				head.Lead = lang.T("%s（%s），%d 学时，%s", "%s (%s), %d hours, %s").With(x.Course.Course, x.Provider, x.Hours, r.C.Day(string(x.Day)))
			}
			return form.Page{Page: r.Info(head.Title), Head: head, Version: st.Version, Fields: fields(r, st), Cancel: trainingPath(st.Person), Submit: ui.Button{Text: button, Look: ui.Primary}},
				r.may(verb, auth.Person, st.Person)
		},
		act: func(r *Request) (string, lang.Text, error) {
			id := r.PathValue("id")
			return trainingPath(id), done, act(r, learning.On{Person: id, ID: r.PathValue("record"), Reason: r.PostFormValue("reason"), Version: r.Version(), Key: r.Key()})
		},
	}
}

func (s *Server) enterTraining() formPage {
	return s.trainingForm(auth.TrainingEnter, ui.HeadInfo{Title: lang.T("填报培训", "Enter a course"), Lead: lang.T("附上证书；由单位管理员或者委员会秘书确认后计入学时。",
		"Attach the certificate; hours count once the unit's officer or the committee's secretary has confirmed them.")}, lang.T("填报", "Enter"), lang.T("已填报，待确认。", "Entered; it waits to be confirmed."),
		func(r *Request, _ learning.State) []form.Field {
			file := fileField(lang.T("证书", "Certificate"))
			file.Help, file.Required = lang.T("一个文件，不超过 2 MB", "One file of up to 2 MB"), true
			return []form.Field{
				{Kind: form.Radios, Field: ui.Field{Name: "kind", Label: lang.T("类别", "Kind"), Required: true, Value: "regular", Options: options(r.law(""), "training_kinds")}},
				{Kind: form.Line, Field: ui.Field{Name: "course", Label: lang.T("培训名称", "Course"), Required: true, Max: 200}},
				{Kind: form.Line, Field: ui.Field{Name: "provider", Label: lang.T("举办单位", "Provider"), Required: true, Max: 200}},
				{Kind: form.Line, Field: ui.Field{Name: "hours", Label: lang.T("学时", "Hours"), Type: "number", Narrow: true, Required: true}},
				dayField("day", lang.T("完成日期", "Completed on"), string(r.P.Day), true), file}
		},
		func(r *Request, on learning.On) error {
			hours, err := strconv.Atoi(strings.TrimSpace(r.PostFormValue("hours")))
			if err != nil {
				hours = 0 // refused with the rest
			}
			file, err := r.sentFile()
			if err != nil {
				return err
			}
			_, err = s.Learning.Enter(r.Context(), r.P, r.C.Now, learning.Enter{Person: on.Person, File: file, Version: on.Version, Key: on.Key,
				Course: learning.Course{Kind: r.PostFormValue("kind"), Course: r.PostFormValue("course"), Provider: r.PostFormValue("provider"), Hours: hours, Day: calendar.Day(r.PostFormValue("day"))}})
			return err
		})
}

func noLearningFields(*Request, learning.State) []form.Field { return nil }

func whyField(*Request, learning.State) []form.Field {
	return []form.Field{{Kind: form.Area, Field: ui.Field{Name: "reason", Label: lang.T("理由", "Reason"), Required: true, Rows: 3}}}
}

func (s *Server) confirmTraining() formPage {
	return s.trainingForm(auth.TrainingConfirm, ui.HeadInfo{Title: lang.T("确认培训", "Confirm the course")}, lang.T("确认", "Confirm"), lang.T("已确认，计入学时。", "Confirmed; the hours count."), noLearningFields,
		func(r *Request, on learning.On) error {
			_, err := s.Learning.Confirm(r.Context(), r.P, r.C.Now, on)
			return err
		})
}

func (s *Server) refuseTraining() formPage {
	return s.trainingForm(auth.TrainingConfirm, ui.HeadInfo{Title: lang.T("不确认这次培训", "Refuse the course")}, lang.T("不确认", "Refuse"), lang.T("已告知本人。", "The person is told."), whyField,
		func(r *Request, on learning.On) error {
			_, err := s.Learning.Refuse(r.Context(), r.P, r.C.Now, on)
			return err
		})
}

func (s *Server) withdrawTraining() formPage {
	return s.trainingForm(auth.TrainingEnter, ui.HeadInfo{Title: lang.T("撤回填报", "Take the entry back")}, lang.T("撤回", "Take it back"), lang.T("已撤回。", "Taken back."), noLearningFields,
		func(r *Request, on learning.On) error {
			_, err := s.Learning.Withdraw(r.Context(), r.P, r.C.Now, on)
			return err
		})
}

func (s *Server) liftTraining() formPage {
	return s.trainingForm(auth.TrainingConfirm, ui.HeadInfo{Title: lang.T("免除培训要求", "Release from the training")}, lang.T("免除", "Release"), lang.T("已免除。", "Released."), whyField,
		func(r *Request, on learning.On) error {
			_, err := s.Learning.Lift(r.Context(), r.P, r.C.Now, on)
			return err
		})
}

// importTraining asks for a list of courses of a unit's or committee's people.
func (s *Server) importTraining(kind auth.Kind) formPage {
	return formPage{build: func(r *Request) (form.Page, error) {
		id := r.PathValue("id")
		name, err := r.body(kind, id)
		if err != nil {
			return form.Page{}, err
		}
		head := ui.HeadInfo{Kicker: name, Title: lang.T("导入培训记录", "Import courses"), Lead: lang.T("CSV 或者 XLSX，第一行是列名：姓名（或者人员编号）、培训名称、举办单位、学时、完成日期，可以有类别。逐行处理，每一行都有结果。",
			"CSV or XLSX whose first row names the columns: name (or person id), course, provider, hours, day, and maybe kind. Every row is dealt with by itself and reported.")}
		file := fileField(lang.T("表格", "The list"))
		file.Help, file.Required = lang.T("不超过 2 MB", "Up to 2 MB"), true
		return form.Page{Page: r.Info(head.Title), Head: head, Fields: []form.Field{file}, Cancel: entryPath(kind, id) + "/training", Submit: ui.Button{Text: lang.T("导入", "Import"), Look: ui.Primary}},
			r.may(auth.TrainingImport, kind, id)
	}}
}

// importedTraining takes a list in and answers with what became of every row.
func (s *Server) importedTraining(kind auth.Kind) func(*Request) error {
	f := s.importTraining(kind)
	return func(r *Request) error {
		if err := r.Parse(); err != nil {
			return err
		}
		cmd := learning.Import{Unit: r.PathValue("id")}
		if kind == auth.Committee {
			cmd = learning.Import{Committee: r.PathValue("id")}
		}
		var err error
		if cmd.File, err = r.sentFile(); err != nil {
			return err
		}
		rows, err := s.Learning.Import(r.Context(), r.P, r.C.Now, cmd)
		if err != nil {
			if !Refused(err) {
				return err
			}
			return f.render(r, err)
		}
		return s.importReport(r, kind, rows)
	}
}

// rowStatuses are what may become of a row.
var rowStatuses = map[string]ui.Status{
	learning.RowTaken: {Text: lang.T("已导入", "taken"), Tone: ui.OK}, learning.RowSkipped: {Text: lang.T("已有记录", "on record already"), Tone: ui.Plain}, learning.RowRefused: {Text: lang.T("未导入", "refused"), Tone: ui.Bad},
}

func (s *Server) importReport(r *Request, kind auth.Kind, list []learning.RowReport) error {
	count := map[string]int{}
	v := register.List{Table: ui.TableInfo{Caption: lang.T("逐行结果", "What became of each row"), Columns: []ui.Column{{Text: lang.T("行", "Row"), Num: true}, {Text: lang.T("姓名", "Name")}, {Text: lang.T("结果", "Result")}, {Text: lang.T("原因", "Why")}},
		Empty: ui.EmptyInfo{Title: lang.T("表格里没有数据行", "The list has no rows")}}}
	for _, row := range list {
		count[row.State]++
		status, why := rowStatuses[row.State], make([]string, 0, len(row.Why))
		for _, e := range row.Why {
			why = append(why, errs.All(e)[0].In(r.C.Lang))
		}
		v.Rows = append(v.Rows, register.Row{{Text: strconv.Itoa(row.Row), Num: true}, {Text: orDash(row.Name)}, {Status: &status}, {Text: orDash(strings.Join(why, " "))}})
	}
	v.Head = ui.HeadInfo{Title: lang.T("导入结果", "What was imported"), Lead: lang.T("导入 %d 行，已有 %d 行，未导入 %d 行。", "Rows taken: %d; on record already: %d; refused: %d.").With(count[learning.RowTaken], count[learning.RowSkipped], count[learning.RowRefused])}
	v = r.listing(v, r.URL.Path, "")
	v.Tabs = nil
	return r.Render(http.StatusOK, register.ListPage(r.C, v))
}
