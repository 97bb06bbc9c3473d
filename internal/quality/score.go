package quality

import (
	"slices"
	"strings"

	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/rules"
)

// Scale is how a case is graded, as the packs say.
type Scale struct {
	Points  []Weighted
	Grades  map[string]int // worth in percent; -1: does not count
	Results []Result       // the best first
}

// Weighted is a point with its part in the score.
type Weighted struct {
	Code   string
	Weight int
}

// Result is a result with the score from which it is one.
type Result struct {
	Code string
	From int  // percent
	Poor bool // those who decided are asked to learn
}

// ScaleOf is the scale of the packs in force.
func ScaleOf(set *rules.Set) Scale {
	s := Scale{Grades: map[string]int{}}
	for _, item := range set.List("quality_points") {
		s.Points = append(s.Points, Weighted{item.Code, max(item.Int("weight"), 1)})
	}
	for _, item := range set.List("quality_grades") {
		if s.Grades[item.Code] = item.Int("percent"); item.Bool("void") {
			s.Grades[item.Code] = -1
		}
	}
	for _, item := range set.List("quality_results") {
		s.Results = append(s.Results, Result{item.Code, item.Int("percent"), item.Bool("poor")})
	}
	slices.SortStableFunc(s.Results, func(a, b Result) int { return b.From - a.From })
	return s
}

// Score is the weighted mean of what the marks are worth, in percent rounded to the
// nearest; ok is false where no point counts.
func (s Scale) Score(marks []Mark) (score int, ok bool) {
	sum, weights := 0, 0
	for _, m := range marks {
		i := slices.IndexFunc(s.Points, func(p Weighted) bool { return p.Code == m.Point })
		if worth := s.Grades[m.Grade]; i >= 0 && worth >= 0 {
			sum, weights = sum+worth*s.Points[i].Weight, weights+s.Points[i].Weight
		}
	}
	if weights == 0 {
		return 0, false
	}
	return (2*sum + weights) / (2 * weights), true
}

// Result is the result of a score.
func (s Scale) Result(score int) Result {
	for _, r := range s.Results {
		if score >= r.From {
			return r
		}
	}
	return Result{}
}

// Score is what a peer finds in a case.
type Score struct {
	Check   string `json:"quality"`
	Review  string `json:"review"`
	Marks   []Mark `json:"marks"` // one for each point of the checklist
	Remarks string `json:"remarks"`
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// maxRemark bounds what a peer writes, in characters.
const maxRemark = 2000

// Score decides to take a peer's finding. The score is computed, never typed; what
// is not met has to be reasoned.
func (s State) Score(cmd Score, f Facts) ([]journal.New, error) {
	if err := s.allows("quality.scored"); err != nil {
		return nil, err
	}
	c := s.Case(cmd.Review)
	switch {
	case c == nil:
		return nil, noCase()
	case c.Scorer != f.Actor:
		return nil, errs.Refuse("quality.scorer", "此件由他人评价。", "Somebody else scores this case.")
	case c.Scored != nil:
		return nil, errs.Refuse("quality.scored", "此件已经评价。", "The case has been scored already.")
	}
	if bar := f.Bars[cmd.Review][f.Actor]; bar != "" {
		return nil, errs.Refuse("quality.peer", "您不能评价此件：%s（审查办法第八条、第四十一条）。", "You cannot score the case: %s (Review Measures, articles 8 and 41).", BarText(bar))
	}
	b := Scored{Review: cmd.Review, Remarks: strings.TrimSpace(cmd.Remarks)}
	var wrong errs.List
	for _, p := range f.Scale.Points {
		m := Mark{Point: p.Code}
		if i := slices.IndexFunc(cmd.Marks, func(m Mark) bool { return m.Point == p.Code }); i >= 0 {
			m.Grade, m.Remark = cmd.Marks[i].Grade, strings.TrimSpace(cmd.Marks[i].Remark)
		}
		worth, known := f.Scale.Grades[m.Grade]
		switch {
		case !known:
			wrong.Add(errs.Mistake(p.Code, "quality.grade", "请评价这一要点。", "Grade this point."))
		case worth == 0 && m.Remark == "":
			wrong.Add(errs.Mistake(p.Code+"-remark", "quality.remark", "不符合的，请写明理由。", "Say why it is not met."))
		}
		if len([]rune(m.Remark)) > maxRemark {
			wrong.Add(errs.Mistake(p.Code+"-remark", "quality.long", "最多 %d 字。", "At most %d characters.", maxRemark))
		}
		b.Marks = append(b.Marks, m)
	}
	if len([]rune(b.Remarks)) > maxRemark {
		wrong.Add(errs.Mistake("remarks", "quality.long", "最多 %d 字。", "At most %d characters.", maxRemark))
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	var counts bool
	if b.Score, counts = f.Scale.Score(b.Marks); !counts {
		return nil, errs.Refuse("quality.empty", "至少有一个要点适用。", "At least one point has to apply.")
	}
	b.Result = f.Scale.Result(b.Score).Code
	return []journal.New{journal.Because(b, f.Grounds...)}, nil
}

// Close decides on the result of the whole, once every case is scored. Those who took
// part in a poor case and still sit on the committee are asked to learn.
func (s State) Close(f Facts) ([]journal.New, error) {
	if err := s.allows("quality.closed"); err != nil {
		return nil, err
	}
	if n := s.Left(); n > 0 {
		return nil, errs.Refuse("quality.open", "还有 %d 件没有评价。", "%d cases are not scored yet.", n)
	}
	b, sum := Closed{Cases: len(s.Cases), Clocks: s.end(flow.ClockMeet)}, 0
	for _, c := range s.Cases {
		sum += c.Scored.Score
		if f.Scale.Result(c.Scored.Score).Poor {
			b.Poor = append(b.Poor, c.Review)
		}
	}
	b.Score = (2*sum + b.Cases) / (2 * b.Cases)
	b.Result = f.Scale.Result(b.Score).Code
	for _, person := range f.Seats {
		if slices.ContainsFunc(b.Poor, func(review string) bool { return f.Bars[review][person] == BarPart }) {
			b.Train = append(b.Train, person)
		}
	}
	return []journal.New{journal.Because(b, f.Grounds...)}, nil
}

// Acknowledge decides that a member has seen the result.
func (s State) Acknowledge(f Facts) ([]journal.New, error) {
	if err := s.allows("quality.acknowledged"); err != nil {
		return nil, err
	}
	if slices.Contains(s.Acknowledged, f.Actor) {
		return nil, errs.Refuse("quality.acknowledged", "您已经确认过。", "You have acknowledged it already.")
	}
	return []journal.New{journal.Because(Acknowledged{}, f.Grounds...)}, nil
}
