package review

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
)

// Names of the clocks of a case.
const (
	ClockDecision = "decision"  // the committee decides (article 17)
	ClockFollowUp = "follow_up" // the next follow-up review (article 19)
	ClockChanges  = "changes"   // the applicant answers stipulations, where a pack limits it
)

// Open begins a case, or hands a newer version in to an open one.
type Open struct {
	Opened
}

// Submit decides what a submitted application means for its case.
func (c Case) Submit(cmd Open, f Facts) ([]journal.New, error) {
	if c.State == StateNone {
		return []journal.New{journal.Because(cmd.Opened, f.Grounds...)}, nil
	}
	return c.Resubmit(cmd.Opened, f)
}

// Resubmit takes a newer version of the application.
func (c Case) Resubmit(cmd Opened, f Facts) ([]journal.New, error) {
	if err := c.allows("review.resubmitted"); err != nil {
		return nil, err
	}
	if c.Kind == "" && cmd.Application <= c.Application {
		return nil, errs.Refuse("review.resubmit.same", "提交的版本没有变化。", "This version was handed in before.")
	}
	body := Resubmitted{Title: cmd.Title, Applicant: cmp.Or(cmd.Applicant, c.Applicant), Application: cmd.Application,
		Scope: cmd.Scope, Fields: cmd.Fields, Procedure: cmd.Procedure,
		Step: cmd.Step, Listed: cmd.Listed}
	if c.State == StateRevisionDue { // it is accepted again, and the limit runs anew
		body.Moves = append(c.endClock(ClockChanges, flow.ClockMeet), f.startClock(ClockDecision, flow.RoleSecretary, c.Committee)...)
	}
	return []journal.New{journal.Because(body, f.Grounds...)}, nil
}

// Accept is the secretary's finding that the file is complete.
type Accept struct {
	Review    string   `json:"review"`
	Procedure string   `json:"procedure"`
	Urgency   string   `json:"urgency,omitempty"` // of an emergency; code of the pack's list
	Reasons   []string `json:"reasons"`
	Version   int64    `json:"version"`
	Key       string   `json:"key,omitempty"`
}

// FileNumber is the number a case gets at acceptance.
type FileNumber struct {
	Year, Seq int
	Text      string
}

// Numbered fills a pack's format of numbers, which has {year} and {seq}.
func Numbered(format string, year, seq int) FileNumber {
	text := strings.NewReplacer("{year}", strconv.Itoa(year), "{seq}", strconv.Itoa(seq)).Replace(format)
	return FileNumber{Year: year, Seq: seq, Text: text}
}

// Accept decides on acceptance (article 10): the procedure is named, and the
// time to decide begins to run.
func (c Case) Accept(cmd Accept, number FileNumber, f Facts) ([]journal.New, error) {
	if err := c.allows("review.accepted"); err != nil {
		return nil, err
	}
	if c.Appeal != nil {
		return nil, errs.Refuse("review.accept.appeal", "申诉由主任委员审查是否受理。", "Whether an appeal is heard is for the chair to say.")
	}
	if c.Kind == KindExemption {
		return nil, errs.Refuse("review.accept.exemption", "免除审查的申请由主任委员认定；不予免除的，申请人按一般程序提交（医学研究伦理审查办法第三十二条）。", "A claim of exemption is answered by the chair; if it is refused, the ordinary review follows (Medical Review Measures, article 32).")
	}
	if !slices.Contains(f.Procedures, cmd.Procedure) {
		return nil, errs.Mistake("procedure", "review.accept.procedure", "请选择适用的程序。", "Choose the procedure that applies.")
	}
	// A meeting is always right; anything quicker only where the rules say so (article 22).
	if cmd.Procedure != ByMeeting && cmd.Procedure != c.Proposed {
		return nil, errs.Mistake("procedure", "review.accept.not_proposed", "按申请人的自评和现行规则，此件不能适用这种程序。", "By the self-assessment and the rules in force, this procedure does not apply to the case.")
	}
	body := Accepted{Number: number.Text, Year: number.Year, Seq: number.Seq, Procedure: cmd.Procedure, Reasons: filled(cmd.Reasons)}
	body.Moves = f.startClock(ClockDecision, flow.RoleSecretary, c.Committee)
	if cmd.Procedure == ByEmergency {
		moves, err := f.urgency(cmd)
		if err != nil {
			return nil, err
		}
		body.Urgency, body.Moves = cmd.Urgency, moves
	}
	return []journal.New{journal.Because(body, f.Grounds...)}, nil
}

// Return is the secretary's one list of all that is missing.
type Return struct {
	Review  string    `json:"review"`
	Items   []Missing `json:"items"`
	Note    string    `json:"note"`
	Version int64     `json:"version"`
	Key     string    `json:"key,omitempty"`
}

// Return decides to send the file back (article 10).
func (c Case) Return(cmd Return, f Facts) ([]journal.New, error) {
	if err := c.allows("review.returned"); err != nil {
		return nil, err
	}
	if c.Appeal != nil {
		return nil, errs.Refuse("review.return.appeal", "申诉不退回补正，由主任委员审查是否受理。", "An appeal is not returned; whether it is heard is for the chair to say.")
	}
	if c.Kind == KindExemption {
		return nil, errs.Refuse("review.return.exemption", "免除审查的申请不退回补正：请提问，或者写明理由不予免除（医学研究伦理审查办法第三十二条）。", "A claim of exemption is not returned: ask a question, or refuse it with reasons (Medical Review Measures, article 32).")
	}
	var wrong errs.List
	var items []Missing
	for i, item := range cmd.Items {
		item.Field, item.Text = strings.TrimSpace(item.Field), strings.TrimSpace(item.Text)
		if item == (Missing{}) {
			continue
		}
		if item.Text == "" {
			wrong.Add(errs.Mistake("items."+strconv.Itoa(i)+".text", "review.return.text", "请写明缺什么。", "Say what is missing here."))
		}
		items = append(items, item)
	}
	if len(items) == 0 {
		wrong.Add(errs.Mistake("items", "review.return.empty", "请至少列出一项，并一次列全。", "List at least one thing, and everything at once."))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(Returned{Items: items, Note: strings.TrimSpace(cmd.Note)}, f.Grounds...)}, nil
}

// Withdraw is the applicant's wish to end the case.
type Withdraw struct {
	Review  string `json:"review"`
	Reason  string `json:"reason,omitempty"` // may be left out; everybody who sees the case sees it
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// maxReason bounds the reason for a withdrawal, in characters.
const maxReason = 1000

// Withdraw decides to end the case; its clocks fall away.
func (c Case) Withdraw(cmd Withdraw, f Facts) ([]journal.New, error) {
	if err := c.allows("review.withdrawn"); err != nil {
		return nil, err
	}
	body := Withdrawn{Reason: strings.TrimSpace(cmd.Reason)}
	if utf8.RuneCountInString(body.Reason) > maxReason {
		return nil, errs.Mistake("reason", "review.withdraw.reason", "理由最多 %d 个字。", "A reason has at most %d characters.", maxReason)
	}
	body.Moves = append(c.endClock(ClockDecision, flow.ClockCancel), c.endClock(ClockChanges, flow.ClockCancel)...)
	return []journal.New{journal.Because(body, f.Grounds...)}, nil
}

// filled drops empty texts.
func filled(texts []string) []string {
	var out []string
	for _, t := range texts {
		if t = strings.TrimSpace(t); t != "" {
			out = append(out, t)
		}
	}
	return out
}
