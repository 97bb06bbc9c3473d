package web

import (
	"lunheng/internal/auth"
	"lunheng/internal/lang"
	"lunheng/internal/oversight"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// oversightAlike shows how like cases were decided by the committees in sight.
func (s *Server) oversightAlike(r *Request) error {
	at, err := r.sighted("/oversight/consistency")
	if err != nil {
		return err
	}
	title := lang.T("各委员会怎样决定类似案卷", "How like cases were decided by committees")
	v := register.List{Page: r.Info(title), Head: ui.HeadInfo{Kicker: at.Name, Title: title, Lead: lang.T("按审查类别、清单条目和范围归类。占比相差大，不等于决定错了：先看案卷，再问委员会。",
		"Sorted by kind, list entries and scope. Shares that differ much are no mistakes by themselves: read the cases, then ask the committee.")},
		Filter: at.filter, Fields: at.fields, Form: at.form,
		Table: ui.TableInfo{Caption: lang.T("已决定的案卷，按种类和委员会排列", "Decided cases, by sort and committee"), Columns: []ui.Column{{Text: lang.T("案卷种类", "Sort of case")}, {Text: lang.T("委员会", "Committee")},
			{Text: lang.T("结果", "Outcome")}, {Text: lang.T("件数", "Cases"), Num: true}, {Text: lang.T("占比", "Share"), Num: true}, {Text: lang.T("所有委员会的占比", "Share among all committees"), Num: true},
			{Text: lang.T("平均用时（天）", "Days on average"), Num: true}}, Empty: ui.EmptyInfo{Title: lang.T("还没有决定的案卷", "No decided case yet")}}}
	v.Page.Crumbs, v.Page.Wide = []ui.Link{{Text: oversightTitle, Href: at.to("/oversight")}}, true
	if v.Form.Err != nil {
		return r.showList(v)
	}
	page, err := oversight.Alikes(r.Reader(), r.P, at.Scope, r.Paging())
	if err != nil {
		return err
	}
	set := r.law("")
	share := func(n, of int) register.Cell { return register.Cell{Text: r.C.Num(100*n/max(of, 1)) + "%", Num: true} }
	for _, a := range page.Items {
		status := outcomeStatus(&kase{set: set}, a.Outcome)
		v.Rows = append(v.Rows, register.Row{{Text: r.sortOfCase(set, a.Sort)}, {Text: r.C.Text(english(lang.T(a.NameZH, a.NameEN))), Href: entryPath(auth.Committee, a.Committee)}, {Status: &status},
			{Text: r.C.Num(a.N), Num: true}, share(a.N, a.Of), share(a.All, a.AllOf), {Text: r.C.Num(a.Days), Num: true}})
	}
	v.Pager = r.pager(len(v.Rows), page.Next)
	return r.showList(v)
}
