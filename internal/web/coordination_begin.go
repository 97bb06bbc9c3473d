package web

import (
	"strconv"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/coordination"
	"lunheng/internal/lang"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/ui"
)

// mechanismForms are what the office and members begin within a mechanism.
func (s *Server) mechanismForms() map[string]coordForm {
	c, kind := s.Coordination, coordination.MechanismKind
	run := func(head ui.HeadInfo, button, done lang.Text, fields func(*Request, coordThing) ([]form.Field, error), act func(*Request) (string, error)) coordForm {
		return coordForm{kind, auth.MechanismRun, auth.Mechanism, head, button, done, fields, act}
	}
	on := func(r *Request) coordination.OnMechanism {
		return coordination.OnMechanism{Mechanism: r.PathValue("id"), Says: r.says()}
	}
	out := map[string]coordForm{
		"adopt": run(ui.HeadInfo{Title: lang.T("启用任务方案", "Put the plan in force"), Lead: lang.T("规则包里的方案各项任务一次建立，牵头单位、参加单位和期限照方案；各项的来源写明条目。", "All tasks of the packs' plan begin at once, with the lead, the joint departments and the day that it gives; each names its item.")},
			lang.T("启用", "Put it in force"), lang.T("方案已启用，任务已建立。", "The plan is in force and its tasks have begun."), nil, func(r *Request) (string, error) {
				_, err := c.Adopt(r.Context(), r.P, r.C.Now, on(r))
				return "", err
			}),
		"rename": run(ui.HeadInfo{Title: lang.T("更改名称", "Rename the mechanism")}, lang.T("更名", "Rename"), lang.T("已更名。", "Renamed."),
			func(*Request, coordThing) ([]form.Field, error) {
				return []form.Field{line("name", lang.T("新名称", "New name"), true)}, nil
			},
			func(r *Request) (string, error) {
				_, err := c.Rename(r.Context(), r.P, r.C.Now, coordination.Rename{Mechanism: r.PathValue("id"), Name: r.PostFormValue("name"), Version: r.Version(), Key: r.Key()})
				return "", err
			}),
		"dissolve": run(ui.HeadInfo{Title: lang.T("撤销协调机制", "Dissolve the mechanism")}, lang.T("撤销", "Dissolve"), lang.T("已撤销。", "Dissolved."), coordReason, func(r *Request) (string, error) {
			_, err := c.Dissolve(r.Context(), r.P, r.C.Now, on(r))
			return "", err
		}),
		"members/new": run(ui.HeadInfo{Title: lang.T("增加成员单位", "Add a member")}, lang.T("增加", "Add"), lang.T("已增加。", "Added."), func(r *Request, t coordThing) ([]form.Field, error) {
			code := line("code", lang.T("部门代码", "Department's code"), true)
			code.Help = lang.T("登记的部门或者规则包里的代码", "Of a department of the register or of the packs")
			return []form.Field{code, area("duty", lang.T("职责", "Duty"), true), dayField("from", lang.T("自", "From"), string(r.P.Day), true)}, nil
		}, func(r *Request) (string, error) {
			_, err := c.Join(r.Context(), r.P, r.C.Now, coordination.Join{Mechanism: r.PathValue("id"), Code: r.PostFormValue("code"), Duty: r.PostFormValue("duty"), From: calendar.Day(r.PostFormValue("from")), Version: r.Version(), Key: r.Key()})
			return "", err
		}),
		"members/{code}/leave": run(ui.HeadInfo{Title: lang.T("成员单位退出", "End a membership"), Lead: lang.T("今天是最后一天。", "Today is its last day.")}, lang.T("退出", "End it"), lang.T("已退出。", "Ended."), coordReason, func(r *Request) (string, error) {
			_, err := c.Leave(r.Context(), r.P, r.C.Now, coordination.Leave{Mechanism: r.PathValue("id"), Code: r.PathValue("code"), Reason: r.PostFormValue("text"), Version: r.Version(), Key: r.Key()})
			return "", err
		}),
		"inform": run(ui.HeadInfo{Title: lang.T("向成员单位通报", "Inform all members")}, lang.T("通报", "Send it"), lang.T("已通报。", "Sent."), func(*Request, coordThing) ([]form.Field, error) {
			return []form.Field{line("title", lang.T("标题", "Title"), true), area("text", lang.T("内容", "Text"), true)}, nil
		}, func(r *Request) (string, error) {
			_, err := c.Inform(r.Context(), r.P, r.C.Now, coordination.Inform{Mechanism: r.PathValue("id"), Title: r.PostFormValue("title"), Text: r.PostFormValue("text"), Version: r.Version(), Key: r.Key()})
			return "", err
		}),
		"tasks/new": run(ui.HeadInfo{Title: lang.T("下达任务", "Set a task")}, lang.T("下达", "Set it"), lang.T("任务已下达。", "The task is set."), func(r *Request, t coordThing) ([]form.Field, error) {
			return []form.Field{line("title", lang.T("任务", "Task"), true), area("text", lang.T("内容", "What is to be done"), true), r.leadField(t, true), r.membersField(t, "joint", lang.T("参加单位", "Joint departments")), dueField(lang.T("完成期限", "To be done by"), false)}, nil
		}, func(r *Request) (string, error) {
			out, err := c.SetTask(r.Context(), r.P, r.C.Now, coordination.SetTask{Mechanism: r.PathValue("id"), Wanted: r.wanted(), Key: r.Key()})
			return coordPath(coordination.TaskKind, out.Result), err
		}),
		"sessions/new": run(ui.HeadInfo{Title: lang.T("筹备会议", "Prepare a meeting")}, lang.T("保存", "Save"), lang.T("会议已列入，请添加议题。", "The meeting is prepared; add its agenda."), func(*Request, coordThing) ([]form.Field, error) {
			return append([]form.Field{line("title", lang.T("会议名称", "Title"), true)}, whenFields("", "09:00", "")...), nil
		}, func(r *Request) (string, error) {
			out, err := c.PlanSession(r.Context(), r.P, r.C.Now, coordination.PlanSession{Mechanism: r.PathValue("id"), Title: r.PostFormValue("title"), At: r.moment(), Place: r.PostFormValue("place"), Key: r.Key()})
			return coordPath(coordination.SessionKind, out.Result), err
		}),
		"consultations/new": run(ui.HeadInfo{Title: lang.T("征求意见", "Ask for views")}, lang.T("发出", "Ask"), lang.T("已发出。", "Asked."), func(r *Request, t coordThing) ([]form.Field, error) {
			return []form.Field{line("title", lang.T("标题", "Title"), true), area("text", lang.T("征求意见的文稿", "The text on which views are asked"), true), r.membersField(t, "asked", lang.T("征求哪些单位的意见", "Whose views")), dueField(lang.T("答复期限", "Answers by"), true)}, nil
		}, func(r *Request) (string, error) {
			out, err := c.Consult(r.Context(), r.P, r.C.Now, coordination.Consult{Mechanism: r.PathValue("id"), Title: r.PostFormValue("title"), Text: r.PostFormValue("text"), Asked: r.PostForm["asked"], Due: calendar.Day(r.PostFormValue("due")), Key: r.Key()})
			return coordPath(coordination.ConsultationKind, out.Result), err
		}),
		"upwards/new": run(ui.HeadInfo{Title: lang.T("编制上报", "Compile a report upwards"), Lead: lang.T("数字由系统从记录中统计，成员单位报告的情况一并列入。", "The program counts the figures from the records and adds how members' reports stand.")}, lang.T("统计", "Count"), lang.T("已统计。", "Counted."),
			func(r *Request, _ coordThing) ([]form.Field, error) {
				return []form.Field{dayField("from", lang.T("自", "From"), strconv.Itoa(r.P.Day.Year())+"-01-01", true), dayField("until", lang.T("至", "Until"), string(r.P.Day), true)}, nil
			}, func(r *Request) (string, error) {
				out, err := c.CompileUpward(r.Context(), r.P, r.C.Now, coordination.CompileUpward{Mechanism: r.PathValue("id"), From: calendar.Day(r.PostFormValue("from")), Until: calendar.Day(r.PostFormValue("until")), Key: r.Key()})
				return coordPath(coordination.UpwardKind, out.Result), err
			}),
	}
	advice := run(ui.HeadInfo{Title: lang.T("请专家咨询", "Ask the experts")}, lang.T("提出", "Ask"), lang.T("已提出，由办公室选定专家。", "Asked; the office names the experts."), func(*Request, coordThing) ([]form.Field, error) {
		return []form.Field{line("title", lang.T("标题", "Title"), true), area("question", lang.T("问题", "Question"), true), dueField(lang.T("期限", "Answer by"), true)}, nil
	}, func(r *Request) (string, error) {
		out, err := c.AskAdvice(r.Context(), r.P, r.C.Now, coordination.AskAdvice{Mechanism: r.PathValue("id"), Title: r.PostFormValue("title"), Question: r.PostFormValue("question"), Due: calendar.Day(r.PostFormValue("due")), Key: r.Key()})
		return coordPath(coordination.AdviceKind, out.Result), err
	})
	advice.verb = auth.MechanismPart
	out["advices/new"] = advice
	return out
}

// wanted is the task that a form asks for.
func (r *Request) wanted() coordination.Wanted {
	return coordination.Wanted{Title: r.PostFormValue("title"), Text: r.PostFormValue("text"), Lead: r.PostFormValue("lead"), Joint: r.PostForm["joint"], Due: calendar.Day(r.PostFormValue("due"))}
}

func whenFields(day, at, place string) []form.Field {
	where := line("place", lang.T("地点", "Place"), true)
	where.Value = place
	return []form.Field{dayField("day", lang.T("日期", "Day"), day, true), {Kind: form.Line, Field: ui.Field{Name: "time", Label: lang.T("时间（北京时间）", "Time (Beijing)"), Value: at, Type: "time", Required: true, Narrow: true}}, where}
}
