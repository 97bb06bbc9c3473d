package filing

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/registry"
	"lunheng/internal/rules"
	"lunheng/internal/store"
)

const (
	filingsList = "filings"
	changeLimit = "change" // the attribute that names the param of the time for changes
)

// limit is the time that begins now: that of a param, or the one that an
// attribute of the filing names; nil where the packs give none.
func (s *Service) limit(set *rules.Set, code, name string, now time.Time) *flow.ClockMove {
	if item, ok := set.Item(filingsList, code); ok && (name == "" || name == changeLimit) {
		attr := "limit"
		if name == changeLimit {
			attr = changeLimit
		}
		name = item.Str(attr)
	}
	p, ok := set.Param(name)
	if !ok {
		return nil
	}
	g := p.Ground()
	m := s.Reviews.Limit(set, p.Span(), now, &g)
	return &m
}

// yearLimit is the day of the next year until which a report is owed.
func yearLimit(set *rules.Set, item rules.Item, year int, now time.Time) *flow.ClockMove {
	p, ok := set.Param(item.Str("day"))
	if !ok {
		return nil
	}
	day, err := calendar.Parse(fmt.Sprintf("%04d-%s", year+1, p.Str()))
	if err != nil {
		return nil
	}
	g := p.Ground()
	first := calendar.Day(fmt.Sprintf("%04d-01-01", year+1))
	m := flow.ClockMove{Due: day.End(), Amount: day.Sub(first) + 1, Unit: calendar.Days, Ground: &g}
	m.Warn = m.Due.Add(-m.Due.Sub(max2(now, first.Start())) * 3 / 10)
	return &m
}

