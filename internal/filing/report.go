package filing

import (
	"fmt"
	"slices"
	"strings"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// The kinds of yearly reports.
const (
	ReportCommittee = "committee" // of the committee's work
	ReportListed    = "listed"    // on listed activities
)

// Figure is one number of a report: how many of a code there were in a group.
type Figure struct {
	Group string `json:"group"`
	Code  string `json:"code"`
	N     int    `json:"n"`
}

// Activity is a listed activity that was approved in the year.
type Activity struct {
	ID     string       `json:"id"`
	Number string       `json:"number"`
	Title  string       `json:"title"`
	Day    calendar.Day `json:"day"` // of the approval
}

// Remark is what a person adds to a group of numbers; empty group: to the whole.
type Remark struct {
	Group string `json:"group"`
	Text  string `json:"text"`
}

// Report is one yearly report, folded from its stream.
type Report struct {
	ID      string     `json:"id"`
	Version int64      `json:"version"`
	State   flow.State `json:"state"`
	Compiled
	Remarks    []Remark     `json:"remarks,omitempty"`
	CompiledOn calendar.Day `json:"compiled_on"`
	Signed     calendar.Day `json:"signed,omitempty"`
	By         string       `json:"signed_by,omitempty"`
	Reopened   string       `json:"reopened,omitempty"` // why
}

// FoldReport gives the report that its events make.
func FoldReport(events []journal.Event) (Report, error) {
	var s Report
	err := journal.Walk(&ReportTable, events, func(e journal.Event, next flow.State) {
		switch b := e.Body.(type) {
		case Compiled:
			s.ID, s.Compiled, s.CompiledOn = e.Subject(), b, calendar.Of(e.At)
		case Remarked:
			s.Remarks = b.Remarks
		case Signed:
			s.Signed, s.By = b.Day, e.Actor
		case ReportReopened:
			s.Signed, s.By, s.Reopened = "", "", b.Reason
		}
		s.State, s.Version = next, e.Version
	})
	return s, err
}

// Of are the numbers of a group.
func (c Compiled) Of(group string) []Figure {
	return slices.DeleteFunc(slices.Clone(c.Figures), func(f Figure) bool { return f.Group != group })
}

// Groups are the groups that have numbers, in the order of the report.
func (c Compiled) Groups() []string {
	var out []string
	for _, f := range c.Figures {
		if !slices.Contains(out, f.Group) {
			out = append(out, f.Group)
		}
	}
	return out
}

// Remark is what somebody wrote about a group, or about the whole.
func (s Report) Remark(group string) string {
	for _, r := range s.Remarks {
		if r.Group == group {
			return r.Text
		}
	}
	return ""
}

func (s Report) allows(event string) error {
	if ReportTable.Allows(s.State, event) {
		return nil
	}
	if s.State == StateNone {
		return errs.New(errs.NotFound, "report.missing", lang.T("没有这份报告。", "There is no such report."))
	}
	return errs.New(errs.Refused, "report.state", lang.T(
		"报告目前的状态是“%s”，不能这样处理。", "The report is in the state “%s”, which does not allow this."), ReportTable.Info(s.State).Text)
}

// Compile asks for a yearly report, or for its numbers anew.
type Compile struct {
	Committee string `json:"committee"`
	Report    string `json:"report"`
	Year      int    `json:"year"`
	Key       string `json:"key,omitempty"`
}

// Compile decides that the numbers go into the report as they are.
func (s Report) Compile(c Compiled, f Facts) ([]journal.New, error) {
	if c.Report != ReportCommittee && c.Report != ReportListed {
		return nil, errs.Mistake("report", "report.kind", "没有这一类年度报告。", "There is no yearly report of this kind.")
	}
	if c.Year >= f.Today.Year() || c.Year < 2000 {
		return nil, errs.Mistake("year", "report.year", "年度结束之后才能编制该年度的报告（审查办法第四十五条）。", "A year's report is compiled once the year is over (Review Measures, article 45).")
	}
	if err := s.allows(Compiled{}.EventType()); err != nil {
		return nil, err
	}
	return f.because(c), nil
}

// RemarkOn replaces the remarks. Numbers are not among what it can write.
type RemarkOn struct {
	Report  string   `json:"report"` // id of the report
	Remarks []Remark `json:"remarks"`
	Version int64    `json:"version"`
	Key     string   `json:"key,omitempty"`
}

// maxRemark bounds a remark, in bytes.
const maxRemark = 12000

// RemarkOn decides about the remarks.
func (s Report) RemarkOn(cmd RemarkOn, f Facts) ([]journal.New, error) {
	if err := s.allows(Remarked{}.EventType()); err != nil {
		return nil, err
	}
	var wrong errs.List
	out := []Remark{}
	groups := s.Groups()
	for i, r := range cmd.Remarks {
		r.Text = strings.TrimSpace(r.Text)
		if r.Text == "" {
			continue
		}
		field := fmt.Sprintf("remarks.%d", i)
		if r.Group != "" && !slices.Contains(groups, r.Group) {
			wrong.Add(errs.Mistake(field, "report.remark.group", "报告里没有这一部分。", "The report has no such part."))
		}
		if len(r.Text) > maxRemark {
			wrong.Add(errs.Mistake(field, "report.remark.long", "说明过长。", "The remark is too long."))
		}
		out = append(out, r)
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return f.because(Remarked{Remarks: out}), nil
}

// OnReport names a report.
type OnReport struct {
	Report  string `json:"report"`
	Reason  string `json:"reason,omitempty"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Sign decides that the chair stands behind the report.
func (s Report) Sign(f Facts) ([]journal.New, error) {
	if err := s.allows(Signed{}.EventType()); err != nil {
		return nil, err
	}
	return f.because(Signed{Day: f.Today}), nil
}

// Reopen decides to correct a signed report.
func (s Report) Reopen(cmd OnReport, f Facts) ([]journal.New, error) {
	if err := s.allows(ReportReopened{}.EventType()); err != nil {
		return nil, err
	}
	var wrong errs.List
	reason := reasoned(&wrong, cmd.Reason)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return f.because(ReportReopened{Reason: reason}), nil
}
