package learning

import (
	"lunheng/internal/activity"
	"lunheng/internal/calendar"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/quality"
	"lunheng/internal/registry"
	"lunheng/internal/rules"
	"lunheng/internal/store"
)

// Reactions tell what other events cause here, in the same transaction.
func (s *Service) Reactions() []journal.Reaction {
	return []journal.Reaction{
		{On: registry.MemberAppointed{}.EventType(), Do: s.onAppointed, Reason: "whoever comes to a committee is trained within a time"},
		{On: "activity.approved", Do: s.onApproved, Reason: "ethics is part of beginning a task"},
		{On: quality.Closed{}.EventType(), Do: s.onQuality, Reason: "who decided a case that scored low learns"},
	}
}

// onQuality asks those who decided a poor case to learn.
func (s *Service) onQuality(tx *journal.Tx, e journal.Event) error {
	b, ok := e.Body.(quality.Closed)
	if !ok {
		return nil
	}
	for _, person := range b.Train {
		if err := s.assign(tx, person, CauseQuality, e.Stream, ""); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) onAppointed(tx *journal.Tx, e journal.Event) error {
	b, ok := e.Body.(registry.MemberAppointed)
	if !ok || b.Role == registry.RoleAdviser {
		return nil
	}
	return s.assign(tx, b.Person, CauseAppointment, e.Stream, "")
}

// onApproved asks the leader of approved work to learn, unless their training is
// valid.
func (s *Service) onApproved(tx *journal.Tx, e journal.Event) error {
	events, err := tx.Look(e.Stream)
	if err != nil {
		return err
	}
	app, err := activity.Fold(events)
	if err != nil || app.Leader == "" {
		return err
	}
	st, _, err := s.researcher(tx, app.Leader, calendar.Of(tx.Now))
	if err != nil || st == nil || !st.Fails() {
		return err
	}
	return s.assign(tx, app.Leader, CauseTask, e.Stream, "")
}

// assign begins a duty to learn where the packs have such a trigger.
func (s *Service) assign(tx *journal.Tx, person, cause, about, note string) error {
	st, err := load(tx, person)
	if err != nil {
		return err
	}
	f, set, err := s.facts(tx, person)
	if err != nil {
		return err
	}
	t, ok := s.trigger(set, cause, tx)
	if !ok {
		return nil
	}
	news := st.Assign(t, about, note, f)
	if len(news) == 0 {
		return nil
	}
	return tx.Append(Stream(person), news...)
}

func (s *Service) trigger(set *rules.Set, cause string, tx *journal.Tx) (Trigger, bool) {
	item, ok := set.Item("training_triggers", cause)
	if !ok {
		return Trigger{}, false
	}
	t := Trigger{Cause: cause, Kind: item.Str("kind"), Ground: item.Ground()}
	if p, ok := set.Param(item.Str("limit")); ok {
		g := p.Ground()
		move := s.Reviews.Limit(set, p.Span(), tx.Now, &g)
		t.Limit = &move
	}
	return t, true
}

// researcher is how somebody stands as one who leads work; nil where the packs ask
// nothing.
func (s *Service) researcher(r store.Reader, person string, day calendar.Day) (*Standing, *rules.Set, error) {
	region, err := regionOf(r, person)
	if err != nil {
		return nil, nil, err
	}
	set := s.Book.On(day, region)
	d, ok := demand(set, RoleResearcher)
	if !ok {
		return nil, set, nil
	}
	have, err := creditsOf(r, person)
	if err != nil {
		return nil, set, err
	}
	st := d.stands(have[person], day)
	return &st, set, nil
}

// Researcher is the same for a page about somebody's application: a hint, or what
// bars it. The caller has seen that the application may be read.
func (s *Service) Researcher(r store.Reader, person string, day calendar.Day) (*Standing, error) {
	st, _, err := s.researcher(r, person, day)
	return st, err
}

// Requirements adds training to what an application must hold, where the packs say
// that it bars one. It is what package activity asks.
func (s *Service) Requirements(r store.Reader, app activity.State, day calendar.Day) ([]activity.Requirement, error) {
	st, set, err := s.researcher(r, app.Leader, day)
	if err != nil || st == nil || !st.Blocks {
		return nil, err
	}
	return []activity.Requirement{{Standard: rules.Standard{Code: "training", Holds: !st.Fails(), Have: st.Have, Need: st.Hours,
		Text:   lang.T("负责人的有效伦理培训（%d 学时，现有 %d）", "valid ethics training of the leader (%d hours, there are %d)").With(st.Hours, st.Have),
		Source: st.Ground.Source, Article: st.Ground.Article, Rule: st.Ground.Rule, Pack: st.Ground.Pack, Cited: set.CiteGround(st.Ground)}}}, nil
}

// Untrained lists those of a committee's people who may not act on a day because
// their training lapsed; nobody where the packs let it bar nothing. It is what
// package review asks about seats.
func (s *Service) Untrained(r store.Reader, set *rules.Set, committee string, day calendar.Day) ([]string, error) {
	if d, ok := demand(set, RoleMember); !ok || !d.Blocks {
		return nil, nil
	}
	people, err := s.seats(r, set, committee, day)
	var out []string
	for _, m := range people {
		for _, st := range m.Standings {
			if st.Role == RoleMember && st.Fails() {
				out = append(out, m.Person)
			}
		}
	}
	return out, err
}
