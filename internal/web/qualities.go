package web

import (
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"lunheng/internal/auth"
	"lunheng/internal/draw"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/quality"
	"lunheng/internal/rules"
	"lunheng/internal/store"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/home"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// resultStatus is a result with its score.
func (r *Request) resultStatus(set *rules.Set, result string, score int) ui.Status {
	tone := ui.Warn
	if item, ok := set.Item("quality_results", result); ok && item.Bool("poor") {
		tone = ui.Bad
	} else if list := set.List("quality_results"); len(list) > 0 && list[0].Code == result {
		tone = ui.OK
	}
	return ui.Status{Text: lang.T("%s，%d 分", "%s, %d%%").With(word(set, "quality_results", result), score), Tone: tone}
}

func (r *Request) checkStatus(set *rules.Set, row quality.Row) ui.Status {
	switch row.State {
	case quality.StateClosed:
		return r.resultStatus(set, row.Result, row.Score)
	case quality.StateScoring:
		return ui.Status{Text: lang.T("评价中 %d / %d", "being scored, %d of %d").With(row.Scored, row.Size), Tone: ui.Active}
	case quality.StateCancelled:
		return ui.Status{Text: quality.Table.Info(row.State).Text, Tone: ui.Ended}
	}
	return ui.Status{Text: quality.Table.Info(row.State).Text, Tone: ui.Waiting}
}

func heldBy(by string) lang.Text {
	if by == quality.ByDepartment {
		return lang.T("主管部门", "The department")
	}
	return lang.T("委员会", "The committee")
}

// qualityChecks lists the checks of a committee.
func (s *Server) qualityChecks(r *Request) error {
	id := r.PathValue("id")
	page, err := quality.List(r.Reader(), r.P, id, quality.Filter{State: flow.State(r.FormValue("state")), By: r.FormValue("by")}, r.Paging())
	if err != nil {
		return err
	}
	name, err := r.body(auth.Committee, id)
	if err != nil {
		return err
	}
	set := r.law("")
	v := register.List{Head: ui.HeadInfo{Title: lang.T("审查质量", "Quality of reviews"), Lead: lang.T("从已办结的案卷中抽取样本，由没有参加审查的同行评价；种子取自日志，谁都不能预知，谁都可以复算。",
		"A sample of closed reviews is scored by peers who took no part. The seed comes from the log: nobody could foresee it, anybody can repeat the draw.")},
		Fields: []form.Field{stateField(&quality.Table), choice("by", lang.T("组织者", "Held by"), []ui.Option{{Value: quality.ByCommittee, Text: heldBy(quality.ByCommittee)}, {Value: quality.ByDepartment, Text: heldBy(quality.ByDepartment)}})},
		Table: ui.TableInfo{Caption: lang.T("最近的在前", "The last first"), Columns: []ui.Column{{Text: lang.T("决定的期间", "Decided")}, {Text: lang.T("组织者", "Held by")},
			{Text: lang.T("可抽取", "Could be drawn"), Num: true}, {Text: lang.T("抽取", "Drawn"), Num: true}, {Text: lang.T("结果", "Result")}},
			Empty: ui.EmptyInfo{Title: lang.T("还没有抽查过", "No check so far"), Text: lang.T("由主任委员或者主管部门公告抽查。", "The chair or the department announces one.")}}}
	for _, row := range page.Items {
		status := r.checkStatus(set, row)
		v.Rows = append(v.Rows, register.Row{{Text: r.period(row.From, row.Until), Href: "/quality/" + row.ID}, {Text: r.C.Text(heldBy(row.By))},
			{Text: r.C.Num(row.Population), Num: true}, {Text: r.C.Num(row.Size), Num: true}, {Status: &status}})
	}
	path := entryPath(auth.Committee, id)
	if r.may(auth.QualityRun, auth.Committee, id) == nil {
		v.Head.Action = ui.Go(r.C, ui.Link{Text: lang.T("公告抽查", "Announce a check"), Href: path + "/quality/new"}, ui.Primary)
	}
	v = r.listing(v, path+"/quality", page.Next)
	v.Tabs, v.Page.Crumbs = nil, []ui.Link{{Text: name, Href: path}}
	return r.showList(v)
}

// qualityPage is one check.
func (s *Server) qualityPage(r *Request) error {
	st, err := s.Quality.View(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	name, err := r.body(auth.Committee, st.Committee)
	if err != nil {
		return err
	}
	set := r.law("")
	row := quality.Row{State: st.State, Size: st.Size, Scored: len(st.Cases) - st.Left()}
	if st.Result != nil {
		row.Result, row.Score = st.Result.Result, st.Result.Score
	}
	title := lang.T("质量抽查：%s", "Quality check: %s").With(r.period(st.From, st.Until))
	v := register.Entry{Page: r.Info(title), Head: ui.HeadInfo{Kicker: name, Title: title}, Status: r.checkStatus(set, row)}
	v.Page.Crumbs = []ui.Link{{Text: lang.T("审查质量", "Quality of reviews"), Href: entryPath(auth.Committee, st.Committee) + "/quality"}}
	v.Facts = []ui.Fact{{Label: lang.T("组织者", "Held by"), Text: r.C.Text(heldBy(st.By))}, {Label: lang.T("可抽取的案卷", "Cases that could be drawn"), Text: r.C.Num(len(st.Candidates))},
		{Label: lang.T("抽取", "To be drawn"), Text: r.C.Num(st.Size)}}
	if !st.Due.IsZero() && st.State == quality.StateScoring {
		v.Facts = append(v.Facts, ui.Fact{Label: lang.T("评价的期限", "To be scored by"), Text: r.C.Date(st.Due)})
	}
	v.Head.Action = register.Acts(r.C, s.qualityActs(r, st))
	if v.Sections, err = s.qualitySections(r, set, st); err != nil {
		return err
	}
	events, err := s.Quality.Events(r.Reader(), r.P, st.ID)
	if err != nil {
		return err
	}
	if v.History, err = s.timeline(r, events, nil); err != nil {
		return err
	}
	return r.Page(register.EntryPage(r.C, v))
}

// qualityActs is what this person may do with a check now.
func (s *Server) qualityActs(r *Request, st quality.State) []register.Act {
	path := "/quality/" + st.ID
	var out []register.Act
	if st.State == quality.StateClosed && r.may(auth.QualityAcknowledge, auth.Committee, st.Committee) == nil && !slices.Contains(st.Acknowledged, r.P.Person) {
		out = append(out, register.Act{Link: ui.Link{Text: lang.T("确认已阅", "Acknowledge the result"), Href: path + "/acknowledge"}, Look: ui.Primary})
	}
	if !s.Quality.MayRun(r.Reader(), r.P, st) {
		return out
	}
	switch {
	case st.State == quality.StateAnnounced:
		out = append(out, register.Act{Link: ui.Link{Text: lang.T("抽取样本", "Draw the sample"), Href: path + "/draw"}, Look: ui.Primary})
	case st.State == quality.StateScoring && st.Left() == 0:
		out = append(out, register.Act{Link: ui.Link{Text: lang.T("得出结果", "Close the check"), Href: path + "/close"}, Look: ui.Primary})
	}
	if quality.Table.Allows(st.State, "quality.cancelled") {
		out = append(out, register.Act{Link: ui.Link{Text: lang.T("取消", "Cancel"), Href: path + "/cancel"}, Look: ui.Quiet})
	}
	return out
}

func (s *Server) qualitySections(r *Request, set *rules.Set, st quality.State) ([]register.Section, error) {
	var out []register.Section
	if st.Result != nil {
		out = append(out, r.pointSection(set, st))
	}
	if len(st.Cases) > 0 {
		rows, err := s.sampleRows(r, set, st)
		if err != nil {
			return nil, err
		}
		out = append(out, register.Section{ID: "sample", Title: lang.T("样本", "The sample"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("按抽取的次序", "In the order of the draw"),
			Columns: []ui.Column{{Text: lang.T("案卷", "Case")}, {Text: lang.T("评价人", "Scored by")}, {Text: lang.T("结果", "Result")}}}, rows)})
	}
	facts := []ui.Fact{{Label: lang.T("方法", "Method"), Text: draw.Method}, {Label: lang.T("名单的摘要", "Hash of the list"), Text: st.Hash}}
	if st.Seed != "" {
		facts = append(facts, ui.Fact{Label: lang.T("种子", "Seed"), Text: st.Seed})
	}
	out = append(out, register.Section{ID: "draw", Title: lang.T("怎样抽取", "How it is drawn"), Body: register.Stack(
		register.Words(r.C, lang.T("种子是公告之后第一个封存点的根摘要；名单、种子和方法齐备，任何人都可以复算。", "The seed is the root of the first checkpoint that covers the announcement; list, seed and method are all that it takes to repeat the draw.")), ui.Facts(r.C, facts))})
	return out, nil
}

// pointSection is how often each point was met.
func (r *Request) pointSection(set *rules.Set, st quality.State) register.Section {
	grades := set.List("quality_grades")
	columns := []ui.Column{{Text: lang.T("要点", "Point")}}
	for _, g := range grades {
		columns = append(columns, ui.Column{Text: g.Text, Num: true})
	}
	var rows []register.Row
	for _, item := range set.List("quality_points") {
		row := register.Row{{Text: r.C.Text(item.Text)}}
		for _, g := range grades {
			n := 0
			for _, c := range st.Cases {
				for _, m := range c.Scored.Marks {
					if m.Point == item.Code && m.Grade == g.Code {
						n++
					}
				}
			}
			row = append(row, register.Cell{Text: strconv.Itoa(n), Num: true})
		}
		rows = append(rows, row)
	}
	return register.Section{ID: "points", Title: lang.T("各要点的情况", "Point by point"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("件数", "Cases"), Columns: columns}, rows)}
}

