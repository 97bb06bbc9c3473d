package journal

import (
	"database/sql"
	"fmt"
	"regexp"
	"slices"

	"lunheng/internal/store"
)

// Lean drops the indexes that deriving the tables does not need, and returns
// the statements that make them again. A projection finds rows by their key or
// by their stream, unless its table says otherwise: an index that begins with another column serves readers
// only, and moving every row of it for each event costs more than deriving the
// row. Indexes that keep values unique stay. The engine's index of words is put
// aside as well, and made in one go. On PostgreSQL nothing is dropped: whoever
// reads would have to wait.
func (j *Journal) Lean(tx *store.Tx) ([]string, error) {
	var again []string
	if tx.Dialect() != store.SQLite {
		return nil, nil
	}
	for i := range j.Projections {
		for _, t := range j.Projections[i].Tables {
			needed := slices.Concat(words.FindAllString(t.Stream, -1), t.Key, t.Sought)
			if j.Projections[i].Derive != nil { // it finds no rows, it writes all
				needed = nil
			}
			more, err := lean(tx, t.Name, needed)
			if err != nil {
				return nil, fmt.Errorf("put indexes of %s aside: %w", t.Name, err)
			}
			again = append(again, more...)
		}
	}
	words, err := store.SearchAside(tx)
	return append(again, words...), err
}

// index is one of a table, with the statement that makes it.
type index struct{ name, first, statement string }

// lean drops the indexes of a table but those that begin with a needed column.
func lean(tx *store.Tx, table string, needed []string) ([]string, error) {
	indexes, err := store.Collect(tx, func(rows *sql.Rows) (index, error) {
		var x index
		err := rows.Scan(&x.name, &x.first, &x.statement)
		return x, err
	}, `select l.name, coalesce(c.name, ''), s.sql from pragma_index_list($1) l join pragma_index_info(l.name) c on c.seqno = 0
		join sqlite_schema s on s.type = 'index' and s.name = l.name where l."unique" = 0 and s.sql is not null order by l.name`, table)
	if err != nil {
		return nil, err
	}
	var again []string
	for _, x := range indexes {
		if slices.Contains(needed, x.first) {
			continue
		}
		if err := tx.Exec(`drop index "` + x.name + `"`); err != nil {
			return nil, err
		}
		again = append(again, x.statement)
	}
	return again, nil
}

// words finds the names of columns in an expression.
var words = regexp.MustCompile(`[a-z_]+`)
