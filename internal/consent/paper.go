package consent

import (
	"slices"
	"strconv"
	"strings"

	"lunheng/internal/activity"
	"lunheng/internal/calendar"
	"lunheng/internal/document/letter"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
)

// prefill makes the sections from the pack's sentences and what the application
// says: a line whose place is empty is left out.
func prefill(headings []Heading, places map[string]lang.Text) map[string]lang.Text {
	out := map[string]lang.Text{}
	for _, h := range headings {
		body := h.Item.In("body")
		text := lang.T(fill(body.ZH, lang.ZH, places), fill(body.EN, lang.EN, places))
		if !text.IsZero() {
			out[h.Item.Code] = text
		}
	}
	return out
}

// fill puts the values into one language's lines.
func fill(text string, l lang.Lang, places map[string]lang.Text) string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		done, whole := "", true
		for rest := line; ; {
			before, after, open := strings.Cut(rest, "{")
			done += before
			if !open {
				break
			}
			name, tail, _ := strings.Cut(after, "}")
			value := places[name].In(l)
			whole, done, rest = whole && value != "", done+value, tail
		}
		if whole && strings.TrimSpace(done) != "" {
			out = append(out, done)
		}
	}
	return strings.Join(out, "\n")
}

// places are what the application says, by field; texts stand as they were
// written, in whatever language.
func places(st activity.State, unit lang.Text) map[string]lang.Text {
	out := map[string]lang.Text{"unit": unit}
	for code, v := range st.Fields {
		out[code] = lang.Same(v.String())
	}
	return out
}

// sheet is what papers are set from.
type sheet struct {
	Unit     lang.Text
	Title    string // of the activity
	N        int
	On       calendar.Day
	Way      string
	Sections map[string]lang.Text
	Age      int // from which minors are asked in person; 0: no rule says
}

// docs are the papers of a version, by the field of the application in which
// they lie. The guardian's consent and the participant's assent are one file.
func docs(set *rules.Set, documents []string, v sheet) map[string]letter.Doc {
	out := map[string]letter.Doc{}
	for _, code := range documents {
		item, ok := set.Item("consent_documents", code)
		if !ok {
			continue
		}
		field := item.Str("field")
		d, begun := out[field]
		if !begun {
			d = letter.Doc{Issuer: v.Unit, Title: item.Text, Number: "V" + strconv.Itoa(v.N), Date: v.On}
			d.Blocks = append(d.Blocks, letter.Paragraph{Text: lang.T("研究名称：%s", "Study: %s").With(v.Title), Flush: true})
			d.Blocks = append(d.Blocks, spoken(set, "consent_headings", v.Sections)...)
		}
		if item.Str("beside") != "" {
			d.Blocks = append(d.Blocks, spoken(set, "assent_headings", v.Sections)...)
		}
		d.Blocks = append(d.Blocks, letter.Heading{Text: item.Text})
		d.Blocks = append(d.Blocks, paragraphs(filled(item.In("body"), v.Age))...)
		if way, ok := set.Item("consent_ways", v.Way); ok {
			d.Blocks = append(d.Blocks, paragraphs(way.In("body"))...)
		}
		out[field] = d
	}
	return out
}

// spoken are the sections under the headings of a list.
func spoken(set *rules.Set, list string, sections map[string]lang.Text) []letter.Block {
	var out []letter.Block
	for _, h := range set.List(list) {
		if text := sections[h.Code]; !text.IsZero() {
			out = append(append(out, letter.Heading{Text: h.Text}), paragraphs(text)...)
		}
	}
	return out
}

// filled puts the age of assent into a sentence; without a rule its line is left out.
func filled(text lang.Text, age int) lang.Text {
	at := map[string]lang.Text{}
	if age > 0 {
		at[paramAssent] = lang.Same(strconv.Itoa(age))
	}
	return lang.T(fill(text.ZH, lang.ZH, at), fill(text.EN, lang.EN, at))
}

// paragraphs pairs the lines of a text in its two languages.
func paragraphs(text lang.Text) []letter.Block {
	zh, en := strings.Split(text.ZH, "\n"), strings.Split(text.EN, "\n")
	if text.EN == "" {
		en = zh
	}
	if text.ZH == "" {
		zh = en
	}
	if len(zh) != len(en) {
		return []letter.Block{letter.Paragraph{Text: lang.T(strings.Join(zh, "　"), strings.Join(en, " "))}}
	}
	var out []letter.Block
	for i := range zh {
		out = append(out, letter.Paragraph{Text: lang.T(zh[i], en[i])})
	}
	return out
}

// needs reports whether the activity needs a heading.
func needs(item rules.Item, st activity.State) bool {
	switch item.Str("when") {
	case "samples":
		return st.Profile != nil && !slices.Contains([]string{"", "none"}, st.Profile.Humans.Biospecimens)
	case "intervention":
		return st.Profile != nil && st.Profile.Humans.Participants == "intervention"
	}
	return true
}

// documents are those that the activity needs: where a guardian decides, the
// guardian's form and the participant's own assent besides.
func documents(set *rules.Set, st activity.State) []string {
	guardian := st.Assessment != nil && slices.Contains(st.Assessment.Obligations, "guardian_consent")
	var out []string
	for _, item := range set.List("consent_documents") {
		if item.Str("field") == "consent_form" || guardian {
			out = append(out, item.Code)
		}
	}
	return out
}
