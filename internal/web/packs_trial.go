package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/rehearse"
	"lunheng/internal/rulebook"
	"lunheng/internal/rules"
	"lunheng/internal/web/pages/packs"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// rehearsePack has a draft tried on past activities.
func (s *Server) rehearsePack(r *Request) error {
	id := r.PathValue("id")
	if _, err := s.Rehearsal.Start(r.Context(), r.P, r.C.Now, rehearse.Start{Pack: id}); err != nil {
		return err
	}
	return r.See(versionPath(id)+"#rehearsal", lang.T("演练已开始。", "The rehearsal has begun."))
}

// trial is the last rehearsal of a version, for its page.
func (s *Server) trial(r *Request, p rulebook.Pack) (packs.Trial, error) {
	v := packs.Trial{URL: versionPath(p.ID) + "/trial"}
	re, err := s.Rehearsal.Latest(r.Reader(), r.P, p.ID)
	if err != nil || re == nil {
		return v, err
	}
	v.Waiting, v.Running, v.Done, v.Total = re.State == rehearse.Waiting, re.State == rehearse.Running, int(re.Done), int(re.Total)
	v.ETag = `"` + re.ID + "-" + re.State + strconv.FormatInt(re.Done, 10) + "-" + string(r.C.Lang) + `"`
	switch {
	case re.Open() || re.Result == nil:
		return v, nil
	case re.State == rehearse.Failed:
		v.Failed = fmt.Sprint(re.Result.Faults)
		return v, nil
	}
	v.Outdated = re.Hash != p.Hash
	return v, r.trialResult(&v, p, *re)
}

// trialResult puts a result into words, a chart and tables.
func (r *Request) trialResult(v *packs.Trial, p rulebook.Pack, re rehearse.Rehearsal) error {
	res, set := *re.Result, r.S.Book.On(re.Result.Day, p.Region)
	v.Sentence = lang.T("按 %s 的规则判断了 %s 项活动：%s 项会有变化，其中 %s 项正在办理。", "By the rules of %s, %s activities were judged: %s would change, %s of these are open.").With(
		r.C.Day(string(res.Day)), r.C.Num(int(res.Judged)), r.C.Num(int(res.Changed)), r.C.Num(int(res.Open)))
	v.At = r.C.Tf("演练于 %s，用时 %s 秒", "Rehearsed %s, in %s s", r.C.Time(re.EndedAt), strconv.FormatFloat(res.Seconds, 'f', 1, 64))
	if res.Unassessed > 0 {
		v.Note = lang.T("另有 %s 项没有留下自评，不在其内。", "%s more left no self-assessment and are not among them.").With(r.C.Num(int(res.Unassessed)))
	}
	if len(res.Blind) > 0 {
		v.Note = lang.T("这些规则读取文字，演练时没有文字：%s", "These rules read texts, and a rehearsal has none: %s").With(fmt.Sprint(res.Blind))
	}
	if hint := res.Hint(p.Region); !hint.IsZero() {
		v.Note = hint
	}
	v.Chart = ui.BarsInfo{Title: lang.T("会有变化的活动", "Activities that would change"), Unit: lang.T("项", "activities")}
	for _, name := range rehearse.Lists() {
		n := res.Sizes[name]
		if n > 0 {
			v.Chart.Bars = append(v.Chart.Bars, ui.Bar{Label: rehearse.ListTitle(name), Value: float64(n), Shown: r.C.Num(int(n)), Href: versionPath(p.ID) + "/trial/" + name})
		}
	}
	v.Table = ui.TableInfo{Caption: lang.T("每一种变化", "Every kind of change"), Columns: []ui.Column{{Text: lang.T("什么", "What")}, {Text: lang.T("原来", "Was")}, {Text: lang.T("改为", "Would be")}, {Text: lang.T("活动", "Activities"), Num: true}}}
	for _, c := range res.Counts {
		from, to := c.Values(set)
		v.Rows = append(v.Rows, register.Row{{Text: r.C.Text(c.Title(set))}, {Text: r.C.Text(from)}, {Text: r.C.Text(to)}, {Text: r.C.Num(int(c.Number)), Num: true}})
	}
	return r.trialUnits(v, res)
}

