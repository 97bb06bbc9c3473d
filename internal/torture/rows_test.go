package torture

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"lunheng/internal/app"
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// found is a row of a derived table, known by its key.
type derived struct {
	journal.Table
	columns []string
	types   []string // kinds of value: text, number or truth
	where   string
	key     []any
	stream  string
	version int64 // last event of the stream
}

// row picks a row of any derived table of the program that has one.
func (h *hand) row(tx *store.Tx) derived {
	var all []journal.Table
	for _, p := range app.Projections() {
		all = append(all, p.Tables...)
	}
	for {
		d := derived{Table: all[h.rand.IntN(len(all))]}
		if d.Stream == "" { // sums over many streams: the verifier names the table
			d.Stream = "'table:" + d.Name + "'"
		}
		var n int
		must(tx.Row(`select count(*) from ` + d.Name).Scan(&n))
		if n > 0 {
			d.read(tx, h.rand.IntN(n))
			return d
		}
	}
}

func (d *derived) read(tx *store.Tx, offset int) {
	rows, err := tx.Query(fmt.Sprintf(`select *, %s from %s order by %s limit 1 offset %d`, d.Stream, d.Name, strings.Join(d.Key, ", "), offset))
	must(err)
	defer rows.Close()
	d.columns, err = rows.Columns()
	must(err)
	values, dest := make([]any, len(d.columns)), make([]any, len(d.columns))
	for i := range values {
		dest[i] = &values[i]
	}
	if !rows.Next() {
		panic("no row in " + d.Name)
	}
	must(rows.Scan(dest...))
	d.stream = fmt.Sprint(values[len(values)-1])
	d.columns = d.columns[:len(d.columns)-1]
	var conds []string
	for i, name := range d.columns {
		d.types = append(d.types, kindOf(values[i]))
		if slices.Contains(d.Key, name) {
			d.key = append(d.key, values[i])
			conds = append(conds, fmt.Sprintf("%s = $%d", name, len(d.key)))
		}
	}
	d.where = " where " + strings.Join(conds, " and ")
	must(rows.Close())
	err = tx.Row(`select version from streams where stream = $1`, d.stream).Scan(&d.version)
	if err != nil && err != sql.ErrNoRows {
		panic(err)
	}
}

func kindOf(v any) string {
	switch v.(type) {
	case bool:
		return "truth"
	case int64:
		return "number"
	}
	return "text"
}

// attempt runs a change that a constraint may refuse; then it is undone.
func attempt(tx *store.Tx, query string, args ...any) bool {
	must(tx.Exec(`savepoint attempt`))
	if n, err := tx.ExecN(query, args...); err != nil || n == 0 {
		must(tx.Exec(`rollback to savepoint attempt`))
		return false
	}
	must(tx.Exec(`release savepoint attempt`))
	return true
}

// other is an expression for another value of a column.
func (d *derived) other(i int) string {
	switch d.types[i] {
	case "truth":
		return "not " + d.columns[i]
	case "number":
		return "1 - " + d.columns[i]
	}
	return d.columns[i] + " || 'x'"
}

func changeRow(h *hand, tx *store.Tx) []string {
	for {
		d := h.row(tx)
		i := h.rand.IntN(len(d.columns))
		if slices.Contains(d.Key, d.columns[i]) || d.generated(i) {
			continue
		}
		if attempt(tx, `update `+d.Name+` set `+d.columns[i]+` = `+d.other(i)+d.where, d.key...) {
			return []string{fmt.Sprintf("%s %d %s.%s", d.stream, d.version, d.Name, d.columns[i])}
		}
	}
}

// generated columns follow from others.
func (d *derived) generated(i int) bool { return d.Name == "search_docs" && d.columns[i] == "places" }

func removeRow(h *hand, tx *store.Tx) []string {
	d := h.row(tx)
	change(tx, `delete from `+d.Name+d.where, d.key...)
	return []string{fmt.Sprintf("%s %d %s", d.stream, d.version, d.Name)}
}

// addRow copies a row under another key.
func addRow(h *hand, tx *store.Tx) []string {
	for {
		d := h.row(tx)
		var into, values []string
		for i, name := range d.columns {
			switch {
			case d.generated(i):
				continue
			case name == d.Key[len(d.Key)-1]:
				values = append(values, d.other(i))
			default:
				values = append(values, name)
			}
			into = append(into, name)
		}
		if !attempt(tx, `insert into `+d.Name+` (`+strings.Join(into, ", ")+`) select `+strings.Join(values, ", ")+` from `+d.Name+d.where, d.key...) {
			continue
		}
		key := slices.Index(d.columns, d.Key[len(d.Key)-1])
		var stream string
		must(tx.Row(`select `+d.Stream+` from (select `+d.copied(key)+` from `+d.Name+d.where+`) copied`, d.key...).Scan(&stream))
		version := int64(0)
		if stream == d.stream {
			version = d.version
		}
		return []string{fmt.Sprintf("%s %d %s", stream, version, d.Name)}
	}
}

// copied lists the columns as the copy has them.
func (d *derived) copied(key int) string {
	out := slices.Clone(d.columns)
	out[key] = d.other(key) + " as " + d.columns[key]
	return strings.Join(out, ", ")
}
