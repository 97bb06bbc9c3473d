package web

import (
	"github.com/a-h/templ"

	"lunheng/internal/auth"
	"lunheng/internal/clocks"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/recheck"
	"lunheng/internal/review"
	"lunheng/internal/store"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/home"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// recheckStatus is the state of a re-review with its shape.
func recheckStatus(state flow.State) ui.Status {
	tone := ui.Waiting
	switch state {
	case recheck.StateSitting:
		tone = ui.Active
	case recheck.StateReturned:
		tone = ui.Warn
	case recheck.StateAnswered:
		tone = ui.OK
	case recheck.StateWithdrawn:
		tone = ui.Ended
	}
	return ui.Status{Text: recheck.Table.Info(state).Text, Tone: tone}
}

func recheckTable() ui.TableInfo {
	return ui.TableInfo{Caption: lang.T("专家复核，最近变动的在前", "Expert re-reviews, the last changed first"),
		Columns: []ui.Column{{Text: lang.T("活动", "Activity")}, {Text: lang.T("单位", "Unit")}, {Text: lang.T("状态", "State")}, {Text: lang.T("反馈期限", "Answer due")}},
		Empty: ui.EmptyInfo{Title: lang.T("没有专家复核", "There are no re-reviews"), Text: lang.T("清单内活动经委员会初步同意后，由单位向主管部门申请。",
			"After a committee's preliminary opinion on a listed activity the unit asks its department for one.")}}
}

// rechecks lists the re-reviews that the person may see: the board of a
// department, and the work of an expert.
func (s *Server) rechecks(r *Request) error {
	page, err := recheck.List(r.Reader(), r.P, recheck.Filter{State: flow.State(r.FormValue("state"))}, r.Paging())
	if err != nil {
		return err
	}
	v := register.List{Head: ui.HeadInfo{Title: lang.T("专家复核", "Expert re-reviews"),
		Lead: lang.T("清单内活动在委员会初步同意之后、开始之前，由主管部门组织专家再看一次。", "Before listed work starts, experts called by the department look at the committee's preliminary opinion.")},
		Table: recheckTable(), Fields: []form.Field{stateField(&recheck.Table)}}
	if v.Rows, err = r.recheckRows(page.Items); err != nil {
		return err
	}
	out := r.listing(v, "/rechecks", page.Next)
	out.Page, out.Tabs = r.Info(v.Head.Title), nil
	return r.showList(out)
}

func (r *Request) recheckRows(list []recheck.Row) ([]register.Row, error) {
	var units []string
	for _, row := range list {
		units = append(units, row.Unit)
	}
	names, err := r.bodies(auth.Unit, units...)
	if err != nil {
		return nil, err
	}
	var out []register.Row
	for _, row := range list {
		state := recheckStatus(row.State)
		cell := register.Cell{Text: row.Title, Href: "/rechecks/" + row.ID, Small: []string{row.Number}}
		if row.Seat != "" && row.State == recheck.StateSitting && !row.Answered {
			cell.Small = append(cell.Small, r.C.T("等您的意见", "waits for your opinion"))
		}
		due := register.Cell{Text: "—"}
		if !row.Due.IsZero() {
			due.Text = r.C.Date(row.Due)
			if row.Clock == "over" {
				due.Status = &ui.Status{Text: lang.T("已超期", "overdue"), Tone: ui.Bad}
			}
		}
		out = append(out, register.Row{cell, {Text: r.C.Text(english(names[row.Unit]))}, {Status: &state}, due})
	}
	return out, nil
}

// recheckPage shows one re-review: to the department everything, to the expert
// the file and their own part, to everybody else progress and result.
func (s *Server) recheckPage(r *Request) error {
	st, err := s.Recheck.View(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	may, err := auth.Can(r.Reader(), r.P, auth.Recheck, st.ID, auth.RecheckComplete, auth.RecheckReceive, auth.RecheckDraw,
		auth.RecheckPanel, auth.RecheckFeedBack, auth.RecheckFile, auth.RecheckOpinion)
	if err != nil {
		return err
	}
	v := register.Entry{Page: r.Info(lang.Same(st.Title)), Status: recheckStatus(st.State),
		Head: ui.HeadInfo{Kicker: lang.T("专家复核 · %s", "Expert re-review · %s").With(st.Number), Title: lang.Same(st.Title)}}
	v.Page.Crumbs = []ui.Link{{Text: lang.T("专家复核", "Expert re-reviews"), Href: "/rechecks"}}
	if acts := r.recheckActs(st, may); len(acts) > 0 {
		v.Head.Action = register.Acts(r.C, acts)
	}
	if v.Facts, err = s.recheckFacts(r, st); err != nil {
		return err
	}
	v.Notes = append(v.Notes, ui.Steps(r.C, recheckSteps(st.State)))
	list, err := clocks.Of(r.Reader(), recheck.Stream(st.ID))
	if err != nil {
		return err
	}
	if k := r.urgent(list); k != nil {
		v.Notes = append(v.Notes, register.Clocks(r.C, []ui.ClockInfo{*k}))
	}
	v.Sections, err = s.recheckSections(r, st, may)
	if err != nil {
		return err
	}
	return r.Page(register.EntryPage(r.C, v))
}

// recheckActs are the buttons of whoever may act now.
func (r *Request) recheckActs(st recheck.State, may map[auth.Verb]bool) []register.Act {
	path := "/rechecks/" + st.ID
	var out []register.Act
	add := func(ok bool, state flow.State, to string, look ui.Look, text lang.Text) {
		if ok && st.State == state {
			out = append(out, register.Act{Link: ui.Link{Text: text, Href: path + "/" + to}, Look: look})
		}
	}
	add(may[auth.RecheckReceive], recheck.StateApplied, "accept", ui.Primary, lang.T("受理", "Accept the file"))
	add(may[auth.RecheckReceive], recheck.StateApplied, "return", ui.Quiet, lang.T("一次性告知补正", "Name what is missing"))
	add(may[auth.RecheckComplete], recheck.StateReturned, "complete", ui.Primary, lang.T("补正", "Complete the file"))
	add(may[auth.RecheckDraw], recheck.StateAccepted, "announce", ui.Primary, lang.T("公告抽取", "Announce the draw"))
	add(may[auth.RecheckDraw], recheck.StateAnnounced, "draw", ui.Primary, lang.T("抽取专家", "Draw the panel"))
	add(may[auth.RecheckFeedBack], recheck.StateSitting, "feedback", ui.Primary, lang.T("反馈复核意见", "Feed the opinion back"))
	if seat := st.Seat(r.P.Person); may[auth.RecheckOpinion] && seat != nil {
		if !seat.Denied {
			add(true, recheck.StateSitting, "declare", ui.Primary, lang.T("声明利益与保密", "Declare interests"))
		} else {
			add(true, recheck.StateSitting, "opinion", ui.Primary, lang.T("提出意见", "Give an opinion"))
			add(true, recheck.StateSitting, "declare", ui.Quiet, lang.T("须回避或谢绝", "Step out"))
		}
	}
	return out
}

// recheckSteps is where a re-review stands on its way.
func recheckSteps(state flow.State) []ui.Step {
	order := []flow.State{recheck.StateApplied, recheck.StateAccepted, recheck.StateAnnounced, recheck.StateSitting, recheck.StateAnswered}
	words := []lang.Text{lang.T("单位申请", "Asked for"), lang.T("受理", "Accepted"), lang.T("公告抽取", "Draw announced"), lang.T("专家复核", "Experts at work"), lang.T("反馈", "Answered")}
	if state == recheck.StateReturned {
		state = recheck.StateApplied
	}
	var out []ui.Step
	look := ui.StepDone
	for i, s := range order {
		step := ui.Step{Text: words[i], Look: look}
		switch {
		case s == state && state == recheck.StateAnswered:
		case s == state:
			step.Look, look = ui.StepCurrent, ui.StepTodo
		case state == recheck.StateWithdrawn:
			step.Look = ui.StepSkipped
		}
		out = append(out, step)
	}
	return out
}

// homeRecheck is the part of the home page about re-reviews.
func (s *Server) homeRecheck(r *Request) (templ.Component, error) {
	tasks, err := s.homeRecheckTasks(r)
	if err != nil || len(tasks) == 0 {
		return nil, err
	}
	return home.Waiting(r.C, "rechecks", lang.T("专家复核", "Expert re-review"), tasks, ui.Link{Text: lang.T("全部专家复核", "All re-reviews"), Href: "/rechecks"}), nil
}

// homeRecheckTasks is what re-reviews ask of this person: as expert, as officer of a
// unit, as department, as chair.
func (s *Server) homeRecheckTasks(r *Request) ([]ui.Task, error) {
	var out []ui.Task
	tasks, err := review.Tasks(r.Reader(), r.P, []string{review.TaskApplyRecheck, review.TaskFinalDecision}, store.Paging{Limit: homeTasks})
	if err != nil {
		return nil, err
	}
	for _, t := range tasks.Items {
		out = append(out, r.task(t))
	}
	page, err := recheck.List(r.Reader(), r.P, recheck.Filter{Open: true}, store.Paging{Limit: homeTasks})
	if err != nil {
		return nil, err
	}
	for _, row := range page.Items {
		may, err := auth.Can(r.Reader(), r.P, auth.Recheck, row.ID, auth.RecheckReceive, auth.RecheckComplete)
		if err != nil {
			return nil, err
		}
		what := lang.Text{}
		switch {
		case row.Seat != "" && row.State == recheck.StateSitting && !row.Answered:
			what = lang.T("专家复核：请提出意见", "Expert re-review: give your opinion")
		case may[auth.RecheckReceive]:
			what = lang.T("专家复核：%s", "Expert re-review: %s").With(recheck.Table.Info(row.State).Text)
		case may[auth.RecheckComplete] && row.State == recheck.StateReturned:
			what = lang.T("专家复核：请补正材料", "Expert re-review: complete the file")
		default:
			continue
		}
		task := ui.Task{What: what, About: row.Number + " · " + row.Title, Href: "/rechecks/" + row.ID}
		if !row.Due.IsZero() {
			task.Clock = r.due(row.Due)
		}
		out = append(out, task)
	}
	return out, nil
}

func votesText(o *review.Opinion) lang.Text {
	return lang.T("全体 %d 名专家，需 %d 名一致；同意 %d 名，不同意 %d 名", "%d experts in all, %d needed; %d agree, %d do not").With(
		o.All, o.Need, o.For, o.Against)
}
