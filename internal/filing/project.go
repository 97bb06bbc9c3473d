package filing

import (
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// Kinds of the two streams.
const (
	Kind       = "filing"
	ReportKind = "report"
)

// Stream names the stream of a filing.
func Stream(id string) string { return journal.StreamName(Kind, id) }

// ReportStream names that of a yearly report.
func ReportStream(id string) string { return journal.StreamName(ReportKind, id) }

// Projection keeps the tables of filings and reports.
func Projection() journal.Projection {
	return journal.Projection{
		Name: "filings", Kinds: []string{Kind, ReportKind},
		Tables: []journal.Table{
			{Name: "filings", Key: []string{"id"}, Stream: "'filing/' || id", Sought: []string{"committee"}},
			{Name: "reports", Key: []string{"id"}, Stream: "'report/' || id"},
		},
		Project: project,
	}
}

func project(tx *store.Tx, e journal.Event) error {
	if e.Kind() == ReportKind {
		return projectReport(tx, e)
	}
	id, at := e.Subject(), store.Micros(e.At)
	if b, ok := e.Body.(Opened); ok {
		err := tx.Exec(`insert into filings (id, code, about, committee, unit, region, activity, report, year, title, state, round, number, receipt_day,
			confirmed, opened_at, updated_at, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'due', 1, '', '', false, $11, $11, 0)`,
			id, b.Code, string(b.About), b.Committee, b.Unit, b.Region, b.Activity, b.Report, b.Year, b.Title, at)
		if err != nil {
			return err
		}
	}
	from, to, err := journal.Step(tx, &Table, e, `select state from filings where id = $1`)
	if err != nil {
		return err
	}
	if err := projectMore(tx, id, from, e); err != nil {
		return err
	}
	return tx.Exec(`update filings set state = $2, updated_at = $3, version = $4 where id = $1`, id, string(to), at, e.Version)
}

// projectMore notes what a receipt says, and how often it was filed.
func projectMore(tx *store.Tx, id string, from flow.State, e journal.Event) error {
	switch b := e.Body.(type) {
	case Registered:
		return tx.Exec(`update filings set number = $2, receipt_day = $3, confirmed = false where id = $1`, id, b.Number, string(b.Day))
	case Confirmed:
		return tx.Exec(`update filings set confirmed = true where id = $1`, id)
	case ChangeNoted:
		if from == StateRegistered {
			return tx.Exec(`update filings set round = round + 1 where id = $1`, id)
		}
	case Reopened:
		return tx.Exec(`update filings set round = round + 1 where id = $1`, id)
	}
	return nil
}

func projectReport(tx *store.Tx, e journal.Event) error {
	id, at := e.Subject(), store.Micros(e.At)
	if b, ok := e.Body.(Compiled); ok {
		err := tx.Exec(`insert into reports (id, committee, unit, report, year, state, updated_at, version) values ($1, $2, $3, $4, $5, 'drafted', $6, 0)
			on conflict (id) do nothing`, id, b.Committee, b.Unit, b.Report, b.Year, at)
		if err != nil {
			return err
		}
	}
	state := ReportDrafted
	if _, ok := e.Body.(Signed); ok {
		state = ReportSigned
	}
	return tx.Exec(`update reports set state = $2, updated_at = $3, version = $4 where id = $1`, id, string(state), at, e.Version)
}
