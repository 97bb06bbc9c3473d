package web

import (
	"net/url"
	"strconv"

	"lunheng/internal/auth"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/oversight"
	"lunheng/internal/regions"
	"lunheng/internal/registry"
	"lunheng/internal/web/pages/form"
	pages "lunheng/internal/web/pages/oversight"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

var oversightTitle = lang.T("监督看板", "Oversight")

// trendMonths is how far a line goes back.
const trendMonths = 12

// sight is what a supervisor looks at, read from the address.
type sight struct {
	oversight.Scope
	Name   lang.Text // of the department
	Reach  regions.Region
	fields []form.Field
	filter ui.FilterInfo
	form   ui.Form
}

// sighted reads the department, the region and the field from the address. Whoever
// supervises in one department alone need not name it.
func (r *Request) sighted(path string, more ...form.Field) (sight, error) {
	own := r.offices(registry.RoleSupervisor)
	v := sight{Scope: oversight.Scope{Department: r.FormValue("department"), Region: regionCode(r.FormValue("region")), Field: r.FormValue("field")}}
	if v.Department == "" && len(own) > 0 {
		v.Department = own[0]
	}
	if v.Department == "" {
		return v, errs.New(errs.Forbidden, "oversight.department", lang.T("监督看板供主管部门使用：各部门只看到自己管辖的事项（《关于加强科技伦理治理的意见》三（一）；审查办法第四十条）。",
			"Oversight is for departments: each sees what it answers for (Opinions III (1); Review Measures art. 40)."))
	}
	if err := r.may(auth.OversightView, auth.Department, v.Department); err != nil {
		return v, err
	}
	d, err := r.S.Registry.Department(r.Reader(), v.Department)
	if err != nil {
		return v, err
	}
	v.Name = english(d.Name)
	v.Reach, _ = regions.Lookup(d.Region)
	if len(own) > 1 {
		names, err := r.bodies(auth.Department, own...)
		if err != nil {
			return v, err
		}
		f := choice("department", lang.T("主管部门", "Department"), nil)
		for _, id := range own {
			f.Options = append(f.Options, ui.Option{Value: id, Text: english(names[id])})
		}
		v.fields = append(v.fields, f)
	}
	v.fields = append(v.fields, regionField("", false), choice("field", lang.T("领域", "Field"), options(r.law(d.Region), "fields")))
	v.fields = append(v.fields, more...)
	v.filter, v.form = r.filters(path, v.fields)
	return v, nil
}

// list is the address of the records behind a number.
func (v sight) list(m oversight.Measure, part, since string, more ...string) string {
	q := url.Values{"department": {v.Department}}
	set := func(key, value string) {
		if value != "" {
			q.Set(key, value)
		}
	}
	set("region", v.Region)
	set("field", v.Field)
	set("part", part)
	if m.Flow {
		set("from", since+"-01")
	}
	for i := 0; i+1 < len(more); i += 2 {
		set(more[i], more[i+1])
	}
	return "/oversight/list/" + m.Code + "?" + q.Encode()
}

// to is an address with the same department, region and field.
func (v sight) to(path string) string {
	q := url.Values{"department": {v.Department}}
	if v.Region != "" {
		q.Set("region", v.Region)
	}
	if v.Field != "" {
		q.Set("field", v.Field)
	}
	return path + "?" + q.Encode()
}

// part is a part of a measure in words.
func (r *Request) part(m oversight.Measure, part string) lang.Text {
	if m.Code == "overdue" {
		return clockName(part)
	}
	set := r.law("")
	return m.Parts.Text(part, func(list, code string) lang.Text { return word(set, list, code) })
}

// oversight is the board of a department.
func (s *Server) oversight(r *Request) error {
	measures := choice("measure", lang.T("地图和趋势", "On the map and over time"), nil)
	for _, m := range oversight.Measures {
		measures.Options = append(measures.Options, ui.Option{Value: m.Code, Text: m.Name})
	}
	at, err := r.sighted("/oversight", measures)
	if err != nil {
		return err
	}
	v := pages.Board{Page: r.Info(oversightTitle), Head: ui.HeadInfo{Kicker: at.Name, Title: oversightTitle}, Filter: at.filter, Fields: at.fields, Form: at.form}
	v.Filter.Open = true
	if v.Page.Wide = true; at.form.Err != nil {
		return r.Render(filtered(v.Form), pages.BoardPage(r.C, v))
	}
	if at.Region != "" {
		v.Head.Title = lang.T("监督看板：%s", "Oversight: %s").With(regions.Path(at.Region))
	}
	v.Head.Action = register.Acts(r.C, []register.Act{{Link: ui.Link{Text: lang.T("各单位的数字", "Numbers by unit"), Href: at.to("/oversight/units")}, Look: ui.Quiet},
		{Link: ui.Link{Text: lang.T("类似案卷的决定", "Like cases"), Href: at.to("/oversight/consistency")}, Look: ui.Quiet}})
	if err := r.fillBoard(&v, at); err != nil {
		return err
	}
	return r.Page(pages.BoardPage(r.C, v))
}

func (r *Request) fillBoard(v *pages.Board, at sight) error {
	since := oversight.FirstMonth(r.P.Day)
	v.AsOf = lang.T("截至 %s。发生过的事项从 %s 起计算，其余是现在的数量；每个数字都可以点开，看到它所数的每一条记录。",
		"As of %s. What happened is counted from %s; all else is as it is now. Every number leads to the records that it counts.").With(r.C.Time(r.C.Now), since)
	found, err := oversight.Numbers(r.Reader(), r.P, at.Scope, since)
	if err != nil {
		return err
	}
	v.Today = r.todayStats(at, found, since)
	v.Groups = r.boardGroups(at, found, since)
	if v.Late, err = r.latest(at); err != nil {
		return err
	}
	m, ok := oversight.Find(r.FormValue("measure"))
	if !ok {
		m, _ = oversight.Find("live")
	}
	v.Chosen = lang.T("地图和趋势：%s", "On the map and over time: %s").With(m.Name)
	if v.Map, v.Up, err = r.tiles(at, m, since); err != nil {
		return err
	}
	if v.Line, v.Median, err = r.trend(at, m); err != nil {
		return err
	}
	v.Asked, err = r.askedSection(at)
	return err
}

// todayStats are the numbers that cannot wait.
func (r *Request) todayStats(at sight, found []oversight.Number, since string) []ui.Stat {
	var out []ui.Stat
	for _, m := range oversight.Measures {
		if m.Group != oversight.Pressing {
			continue
		}
		n := sum(found, m.Code, "")
		stat := ui.Stat{Label: m.Name, Value: r.C.Num(n), Href: at.list(m, "", since)}
		if n > 0 && !m.Flow {
			stat.Tone = ui.Bad
		}
		if m.Flow {
			stat.Note = lang.T("本年", "this year")
		}
		out = append(out, stat)
	}
	return append(out, r.medianStat(at, found))
}

// medianStat is how long a first decision takes, and leads to its months.
func (r *Request) medianStat(at sight, found []oversight.Number) ui.Stat {
	out := ui.Stat{Label: lang.T("从受理到决定的中位天数", "Median days from acceptance to decision"), Value: "—", Note: lang.T("本年初次审查", "first reviews of this year")}
	var days []oversight.Month
	for _, x := range found {
		if m, _ := oversight.Find(x.Measure); m.Counted() {
			days = append(days, oversight.Month{Part: x.Part, N: x.N})
			out.Href = at.to("/oversight") + "&measure=" + m.Code + "#map"
		}
	}
	if n := oversight.Median(days); n >= 0 {
		out.Value = r.C.Num(n)
	}
	return out
}

// groupNames are the parts of a board.
var groupNames = map[oversight.Group]lang.Text{
	oversight.Pressing: lang.T("紧要事项", "What cannot wait"), oversight.Standing: lang.T("单位和委员会", "Units and committees"), oversight.Work: lang.T("活动与审查", "Activities and reviews"),
	oversight.After: lang.T("获批之后", "Approved work"), oversight.Action: lang.T("部门的工作", "What departments do"),
}

func (r *Request) boardGroups(at sight, found []oversight.Number, since string) []pages.Group {
	var out []pages.Group
	for _, id := range oversight.Groups() {
		g := pages.Group{ID: "group-" + string(id), Title: groupNames[id]}
		for _, m := range oversight.Measures {
			if m.Group == id && !m.Counted() {
				g.Bars = append(g.Bars, r.bars(at, m, found, since))
			}
		}
		out = append(out, g)
	}
	return out
}

// bars are the parts of a measure, labelled with their numbers.
func (r *Request) bars(at sight, m oversight.Measure, found []oversight.Number, since string) ui.BarsInfo {
	b := ui.BarsInfo{Title: m.Name, Unit: m.Unit}
	if m.Flow {
		b.Unit = lang.T("%s，本年", "%s, this year").With(m.Unit)
	}
	all := 0
	for _, x := range found {
		if x.Measure == m.Code {
			b.Bars = append(b.Bars, ui.Bar{Label: r.part(m, x.Part), Value: float64(x.N), Shown: r.C.Num(x.N), Href: at.list(m, x.Part, since)})
			all += x.N
		}
	}
	if len(b.Bars) != 1 {
		b.Bars = append(b.Bars, ui.Bar{Label: lang.T("合计", "In all"), Value: float64(all), Shown: r.C.Num(all), Href: at.list(m, "", since), Tone: ui.Plain})
	}
	return b
}

// mostLate is how many units are named as having most overdue.
const mostLate = 8

// latest are the units with most overdue.
func (r *Request) latest(at sight) (ui.BarsInfo, error) {
	m, _ := oversight.Find("overdue")
	b := ui.BarsInfo{Title: lang.T("超期最多的单位", "Units with most overdue"), Unit: m.Unit}
	units, err := oversight.Worst(r.Reader(), r.P, at.Scope, m.Code, mostLate)
	for _, h := range units {
		b.Bars = append(b.Bars, ui.Bar{Label: english(lang.T(h.NameZH, h.NameEN)), Value: float64(h.N[m.Code]), Shown: r.C.Num(h.N[m.Code]), Href: at.list(m, "", "", "unit", h.Unit)})
	}
	return b, err
}

// trend is a measure by month; of a measure of days the median as well.
func (r *Request) trend(at sight, m oversight.Measure) (ui.LineInfo, *ui.LineInfo, error) {
	first := r.P.Day.AddMonths(1 - trendMonths)
	found, err := oversight.Months(r.Reader(), r.P, at.Scope, m, string(first[:7]))
	if err != nil {
		return ui.LineInfo{}, nil, err
	}
	line := ui.LineInfo{Title: lang.T("%s：按月", "%s by month").With(m.Name), Unit: m.Unit, Axis: lang.T("月份", "Month")}
	median := ui.LineInfo{Title: lang.T("中位天数", "Median of days"), Unit: lang.T("天", "days"), Axis: line.Axis}
	for i := range trendMonths {
		month := string(first.AddMonths(i)[:7])
		var here []oversight.Month
		n := 0
		for _, x := range found {
			if x.Month == month {
				here, n = append(here, x), n+x.N
			}
		}
		line.Points = append(line.Points, ui.Point{Label: month, Value: float64(n)})
		if days := oversight.Median(here); m.Counted() && days >= 0 {
			median.Points = append(median.Points, ui.Point{Label: month, Value: float64(days)})
		}
	}
	if !m.Counted() {
		return line, nil, nil
	}
	return line, &median, nil
}

// tiles is the map of the places within the region in sight.
func (r *Request) tiles(at sight, m oversight.Measure, since string) (pages.Map, *ui.Link, error) {
	out := pages.Map{Title: m.Name, Unit: m.Unit}
	if m.Flow {
		out.Unit = lang.T("%s，本年", "%s, this year").With(m.Unit)
	}
	around := at.Reach
	if in, ok := regions.Lookup(at.Region); ok {
		around = in
	}
	found, err := oversight.Regions(r.Reader(), r.P, at.Scope, m, "", since)
	if err != nil {
		return out, nil, err
	}
	rest := 0
	for _, x := range found {
		rest += x.N
	}
	known := r.law(around.Code)
	for i, place := range around.Children() {
		t := pages.Tile{Name: lang.Same(place.Name), Col: i%tileColumns + 1, Row: i/tileColumns + 1}
		if item, ok := known.Item("tiles", place.Code); ok {
			t.Name, t.Col, t.Row = item.Text, item.Int("col"), item.Int("row")
		}
		for _, x := range found {
			if len(x.Region) >= len(place.Prefix()) && x.Region[:len(place.Prefix())] == place.Prefix() {
				t.N += x.N
			}
		}
		rest -= t.N
		in := at
		in.Region = place.Code
		t.Href, t.List = in.to("/oversight")+"&measure="+m.Code, in.list(m, "", since)
		out.Tiles = append(out.Tiles, t)
	}
	if rest > 0 && len(out.Tiles) > 0 {
		out.Rest = &pages.Tile{Name: lang.T("其他地区或者未分区", "Elsewhere, or in no district"), N: rest}
	}
	if around.Code == at.Reach.Code {
		return out, nil, nil
	}
	up := at
	up.Region = ""
	return out, &ui.Link{Text: lang.T("回到 %s", "Back to %s").With(orDash(at.Reach.Name)), Href: up.to("/oversight") + "&measure=" + m.Code}, nil
}

// tileColumns is how wide a map is of a city that no pack draws.
const tileColumns = 5

func number(n int, more bool) string {
	if more {
		return strconv.Itoa(n) + "+"
	}
	return strconv.Itoa(n)
}