func max2(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// owed are the filings of the packs about one kind of thing that a unit with a
// committee owes.
func owed(set *rules.Set, about About, kind string, fields []string) []rules.Item {
	var out []rules.Item
	for _, item := range set.List(filingsList) {
		kinds, of := item.Strs("kinds"), item.Strs("fields")
		all := len(kinds) == 0 && len(of) == 0
		if About(item.Str("about")) == about && (all || slices.Contains(kinds, kind) ||
			slices.ContainsFunc(of, func(f string) bool { return slices.Contains(fields, f) })) {
			out = append(out, item)
		}
	}
	return out
}

// open begins a duty, once.
func (s *Service) open(tx *journal.Tx, item rules.Item, d Duty, limit *flow.ClockMove) error {
	id, err := find(tx, d)
	if err != nil || id != "" {
		return err
	}
	if id, err = tx.NewID(); err != nil {
		return err
	}
	news, err := State{}.Open(d, Facts{Limit: limit, Holder: d.Unit, Grounds: []flow.Ground{item.Ground()}})
	if err != nil {
		return err
	}
	tx.Begin(Stream(id))
	return tx.Append(Stream(id), news...)
}

// Reactions tell what committees and activities cause here, in the same
// transaction.
func (s *Service) Reactions() []journal.Reaction {
	out := []journal.Reaction{
		{On: "committee.founded", Do: s.onFounded, Reason: "a committee is registered within its time after the founding"},
		{On: "committee.dissolved", Do: s.onDissolved, Reason: "nothing more is owed about a committee that is no more"},
		{On: "activity.approved", Do: s.onApproved, Reason: "a listed activity is registered within its time after the approval"},
	}
	out = append(out, journal.Reaction{On: "review.approved", Do: s.onKindApproved, Reason: "what is approved anew about a registered activity is filed too"})
	for _, e := range []string{"committee.changed", "committee.charter_adopted", "committee.rule_adopted", "committee.member_appointed",
		"committee.member_changed", "committee.member_left"} {
		out = append(out, journal.Reaction{On: e, Do: s.onCommitteeChanged, Reason: "what changes after the registration is filed too"})
	}
	return out
}

func (s *Service) onFounded(tx *journal.Tx, e journal.Event) error {
	b, ok := e.Body.(registry.CommitteeFounded)
	if !ok {
		return nil
	}
	return s.openCommittee(tx, e.Subject(), b.Unit, b.Region, b.Fields, e.At)
}

// openCommittee begins what is owed about a committee since its founding.
func (s *Service) openCommittee(tx *journal.Tx, id, unit, region string, fields []string, founded time.Time) error {
	kind, err := unitKind(tx, unit)
	if err != nil {
		return err
	}
	set := s.Book.On(calendar.Of(founded), region)
	for _, item := range owed(set, AboutCommittee, kind, fields) {
		d := Duty{Code: item.Code, About: AboutCommittee, Committee: id, Unit: unit, Region: region, Since: calendar.Of(founded)}
		if err := s.open(tx, item, d, s.limit(set, item.Code, "", founded)); err != nil {
			return err
		}
	}
	return nil
}

func unitKind(r store.Reader, unit string) (string, error) {
	var kind string
	err := r.Row(`select kind from units where id = $1`, unit).Scan(&kind)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return kind, err
}

// each does something to the filings about a committee that still matter.
func (s *Service) each(tx *journal.Tx, where string, id string, do func(State, Facts) ([]journal.New, error), limit string) error {
	ids, err := store.Column[string](tx, `select id from filings where `+where+` = $1 and state <> 'withdrawn' order by id`, id)
	if err != nil {
		return err
	}
	for _, id := range ids {
		st, err := load(tx, id)
		if err != nil {
			return err
		}
		f, set := s.facts(tx.Actor, tx.Now, st.Duty)
		f.Limit = s.limit(set, st.Code, limit, tx.Now)
		news, err := do(st, f)
		if err != nil {
			return err
		}
		if err := tx.Append(Stream(id), news...); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) onCommitteeChanged(tx *journal.Tx, e journal.Event) error {
	return s.each(tx, "about = 'committee' and committee", e.Subject(),
		func(st State, f Facts) ([]journal.New, error) { return st.Change(e.Type, e.ID, f), nil }, changeLimit)
}

func (s *Service) onDissolved(tx *journal.Tx, e journal.Event) error {
	return s.each(tx, "about = 'committee' and committee", e.Subject(), func(st State, f Facts) ([]journal.New, error) {
		return st.Withdraw(End{Reason: "committee.dissolved"}, f)
	}, "")
}

// onApproved begins the registrations of a listed activity.
func (s *Service) onApproved(tx *journal.Tx, e journal.Event) error {
	b, ok := e.Body.(activity.Approved)
	if !ok || b.Review == "" {
		return nil
	}
	c, err := s.Reviews.Look(tx, b.Review)
	if err != nil || len(c.Listed) == 0 {
		return err
	}
	kind, err := unitKind(tx, c.Unit)
	if err != nil {
		return err
	}
	set := s.Book.On(calendar.Of(e.At), c.Region)
	for _, item := range owed(set, AboutActivity, kind, c.Fields) {
		d := Duty{Code: item.Code, About: AboutActivity, Committee: c.Committee, Unit: c.Unit, Region: c.Region, Activity: c.Activity, Review: c.ID,
			Title: c.Title, Since: calendar.Of(e.At)}
		if err := s.open(tx, item, d, s.limit(set, item.Code, "", e.At)); err != nil {
			return err
		}
	}
	return nil
}

// onKindApproved opens the duty to file what was approved anew about a listed
// activity: an amendment, a reported change.
func (s *Service) onKindApproved(tx *journal.Tx, e journal.Event) error {
	var activity, kind string
	if err := tx.Row(`select activity, kind from reviews where id = $1`, e.Subject()).Scan(&activity, &kind); err != nil {
		return fmt.Errorf("look up kind of review: %w", err)
	}
	if kind == "" {
		return nil
	}
	return s.each(tx, "activity", activity, func(st State, f Facts) ([]journal.New, error) {
		item, _ := s.Book.On(f.Today, st.Region).Item(filingsList, st.Code)
		if !slices.Contains(item.Strs("changes"), kind) {
			return nil, nil
		}
		return st.Change(e.Type, e.ID, f), nil
	}, changeLimit)
}

// openBatch bounds how many committees one act looks at.
const openBatch = 50

// OpenYears opens, for every committee that stood at the end of last year, the
// duties of that year's reports, and the registration of committees that were
// founded before there were filings. It may be called as often as one likes.
func (s *Service) OpenYears(ctx context.Context, now time.Time) error {
	year, after := calendar.Of(now).Year()-1, ""
	end := calendar.Day(fmt.Sprintf("%04d-12-31", year)).End()
	for {
		ids, err := store.Column[string](s.J.DB.Read(ctx), `select c.id from committees c where c.state = 'active' and c.id > $1 and (
			c.created_at <= $2 and not exists (select 1 from filings f where f.committee = c.id and f.year = $3)
			or not exists (select 1 from filings f where f.committee = c.id and f.about = 'committee')) order by c.id limit $4`,
			after, store.Micros(end), year, openBatch)
		if err != nil || len(ids) == 0 {
			return err
		}
		for _, id := range ids {
			if err := s.openYear(ctx, now, id, year); err != nil {
				return err
			}
		}
		after = ids[len(ids)-1]
	}
}

func (s *Service) openYear(ctx context.Context, now time.Time, id string, year int) error {
	_, err := s.J.Do(ctx, journal.Act{Actor: journal.System, Now: now}, func(tx *journal.Tx) error {
		events, err := tx.Look(journal.StreamName(auth.Committee, id))
		if err != nil {
			return err
		}
		c, err := registry.FoldCommittee(events)
		if err != nil || c.State != registry.Active {
			return err
		}
		if err := s.openCommittee(tx, id, c.Unit, c.Region, c.Fields, events[0].At); err != nil {
			return err
		}
		if calendar.Of(events[0].At).Year() > year {
			return nil
		}
		return s.openReports(tx, c, year)
	})
	if err != nil {
		return fmt.Errorf("open the year of committee %s: %w", id, err)
	}
	return nil
}

// openReports opens the reports of a year; that on listed activities only where
// the committee has approved one.
func (s *Service) openReports(tx *journal.Tx, c registry.Committee, year int) error {
	kind, err := unitKind(tx, c.Unit)
	if err != nil {
		return err
	}
	listed, err := store.Column[string](tx, `select id from filings where committee = $1 and about = 'activity' order by id limit 1`, c.ID)
	if err != nil {
		return err
	}
	set := s.Book.On(calendar.Of(tx.Now), c.Region)
	for _, item := range owed(set, AboutReport, kind, c.Fields) {
		report := item.Str("report")
		if report == ReportListed && len(listed) == 0 {
			continue
		}
		d := Duty{Code: item.Code, About: AboutReport, Committee: c.ID, Unit: c.Unit, Region: c.Region, Report: report, Year: year,
			Since: calendar.Day(fmt.Sprintf("%04d-01-01", year+1))}
		if err := s.open(tx, item, d, yearLimit(set, item, year, tx.Now)); err != nil {
			return err
		}
	}
	return nil
}
