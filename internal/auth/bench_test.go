package auth_test

import (
	"fmt"
	"testing"

	"lunheng/internal/auth"
	"lunheng/internal/store"
	"lunheng/internal/store/storetest"
)

// A page of 50 out of 100,000 cases, for people who may see many of them, a
// thousandth, or a few.
func BenchmarkFilter(b *testing.B) {
	const cases, committees = 100_000, 100
	for _, engine := range []struct {
		name string
		open func(testing.TB) *store.DB
	}{{"sqlite", storetest.SQLite}, {"postgres", storetest.Postgres}} {
		db := engine.open(b)
		err := db.Update(ctx, func(tx *store.Tx) error {
			for i := range cases {
				if err := tx.Exec(`insert into reviews (id, activity, committee, unit, applicant, state, title, number, year, seq, procedure,
					application, meeting, outcome, reasons, checker, submitted_at, accepted_at, decided_at, updated_at, version)
					values ($1, $2, $3, $4, $5, 'accepted', 't', '', 0, 0, '', 0, '', '', '', '', 0, 0, 0, $6, 1)`,
					fmt.Sprintf("r%06d", i), fmt.Sprintf("a%06d", i), fmt.Sprintf("c%02d", i%committees), fmt.Sprintf("u%02d", i%committees),
					fmt.Sprintf("p%05d", i%20_000), i); err != nil {
					return err
				}
			}
			for i, person := range []string{"secretary", "officer"} {
				if err := tx.Exec(`insert into offices (id, person, role, body_kind, body, from_day, until_day, active) values ($1, $2, $3, $4, $5, '2020-01-01', '', true)`,
					person, person, []string{"secretary", "unit_officer"}[i], []string{"committee", "unit"}[i], []string{"c07", "u07"}[i]); err != nil {
					return err
				}
			}
			return tx.Exec(`analyze`)
		})
		if err != nil {
			b.Fatal(err)
		}
		for _, person := range []string{"secretary", "officer", "p00007", "nobody"} {
			p := auth.Session(person, now)
			pred, err := auth.ListFilter(db.Read(ctx), p, auth.ReviewView, auth.Review, "r")
			if err != nil {
				b.Fatal(err)
			}
			query := `select r.id from reviews r where ` + pred + ` order by r.updated_at desc, r.id desc limit 50`
			b.Run(engine.name+"/"+person, func(b *testing.B) {
				for b.Loop() {
					if _, err := store.Column[string](db.Read(ctx), query, p.Args()...); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
