package activity

import (
	"strings"

	"lunheng/internal/lang"
	"lunheng/internal/web/ui"
)

// Hints are what the words of an application speak of and its assessment does
// not cover.
type Hints struct {
	List   []Hint
	Do     string // where answers go; empty: only to read
	Back   string // the page to come back to
	Assess string // where the assessment is changed
	Ask    string // where a machine is asked for a second opinion; empty: there is none
	Model  string // that may be asked
	Asked  bool   // it was asked about this text
	Given  bool   // and has answered
	Key    string
	Form   ui.Form
}

// Hint is one question of the screener.
type Hint struct {
	Fact     string
	Text     lang.Text
	Question lang.Text
	Words    []string
	Ground   ui.Ground
	Machine  string // the model that suggests it; empty: words of the packs do
	Why      string // what the machine says
	Reason   string // why it is not so; empty: open
	By       ui.Person
}

// Open are the hints that nobody has answered.
func (h Hints) Open() []Hint { return h.pick(true) }

// Answered are those of which somebody said why they do not fit.
func (h Hints) Answered() []Hint { return h.pick(false) }

func (h Hints) pick(open bool) []Hint {
	var out []Hint
	for _, hint := range h.List {
		if (hint.Reason == "") == open {
			out = append(out, hint)
		}
	}
	return out
}

// said are the words of a hint in quotation marks.
func (h Hint) said(c ui.Ctx) string {
	return c.T("“", "“") + strings.Join(h.Words, c.T("”“", "”, “")) + c.T("”", "”")
}

// reason is the field for why a hint does not fit.
func (h Hint) reason(c ui.Ctx, form ui.Form) ui.Field {
	f := ui.Field{Name: "reason-" + h.Fact, Label: lang.T("不是，因为", "No, because"), Max: 200, Required: true}
	return f
}
