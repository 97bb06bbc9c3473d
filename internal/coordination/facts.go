package coordination

import (
	"slices"
	"strings"
	"time"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// Facts are what an act rests on besides its stream.
type Facts struct {
	Actor   string
	Today   calendar.Day
	NewID   string
	Office  bool              // the person acts for the office of the mechanism
	Mine    []string          // codes of the departments for which the person acts
	Members []string          // codes of the mechanism's members on the day
	Bodies  map[string]string // departments of the register by code
	Desk    string            // the department that is the office
	Least   int               // experts that an opinion needs
	Correct int               // days to correct what was returned
	Warn    int               // percent of a time after which its clock warns
	Grounds []flow.Ground
}

// Bounds of what people type.
const (
	maxLine = 200
	maxText = 8000
)

// start begins a clock that ends with a day; none without one. A department that is
// not in the register is answered for by the office.
func (f Facts) start(clock string, due calendar.Day, code string) flow.Clocks {
	if due == "" {
		return flow.Clocks{}
	}
	m := flow.ClockMove{Clock: clock, Op: flow.ClockStart, Due: due.End(), Amount: max(due.Sub(f.Today), 0), Unit: calendar.Days, Who: flow.RoleDepartment, Holder: f.Desk}
	if id := f.Bodies[code]; id != "" {
		m.Holder = id
	}
	m.Warn = f.warn(due)
	if len(f.Grounds) > 0 {
		m.Ground = &f.Grounds[0]
	}
	return flow.Clocks{Moves: []flow.ClockMove{m}}
}

func (f Facts) warn(due calendar.Day) time.Time {
	from := f.Today.Start()
	return from.Add(due.End().Sub(from) * time.Duration(f.Warn) / 100)
}

// extend gives a clock another last day.
func (f Facts) extend(clock string, due calendar.Day) flow.Clocks {
	return flow.Clocks{Moves: []flow.ClockMove{{Clock: clock, Op: flow.ClockExtend, Due: due.End(), Warn: f.warn(due)}}}
}

// end ends a clock where the stream has one.
func end(clock string, due calendar.Day, op flow.ClockOp) flow.Clocks {
	if due == "" {
		return flow.Clocks{}
	}
	return flow.Clocks{Moves: []flow.ClockMove{{Clock: clock, Op: op}}}
}

func (f Facts) because(bodies ...journal.Body) []journal.New {
	var out []journal.New
	for _, b := range bodies {
		out = append(out, journal.Because(b, f.Grounds...))
	}
	return out
}

// acting is the first of some departments for which the person acts.
func (f Facts) acting(codes ...string) string {
	for _, c := range codes {
		if c != "" && slices.Contains(f.Mine, c) {
			return c
		}
	}
	return ""
}

// member is the member department for which the person acts.
func (f Facts) member() string { return f.acting(f.Members...) }

// known are codes that are members of the mechanism, each once.
func (f Facts) known(wrong *errs.List, field string, codes []string) []string {
	out := []string{}
	for _, c := range codes {
		c = strings.TrimSpace(c)
		switch {
		case c == "" || slices.Contains(out, c):
		case !slices.Contains(f.Members, c):
			wrong.Add(errs.Mistake(field, "coordination.member", "“%s”不是协调机制的成员单位。", "%q is no member of the mechanism.", c))
		default:
			out = append(out, c)
		}
	}
	return out
}

// line is a short text that must be there.
func line(wrong *errs.List, field, text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if n := len([]rune(text)); n == 0 || n > maxLine {
		wrong.Add(errs.Mistake(field, "coordination."+field, "请填写，最多 %d 字。", "Fill this in, with at most %d characters.", maxLine))
	}
	return text
}

// words is a long text that must be there.
func words(wrong *errs.List, field, text string) string {
	text = strings.TrimSpace(text)
	if n := len([]rune(text)); n == 0 || n > maxText {
		wrong.Add(errs.Mistake(field, "coordination."+field, "请写明，最多 %d 字；不写个人信息。", "Say it, with at most %d characters and nothing about private persons.", maxText))
	}
	return text
}

// coming is a day that is not over; it may be left out where that is allowed.
func (f Facts) coming(wrong *errs.List, field string, day calendar.Day, needed bool) {
	if day == "" && !needed {
		return
	}
	if _, err := calendar.Parse(string(day)); err != nil || day < f.Today {
		wrong.Add(errs.Mistake(field, "coordination.day", "请填写今天或者以后的日期。", "Give a day, today or later."))
	}
}

// step asks the table whether an event may follow now.
func step(t *flow.Table, s flow.State, b journal.Body) error {
	if t.Allows(s, b.EventType()) {
		return nil
	}
	if s == "" {
		return missing()
	}
	return errs.Refuse(t.Name+".state", "目前的状态是“%s”，不能这样处理。", "It is in the state “%s”, which does not allow this.", t.Info(s).Text)
}

func missing() error {
	return errs.New(errs.NotFound, "coordination.missing", lang.T("没有这一事项。", "There is no such thing."))
}

// Says is what a command about a whole thing carries: a text and a day where it
// needs one.
type Says struct {
	Text    string       `json:"text,omitempty"`
	Due     calendar.Day `json:"due,omitempty"`
	Version int64        `json:"version"`
	Key     string       `json:"key,omitempty"`
}

// Commands about one thing of each kind.
type (
	OnMechanism struct {
		Mechanism string `json:"mechanism"`
		Says
	}
	OnTask struct {
		Task string `json:"task"`
		Says
	}
	OnSession struct {
		Session string `json:"session"`
		Says
	}
	OnConsultation struct {
		Consultation string `json:"consultation"`
		Says
	}
	OnAdvice struct {
		Advice string `json:"advice"`
		Says
	}
	OnYearly struct {
		Yearly string `json:"yearly"`
		Says
	}
	OnUpward struct {
		Upward string `json:"upward"`
		Says
	}
)

const (
	law1     = "SHENZHEN-2024 1"
	law3     = "SHENZHEN-2024 3(1)"
	lawMoney = "SHENZHEN-2024 3(2)"
	law71    = "OPINIONS-2022 7.1"
	law72    = "OPINIONS-2022 7.2"
	house    = "house practice: nothing in the rules forbids it, and the file must show it"
)
