package web

import (
	"strings"

	"lunheng/internal/auth"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	"lunheng/internal/rules"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// likePage shows how cases like this one were decided.
func (s *Server) likePage(r *Request) error {
	k, err := s.pathCase(r)
	if err != nil {
		return err
	}
	list, err := s.Review.LikeCases(r.Reader(), r.P, k.ID)
	if err != nil {
		return err
	}
	title := lang.T("类似案卷是怎样决定的", "How like cases were decided")
	v := register.Entry{Page: r.Info(title), Head: ui.HeadInfo{Kicker: lang.Same(k.Number), Title: title}, Status: ui.Status{Text: lang.T("%d 件", "%d cases").With(len(list)), Tone: ui.Plain},
		Sentence: lang.T("审查类别、清单条目、范围和领域都相同的案卷。其他委员会的只显示结果，不显示是哪一件。", "Cases of the same kind, list entries, scope and fields. Of other committees the result alone is shown, not which case it was.")}
	v.Page.Crumbs = []ui.Link{{Text: lang.T("案卷", "The case"), Href: "/reviews/" + k.ID}}
	var own, others []register.Row
	for _, l := range list {
		status := outcomeStatus(k, l.Outcome)
		facts := register.Row{{Status: &status}, {Text: r.C.Num(l.Stipulations), Num: true}, {Text: r.C.Num(l.Days), Num: true}}
		if l.Own {
			own = append(own, append(register.Row{{Text: l.Number, Href: "/reviews/" + l.Review, Small: []string{r.titled(l.Kind, l.Title)}}}, append(facts, register.Cell{Text: r.C.Date(l.Decided)})...))
		} else {
			others = append(others, append(register.Row{{Text: r.C.T("另一委员会", "another committee")}}, append(facts, register.Cell{Text: l.Decided.Format("2006-01")})...))
		}
	}
	table := func(caption, first lang.Text) ui.TableInfo {
		return ui.TableInfo{Caption: caption, Columns: []ui.Column{{Text: first}, {Text: lang.T("结果", "Outcome")}, {Text: lang.T("修改要求", "Stipulations"), Num: true}, {Text: lang.T("用时（天）", "Days"), Num: true}, {Text: lang.T("决定", "Decided")}},
			Empty: ui.EmptyInfo{Title: lang.T("没有类似案卷", "No like case")}}
	}
	v.Sections = []register.Section{
		{ID: "own", Title: lang.T("本委员会", "By this committee"), Body: register.Rows(r.C, table(lang.T("最近的在前", "The latest first"), lang.T("案卷", "Case")), own)},
		{ID: "others", Title: lang.T("其他委员会", "By other committees"), Body: register.Rows(r.C, table(lang.T("最近的在前", "The latest first"), lang.T("由谁", "By whom")), others)}}
	return r.Page(register.EntryPage(r.C, v))
}

// consistency compares how a committee decides each sort of case with how others do.
func (s *Server) consistency(r *Request) error {
	id := r.PathValue("id")
	list, err := review.SpreadOf(r.Reader(), r.P, id)
	if err != nil {
		return err
	}
	name, err := r.body(auth.Committee, id)
	if err != nil {
		return err
	}
	set := r.law("")
	v := register.List{Head: ui.HeadInfo{Title: lang.T("类似案卷的决定是否一致", "Whether like cases are decided alike"), Lead: lang.T("按审查类别、清单条目和范围，比较本委员会与其他委员会的结果和平均用时。其他委员会合并统计。",
		"By kind, list entries and scope: outcomes and average days of this committee beside those of all others together.")},
		Table: ui.TableInfo{Caption: lang.T("已决定的案卷", "Decided cases"), Columns: []ui.Column{{Text: lang.T("案卷种类", "Sort of case")}, {Text: lang.T("由谁决定", "Decided by")}, {Text: lang.T("结果", "Outcome")},
			{Text: lang.T("件数", "Cases"), Num: true}, {Text: lang.T("占比", "Share"), Num: true}, {Text: lang.T("平均用时（天）", "Days on average"), Num: true}}, Empty: ui.EmptyInfo{Title: lang.T("还没有决定的案卷", "No decided case yet")}}}
	total := map[string]int{}
	key := func(x review.Spread) string { return x.Sort + map[bool]string{true: "|own"}[x.Own] }
	for _, x := range list {
		total[key(x)] += x.N
	}
	for _, x := range list {
		by := lang.T("其他委员会", "other committees")
		if x.Own {
			by = lang.T("本委员会", "this committee")
		}
		status := outcomeStatus(&kase{set: set}, x.Outcome)
		v.Rows = append(v.Rows, register.Row{{Text: r.sortOfCase(set, x.Sort)}, {Text: r.C.Text(by)}, {Status: &status}, {Text: r.C.Num(x.N), Num: true},
			{Text: r.C.Num(100*x.N/total[key(x)]) + "%", Num: true}, {Text: r.C.Num(x.Days), Num: true}})
	}
	v = r.listing(v, r.URL.Path, "")
	v.Tabs, v.Page.Crumbs = nil, []ui.Link{{Text: name, Href: entryPath(auth.Committee, id)}}
	return r.Page(register.ListPage(r.C, v))
}

// sortOfCase puts what cases are compared by into words.
func (r *Request) sortOfCase(set *rules.Set, sort string) string {
	parts := strings.SplitN(sort, "|", 3)
	kind := r.C.T("初次审查", "Initial review")
	if parts[0] != "" {
		kind = r.C.Text(word(set, "review_kinds", parts[0]))
	}
	out := []string{kind}
	for i, list := range []string{"", "listed", "scope"} {
		if i == 0 || i >= len(parts) || parts[i] == "" {
			continue
		}
		out = append(out, r.C.Join(words(set, list, strings.Split(parts[i], ",")...)))
	}
	return strings.Join(out, " · ")
}
