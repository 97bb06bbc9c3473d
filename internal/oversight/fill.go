package oversight

import (
	"errors"
	"fmt"

	"lunheng/internal/store"
)

// fillBatch is how many ids are in memory at a time.
const fillBatch = 5000

// derive marks every record by the tables as they are, and counts the marks. A unit
// counts by what its activities count as, so units come last.
func derive(tx *store.Tx) error {
	for _, s := range Sources {
		if s.Kind == Units {
			continue
		}
		if err := fillAll(tx, s); err != nil {
			return err
		}
	}
	if err := CountAll(tx); err != nil {
		return err
	}
	if err := fillAll(tx, source(Units)); err != nil {
		return err
	}
	return CountAll(tx)
}

// fillAll marks all records of a kind.
func fillAll(tx *store.Tx, s Source) error {
	places := map[string]bool{}
	for after := ""; ; {
		ids, err := store.Column[string](tx, `select id from `+s.All+` where id > $1 order by id limit $2`, after, fillBatch)
		if err != nil || len(ids) == 0 {
			return err
		}
		for _, id := range ids {
			if err := fill(tx, ref{s.Kind, id}, places); err != nil {
				return fmt.Errorf("count %s %s: %w", s.Kind, id, err)
			}
		}
		after = ids[len(ids)-1]
	}
}

// fill marks a record that was never counted; the places that are there already need
// not be written again.
func fill(tx *store.Tx, x ref, places map[string]bool) error {
	marks, p, err := marksOf(tx, x)
	if err != nil || len(marks) == 0 {
		return err
	}
	if !places[p.ID] {
		places[p.ID] = true
		err = p.write(tx)
	}
	for _, m := range marks {
		err = errors.Join(err, m.write(tx, x.id))
	}
	return err
}

// Fill marks a record that was never counted, and leaves the counters alone: for tables
// that were loaded at once, which [CountAll] then counts.
func Fill(tx *store.Tx, kind, id string) error { return fill(tx, ref{kind, id}, map[string]bool{}) }

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
