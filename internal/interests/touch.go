package interests

import (
	"cmp"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"lunheng/internal/activity"
	"lunheng/internal/calendar"
	"lunheng/internal/journal"
	"lunheng/internal/review"
	"lunheng/internal/rules"
	"lunheng/internal/store"
)

// seatedOn are the members and advisers of the committee of a case on a day ($1).
const seatedOn = ` from reviews v join offices s on s.body_kind = 'committee' and s.body = v.committee and s.active and s.role <> 'secretary'
		and s.from_day <= $1 and (s.until_day = '' or s.until_day >= $1)
	join interests i on i.person = s.person and i.from_day <= $1 and (i.until_day = '' or i.until_day >= $1)`

// Touching finds the members of the committees of some cases whose registered
// interests touch them on a day: the unit of the case or one that takes part in
// it, somebody of its team, or a company that its funding names. Of each member and
// case it gives one, the plainest.
func (s *Service) Touching(r store.Reader, set *rules.Set, day calendar.Day, cases ...string) ([]review.Interested, error) {
	w := store.NewWhere(string(day))
	w.In("v.id", cases)
	w.And(`(i.unit <> '' and (i.unit = v.unit or exists (select 1 from sites t where t.activity = v.activity and t.unit = i.unit and t.state <> 'withdrawn'))
		or i.about <> '' and (i.about = v.applicant or exists (select 1 from activity_people t where t.activity = v.activity and t.person = i.about)))`)
	out, err := store.Collect(r, func(rows *sql.Rows) (x review.Interested, err error) {
		err = rows.Scan(&x.Review, &x.Person, &x.Kind, &x.With)
		return x, err
	}, `select distinct v.id, i.person, i.kind, i.party`+seatedOn+w.String()+` order by v.id, i.person, i.party desc, i.kind`, w.Args()...)
	if err != nil {
		return nil, fmt.Errorf("find registered interests: %w", err)
	}
	sponsors, err := s.sponsored(r, day, cases)
	out = append(out, sponsors...)
	slices.SortStableFunc(out, func(a, b review.Interested) int {
		return cmp.Or(strings.Compare(a.Review, b.Review), strings.Compare(a.Person, b.Person))
	})
	out = slices.CompactFunc(out, func(a, b review.Interested) bool { return a.Review == b.Review && a.Person == b.Person })
	for i, x := range out {
		if item, ok := set.Item("interest_kinds", x.Kind); ok {
			out[i].Text, out[i].Ground = item.Text, item.Ground()
		}
	}
	return out, err
}

// FundingField is the field of the application that names its sponsors.
const FundingField = "funding_statement"

// sponsored looks for companies of members in what applications say about their
// funding. Applications are read only where somebody has such an interest.
func (s *Service) sponsored(r store.Reader, day calendar.Day, cases []string) ([]review.Interested, error) {
	w := store.NewWhere(string(day))
	w.In("v.id", cases)
	w.And("i.party = 'company'")
	type held struct{ review, activity, person, id, kind string }
	list, err := store.Collect(r, func(rows *sql.Rows) (h held, err error) {
		err = rows.Scan(&h.review, &h.activity, &h.person, &h.id, &h.kind)
		return h, err
	}, `select distinct v.id, v.activity, i.person, i.id, i.kind`+seatedOn+w.String()+` order by v.id, i.person, i.id`, w.Args()...)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	var people []string
	for _, h := range list {
		people = append(people, h.person)
	}
	words, err := s.words(r, people...)
	if err != nil {
		return nil, err
	}
	var out []review.Interested
	funding := map[string]string{}
	for _, h := range list {
		text, read := funding[h.activity]
		if !read {
			if text, err = s.funding(r, h.activity); err != nil {
				return nil, err
			}
			funding[h.activity] = text
		}
		if names(text, words[h.person][h.id].Company) {
			out = append(out, review.Interested{Review: h.review, Person: h.person, Kind: h.kind, With: WithCompany})
		}
	}
	return out, nil
}

// funding is what an application says about its money.
func (s *Service) funding(r store.Reader, id string) (string, error) {
	app, err := journal.Look(s.J, r, activity.Stream(id), activity.Fold)
	return app.Fields[FundingField].String(), err
}

// names reports whether a text names a company, whatever the spaces and capitals.
func names(text, company string) bool {
	plain := func(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), "")) }
	company = plain(company)
	return company != "" && strings.Contains(plain(text), company)
}
