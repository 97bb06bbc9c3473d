package recheck

import (
	"encoding/json"

	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// Kinds of the two streams.
const (
	Kind     = "recheck"
	PoolKind = "pool"
)

// Stream names the stream of a re-review.
func Stream(id string) string { return journal.StreamName(Kind, id) }

// PoolStream names that of a department's pool.
func PoolStream(department string) string { return journal.StreamName(PoolKind, department) }

// Projection keeps the tables of re-reviews, panels and pools.
func Projection() journal.Projection {
	return journal.Projection{
		Name: "rechecks", Kinds: []string{Kind, PoolKind},
		Tables: []journal.Table{
			{Name: "rechecks", Key: []string{"id"}, Stream: "'recheck/' || id", Sought: []string{"activity"}},
			{Name: "recheck_experts", Key: []string{"recheck", "ref"}, Stream: "'recheck/' || recheck"},
			{Name: "pool_experts", Key: []string{"id"}, Stream: "'pool/' || department"},
		},
		Project: project,
	}
}

func project(tx *store.Tx, e journal.Event) error {
	if e.Kind() == PoolKind {
		return projectPool(tx, e)
	}
	id, at := e.Subject(), store.Micros(e.At)
	if b, ok := e.Body.(Applied); ok {
		err := tx.Exec(`insert into rechecks (id, review, activity, committee, unit, applicant, department, title, number, state, result, applied_at, updated_at, version)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'applied', '', $10, $10, 0)`,
			id, b.Review, b.Activity, b.Committee, b.Unit, b.Applicant, b.Department, b.Title, b.Number, at)
		if err != nil {
			return err
		}
	}
	_, to, err := journal.Step(tx, &Table, e, `select state from rechecks where id = $1`)
	if err != nil {
		return err
	}
	if err := tx.Exec(`update rechecks set state = $2, updated_at = $3, version = $4 where id = $1`, id, string(to), at, e.Version); err != nil {
		return err
	}
	return projectPanel(tx, id, at, e)
}

func projectPanel(tx *store.Tx, id string, at int64, e journal.Event) error {
	sit := func(ref string) error {
		return tx.Exec(`update recheck_experts set state = 'sitting', since = $3 where recheck = $1 and ref = $2`, id, ref, at)
	}
	leave := func(ref string) error {
		return tx.Exec(`update recheck_experts set state = 'left', answered = false where recheck = $1 and ref = $2`, id, ref)
	}
	switch b := e.Body.(type) {
	case CandidatesListed:
		return replaceCandidates(tx, id, b, at)
	case PanelDrawn:
		for _, ref := range b.Panel {
			if err := sit(ref); err != nil {
				return err
			}
		}
	case ExpertReplaced:
		if err := leave(b.Ref); err != nil {
			return err
		}
		return sit(b.Next)
	case PanelBroken:
		return tx.Exec(`update recheck_experts set state = 'left', answered = false where recheck = $1`, id)
	case OpinionGiven:
		return tx.Exec(`update recheck_experts set answered = true where recheck = $1 and ref = $2`, id, b.Ref)
	case FedBack:
		result := ResultDisagree
		if b.Agrees {
			result = ResultAgree
		}
		return tx.Exec(`update rechecks set result = $2 where id = $1`, id, result)
	}
	return nil
}

// replaceCandidates notes the candidates of a new draw; none of them sits yet.
func replaceCandidates(tx *store.Tx, id string, b CandidatesListed, at int64) error {
	if err := tx.Exec(`delete from recheck_experts where recheck = $1`, id); err != nil {
		return err
	}
	for _, p := range b.People {
		err := tx.Exec(`insert into recheck_experts (recheck, ref, person, state, answered, since) values ($1, $2, $3, 'left', false, $4)`, id, p.Ref, p.Person, at)
		if err != nil {
			return err
		}
	}
	return nil
}

func projectPool(tx *store.Tx, e journal.Event) error {
	switch b := e.Body.(type) {
	case ExpertAdded:
		return tx.Exec(`insert into pool_experts (id, department, person, fields, expertise, region, from_day, until_day)
			values ($1, $2, $3, $4, $5, $6, $7, $8)`, e.ID, e.Subject(), b.Person, codeList(b.Fields), codeList(b.Expertise), b.Region,
			string(b.From), string(b.Until))
	case ExpertEnded:
		return tx.Exec(`update pool_experts set until_day = $3 where department = $1 and person = $2 and (until_day = '' or until_day > $3)`,
			e.Subject(), b.Person, string(b.Day))
	}
	return nil
}

// codeList is a list of codes as a column holds it.
func codeList(codes []string) string {
	if len(codes) == 0 {
		return "[]"
	}
	raw, err := json.Marshal(codes)
	if err != nil { // does not happen: strings
		return "[]"
	}
	return string(raw)
}
