package mandate

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"lunheng/internal/activity"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/store"
)

// maxMandates bounds how many mandates of one unit are looked at.
const maxMandates = 100

// Entrusted lists the committees of others that somebody has entrusted, each
// once, with the reason why one may not take this application if it may not. It
// is what package activity asks before an application is handed in.
func (s *Service) Entrusted(r store.Reader, ask activity.Ask) ([]activity.CommitteeFacts, error) {
	list, err := entrusting(r, ask)
	if err != nil {
		return nil, err
	}
	var out []activity.CommitteeFacts
	for _, m := range list {
		if !m.concerns(ask) {
			continue
		}
		c, err := s.asked(r, m, ask)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(out, func(o activity.CommitteeFacts) bool { return o.ID == c.ID })
		switch {
		case i < 0:
			out = append(out, c)
		case out[i].Refused != nil && c.Refused == nil:
			out[i] = c
		}
	}
	return out, nil
}

// row is a mandate as the table keeps it.
type row struct {
	ID string
	Parties
	Terms
	State string
}

// concerns reports whether a mandate could be for the application at all.
func (m row) concerns(ask activity.Ask) bool {
	return m.Standing || m.Activity == ask.Activity || m.Activity == "" && m.Leader == ask.Leader
}

const mandateColumns = `id, unit, person, committee, state, ground, standing, subject, leader, activity, fields, follow_up, from_day, until_day`

func scanRow(rows *sql.Rows, more ...any) (row, error) {
	var m row
	var fields string
	err := rows.Scan(append([]any{&m.ID, &m.Unit, &m.Person, &m.Committee, &m.State, &m.Ground, &m.Standing, &m.Subject, &m.Leader, &m.Activity, &fields,
		&m.FollowUp, &m.From, &m.Until}, more...)...)
	if err == nil {
		err = json.Unmarshal([]byte(fields), &m.Fields)
	}
	return m, err
}

// entrusting reads the mandates that were signed by both sides, the longest
// first.
func entrusting(r store.Reader, ask activity.Ask) ([]row, error) {
	column, who := "unit", ask.Unit
	if ask.Unit == "" {
		column, who = "person", ask.Leader
	}
	out, err := store.Collect(r, func(rows *sql.Rows) (row, error) { return scanRow(rows) },
		`select `+mandateColumns+` from mandates where `+column+` = $1 and state in ('in_force', 'ended')
		order by until_day desc, id limit $2`, who, maxMandates)
	if err != nil {
		return nil, fmt.Errorf("list mandates of %s: %w", who, err)
	}
	return out, nil
}

// asked is the committee of a mandate, and why it may not take the application.
func (s *Service) asked(r store.Reader, m row, ask activity.Ask) (activity.CommitteeFacts, error) {
	com, err := s.committee(r, m.Committee)
	if err != nil {
		return activity.CommitteeFacts{}, err
	}
	c := activity.CommitteeFacts{ID: m.Committee, Name: com.Name, Mandate: m.ID, Region: com.Region, Until: m.Until, FollowUp: m.FollowUp}
	if e := m.barred(ask.Day, ask.Fields); e != nil {
		c.Refused = e
		return c, nil
	}
	standards, err := s.standards(r, s.Book.On(ask.Day, com.Region), m.Parties, m.Terms, com, ask.Day)
	if err != nil {
		return c, err
	}
	if err := Lacking(standards).Err(); err != nil {
		c.Refused = err
		return c, nil
	}
	if !ask.AI {
		return c, nil
	}
	both, err := rereviewed(r, com, ask.Activities)
	if both && err == nil {
		c.Refused = errs.Refuse("mandate.rechecked", "这个中心的人员参加过对这项活动的专家复核，不能再审查它（人工智能办法第十一条）。",
			"People of this centre re-reviewed the activity as experts, so the centre may not review it (AI measures, article 11).").At("committee")
	}
	return c, err
}

// barred says why a mandate does not count on a day for work in some fields.
func (m row) barred(day calendar.Day, fields []string) error {
	switch {
	case m.State == string(StateEnded):
		return errs.Refuse("mandate.ended", "对这个委员会的委托已经终止，不能再提交新的申请；已经提交的审查办到结束（审查办法第十三条）。",
			"The mandate to this committee was ended, so it takes no new application; reviews already begun go on (Review Measures, article 13).").At("committee")
	case m.State != string(StateInForce):
		return none()
	case day < m.From:
		return errs.Refuse("mandate.not_begun", "对这个委员会的委托自 %s 起才有效（审查办法第十三条）。", "The mandate to this committee begins on %s (Review Measures, article 13).", m.From).At("committee")
	case m.Until < day:
		return errs.Refuse("mandate.expired", "对这个委员会的委托已于 %s 到期，不能再提交新的申请；请续签，或者委托其他委员会（审查办法第十三条）。",
			"The mandate to this committee ran out on %s, so it takes no new application; renew it or entrust another committee (Review Measures, article 13).", m.Until).At("committee")
	}
	for _, f := range fields {
		if !slices.Contains(m.Fields, f) {
			return errs.Refuse("mandate.outside", "委托的领域不包括这项活动的领域“%s”（审查办法第十三条）。", "The mandate does not cover this activity's field %q (Review Measures, article 13).", f).At("committee")
		}
	}
	return nil
}

func none() *errs.Error {
	return errs.New(errs.Refused, "mandate.none", lang.T("没有书面委托这个委员会，它不能审查（审查办法第十三条）。",
		"This committee was not entrusted in writing, so it may not review (Review Measures, article 13).")).At("committee")
}

// rereviewed reports whether people of a committee's unit sat on a panel that
// looked at one of the activities again.
func rereviewed(r store.Reader, com registry.Committee, activities []string) (bool, error) {
	for _, id := range activities {
		var n int
		err := r.Row(`select count(*) from recheck_experts e join rechecks k on k.id = e.recheck where k.activity = $1 and e.state = 'sitting' and (
			e.person in (select p.id from persons p where p.unit = $2) or
			e.person in (select m.person from committee_members m join committees c on c.id = m.committee where c.unit = $2))`, id, com.Unit).Scan(&n)
		if err != nil || n > 0 {
			return n > 0, err
		}
	}
	return false, nil
}

// Valid returns the mandate under which a committee may review for a unit on a
// day in some fields, or a refusal that says why there is none. A unit's own
// committee needs none, and gives "". It looks at the mandate alone, not at what
// the committee is today.
func Valid(r store.Reader, unit, committee string, day calendar.Day, fields []string) (string, error) {
	var own string
	err := r.Row(`select unit from committees where id = $1 and state = 'active'`, committee).Scan(&own)
	if errors.Is(err, sql.ErrNoRows) {
		return "", none()
	}
	if err != nil || own == unit {
		return "", err
	}
	list, err := entrusting(r, activity.Ask{Unit: unit})
	if err != nil {
		return "", err
	}
	var why error = none()
	for _, m := range list {
		if m.Committee != committee || !m.Standing {
			continue
		}
		barred := m.barred(day, fields)
		if barred == nil {
			return m.ID, nil
		}
		why = barred
	}
	return "", why
}
