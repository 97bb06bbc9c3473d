package consent

import (
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// Kind is the kind of stream.
const Kind = "consent"

// Stream names the stream of an activity's consent documents.
func Stream(activity string) string { return journal.StreamName(Kind, activity) }

// Projection keeps the tables of consent documents.
func Projection() journal.Projection {
	return journal.Projection{
		Name: "consents", Kinds: []string{Kind, ReleaseKind},
		Tables: []journal.Table{
			{Name: "consents", Key: []string{"activity"}, Stream: "'consent/' || activity"},
			{Name: "consent_people", Key: []string{"activity", "code"}, Stream: "'consent/' || activity"},
			{Name: "releases", Key: []string{"id"}, Stream: "'release/' || id"},
		},
		Project: project,
	}
}

func project(tx *store.Tx, e journal.Event) error {
	if e.Kind() == ReleaseKind {
		return projectRelease(tx, e)
	}
	id, at := e.Subject(), store.Micros(e.At)
	if b, ok := e.Body.(Started); ok {
		if err := tx.Exec(`insert into consents (activity, unit, state, versions, in_force, consented, withdrawn, owed, unasked, updated_at, version)
			values ($1, $2, 'drafting', 0, 0, 0, 0, 0, 0, $3, 0)`, id, b.Unit, at); err != nil {
			return err
		}
	}
	_, to, err := journal.Step(tx, &Table, e, `select state from consents where activity = $1`)
	if err != nil {
		return err
	}
	if err := tx.Exec(`update consents set state = $2, updated_at = $3, version = $4 where activity = $1`, id, string(to), at, e.Version); err != nil {
		return err
	}
	return projectBody(tx, id, e)
}

func projectBody(tx *store.Tx, id string, e journal.Event) error {
	switch b := e.Body.(type) {
	case Cut:
		return tx.Exec(`update consents set versions = $2 where activity = $1`, id, b.N)
	case Approved:
		if err := tx.Exec(`update consents set in_force = $2 where activity = $1`, id, b.N); err != nil || !b.Reconsent {
			return err
		}
		if err := tx.Exec(`update consent_people set owes = true where activity = $1 and withdrawn_on = ''`, id); err != nil {
			return err
		}
	case Given:
		if b.Beside != "" {
			for _, code := range b.Codes {
				if err := tx.Exec(`update consent_people set assent = $3 where activity = $1 and code = $2`, id, code, b.N); err != nil {
					return err
				}
			}
			break
		}
		for _, code := range b.Codes {
			err := tx.Exec(`insert into consent_people (activity, code, n, document, way, day, withdrawn_on, owes, asks, assent) values ($1, $2, $3, $4, $5, $6, '', false, $7, 0)
				on conflict (activity, code) do update set n = excluded.n, document = excluded.document, way = excluded.way, day = excluded.day,
				withdrawn_on = '', owes = false, asks = excluded.asks,
				assent = case when consent_people.withdrawn_on = '' then consent_people.assent else 0 end`, id, code, b.N, b.Document, b.Way, string(b.Day), b.Asks)
			if err != nil {
				return err
			}
		}
	case Withdrawn:
		if err := tx.Exec(`update consent_people set withdrawn_on = $3, owes = false where activity = $1 and code = $2`, id, b.Code, string(b.Day)); err != nil {
			return err
		}
	case CapacityRisen:
		if err := tx.Exec(`update consent_people set owes = owes or not $3, asks = $3 where activity = $1 and code = $2`, id, b.Code, b.Assent); err != nil {
			return err
		}
	default:
		return nil
	}
	return tx.Exec(`update consents set
		consented = (select count(*) from consent_people p where p.activity = $1 and p.withdrawn_on = ''),
		withdrawn = (select count(*) from consent_people p where p.activity = $1 and p.withdrawn_on <> ''),
		owed = (select count(*) from consent_people p where p.activity = $1 and p.owes),
		unasked = (select count(*) from consent_people p where p.activity = $1 and p.asks and p.assent < p.n and p.withdrawn_on = '')
		where activity = $1`, id)
}