// sampleRows are the cases of a sample; numbers show to those who may see the case.
func (s *Server) sampleRows(r *Request, set *rules.Set, st quality.State) ([]register.Row, error) {
	var people, ids []string
	for _, c := range st.Cases {
		people, ids = append(people, c.Scorer), append(ids, c.Review)
	}
	names, err := r.people(people...)
	if err != nil {
		return nil, err
	}
	numbers, err := s.Quality.Numbers(r.Reader(), r.P, ids)
	if err != nil {
		return nil, err
	}
	runs := s.Quality.MayRun(r.Reader(), r.P, st)
	var rows []register.Row
	for i, c := range st.Cases {
		row := register.Row{{Text: r.C.Tf("样本第 %d 件", "Case %d of the sample", i+1)}, {Text: r.C.T("尚未确定", "nobody yet")}, {}}
		if number := numbers[c.Review]; number != "" {
			row[0] = register.Cell{Text: number, Href: "/reviews/" + c.Review}
		}
		if c.Scorer != "" {
			row[1].Text = r.C.Text(names.text(c.Scorer))
		}
		path := "/quality/" + st.ID + "/cases/" + c.Review
		status := ui.Status{Text: lang.T("待评价", "to be scored"), Tone: ui.Waiting}
		switch {
		case c.Scored == nil:
			if c.Scorer == r.P.Person {
				row[2].Acts = append(row[2].Acts, ui.Link{Text: lang.T("评价", "Score it"), Href: path + "/score"})
			}
			if runs && st.State == quality.StateScoring {
				row[1].Acts = []ui.Link{{Text: lang.T("改由他人评价", "Give it to somebody else"), Href: path + "/assign"}}
			}
		case c.Scored.Result == "":
			status = ui.Status{Text: lang.T("已评价", "scored"), Tone: ui.OK}
		default:
			status = r.resultStatus(set, c.Scored.Result, c.Scored.Score)
			row[2].Acts = []ui.Link{{Text: lang.T("逐项", "Point by point"), Href: path}}
		}
		row[2].Status = &status
		rows = append(rows, row)
	}
	return rows, nil
}

