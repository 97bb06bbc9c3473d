package conduct

import (
	"slices"
	"strconv"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
	"lunheng/internal/store"
)

// Measure is one thing that is compared: what was approved with what is done.
type Measure struct {
	Code  string
	Text  lang.Text
	Field string // of the application that names the bound; empty: a yes goes beyond
	Type  string // number, day or bool
}

// Done is what a report says of one measure.
type Done struct {
	Code  string `json:"code"`
	Value string `json:"value"` // a whole number, a day, or yes and no
}

// Compared is a measure with both sides.
type Compared struct {
	Code     string    `json:"code"`
	Text     lang.Text `json:"text"`
	Type     string    `json:"type"`
	Approved string    `json:"approved"`
	Done     string    `json:"done,omitempty"` // empty: nothing was reported
	Report   string    `json:"report,omitempty"`
	Exceeds  bool      `json:"exceeds"`
}

// Measures are those of the packs.
func Measures(set *rules.Set) []Measure {
	var out []Measure
	for _, item := range set.List("scope_measures") {
		out = append(out, Measure{Code: item.Code, Text: item.Text, Field: item.Str("field"), Type: item.Str("type")})
	}
	return out
}

// Asked are the measures that a report has to speak of: those that the application
// bounds.
func Asked(all []Measure, app activity.State) []Measure {
	return slices.DeleteFunc(slices.Clone(all), func(m Measure) bool { return m.Field != "" && app.Fields[m.Field].IsEmpty() })
}

// over reports whether what is done goes beyond what was approved.
func (m Measure) over(approved, done string) bool {
	switch m.Type {
	case "bool":
		return done == "yes"
	case "day":
		return approved != "" && done > approved
	}
	a, err := strconv.ParseFloat(approved, 64)
	d, wrong := strconv.ParseFloat(done, 64)
	return err == nil && wrong == nil && d > a
}

// measured checks what a report says of the measures.
func (f Facts) measured(says Says, what What, wrong *errs.List) (out []Done, over []string) {
	for _, m := range Asked(f.Measures, f.App) {
		i := slices.IndexFunc(says.Done, func(d Done) bool { return d.Code == m.Code })
		value := ""
		if i >= 0 {
			value = says.Done[i].Value
		}
		at := "done." + m.Code
		switch {
		case value == "" && what.Measures && m.Field != "":
			wrong.Add(errs.Mistake(at, "conduct.done", "请填写：%s（与批准的范围比较）。", "Missing: %s, to be compared with what was approved.", m.Text))
			continue
		case value == "":
			continue
		case !m.fits(value):
			wrong.Add(errs.Mistake(at, "conduct.done.form", "“%s”应为数量或者日期。", "“%s” takes a number or a day.", m.Text))
			continue
		}
		out = append(out, Done{Code: m.Code, Value: value})
		if m.over(f.App.Fields[m.Field].String(), value) {
			over = append(over, m.Code)
		}
	}
	return out, over
}

func (m Measure) fits(value string) bool {
	switch m.Type {
	case "bool":
		return value == "yes" || value == "no"
	case "day":
		_, err := calendar.Parse(value)
		return err == nil
	}
	n, err := strconv.Atoi(value)
	return err == nil && n >= 0
}

// Compare lays what was approved, amendments included, beside what was last reported.
// A yes to a measure without a bound stands until an approved amendment comes after it.
func (s State) Compare(all []Measure, app activity.State) []Compared {
	var out []Compared
	for _, m := range Asked(all, app) {
		c := Compared{Code: m.Code, Text: m.Text, Type: m.Type, Approved: app.Fields[m.Field].String()}
		settled := false
		for _, r := range slices.Backward(s.Reports) {
			settled = settled || r.Kind == Amendment && r.Outcome == OutcomeApprove
			i := slices.IndexFunc(r.Done, func(d Done) bool { return d.Code == m.Code })
			if r.Taken || i < 0 {
				continue
			}
			c.Done, c.Report = r.Done[i].Value, r.ID
			c.Exceeds = m.over(c.Approved, c.Done) && (m.Field != "" || !settled)
			break
		}
		out = append(out, c)
	}
	return out
}

// Scope compares what was approved with what is done, for somebody who may see the
// work.
func (s *Service) Scope(r store.Reader, p auth.Principal, id string) ([]Compared, error) {
	if err := auth.Allow(r, p, auth.ConductView, auth.Activity, id); err != nil {
		return nil, err
	}
	return s.compare(r, id, p.Day)
}

func (s *Service) compare(r store.Reader, id string, day calendar.Day) ([]Compared, error) {
	st, err := journal.Look(s.J, r, Stream(id), Fold)
	if err != nil || st.State == StateNone {
		return nil, err
	}
	app, err := s.application(r, id)
	return st.Compare(Measures(s.Book.On(day, st.Region)), app), err
}

// Exceeding names what goes beyond the approval; nothing is published before an
// amendment was approved.
func (s *Service) Exceeding(r store.Reader, id string, day calendar.Day) ([]lang.Text, error) {
	all, err := s.compare(r, id, day)
	var out []lang.Text
	for _, c := range all {
		if c.Exceeds {
			out = append(out, c.Text)
		}
	}
	return out, err
}
