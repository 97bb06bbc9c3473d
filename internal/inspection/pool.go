package inspection

import (
	"slices"
	"strings"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
)

// Pool is who may be drawn to inspect for a department, folded from its stream.
type Pool struct {
	Department string           `json:"department"`
	Version    int64            `json:"version"`
	State      flow.State       `json:"-"`
	Inspectors []InspectorAdded `json:"inspectors"`
}

// FoldPool gives the pool that its events make.
func FoldPool(department string, events []journal.Event) (Pool, error) {
	p := Pool{Department: department, Inspectors: []InspectorAdded{}}
	err := journal.Walk(&PoolTable, events, func(e journal.Event, next flow.State) {
		switch b := e.Body.(type) {
		case InspectorAdded:
			p.Inspectors = append(p.Inspectors, b)
		case InspectorEnded:
			for i := range p.Inspectors {
				if x := &p.Inspectors[i]; x.Person == b.Person && (x.Until == "" || x.Until > b.Day) {
					x.Until = b.Day
				}
			}
		}
		p.State, p.Version = next, e.Version
	})
	return p, err
}

// On are the inspectors of a day.
func (p Pool) On(day calendar.Day) []string {
	var out []string
	for _, x := range p.Inspectors {
		if x.From <= day && (x.Until == "" || x.Until >= day) && !slices.Contains(out, x.Person) {
			out = append(out, x.Person)
		}
	}
	return out
}

// AddInspector enters somebody of the register.
type AddInspector struct {
	Department string       `json:"department"`
	Person     string       `json:"person"`
	Until      calendar.Day `json:"until,omitempty"` // the last day; empty: open
	Version    int64        `json:"version"`
	Key        string       `json:"key,omitempty"`
}

// Add decides on a new inspector.
func (p Pool) Add(cmd AddInspector, known bool, today calendar.Day) ([]journal.New, error) {
	switch {
	case !known:
		return nil, errs.Mistake("person", "inspectors.person", "请从登记人员中选择。", "Choose among the people of the register.")
	case cmd.Until != "" && cmd.Until < today:
		return nil, errs.Mistake("until", "inspectors.until", "最后一天已经过去。", "The last day has passed already.")
	case slices.Contains(p.On(today), cmd.Person):
		return nil, errs.Refuse("inspectors.twice", "此人已在名录中。", "This person is on the list already.").At("person")
	}
	return []journal.New{journal.Because(InspectorAdded{Person: cmd.Person, From: today, Until: cmd.Until})}, nil
}

// EndInspector says that somebody is drawn no more.
type EndInspector struct {
	Department string `json:"department"`
	Person     string `json:"person"`
	Reason     string `json:"reason"`
	Version    int64  `json:"version"`
	Key        string `json:"key,omitempty"`
}

// End decides that somebody is drawn no more. Visits that were drawn go on.
func (p Pool) End(cmd EndInspector, today calendar.Day) ([]journal.New, error) {
	reason := strings.TrimSpace(cmd.Reason)
	switch {
	case !slices.Contains(p.On(today), cmd.Person):
		return nil, errs.Refuse("inspectors.not_there", "此人不在名录中。", "This person is not on the list.")
	case reason == "":
		return nil, errs.Mistake("reason", "inspectors.reason", "请写明理由。", "Say why.")
	}
	return []journal.New{journal.Because(InspectorEnded{Person: cmd.Person, Day: today.AddDays(-1), Reason: reason})}, nil
}
