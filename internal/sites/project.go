package sites

import (
	"encoding/json"
	"fmt"

	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// Projection keeps the tables of sites, packages, agreements and installations.
func Projection() journal.Projection {
	return journal.Projection{
		Name: "sites", Kinds: []string{Kind, ParcelKind, AllianceKind, PeerKind},
		Tables: []journal.Table{
			{Name: "sites", Key: []string{"id"}, Stream: "'site/' || id"},
			{Name: "parcels", Key: []string{"review"}, Stream: "'parcel/' || review"},
			{Name: "alliances", Key: []string{"id"}, Stream: "'alliance/' || id"},
			{Name: "alliance_members", Key: []string{"alliance", "member"}, Stream: "'alliance/' || alliance"},
			{Name: "peers", Key: []string{"id"}, Stream: "'peer/' || id"},
		},
		Project: func(tx *store.Tx, e journal.Event) error {
			switch e.Kind() {
			case ParcelKind:
				return projectParcel(tx, e)
			case AllianceKind:
				return projectAlliance(tx, e)
			case PeerKind:
				return projectPeer(tx, e)
			}
			return projectSite(tx, e)
		},
	}
}

// step finds the state to which an event leads; the query gives the one before.
func step(tx *store.Tx, t *flow.Table, e journal.Event, query string) (flow.State, error) {
	from := StateNone
	if e.Version > 1 {
		var state string
		if err := tx.Row(query, e.Subject()).Scan(&state); err != nil {
			return "", err
		}
		from = flow.State(state)
	}
	return t.Next(from, e.Type)
}

func projectSite(tx *store.Tx, e journal.Event) error {
	id := e.Subject()
	to, err := step(tx, &Table, e, `select state from sites where id = $1`)
	if err != nil {
		return err
	}
	switch b := e.Body.(type) {
	case Invited:
		err = insertSite(tx, id, b.Site)
	case Received:
		if e.Version == 1 {
			err = insertSite(tx, id, b.Site)
		} else {
			err = tx.Exec(`update sites set title = $2, lead_zh = $3, lead_en = $4, recognition = '' where id = $1`, id, b.Title, b.Lead.Unit.ZH, b.Lead.Unit.EN)
		}
	case PackageSent:
		err = tx.Exec(`update sites set recognition = '' where id = $1`, id)
	case InputGiven:
		err = tx.Exec(`update sites set investigator = $2 where id = $1`, id, b.Investigator)
	case TakenUp:
		err = tx.Exec(`update sites set recognition = $2 where id = $1`, id, b.Review)
	}
	if err != nil {
		return err
	}
	return tx.Exec(`update sites set state = $2, updated_at = $3, version = $4 where id = $1`, id, string(to), store.Micros(e.At), e.Version)
}

func insertSite(tx *store.Tx, id string, s Site) error {
	return tx.Exec(`insert into sites (id, activity, review, leader, lead_unit, lead_committee, lead_zh, lead_en, unit, committee, party_key, party_zh, party_en,
		way, peer, theirs, investigator, recognition, title, state, updated_at, version)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, '', '', $17, 'invited', 0, 0)`,
		id, s.Activity, s.Review, s.Leader, s.LeadUnit, s.LeadCom, s.Lead.Unit.ZH, s.Lead.Unit.EN, s.Unit, s.Committee, s.Party.Key, s.Party.Unit.ZH, s.Party.Unit.EN,
		s.Way, s.Peer, s.Theirs, s.Title)
}

func projectParcel(tx *store.Tx, e journal.Event) error {
	review, at := e.Subject(), store.Micros(e.At)
	to, err := step(tx, &ParcelTable, e, `select state from parcels where review = $1`)
	if err != nil {
		return err
	}
	if e.Version == 1 {
		err = tx.Exec(`insert into parcels (review, package, stated, state, updated_at, version) values ($1, '', '', 'in_force', 0, 0)`, review)
		if err != nil {
			return err
		}
	}
	column := "stated"
	if _, issued := e.Body.(Issued); issued {
		column = "package"
	}
	return tx.Exec(`update parcels set `+column+` = $2, state = $3, updated_at = $4, version = $5 where review = $1`, review, e.ID, string(to), at, e.Version)
}

func projectAlliance(tx *store.Tx, e journal.Event) error {
	id := e.Subject()
	to, err := step(tx, &AllianceTable, e, `select state from alliances where id = $1`)
	if err != nil {
		return err
	}
	switch b := e.Body.(type) {
	case AllianceFounded:
		err = tx.Exec(`insert into alliances (id, name_zh, name_en, fields, from_day, until_day, state, version) values ($1, '', '', '[]', '', '', 'kept', 0)`, id)
		if err == nil {
			err = putTerms(tx, id, b.Terms)
		}
	case AllianceChanged:
		err = putTerms(tx, id, b.Terms)
	}
	if err != nil {
		return err
	}
	return tx.Exec(`update alliances set state = $2, version = $3 where id = $1`, id, string(to), e.Version)
}

func putTerms(tx *store.Tx, id string, t Terms) error {
	fields, err := list(t.Fields)
	if err != nil {
		return err
	}
	err = tx.Exec(`update alliances set name_zh = $2, name_en = $3, fields = $4, from_day = $5, until_day = $6 where id = $1`,
		id, t.Name.ZH, t.Name.EN, fields, string(t.From), string(t.Until))
	if err != nil {
		return err
	}
	if err := tx.Exec(`delete from alliance_members where alliance = $1`, id); err != nil {
		return err
	}
	for _, m := range t.Members {
		if err := tx.Exec(`insert into alliance_members (alliance, member) values ($1, $2)`, id, m); err != nil {
			return err
		}
	}
	return nil
}

func projectPeer(tx *store.Tx, e journal.Event) error {
	id := e.Subject()
	to, err := step(tx, &PeerTable, e, `select state from peers where id = $1`)
	if err != nil {
		return err
	}
	if e.Version == 1 {
		if err := tx.Exec(`insert into peers (id, name, key, units, state, version) values ($1, '', '', '[]', 'known', 0)`, id); err != nil {
			return err
		}
	}
	if b, ok := e.Body.(Known); ok {
		units, err := list(b.Units)
		if err != nil {
			return err
		}
		if err := tx.Exec(`update peers set name = $2, key = $3, units = $4 where id = $1`, id, b.Name, b.LogKey, units); err != nil {
			return err
		}
	}
	return tx.Exec(`update peers set state = $2, version = $3 where id = $1`, id, string(to), e.Version)
}

// list is a list of codes as a column holds it.
func list(codes []string) (string, error) {
	if len(codes) == 0 {
		return "[]", nil
	}
	raw, err := json.Marshal(codes)
	if err != nil {
		return "", fmt.Errorf("write list: %w", err)
	}
	return string(raw), nil
}
