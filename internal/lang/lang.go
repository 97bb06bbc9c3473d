// Package lang holds text in the two languages of Lunheng.
//
// Every sentence a person reads is written where it is used, in Chinese and
// English side by side, as a [Text]. The compiler therefore refuses a page
// that lacks a translation, and nobody has to invent or look up message keys.
package lang

import "fmt"

// Lang is a language a person can choose.
type Lang string

// The languages of Lunheng. Chinese is the default: the law is Chinese.
const (
	ZH Lang = "zh"
	EN Lang = "en"
)

// All lists the languages in the order in which a chooser shows them.
var All = []Lang{ZH, EN}

// Parse returns the language named by s, or ZH when s names none.
func Parse(s string) Lang {
	if s == string(EN) {
		return EN
	}
	return ZH
}

// Text is one sentence, label or paragraph in both languages.
type Text struct {
	ZH string `json:"zh" yaml:"zh"`
	EN string `json:"en" yaml:"en"`
}

// T makes a Text. The two strings may hold the same verbs of package fmt.
func T(zh, en string) Text { return Text{ZH: zh, EN: en} }

// Same is a text that reads alike in both languages, such as a code or a name.
func Same(s string) Text { return Text{ZH: s, EN: s} }

// In returns the text in language l with args filled in. An argument that is
// itself a Text is rendered in the same language.
func (t Text) In(l Lang, args ...any) string {
	s := t.ZH
	if l == EN {
		s = t.EN
	}
	if len(args) == 0 {
		return s
	}
	filled := make([]any, len(args))
	for i, a := range args {
		if text, ok := a.(Text); ok {
			a = text.In(l)
		}
		filled[i] = a
	}
	return fmt.Sprintf(s, filled...)
}

// IsZero reports whether the text says nothing in either language.
func (t Text) IsZero() bool { return t == Text{} }

// With fills args into both languages, giving a text without open places.
func (t Text) With(args ...any) Text {
	return Text{ZH: t.In(ZH, args...), EN: t.In(EN, args...)}
}
