package risk

import (
	"encoding/json"
	"slices"

	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/review"
	"lunheng/internal/store"
)

// Projection keeps the tables of this package.
func Projection() journal.Projection {
	return journal.Projection{
		Name: "risks", Kinds: []string{review.Kind, SignalKind, Kind, WarningKind, LeadKind, IntakeKind, BulletinKind},
		Tables: []journal.Table{
			{Name: "risk_deliberations", Key: []string{"review"}, Stream: "'review/' || review"},
			{Name: "risk_signals", Key: []string{"id"}, Stream: "'signal/' || id"},
			{Name: "risk_feedback", Key: []string{"definition"}, Stream: "'signal/' || definition"},
			{Name: "risks", Key: []string{"id"}, Stream: "'risk/' || id"},
			{Name: "leads", Key: []string{"id"}, Stream: "'lead/' || id"},
			{Name: "lead_units", Key: []string{"lead", "n"}, Stream: "'lead/' || lead"},
			{Name: "lead_imports", Key: []string{"id"}, Stream: "'import/' || id"},
			{Name: "warnings", Key: []string{"id"}, Stream: "'warning/' || id"},
			{Name: "warning_grounds", Key: []string{"warning", "kind", "id"}, Stream: "'warning/' || warning"},
			{Name: "warning_addressees", Key: []string{"warning", "n"}, Stream: "'warning/' || warning"},
			{Name: "bulletins", Key: []string{"id"}, Stream: "'bulletin/' || id"},
			{Name: "bulletin_addressees", Key: []string{"bulletin", "kind", "body"}, Stream: "'bulletin/' || bulletin"},
		},
		Project: project,
	}
}

func project(tx *store.Tx, e journal.Event) error {
	switch e.Kind() {
	case review.Kind:
		return projectDeliberation(tx, e)
	case SignalKind:
		return projectSignal(tx, e)
	case Kind:
		return projectEntry(tx, e)
	case LeadKind:
		return projectLead(tx, e)
	case IntakeKind:
		return projectIntake(tx, e)
	case WarningKind:
		return projectWarning(tx, e)
	}
	return projectBulletin(tx, e)
}

// projectDeliberation notes when a meeting came to a case, and when it decided.
func projectDeliberation(tx *store.Tx, e journal.Event) error {
	switch b := e.Body.(type) {
	case review.TakenUp:
		return tx.Exec(`insert into risk_deliberations (review, committee, taken_at, decided_at) select id, committee, $2, 0 from reviews where id = $1
			on conflict (review) do update set taken_at = excluded.taken_at, decided_at = 0`, e.Subject(), store.Micros(e.At))
	case review.Approved:
		return decided(tx, e, b.Meeting)
	case review.ChangesAsked:
		return decided(tx, e, b.Meeting)
	case review.RereviewAsked:
		return decided(tx, e, b.Meeting)
	case review.Rejected:
		return decided(tx, e, b.Meeting)
	}
	return nil
}

func decided(tx *store.Tx, e journal.Event, meeting string) error {
	if meeting == "" {
		return nil
	}
	return tx.Exec(`update risk_deliberations set decided_at = $2 where review = $1 and decided_at = 0`, e.Subject(), store.Micros(e.At))
}

// moved is the state of a stream after an event, by its table and the row it has so far.
func moved(tx *store.Tx, t *flow.Table, rows string, e journal.Event) (flow.State, error) {
	var from string
	if e.Version > 1 {
		if err := tx.Row(`select state from `+rows+` where id = $1`, e.Subject()).Scan(&from); err != nil {
			return "", err
		}
	}
	return t.Next(flow.State(from), e.Type)
}

func projectSignal(tx *store.Tx, e journal.Event) error {
	id, at := e.Subject(), store.Micros(e.At)
	to, err := moved(tx, &SignalTable, "risk_signals", e)
	if err != nil {
		return err
	}
	switch b := e.Body.(type) {
	case Raised:
		return projectRaised(tx, e, b, to)
	case Changed:
		return tx.Exec(`update risk_signals set level = $2, rank = $3, score = $4, value = $5, proposed = $6, updated_at = $7, version = $8, basis = $9 where id = $1`,
			id, b.Level, b.Rank, b.Score, b.Value, b.Proposed, at, e.Version, basis(b.Records))
	case Confirmed:
		err = heard(tx, id, 1, 0)
	case Dismissed:
		err = heard(tx, id, 0, 1)
	}
	if err != nil {
		return err
	}
	return tx.Exec(`update risk_signals set state = $2, updated_at = $3, version = $4 where id = $1`, id, string(to), at, e.Version)
}

// heard counts what people said of the signals of a definition.
func heard(tx *store.Tx, signal string, confirmed, dismissed int) error {
	return tx.Exec(`insert into risk_feedback (definition, confirmed, dismissed) select definition, cast($2 as bigint), cast($3 as bigint) from risk_signals where id = $1
		on conflict (definition) do update set confirmed = risk_feedback.confirmed + excluded.confirmed, dismissed = risk_feedback.dismissed + excluded.dismissed`, signal, confirmed, dismissed)
}

