package learning

import (
	"cmp"
	"slices"

	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
)

// Roles of people, as the packs' list training_required names them.
const (
	RoleMember     = "member"     // who votes in a committee
	RoleSecretary  = "secretary"  // of a committee
	RoleResearcher = "researcher" // who leads or carries out work
)

// Demand is how much is asked of a role.
type Demand struct {
	Role   string      `json:"role"`
	Text   lang.Text   `json:"text"`
	Hours  int         `json:"hours"`
	Months int         `json:"months"` // of the period that is looked at
	Warn   int         `json:"warn"`   // days before the end at which a warning comes
	Blocks bool        `json:"blocks"` // who falls short may not act
	Ground flow.Ground `json:"ground"`
}

// Demands are those of the packs in force.
func Demands(set *rules.Set) []Demand {
	var out []Demand
	for _, item := range set.List("training_required") {
		d := Demand{Role: item.Code, Text: item.Text, Blocks: item.Bool("blocks"), Ground: item.Ground()}
		d.Hours, d.Months = number(set, item.Str("hours")), number(set, item.Str("months"))
		d.Warn = number(set, "training_warn_days")
		if d.Hours > 0 && d.Months > 0 {
			out = append(out, d)
		}
	}
	return out
}

func number(set *rules.Set, param string) int {
	if p, ok := set.Param(param); ok {
		return p.Int()
	}
	return 0
}

// demand is that of one role.
func demand(set *rules.Set, role string) (Demand, bool) {
	for _, d := range Demands(set) {
		if d.Role == role {
			return d, true
		}
	}
	return Demand{}, false
}

// Level is how somebody stands, in one word.
type Level string

// The levels, the worst first.
const (
	Lapsed Level = "lapsed" // too few hours, though there were enough once
	Short  Level = "short"  // too few hours so far
	Soon   Level = "soon"   // enough, but not for long
	Valid  Level = "valid"
)

// Standing is how somebody stands against what is asked of a role on a day.
type Standing struct {
	Demand
	Have  int          `json:"have"`            // hours that count on the day
	Until calendar.Day `json:"until,omitempty"` // the last day on which they suffice; of one that lapsed: sufficed
	Level Level        `json:"level"`
}

// Fails reports whether too little was learnt.
func (s Standing) Fails() bool { return s.Level == Short || s.Level == Lapsed }

// credit is what a confirmed record is worth: hours, from its day on for the
// months of a demand.
type credit struct {
	hours int
	from  calendar.Day
}

func credits(records []Record) []credit {
	out := make([]credit, len(records))
	for i, r := range records {
		out[i] = credit{r.Hours, r.Day}
	}
	return out
}

// stands holds hours against a demand.
func (d Demand) stands(list []credit, day calendar.Day) Standing {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b credit) int { return cmp.Compare(a.from, b.from) })
	s := Standing{Demand: d, Level: Short}
	for _, c := range list {
		if last := d.lasts(c.from); c.from <= day && day <= last {
			s.Have += c.hours
		}
	}
	if s.Have < d.Hours {
		if s.Until = d.sufficed(list, day); s.Until != "" {
			s.Level = Lapsed
		}
		return s
	}
	rest := s.Have
	for _, c := range list {
		last := d.lasts(c.from)
		if c.from > day || last < day {
			continue
		}
		if rest -= c.hours; rest < d.Hours {
			s.Until = last
			break
		}
	}
	s.Level = Valid
	if s.Until.AddDays(-d.Warn) <= day {
		s.Level = Soon
	}
	return s
}

// lasts is the last day on which a record of a day counts.
func (d Demand) lasts(from calendar.Day) calendar.Day { return from.AddMonths(d.Months).AddDays(-1) }

// sufficed is the last day before one on which there were enough hours; empty:
// there never were. It can only be the last day of some record.
func (d Demand) sufficed(list []credit, before calendar.Day) calendar.Day {
	for _, c := range slices.Backward(list) {
		last := d.lasts(c.from)
		if last >= before {
			continue
		}
		sum := 0
		for _, o := range list {
			if o.from <= last && last <= d.lasts(o.from) {
				sum += o.hours
			}
		}
		if sum >= d.Hours {
			return last
		}
	}
	return ""
}

// Worst is the standing that asks for attention first; ok is false of none.
func Worst(list []Standing) (worst Standing, ok bool) {
	rank := []Level{Lapsed, Short, Soon, Valid}
	for _, s := range list {
		if !ok || slices.Index(rank, s.Level) < slices.Index(rank, worst.Level) {
			worst, ok = s, true
		}
	}
	return worst, ok
}
