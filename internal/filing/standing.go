package filing

import (
	"strings"
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/rules"
	"lunheng/internal/store"
)

// Finding is something that speaks against a committee.
type Finding struct {
	Code string    `json:"code"` // of the packs' list committee_standing
	Text lang.Text `json:"text"`
	More lang.Text `json:"more,omitzero"` // what exactly
	Bars bool      `json:"bars"`          // others may not rely on its decisions
}

// Standing is how a committee stands on a day.
type Standing struct {
	Day      calendar.Day `json:"day"`
	Good     bool         `json:"good"` // nothing bars
	Findings []Finding    `json:"findings"`
}

// Standing tells whether a committee is in good standing on a day, and what
// speaks against it. Which findings bar, the packs say.
func (s *Service) Standing(r store.Reader, committee string, day calendar.Day) (Standing, error) {
	out := Standing{Day: day, Good: true, Findings: []Finding{}}
	c, err := s.committee(r, committee)
	if err != nil {
		return out, err
	}
	set := s.Book.On(day, c.Region)
	add := func(code string, more lang.Text) {
		item, ok := set.Item("committee_standing", code)
		if !ok {
			return
		}
		out.Findings = append(out.Findings, Finding{Code: code, Text: item.Text, More: more, Bars: item.Bool("bars")})
		out.Good = out.Good && !item.Bool("bars")
	}
	if c.State != registry.Active {
		add("dissolved", lang.Text{})
		return out, nil
	}
	comp, err := c.Standards(set, day)
	if err != nil {
		return out, err
	}
	if missing := comp.Lacks(); len(missing) > 0 {
		var names []lang.Text
		for _, st := range missing {
			names = append(names, st.Text)
		}
		add("composition", list(names))
	}
	if c.Charter.Title == "" {
		add("charter", lang.Text{})
	}
	if missing := c.LacksRules(set); len(missing) > 0 {
		var names []lang.Text
		for _, item := range missing {
			names = append(names, item.Text)
		}
		add("rules", list(names))
	}
	rows, err := ofCommittee(r, committee)
	if err != nil {
		return out, err
	}
	for _, row := range rows {
		if code := row.finding(day); code != "" {
			add(code, Name(set, row.Code, row.Year))
		}
	}
	return out, s.inspected(r, set, committee, add)
}

// inspected adds what inspections found and is not mended; the packs' grades say what
// it is called in the standing.
func (s *Service) inspected(r store.Reader, set *rules.Set, committee string, add func(code string, more lang.Text)) error {
	if s.Inspected == nil {
		return nil
	}
	found, err := s.Inspected(r, committee)
	for _, item := range set.List("inspection_severity") {
		if n := found[item.Code]; n > 0 && item.Str("standing") != "" {
			add(item.Str("standing"), lang.T("%s：%d 项", "%s: %d").With(item.Text, n))
		}
	}
	return err
}

// Bars names what bars a committee from good standing beside its composition,
// which others see for themselves.
func (s *Service) Bars(r store.Reader, committee string, day calendar.Day) ([]string, error) {
	st, err := s.Standing(r, committee, day)
	var out []string
	for _, f := range st.Findings {
		if f.Bars && f.Code != "composition" && f.Code != "dissolved" {
			out = append(out, f.Code)
		}
	}
	return out, err
}

var charterText = lang.T("章程", "a charter")

// lacks lists charter and working rules that the committee has not adopted.
func lacks(set *rules.Set, c registry.Committee) []lang.Text {
	var out []lang.Text
	if c.Charter.Title == "" {
		out = append(out, charterText)
	}
	for _, item := range c.LacksRules(set) {
		out = append(out, item.Text)
	}
	return out
}

// finding is what a filing says against its committee; empty: nothing.
func (row Row) finding(day calendar.Day) string {
	late := !row.Due.IsZero() && row.Due.Before(day.Start().Add(time.Microsecond))
	switch {
	case row.About == AboutCommittee && row.State == StateLapsed:
		return "lapsed"
	case !late:
		return ""
	case row.About == AboutReport:
		return "report_overdue"
	case row.Receipt != "":
		return "change_overdue"
	}
	return "unregistered"
}

// Name is a filing in words.
func Name(set *rules.Set, code string, year int) lang.Text {
	item, ok := set.Item(filingsList, code)
	switch {
	case !ok:
		return lang.Same(code)
	case year == 0:
		return item.Text
	}
	return lang.T("%s（%d 年）", "%s, %d").With(item.Text, year)
}

// Place is the platform that takes a filing.
func Place(set *rules.Set, code string) lang.Text {
	item, _ := set.Item(filingsList, code)
	if text := item.In("place"); !text.IsZero() {
		return text
	}
	p, ok := set.Param(item.Str("place"))
	if !ok {
		return lang.Text{}
	}
	if v := p.Str(); strings.Contains(v, ".") {
		return lang.T("%s（%s）", "%s (%s)").With(p.Title, v)
	}
	return lang.Same(p.Str())
}
