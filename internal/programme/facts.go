package programme

import (
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/gate"
	"lunheng/internal/lang"
)

// Facts are what a decision rests on besides its own stream. They are values:
// deciding reads nothing.
type Facts struct {
	Actor     string
	Today     calendar.Day
	NewID     string
	Demands   []gate.Demand       // of the gate before which it stands
	Required  []Asked             // what a guide has to say
	Known     map[string][]string // codes of the packs' lists that answers may name
	Review    string              // what the self-assessment came to; empty: there is none
	Handed    bool                // the activity lies before a committee, or did
	Approval  gate.Approval
	Overdue   bool            // a follow-up of the activity
	Completed bool            // its end was reviewed
	Cases     int             // about breaches, that are open
	Inspected int             // grave findings of inspections in its records, that are open
	Form      []Clause        // the pledge as the packs have it today
	Stages    []string        // before whose gates the packs ask for a pledge
	Members   map[string]bool // those of the content that the register has
	Clock     *flow.ClockMove // of a finding
	Grounds   []flow.Ground
}

// Asked is something that a guide has to say.
type Asked struct {
	Code string
	Text lang.Text
}

// Bounds of what people type.
const (
	maxText        = 4000
	maxTitle       = 300
	maxLine        = 200
	maxMembers     = 100
	maxInstalments = 20
	maxAmount      = 1_000_000_000_000
)

// words refuses a text that is missing or too long, and gives it without blanks around it.
func words(field, text string, wrong *errs.List) string {
	text = trim(text)
	if n := len([]rune(text)); n == 0 || n > maxText {
		wrong.Add(errs.Mistake(field, "programme.words", "请填写，最多 %d 字；不写姓名。", "Write something, with at most %d characters and no names.", maxText))
	}
	return text
}
