package complaint

import (
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// Projection keeps the tables of intakes and reports.
func Projection() journal.Projection {
	return journal.Projection{
		Name: "complaints", Kinds: []string{Kind, IntakeKind},
		Tables: []journal.Table{
			{Name: "complaint_duties", Key: []string{"body", "person"}, Stream: "'intake/' || body"},
			{Name: "complaints", Key: []string{"id"}, Stream: "'complaint/' || id"},
		},
		Project: func(tx *store.Tx, e journal.Event) error {
			if e.Kind() == IntakeKind {
				return projectIntake(tx, e)
			}
			return projectReport(tx, e)
		},
	}
}

func projectIntake(tx *store.Tx, e journal.Event) error {
	switch b := e.Body.(type) {
	case Named:
		return tx.Exec(`insert into complaint_duties (body, body_kind, person, duty, public) values ($1, $2, $3, $4, '')`, e.Subject(), b.BodyKind, b.Person, b.Duty)
	case Keyed:
		return tx.Exec(`update complaint_duties set public = $3 where body = $1 and person = $2`, e.Subject(), b.Person, b.Key)
	case Left:
		return tx.Exec(`delete from complaint_duties where body = $1 and person = $2`, e.Subject(), b.Person)
	}
	return nil
}

func projectReport(tx *store.Tx, e journal.Event) error {
	id := e.Subject()
	if b, ok := e.Body.(Filed); ok {
		return tx.Exec(`insert into complaints (id, body_kind, body, custody, region, day, identity, state, held, running, asked, until_day, version)
			values ($1, $2, $3, $3, $4, $5, $6, 'received', false, false, false, '', $7)`, id, b.BodyKind, b.Body, b.Region, string(b.Day), b.Identity, e.Version)
	}
	_, to, err := journal.Step(tx, &Table, e, `select state from complaints where id = $1`)
	if err != nil {
		return err
	}
	if err := tx.Exec(`update complaints set state = $2, version = $3 where id = $1`, id, string(to), e.Version); err != nil {
		return err
	}
	return projectAct(tx, id, e.Body)
}

func projectAct(tx *store.Tx, id string, body journal.Body) error {
	switch b := body.(type) {
	case HandedOver:
		return tx.Exec(`update complaints set body_kind = $2, body = $3, region = $4 where id = $1`, id, b.BodyKind, b.Body, b.Region)
	case Referred:
		return tx.Exec(`update complaints set until_day = $2 where id = $1`, id, string(b.Until))
	case Closed:
		return tx.Exec(`update complaints set until_day = $2 where id = $1`, id, string(b.Until))
	case Reopened:
		return tx.Exec(`update complaints set until_day = '' where id = $1`, id)
	case Held:
		return tx.Exec(`update complaints set held = true where id = $1`, id)
	case Released:
		return tx.Exec(`update complaints set held = false where id = $1`, id)
	case Told:
		return tx.Exec(`update complaints set running = $2 where id = $1`, id, !b.Status.Final())
	case IdentityAsked:
		return tx.Exec(`update complaints set asked = true where id = $1`, id)
	case IdentityOpened, IdentityRefused:
		return tx.Exec(`update complaints set asked = false where id = $1`, id)
	}
	return nil
}
