package sanction

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"lunheng/internal/calendar"
	"lunheng/internal/document/sheet"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
)

// MaxLines bounds the rows of a list of decisions.
const MaxLines = 100_000

// Line is a row of a list of decisions that were made before or elsewhere, as it is
// written: one measure for one subject of one decision.
type Line struct {
	Row                                              int // as a spreadsheet counts: the head is row 1
	Number, Day, Finding, Violation, Severity, Basis string
	Kind, Who, Name, Paper, PaperNumber, Unit        string
	Measure, From, Months                            string
}

// column is a column of the list: the names that it may have, and where it goes.
type column struct {
	names []string
	to    func(*Line) *string
}

var columns = []column{
	{[]string{"文号", "number"}, func(l *Line) *string { return &l.Number }},
	{[]string{"决定日期", "day"}, func(l *Line) *string { return &l.Day }},
	{[]string{"是否认定违规", "finding"}, func(l *Line) *string { return &l.Finding }},
	{[]string{"违规行为", "violation"}, func(l *Line) *string { return &l.Violation }},
	{[]string{"情节", "severity"}, func(l *Line) *string { return &l.Severity }},
	{[]string{"依据", "basis"}, func(l *Line) *string { return &l.Basis }},
	{[]string{"当事人类型", "kind"}, func(l *Line) *string { return &l.Kind }},
	{[]string{"登记编号", "id"}, func(l *Line) *string { return &l.Who }},
	{[]string{"姓名或名称", "姓名", "名称", "name"}, func(l *Line) *string { return &l.Name }},
	{[]string{"证件种类", "paper"}, func(l *Line) *string { return &l.Paper }},
	{[]string{"证件号码", "paper_number"}, func(l *Line) *string { return &l.PaperNumber }},
	{[]string{"所在单位", "unit"}, func(l *Line) *string { return &l.Unit }},
	{[]string{"处理措施", "measure"}, func(l *Line) *string { return &l.Measure }},
	{[]string{"起算日期", "from"}, func(l *Line) *string { return &l.From }},
	{[]string{"期限（月）", "期限(月)", "months"}, func(l *Line) *string { return &l.Months }},
}

// Head names the columns of a list in a language, for whoever fills one in.
func Head(l lang.Lang) []string {
	out := make([]string, len(columns))
	for i, c := range columns {
		if out[i] = c.names[0]; l == lang.EN {
			out[i] = c.names[len(c.names)-1]
		}
	}
	return out
}

// required are the columns without which a file is no such list.
var required = []string{"number", "day", "name", "measure"}

// ReadLines reads a list: CSV or the first sheet of a workbook, whose first row names
// the columns. A row without anything is no row.
func ReadLines(raw []byte) ([]Line, error) {
	var out []Line
	var at []int
	row := 0
	err := sheet.Each(raw, MaxLines, func(cells []string) error {
		if row++; row == 1 {
			var err error
			at, err = columnsOf(cells)
			return err
		}
		l := Line{Row: row}
		for i, c := range columns {
			if j := at[i]; j >= 0 && j < len(cells) {
				*c.to(&l) = cells[j]
			}
		}
		if l != (Line{Row: row}) {
			out = append(out, l)
		}
		return nil
	})
	return out, err
}

// columnsOf finds the columns in the head of a list; -1: the list has none.
func columnsOf(head []string) ([]int, error) {
	at := make([]int, len(columns))
	for i, c := range columns {
		at[i] = sheet.Find(head, c.names...)
		if name := c.names[len(c.names)-1]; at[i] < 0 && slices.Contains(required, name) {
			return nil, errs.Mistake("file", "sanction.list.column", "名单没有“%s”一列（%s）。", "The list has no column %q (%s).", c.names[0], name)
		}
	}
	return at, nil
}

// Fault is a row that is not in, and why.
type Fault struct {
	Row    int
	Number string // of the decision; may be empty
	Why    error
}

// listed is one decision of a list, with the rows that make it.
type listed struct {
	rows   []int
	places []place // of the rows, while there is no fault
	entry  Outcome
	keys   []string // of the subjects
	faults []Fault
}

// place is the subject of a row, and its measure; -1: it has none.
type place struct{ subject, order int }

// words gives the codes of the packs' lists for what people write: the code, or its
// text in either language.
type words struct{ set *rules.Set }

func (w words) code(text string, lists ...string) (string, bool) {
	for _, list := range lists {
		for _, item := range w.set.List(list) {
			if text == item.Code || text == item.Text.ZH || strings.EqualFold(text, item.Text.EN) {
				return item.Code, true
			}
		}
	}
	return "", false
}

// decisions puts the rows together: those with one number are one decision. A row
// without a number belongs to none.
func decisions(set *rules.Set, lines []Line) ([]*listed, []Fault) {
	var out []*listed
	var faults []Fault
	by := map[string]*listed{}
	for _, l := range lines {
		number := strings.Join(strings.Fields(l.Number), " ")
		if number == "" {
			faults = append(faults, Fault{Row: l.Row, Why: errs.Mistake("number", "sanction.list.number", "没有文号。", "It has no number of a decision.")})
			continue
		}
		d := by[number]
		if d == nil {
			d = &listed{entry: Outcome{Brought: true, Terms: Terms{Number: number}}}
			by[number], out = d, append(out, d)
		}
		d.take(words{set}, l)
	}
	return out, faults
}