func projectRaised(tx *store.Tx, e journal.Event, b Raised, to flow.State) error {
	fields, err := json.Marshal(append([]string{}, b.Fields...))
	if err != nil {
		return err
	}
	told := func(who, id string) string {
		if slices.Contains(b.Audience, who) {
			return id
		}
		return ""
	}
	return tx.Exec(`insert into risk_signals (id, definition, subject_kind, subject, unit, committee, region, fields, level, rank, score, value, basis, state, for_unit, for_committee,
		proposed, warned, raised_at, updated_at, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $19, $13, $14, $15, $16, false, $17, $17, $18)
		on conflict (id) do update set unit = excluded.unit, committee = excluded.committee, region = excluded.region, fields = excluded.fields, level = excluded.level,
		rank = excluded.rank, score = excluded.score, value = excluded.value, basis = excluded.basis, state = excluded.state, for_unit = excluded.for_unit, for_committee = excluded.for_committee,
		proposed = excluded.proposed, warned = false, raised_at = excluded.raised_at, updated_at = excluded.updated_at, version = excluded.version`,
		e.Subject(), b.Definition, b.Kind, b.Subject, b.Unit, b.Committee, b.Region, string(fields), b.Level, b.Rank, b.Score, b.Value, string(to),
		told("unit", b.Unit), told("committee", b.Committee), b.Proposed, store.Micros(e.At), e.Version, basis(b.Records))
}

func projectEntry(tx *store.Tx, e journal.Event) error {
	id, at := e.Subject(), store.Micros(e.At)
	to, err := moved(tx, &Table, "risks", e)
	if err != nil {
		return err
	}
	switch b := e.Body.(type) {
	case Entered:
		return tx.Exec(`insert into risks (id, unit, kind, title, activity, owner, likelihood, impact, grade, score, state, due, updated_at, version)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'open', $11, $12, $13)`, id, b.Unit, b.Terms.Kind, b.Title, b.Activity, b.Owner, b.L, b.I, b.Grade, b.Points(), micros(b.Clocks), at, e.Version)
	case Reassessed:
		err = tx.Exec(`update risks set likelihood = $2, impact = $3, grade = $4, score = $5, due = $6 where id = $1`, id, b.L, b.I, b.Grade, b.Points(), micros(b.Clocks))
	}
	if err != nil {
		return err
	}
	return tx.Exec(`update risks set state = $2, updated_at = $3, version = $4 where id = $1`, id, string(to), at, e.Version)
}

// micros is the due date of the clock that an event starts; 0: none.
func micros(c flow.Clocks) int64 {
	if t := due(c); !t.IsZero() {
		return store.Micros(t)
	}
	return 0
}

func projectLead(tx *store.Tx, e journal.Event) error {
	id, at := e.Subject(), store.Micros(e.At)
	to, err := moved(tx, &LeadTable, "leads", e)
	if err != nil {
		return err
	}
	switch b := e.Body.(type) {
	case Noted:
		return projectNoted(tx, e, b)
	case PlaceMatched:
		state := Matched
		if b.Unit == "" {
			state = Nobody
		}
		if err := tx.Exec(`update lead_units set unit = $3, state = $4 where lead = $1 and n = $2`, id, b.N, b.Unit, state); err != nil {
			return err
		}
		err = tx.Exec(`update leads set asks = (select count(*) from lead_units u where u.lead = $1 and u.state = 'ask') where id = $1`, id)
	case LeadSetAside:
		if err := tx.Exec(`update lead_units set weight = 0 where lead = $1`, id); err != nil {
			return err
		}
		err = tx.Exec(`update leads set asks = 0 where id = $1`, id)
	}
	if err != nil {
		return err
	}
	return tx.Exec(`update leads set state = $2, updated_at = $3, version = $4 where id = $1`, id, string(to), at, e.Version)
}

func projectNoted(tx *store.Tx, e journal.Event, b Noted) error {
	asks := 0
	for _, p := range b.Places {
		if p.State == Asked {
			asks++
		}
		if err := tx.Exec(`insert into lead_units (lead, n, kind, unit, state, at, weight) values ($1, $2, $3, $4, $5, $6, $7)`,
			e.Subject(), p.N, b.Kind, p.Unit, p.State, store.Micros(b.Day.Start()), b.Weight); err != nil {
			return err
		}
	}
	return tx.Exec(`insert into leads (id, kind, origin, title, day, weight, state, asks, updated_at, version) values ($1, $2, $3, $4, $5, $6, 'noted', $7, $8, $9)`,
		e.Subject(), b.Kind, b.Origin, b.Title, string(b.Day), b.Weight, asks, store.Micros(e.At), e.Version)
}

