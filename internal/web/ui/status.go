package ui

import "lunheng/internal/lang"

// Tone is the shape and colour that stand beside a word. The shape alone
// carries the meaning; colour only helps.
type Tone string

// The tones.
const (
	Plain   Tone = "plain"   // hollow circle: not begun, nothing special
	Active  Tone = "active"  // half circle: under way
	Waiting Tone = "waiting" // hourglass: waits for someone
	OK      Tone = "ok"      // tick: holds, approved, done
	Warn    Tone = "warn"    // triangle: needs attention soon
	Bad     Tone = "bad"     // cross in a square: overdue, refused, does not hold
	Paused  Tone = "paused"  // two bars: stopped for the time being
	Ended   Tone = "ended"   // filled circle: over, nothing follows
)

// shapePaths draws the tones on a grid of 16, in the current colour.
var shapePaths = map[Tone]string{
	Plain:   "M8 2.75a5.25 5.25 0 1 0 0 10.5a5.25 5.25 0 1 0 0-10.5zm0 1.5a3.75 3.75 0 1 1 0 7.5a3.75 3.75 0 1 1 0-7.5z",
	Active:  "M8 2.75a5.25 5.25 0 1 0 0 10.5a5.25 5.25 0 1 0 0-10.5zm0 1.5v7.5a3.75 3.75 0 1 1 0-7.5z",
	Waiting: "M3.5 2h9v1.5c0 2-1.3 3.3-2.9 4.5c1.6 1.2 2.9 2.5 2.9 4.5v1.5h-9v-1.5c0-2 1.3-3.3 2.9-4.5c-1.6-1.2-2.9-2.5-2.9-4.5zm1.7 1.5c.2 1.3 1.4 2.3 2.8 3.3c1.4-1 2.6-2 2.8-3.3z",
	OK:      "M6.3 12.8 1.9 8.4l1.3-1.3 3.1 3.1 6.5-6.5 1.3 1.3z",
	Warn:    "M8 1.8 15 14H1zM7.25 6v4h1.5V6zm0 5.2v1.5h1.5v-1.5z",
	Bad:     "M2 2h12v12H2zm3.5 2.3-1.2 1.2L6.8 8l-2.5 2.5 1.2 1.2L8 9.2l2.5 2.5 1.2-1.2L9.2 8l2.5-2.5-1.2-1.2L8 6.8z",
	Paused:  "M4 3h3v10H4zm5 0h3v10H9z",
	Ended:   "M8 2.75a5.25 5.25 0 1 0 0 10.5a5.25 5.25 0 1 0 0-10.5z",
}

func shapePath(t Tone) string {
	if p, ok := shapePaths[t]; ok {
		return p
	}
	return shapePaths[Plain]
}

// Status is a state in words, with its tone.
type Status struct {
	Text lang.Text
	Tone Tone
}

// Person is someone's name on a page. After erasure the name is gone and the
// page says so.
type Person struct {
	Name   string
	Note   lang.Text // function or unit, shown small; may be empty
	Href   string    // may be empty
	Erased bool
}

// PersonName is the name, or the word that stands for an erased one.
func (c Ctx) PersonName(p Person) string {
	if p.Erased || p.Name == "" {
		return c.T("已删除", "erased")
	}
	return p.Name
}

// Link is a word that leads somewhere.
type Link struct {
	Text lang.Text
	Href string
}

// Ground is the rule on which an act, a duty or a date rests.
type Ground struct {
	Source  lang.Text // name of the document
	Article string    // such as "第二十四条" or "Art. 24"; may be empty
	Rule    string    // name of the rule in its pack; may be empty
	Pack    string    // name@version; may be empty
	Href    string    // where the rule is shown; may be empty
	Unsure  bool      // it was written from memory: a person has still to confirm it
}
