package inspection

import (
	"lunheng/internal/calendar"
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// Projection keeps the tables of plans, inspectors and visits.
func Projection() journal.Projection {
	of := func(column string) string { return "'inspection/' || " + column }
	return journal.Projection{
		Name: Kind, Kinds: []string{Kind, PlanKind, PoolKind},
		Tables: []journal.Table{
			{Name: "yearplans", Key: []string{"id"}, Stream: "'yearplan/' || id"},
			{Name: "inspectors", Key: []string{"id"}, Stream: "'inspectors/' || department"},
			{Name: "inspections", Key: []string{"id"}, Stream: of("id")},
			{Name: "inspection_team", Key: []string{"inspection", "person"}, Stream: of("inspection")},
			{Name: "inspection_records", Key: []string{"inspection", "kind", "record"}, Stream: of("inspection")},
			{Name: "inspection_findings", Key: []string{"inspection", "n"}, Stream: of("inspection")},
			{Name: "inspection_marks", Key: []string{"inspection", "n", "kind", "record"}, Stream: of("inspection")},
			{Name: "inspection_orders", Key: []string{"inspection", "n"}, Stream: of("inspection")},
		},
		Project: project,
	}
}

func project(tx *store.Tx, e journal.Event) error {
	switch e.Kind() {
	case PlanKind:
		return projectPlan(tx, e)
	case PoolKind:
		return projectPool(tx, e)
	}
	return projectVisit(tx, e)
}

func projectPlan(tx *store.Tx, e journal.Event) error {
	id := e.Subject()
	if b, ok := e.Body.(PlanMade); ok {
		if err := tx.Exec(`insert into yearplans (id, department, region, year, title, state, updated_at, version) values ($1, $2, $3, $4, $5, 'drafted', $6, $7)`,
			id, b.Department, b.Region, b.Year, b.Title, store.Micros(e.At), e.Version); err != nil {
			return err
		}
	}
	_, to, err := journal.Step(tx, &PlanTable, e, `select state from yearplans where id = $1`)
	if err != nil {
		return err
	}
	return tx.Exec(`update yearplans set state = $2, updated_at = $3, version = $4 where id = $1`, id, string(to), store.Micros(e.At), e.Version)
}

func projectPool(tx *store.Tx, e journal.Event) error {
	switch b := e.Body.(type) {
	case InspectorAdded:
		return tx.Exec(`insert into inspectors (id, department, person, from_day, until_day) values ($1, $2, $3, $4, $5)`, e.ID, e.Subject(), b.Person, string(b.From), string(b.Until))
	case InspectorEnded:
		return tx.Exec(`update inspectors set until_day = $3 where department = $1 and person = $2 and (until_day = '' or until_day > $3)`, e.Subject(), b.Person, string(b.Day))
	}
	return nil
}

func projectVisit(tx *store.Tx, e journal.Event) error {
	id, at := e.Subject(), store.Micros(e.At)
	if b, ok := e.Body.(Planned); ok {
		err := tx.Exec(`insert into inspections (id, plan, department, unit, region, unit_region, year, how, state, day, findings, signed_at, updated_at, version)
			select $1, $2, $3, $4, $5, u.region, $6, $7, 'planned', '', 0, 0, $8, $9 from units u where u.id = $4`,
			id, b.Plan, b.Department, b.Unit, b.Region, b.Year, b.How, at, e.Version)
		if err != nil {
			return err
		}
	}
	_, to, err := journal.Step(tx, &Table, e, `select state from inspections where id = $1`)
	if err != nil {
		return err
	}
	if err := tx.Exec(`update inspections set state = $2, updated_at = $3, version = $4 where id = $1`, id, string(to), at, e.Version); err != nil {
		return err
	}
	for _, part := range []func(*store.Tx, string, int64, journal.Event) error{projectTeam, projectFound, projectOrders} {
		if err := part(tx, id, at, e); err != nil {
			return err
		}
	}
	return nil
}

func projectTeam(tx *store.Tx, id string, _ int64, e journal.Event) error {
	join := func(person string) error {
		return tx.Exec(`insert into inspection_team (inspection, person, state) values ($1, $2, 'going')`, id, person)
	}
	switch b := e.Body.(type) {
	case Planned:
		for _, n := range b.Team {
			if err := join(n.Person); err != nil {
				return err
			}
		}
	case InspectorReplaced:
		if err := tx.Exec(`update inspection_team set state = 'left' where inspection = $1 and person = $2`, id, b.Person); err != nil {
			return err
		}
		return join(b.Next)
	case Notified:
		return tx.Exec(`update inspections set day = $2 where id = $1`, id, string(b.Day))
	case Opened:
		return tx.Exec(`update inspections set day = $2 where id = $1`, id, string(b.Day))
	case RecordTakenUp:
		return tx.Exec(`insert into inspection_records (inspection, kind, record, seen, activity) values ($1, $2, $3, $4, $5)
			on conflict (inspection, kind, record) do update set seen = excluded.seen`, id, b.Kind, b.ID, b.Version, b.Activity)
	}
	return nil
}

func projectFound(tx *store.Tx, id string, at int64, e journal.Event) error {
	switch b := e.Body.(type) {
	case FindingAdded:
		if err := tx.Exec(`insert into inspection_findings (inspection, n, department, unit, region, point, severity, state, at, due)
			select id, $2, department, unit, unit_region, $3, $4, 'draft', $5, 0 from inspections where id = $1`, id, b.N, b.Point, b.Severity, at); err != nil {
			return err
		}
		for _, r := range b.Records {
			if err := tx.Exec(`insert into inspection_marks (inspection, n, kind, record, seen, committee, activity) values ($1, $2, $3, $4, $5, $6, $7)`,
				id, b.N, r.Kind, r.ID, r.Version, r.Committee, r.Activity); err != nil {
				return err
			}
		}
		return tx.Exec(`update inspections set findings = findings + 1 where id = $1`, id)
	case FindingDropped:
		if err := tx.Exec(`update inspection_findings set state = 'dropped' where inspection = $1 and n = $2`, id, b.N); err != nil {
			return err
		}
		return tx.Exec(`update inspections set findings = findings - 1 where id = $1`, id)
	}
	return nil
}

func projectOrders(tx *store.Tx, id string, at int64, e journal.Event) error {
	until := func(n int, due calendar.Day) error {
		if err := tx.Exec(`update inspection_orders set due = $3 where inspection = $1 and n = $2`, id, n, store.Micros(due.End())); err != nil {
			return err
		}
		return tx.Exec(`update inspection_findings set due = $3 where inspection = $1 and n = $2`, id, n, store.Micros(due.End()))
	}
	stands := func(n int, state string) error {
		return tx.Exec(`update inspection_orders set state = $3 where inspection = $1 and n = $2`, id, n, state)
	}
	switch b := e.Body.(type) {
	case Signed:
		return projectSigned(tx, id, at, b)
	case EvidenceGiven:
		return stands(b.Order, "shown")
	case OrderExtended:
		return until(b.Order, b.Due)
	case OrderRenewed:
		if err := stands(b.Order, "open"); err != nil {
			return err
		}
		return until(b.Order, b.Due)
	case OrderClosed:
		if err := stands(b.Order, "closed"); err != nil {
			return err
		}
		return tx.Exec(`update inspection_findings set state = 'closed' where inspection = $1 and n = $2`, id, b.Order)
	}
	return nil
}

// projectSigned lets the findings of a report stand: those with an order are open.
func projectSigned(tx *store.Tx, id string, at int64, b Signed) error {
	if err := tx.Exec(`update inspections set signed_at = $2 where id = $1`, id, at); err != nil {
		return err
	}
	if err := tx.Exec(`update inspection_findings set state = 'noted', at = $2 where inspection = $1 and state = 'draft'`, id, at); err != nil {
		return err
	}
	for _, o := range b.Orders {
		end := store.Micros(o.Due.End())
		if err := tx.Exec(`update inspection_findings set state = 'open', due = $3 where inspection = $1 and n = $2`, id, o.N, end); err != nil {
			return err
		}
		if err := tx.Exec(`insert into inspection_orders (inspection, n, department, unit, state, due) select id, $2, department, unit, 'open', $3 from inspections where id = $1`, id, o.N, end); err != nil {
			return err
		}
	}
	return nil
}
