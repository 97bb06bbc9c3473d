package rulebook

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/store"
)

// Row is a version as lists show it.
type Row struct {
	ID string `json:"id"`
	Head
	Department  string       `json:"department,omitempty"`
	State       flow.State   `json:"state"`
	From        calendar.Day `json:"from,omitempty"`
	Author      string       `json:"author"`
	UpdatedAt   time.Time    `json:"updated_at"`
	PublishedAt time.Time    `json:"published_at,omitzero"`
	Version     int64        `json:"version"`
}

const rowColumns = `o.id, o.pack, o.version, o.title_zh, o.title_en, o.region, o.hash, o.department, o.state, o.from_day, o.author,
	o.updated_at, o.published_at, o.stream_version`

func scanRow(rows *sql.Rows) (Row, error) {
	var r Row
	var updated, published int64
	err := rows.Scan(&r.ID, &r.Pack, &r.Number, &r.Title.ZH, &r.Title.EN, &r.Region, &r.Hash, &r.Department, &r.State, &r.From, &r.Author,
		&updated, &published, &r.Version)
	r.UpdatedAt = store.Time(updated)
	if published > 0 {
		r.PublishedAt = store.Time(published)
	}
	return r, err
}

// ListDrafts lists the versions that the person works on, the last changed first: all
// states but those of others.
func ListDrafts(r store.Reader, p auth.Principal, state flow.State, pg store.Paging) (store.Page[Row], error) {
	w := store.NewWhere(p.Args()...)
	w.And(auth.Filter(p, auth.PackView, auth.Pack, "o"))
	w.Is("o.state", string(state))
	k := store.Keyset{Columns: []string{"o.updated_at", "o.id"}, Numbers: []string{"o.updated_at"}, Desc: true}
	return store.QueryPage(r, `select `+rowColumns+` from packs o`, w, k, pg, func(rows *sql.Rows) (Row, []any, error) {
		row, err := scanRow(rows)
		return row, []any{store.Micros(row.UpdatedAt), row.ID}, err
	})
}

// maxVersions bounds how many versions of one pack are listed.
const maxVersions = 100

// ListPublished lists what was published of a pack (of all packs when there is no id),
// the latest to begin first. It is open to all.
func ListPublished(r store.Reader, pack string) ([]Row, error) {
	w := store.NewWhere()
	w.And(`o.state in ('published', 'withdrawn')`)
	w.Is("o.pack", pack)
	out, err := store.Collect(r, scanRow, `select `+rowColumns+` from packs o`+w.String()+` order by o.from_day desc, o.id desc limit `+w.Arg(maxVersions), w.Args()...)
	if err != nil {
		return nil, fmt.Errorf("list published versions: %w", err)
	}
	return out, nil
}

// Get returns a version: a published one to anybody, another to those who may view it.
func (s *Service) Get(r store.Reader, p auth.Principal, id string) (Pack, error) {
	pack, err := s.read(r, id)
	if err != nil {
		return Pack{}, err
	}
	if pack.State == StatePublished || pack.State == StateWithdrawn {
		return pack, nil
	}
	return pack, auth.Allow(r, p, auth.PackView, auth.Pack, id)
}

// Examine tells what a version that the person may view is worth beside what is
// published: its mistakes, its cases, and what it says differently.
func (s *Service) Examine(ctx context.Context, p auth.Principal, id string) (Pack, Examined, error) {
	r := s.J.DB.Read(ctx)
	pack, err := s.Get(r, p, id)
	if err != nil {
		return pack, Examined{}, err
	}
	if err := s.Refresh(ctx); err != nil {
		return pack, Examined{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	key := examinedKey{id, pack.Version, s.head.Load()}
	if e, ok := s.examined[key]; ok {
		return pack, e, nil
	}
	e, err := s.examine(r, id, pack.Files)
	if err != nil {
		return pack, e, err
	}
	if len(s.examined) >= maxExamined {
		clear(s.examined)
	}
	if s.examined == nil {
		s.examined = map[examinedKey]Examined{}
	}
	s.examined[key] = e
	return pack, e, nil
}

// examinedKey is a version of a draft beside a version of the book.
type examinedKey struct {
	id            string
	version, head int64
}

// maxExamined bounds how many books are kept besides the one on the shelf.
const maxExamined = 8
