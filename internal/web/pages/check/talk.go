package check

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"lunheng/internal/assess"
	"lunheng/internal/assess/interview"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
	"lunheng/internal/web/ui"
)

// Talk makes the page for the answers so far. The answers of a finished
// conversation begin an application.
func Talk(book *rules.Book, today calendar.Day, v View) View {
	v.Base, v.Apply, v.Named, v.Do = "/check", "/activities", true, lang.T("据此填写申请", "Apply with these answers")
	return TalkAt(v, book, today)
}

// TalkAt is Talk at another address, whose answers go elsewhere. The view comes
// with its answers and their order.
func TalkAt(v View, book *rules.Book, today calendar.Day) View {
	v.Answers = bounded(v.Answers)
	set := book.On(today, regionIn(v.Answers))
	vars, err := Vars(set, v.Answers)
	if err != nil {
		v.Form = ui.Form{Values: v.Answers, Err: err}
		v.askWrong(set, err)
		return v
	}
	v.tidy(set)
	if v.kept = len(v.Order) == 0; v.kept {
		for _, item := range set.List(list) {
			v.Order = append(v.Order, item.Code)
		}
	}
	shown, err := set.Shown(list, point, vars)
	if err != nil {
		return v.failed(err)
	}
	v.answered(set, shown)
	if v.judge(book, set, today, vars); len(v.Trouble) > 0 || v.Form.Err != nil {
		v.askWrong(set, v.Form.Err)
		return v
	}
	v.next(set, shown, vars)
	if v.Result != nil {
		v.Result.Complete = v.Question == nil
	}
	return v
}

// Bounds of what an open page reads: no question has more answers, and no answer
// is longer.
const (
	maxAnswers = 300
	maxGiven   = 40
	maxLetters = 200
)

// bounded leaves away what no form of this page sends.
func bounded(answers url.Values) url.Values {
	out := url.Values{}
	for code, given := range answers {
		if len(out) == maxAnswers {
			break
		}
		given = slices.Clone(given[:min(len(given), maxGiven)])
		given = slices.DeleteFunc(given, func(s string) bool { return len(s) > maxLetters*utf8.UTFMax })
		out[code] = given
	}
	return out
}

// regionIn is the code of the region that answers name.
func regionIn(answers url.Values) string {
	code, err := region(strings.TrimSpace(answers.Get("region")))
	if err != nil {
		return ""
	}
	s, _ := code.(string)
	return s
}

// tidy writes the answers as addresses carry them: codes, each once.
func (v *View) tidy(set *rules.Set) {
	out := url.Values{}
	for code, given := range v.Answers {
		item, ok := set.Item(list, code)
		switch {
		case code == Edit || code == latest || code == was:
			out[code] = given
			continue
		case !ok || !carried(code):
			continue
		}
		given = said(given)
		switch item.Str("kind") {
		case kindRegion:
			given = []string{regionIn(v.Answers)}
		case kindPartner:
			given, _ = countries(given)
		}
		if len(given) == 0 {
			given = []string{none}
		}
		out[code] = given
	}
	v.Answers = out
}

// answered lists what was answered, in the order of answering.
func (v *View) answered(set *rules.Set, shown []rules.Item) {
	for _, code := range v.codes() {
		at := slices.IndexFunc(shown, func(i rules.Item) bool { return i.Code == code })
		if at >= 0 && code != v.Answers.Get(Edit) {
			v.Given = append(v.Given, Given{Code: code, Text: shown[at].Text, Answer: inWords(set, shown[at], v.Answers[code]), Edit: v.again(code)})
		}
	}
}

// next finds the question to ask: the one to be asked again, or the first that
// still matters.
func (v *View) next(set *rules.Set, shown []rules.Item, vars map[string]any) {
	if code := v.Answers.Get(Edit); code != "" {
		if at := slices.IndexFunc(shown, func(i rules.Item) bool { return i.Code == code && i.Str("kind") != kindTitle }); at >= 0 {
			v.ask(set, shown[at], vars)
			return
		}
	}
	if regionOf(vars) == "" {
		if item, ok := set.Item(list, "region"); ok {
			v.ask(set, item, vars)
		}
		return
	}
	var open []interview.Question
	for _, item := range shown {
		if _, done := v.Answers[item.Code]; !done && carried(item.Code) {
			open = append(open, interview.Question{Code: item.Code, Answers: tries(set, item, vars)})
		}
	}
	matter := interview.New(set, titled(vars)).Open(open)
	if v.Left = len(matter); v.Left == 0 {
		return
	}
	if item, ok := set.Item(list, matter[0]); ok {
		v.ask(set, item, vars)
	}
}

