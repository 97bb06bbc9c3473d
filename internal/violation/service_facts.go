package violation

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/rules"
	"lunheng/internal/sanction"
	"lunheng/internal/store"
	"lunheng/internal/vault"
)

var lists = []string{"case_sources", "report_acceptance", "severity", "severity_factors", "measures", "interim_measures", "measure_competence", "violation_routing"}

var limits = []string{limitAccept, limitInquiry, limitHearing, limitAsk, limitTake, limitRecheck, limitAnswer, "appeal_days"}

// facts are what every verb rests on: the packs of the day, and who the case is about.
func (s *Service) facts(tx *journal.Tx, set *rules.Set, st State) (Facts, error) {
	f := Facts{Actor: tx.Actor, Now: tx.Now, Today: calendar.Of(tx.Now), Codes: map[string][]string{}, Limits: map[string]flow.ClockMove{}, Spans: map[string]calendar.Span{}, Grounds: map[string]flow.Ground{}, Cited: map[string]lang.Text{}}
	f.Ends = s.ends
	f.packs(set)
	for _, name := range limits {
		if p, ok := set.Param(name); ok {
			g := p.Ground()
			f.Limits[name], f.Spans[name] = s.Reviews.Limit(set, p.Span(), tx.Now, &g), p.Span()
			f.rests(set, name, g)
		}
	}
	var err error
	if f.NewID, err = tx.NewID(); err != nil {
		return f, err
	}
	if f.Terms, err = s.Sanction.Terms(tx, st.Region); err != nil {
		return f, err
	}
	if err := s.names(tx, st, &f); err != nil {
		return f, err
	}
	return f, involved(tx, st, &f)
}

// ends is the last day of a window, by the calendar as it is known now.
func (s *Service) ends(w Window) calendar.Day {
	due, _ := w.Span.Due(s.Reviews.Cal.Now(), w.From.Start())
	return calendar.Of(due.Add(-1))
}

func (f *Facts) packs(set *rules.Set) {
	for _, list := range lists {
		for i, item := range set.List(list) {
			f.Codes[list] = append(f.Codes[list], item.Code)
			if i == 0 {
				f.rests(set, list, item.Ground())
			}
			if effect := item.Str("effect"); list == "report_acceptance" {
				f.Codes[effect] = append(f.Codes[effect], item.Code)
			}
			if item.Bool("referral") {
				f.Codes["referrals"] = append(f.Codes["referrals"], item.Code)
			}
			if list == "measure_competence" && item.Str("by") == Department {
				f.Only = append(f.Only, item.Code)
			}
			if list == "interim_measures" && item.Bool("activity") {
				f.Paid = append(f.Paid, item.Code)
			}
		}
	}
	for name, to := range map[string]*int{"inquiry_panel_min": &f.Least, "inquiry_interviewers_min": &f.Talks, "inquiry_own_unit_max": &f.Own} {
		if p, ok := set.Param(name); ok {
			*to = p.Int()
			f.rests(set, name, p.Ground())
		}
	}
}

// rests keeps what a parameter or list rests on.
func (f *Facts) rests(set *rules.Set, name string, g flow.Ground) {
	f.Grounds[name], f.Cited[name] = g, set.CiteGround(g)
}

// more computes the inquiry's time with its extension, counted from where it ends now.
func (s *Service) more(a *act) {
	p, ok := a.set.Param(limitMore)
	running, runs := a.st.Running[clockInquiry]
	if !ok || !runs {
		return
	}
	g := p.Ground()
	move := s.Reviews.Limit(a.set, p.Span(), running.Due.Add(-1), &g)
	a.f.Limits[limitMore] = move
	a.f.rests(a.set, limitMore, g)
}

// stops reports whether an interim measure stops an activity.
func (a *act) stops(code string) bool { return slices.Contains(a.f.Paid, code) }

// names are those of the people of a case, and of the units that are parties.
func (s *Service) names(r store.Reader, st State, f *Facts) error {
	f.Names = map[string]string{}
	var people, units []string
	for _, p := range st.Parties {
		if p.Kind == Person {
			people = append(people, p.Who)
		} else if p.Name != "" {
			f.Bodies = append(f.Bodies, p.Name)
		}
		if p.Unit != "" {
			units = append(units, p.Unit)
		}
	}
	if st.Reporter != "" {
		people = append(people, st.Reporter)
	}
	records, err := s.Vault.Records(r, people...)
	if err != nil {
		return err
	}
	for id, rec := range records {
		f.Names[id], f.Names[id+" en"] = rec.Name, rec.NameEN
	}
	if len(units) == 0 {
		return nil
	}
	w := store.NewWhere()
	w.In("id", units)
	_, err = store.Collect(r, func(rows *sql.Rows) (struct{}, error) {
		var zh, en string
		err := rows.Scan(&zh, &en)
		f.Bodies = append(f.Bodies, zh, en)
		return struct{}{}, err
	}, `select name_zh, name_en from units`+w.String(), w.Args()...)
	return err
}

// involved says who has a part in a case that bars them from working on it.
func involved(r store.Reader, st State, f *Facts) error {
	f.Involved = map[string]string{}
	if st.Body.ID != "" {
		officers, err := store.Column[string](r, `select person from offices where body = $1 and body_kind = $2 and role in ('unit_officer', 'supervisor') and active`, st.Body.ID, st.Body.Kind)
		if err != nil {
			return err
		}
		for _, id := range officers {
			f.Involved[id] = "officer"
		}
	}
	for _, m := range st.In(Team) {
		f.Involved[m.Person] = "team"
	}
	if st.Reporter != "" {
		f.Involved[st.Reporter] = "reporter"
	}
	for _, p := range st.Parties {
		f.Involved[p.Who] = "accused"
	}
	return nil
}

