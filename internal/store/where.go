package store

import (
	"strconv"
	"strings"
)

// Where collects the conditions of a query and their arguments. The zero
// Where has none.
//
//	w := store.NewWhere(person, today) // $1 and $2, for a filter that uses them
//	w.And("u.kind = " + w.Arg(kind))
type Where struct {
	conds []string
	args  []any
}

// NewWhere begins with arguments that conditions refer to as $1, $2 …
func NewWhere(args ...any) *Where { return &Where{args: args} }

// Arg takes an argument in and returns its place, such as $3.
func (w *Where) Arg(v any) string {
	w.args = append(w.args, v)
	return "$" + strconv.Itoa(len(w.args))
}

// And adds a condition. Values never stand in it, only places from Arg.
func (w *Where) And(cond string) { w.conds = append(w.conds, cond) }

// Is adds the condition that a column has a value, unless the value is empty.
func (w *Where) Is(column, value string) {
	if value != "" {
		w.And(column + " = " + w.Arg(value))
	}
}

// Prefix adds the condition that a column of ASCII letters and digits begins
// with a value, unless the value is empty. An index on the column serves it.
func (w *Where) Prefix(column, value string) {
	if value != "" {
		w.And(column + " >= " + w.Arg(value) + " and " + column + " < " + w.Arg(value+"~"))
	}
}

// In adds the condition that a column has one of the values; with no values
// nothing fulfils it. The places are filled up to powers of two, so that there
// are few statement texts.
func (w *Where) In(column string, values []string) {
	if len(values) == 0 {
		w.And("1 = 0")
		return
	}
	size := 1
	for size < len(values) {
		size *= 2
	}
	places := make([]string, size)
	for i := range places {
		places[i] = w.Arg(values[min(i, len(values)-1)])
	}
	w.And(column + " in (" + strings.Join(places, ", ") + ")")
}

// String is the clause with a blank before it, empty without conditions.
func (w *Where) String() string {
	return w.Of("", "")
}

// Of is a query with its conditions, and what follows them. Conditions are long: this
// puts them in one text at once.
func (w *Where) Of(query, rest string) string {
	if len(w.conds) == 0 {
		return query + rest
	}
	var b strings.Builder
	n := len(query) + len(rest)
	for _, c := range w.conds {
		n += len(c) + len(" where ")
	}
	b.Grow(n)
	b.WriteString(query)
	for i, c := range w.conds {
		if i == 0 {
			b.WriteString(" where ")
		} else {
			b.WriteString(" and ")
		}
		b.WriteString(c)
	}
	b.WriteString(rest)
	return b.String()
}

// Args are the arguments in the order of their places.
func (w *Where) Args() []any { return w.args }

// IndexedBy tells SQLite which index of a table to use, where it knows two
// alike and cannot see that one is small. PostgreSQL keeps statistics.
func IndexedBy(r Reader, index string) string {
	if r.Dialect() == SQLite {
		return " indexed by " + index
	}
	return ""
}

// Used renumbers the parameters that a query uses: PostgreSQL refuses those that it
// does not.
func Used(query string, all []any) (string, []any) {
	var args []any
	for i, a := range all {
		old := "$" + strconv.Itoa(i+1)
		if strings.Contains(query, old) {
			args = append(args, a)
			query = strings.ReplaceAll(query, old, "$$"+strconv.Itoa(len(args)))
		}
	}
	return strings.ReplaceAll(query, "$$", "$"), args
}
