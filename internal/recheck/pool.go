package recheck

import (
	"slices"
	"strings"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
)

// Entry is an expert of a pool.
type Entry struct {
	Person    string       `json:"person"`
	Fields    []string     `json:"fields"`    // of science
	Expertise []string     `json:"expertise"` // codes of the pack's list
	Region    string       `json:"region,omitempty"`
	From      calendar.Day `json:"from"`
	Until     calendar.Day `json:"until,omitempty"` // the last day; empty: open
}

// On reports whether the expert may be called on a day.
func (e Entry) On(day calendar.Day) bool { return e.From <= day && (e.Until == "" || day <= e.Until) }

// Pool is a department's pool of experts, folded from its stream.
type Pool struct {
	Department string     `json:"department"`
	Version    int64      `json:"version"`
	State      flow.State `json:"-"`
	Experts    []Entry    `json:"experts"`
}

// FoldPool gives the pool that its events make.
func FoldPool(department string, events []journal.Event) (Pool, error) {
	p := Pool{Department: department}
	err := journal.Walk(&PoolTable, events, func(e journal.Event, next flow.State) {
		switch b := e.Body.(type) {
		case ExpertAdded:
			p.Experts = append(p.Experts, b.Entry)
		case ExpertEnded:
			for i := range p.Experts {
				if x := &p.Experts[i]; x.Person == b.Person && (x.Until == "" || x.Until > b.Day) {
					x.Until = b.Day
				}
			}
		}
		p.State, p.Version = next, e.Version
	})
	return p, err
}

// AddExpert enters somebody into a department's pool.
type AddExpert struct {
	Department string `json:"department"`
	Entry
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Add decides on a new expert; everything wrong is told at once.
func (p Pool) Add(cmd AddExpert, f Facts) ([]journal.New, error) {
	var wrong errs.List
	e := cmd.Entry
	if e.From == "" {
		e.From = f.Today
	}
	if !f.Known {
		wrong.Add(errs.Mistake("person", "pool.person", "请从登记人员中选择专家。", "Choose the expert among the people of the register."))
	}
	if len(e.Expertise) == 0 {
		wrong.Add(errs.Mistake("expertise", "pool.expertise", "请至少选择一项专长。", "Choose at least one kind of expertise."))
	}
	for _, x := range e.Expertise {
		if !slices.Contains(f.Expertise, x) {
			wrong.Add(errs.Mistake("expertise", "pool.expertise.unknown", "没有“%s”这项专长。", "There is no expertise %q.", x))
		}
	}
	for _, x := range e.Fields {
		if !slices.Contains(f.AllFields, x) {
			wrong.Add(errs.Mistake("fields", "pool.field.unknown", "没有“%s”这个领域。", "There is no field %q.", x))
		}
	}
	if peers(e.Expertise) && len(e.Fields) == 0 {
		wrong.Add(errs.Mistake("fields", "pool.fields", "同行专家须写明领域。", "A peer needs the fields they know."))
	}
	if e.Until != "" && e.Until < e.From {
		wrong.Add(errs.Mistake("until", "pool.term", "聘期的最后一天早于第一天。", "The last day of the term lies before its first."))
	}
	for _, other := range p.Experts {
		if other.Person == e.Person && (other.Until == "" || other.Until >= e.From) {
			wrong.Add(errs.Refuse("pool.twice", "此人已在专家库中；请先结束原来的聘期。", "This person is in the pool already; end that term first.").At("person"))
			break
		}
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(ExpertAdded{e}, f.Grounds...)}, nil
}

// EndExpert ends a term in a pool.
type EndExpert struct {
	Department string       `json:"department"`
	Person     string       `json:"person"`
	Day        calendar.Day `json:"day"` // the last one; empty: today
	Reason     string       `json:"reason"`
	Version    int64        `json:"version"`
	Key        string       `json:"key,omitempty"`
}

// End decides that an expert is called no more. Panels that sit are not touched.
func (p Pool) End(cmd EndExpert, f Facts) ([]journal.New, error) {
	day := cmd.Day
	if day == "" {
		day = f.Today
	}
	if !slices.ContainsFunc(p.Experts, func(e Entry) bool { return e.Person == cmd.Person && (e.Until == "" || e.Until > day) }) {
		return nil, errs.Refuse("pool.not_there", "此人不在专家库中，或者聘期已经结束。", "This person is not in the pool, or the term has ended.")
	}
	if strings.TrimSpace(cmd.Reason) == "" {
		return nil, errs.Mistake("reason", "pool.reason", "请写明理由。", "Say why.")
	}
	return []journal.New{journal.Because(ExpertEnded{Person: cmd.Person, Day: day, Reason: strings.TrimSpace(cmd.Reason)}, f.Grounds...)}, nil
}

// peers reports whether somebody judges the science itself.
func peers(expertise []string) bool {
	return slices.ContainsFunc(expertise, func(x string) bool { return x != "ethics" && x != "law" && x != "lay" })
}
