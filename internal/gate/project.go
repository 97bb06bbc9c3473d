package gate

import (
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// Projection keeps the tables of gates and their evidence.
func Projection() journal.Projection {
	return journal.Projection{
		Name: "gates", Kinds: []string{Kind},
		Tables: []journal.Table{
			{Name: "gates", Key: []string{"id"}, Stream: "'gate/' || id"},
			{Name: "gate_papers", Key: []string{"gate", "n"}, Stream: "'gate/' || gate"},
		},
		Project: project,
	}
}

func project(tx *store.Tx, e journal.Event) error {
	id := e.Subject()
	if e.Version == 1 {
		err := tx.Exec(`insert into gates (id, state, started_day, updated_at, version) values ($1, 'preparing', '', 0, 0)`, id)
		if err != nil {
			return err
		}
	}
	_, to, err := journal.Step(tx, &Table, e, `select state from gates where id = $1`)
	if err != nil {
		return err
	}
	if b, ok := e.Body.(Started); ok {
		if err := tx.Exec(`update gates set started_day = $2 where id = $1`, id, string(b.Day)); err != nil {
			return err
		}
	}
	if err := projectPapers(tx, id, e); err != nil {
		return err
	}
	return tx.Exec(`update gates set state = $2, updated_at = $3, version = $4 where id = $1`, id, string(to), store.Micros(e.At), e.Version)
}

func projectPapers(tx *store.Tx, id string, e journal.Event) error {
	stands := func(n int, as Standing) error {
		return tx.Exec(`update gate_papers set standing = $3 where gate = $1 and n = $2`, id, n, string(as))
	}
	switch b := e.Body.(type) {
	case HandedIn:
		err := tx.Exec(`update gate_papers set standing = 'replaced' where gate = $1 and code = $2 and place = $3 and standing in ('waiting', 'returned')`, id, b.Condition, b.Place)
		if err != nil {
			return err
		}
		return tx.Exec(`insert into gate_papers (gate, n, code, place, standing, until_day) values ($1, $2, $3, $4, 'waiting', $5)`, id, b.N, b.Condition, b.Place, string(b.Until))
	case Accepted:
		err := tx.Exec(`update gate_papers set standing = 'replaced' where gate = $1 and n <> $2 and standing in ('accepted', 'withdrawn') and
			code || '/' || place = (select p.code || '/' || p.place from gate_papers p where p.gate = $1 and p.n = $2)`, id, b.N)
		if err != nil {
			return err
		}
		return stands(b.N, InForce)
	case Returned:
		return stands(b.N, SentBack)
	case Withdrawn:
		return stands(b.N, Revoked)
	}
	return nil
}
