package review

import (
	"database/sql"
	"fmt"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/store"
)

// Like is how a like case was decided. Review, number and title are those of cases
// that the person may see; of others nothing tells which they were.
type Like struct {
	Review       string    `json:"review,omitempty"`
	Number       string    `json:"number,omitempty"`
	Title        string    `json:"title,omitempty"`
	Kind         string    `json:"kind,omitempty"`
	Own          bool      `json:"own"` // of this committee
	Outcome      string    `json:"outcome"`
	Stipulations int       `json:"stipulations"` // how many
	Days         int       `json:"days"`         // from acceptance to the decision
	Decided      time.Time `json:"decided"`      // of others the first of the month
}

// maxLike bounds the like cases of this committee, and those of others.
const maxLike = 10

// LikeCases are the decided cases that are alike in kind, list entries, scope and fields of
// science: those of the committee that the person may see, then those of others without
// anything that tells which they were; the latest first.
func (s *Service) LikeCases(r store.Reader, p auth.Principal, id string) ([]Like, error) {
	if err := auth.Allow(r, p, auth.ReviewDiscussion, auth.Review, id); err != nil {
		return nil, err
	}
	var committee string
	if err := r.Row(`select committee from reviews where id = $1`, id).Scan(&committee); err != nil {
		return nil, fmt.Errorf("look up case %s: %w", id, err)
	}
	_, like, err := likeOf(r, id)
	if err != nil {
		return nil, fmt.Errorf("tell what %s is like: %w", id, err)
	}
	w := store.NewWhere(p.Args()...)
	w.And(auth.Filter(p, auth.ReviewView, auth.Review, "o"))
	w.And("x.committee = " + w.Arg(committee) + " and x.likeness = " + w.Arg(like) + " and x.review <> " + w.Arg(id))
	own, err := store.Collect(r, func(rows *sql.Rows) (l Like, err error) {
		var at int64
		err = rows.Scan(&l.Review, &l.Number, &l.Title, &l.Kind, &l.Outcome, &l.Stipulations, &l.Days, &at)
		l.Own, l.Decided = true, store.Time(at)
		return l, err
	}, `select o.id, o.number, o.title, o.kind, x.outcome, x.stipulations, x.days, x.decided_at from precedents x join reviews o on o.id = x.review`+
		w.String()+fmt.Sprintf(" order by x.decided_at desc, x.review desc limit %d", maxLike), w.Args()...)
	if err != nil {
		return nil, fmt.Errorf("list like cases: %w", err)
	}
	others, err := store.Collect(r, func(rows *sql.Rows) (l Like, err error) {
		var at int64
		err = rows.Scan(&l.Outcome, &l.Stipulations, &l.Days, &at)
		day := store.Time(at)
		l.Decided = time.Date(day.Year(), day.Month(), 1, 0, 0, 0, 0, time.UTC)
		return l, err
	}, `select outcome, stipulations, days, decided_at from precedents where likeness = $1 and committee <> $2 order by decided_at desc, review desc limit $3`, like, committee, maxLike)
	if err != nil {
		return nil, fmt.Errorf("list like cases of others: %w", err)
	}
	return append(own, others...), nil
}

// Spread is how often a sort of case came out how.
type Spread struct {
	Sort    string `json:"sort"` // kind, list entries and scope, as text
	Own     bool   `json:"own"`  // of this committee, or of all others together
	Outcome string `json:"outcome"`
	N       int    `json:"n"`
	Days    int    `json:"days"` // on average
}

// maxSpread bounds the rows of a comparison.
const maxSpread = 400

// SpreadOf compares how a committee decided each sort of case with how all others
// did. Counts are kept, not counted: it costs the same however many cases there are.
func SpreadOf(r store.Reader, p auth.Principal, committee string) ([]Spread, error) {
	if err := auth.Allow(r, p, auth.QualityView, auth.Committee, committee); err != nil {
		return nil, err
	}
	out, err := store.Collect(r, func(rows *sql.Rows) (s Spread, err error) {
		var own, days int
		err = rows.Scan(&s.Sort, &own, &s.Outcome, &s.N, &days)
		if s.Own = own == 1; s.N > 0 {
			s.Days = (days + s.N/2) / s.N
		}
		return s, err
	}, `select c.sort, case when c.committee = $1 then 1 else 0 end as mine, c.outcome, sum(c.n), sum(c.days) from precedent_counts c
		where c.sort in (select m.sort from precedent_counts m where m.committee = $1)
		group by c.sort, mine, c.outcome order by c.sort, mine desc, c.outcome limit $2`, committee, maxSpread)
	if err != nil {
		return nil, fmt.Errorf("compare decisions of %s: %w", committee, err)
	}
	return out, nil
}
