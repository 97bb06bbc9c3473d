package review

import (
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"lunheng/internal/store"
)

// likeness is what cases are compared by: the sort, and the sort with the fields.
func likeness(kind, listed, scope, fields string) (sort, like string) {
	sort = strings.Join([]string{kind, sorted(listed), sorted(scope)}, "|")
	return sort, sort + "|" + sorted(fields)
}

// sorted is a stored list of codes in a fixed order.
func sorted(raw string) string {
	var codes []string
	if json.Unmarshal([]byte(raw), &codes) != nil {
		return ""
	}
	slices.Sort(codes)
	return strings.Join(slices.Compact(codes), ",")
}

// likeOf reads what a case is compared by.
func likeOf(r store.Reader, review string) (sort, like string, err error) {
	var kind, listed, scope, fields string
	err = r.Row(`select v.kind, coalesce(a.recheck, ''), coalesce(a.scope, ''), coalesce(a.fields, '') from reviews v
		left join activities a on a.id = v.activity where v.id = $1`, review).Scan(&kind, &listed, &scope, &fields)
	sort, like = likeness(kind, listed, scope, fields)
	return sort, like, err
}

// projectLike keeps how a case was decided; of several decisions the last counts.
func projectLike(tx *store.Tx, review string, at int64, d Decision) error {
	sort, like, err := likeOf(tx, review)
	if err != nil {
		return err
	}
	var committee string
	var accepted int64
	if err := tx.Row(`select committee, accepted_at from reviews where id = $1`, review).Scan(&committee, &accepted); err != nil {
		return err
	}
	days := int64(0)
	if accepted > 0 {
		days = (at-accepted)/86_400_000_000 + 1
	}
	if err := forgetLike(tx, review); err != nil {
		return err
	}
	if err := tx.Exec(`insert into precedents (review, committee, likeness, sort, outcome, stipulations, days, decided_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		review, committee, like, sort, d.Outcome, len(d.Stipulations), days, at); err != nil {
		return err
	}
	return tx.Later(likeRow(sort, committee, d.Outcome), `insert into precedent_counts (sort, committee, outcome, n, days) values ($1, $2, $3, 1, $4)
		on conflict (sort, committee, outcome) do update set n = precedent_counts.n + 1, days = precedent_counts.days + excluded.days`, sort, committee, d.Outcome, days)
}

// forgetLike takes an earlier decision of the case out.
func forgetLike(tx *store.Tx, review string) error {
	var sort, committee, outcome string
	var days int64
	err := tx.Row(`select sort, committee, outcome, days from precedents where review = $1`, review).Scan(&sort, &committee, &outcome, &days)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := tx.Later(likeRow(sort, committee, outcome), `update precedent_counts set n = n - 1, days = days - $4 where sort = $1 and committee = $2 and outcome = $3`, sort, committee, outcome, days); err != nil {
		return err
	}
	if err := tx.Later(likeRow(sort, committee, outcome), `delete from precedent_counts where n = 0 and sort = $1 and committee = $2 and outcome = $3`, sort, committee, outcome); err != nil {
		return err
	}
	return tx.Exec(`delete from precedents where review = $1`, review)
}

// likeRow names the row that counts like cases.
func likeRow(sort, committee, outcome string) string {
	return "precedent_counts " + sort + " " + committee + " " + outcome
}
