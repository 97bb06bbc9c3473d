package rulebook

import (
	"lunheng/internal/auth"
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// Projection keeps the table of versions.
func Projection() journal.Projection {
	return journal.Projection{
		Name: "rulebook", Kinds: []string{auth.Pack},
		Tables:  []journal.Table{{Name: "packs", Key: []string{"id"}, Stream: "'pack/' || id"}},
		Project: project,
	}
}

func project(tx *store.Tx, e journal.Event) error {
	id, at := e.Subject(), store.Micros(e.At)
	switch b := e.Body.(type) {
	case Drafted:
		err := tx.Exec(`insert into packs (id, pack, version, title_zh, title_en, region, department, state, hash, from_day, author,
			created_at, updated_at, published_at, stream_version) values ($1, '', '', '', '', '', $2, 'draft', '', '', '', $3, $3, 0, 0)`,
			id, b.Department, at)
		if err != nil {
			return err
		}
		return projectHead(tx, e, b.Head)
	case Redrafted:
		return projectHead(tx, e, b.Head)
	case Published:
		if err := tx.Exec(`update packs set hash = $2, from_day = $3, published_at = $4 where id = $1`, id, b.Hash, string(b.From), at); err != nil {
			return err
		}
		return projectState(tx, e, string(StatePublished))
	case Withdrawn:
		return projectState(tx, e, string(StateWithdrawn))
	case Discarded:
		return projectState(tx, e, string(StateDiscarded))
	}
	return nil
}

func projectHead(tx *store.Tx, e journal.Event, h Head) error {
	err := tx.Exec(`update packs set pack = $2, version = $3, title_zh = $4, title_en = $5, region = $6, hash = $7, author = $8 where id = $1`,
		e.Subject(), h.Pack, h.Number, h.Title.ZH, h.Title.EN, h.Region, h.Hash, e.Actor)
	if err != nil {
		return err
	}
	return projectState(tx, e, string(StateDraft))
}

func projectState(tx *store.Tx, e journal.Event, state string) error {
	return tx.Exec(`update packs set state = $2, updated_at = $3, stream_version = $4 where id = $1`,
		e.Subject(), state, store.Micros(e.At), e.Version)
}
