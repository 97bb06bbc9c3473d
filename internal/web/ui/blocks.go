package ui

import (
	"github.com/a-h/templ"

	"lunheng/internal/lang"
)

// EmptyInfo says that there is nothing, why, and what to do.
type EmptyInfo struct {
	Title  lang.Text
	Text   lang.Text // may be empty
	Action *Link     // may be nil
}

// Fact is one line of a definition list. Value wins over Text.
type Fact struct {
	Label lang.Text
	Text  string
	Value templ.Component
}

// Stat is a figure that leads to what it counts.
type Stat struct {
	Label lang.Text
	Value string
	Note  lang.Text // may be empty
	Href  string    // may be empty
	Tone  Tone      // empty for a plain figure
}

// Step is one step of a procedure.
type Step struct {
	Text lang.Text
	Note lang.Text // date or person; may be empty
	Href string    // may be empty
	Look StepLook
}

// StepLook is where a step stands.
type StepLook string

// The looks of a step.
const (
	StepDone    StepLook = "done"
	StepCurrent StepLook = "current"
	StepTodo    StepLook = "todo"
	StepSkipped StepLook = "skipped"
)

// Holding is whether a standard holds. Not knowing is an answer of its own.
type Holding string

// The answers of a standard.
const (
	Holds   Holding = "holds"
	Fails   Holding = "fails"
	Unknown Holding = "unknown"
)

// Standard is one requirement with what is there and what is needed.
type Standard struct {
	Text   lang.Text
	Holds  Holding
	Have   string // may be empty
	Need   string // may be empty
	Ground Ground // may be empty
}

func (h Holding) status() Status {
	switch h {
	case Holds:
		return Status{lang.T("符合", "holds"), OK}
	case Fails:
		return Status{lang.T("不符合", "does not hold"), Bad}
	}
	return Status{lang.T("尚不可知", "not known"), Plain}
}

// Reason is one "because": the rule in plain words, where it comes from, what
// it set, and what would change it.
type Reason struct {
	Text   lang.Text
	Ground Ground
	Set    lang.Text // may be empty
	Change lang.Text // may be empty
	Tone   Tone      // empty for a plain reason
}

// Task is one thing asked of a person.
type Task struct {
	What  lang.Text // what to do
	About string    // of what: number and title
	Href  string
	From  string // who asks; may be empty
	State *Status
	Clock *ClockInfo
}

// CheckItem is one line of a checklist.
type CheckItem struct {
	Name    string // of the input
	Text    lang.Text
	Note    lang.Text // what was found already; may be empty
	Checked bool
	Locked  bool // shown, not to be changed
	Ground  Ground
}
