package ui

import (
	"time"

	"lunheng/internal/lang"
)

// Evidence is what proves an entry of the timeline.
type Evidence struct {
	Event  string // id of the event
	Hash   string // hash of its stored bytes, in hex
	Sealed int64  // position in the log; negative while not yet sealed
	Proof  string // address of the proof; may be empty while not sealed
}

// Entry is one act, told to people.
type Entry struct {
	At       time.Time
	Who      Person
	For      string    // on whose behalf; may be empty
	Did      lang.Text // what was done: "受理了申请", "accepted the application"
	Detail   lang.Text // a sentence more; may be empty
	Tone     Tone
	Ground   []Ground
	Evidence *Evidence
	AsOf     string // address of the case as of this entry; may be empty
}

// Day is the entries of one day.
type Day struct {
	Date    string // YYYY-MM-DD
	First   time.Time
	Entries []Entry
}

// Days groups entries by the reader's day and keeps their order.
func (c Ctx) Days(entries []Entry) []Day {
	var days []Day
	for _, e := range entries {
		date := c.Local(e.At).Format(time.DateOnly)
		if len(days) == 0 || days[len(days)-1].Date != date {
			days = append(days, Day{Date: date, First: e.At})
		}
		last := &days[len(days)-1]
		last.Entries = append(last.Entries, e)
	}
	return days
}

// Hand is a stretch of time during which one party had the file.
type Hand struct {
	Who  lang.Text // the party: applicant, secretary, committee …
	Kind string    // applicant, secretary, members, chair or unit: gives the pattern
	Days int       // whole days, at least 0
	From string    // in words
	Now  bool      // has it still
}

// slice is one part of the bar, in hundredths of the whole.
type slice struct {
	Hand
	X, W float64
}

// slicesOf lays the hands along the bar; each is wide enough to be seen.
func slicesOf(hands []Hand) []slice {
	total := 0.0
	for _, h := range hands {
		total += max(float64(h.Days), 0.5)
	}
	out := make([]slice, len(hands))
	x := 0.0
	for i, h := range hands {
		w := 100 * max(float64(h.Days), 0.5) / total
		out[i] = slice{Hand: h, X: x, W: w}
		x += w
	}
	return out
}
