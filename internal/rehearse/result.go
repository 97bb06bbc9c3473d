package rehearse

import (
	"cmp"
	"maps"
	"slices"

	"lunheng/internal/calendar"
)

// Result is what a draft would change.
type Result struct {
	Day        calendar.Day      `json:"day"`        // whose rules, with the draft
	OwnDay     bool              `json:"own_day"`    // compared with the rules of each activity's own day
	Total      int64             `json:"total"`      // activities with a recorded self-assessment
	Unassessed int64             `json:"unassessed"` // handed in without one
	Judged     int64             `json:"judged"`     // of the total
	Unjudged   int64             `json:"unjudged"`   // that could not be judged
	Changed    int64             `json:"changed"`    // for which anything changes
	Open       int64             `json:"open"`       // of the changed ones, before a committee now
	Away       int64             `json:"away"`       // of the judged ones, where the draft does not hold: in other regions, or before its first day
	Counts     []Count           `json:"counts"`     // each kind of change, the most frequent first
	Lists      map[string][]Item `json:"lists"`      // the first of each, in the order of ids
	Sizes      map[string]int64  `json:"sizes"`      // how many each list would hold
	Units      []UnitCount       `json:"units"`      // that need a committee, the most affected first
	UnitCount  int64             `json:"unit_count"` // how many they are
	Faults     []string          `json:"faults"`     // why some could not be judged, the first few
	Blind      []string          `json:"blind"`      // rules that read texts, and had none here
	Before     string            `json:"before"`     // hash of the nation's rules without the draft
	After      string            `json:"after"`      // and with it, in the draft's region
	Pack       string            `json:"pack"`       // name@version
	Hash       string            `json:"hash"`       // of the draft's files
	Seconds    float64           `json:"seconds"`    // how long it took
}

// Count is how many activities a change meets.
type Count struct {
	Change
	Number int64 `json:"number"`
}

// Item is an activity in a list, and what changes for it.
type Item struct {
	ID      string   `json:"id"`
	Title   string   `json:"title,omitempty"` // only where whoever looks may see it
	Unit    string   `json:"unit,omitempty"`
	State   string   `json:"state,omitempty"`
	Changes []Change `json:"changes,omitempty"`
	Note    string   `json:"note,omitempty"` // of a missed limit: the day on which it would have ended
}

// UnitCount is a unit that would need a committee, and for how many activities.
type UnitCount struct {
	Unit   string `json:"unit"`
	Number int64  `json:"number"`
}

// tally is what one worker has counted.
type tally struct {
	after                           string // lists begin behind this id
	limit                           int
	judged, unjudged, changed, open int64
	away                            int64
	counts                          map[Change]int64
	lists                           map[string][]Item
	sizes                           map[string]int64
	units                           map[string]int64
	faults                          map[string]bool
}

func newTally(limit int, after string) *tally {
	return &tally{limit: limit, after: after, counts: map[Change]int64{}, lists: map[string][]Item{}, sizes: map[string]int64{},
		units: map[string]int64{}, faults: map[string]bool{}}
}

// maxFaults bounds how many different faults are told.
const maxFaults = 10

func (t *tally) fault(text string) {
	if len(t.faults) < maxFaults {
		t.faults[text] = true
	}
}

// put enters an activity into a list, as long as there is room.
func (t *tally) put(list string, item Item) {
	t.sizes[list]++
	if len(t.lists[list]) < t.limit && item.ID > t.after {
		t.lists[list] = append(t.lists[list], item)
	}
}

// take adds what another worker has counted.
func (t *tally) take(o *tally) {
	t.judged, t.unjudged = t.judged+o.judged, t.unjudged+o.unjudged
	t.changed, t.open, t.away = t.changed+o.changed, t.open+o.open, t.away+o.away
	for c, n := range o.counts {
		t.counts[c] += n
	}
	for name, n := range o.sizes {
		t.sizes[name] += n
	}
	for unit, n := range o.units {
		t.units[unit] += n
	}
	for text := range o.faults {
		t.fault(text)
	}
	for name, items := range o.lists {
		t.lists[name] = append(t.lists[name], items...)
	}
}

// maxUnits bounds how many units are named.
const maxUnits = 1000

// result puts the counts in order. Each worker kept the first of its items, so the
// first of all are among them.
func (t *tally) result() Result {
	out := Result{Judged: t.judged, Unjudged: t.unjudged, Changed: t.changed, Open: t.open, Away: t.away, Counts: []Count{},
		Lists: map[string][]Item{}, Sizes: t.sizes, Units: []UnitCount{}, UnitCount: int64(len(t.units)), Faults: []string{}, Blind: []string{}}
	for c, n := range t.counts {
		out.Counts = append(out.Counts, Count{c, n})
	}
	slices.SortFunc(out.Counts, func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.Number, a.Number), cmp.Compare(a.What, b.What), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	for name, items := range t.lists {
		slices.SortFunc(items, func(a, b Item) int { return cmp.Compare(a.ID, b.ID) })
		out.Lists[name] = items[:min(len(items), t.limit)]
	}
	for unit, n := range t.units {
		out.Units = append(out.Units, UnitCount{unit, n})
	}
	slices.SortFunc(out.Units, func(a, b UnitCount) int {
		return cmp.Or(cmp.Compare(b.Number, a.Number), cmp.Compare(a.Unit, b.Unit))
	})
	out.Units = out.Units[:min(len(out.Units), maxUnits)]
	out.Faults = append(out.Faults, slices.Sorted(maps.Keys(t.faults))...)
	return out
}
