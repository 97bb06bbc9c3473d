package oversight

import (
	"strconv"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// Question is a list with a name: what a supervisor asks through several registers at
// once. Its answer is a list of marks.
type Question struct {
	Code    string
	Name    lang.Text
	Law     string // source and article
	Measure string
	Part    string
	Days    int    // asks for what has been so for more than that many days; 0: for everything
	Extra   string // see [Filter.Extra]
}

// barred are the activities that somebody takes part in who is barred on the day.
const barred = `m.id in (select a.activity from sanction_measures x join activity_people a on a.person = x.who
	where x.binding and x.code = 'bar' and x.from_day <= $1 and (x.until_day = '' or x.until_day >= $1))`

// questions ask beyond what a measure counts: about a number of days, or about what
// holds today.
var questions = []Question{
	{Code: "follow_up_late", Name: lang.T("跟踪审查超期多日的活动", "Work whose follow-up has long been overdue"), Law: "MEASURES-2023 19, 33", Measure: "follow_up_due", Part: "overdue", Days: 30},
	{Code: "decision_late", Name: lang.T("超过期限仍未作出决定的审查", "Cases without a decision past their limit"), Law: "MEASURES-2023 17", Measure: "overdue", Part: "decision"},
	{Code: "recheck_late", Name: lang.T("超过期限仍未反馈的专家复核", "Expert re-reviews without an answer past their limit"), Law: "MEASURES-2023 31", Measure: "overdue", Part: "expert_recheck"},
	{Code: "unregistered", Name: lang.T("超期未登记的委员会", "Committees that were not registered in time"), Law: "MEASURES-2023 43", Measure: "committees", Part: "unregistered"},
	{Code: "barred", Name: lang.T("有人被限制承担或参与、仍在进行的活动", "Live work with somebody in it who is barred for a time"), Law: "OPINIONS-2022 5.4", Measure: "live", Extra: barred},
}

// Asked are all questions: those of the table above, and the measures that are one.
func Asked() []Question {
	var out []Question
	for _, m := range Measures {
		if m.Group == Questions {
			out = append(out, Question{Code: m.Stem(), Name: m.Name, Law: m.Law, Measure: m.Code})
		}
	}
	return append(out, questions...)
}

// Ask is a question by its code.
func Ask(code string) (Question, bool) {
	for _, q := range Asked() {
		if q.Code == code {
			return q, true
		}
	}
	return Question{}, false
}

// Filter is the list that answers the question on a day.
func (q Question) Filter(s Scope, day calendar.Day) Filter {
	f := Filter{Scope: s, Measure: q.Measure, Part: q.Part, Extra: q.Extra}
	if q.Days > 0 {
		f.To = day.AddDays(-q.Days - 1)
	}
	return f
}

// Answer is how many records answer a question.
type Answer struct {
	Question
	N    int
	More bool // there may be more than N
}

// Shown is the number for people.
func (a Answer) Shown() string {
	if a.More {
		return strconv.Itoa(a.N) + "+"
	}
	return strconv.Itoa(a.N)
}

// Answers counts the answers to all questions.
func Answers(r store.Reader, p auth.Principal, s Scope) ([]Answer, error) {
	var out []Answer
	for _, q := range Asked() {
		n, more, err := Length(r, p, q.Filter(s, p.Day))
		if err != nil {
			return nil, err
		}
		out = append(out, Answer{q, n, more})
	}
	return out, nil
}
