package activity

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Value is what a field holds: a text, several codes, yes or no, or a number.
// The zero Value is an empty field. In JSON it is a string, a list of strings,
// true or false, a number, or null.
type Value struct {
	kind kind
	text string   // also "true", "false" and numbers
	list []string // of codes
}

type kind byte

const (
	kindNone kind = iota
	kindText
	kindList
	kindBool
	kindNumber
)

// Values are fields by their codes.
type Values map[string]Value

// Text makes the value of a text field, a choice or a day.
func Text(s string) Value { return Value{kind: kindText, text: s} }

// Several makes the value of a field with several choices.
func Several(codes ...string) Value { return Value{kind: kindList, list: codes} }

// Bool makes the value of a yes-or-no field.
func Bool(b bool) Value { return Value{kind: kindBool, text: fmt.Sprint(b)} }

// Typed makes values of what a form sends: a name may come several times.
func Typed(form map[string][]string) Values {
	out := make(Values, len(form))
	for name, typed := range form {
		if len(typed) == 1 {
			out[name] = Text(typed[0])
			continue
		}
		out[name] = Several(typed...)
	}
	return out
}

// IsEmpty reports whether nothing is filled in. Blanks alone are nothing; no is
// an answer.
func (v Value) IsEmpty() bool {
	return v.kind == kindNone || v.kind == kindText && strings.TrimSpace(v.text) == "" || v.kind == kindList && len(v.list) == 0
}

// Equal reports whether two values are the same. All empty values are.
func (v Value) Equal(w Value) bool {
	if v.IsEmpty() || w.IsEmpty() {
		return v.IsEmpty() && w.IsEmpty()
	}
	return v.kind == w.kind && v.text == w.text && slices.Equal(v.list, w.list)
}

// String is the value as text; several codes stand on a line each.
func (v Value) String() string {
	if v.kind == kindList {
		return strings.Join(v.list, "\n")
	}
	return v.text
}

// Codes are the chosen codes of a choice or of several choices.
func (v Value) Codes() []string {
	switch {
	case v.IsEmpty():
		return nil
	case v.kind == kindList:
		return slices.Clone(v.list)
	}
	return []string{v.text}
}

// MarshalJSON writes the value; an empty one as null.
func (v Value) MarshalJSON() ([]byte, error) {
	switch v.kind {
	case kindText:
		return plainJSON(v.text)
	case kindList:
		return plainJSON(v.list)
	case kindBool, kindNumber:
		return []byte(v.text), nil
	}
	return []byte("null"), nil
}

// plainJSON is json.Marshal without the escaping meant for HTML.
func plainJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}

// UnmarshalJSON reads a value, whatever kind it is; whether a field may hold
// it is for [Form.Fit] to say.
func (v *Value) UnmarshalJSON(raw []byte) error {
	*v = Value{}
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 {
		return errors.New("read field: no value")
	}
	if !utf8.Valid(raw) {
		return errors.New("read field: not UTF-8")
	}
	switch raw[0] {
	case 'n':
		return nil
	case '"':
		v.kind = kindText
		return json.Unmarshal(raw, &v.text)
	case '[':
		v.kind, v.list = kindList, []string{}
		return json.Unmarshal(raw, &v.list)
	case 't', 'f':
		v.kind, v.text = kindBool, string(raw)
		return nil
	}
	n, ok := number(string(raw))
	if !ok {
		return fmt.Errorf("read field: %.20q is neither text, list, yes or no, nor a plain number", raw)
	}
	v.kind, v.text = kindNumber, n
	return nil
}

// maxDigits bounds numbers, so that none loses digits anywhere.
const maxDigits = 15

// number brings a decimal number into its one form: no plus, no exponent, no
// zeros that say nothing.
func number(s string) (string, bool) {
	digits, minus := strings.CutPrefix(strings.TrimSpace(s), "-")
	whole, rest, point := strings.Cut(digits, ".")
	if whole == "" || point && rest == "" || len(whole)+len(rest) > maxDigits || strings.Trim(whole+rest, "0123456789") != "" {
		return "", false
	}
	whole, rest = strings.TrimLeft(whole, "0"), strings.TrimRight(rest, "0")
	if whole == "" {
		whole = "0"
	}
	if rest != "" {
		whole += "." + rest
	}
	if minus && whole != "0" {
		whole = "-" + whole
	}
	return whole, true
}
