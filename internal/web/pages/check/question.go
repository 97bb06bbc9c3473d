package check

import (
	"strings"

	"github.com/a-h/templ"

	"lunheng/internal/assess"
	"lunheng/internal/assess/interview"
	"lunheng/internal/lang"
	"lunheng/internal/regions"
	"lunheng/internal/rules"
	"lunheng/internal/web/ui"
)

// tries are the answers to a question, one by one and all at once.
func tries(set *rules.Set, item rules.Item, vars map[string]any) []interview.Answer {
	var given [][]string
	switch item.Str("kind") {
	case kindBool, kindHome:
		given = [][]string{{"true"}, {"false"}}
	case kindPartner:
		given = [][]string{{"CN"}, {"HK"}, {"US"}, {"CN", "HK", "US"}}
	default:
		var all []string
		for _, o := range question(set, item, vars).Field.Options {
			given, all = append(given, []string{o.Value}), append(all, o.Value)
		}
		if kind := item.Str("kind"); kind != kindOne && len(all) > 1 {
			given = append(given, all)
		}
	}
	out := make([]interview.Answer, len(given))
	for i, g := range given {
		out[i] = func(vars map[string]any) {
			// Options that the packs offer can always be read.
			_ = apply(item, g, vars)
		}
	}
	return out
}

// question makes the form field for an item.
func question(set *rules.Set, item rules.Item, vars map[string]any) Question {
	q := Question{Code: item.Code, Kind: item.Str("kind"), Field: ui.Field{Name: item.Code, Label: item.Text, Help: item.Help}}
	switch q.Kind {
	case kindBool, kindHome:
		q.Field.Options = []ui.Option{{Value: "true", Text: lang.T("是", "Yes")}, {Value: "false", Text: lang.T("否", "No")}}
	case kindWhich:
		for _, p := range objects(vars, "partners") {
			if code, _ := p["country"].(string); code != "CN" {
				q.Field.Options = append(q.Field.Options, ui.Option{Value: code, Text: country(code)})
			}
		}
	case kindPartner:
		for _, code := range near {
			q.Field.Options = append(q.Field.Options, ui.Option{Value: code, Text: country(code)})
		}
	default:
		q.Field.Options = offered(set, item)
	}
	return q
}

// offered are the codes that a question offers, in words, with examples.
func offered(set *rules.Set, item rules.Item) []ui.Option {
	var out []ui.Option
	for _, o := range set.List(item.Str("options")) {
		if item.Str("options") == "departments" && !strings.Contains(o.Code, ".") {
			continue // roles such as "the unit itself", which nobody belongs to
		}
		option := ui.Option{Value: o.Code, Text: o.Text, Help: o.Help}
		if more, ok := set.Item(item.Str("explain"), o.Code); ok {
			option.Help = more.Help
		}
		out = append(out, option)
	}
	if item.Bool("or_none") && len(out) > 0 {
		out = append([]ui.Option{{Value: none, Text: lang.T("没有", "None")}}, out...)
	}
	return out
}

// inWords is an answer as people read it.
func inWords(set *rules.Set, item rules.Item, given []string) lang.Text {
	var zh, en []string
	for _, g := range said(given) {
		t := lang.Same(g)
		switch item.Str("kind") {
		case kindBool, kindHome:
			t = map[string]lang.Text{"true": lang.T("是", "Yes"), "false": lang.T("否", "No")}[g]
		case kindRegion:
			t = lang.Same(regions.Path(g))
		case kindPartner, kindWhich:
			t = country(g)
		default:
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
	f.Required, f.Attrs = true, map[string]any{"list": "regions", "autofocus": true}
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

// elsewhere is the field for the rest of the world.
func elsewhere(q Question) ui.Field {
	return ui.Field{Name: q.Code, Label: lang.T("其他国家或地区", "Other countries"), Value: q.typed(), Max: 200, Attrs: map[string]any{"list": "world"},
		Help: lang.T("名称或两位代码，例如 德国、DE；多个用空格分开", "Names or two-letter codes, such as Germany or DE; spaces between several codes")}
}

// described ties a group to its help.
func described(q Question) templ.Attributes {
	if q.Field.Help.IsZero() {
		return nil
	}
	return templ.Attributes{"aria-describedby": q.Field.ID() + "-help"}
}

// first puts the keyboard on the first answer.
func first(i int) templ.Attributes {
	if i > 0 {
		return nil
	}
	return templ.Attributes{"autofocus": true}
}

// soFar marks the answer that was given before.
func soFar(q Question, o ui.Option) templ.Attributes {
	if !q.chosen(o) {
		return nil
	}
	return templ.Attributes{"aria-current": "true"}
}
