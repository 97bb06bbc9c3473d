package store_test

import (
	"slices"
	"strings"
	"testing"

	"lunheng/internal/store"
	"lunheng/internal/store/storetest"
)

// sought are the names of columns that hold the id of somebody or something by which
// rows are looked for.
var sought = []string{"unit", "committee", "department", "person", "leader", "applicant", "owner", "activity", "review", "project", "inspection", "programme", "sanction", "mechanism", "funder"}

// never are columns with such a name by which nobody looks: a row is reached by others,
// or there are few of them.
var never = []string{
	"activities.leader", "activities.review", "ballots.review", "calendar_feeds.committee", "clocks.unit", "complaint_barred.person", "complaint_opened.person", "conduct_reports.review",
	"inspectors.person", "mandates.activity", "mandates.leader", "oversight_places.department", "packs.department", "quality_seen.person", "reports.unit", "review_counts.unit", "risk_signals.committee",
}

// Whatever is looked for by the id of somebody or something begins an index, on both
// engines: a list of a person or a body never walks everybody's.
func TestWhatIsSoughtHasAnIndex(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		columns := `select m.name || '.' || c.name from sqlite_schema m join pragma_table_info(m.name) c where m.type = 'table' order by 1`
		firsts := `select m.name || '.' || c.name from sqlite_schema m join pragma_index_list(m.name) l join pragma_index_info(l.name) c on c.seqno = 0 where m.type = 'table' and c.name is not null`
		if db.Dialect == store.Postgres {
			columns = `select table_name || '.' || column_name from information_schema.columns where table_schema = current_schema() order by 1`
			firsts = `select c.relname || '.' || a.attname from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
				join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0] where n.nspname = current_schema()`
		}
		all, err := store.Column[string](db.Read(ctx), columns)
		if err != nil {
			t.Fatal(err)
		}
		indexed, err := store.Column[string](db.Read(ctx), firsts)
		if err != nil || len(indexed) < 100 {
			t.Fatalf("%d indexes, %v", len(indexed), err)
		}
		for _, column := range all {
			_, name, _ := strings.Cut(column, ".")
			if slices.Contains(sought, name) && !slices.Contains(indexed, column) && !slices.Contains(never, column) {
				t.Errorf("%s begins no index", column)
			}
		}
	})
}
