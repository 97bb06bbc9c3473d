package verify

import (
	"bytes"
	"cmp"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// compare holds every table of every projection against what was derived.
func (c *checker) compare(derived store.Reader) error {
	seen := map[string]bool{}
	for _, p := range c.spec.Projections {
		for _, t := range p.Tables {
			if seen[t.Name] {
				continue
			}
			seen[t.Name] = true
			if err := c.compareTable(t, derived); err != nil {
				return fmt.Errorf("compare %s: %w", t.Name, err)
			}
		}
	}
	return nil
}

func (c *checker) compareTable(t journal.Table, derived store.Reader) error {
	columns, err := columnsOf(derived, t)
	if err != nil {
		return err
	}
	is, err := openTable(c.r, t, columns)
	if err != nil {
		return err
	}
	defer is.close()
	should, err := openTable(derived, t, columns)
	if err != nil {
		return err
	}
	defer should.close()
	is.next()
	should.next()
	for !is.end || !should.end {
		c.res.Rows++
		switch order := is.compare(should); {
		case order < 0:
			c.rowFault(t, is, lang.T("多余的行 %s：日志中没有依据。", "Row %s is too much: nothing in the journal leads to it."))
			is.next()
		case order > 0:
			c.rowFault(t, should, lang.T("缺少行 %s。", "Row %s is missing."))
			should.next()
		default:
			c.compareRow(t, is, should)
			is.next()
			should.next()
		}
	}
	if is.err != nil {
		return is.err
	}
	return should.err
}

func (c *checker) rowFault(t journal.Table, at *cursor, text lang.Text) {
	stream, event := c.origin(t, at)
	c.fault(stream, event, t.Name, text, at.name())
}

func (c *checker) compareRow(t journal.Table, is, should *cursor) {
	for i, column := range is.columns {
		if same(is.values[i], should.values[i]) {
			continue
		}
		stream, event := c.origin(t, should)
		now, right := differ(is.values[i], should.values[i])
		c.fault(stream, event, t.Name+"."+column, lang.T("行 %s：现为 %s，应为 %s。", "Row %s is %s and should be %s."), should.name(), now, right)
	}
}

// origin is the stream a row derives from, and its last event.
func (c *checker) origin(t journal.Table, at *cursor) (string, int64) {
	stream, _ := at.values[len(at.values)-1].(string)
	if stream == "" {
		return "table:" + t.Name, 0
	}
	if h := c.heads[stream]; h != nil {
		return stream, h.version
	}
	return stream, 0
}

// cursor walks over a table in the order of its key.
type cursor struct {
	rows    *sql.Rows
	columns []string // the key first
	keys    int
	values  []any // of the columns, then the stream
	into    []any
	end     bool
	err     error
}

// columnsOf lists the columns of a table, its key first.
func columnsOf(r store.Reader, t journal.Table) ([]string, error) {
	rows, err := r.Query(`select * from ` + t.Name + ` limit 0`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	out := append([]string{}, t.Key...)
	for _, name := range all {
		if !slices.Contains(t.Key, name) {
			out = append(out, name)
		}
	}
	return out, nil
}

func openTable(r store.Reader, t journal.Table, columns []string) (*cursor, error) {
	stream := t.Stream
	if stream == "" {
		stream = "''"
	}
	where := ""
	if t.Used != "" {
		where = ` where ` + t.Used
	}
	rows, err := r.Query(`select ` + strings.Join(columns, ", ") + `, ` + stream + ` from ` + t.Name + where + ` order by ` + strings.Join(t.Key, ", "))
	if err != nil {
		return nil, err
	}
	at := &cursor{rows: rows, columns: columns, keys: len(t.Key), values: make([]any, len(columns)+1), into: make([]any, len(columns)+1)}
	for i := range at.values {
		at.into[i] = &at.values[i]
	}
	return at, nil
}

func (at *cursor) close() { at.rows.Close() }

func (at *cursor) next() {
	if at.end {
		return
	}
	if !at.rows.Next() {
		at.end, at.err = true, at.rows.Err()
		return
	}
	if at.err = at.rows.Scan(at.into...); at.err != nil {
		at.end = true
		return
	}
	for i, v := range at.values {
		at.values[i] = plain(v)
	}
}

// compare orders two rows by their keys; an ended cursor comes last.
func (at *cursor) compare(o *cursor) int {
	if at.end || o.end {
		if at.end {
			return 1
		}
		return -1
	}
	for i := range at.keys {
		if d := order(at.values[i], o.values[i]); d != 0 {
			return d
		}
	}
	return 0
}

// name is the key of the row for people.
func (at *cursor) name() string {
	parts := make([]string, at.keys)
	for i := range parts {
		parts[i] = cut(letters(at.values[i]), 0)
	}
	return strings.Join(parts, ", ")
}

// plain brings a value to the form that both engines share: truth values as
// numbers.
func plain(v any) any {
	if b, ok := v.(bool); ok {
		if b {
			return int64(1)
		}
		return int64(0)
	}
	return v
}

func same(a, b any) bool {
	if x, ok := a.([]byte); ok {
		y, ok := b.([]byte)
		return ok && bytes.Equal(x, y)
	}
	if _, ok := b.([]byte); ok {
		return false
	}
	return a == b
}

func order(a, b any) int {
	switch x := a.(type) {
	case int64:
		if y, ok := b.(int64); ok {
			return cmp.Compare(x, y)
		}
	case string:
		if y, ok := b.(string); ok {
			return cmp.Compare(x, y)
		}
	}
	return cmp.Compare(fmt.Sprint(a), fmt.Sprint(b))
}

// How much of a long value is shown: before the place where it differs, and in
// all.
const (
	shownBefore = 20
	shownMost   = 80
)

// differ shows two values for people. Long ones are cut around the first place where
// they differ, so that what is shown differs too.
func differ(is, should any) (string, string) {
	a, b := letters(is), letters(should)
	at := 0
	for at < len(a) && at < len(b) && a[at] == b[at] {
		at++
	}
	from := max(at-shownBefore, 0)
	if len(a) <= shownMost && len(b) <= shownMost {
		from = 0
	}
	return cut(a, from), cut(b, from)
}

// letters are what a value reads as.
func letters(v any) []rune {
	if b, ok := v.([]byte); ok {
		return []rune(fmt.Sprintf("%x", b))
	}
	return []rune(fmt.Sprint(v))
}

// cut is the part of a value from a place on, with dots for what is left away. A
// value that ends before it is shown to its end.
func cut(s []rune, from int) string {
	from = min(from, len(s))
	to := min(from+shownMost, len(s))
	out := string(s[from:to])
	if from > 0 {
		out = "…" + out
	}
	if to < len(s) {
		out += "…"
	}
	return fmt.Sprintf("%q", out)
}
