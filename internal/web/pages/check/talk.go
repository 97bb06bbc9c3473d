package check

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"lunheng/internal/assess"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/registry/regions"
	"lunheng/internal/rules"
	"lunheng/internal/web/ui"
)

// list and point name the conversation in the packs.
const (
	list  = "assessment_questions"
	point = "assessment"
	none  = "-" // the answer "none of these" to a question with many choices
)

// Vars turns answers into the variables of the assessment. Answers to
// questions that no longer matter are left out.
func Vars(set *rules.Set, answers url.Values) (map[string]any, error) {
	vars := map[string]any{}
	var wrong errs.List
	for _, item := range set.List(list) {
		given, ok := answers[item.Code]
		if !ok {
			continue
		}
		value, err := parse(item, given)
		if err != nil {
			wrong.Add(err.At(item.Code))
			continue
		}
		if value != nil {
			put(vars, strings.Split(item.Str("key"), "."), value)
		}
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return vars, nil
}

func put(vars map[string]any, path []string, value any) {
	for _, key := range path[:len(path)-1] {
		next, ok := vars[key].(map[string]any)
		if !ok {
			next = map[string]any{}
			vars[key] = next
		}
		vars = next
	}
	vars[path[len(path)-1]] = value
}

// parse reads one answer by the kind of its question. A nil value says
// nothing and leaves the default.
func parse(item rules.Item, given []string) (any, *errs.Error) {
	given = slices.DeleteFunc(slices.Clone(given), func(s string) bool { return s == "" || s == none })
	first := ""
	if len(given) > 0 {
		first = strings.TrimSpace(given[0])
	}
	switch item.Str("kind") {
	case "bool":
		return first == "true", nil
	case "many":
		return given, nil
	case "region":
		return region(first)
	case "partners":
		return partners(first)
	case "funding":
		return funding(given), nil
	}
	if first == "" {
		return nil, nil
	}
	if item.Str("options") == "hospital_grade" {
		n, err := strconv.Atoi(first)
		if err != nil {
			return nil, errs.New(errs.Invalid, "check.grade", lang.T("请选择医院等级。", "Choose the hospital's grade."))
		}
		return n, nil
	}
	return first, nil
}

// region accepts a code, a code followed by a name, or a name.
func region(s string) (any, *errs.Error) {
	code, _, _ := strings.Cut(s, " ")
	if r, ok := regions.Lookup(code); ok {
		return r.Code, nil
	}
	if found := regions.Search(s, 2); len(found) == 1 {
		return found[0].Code, nil
	}
	return nil, errs.New(errs.Invalid, "check.region", lang.T(
		"没有找到“%s”。请填写行政区划代码或完整名称，例如 440300 或 深圳市。",
		"%q was not found. Give the region's code or its full name, such as 440300 or 深圳市."), s)
}

// partners reads country codes separated by spaces or commas.
func partners(s string) (any, *errs.Error) {
	out := []map[string]any{}
	for _, code := range strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ',' || r == '，' || r == '、' }) {
		code = strings.ToUpper(code)
		if len(code) != 2 {
			return nil, errs.New(errs.Invalid, "check.country", lang.T(
				"“%s”不是国家或地区代码。请用两位字母，例如 CN、HK、DE，以空格分隔。",
				"%q is no country code. Use two letters each, such as CN, HK or DE, with spaces between."), code)
		}
		out = append(out, map[string]any{"name": code, "country": code})
	}
	return out, nil
}

func funding(given []string) any {
	out := make([]map[string]any, len(given))
	for i, source := range given {
		out[i] = map[string]any{"source": source}
	}
	return out
}

// Talk makes the page for the answers so far. The answers of a finished
// conversation begin an application.
func Talk(book *rules.Book, today calendar.Day, answers url.Values) View {
	return TalkAt(View{Base: "/check", Apply: "/activities", Do: lang.T("据此填写申请", "Apply with these answers")}, book, today, answers)
}

// TalkAt is Talk at another address, whose answers go elsewhere.
func TalkAt(v View, book *rules.Book, today calendar.Day, answers url.Values) View {
	v.Answers = answers
	set := book.On(today, answers.Get("region"))
	vars, err := Vars(set, answers)
	if err != nil {
		v.Form = ui.Form{Values: answers, Err: err}
		v.Question = wrongQuestion(set, err)
		return v
	}
	set = book.On(today, regionOf(vars))
	shown, err := set.Shown(list, point, vars)
	if err != nil {
		v.Form.Err = err
		return v
	}
	v.Total = len(shown)
	for _, item := range shown {
		v.add(set, item)
	}
	v.judge(book, set, today, vars)
	return v
}

