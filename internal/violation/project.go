package violation

import (
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// Projection keeps the tables of cases.
func Projection() journal.Projection {
	return journal.Projection{
		Name: "cases", Kinds: []string{Kind},
		Tables: []journal.Table{
			{Name: "cases", Key: []string{"id"}, Stream: "'case/' || id"},
			{Name: "case_people", Key: []string{"kase", "person", "role"}, Stream: "'case/' || kase"},
			{Name: "case_units", Key: []string{"kase", "unit"}, Stream: "'case/' || kase"},
			{Name: "typical_cases", Key: []string{"kase"}, Stream: "'case/' || kase"},
		},
		Project: project,
	}
}

func project(tx *store.Tx, e journal.Event) error {
	id, at := e.Subject(), store.Micros(e.At)
	_, to, err := journal.Step(tx, &Table, e, `select state from cases where id = $1`)
	if err != nil {
		return err
	}
	if b, ok := e.Body.(Opened); ok {
		return opened(tx, id, b, e, to)
	}
	if err := tx.Exec(`update cases set state = $2, updated_at = $3, version = $4, noticed = case when $5 = 'investigating' then false when $6 = 'case.noticed' then true else noticed end where id = $1`,
		id, string(to), at, e.Version, string(to), e.Type); err != nil {
		return err
	}
	if err := projectBody(tx, id, e); err != nil {
		return err
	}
	return projectPeople(tx, id, e)
}

func opened(tx *store.Tx, id string, b Opened, e journal.Event, to flow.State) error {
	if err := tx.Exec(`insert into cases (id, title, state, body_kind, body, superior, unit, region, activity, source, record, major, noticed, waiting, paused, opened_at, decided_at, updated_at, version)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, $14, $15, 0, $16, $17)`,
		id, b.Title, string(to), b.Body.Kind, b.Body.ID, b.Superior, b.Unit, b.Region, b.Activity, b.Source.Kind, b.Source.Record, b.Major, false, false, store.Micros(e.At), store.Micros(e.At), e.Version); err != nil {
		return err
	}
	if b.Reporter == "" {
		return nil
	}
	return role(tx, id, b.Reporter, "reporter")
}

func role(tx *store.Tx, id, person, role string) error {
	return tx.Exec(`insert into case_people (kase, person, role) values ($1, $2, $3) on conflict do nothing`, id, person, role)
}

// handle says who handles the case now; the team before has no more to do with it.
func handle(tx *store.Tx, id string, to Body, superior string) error {
	if err := tx.Exec(`delete from case_people where kase = $1 and role = 'team'`, id); err != nil {
		return err
	}
	return tx.Exec(`update cases set body_kind = $2, body = $3, superior = $4 where id = $1`, id, to.Kind, to.ID, superior)
}

func projectBody(tx *store.Tx, id string, e journal.Event) error {
	switch b := e.Body.(type) {
	case Transferred:
		if err := handle(tx, id, b.To, b.Superior); err != nil {
			return err
		}
		return tx.Exec(`update cases set unit = $2, region = $3, major = $4 where id = $1`, id, b.Unit, b.Region, b.Major)
	case Designated:
		return handle(tx, id, b.To, b.Superior)
	case TakenOver:
		if err := handle(tx, id, Body{Department, b.By}, b.Superior); err != nil {
			return err
		}
		return tx.Exec(`update cases set major = $2 where id = $1`, id, true)
	case Decided, Cleared:
		return tx.Exec(`update cases set decided_at = $2, paused = $3 where id = $1`, id, store.Micros(e.At), false)
	case RequestMade:
		return tx.Exec(`update cases set waiting = waiting + 1 where id = $1`, id)
	case RequestRefused, RequestDecided:
		return tx.Exec(`update cases set waiting = waiting - 1 where id = $1`, id)
	case InterimTaken:
		if b.Code == PausePayment {
			return tx.Exec(`update cases set paused = $2 where id = $1`, id, true)
		}
	case Annulled:
		if err := tx.Exec(`update cases set waiting = 0 where id = $1`, id); err != nil {
			return err
		}
		return tx.Exec(`delete from typical_cases where kase = $1`, id)
	case Unpublished:
		return tx.Exec(`delete from typical_cases where kase = $1`, id)
	case Published:
		return tx.Exec(`insert into typical_cases (kase, title, text, violation, severity, region, published_at) select $1, $2, $3, $4, $5, region, $6 from cases where id = $7
			on conflict (kase) do update set title = excluded.title, text = excluded.text, published_at = excluded.published_at`, id, b.Title, b.Text, b.Violation, b.Severity, store.Micros(e.At), id)
	}
	return nil
}

// PausePayment is the interim measure under which no money is paid.
const PausePayment = "pause_payment"

func projectPeople(tx *store.Tx, id string, e journal.Event) error {
	switch b := e.Body.(type) {
	case PartyNamed:
		if err := role(tx, id, b.Who, "accused"); err != nil || b.Kind != Unit || b.Unit == "" {
			return err
		}
		return tx.Exec(`insert into case_units (kase, unit) values ($1, $2) on conflict do nothing`, id, b.Unit)
	case PartyDropped:
		if err := tx.Exec(`delete from case_people where kase = $1 and role = 'accused' and person = $2`, id, b.Who); err != nil {
			return err
		}
		return tx.Exec(`delete from case_units where kase = $1 and unit = $2`, id, b.Unit)
	case MemberNamed:
		return role(tx, id, b.Person, b.Role)
	case MemberLeft:
		return tx.Exec(`delete from case_people where kase = $1 and person = $2 and role in ('team', 'peer')`, id, b.Person)
	case InterestDeclared:
		if b.Conflict {
			return tx.Exec(`delete from case_people where kase = $1 and person = $2 and role = 'peer'`, id, b.Person)
		}
	case InterimLifted:
		if b.Code == PausePayment {
			return tx.Exec(`update cases set paused = $2 where id = $1`, id, false)
		}
	}
	return nil
}
