package web

import (
	"strconv"

	"lunheng/internal/auth"
	"lunheng/internal/coordination"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/ui"
)

// taskForms are what is done to a task.
func (s *Server) taskForms() map[string]coordForm {
	c := s.Coordination
	one := func(v auth.Verb, title, button, done lang.Text, fields func(*Request, coordThing) ([]form.Field, error), act func(*Request, coordination.OnTask) error) coordForm {
		return coordForm{coordination.TaskKind, v, auth.Mechanism, ui.HeadInfo{Title: title}, button, done, fields, func(r *Request) (string, error) {
			return "", act(r, coordination.OnTask{Task: r.PathValue("id"), Says: r.says()})
		}}
	}
	dated := func(label lang.Text, required bool) func(*Request, coordThing) ([]form.Field, error) {
		return func(_ *Request, t coordThing) ([]form.Field, error) {
			due := dayField("due", label, "", required)
			if !required {
				due.Help = lang.T("不填则保持原来的期限", "Left empty, the day stays as it is")
			}
			return []form.Field{due, area("text", lang.T("理由", "Reason"), true)}, nil
		}
	}
	return map[string]coordForm{
		"progress": one(auth.MechanismPart, lang.T("报告进展", "Report progress"), lang.T("报告", "Report"), lang.T("已报告。", "Reported."), longField(lang.T("进展", "What was done")), func(r *Request, on coordination.OnTask) error {
			_, err := c.Progress(r.Context(), r.P, r.C.Now, on)
			return err
		}),
		"finish": one(auth.MechanismPart, lang.T("报告完成", "Report it done"), lang.T("报告完成", "Report it done"), lang.T("已报告，由办公室确认。", "Reported; the office accepts or returns it."), func(*Request, coordThing) ([]form.Field, error) {
			e := area("evidence", lang.T("佐证", "Evidence"), false)
			e.Help = lang.T("文件名称、文号或者公布网址；也可以上传文件", "Name or number of a document, or where it is published; or send a file")
			return []form.Field{e, fileField(lang.T("佐证文件", "Evidence on file"))}, nil
		}, func(r *Request, on coordination.OnTask) error {
			file, err := r.sentFile()
			if err != nil {
				return err
			}
			_, err = c.Finish(r.Context(), r.P, r.C.Now, coordination.Finish{Task: on.Task, Evidence: r.PostFormValue("evidence"), File: file, Version: on.Version, Key: on.Key})
			return err
		}),
		"accept": one(auth.MechanismRun, lang.T("确认完成", "Accept it as done"), lang.T("确认", "Accept"), lang.T("已确认。", "Accepted."), coordNote, func(r *Request, on coordination.OnTask) error {
			_, err := c.Accept(r.Context(), r.P, r.C.Now, on)
			return err
		}),
		"return": one(auth.MechanismRun, lang.T("退回", "Return it"), lang.T("退回", "Return"), lang.T("已退回。", "Returned."), dated(lang.T("新的期限", "New day"), false), func(r *Request, on coordination.OnTask) error {
			_, err := c.ReturnTask(r.Context(), r.P, r.C.Now, on)
			return err
		}),
		"extend": one(auth.MechanismRun, lang.T("延长期限", "Give it a later day"), lang.T("延期", "Extend"), lang.T("已延期。", "Extended."), dated(lang.T("新的期限", "New day"), true), func(r *Request, on coordination.OnTask) error {
			_, err := c.Extend(r.Context(), r.P, r.C.Now, on)
			return err
		}),
		"cancel": one(auth.MechanismRun, lang.T("取消任务", "Cancel the task"), lang.T("取消任务", "Cancel the task"), lang.T("已取消。", "Cancelled."), coordReason, func(r *Request, on coordination.OnTask) error {
			_, err := c.CancelTask(r.Context(), r.P, r.C.Now, on)
			return err
		}),
		"publish": one(auth.MechanismRun, lang.T("公开任务状态", "Publish how it stands"), lang.T("保存", "Save"), lang.T("已保存。", "Saved."), func(_ *Request, t coordThing) ([]form.Field, error) {
			yes := []ui.Option{{Value: "yes", Text: lang.T("公开：任何人都能看到名称、牵头单位、期限和状态", "Public: everybody sees title, lead, day and state")}, {Value: "no", Text: lang.T("不公开", "Not public")}}
			return []form.Field{{Kind: form.Radios, Field: ui.Field{Name: "public", Label: lang.T("公开", "Public"), Required: true, Options: yes}}}, nil
		}, func(r *Request, on coordination.OnTask) error {
			_, err := c.Publish(r.Context(), r.P, r.C.Now, coordination.Publish{Task: on.Task, Public: r.PostFormValue("public") == "yes", Version: on.Version, Key: on.Key})
			return err
		}),
		"budget": one(auth.MechanismPart, lang.T("填报经费", "Enter money"), lang.T("保存", "Save"), lang.T("已保存。", "Saved."), func(r *Request, _ coordThing) ([]form.Field, error) {
			num := func(name string, label lang.Text) form.Field {
				return form.Field{Kind: form.Line, Field: ui.Field{Name: name, Label: label, Type: "number", Narrow: true}}
			}
			year := num("year", lang.T("年度", "Year"))
			year.Value, year.Required = strconv.Itoa(r.P.Day.Year()), true
			return []form.Field{year, num("planned", lang.T("计划（元）", "Planned, in yuan")), num("granted", lang.T("批复（元）", "Granted, in yuan")), num("spent", lang.T("支出（元）", "Spent, in yuan"))}, nil
		}, func(r *Request, on coordination.OnTask) error {
			var wrong errs.List
			year, _ := strconv.Atoi(r.PostFormValue("year"))
			cmd := coordination.Budget{Task: on.Task, Money: coordination.Money{Year: year, Planned: r.money("planned", &wrong), Granted: r.money("granted", &wrong), Spent: r.money("spent", &wrong)}, Version: on.Version, Key: on.Key}
			if err := wrong.Err(); err != nil {
				return err
			}
			_, err := c.Budget(r.Context(), r.P, r.C.Now, cmd)
			return err
		}),
	}
}
