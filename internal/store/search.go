package store

import (
	"fmt"
	"math"
	"strings"
)

// The search index finds things by the words of their titles and texts, alike
// on both engines and fast also for two Chinese characters among a million
// titles. Projections write it with SearchWrite, so that it is rebuilt and
// compared like every other table; lists read it with [Where.Search].

// SearchWrite makes a thing findable by a text, in place of the text before.
// An empty text, or one without letters and digits, takes it out.
func SearchWrite(tx *Tx, kind, id, text string) error {
	tokens := SearchTokens(text)
	if tokens == "" {
		return SearchDelete(tx, kind, id)
	}
	err := tx.Exec(`insert into search_docs (kind, id, tokens) values ($1, $2, $3)
		on conflict (kind, id) do update set tokens = excluded.tokens where search_docs.tokens <> excluded.tokens`,
		kind, id, tokens)
	if err != nil {
		return fmt.Errorf("index %s %s: %w", kind, id, err)
	}
	return nil
}

// SearchDelete makes a thing unfindable.
func SearchDelete(tx *Tx, kind, id string) error {
	if err := tx.Exec(`delete from search_docs where kind = $1 and id = $2`, kind, id); err != nil {
		return fmt.Errorf("take %s %s out of the index: %w", kind, id, err)
	}
	return nil
}

// SearchAside stops SQLite's index of words from following its table, and
// returns the statements that make it anew from the table. Row by row it would
// be most of the work where all things are indexed again.
func SearchAside(tx *Tx) ([]string, error) {
	if tx.Dialect() == Postgres {
		return nil, nil
	}
	names, err := Column[string](tx, `select name from sqlite_schema where type = 'trigger' and tbl_name = 'search_docs' order by name`)
	if err != nil || len(names) == 0 {
		return nil, err
	}
	again := []string{
		`insert into search_fts (search_fts) values ('delete-all')`,
		`delete from search_rows`,
		`insert into search_rows (kind, id) select kind, id from search_docs order by kind, id`,
		`insert into search_fts (rowid, tokens) select s.doc, d.tokens from search_rows s
			join search_docs d on d.kind = s.kind and d.id = s.id order by s.doc`,
	}
	for _, name := range names {
		var made string
		if err := tx.Row(`select sql from sqlite_schema where type = 'trigger' and name = $1`, name).Scan(&made); err != nil {
			return nil, fmt.Errorf("put the index of words aside: %w", err)
		}
		if err := tx.Exec(`drop trigger "` + name + `"`); err != nil {
			return nil, fmt.Errorf("put the index of words aside: %w", err)
		}
		again = append(again, made)
	}
	return again, nil
}

// askCost is how much dearer it is to ask of one row whether it matches than to
// list one hit.
const askCost = 2

// fewHits is up to how many hits SQLite lists before it looks at anything
// else. Where a word stands in more titles than this, walking the list in its
// order and asking of each row whether it matches finds a page sooner: a page
// of 50 then lies within the first 50 × all / hits rows.
func fewHits(r Reader) (int64, error) {
	var all int64
	if err := r.Row(`select coalesce(max(doc), 0) from search_rows`).Scan(&all); err != nil {
		return 0, fmt.Errorf("search: %w", err)
	}
	return int64(math.Sqrt(float64(askCost*DefaultPage*all))) + 1, nil
}

// Search adds the condition that the thing of this kind whose id stands in
// column has all words of a query: a run of Han characters as it stands, other
// words by their beginning. A query without letters and digits adds nothing.
func (w *Where) Search(r Reader, kind, column, query string) error {
	terms := searchTerms(query)
	if len(terms) == 0 {
		return nil
	}
	if r.Dialect() == Postgres {
		w.And(column + ` in (select s.id from search_docs s where s.kind = ` + w.Arg(kind) +
			` and s.places @@ to_tsquery('simple', ` + w.Arg(tsquery(terms)) + `))`)
		return nil
	}
	match := ftsMatch(terms)
	few, err := fewHits(r)
	if err != nil {
		return err
	}
	var hits int64
	err = r.Row(`select count(*) from (select rowid from search_fts where search_fts match $1 limit $2)`,
		match, few).Scan(&hits)
	if err != nil {
		return fmt.Errorf("search for %q: %w", query, err)
	}
	if hits < few {
		w.And(column + ` in (select s.id from search_fts f cross join search_rows s on s.doc = f.rowid
			where f.search_fts match ` + w.Arg(match) + ` and s.kind = ` + w.Arg(kind) + `)`)
		return nil
	}
	w.And(`exists (select 1 from search_docs s where s.kind = ` + w.Arg(kind) + ` and s.id = ` + column + w.holds(terms) + `)`)
	return nil
}

// holds asks of the tokens of one row what the index of words answers for all:
// they stand with single blanks between, so that a term is a piece of them.
func (w *Where) holds(terms []term) string {
	var b strings.Builder
	for _, t := range terms {
		piece := " " + strings.Join(t.tokens, " ")
		if !t.begun {
			piece += " "
		}
		b.WriteString(` and instr(' ' || s.tokens || ' ', ` + w.Arg(piece) + `) > 0`)
	}
	return b.String()
}
