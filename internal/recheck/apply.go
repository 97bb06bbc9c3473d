package recheck

import (
	"slices"
	"strconv"
	"strings"

	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/review"
)

// Apply is a unit's application for expert re-review of one case.
type Apply struct {
	Review     string `json:"review"`
	Department string `json:"department"` // one of those that the rules name; may be empty where there is one
	Items      []Item `json:"items"`
	Version    int64  `json:"version"` // of the case
	Key        string `json:"key,omitempty"`
}

// Apply decides to begin a re-review (articles 26 and 27).
func (s State) Apply(cmd Apply, f Facts) ([]journal.New, error) {
	c := f.Case
	if c.State != review.StateRecheckDue {
		return nil, notDue(c, f)
	}
	var wrong errs.List
	to, err := f.department(cmd.Department)
	wrong.Add(err)
	items := given(cmd.Items, f, &wrong)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	body := Applied{Review: c.ID, Activity: c.Activity, Committee: c.Committee, Unit: c.Unit, Applicant: c.Applicant, Department: to.ID,
		Title: c.Title, Number: c.Number, Application: c.Application, Listed: c.Listed, Fields: c.Fields, AI: f.AI, Region: c.Region, Items: items}
	body.Moves = f.start(to.ID)
	return []journal.New{journal.Because(body, f.Grounds...)}, nil
}

// notDue says why there is nothing to apply for.
func notDue(c review.Case, f Facts) error {
	switch {
	case f.Waived != "":
		return errs.Refuse("recheck.waived", "国家已对这项活动实行行政审批等管理，不再另行专家复核（审查办法第三十四条）。",
			"The State controls this activity by approval already, so no expert re-review is added (Review Measures, article 34).")
	case c.State == review.StateRechecking || c.State == review.StateOpinionIn:
		return errs.Refuse("recheck.twice", "本案已申请专家复核；多个单位的，由牵头单位申请一次即可（审查办法第二十六条）。",
			"Expert re-review was asked for already; of several units the lead unit asks once for all (Review Measures, article 26).")
	case c.Open():
		return errs.Refuse("recheck.early", "委员会形成初步同意的意见之后才能申请专家复核（审查办法第二十六条）。",
			"Expert re-review is asked for after the committee's preliminary opinion (Review Measures, article 26).")
	}
	return errs.Refuse("recheck.not_due", "本案不需要或者不能再申请专家复核。", "This case needs no expert re-review, or cannot have one any more.")
}

// department is the one that is asked.
func (f Facts) department(chosen string) (Office, *errs.Error) {
	if len(f.Departments) == 0 {
		return Office{}, errs.Refuse("recheck.no_department", "登记中没有规则所指的主管部门。请管理员登记该部门，或为单位指定主管部门。",
			"The register has none of the departments that the rules name; an administrator has to enter it, or the unit's department.").At("department")
	}
	if chosen == "" && len(f.Departments) == 1 {
		return f.Departments[0], nil
	}
	for _, d := range f.Departments {
		if d.ID == chosen {
			return d, nil
		}
	}
	return Office{}, errs.Mistake("department", "recheck.department", "请从规则所指的主管部门中选择。", "Choose one of the departments that the rules name.")
}

// given is the file as the unit adds to it; every part that is needed has to be there.
func given(items []Item, f Facts, wrong *errs.List) []Item {
	var out []Item
	for _, part := range f.Parts {
		if part.Given {
			continue
		}
		at := slices.IndexFunc(items, func(i Item) bool { return i.Code == part.Code })
		text := ""
		if at >= 0 {
			text = strings.TrimSpace(items[at].Text)
		}
		if text != "" {
			out = append(out, Item{Code: part.Code, Text: text})
		} else if part.Required {
			wrong.Add(errs.Mistake("item."+part.Code, "recheck.item", "缺少：%s（审查办法第二十七条）。", "Missing: %s (Review Measures, article 27).", part.Text))
		}
	}
	return out
}

// start is the start of the time to answer.
func (f Facts) start(department string) []flow.ClockMove {
	if f.Clock == nil {
		return nil
	}
	m := *f.Clock
	m.Clock, m.Op, m.Who, m.Holder = ClockAnswer, flow.ClockStart, flow.RoleDepartment, department
	return []flow.ClockMove{m}
}

// end meets or cancels the clock, if it runs.
func (s State) end(op flow.ClockOp) []flow.ClockMove {
	if s.Due.IsZero() {
		return nil
	}
	return []flow.ClockMove{{Clock: ClockAnswer, Op: op}}
}

// On names a re-review; several verbs need little more.
type On struct {
	Recheck string `json:"recheck"`
	Note    string `json:"note"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Return is the department's one list of what the file lacks.
type Return struct {
	Recheck string    `json:"recheck"`
	Items   []Missing `json:"items"`
	Note    string    `json:"note"`
	Version int64     `json:"version"`
	Key     string    `json:"key,omitempty"`
}

// Return decides to have the file completed; the time to answer begins anew with
// the complete one.
func (s State) Return(cmd Return, f Facts) ([]journal.New, error) {
	if err := s.allows("recheck.returned"); err != nil {
		return nil, err
	}
	var wrong errs.List
	var items []Missing
	for i, m := range cmd.Items {
		m.Text = strings.TrimSpace(m.Text)
		if m.Text == "" && m.Code == "" {
			continue
		}
		if m.Text == "" {
			wrong.Add(errs.Mistake("items."+strconv.Itoa(i)+".text", "recheck.return.text", "请写明缺什么。", "Say what is missing here."))
		}
		items = append(items, m)
	}
	if len(items) == 0 {
		wrong.Add(errs.Mistake("items", "recheck.return.empty", "请至少列出一项，并一次列全。", "List at least one thing, and everything at once."))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(Returned{Items: items, Note: strings.TrimSpace(cmd.Note), Clocks: flow.Clocks{Moves: s.end(flow.ClockCancel)}}, f.Grounds...)}, nil
}

// Complete hands the completed file in.
type Complete struct {
	Recheck string `json:"recheck"`
	Items   []Item `json:"items"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Complete decides to take the completed file.
func (s State) Complete(cmd Complete, f Facts) ([]journal.New, error) {
	if err := s.allows("recheck.completed"); err != nil {
		return nil, err
	}
	var wrong errs.List
	items := given(cmd.Items, f, &wrong)
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(Completed{Items: items, Clocks: flow.Clocks{Moves: f.start(s.Department)}}, f.Grounds...)}, nil
}

// Accept decides that the file is complete.
func (s State) Accept(cmd On, f Facts) ([]journal.New, error) {
	if err := s.allows("recheck.accepted"); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(Accepted{Note: strings.TrimSpace(cmd.Note)}, f.Grounds...)}, nil
}

// Withdraw ends the re-review with its case.
func (s State) Withdraw() []journal.New {
	return []journal.New{journal.Because(Withdrawn{flow.Clocks{Moves: s.end(flow.ClockCancel)}})}
}