func (r *Request) trialUnits(v *packs.Trial, res rehearse.Result) error {
	var ids []string
	for _, u := range res.Units {
		ids = append(ids, u.Unit)
	}
	names, err := r.bodies(auth.Unit, ids...)
	if err != nil {
		return err
	}
	v.UnitsOf = ui.TableInfo{Caption: lang.T("须设立委员会的单位", "Units that would need a committee"), Columns: []ui.Column{{Text: lang.T("单位", "Unit")}, {Text: lang.T("活动", "Activities"), Num: true}}}
	for _, u := range res.Units {
		v.Units = append(v.Units, register.Row{{Text: r.C.Text(english(names[u.Unit])), Href: entryPath(auth.Unit, u.Unit)}, {Text: r.C.Num(int(u.Number)), Num: true}})
	}
	return nil
}

// trialPart is the rehearsal alone, for a page that keeps itself up to date.
func (s *Server) trialPart(r *Request) error {
	p, err := s.Rulebook.Get(r.Reader(), r.P, r.PathValue("id"))
	if err != nil {
		return err
	}
	v, err := s.trial(r, p)
	if err != nil {
		return err
	}
	if r.Header.Get("If-None-Match") == v.ETag && v.ETag != "" {
		r.W.Header().Set("Cache-Control", "no-store")
		r.W.WriteHeader(http.StatusNotModified)
		return nil
	}
	r.W.Header().Set("ETag", v.ETag)
	return r.Page(packs.TrialPart(r.C, v))
}

// trialList shows the activities of one list of the last rehearsal.
func (s *Server) trialList(r *Request) error {
	id, name := r.PathValue("id"), r.PathValue("list")
	p, err := s.Rulebook.Get(r.Reader(), r.P, id)
	if err != nil {
		return err
	}
	re, err := s.Rehearsal.Latest(r.Reader(), r.P, id)
	if err != nil {
		return err
	}
	if re == nil || re.Result == nil || !slices.Contains(rehearse.Lists(), name) {
		return s.notFound(r)
	}
	items, err := rehearse.Items(r.Reader(), r.P, re.Result.Lists[name])
	if err != nil {
		return err
	}
	v := register.List{Page: r.Info(rehearse.ListTitle(name)), Head: ui.HeadInfo{Kicker: lang.T("规则包 %s 的演练", "Rehearsal of the pack %s").With(p.Ref()), Title: rehearse.ListTitle(name),
		Lead: lang.T("共 %s 项，列出前 %s 项。只显示您可以知道的题目。", "%s in all, the first %s are listed. Titles are shown where you may know them.").With(
			r.C.Num(int(re.Result.Sizes[name])), r.C.Num(len(items)))},
		Table: ui.TableInfo{Caption: rehearse.ListTitle(name), Columns: []ui.Column{{Text: lang.T("活动", "Activity")}, {Text: lang.T("状态", "State")}, {Text: lang.T("变化", "What would change")}},
			Empty: ui.EmptyInfo{Title: lang.T("没有活动", "No activity")}}}
	v.Page.Crumbs = []ui.Link{rulesCrumb, {Text: p.Title, Href: versionPath(id) + "#rehearsal"}}
	set := s.Book.On(re.Result.Day, p.Region)
	for _, it := range items {
		v.Rows = append(v.Rows, r.trialRow(it, set))
	}
	v.Pager = r.pager(len(v.Rows), "")
	return r.showList(v)
}

func (r *Request) trialRow(it rehearse.Item, set *rules.Set) register.Row {
	state := ui.Status{Text: activity.Table.Info(flow.State(it.State)).Text, Tone: ui.Plain}
	what := register.Cell{Text: it.Title, Small: []string{it.ID}}
	if it.Title == "" {
		what.Text = r.C.T("（题目不公开）", "(title not open to you)")
	}
	changes := register.Cell{}
	if it.Note != "" {
		changes.Small = append(changes.Small, r.C.Tf("新期限应于 %s 届满", "the new limit would have ended on %s", it.Note))
	}
	for _, c := range it.Changes {
		from, to := c.Values(set)
		changes.Small = append(changes.Small, r.C.Text(c.Title(set))+r.C.T("：", ": ")+r.C.Text(from)+" → "+r.C.Text(to))
	}
	return register.Row{what, {Status: &state}, changes}
}
