package programme

import (
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// Projection keeps the tables of programmes, projects, their gates and payments.
func Projection() journal.Projection {
	of := "'project/' || project"
	return journal.Projection{
		Name: "programmes", Kinds: []string{Kind, ProjectKind},
		Tables: []journal.Table{
			{Name: "programmes", Key: []string{"id"}, Stream: "'programme/' || id"},
			{Name: "projects", Key: []string{"id"}, Stream: "'project/' || id"},
			{Name: "project_people", Key: []string{"project", "who"}, Stream: of},
			{Name: "project_open", Key: []string{"project", "code"}, Stream: of},
			{Name: "project_payments", Key: []string{"project", "n"}, Stream: of},
		},
		Project: project,
	}
}

func project(tx *store.Tx, e journal.Event) error {
	if e.Kind() == Kind {
		return projectProgramme(tx, e)
	}
	id := e.Subject()
	from, to, err := journal.Step(tx, &ProjectTable, e, `select state from projects where id = $1`)
	if err != nil {
		return err
	}
	if b, ok := e.Body.(Drafted); ok {
		if err := tx.Exec(`insert into projects (id, programme, funder_kind, funder, unit, leader, activity, title, state, stage, open, referred, amount, updated_at, version) values ($1, $2, $3, $4, $5, $6, '', '', $7, $8, 0, 0, 0, $9, $10)`,
			id, b.Programme, b.Kind, b.Funder.ID, b.Unit, b.Leader, string(to), string(StageOf(to)), store.Micros(e.At), e.Version); err != nil {
			return err
		}
		return people(tx, id, []string{b.Leader, b.Unit})
	}
	if err := tx.Exec(`update projects set state = $2, stage = $3, updated_at = $4, version = $5 where id = $1`, id, string(to), string(StageOf(to)), store.Micros(e.At), e.Version); err != nil {
		return err
	}
	if err := projectPart(tx, id, e); err != nil {
		return err
	}
	if from != to {
		return moved(tx, id, to, e)
	}
	return nil
}

func projectProgramme(tx *store.Tx, e journal.Event) error {
	id, at := e.Subject(), store.Micros(e.At)
	switch b := e.Body.(type) {
	case Begun:
		return tx.Exec(`insert into programmes (id, funder_kind, funder, region, plan, title, state, opens, closes, updated_at, version) values ($1, $2, $3, $4, $5, $6, 'preparing', '', '', $7, $8)`,
			id, b.Kind, b.Funder.ID, b.Region, b.Plan, b.Title, at, e.Version)
	case GuideWritten:
		return tx.Exec(`update programmes set opens = $2, closes = $3, updated_at = $4, version = $5 where id = $1`, id, string(b.Opens), string(b.Closes), at, e.Version)
	case Published:
		return tx.Exec(`update programmes set state = 'open', updated_at = $2, version = $3 where id = $1`, id, at, e.Version)
	case Closed:
		return tx.Exec(`update programmes set state = 'closed', updated_at = $2, version = $3 where id = $1`, id, at, e.Version)
	}
	return nil
}

func projectPart(tx *store.Tx, id string, e journal.Event) error {
	at := store.Micros(e.At)
	switch b := e.Body.(type) {
	case Written:
		if err := tx.Exec(`update projects set title = $2, amount = $3 where id = $1`, id, b.Title, b.Amount); err != nil {
			return err
		}
		if err := tx.Exec(`delete from project_people where project = $1 and who not in (select leader from projects where id = $1 union all select unit from projects where id = $1)`, id); err != nil {
			return err
		}
		return people(tx, id, b.Members)
	case ActivityLinked:
		return tx.Exec(`update projects set activity = $2 where id = $1`, id, b.Activity)
	case Approved:
		for _, i := range b.Instalments {
			if err := tx.Exec(`insert into project_payments (project, n, amount, falls, state, since) values ($1, $2, $3, $4, 'planned', $5)`, id, i.N, i.Amount, i.After, at); err != nil {
				return err
			}
		}
	case GateOpened:
		return opened(tx, id, b, at)
	case GateClosed:
		return shut(tx, id, at)
	case FindingsHanded:
		return tx.Exec(`update projects set referred = referred + 1 where id = $1`, id)
	case ReferralAnswered:
		return tx.Exec(`update projects set referred = referred - 1 where id = $1`, id)
	case Paid:
		return tx.Exec(`update project_payments set state = 'paid', since = $3 where project = $1 and n = $2`, id, b.N, at)
	}
	return nil
}

func people(tx *store.Tx, id string, who []string) error {
	for _, w := range who {
		if err := tx.Exec(`insert into project_people (project, who) values ($1, $2) on conflict do nothing`, id, w); err != nil {
			return err
		}
	}
	return nil
}

// opened notes what a gate lacks; what it lacked before keeps the day since when.
func opened(tx *store.Tx, id string, b GateOpened, at int64) error {
	var codes []string
	for _, h := range b.Open {
		codes = append(codes, h.Code)
	}
	w := store.NewWhere(id)
	w.And("project = $1")
	w.In("not code", codes)
	if err := tx.Exec(`delete from project_open`+w.String(), w.Args()...); err != nil {
		return err
	}
	for _, h := range b.Open {
		if err := tx.Exec(`insert into project_open (project, code, stage, lifts, since) values ($1, $2, $3, $4, $5)
			on conflict (project, code) do update set stage = excluded.stage, lifts = excluded.lifts`, id, h.Code, string(b.Stage), string(h.Lifts), at); err != nil {
			return err
		}
	}
	if err := tx.Exec(`update projects set open = $2 where id = $1`, id, len(b.Open)); err != nil {
		return err
	}
	return tx.Exec(`update project_payments set state = 'held', since = $2 where project = $1 and state = 'due'`, id, at)
}

// shut notes that a gate lacks nothing: what fell due may be paid.
func shut(tx *store.Tx, id string, at int64) error {
	if err := tx.Exec(`delete from project_open where project = $1`, id); err != nil {
		return err
	}
	if err := tx.Exec(`update projects set open = 0 where id = $1`, id); err != nil {
		return err
	}
	return tx.Exec(`update project_payments set state = 'due', since = $2 where project = $1 and state = 'held'`, id, at)
}

// moved lets instalments fall due, and ends what is open with the project.
func moved(tx *store.Tx, id string, to flow.State, e journal.Event) error {
	at := store.Micros(e.At)
	p := Project{State: to}
	for _, after := range []string{AfterApproval, AfterAcceptance} {
		if !p.Due(Instalment{After: after}) {
			continue
		}
		if err := tx.Exec(`update project_payments set since = $3, state = case when (select open from projects where id = $1) > 0 then 'held' else 'due' end
			where project = $1 and falls = $2 and state = 'planned'`, id, after, at); err != nil {
			return err
		}
	}
	if p.Live() {
		return nil
	}
	if err := shut(tx, id, at); err != nil {
		return err
	}
	return tx.Exec(`delete from project_payments where project = $1 and state <> 'paid'`, id)
}
