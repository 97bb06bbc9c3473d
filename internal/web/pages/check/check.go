// Package check is the two-minute check: a short conversation that says at
// once what the rules ask of an activity, and why.
//
// The answers are the address of the page and nothing is kept. Which question
// comes next is found by trying its answers on the rules (package interview);
// what the last answer changed is the difference between two assessments.
//
// Start reading at [TalkAt]; read.go turns answers into a profile, answers.go a
// profile into answers, result.go an assessment into words.
package check

import (
	"net/url"
	"slices"
	"strings"

	"lunheng/internal/calendar"
	"lunheng/internal/lang"
	"lunheng/internal/web/ui"
)

// Parameters beside the answers: the question to ask again, the one answered
// last, and what its answer was before.
const (
	Edit   = "edit"
	latest = "last"
	was    = "was"
)

// View is everything the page shows.
type View struct {
	Page     ui.PageInfo
	Answers  url.Values // as given; they are the address of the page
	Order    []string   // codes in the order in which they were answered
	Given    []Given
	Question *Question // nil when all that matters is answered
	Left     int       // questions that still matter, this one included
	Changes  []Change  // what the last answer brought
	Unmoved  bool      // there was a last answer, and it brought nothing
	Result   *Result   // nil as long as nothing can be said
	Trouble  []string  // why no assessment can be made; empty: it can
	Form     ui.Form
	MayApply bool // somebody is logged in

	Base  string    // address of the conversation
	Apply string    // where the answers go in the end
	Do    lang.Text // what is done with them there
	Named bool      // applying asks for a title
	Key   string    // against doing it twice

	Public string // what stands before an address that is shared

	kept bool // the answers come from a profile, not from an address: none of them is the last
}

// login is where somebody logs in to come back to these answers.
func (v View) login() string { return "/login?back=" + url.QueryEscape(v.Address()) }

// Given is a question with its answer in words.
type Given struct {
	Code   string
	Text   lang.Text
	Answer lang.Text
	Edit   string // address that asks again
}

// Question is the one to answer now.
type Question struct {
	Code  string
	Kind  string
	Field ui.Field
	Back  string   // address of the question before; empty: there is none
	Was   []string // the answer so far, when it is asked again
}

// chosen reports whether an option is the answer so far.
func (q Question) chosen(o ui.Option) bool { return slices.Contains(q.Was, o.Value) }

// typed is what was written into a field beside boxes.
func (q Question) typed() string {
	return strings.Join(slices.DeleteFunc(slices.Clone(q.Was), func(s string) bool { return s == none || slices.Contains(near, s) }), " ")
}

// Result is the assessment in words.
type Result struct {
	Lines    []Line
	Complete bool
	On       calendar.Day // whose rules were asked
	Pledge   string       // the packs in force then
}

// Line is one output with what it rests on.
type Line struct {
	Output  string
	Label   lang.Text
	Values  []lang.Text
	Notes   []lang.Text // what people should know beside it
	Reasons []ui.Reason
	New     bool // the last answer changed it
}

// Unsure reports whether it rests on something that a person has still to confirm.
func (l Line) Unsure() bool {
	return slices.ContainsFunc(l.Reasons, func(r ui.Reason) bool { return r.Ground.Unsure })
}

// unsure marks a line that rests on something to be confirmed.
var unsure = ui.Status{Text: lang.T("待核实", "to confirm"), Tone: ui.Warn}

// Change is what the last answer did to one output.
type Change struct {
	Label          lang.Text
	Added, Removed []lang.Text
	Reasons        []ui.Reason // of the rules that speak now and did not before
	Silent         []ui.Reason // of those that spoke before
}

// Order is the order in which an address gives its answers.
func Order(rawQuery string) []string {
	var out []string
	for part := range strings.SplitSeq(rawQuery, "&") {
		if len(out) == maxAnswers {
			break
		}
		name, _, _ := strings.Cut(part, "=")
		if name, err := url.QueryUnescape(name); err == nil && name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// codes are the answered questions in the order of answering.
func (v View) codes() []string {
	var out, rest []string
	for _, code := range v.Order {
		if _, ok := v.Answers[code]; ok && carried(code) {
			out = append(out, code)
		}
	}
	for code := range v.Answers {
		if carried(code) && !slices.Contains(out, code) {
			rest = append(rest, code)
		}
	}
	slices.Sort(rest)
	return append(out, rest...)
}

// carried reports whether a parameter is an answer that stands in addresses.
func carried(code string) bool {
	return code != Edit && code != latest && code != was && code != kindTitle
}

// Address is the page with the answers given so far and nothing else: it can be
// shared.
func (v View) Address() string {
	var b strings.Builder
	b.WriteString(v.Base)
	sep := "?"
	for _, code := range v.codes() {
		for _, value := range v.Answers[code] {
			b.WriteString(sep + url.QueryEscape(code) + "=" + url.QueryEscape(value))
			sep = "&"
		}
	}
	return b.String()
}

// again is the page that asks a question again.
func (v View) again(code string) string {
	sep := "?"
	if len(v.codes()) > 0 {
		sep = "&"
	}
	return v.Address() + sep + Edit + "=" + url.QueryEscape(code)
}

// others are the answers that travel along with the form of a question.
func (v View) others() [][2]string {
	var out [][2]string
	for _, code := range v.codes() {
		if v.Question != nil && code == v.Question.Code {
			continue
		}
		for _, value := range v.Answers[code] {
			out = append(out, [2]string{code, value})
		}
	}
	return out
}