// add puts a question among the answered ones, or makes it the one to ask.
func (v *View) add(set *rules.Set, item rules.Item) {
	given, ok := v.Answers[item.Code]
	if ok && v.Answers.Get(Edit) != item.Code {
		back := without(v.Answers, "")
		back.Set(Edit, item.Code)
		v.Given = append(v.Given, Given{Text: item.Text, Answer: inWords(set, item, given), Edit: v.address(back)})
		return
	}
	v.Left++
	if v.Question == nil || v.Answers.Get(Edit) == item.Code {
		q := question(set, item)
		q.Field.Chosen, q.Field.Value = given, strings.Join(given, " ")
		v.Question = &q
	}
}

func wrongQuestion(set *rules.Set, err error) *Question {
	for _, e := range errs.All(err) {
		if item, ok := set.Item(list, e.Field); ok {
			q := question(set, item)
			return &q
		}
	}
	return nil
}

// judge says what the answers so far lead to, and what the last one changed.
func (v *View) judge(book *rules.Book, set *rules.Set, today calendar.Day, vars map[string]any) {
	if regionOf(vars) == "" {
		return
	}
	now, err := judge(book, today, vars)
	if err != nil {
		v.Form.Err = err
		return
	}
	v.Result = &Result{Lines: lines(set, now), Complete: v.Question == nil, Pledge: strings.Join(now.Packs, ", ")}
	if len(v.Given) < 2 {
		return
	}
	last := v.Given[len(v.Given)-1].Edit
	before, err := url.Parse(last)
	if err != nil {
		return
	}
	q := before.Query()
	earlier, err := Vars(set, without(q, q.Get(Edit)))
	if err != nil || regionOf(earlier) == "" {
		return
	}
	then, err := judge(book, today, earlier)
	if err != nil {
		return
	}
	mark(v.Result.Lines, lines(set, then))
}

// mark notes which lines differ from those before.
func mark(now, before []Line) {
	for i := range now {
		same := slices.ContainsFunc(before, func(b Line) bool {
			return b.Label == now[i].Label && slices.Equal(b.Values, now[i].Values)
		})
		now[i].New = !same
	}
}

// judge assesses what is known so far. A name that was not given yet is no
// obstacle: no rule reads it.
func judge(book *rules.Book, today calendar.Day, vars map[string]any) (assess.Assessment, error) {
	if a, ok := vars["activity"].(map[string]any); ok && a["title"] == nil {
		a["title"] = "—"
	}
	p, err := assess.FromVars(book, vars)
	if err != nil {
		return assess.Assessment{}, err
	}
	return assess.Judge(book, p, today)
}

func regionOf(vars map[string]any) string {
	a, _ := vars["activity"].(map[string]any)
	u, _ := a["unit"].(map[string]any)
	s, _ := u["region"].(string)
	return s
}

// question makes the form field for an item.
func question(set *rules.Set, item rules.Item) Question {
	q := Question{Code: item.Code, Kind: item.Str("kind"), Field: ui.Field{Name: item.Code, Label: item.Text, Help: item.Help}}
	if q.Kind == "bool" {
		q.Field.Options = []ui.Option{{Value: "true", Text: lang.T("是", "Yes")}, {Value: "false", Text: lang.T("否", "No")}}
		return q
	}
	for _, o := range set.List(item.Str("options")) {
		q.Field.Options = append(q.Field.Options, ui.Option{Value: o.Code, Text: o.Text, Help: o.Help})
	}
	if q.Kind == "partners" {
		q.Field.Help = lang.T("请填写各合作单位所在国家或地区的两位代码，境内为 CN；没有则留空。", "Give the two-letter country code of each partner, CN for the mainland; leave empty if there is none.")
	}
	return q
}

// inWords is an answer as people read it.
func inWords(set *rules.Set, item rules.Item, given []string) lang.Text {
	var zh, en []string
	for _, g := range given {
		t := lang.Same(g)
		switch {
		case g == "" || g == none:
			continue
		case item.Str("kind") == "bool":
			t = map[string]lang.Text{"true": lang.T("是", "Yes"), "false": lang.T("否", "No")}[g]
		case item.Str("kind") == "region":
			if code, err := region(g); err == nil {
				t = lang.Same(regions.Path(code.(string)))
			}
		case item.Str("options") != "":
			t = assess.Name(set, item.Str("options"), g)
		}
		zh, en = append(zh, t.ZH), append(en, t.EN)
	}
	if len(zh) == 0 {
		return lang.T("无", "None")
	}
	return lang.T(strings.Join(zh, "、"), strings.Join(en, ", "))
}

// regionField lets the browser suggest provinces and cities.
func regionField(f ui.Field) ui.Field {
	f.Required, f.Attrs = true, map[string]any{"list": "regions"}
	return f
}

// suggested are the provinces and their cities.
func suggested() []regions.Region {
	var out []regions.Region
	for _, p := range regions.Provinces() {
		out = append(append(out, p), p.Children()...)
	}
	return out
}
