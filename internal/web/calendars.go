package web

import (
	"strconv"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/clocks"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// calendarPage lists the years whose holidays are known, and who made them
// known.
func (s *Server) calendarPage(r *Request) error {
	if err := r.mayRun(); err != nil {
		return err
	}
	events, err := s.Calendar.Announcements(r.Reader())
	if err != nil {
		return err
	}
	v := register.List{Head: ui.HeadInfo{Title: lang.T("工作日历", "Calendar of working days"),
		Lead: lang.T("以工作日计的期限依据国务院办公厅每年公布的放假安排。尚未公布的年份按周末和法定节日推算，标明“暂定”，公布后重新计算。",
			"Limits in working days rest on the holidays that the State Council announces year by year. A year without an announcement is counted by weekends and statutory days alone, is marked provisional, and is counted again once it is announced."),
		Action: ui.Go(r.C, ui.Link{Text: lang.T("装入放假安排", "Load an announcement"), Href: "/admin/calendar/new"}, ui.Primary)},
		Table: ui.TableInfo{Caption: lang.T("已知的年份", "Years that are known"), Columns: []ui.Column{{Text: lang.T("年份", "Year")}, {Text: lang.T("与星期不符的日子", "Days unlike their weekday"), Num: true},
			{Text: lang.T("来源", "Source")}, {Text: lang.T("装入", "Loaded")}, {Text: lang.T("校验值", "Hash")}}}}
	if v.Rows, err = s.calendarRows(r, events); err != nil {
		return err
	}
	return r.houseList(v, "/admin/calendar", "")
}

func (s *Server) calendarRows(r *Request, events []journal.Event) ([]register.Row, error) {
	loaded := map[int]journal.Event{}
	who := make([]string, len(events))
	for i, e := range events {
		if b, ok := e.Body.(clocks.Announced); ok {
			loaded[b.Year] = e
		}
		who[i] = e.Actor
	}
	names, err := r.people(who...)
	if err != nil {
		return nil, err
	}
	cal := s.Calendar.Now()
	var rows []register.Row
	for _, year := range cal.Years() {
		n, ok := cal.Notice(year)
		if !ok {
			continue
		}
		hash, err := clocks.HashOf(n)
		if err != nil {
			return nil, err
		}
		source := ""
		if len(n.Papers) > 0 {
			source = n.Papers[0]
		}
		since := register.Cell{Text: r.C.T("随程序附带", "comes with the program")}
		if e, ok := loaded[year]; ok {
			b, _ := e.Body.(clocks.Announced)
			source, since = b.Source, register.Cell{Text: r.C.Time(e.At), Small: []string{r.C.Text(names.text(e.Actor))}}
		}
		rows = append(rows, register.Row{{Text: strconv.Itoa(year)}, {Text: r.C.Num(len(n.Days)), Num: true}, {Text: orDash(source)}, since, {Small: []string{hash[:16] + "…"}}})
	}
	return rows, nil
}

// announceYear takes in the holidays of a year.
func (s *Server) announceYear() formPage {
	return formPage{
		build: func(r *Request) (form.Page, error) {
			return form.Page{Head: ui.HeadInfo{Title: lang.T("装入放假安排", "Load an announcement of holidays"),
				Lead: lang.T("装入后，所有服务器立即采用；等待这一年安排的期限随之重新计算，办理人和申请人会看到日期为何变动。",
					"All servers take it at once; limits that waited for this year are counted again, and those concerned see why a date has moved.")},
				Fields: []form.Field{
					{Kind: form.Area, Field: ui.Field{Name: "notice", Label: lang.T("放假安排（JSON）", "Announcement (JSON)"), Rows: 12, Max: 60000, Required: true,
						Help: lang.T("与 packs/calendar-cn 中各年文件的格式相同：year、papers、days", "As the yearly files of packs/calendar-cn: year, papers, days")}},
					{Kind: form.Line, Field: ui.Field{Name: "source", Label: lang.T("公布网址", "Where it was published"), Max: 500,
						Help: lang.T("可不填，默认取 papers 的第一项", "May be empty: the first of the papers is taken")}},
				},
				Cancel: "/admin/calendar", Submit: ui.Button{Text: lang.T("装入", "Load"), Look: ui.Primary}}, r.may(auth.SystemConfigure, auth.System, registry.House)
		},
		act: func(r *Request) (string, lang.Text, error) {
			n, err := calendar.ReadNotice([]byte(r.PostFormValue("notice")))
			if err != nil {
				return "", lang.Text{}, err
			}
			_, err = s.Calendar.Announce(r.Context(), r.P, r.C.Now, clocks.Announce{Notice: n, Source: r.PostFormValue("source"), Key: r.Key()})
			return "/admin/calendar", lang.T("%s 年的放假安排已装入。", "The holidays of %s are loaded.").With(strconv.Itoa(n.Year)), err
		},
	}
}
