package store

import (
	"cmp"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"lunheng/internal/errs"
	"lunheng/internal/lang"
)

// Page is one page of a list. Lists are paged by keyset: Next holds the sort
// values of the last item, and the next page begins behind them, however much
// was added or removed meanwhile.
type Page[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty"` // opaque; empty on the last page
}

// How many items a page has when nobody says, and at most.
const (
	DefaultPage = 50
	MaxPage     = 200
)

// Paging is what a person asks for: how many items, behind which cursor.
type Paging struct {
	Limit int    `json:"limit,omitempty"` // 0: DefaultPage; more than MaxPage: MaxPage
	After string `json:"after,omitempty"` // Page.Next of the page before; empty: from the start
}

// Size is the number of items within its bounds.
func (p Paging) Size() int {
	if p.Limit <= 0 {
		return DefaultPage
	}
	return min(p.Limit, MaxPage)
}

// Keyset describes how a list is ordered: by columns that together are
// unique, so that every item has its own place.
type Keyset struct {
	Columns []string // in order, such as {"u.sort", "u.id"}
	Numbers []string // those of the columns that hold numbers; the others hold text
	Desc    bool     // newest first; of all columns alike
}

// QueryPage runs a query that ends in its conditions, w, ordered by k. Each row's keys are
// scanned by scan together with the item and returned beside it. They must be
// strings or integers.
func QueryPage[T any](r Reader, query string, w *Where, k Keyset, p Paging,
	scan func(*sql.Rows) (T, []any, error)) (Page[T], error) {
	return QueryPages(r, query, []*Where{w}, k, p, scan)
}

// QueryPages is [QueryPage] over several conditions that no row fulfils two of.
// It asks one after the other and merges: each query finds its first rows by an
// index in the order of the list, which no database does for conditions joined
// by or.
func QueryPages[T any](r Reader, query string, ws []*Where, k Keyset, p Paging,
	scan func(*sql.Rows) (T, []any, error)) (Page[T], error) {
	limit := p.Size()
	rows := make([]keyed[T], 0, min(limit, DefaultPage)+1) // rows are large, and growing copies them
	for _, w := range ws {
		if err := w.after(k, p.After); err != nil {
			return Page[T]{}, err
		}
		var err error
		rows, err = collect(r, rows, func(rows *sql.Rows) (keyed[T], error) {
			item, keys, err := scan(rows)
			return keyed[T]{item, keys}, err
		}, w.Of(query, k.order()+" limit "+strconv.Itoa(limit+1)), w.Args()...)
		if err != nil {
			return Page[T]{}, err
		}
	}
	if len(ws) > 1 {
		slices.SortStableFunc(rows, func(a, b keyed[T]) int { return k.compare(a.keys, b.keys) })
	}
	page := Page[T]{Items: make([]T, 0, min(limit, len(rows)))}
	for _, row := range rows[:min(limit, len(rows))] {
		page.Items = append(page.Items, row.item)
	}
	var err error
	if len(rows) > limit {
		page.Next, err = cursor(rows[limit-1].keys)
	}
	return page, err
}

// keyed is a row with its sort values.
type keyed[T any] struct {
	item T
	keys []any
}

// compare orders two rows as the database does: numbers by size, text by its
// bytes.
func (k Keyset) compare(a, b []any) int {
	for i := range a {
		d := 0
		switch x := a[i].(type) {
		case int64:
			d = cmp.Compare(x, b[i].(int64))
		case string:
			d = cmp.Compare(x, b[i].(string))
		}
		if k.Desc {
			d = -d
		}
		if d != 0 {
			return d
		}
	}
	return 0
}

func (k Keyset) order() string {
	dir := ""
	if k.Desc {
		dir = " desc"
	}
	return " order by " + strings.Join(k.Columns, dir+", ") + dir
}

func cursor(keys []any) (string, error) {
	raw, err := json.Marshal(keys)
	if err != nil {
		return "", fmt.Errorf("make cursor: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(raw), nil
}

// after adds the condition that a row stands behind a cursor.
func (w *Where) after(k Keyset, s string) error {
	if s == "" {
		return nil
	}
	keys, err := k.parse(s)
	if err != nil {
		return errs.New(errs.Invalid, "store.page.cursor", lang.T(
			"翻页位置无效。请从第一页重新开始。",
			"This is no place in the list. Start again from the first page.")).At("after")
	}
	places := make([]string, len(keys))
	for i, key := range keys {
		places[i] = w.Arg(key)
	}
	op := " > "
	if k.Desc {
		op = " < "
	}
	w.And("(" + strings.Join(k.Columns, ", ") + ")" + op + "(" + strings.Join(places, ", ") + ")")
	return nil
}

// parse reads a cursor, which may come from anybody, and refuses one that does
// not fit the columns.
func (k Keyset) parse(s string) ([]any, error) {
	raw, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		return nil, err
	}
	var parts []json.RawMessage
	if err := json.Unmarshal(raw, &parts); err != nil {
		return nil, err
	}
	if len(parts) != len(k.Columns) {
		return nil, fmt.Errorf("read cursor: %d values for %d columns", len(parts), len(k.Columns))
	}
	keys := make([]any, len(parts))
	for i, part := range parts {
		if keys[i], err = parseKey(part, slices.Contains(k.Numbers, k.Columns[i])); err != nil {
			return nil, err
		}
	}
	return keys, nil
}

func parseKey(raw json.RawMessage, number bool) (any, error) {
	if number {
		var n int64
		err := json.Unmarshal(raw, &n)
		return n, err
	}
	var s string
	if err := json.Unmarshal(raw, &s); err != nil {
		return nil, err
	}
	if strings.ContainsRune(s, 0) { // no text of PostgreSQL
		return nil, errors.New("read cursor: zero byte")
	}
	return s, nil
}
