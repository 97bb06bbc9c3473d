package oversight

import (
	"errors"
	"fmt"

	"lunheng/internal/store"
)

// Fill marks a record that was never counted, and leaves the counters alone: for tables
// that were loaded at once, which [CountAll] then counts.
func Fill(tx *store.Tx, kind, id string) error {
	marks, p, err := marksOf(tx, ref{kind, id})
	if err != nil || len(marks) == 0 {
		return err
	}
	err = tx.Exec(`insert into oversight_places (id, department, region, routes, fields) values ($1, $2, $3, $4, $5) on conflict (id) do nothing`,
		p.ID, p.Department, p.Region, p.Routes, p.Fields)
	for _, m := range marks {
		err = errors.Join(err, m.write(tx, id))
	}
	return err
}

// CountAll counts all marks anew.
func CountAll(tx *store.Tx) error {
	for _, step := range []string{
		`delete from oversight_now`, `delete from oversight_months`, `delete from oversight_units`,
		`insert into oversight_now (measure, part, place, n, total) select measure, part, place, count(*), sum(value) from oversight_marks group by measure, part, place`,
		`insert into oversight_months (measure, month, part, place, n, total)
			select measure, substr(day, 1, 7), part, place, count(*), sum(value) from oversight_marks group by measure, substr(day, 1, 7), part, place`,
		`insert into oversight_units (unit, measure, part, place, n) select unit, measure, part, place, count(*) from oversight_marks where unit <> '' group by unit, measure, part, place`,
	} {
		if err := tx.Exec(step); err != nil {
			return fmt.Errorf("count all marks: %w", err)
		}
	}
	return nil
}
