package violation

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/lang"
	"lunheng/internal/sanction"
)

// Facts are what a decision about a case rests on besides the stream.
type Facts struct {
	Actor string
	Now   time.Time
	Today calendar.Day
	NewID string
	Codes map[string][]string // of the packs' lists
	Only  []string            // measures that only a department takes
	Paid  []string            // interim measures that stop an activity
	Least int                 // peers of a panel
	Talks int                 // who hold an interview
	Own   int                 // peers who may come from the accused's unit
	Terms sanction.Facts      // what each grade and measure allows

	Limits  map[string]flow.ClockMove   // by the name of the packs' parameter, from now
	Spans   map[string]calendar.Span    // by the name of the parameter
	Grounds map[string]flow.Ground      // by the name of a parameter or list
	Cited   map[string]lang.Text        // each of these grounds in words
	Ends    func(w Window) calendar.Day // the last day of a window

	Under    []UnitRule        // the unit's own rules on cases, where a unit handles it
	Lacks    []Lack            // of those, what it has not written down
	Route    Route             // who the rules say handles it
	Someone  Someone           // who is being named
	Deciding string            // the department for which somebody acts
	Names    map[string]string // of its people, by what they are to the case
	Bodies   []string          // names of units that are parties
	Involved map[string]string // who may not work on it, and why: accused, reporter, officer
}

// Route is which body is competent, and why.
type Route struct {
	Code     string // of the list violation_routing
	Body     Body
	Superior string // the department above it
	Grounds  []flow.Ground
	Cited    lang.Text // all of them in words
}

// UnitRule is a rule that a unit has written down, as it was in force.
type UnitRule struct {
	Code  string       `json:"code"` // of the list unit_rules
	Title string       `json:"title"`
	No    int          `json:"no"` // the version
	Day   calendar.Day `json:"day"`
}

// Lack is a rule that a unit has to have for its cases, and has not.
type Lack struct {
	Text  lang.Text
	Cited lang.Text // what asks for it
}

// Someone is who is to be named: as a party, in the team, on the panel.
type Someone struct {
	Known     bool // in the register, or outside it with a name
	Unit      string
	Head      bool // manages the unit
	Namesakes int
}

// The parameters of the packs that limits come from.
const (
	limitAccept  = "complaint_days"
	limitInquiry = "inquiry_months"
	limitMore    = "inquiry_extension_months"
	limitHearing = "inquiry_hearing_days"
	limitAsk     = "inquiry_review_days"
	limitTake    = "inquiry_review_accept_days"
	limitRecheck = "inquiry_review_result_days"
	limitAnswer  = "referral_feedback_days"
)

// Clocks of a case.
const (
	clockAccept  = "acceptance"
	clockInquiry = "inquiry"
)

// Bounds of what people type.
const (
	maxText = 8000
	maxLine = 200
)

func missing(zh, en string) *errs.Error {
	return errs.New(errs.NotFound, "case.part", lang.T(zh, en))
}

// cite is what a parameter or list rests on, in words.
func (f Facts) cite(name string) lang.Text { return f.Cited[name] }

// because are the grounds of some parameters and lists.
func (f Facts) because(names ...string) []flow.Ground {
	var out []flow.Ground
	for _, n := range names {
		if g, ok := f.Grounds[n]; ok && !slices.Contains(out, g) {
			out = append(out, g)
		}
	}
	return out
}

// allows refuses an act that the state of the case does not allow.
func (s State) allows(event string) error {
	if Table.Allows(s.State, event) {
		return nil
	}
	return errs.Refuse("case.state", "案件“%s”，不能办理这一步。", "The case is: %s. This step is not for now.", Table.Info(s.State).Text)
}

// text is a text that has to be there and names nobody of the case.
func (f Facts) text(wrong *errs.List, field, text string) string {
	text = strings.TrimSpace(text)
	if n := utf8.RuneCountInString(text); n == 0 || n > maxText {
		wrong.Add(errs.Mistake(field, "case.text", "请填写，最多 %d 字。", "Write something, with at most %d characters.", maxText))
	}
	wrong.Add(f.nameless(field, text))
	return text
}

// line is a short text that has to be there and names nobody of the case.
func (f Facts) line(wrong *errs.List, field, text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if n := utf8.RuneCountInString(text); n == 0 || n > maxLine {
		wrong.Add(errs.Mistake(field, "case.line", "请填写，最多 %d 字。", "Write something, with at most %d characters.", maxLine))
	}
	wrong.Add(f.nameless(field, text))
	return text
}

// nameless refuses a text with the name of somebody of the case: names belong into
// the fields made for them, which are encrypted.
func (f Facts) nameless(field, text string) *errs.Error {
	for _, name := range f.Names {
		if mentions(text, name) {
			return errs.Mistake(field, "case.names", "文字里有案件当事人或者举报人的姓名，请改用“被调查人”“某人”等称谓。", "The text has the name of somebody of the case: call them “the person concerned”, “a colleague” or the like.")
		}
	}
	return nil
}

// mentions reports whether a text holds a name, however it is spaced.
func mentions(text, name string) bool {
	name = squeezed(name)
	return utf8.RuneCountInString(name) > 1 && strings.Contains(squeezed(text), name)
}

func squeezed(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), "")) }

// codes keeps those that a list knows, in its order, and refuses others.
func (f Facts) codes(wrong *errs.List, field, list string, given []string) []string {
	var out []string
	for _, code := range f.Codes[list] {
		if slices.Contains(given, code) {
			out = append(out, code)
		}
	}
	for _, code := range given {
		if !slices.Contains(f.Codes[list], code) {
			wrong.Add(errs.Mistake(field, "case.code", "请从列出的项目中选择。", "Choose from what is listed."))
			break
		}
	}
	return out
}

// day refuses what is no day, or one to come.
func (f Facts) day(wrong *errs.List, field string, day calendar.Day) {
	if _, err := calendar.Parse(string(day)); err != nil || day > f.Today {
		wrong.Add(errs.Mistake(field, "case.day", "请填写日期，不能晚于今天。", "Give the day; it cannot lie in the future."))
	}
}

// starts is a clock that begins, for whoever holds it.
func (f Facts) starts(clock, limit string, who flow.Role, holder string) []flow.ClockMove {
	m, ok := f.Limits[limit]
	if !ok {
		return nil
	}
	m.Clock, m.Op, m.Who, m.Holder = clock, flow.ClockStart, who, holder
	return []flow.ClockMove{m}
}

// ends meets or cancels a clock that runs.
func (s State) ends(op flow.ClockOp, clocks ...string) []flow.ClockMove {
	var out []flow.ClockMove
	for _, c := range clocks {
		if _, ok := s.Running[c]; ok {
			out = append(out, flow.ClockMove{Clock: c, Op: op})
		}
	}
	return out
}

// handed moves what the body owes to another body, with the dates as they are.
func (s State) handed(to Body) []flow.ClockMove {
	var out []flow.ClockMove
	for _, c := range []string{clockAccept, clockInquiry} {
		if m, ok := s.Running[c]; ok {
			m.Op, m.Holder = flow.ClockStart, to.ID
			out = append(out, m)
		}
	}
	return out
}
