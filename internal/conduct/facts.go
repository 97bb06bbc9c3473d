package conduct

import (
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/review"
)

// Codes of decisions that the packs' list outcomes knows for approved work.
const (
	OutcomeContinue  = "continue"
	OutcomeSuspend   = "suspend"
	OutcomeTerminate = "terminate"
	OutcomeAnew      = "review_anew"
	OutcomeClose     = "close"
	OutcomeApprove   = "approve"
)

// Codes of kinds of report that do more than be heard.
const (
	Amendment  = "amendment"
	FollowUp   = "follow_up"
	Resumption = "resumption"
)

// What is one kind of report, as the pack has it.
type What struct {
	Code     string
	Text     lang.Text
	Help     lang.Text
	Article  string
	Review   string       // kind of the review that it opens
	Light    string       // step of the rules when nothing major is reported
	Heavy    string       // and when something is
	Ask      lang.Text    // the question that tells which
	Once     bool         // one at a time
	Event    bool         // it tells of something that happened on a day
	Measures bool         // it compares what is done with what was approved
	Changes  bool         // it changes fields of the application
	States   []flow.State // in which it may be made
	Required []string     // parts, codes of the list report_parts
	Grounds  []flow.Ground
}

// Part is one part of a report, as the pack has it.
type Part struct {
	Code string
	Text lang.Text
	Help lang.Text
}

// Facts are what a decision rests on besides its own stream.
type Facts struct {
	Actor    string
	Today    calendar.Day
	Kinds    []What
	Parts    map[string]Part
	Measures []Measure
	App      activity.State // as approved, with what was amended since
	Form     activity.Form
	ID       string      // of a new report
	Review   string      // the case that a new report opens
	Case     review.Case // that was decided
	Appeal   string      // the case that decided anew, on appeal
	Months   int         // to the next follow-up
	Due      time.Time   // of it
	Grounds  []flow.Ground
}

// kind finds a kind of report.
func (f Facts) kind(code string) (What, bool) {
	for _, k := range f.Kinds {
		if k.Code == code {
			return k, true
		}
	}
	return What{}, false
}

// Step is what a report is to the rules.
func (w What) Step(light bool) string {
	if light && w.Light != "" {
		return w.Light
	}
	return w.Heavy
}