// take takes a row into its decision, or notes what is wrong with it.
func (d *listed) take(w words, l Line) {
	var wrong errs.List
	terms := l.terms(w, &wrong)
	x, order := l.subject(w, &wrong), l.order(w, &wrong)
	switch {
	case len(wrong) > 0:
	case len(d.rows) == 0:
		d.entry.Terms = terms
	case terms != d.entry.Terms:
		wrong.Add(errs.Mistake("number", "sanction.list.differs", "与第 %d 行同一文号，日期、认定、行为、情节或者依据不同。", "Row %d has the same number and another day, finding, breach, severity or basis.", d.rows[0]))
	}
	if len(wrong) == 0 {
		d.add(x, order, &wrong)
	}
	d.rows = append(d.rows, l.Row)
	if err := wrong.Err(); err != nil {
		d.faults = append(d.faults, Fault{Row: l.Row, Number: d.entry.Number, Why: err})
	}
}

// add adds a measure for a subject; the rows of one subject belong together.
func (d *listed) add(x Entered, order *Order, wrong *errs.List) {
	key := strings.Join([]string{x.Kind, x.Who, x.Name, x.Paper, x.Number, x.Unit}, "\x00")
	i := slices.Index(d.keys, key)
	if i < 0 {
		i = len(d.keys)
		d.keys, d.entry.Subjects = append(d.keys, key), append(d.entry.Subjects, x)
	}
	s := &d.entry.Subjects[i]
	switch {
	case order == nil && len(s.Orders) == 0 && i == len(d.keys)-1:
	case order == nil || slices.Contains(s.Orders, *order):
		wrong.Add(errs.Mistake("measure", "sanction.list.twice", "这一行与前面的行重复。", "The row repeats one before."))
	default:
		s.Orders = append(s.Orders, *order)
	}
	d.places = append(d.places, place{i, len(s.Orders) - 1})
}

func (l Line) terms(w words, wrong *errs.List) Terms {
	t := Terms{Number: strings.Join(strings.Fields(l.Number), " "), Day: day("day", l.Day, wrong), Basis: strings.TrimSpace(l.Basis)}
	switch strings.ToLower(l.Finding) {
	case "", "是", "yes", "true", "1":
		t.Finding = true
	case "否", "no", "false", "0":
		return t
	default:
		wrong.Add(errs.Mistake("finding", "sanction.list.finding", "“%s”不是“是”或者“否”。", "%q is neither yes nor no.", errs.Short(l.Finding)))
	}
	known := false
	if t.Violation, known = w.code(l.Violation, violationLists...); !known {
		wrong.Add(unknown("violation", l.Violation))
	}
	if t.Severity, known = w.code(l.Severity, "severity"); !known {
		wrong.Add(unknown("severity", l.Severity))
	}
	return t
}

func (l Line) subject(w words, wrong *errs.List) Entered {
	x := Entered{Who: l.Who, Name: l.Name, Number: l.PaperNumber, Unit: l.Unit}
	switch strings.ToLower(l.Kind) {
	case "个人", "person":
		x.Kind = Person
	case "单位", "unit":
		x.Kind = Unit
	default:
		wrong.Add(errs.Mistake("kind", "sanction.list.kind", "“%s”不是“个人”或者“单位”。", "%q is neither a person nor a unit.", errs.Short(l.Kind)))
	}
	if l.Paper != "" {
		code, known := w.code(l.Paper, "identity_kinds")
		if !known {
			wrong.Add(unknown("paper", l.Paper))
		}
		x.Paper = code
	} else if x.Kind == Unit && x.Number != "" {
		x.Paper = UnitPaper
	}
	return x
}

// order is the measure of a row; nil: none.
func (l Line) order(w words, wrong *errs.List) *Order {
	if l.Measure == "" && l.From == "" && l.Months == "" {
		return nil
	}
	code, known := w.code(l.Measure, "measures")
	if !known {
		wrong.Add(unknown("measure", l.Measure))
	}
	o := Order{Code: code}
	if l.From != "" {
		o.From = day("from", l.From, wrong)
	}
	switch text := strings.ToLower(l.Months); text {
	case "":
	case "终身", "life":
		o.Life = true
	default:
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > maxMonths {
			wrong.Add(errs.Mistake("months", "sanction.months", "请填写期限，1 至 %d 个月，或者选择终身。", "Give the term in months, from 1 to %d, or choose lifelong.", maxMonths))
		}
		o.Months = n
	}
	return &o
}

func unknown(field, text string) *errs.Error {
	if text == "" {
		return errs.Mistake(field, "sanction.list.empty", "“%s”一列没有填写。", "The column %q is empty.", field)
	}
	return errs.Mistake(field, "sanction.list.code", "“%s”不是规则包里的项目。", "%q is nothing that the packs know.", errs.Short(text))
}

// day is a day as people and workbooks write it. Of numbers, which workbooks count days
// by, those are taken that a decision can have: 5 is a slip, and no day of 1900.
func day(field, text string, wrong *errs.List) calendar.Day {
	n, err := strconv.ParseFloat(text, 64)
	slip := err == nil && (n <= 20_000 || n >= 80_000 || n != math.Trunc(n))
	if d, ok := sheet.Day(text); ok && !slip {
		return calendar.Day(d)
	}
	wrong.Add(errs.Mistake(field, "sanction.list.day", "“%s”不是日期，例如 2026-03-02。", "%q is no day such as 2026-03-02.", errs.Short(text)))
	return ""
}
