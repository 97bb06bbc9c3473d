package review

import (
	"database/sql"
	"fmt"
	"slices"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/store"
)

// Candidate is a member who may review a case without a meeting.
type Candidate struct {
	Seat
	Owes int // opinions on other cases that the member has still to give
	// Interest is why the member cannot be named: a registered interest that
	// touches the case; nil: none.
	Interest *Interested
}

// Candidates are the members among whom the chair chooses, in the order of the
// committee's seats; those who cannot be named for an interest are marked.
func (s *Service) Candidates(r store.Reader, p auth.Principal, now time.Time, id string) ([]Candidate, error) {
	if err := auth.Allow(r, p, auth.ReviewReviewers, auth.Review, id); err != nil {
		return nil, err
	}
	c, err := s.lookCase(r, id)
	if err != nil {
		return nil, err
	}
	f, _, err := s.facts(r, p.Person, now, c.Committee, &c, nil)
	if err != nil {
		return nil, err
	}
	if f.Interested, err = s.interested(r, f, c.Region, id); err != nil {
		return nil, err
	}
	var out []Candidate
	var ids []string
	for _, seat := range f.Seats {
		if seat.Votes(f.Today) && !c.Out(seat.Person) && !slices.Contains(f.Barred, seat.Person) && !slices.Contains(ids, seat.Person) {
			out, ids = append(out, Candidate{Seat: seat, Interest: f.registered(seat.Person)}), append(ids, seat.Person)
		}
	}
	owed, err := owedOpinions(r, ids)
	for i := range out {
		out[i].Owes = owed[out[i].Person]
	}
	return out, err
}

func owedOpinions(r store.Reader, people []string) (map[string]int, error) {
	w := store.NewWhere()
	w.And("given_at = 0")
	w.In("person", people)
	out := map[string]int{}
	_, err := store.Collect(r, func(rows *sql.Rows) (struct{}, error) {
		var person string
		var n int
		err := rows.Scan(&person, &n)
		out[person] = n
		return struct{}{}, err
	}, `select person, count(*) from review_reviewers`+w.String()+` group by person`, w.Args()...)
	if err != nil {
		return nil, fmt.Errorf("count owed opinions: %w", err)
	}
	return out, nil
}