func projectIntake(tx *store.Tx, e journal.Event) error {
	id := e.Subject()
	switch b := e.Body.(type) {
	case IntakeBegun:
		return tx.Exec(`insert into lead_imports (id, kind, body, state, started, total, done, fresh, known, refused, version) values ($1, $2, $3, 'reading', $4, $5, 0, 0, 0, 0, $6)`,
			id, b.Kind, b.Body, store.Micros(e.At), b.Rows, e.Version)
	case PartTaken:
		return tx.Exec(`update lead_imports set done = $2, fresh = fresh + $3, known = known + $4, refused = refused + $5, version = $6 where id = $1`, id, b.To, b.Fresh, b.Known, b.Refused, e.Version)
	case IntakeEnded:
		return tx.Exec(`update lead_imports set state = 'done', version = $2 where id = $1`, id, e.Version)
	case IntakeFailed:
		return tx.Exec(`update lead_imports set state = 'failed', version = $2 where id = $1`, id, e.Version)
	}
	return nil
}

func projectWarning(tx *store.Tx, e journal.Event) error {
	id, at := e.Subject(), store.Micros(e.At)
	to, err := moved(tx, &WarningTable, "warnings", e)
	if err != nil {
		return err
	}
	if b, ok := e.Body.(WarningDrafted); ok {
		return projectDrafted(tx, e, b)
	}
	if err := tx.Exec(`update warnings set state = $2, updated_at = $3, version = $4 where id = $1`, id, string(to), at, e.Version); err != nil {
		return err
	}
	switch b := e.Body.(type) {
	case WarningIssued:
		err = tx.Exec(`update warnings set issued_at = $2, waiting = (select count(*) from warning_addressees a where a.warning = $1) where id = $1`, id, at)
		if err == nil {
			err = tx.Exec(`update risk_signals set warned = true where id in (select g.id from warning_grounds g where g.warning = $1)`, id)
		}
	case Acknowledged:
		if err = tx.Exec(`update warning_addressees set state = 'acknowledged' where warning = $1 and n = $2`, id, b.N); err == nil {
			err = tx.Exec(`update warnings set waiting = waiting - 1 where id = $1`, id)
		}
	case Escalated:
		if b.To != nil {
			if err = addressee(tx, id, *b.To); err == nil {
				err = tx.Exec(`update warnings set waiting = waiting + 1 where id = $1`, id)
			}
		}
	case WarningClosed, WarningWithdrawn:
		err = tx.Exec(`update warnings set waiting = 0 where id = $1`, id)
	}
	return err
}

func projectDrafted(tx *store.Tx, e journal.Event, b WarningDrafted) error {
	err := tx.Exec(`insert into warnings (id, body_kind, body, level, rank, title, state, waiting, issued_at, updated_at, version) values ($1, $2, $3, $4, $5, $6, 'drafted', 0, 0, $7, $8)`,
		e.Subject(), b.BodyKind, b.Body, b.Level, b.Rank, b.Title, store.Micros(e.At), e.Version)
	for _, p := range b.Parties {
		if err == nil {
			err = addressee(tx, e.Subject(), p)
		}
	}
	for kind, ids := range map[string][]string{SignalKind: b.Signals, LeadKind: b.Leads} {
		for _, id := range ids {
			if err == nil {
				err = tx.Exec(`insert into warning_grounds (warning, kind, id) values ($1, $2, $3) on conflict (warning, kind, id) do nothing`, e.Subject(), kind, id)
			}
		}
	}
	return err
}

func addressee(tx *store.Tx, warning string, p Party) error {
	return tx.Exec(`insert into warning_addressees (warning, n, kind, body, state) values ($1, $2, $3, $4, 'waiting')`, warning, p.N, p.Kind, p.Body)
}

func projectBulletin(tx *store.Tx, e journal.Event) error {
	id, at := e.Subject(), store.Micros(e.At)
	to, err := moved(tx, &BulletinTable, "bulletins", e)
	if err != nil {
		return err
	}
	if b, ok := e.Body.(Compiled); ok {
		return tx.Exec(`insert into bulletins (id, body_kind, body, title, from_day, until_day, state, open, updated_at, version) values ($1, $2, $3, $4, $5, $6, 'compiled', false, $7, $8)`,
			id, b.BodyKind, b.Body, b.Title, string(b.From), string(b.Until), at, e.Version)
	}
	if b, ok := e.Body.(Published); ok {
		for _, p := range b.Parties {
			if err := tx.Exec(`insert into bulletin_addressees (bulletin, kind, body) values ($1, $2, $3) on conflict (bulletin, kind, body) do nothing`, id, p.Kind, p.Body); err != nil {
				return err
			}
		}
		if err := tx.Exec(`update bulletins set open = $2 where id = $1`, id, b.Open); err != nil {
			return err
		}
	}
	return tx.Exec(`update bulletins set state = $2, updated_at = $3, version = $4 where id = $1`, id, string(to), at, e.Version)
}