// scoredPage is what a peer found in one case.
func (s *Server) scoredPage(r *Request) error {
	st, err := s.Quality.View(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	c := st.Case(r.PathValue("review"))
	if c == nil || c.Scored == nil || c.Scored.Result == "" {
		return r.See("/quality/"+st.ID, lang.Text{})
	}
	set, title := r.law(""), lang.T("一件的评价", "One case, point by point")
	numbers, err := s.Quality.Numbers(r.Reader(), r.P, []string{c.Review})
	if err != nil {
		return err
	}
	v := register.Entry{Page: r.Info(title), Head: ui.HeadInfo{Kicker: lang.Same(numbers[c.Review]), Title: title}, Status: r.resultStatus(set, c.Scored.Result, c.Scored.Score)}
	v.Page.Crumbs = []ui.Link{{Text: lang.T("质量抽查", "Quality check"), Href: "/quality/" + st.ID}}
	var rows []register.Row
	for _, m := range c.Scored.Marks {
		rows = append(rows, register.Row{{Text: r.C.Text(word(set, "quality_points", m.Point))}, {Text: r.C.Text(word(set, "quality_grades", m.Grade))}, {Text: orDash(m.Remark)}})
	}
	v.Sections = []register.Section{{ID: "marks", Title: lang.T("各要点", "The points"), Body: register.Rows(r.C, ui.TableInfo{Caption: lang.T("评价人的意见", "What the peer found"),
		Columns: []ui.Column{{Text: lang.T("要点", "Point")}, {Text: lang.T("评价", "Grade")}, {Text: lang.T("说明", "Remark")}}}, rows)}}
	if c.Scored.Remarks != "" {
		v.Sections = append(v.Sections, register.Section{ID: "remarks", Title: lang.T("总体意见", "On the whole"), Body: register.Words(r.C, lang.Same(c.Scored.Remarks))})
	}
	return r.Page(register.EntryPage(r.C, v))
}

// homeQuality is what quality checks ask of this person: cases to score, and
// results to acknowledge.
func (s *Server) homeQuality(r *Request) (templ.Component, error) {
	list, err := quality.ToScore(r.Reader(), r.P, store.Paging{Limit: homeTasks})
	if err != nil {
		return nil, err
	}
	var tasks []ui.Task
	for _, t := range list.Items {
		task := ui.Task{What: lang.T("评价一件已办结的审查", "Score a closed review"), About: t.Number, Href: "/quality/" + t.Check + "/cases/" + t.Review + "/score"}
		if !t.Due.IsZero() {
			task.Clock = r.due(t.Due)
		}
		tasks = append(tasks, task)
	}
	if r.Me.Holds("chair", "vice_chair", "member") {
		unseen, err := quality.Unseen(r.Reader(), r.P)
		if err != nil {
			return nil, err
		}
		set := r.law("")
		for _, row := range unseen {
			state := r.resultStatus(set, row.Result, row.Score)
			tasks = append(tasks, ui.Task{What: lang.T("审查质量的评价结果", "The result of a quality check"), About: r.period(row.From, row.Until), Href: "/quality/" + row.ID, State: &state})
		}
	}
	if len(tasks) == 0 {
		return nil, nil
	}
	return home.Waiting(r.C, "quality", lang.T("审查质量", "Quality of reviews"), tasks, ui.Link{}), nil
}
