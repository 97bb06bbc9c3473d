package conduct

import (
	"slices"
	"strconv"
	"strings"

	"lunheng/internal/activity"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// NewChange is one field as an amendment wants it.
type NewChange struct {
	Field  string         `json:"field"`
	After  activity.Value `json:"after"`
	Reason string         `json:"reason"`
}

// Says is what people write into a report.
type Says struct {
	Light    bool            `json:"light"` // nothing major changed or is to change
	Items    []Item          `json:"items,omitempty"`
	Changes  []NewChange     `json:"changes,omitempty"`
	Done     []Done          `json:"done,omitempty"` // codes of the list scope_measures
	Files    []activity.File `json:"-"`              // kept before by [Service.Keep]; nobody names a file that they did not send
	Swaps    map[int]string  `json:"-"`              // by the number of a file above: the file of the application that it replaces
	Occurred calendar.Day    `json:"occurred,omitempty"`
}

// ReportOn is a report on approved work.
type ReportOn struct {
	Activity string `json:"activity"`
	Kind     string `json:"kind"` // code of the pack's list report_kinds
	Says
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Take decides to take a report in (articles 19, 20 and 22).
func (s State) Take(cmd ReportOn, f Facts) ([]journal.New, error) {
	what, err := s.may(cmd.Kind, f)
	if err != nil {
		return nil, err
	}
	content, err := s.content(cmd.Says, what, "", f)
	if err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(Reported{Report: f.ID, Kind: cmd.Kind, Review: f.Review, Content: content}, what.Grounds...)}, nil
}

// may says whether a report of a kind can be made now.
func (s State) may(kind string, f Facts) (What, error) {
	if err := s.running(); err != nil {
		return What{}, err
	}
	what, ok := f.kind(kind)
	switch {
	case !ok:
		return what, errs.Mistake("kind", "conduct.kind", "请选择要报告的事项。", "Choose what to report.")
	case !slices.Contains(what.States, s.State) && s.State == StateLapsed:
		return what, errs.Refuse("conduct.lapsed", "批准已因跟踪审查逾期而失效，先提交跟踪审查报告（审查办法第十九条）。", "The approval has lapsed because its follow-up is overdue: report for the follow-up first (Review Measures, article 19).")
	case !slices.Contains(what.States, s.State):
		return what, errs.Refuse("conduct.state", "活动“%s”，现在不能报告“%s”。", "The activity is in the state “%s”; “%s” can't be reported now.", Table.Info(s.State).Text, what.Text)
	case what.Once && s.open(kind) != nil:
		return what, errs.Refuse("conduct.twice", "已有一份“%s”在审查中，请等待决定，或者先撤回。", "A report of this kind (%s) is under review; wait for the decision or withdraw it.", what.Text)
	}
	return what, nil
}

// running refuses once the activity has ended.
func (s State) running() error {
	switch {
	case s.State == StateNone:
		return errs.New(errs.NotFound, "conduct.none", lang.T("这项活动还没有批准。", "This activity has not been approved."))
	case !s.Live():
		return errs.Refuse("conduct.ended", "活动“%s”，不再接受报告（审查办法第十九条的跟踪到此为止）。需要继续的，请重新申请。",
			"The activity is in the state “%s” and takes no more reports: following up (Review Measures, article 19) ends here. To go on, apply anew.", Table.Info(s.State).Text)
	}
	return nil
}

// content checks what was written; everything wrong is told at once. except is the
// report that is revised.
func (s State) content(says Says, what What, except string, f Facts) (Content, error) {
	var wrong errs.List
	out := Content{Light: says.Light, Files: says.Files, Occurred: says.Occurred}
	for _, code := range what.Required {
		i := slices.IndexFunc(says.Items, func(i Item) bool { return i.Code == code })
		text := ""
		if i >= 0 {
			text = strings.TrimSpace(says.Items[i].Text)
		}
		if text == "" {
			wrong.Add(errs.Mistake("item."+code, "conduct.item", "请填写：%s", "Missing: %s", f.Parts[code].Text))
			continue
		}
		out.Items = append(out.Items, Item{Code: code, Text: text})
	}
	switch {
	case !what.Event:
		out.Occurred = ""
	case says.Occurred == "":
		wrong.Add(errs.Mistake("occurred", "conduct.occurred", "请填写发生的日期。", "Give the day on which it happened."))
	case says.Occurred > f.Today:
		wrong.Add(errs.Mistake("occurred", "conduct.occurred.future", "发生的日期不能晚于今天。", "It can't have happened after today."))
	}
	out.Done, out.Exceeds = f.measured(says, what, &wrong)
	if what.Changes {
		out.Swaps = s.swaps(says, except, f, &wrong)
		out.Changes = s.changes(says.Changes, except, f, &wrong)
		if len(out.Changes)+len(out.Swaps) == 0 && len(says.Changes) == 0 {
			wrong.Add(errs.Mistake("changes", "conduct.change.none", "请至少修改一项，或者替换一个文件。", "Change at least one field, or replace a file."))
		}
	}
	return out, wrong.Err()
}

// changes are the fields that an amendment changes, with what they say now.
func (s State) changes(list []NewChange, except string, f Facts, wrong *errs.List) []Change {
	var out []Change
	for i, c := range list {
		at := "changes." + strconv.Itoa(i)
		field, ok := f.Form.Field(c.Field)
		if !ok || field.IsFile() {
			wrong.Add(errs.Mistake(at+".field", "conduct.change.field", "申请表没有“%s”这一项。", "The application has no field %q.", c.Field))
			continue
		}
		fit, err := f.Form.Fit(activity.Values{c.Field: c.After})
		if err != nil {
			for _, e := range errs.All(err) {
				wrong.Add(e.At(at + ".after"))
			}
			continue
		}
		change := Change{Field: c.Field, Before: f.App.Fields[c.Field], After: fit[c.Field], Reason: strings.TrimSpace(c.Reason)}
		switch {
		case change.After.Equal(change.Before):
			wrong.Add(errs.Mistake(at+".after", "conduct.change.same", "“%s”没有变化。", "“%s” is the same as before.", field.Text))
		case change.Reason == "":
			wrong.Add(errs.Mistake(at+".reason", "conduct.change.reason", "请写明为什么修改“%s”。", "Say why “%s” changes.", field.Text))
		}
		if other := s.touching(c.Field, except); other != "" || slices.ContainsFunc(out, func(o Change) bool { return o.Field == c.Field }) {
			wrong.Add(errs.New(errs.Conflict, "conduct.change.overlap", lang.T("“%s”已在另一份审查中的修正案里修改。请等待那份的决定，或者先撤回它（审查办法第二十二条：逐份审查已批准方案的修改）。",
				"Another amendment under review changes “%s” already. Wait for its decision, or withdraw it (Review Measures, article 22: each change of the approved plan is reviewed)."), field.Text).At(at + ".field"))
		}
		out = append(out, change)
	}
	return out
}

// swaps are the files of the application that an amendment replaces.
func (s State) swaps(says Says, except string, f Facts, wrong *errs.List) []Swap {
	var out []Swap
	for i, file := range says.Files {
		old := says.Swaps[i]
		if old == "" {
			continue
		}
		now, ok := f.App.File(old)
		switch {
		case !ok || now.Field != file.Field:
			wrong.Add(errs.Mistake("replace."+old, "conduct.swap.gone", "要替换的文件已经不在申请里。", "The file to be replaced is no longer part of the application."))
		case slices.ContainsFunc(s.Reports, func(r Report) bool {
			return r.Open() && r.ID != except && slices.ContainsFunc(r.Swaps, func(x Swap) bool { return x.Old == old })
		}):
			wrong.Add(errs.New(errs.Conflict, "conduct.swap.overlap", lang.T("“%s”已在另一份审查中的修正案里替换（审查办法第二十二条）。请等待那份的决定，或者先撤回它。",
				"Another amendment under review replaces “%s” already (Review Measures, article 22). Wait for its decision, or withdraw it."), now.Name).At("replace." + old))
		default:
			out = append(out, Swap{New: file.ID, Old: old})
		}
	}
	return out
}

// touching is the open amendment that changes a field; empty: none.
func (s State) touching(field, except string) string {
	for _, r := range s.Reports {
		if r.Open() && r.ID != except && slices.ContainsFunc(r.Changes, func(c Change) bool { return c.Field == field }) {
			return r.ID
		}
	}
	return ""
}

// Revise is a report as its people want it after all.
type Revise struct {
	Activity string `json:"activity"`
	Report   string `json:"report"`
	Says
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Revise decides to take a revised report in. Whether the committee has it, its
// case tells.
func (s State) Revise(cmd Revise, f Facts) ([]journal.New, error) {
	if err := s.running(); err != nil {
		return nil, err
	}
	r := s.Report(cmd.Report)
	if r == nil {
		return nil, noReport()
	}
	if !r.Open() {
		return nil, errs.Refuse("conduct.revise.done", "这份报告已经办结。", "This report is settled.")
	}
	what, _ := f.kind(r.Kind)
	cmd.Says = r.with(cmd.Says)
	content, err := s.content(cmd.Says, what, r.ID, f)
	if err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(Revised{Report: r.ID, Content: content}, what.Grounds...)}, nil
}

// with are the files of a report with those that come with a revision; a file that
// replaces the same one of the application takes the place of the one before.
func (r Report) with(says Says) Says {
	old := map[string]string{}
	for _, s := range r.Swaps {
		old[s.New] = s.Old
	}
	var files []activity.File
	swaps, again := map[int]string{}, map[string]bool{}
	for _, o := range says.Swaps {
		again[o] = true
	}
	for _, f := range r.Files {
		if o := old[f.ID]; o == "" || !again[o] {
			if o != "" {
				swaps[len(files)] = o
			}
			files = append(files, f)
		}
	}
	for i, f := range says.Files {
		if o := says.Swaps[i]; o != "" {
			swaps[len(files)] = o
		}
		files = append(files, f)
	}
	says.Files, says.Swaps = files, swaps
	return says
}

func noReport() error {
	return errs.New(errs.NotFound, "conduct.report", lang.T("没有这份报告。", "There is no such report."))
}

// Suspend is the wish of the activity's people to stop for now.
type Suspend struct {
	Activity string `json:"activity"`
	Reason   string `json:"reason"`
	Version  int64  `json:"version"`
	Key      string `json:"key,omitempty"`
}

// Suspend decides to stop at once, without asking; to go on again needs a review.
func (s State) Suspend(cmd Suspend, f Facts) ([]journal.New, error) {
	if err := s.running(); err != nil {
		return nil, err
	}
	reason := strings.TrimSpace(cmd.Reason)
	switch {
	case s.State == StateSuspended:
		return nil, errs.Refuse("conduct.suspended", "活动已经暂停。恢复须经委员会审查（审查办法第十九条）。", "It is suspended already; it resumes only after a review (Review Measures, article 19).")
	case reason == "":
		return nil, errs.Mistake("reason", "conduct.suspend.reason", "请写明暂停的理由。", "Say why it stops.")
	}
	return []journal.New{journal.Because(Suspended{By: ByResearcher, Reason: reason}, f.Grounds...)}, nil
}
