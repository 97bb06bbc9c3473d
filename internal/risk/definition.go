package risk

import (
	"cmp"
	"slices"
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
)

// The lists of the packs that this package reads.
const (
	listSignals    = "risk_signals"
	listLevels     = "risk_levels"
	listKinds      = "risk_kinds"
	listLikelihood = "risk_likelihood"
	listImpact     = "risk_impact"
	listGrades     = "risk_grades"
	listClasses    = "risk_classes"
	listReasons    = "retraction_reasons"
)

// Level is how grave a signal or a warning is.
type Level struct {
	Code string
	Text lang.Text
	Rank int // 1 is the slightest
	Days int // in which a warning of this level is acknowledged
}

// Levels are those of the packs, the slightest first.
func Levels(set *rules.Set) []Level {
	var out []Level
	for _, item := range set.List(listLevels) {
		out = append(out, Level{Code: item.Code, Text: item.Text, Rank: item.Int("rank"), Days: item.Int("acknowledge_days")})
	}
	slices.SortStableFunc(out, func(a, b Level) int { return a.Rank - b.Rank })
	return out
}

// step is the value from which on a level holds.
type step struct {
	Level Level
	From  int64
}

// Definition is one kind of signal, as the packs of a region and day define it.
type Definition struct {
	Code     string
	Text     lang.Text
	Quantity string
	Window   time.Duration // what counts; zero: everything
	Least    int64         // things there must be before a part of them says anything
	Minutes  int64         // fewer are hasty
	Weight   int64         // points of the first level
	Audience []string      // bodies that are told besides the department
	Ground   flow.Ground
	propose  int // rank from which on a warning is proposed; 0: never
	steps    []step
}

// Definitions are the signals that the packs define. Those that measure what the
// program does not know are left out; a test of the packs finds them.
func Definitions(set *rules.Set) []Definition {
	levels := Levels(set)
	var out []Definition
	for _, item := range set.List(listSignals) {
		d := Definition{Code: item.Code, Text: item.Text, Quantity: item.Str("quantity"), Window: time.Duration(item.Int("window")) * 24 * time.Hour, Least: int64(item.Int("least")),
			Minutes: int64(item.Int("minutes")), Weight: int64(item.Int("weight")), Audience: item.Strs("audience"), Ground: item.Ground()}
		for _, l := range levels {
			if from := item.Int(l.Code); from > 0 {
				d.steps = append(d.steps, step{l, int64(from)})
			}
			if item.Str("propose") == l.Code {
				d.propose = l.Rank
			}
		}
		if q := quantityOf(d.Quantity); q != nil && len(d.steps) > 0 {
			out = append(out, d)
		}
	}
	return out
}

// level is the highest level whose value is reached, if any is.
func (d Definition) level(value int64) (Level, bool) {
	var top *Level
	for i := range d.steps {
		if value >= d.steps[i].From && (top == nil || d.steps[i].Level.Rank > top.Rank) {
			top = &d.steps[i].Level
		}
	}
	if top == nil {
		return Level{}, false
	}
	return *top, true
}

// least is the lowest value that raises the signal.
func (d Definition) least() int64 {
	return slices.MinFunc(d.steps, func(a, b step) int { return cmp.Compare(a.From, b.From) }).From
}

// score is how much a signal of a level weighs before feedback.
func (d Definition) score(l Level) int64 { return d.Weight * int64(l.Rank) }

// law gives the definitions of a region on a day, each region's once.
type law struct {
	book *rules.Book
	day  calendar.Day
	by   map[string][]Definition
}

func (l *law) of(region string) []Definition {
	defs, ok := l.by[region]
	if !ok {
		defs = Definitions(l.book.On(l.day, region))
		l.by[region] = defs
	}
	return defs
}
