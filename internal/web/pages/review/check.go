package review

import (
	"lunheng/internal/lang"
	"lunheng/internal/web/pages/activity"
	"lunheng/internal/web/ui"
)

// Check is the secretary's check of a submitted file.
type Check struct {
	Frame
	Sections   []Section
	Hints      activity.Hints
	Lines      []CheckLine // what the rules ask for, group by group
	Missing    int         // how many the rules find missing
	Fields     []ui.Option // of the form, for free items
	Procedures ui.Field
	Urgency    *ui.Field   // of an emergency; nil: the rules propose none
	Because    []ui.Reason // why the procedure is proposed
	Notice     Notice
}

// CheckLine is one thing that the application must hold.
type CheckLine struct {
	Code   string
	Group  lang.Text
	Text   lang.Text
	Words  string // what the notice would say
	Holds  bool
	Ground ui.Ground
}

// Notice is the one letter that tells all that is missing.
type Notice struct {
	Title lang.Text
	Lines []string // of the letter, in the language of the page
}

// Fields of the check form.
const (
	TickField = "tick" // codes of what is missing
	FreeField = "free" // further items, one a line
	NoteField = "note"
)

// WordsField is the field with the words about one missing thing.
func WordsField(code string) string { return "words." + code }

// Ticked reports whether a line counts as missing: as ticked, or as found.
func (v Check) Ticked(l CheckLine) bool {
	if v.Form.Values == nil {
		return !l.Holds
	}
	return v.Form.Has(TickField, l.Code, nil)
}

// first reports whether a line begins its group.
func (v Check) first(i int) bool { return i == 0 || v.Lines[i].Group != v.Lines[i-1].Group }
