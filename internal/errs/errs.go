// Package errs holds the one error type that is meant for people.
//
// An [Error] says what went wrong, where (a field), and what to do, in the
// reader's language; its [Code] tells programs and edges what kind of trouble
// it is. Everything else is an ordinary wrapped error whose detail stays in
// the log and never reaches a page.
package errs

import (
	"errors"
	"strings"

	"lunheng/internal/lang"
)

// Code is the kind of trouble. Edges map it to an HTTP or exit status.
type Code string

// The codes, from the mistake of the person to the fault of the house.
const (
	Malformed Code = "malformed" // what was sent is no text; no form of ours makes it
	Invalid   Code = "invalid"   // the input is wrong; correct and repeat
	Forbidden Code = "forbidden" // this person may not do this
	NotFound  Code = "not_found" // no such thing, or not visible to this person
	Conflict  Code = "conflict"  // someone else acted in between
	Refused   Code = "refused"   // the rules or the state do not allow the act
	TooLarge  Code = "too_large" // more than a configured limit
	TooMany   Code = "too_many"  // too often; wait
	Login     Code = "login"     // nobody is logged in, or the session ended
	Internal  Code = "internal"  // our fault; the detail is in the log
)

// Error is a trouble told to a person.
type Error struct {
	Code  Code      // kind of trouble
	Key   string    // stable name of this very refusal, such as "review.vote.absent"
	Text  lang.Text // what is wrong and what to do; may hold verbs filled by Args
	Args  []any     // values for Text; a lang.Text among them is translated
	Field string    // path of the input it concerns, or empty
	Cause error     // what lies behind it, for the log alone
}

// New makes an Error. Key names this refusal for programs and tests.
func New(code Code, key string, text lang.Text, args ...any) *Error {
	return &Error{Code: code, Key: key, Text: text, Args: args}
}

// Refuse makes the Error of an act that the rules or the state do not allow.
func Refuse(key, zh, en string, args ...any) *Error {
	return New(Refused, key, lang.T(zh, en), args...)
}

// Mistake makes the Error of an input that is wrong at a field.
func Mistake(field, key, zh, en string, args ...any) *Error {
	return New(Invalid, key, lang.T(zh, en), args...).At(field)
}

// Short is what somebody wrote as a message quotes it: its first 60 characters.
func Short(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

// At returns a copy of e that points at an input field.
func (e *Error) At(field string) *Error {
	c := *e
	c.Field = field
	return &c
}

// Because returns a copy of e that wraps cause.
func (e *Error) Because(cause error) *Error {
	c := *e
	c.Cause = cause
	return &c
}

// In is the sentence for a person who reads l.
func (e *Error) In(l lang.Lang) string { return e.Text.In(l, e.Args...) }

// Error is the sentence for the log, in English, with the key in front.
func (e *Error) Error() string {
	s := e.Key + ": " + e.In(lang.EN)
	if e.Field != "" {
		s = e.Field + ": " + s
	}
	if e.Cause != nil {
		s += ": " + e.Cause.Error()
	}
	return s
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

// List is several troubles told at once: everything that is missing, every
// field that is wrong. An empty List is no error; return [List.Err].
type List []*Error

// Add appends e when it is not nil.
func (l *List) Add(e *Error) {
	if e != nil {
		*l = append(*l, e)
	}
}

// Err returns the list as an error, or nil when it is empty.
func (l List) Err() error {
	if len(l) == 0 {
		return nil
	}
	return l
}

// Error joins all sentences.
func (l List) Error() string {
	parts := make([]string, len(l))
	for i, e := range l {
		parts[i] = e.Error()
	}
	return strings.Join(parts, "; ")
}

// Unwrap lets errors.As find the members.
func (l List) Unwrap() []error {
	out := make([]error, len(l))
	for i, e := range l {
		out[i] = e
	}
	return out
}

// All returns every Error within err, in order; none means an internal fault.
func All(err error) []*Error {
	if list, ok := errors.AsType[List](err); ok {
		return list
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return []*Error{e}
	}
	return nil
}

// CodeOf returns the code of err: of its first Error, else Internal, and ""
// when err is nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	if all := All(err); len(all) > 0 {
		return all[0].Code
	}
	return Internal
}

// Has reports whether err holds an Error with this key.
func Has(err error, key string) bool {
	for _, e := range All(err) {
		if e.Key == key {
			return true
		}
	}
	return false
}