// ask makes a question the one to answer now.
func (v *View) ask(set *rules.Set, item rules.Item, vars map[string]any) {
	q := question(set, item, vars)
	q.Was = v.Answers[item.Code]
	q.Field.Chosen, q.Field.Value = q.Was, strings.Join(said(q.Was), " ")
	codes := v.codes()
	before := len(codes)
	if at := slices.Index(codes, item.Code); at >= 0 {
		before = at
	}
	if before > 0 {
		q.Back = v.again(codes[before-1])
	}
	v.Question = &q
}

// askWrong asks again for the answer that cannot be read.
func (v *View) askWrong(set *rules.Set, err error) {
	for _, e := range errs.All(err) {
		for _, item := range set.List(list) {
			if key := item.Str("key"); item.Code != e.Field && (key == "" || !strings.HasPrefix(e.Field, key)) {
				continue
			}
			q := question(set, item, map[string]any{})
			q.Was = v.Answers[item.Code]
			q.Field.Value = strings.Join(said(q.Was), " ")
			v.Question, v.Form.Err = &q, e.At(item.Code)
			return
		}
	}
}

// judge says what the answers so far lead to, and what the last one changed.
func (v *View) judge(book *rules.Book, set *rules.Set, today calendar.Day, vars map[string]any) {
	if regionOf(vars) == "" {
		return
	}
	now, err := judge(book, today, vars)
	if err != nil {
		*v = v.failed(err)
		return
	}
	v.Result = &Result{Lines: lines(set, now), On: now.On, Pledge: strings.Join(now.Packs, ", ")}
	earlier, ok := v.before()
	if !ok {
		return
	}
	set = book.On(today, regionIn(earlier))
	then, err := Vars(set, earlier)
	if err != nil {
		return
	}
	before, err := judge(book, today, then)
	if err != nil {
		return
	}
	v.Changes = changes(v.Result.Lines, lines(set, before))
	v.Unmoved = len(v.Changes) == 0
}

// before are the answers as they stood before the last one was given.
func (v *View) before() (url.Values, bool) {
	codes := v.codes()
	if len(codes) < 2 || v.kept || v.Answers.Get(Edit) != "" {
		return nil, false
	}
	last, out := codes[len(codes)-1], url.Values{}
	if named := v.Answers.Get(latest); slices.Contains(codes, named) {
		last = named
	}
	for _, code := range codes {
		out[code] = v.Answers[code]
	}
	delete(out, last)
	if old := v.Answers[was]; len(old) > 0 {
		out[last] = old
	}
	return out, regionIn(out) != ""
}

// failed tells why there is no assessment: a rule that cannot be evaluated never
// means "no". What is wrong with the answers themselves stands at the form.
func (v View) failed(err error) View {
	if _, ours := errors.AsType[*rules.Failure](err); !ours && len(errs.All(err)) > 0 {
		v.Form.Err = err
		return v
	}
	v.Result = nil
	if many, ok := errors.AsType[interface {
		error
		Unwrap() []error
	}](err); ok {
		for _, e := range many.Unwrap() {
			v.Trouble = append(v.Trouble, e.Error())
		}
		return v
	}
	v.Trouble = []string{err.Error()}
	return v
}

// judge assesses what is known so far.
func judge(book *rules.Book, today calendar.Day, vars map[string]any) (assess.Assessment, error) {
	p, err := assess.FromVars(book, titled(vars))
	if err != nil {
		return assess.Assessment{}, err
	}
	return assess.Judge(book, p, today)
}

// titled gives the activity a title while it has none: no rule reads it.
func titled(vars map[string]any) map[string]any {
	if a, ok := vars["activity"].(map[string]any); ok && a["title"] == nil {
		a["title"] = "—"
	}
	return vars
}
