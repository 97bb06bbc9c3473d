package review

import (
	"database/sql"
	"slices"

	"lunheng/internal/auth"
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// apart takes the others' opinions away from a named reviewer who has not given
// one: each finds for themselves (article 8).
func apart(events []journal.Event, person string) []journal.Event {
	c, err := Fold(events)
	if err != nil || c.State != StateWithReviewers {
		return events
	}
	if r := c.reviewer(person); r == nil || r.Opinion != nil {
		return events
	}
	return slices.DeleteFunc(slices.Clone(events), func(e journal.Event) bool {
		_, opinion := e.Body.(OpinionGiven)
		return opinion && e.Actor != person
	})
}

// ReportedTo is a page of the cases decided under the simplified procedure of
// which a meeting was told, as far as the person may know of them.
func ReportedTo(r store.Reader, p auth.Principal, meeting string, pg store.Paging) (store.Page[Row], error) {
	w := store.NewWhere(p.Args()...)
	w.And(auth.Filter(p, auth.ReviewOverview, auth.Review, "o"))
	w.And("o.reported = " + w.Arg(meeting))
	k := store.Keyset{Columns: []string{"o.decided_at", "o.id"}, Numbers: []string{"o.decided_at"}}
	return store.QueryPage(r, `select `+rowColumns+rowTables, w, k, pg, func(rows *sql.Rows) (Row, []any, error) {
		row, err := scanRow(rows)
		return row, []any{store.Micros(row.DecidedAt), row.ID}, err
	})
}

// shutReported takes away what a meeting was told of cases that the person is out
// of.
func (m *Meeting) shutReported(r store.Reader, p auth.Principal) error {
	if len(m.Reported) == 0 {
		return nil
	}
	open := map[string]bool{}
	for pg, more := (store.Paging{Limit: store.MaxPage}), true; more; {
		page, err := ReportedTo(r, p, m.ID, pg)
		if err != nil {
			return err
		}
		for _, row := range page.Items {
			open[row.ID] = true
		}
		pg.After, more = page.Next, page.Next != ""
	}
	hidden := func(id string) bool { return !open[id] }
	m.Reported = slices.DeleteFunc(slices.Clone(m.Reported), hidden)
	if m.Minutes != nil {
		m.Minutes.Reported = slices.DeleteFunc(slices.Clone(m.Minutes.Reported), func(d Reported) bool { return hidden(d.Review) })
	}
	return nil
}
