package veto

import (
	"database/sql"
	"fmt"
	"slices"

	"lunheng/internal/sanction"
	"lunheng/internal/store"
)

// entries are the ids of rows that name entries of the register.
func entries(rows []Row) []string {
	var out []string
	for _, r := range rows {
		if r.Who != "" {
			out = append(out, r.Who)
		}
	}
	return sorted(out)
}

// lookUp fills rows that name entries of the register with what the register knows:
// the name, and of a unit its code.
func (s *Service) lookUp(r store.Reader, rows []Row) ([]Row, error) {
	ids := entries(rows)
	if len(ids) == 0 {
		return rows, nil
	}
	people, err := s.Vault.Records(r, ids...)
	if err != nil {
		return nil, err
	}
	units, err := unitRows(r, ids)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		row := &rows[i]
		if row.Who == "" {
			continue
		}
		*row = Row{Who: row.Who, Name: people[row.Who].Name}
		if u, ok := units[row.Who]; ok {
			*row = u
		}
	}
	return rows, nil
}

// unitRows are the units among some entries, as rows.
func unitRows(r store.Reader, ids []string) (map[string]Row, error) {
	out := map[string]Row{}
	for part := range slices.Chunk(ids, entryBatch) {
		w := store.NewWhere()
		w.In("id", part)
		_, err := store.Collect(r, func(rows *sql.Rows) (struct{}, error) {
			u := Row{Paper: sanction.UnitPaper}
			err := rows.Scan(&u.Who, &u.Name, &u.Number)
			if u.Number == "" {
				u.Paper = ""
			}
			out[u.Who] = u
			return struct{}{}, err
		}, `select id, name_zh, uscc from units`+w.String(), w.Args()...)
		if err != nil {
			return nil, fmt.Errorf("look up units: %w", err)
		}
	}
	return out, nil
}

// entryBatch bounds the places of a query.
const entryBatch = 512

// entered are those of some ids that the register has.
func entered(r store.Reader, ids []string) (map[string]bool, error) {
	out := map[string]bool{}
	for part := range slices.Chunk(ids, entryBatch) {
		w := store.NewWhere()
		w.In("id", part)
		found, err := store.Collect(r, func(rows *sql.Rows) (string, error) {
			var id string
			err := rows.Scan(&id)
			return id, err
		}, `select id from persons`+w.String()+` union all select id from units`+w.String(), w.Args()...)
		if err != nil {
			return nil, fmt.Errorf("look up entries: %w", err)
		}
		for _, id := range found {
			out[id] = true
		}
	}
	return out, nil
}