// ownRules looks up by which rules of its own a unit looks into a case, and which of
// them it lacks. A department has its own in the packs.
func ownRules(a *act) error {
	if a.st.Body.Kind != Unit {
		return nil
	}
	held, err := registry.RulesOf(a.tx, a.st.Body.ID)
	if err != nil {
		return err
	}
	for _, item := range a.set.List(registry.UnitRules) {
		if !item.Bool("cases") {
			continue
		}
		if p := held.Last(item.Code); p != nil {
			a.f.Under = append(a.f.Under, UnitRule{Code: p.Code, Title: p.Title, No: p.No, Day: p.Day})
		} else {
			a.f.Lacks = append(a.f.Lacks, Lack{item.Text, a.set.CiteGround(item.Ground())})
		}
	}
	return nil
}

// aboutPerson looks up somebody of the register who is to be named.
func aboutPerson(a *act, person string) error {
	err := a.tx.Row(`select unit from persons where id = $1`, person).Scan(&a.f.Someone.Unit)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	a.f.Someone.Known = err == nil
	return err
}

// aboutParty looks up who is to be named as accused, and what the case is about then:
// whoever manages the unit here counts as its head.
func (s *Service) aboutParty(a *act, cmd NameParty) (About, error) {
	about := a.st.About
	f := &a.f
	switch {
	case cmd.Who == "":
		if err := registered(a.tx, cmd.Unit, ""); err != nil {
			return about, err
		}
		f.Someone = Someone{Known: strings.TrimSpace(cmd.Name) != "", Unit: cmd.Unit}
	case cmd.Kind == Unit:
		err := a.tx.Row(`select id from units where id = $1`, cmd.Who).Scan(&f.Someone.Unit)
		if f.Someone.Known = err == nil; err != nil && !errors.Is(err, sql.ErrNoRows) {
			return about, err
		}
	default:
		if err := aboutPerson(a, cmd.Who); err != nil {
			return about, err
		}
	}
	var manages int
	if err := a.tx.Row(`select count(*) from offices where person = $1 and body_kind = 'unit' and body = $2 and role = 'unit_officer' and active`, cmd.Who, f.Someone.Unit).Scan(&manages); err != nil {
		return about, err
	}
	if about.Unit == "" && f.Someone.Unit != "" {
		about.Unit = f.Someone.Unit
	}
	about.Head = about.Head || cmd.Head || cmd.Kind == Unit || manages > 0
	return about, s.route(a, about)
}

// keep writes into the vault what somebody from outside the register is called, and
// what they can be told by.
func (s *Service) keep(a *act, cmd NameParty) error {
	if cmd.Who != "" {
		return nil
	}
	id, name := a.f.NewID, strings.TrimSpace(cmd.Name)
	if cmd.Kind == Person {
		if err := s.Vault.Put(a.tx.Tx, id, vault.Record{Name: name}, a.tx.Now); err != nil {
			return err
		}
	}
	by := []vault.Identity{{Kind: vault.NameKind, Text: name}}
	if cmd.Paper != "" && strings.TrimSpace(cmd.Number) != "" {
		by = append(by, vault.Identity{Kind: cmd.Paper, Text: cmd.Number})
	}
	return s.Vault.Identify(a.tx.Tx, id, by...)
}

// speaks is the party for whom somebody may speak: they themselves, or the unit whose
// officer they are.
func speaks(a *act, named string) (string, error) {
	if id := spokenFor(a.tx, a.p, a.st, named); id != "" {
		return id, nil
	}
	return "", errs.Refuse("case.not_party", "这一步由当事人本人或者当事单位办理。", "This step is for the party itself.")
}

// settledBy is which verb an act about a request needs.
func (s *Service) settledBy(ctx context.Context, cmd Settle) (auth.Verb, error) {
	st, err := journal.Look(s.J, s.J.DB.Read(ctx), Stream(cmd.Case), Fold)
	if err != nil {
		return "", err
	}
	if q := st.Request(cmd.ID); q != nil && q.Kind == Appeal {
		return auth.CaseAppeal, nil
	}
	return auth.CaseDecide, nil
}

// held are the measures of the decision that still bind, by party.
func (s *Service) held(a *act) ([]Held, error) {
	entry, err := s.Sanction.Look(a.tx, a.st.Sanction)
	if err != nil {
		return nil, err
	}
	var out []Held
	for _, h := range entry.Measures {
		x := entry.Subject(h.Subject)
		if x == nil || h.State == sanction.Lifted {
			continue
		}
		for _, p := range a.st.Parties {
			if p.Who == x.Who {
				out = append(out, Held{ID: h.ID, Party: p.ID})
			}
		}
	}
	return out, nil
}

// followed lets the ledger follow what came of a request.
func (s *Service) followed(a *act, news []journal.New) error {
	annulled := slices.ContainsFunc(news, func(n journal.New) bool { _, ok := n.Body.(Annulled); return ok })
	for _, n := range news {
		b, ok := n.Body.(RequestDecided)
		if !ok {
			continue
		}
		if annulled {
			return s.Sanction.AnnulFor(a.tx, sanction.After{Sanction: a.st.Sanction, Reason: b.Reason})
		}
		for _, c := range b.Changes {
			if err := s.Sanction.CorrectFor(a.tx, sanction.After{Sanction: a.st.Sanction, Measure: c.Measure, Months: c.Months, Life: c.Life, Lift: c.Lift, Reason: b.Reason}); err != nil {
				return err
			}
		}
	}
	return nil
}
