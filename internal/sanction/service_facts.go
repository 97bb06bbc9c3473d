package sanction

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/rules"
	"lunheng/internal/store"
	"lunheng/internal/vault"
)

// The packs' lists of violations.
var violationLists = []string{"violations_unit", "violations_committee"}

func (s *Service) facts(tx *journal.Tx, region string) (Facts, error) {
	today := calendar.Of(tx.Now)
	f := lawOf(s.Book.On(today, region))
	f.Actor, f.Today = tx.Actor, today
	var err error
	f.NewID, err = tx.NewID()
	return f, err
}

// lawOf is what the packs say about violations, grades and measures.
func lawOf(set *rules.Set) Facts {
	f := Facts{Grades: map[string]Grade{}, Kinds: map[string]Effect{}}
	for _, list := range violationLists {
		for _, item := range set.List(list) {
			f.Violations = append(f.Violations, item.Code)
		}
	}
	for _, item := range set.List("severity") {
		f.Grades[item.Code] = Grade{Min: 12 * item.Int("years_min"), Max: 12 * item.Int("years_max"), Life: item.Bool("lifetime"), Cited: set.CiteGround(item.Ground())}
	}
	for _, item := range set.List("measures") {
		f.Kinds[item.Code] = Effect{Term: item.Bool("term"), Ground: item.Ground()}
	}
	return f
}

// aboutSubject looks somebody up who is to be named.
func (s *Service) aboutSubject(r store.Reader, st State, cmd *Name, f *Facts) error {
	if cmd.Outside() {
		if err := s.namesakes(r, cmd, f); err != nil {
			return err
		}
	} else if err := registered(r, cmd); err != nil {
		return err
	}
	return f.competent(r, st, cmd.Unit)
}

// competent says whether the unit of a subject is the department's, or there is none.
func (f *Facts) competent(r store.Reader, st State, unit string) error {
	if f.Competent = unit == ""; f.Competent {
		return nil
	}
	var region, department string
	if err := r.Row(`select region, department from units where id = $1`, unit).Scan(&region, &department); err != nil {
		return missing(err, "unit")
	}
	f.Competent = department == st.Department || strings.HasPrefix(region, strings.TrimRight(st.Region, "0"))
	return nil
}

// registered finds the unit of somebody of the register.
func registered(r store.Reader, cmd *Name) error {
	query := `select unit from persons where id = $1`
	if cmd.Kind == Unit {
		query = `select id from units where id = $1`
	}
	return missing(r.Row(query, cmd.Who).Scan(&cmd.Unit), "who")
}

func missing(err error, field string) error {
	if errors.Is(err, sql.ErrNoRows) {
		return errs.Mistake(field, "sanction.unknown", "登记里没有这个人或单位。", "The register has no such person or unit.")
	}
	return err
}

// namesakes counts people or units of the register with the name of somebody from
// outside it.
func (s *Service) namesakes(r store.Reader, cmd *Name, f *Facts) (err error) {
	if strings.TrimSpace(cmd.Name) == "" {
		return nil
	}
	if cmd.Kind == Unit {
		return r.Row(`select count(*) from units where name_zh = $1 or name_en = $1`, strings.TrimSpace(cmd.Name)).Scan(&f.Namesakes)
	}
	ids, err := s.Vault.Search(r, cmd.Name, maxNamesakes)
	f.Namesakes = len(ids)
	return err
}

const maxNamesakes = 50

// keep writes into the vault by what the subject can be told from others: what was
// given here and, of the register's own entries, what stands there.
func (s *Service) keep(tx *journal.Tx, cmd Name, id string, now time.Time) error {
	who, by := cmd.Who, []vault.Identity{{Kind: cmd.Paper, Text: cmd.Number}}
	switch {
	case cmd.Outside() && cmd.Kind == Person:
		who = id
		if err := s.Vault.Put(tx.Tx, id, vault.Record{Name: strings.TrimSpace(cmd.Name)}, now); err != nil {
			return err
		}
		by = append(by, vault.Identity{Kind: vault.NameKind, Text: cmd.Name})
	case cmd.Outside():
		who = id
		by = append(by, vault.Identity{Kind: vault.NameKind, Text: cmd.Name})
	case cmd.Kind == Person:
		rec, err := s.Vault.Get(tx, who)
		if err != nil {
			return err
		}
		by = append(by, vault.Identity{Kind: vault.NameKind, Text: rec.Name}, vault.Identity{Kind: vault.NameKind, Text: rec.NameEN})
	default:
		var zh, en, code string
		if err := tx.Row(`select name_zh, name_en, uscc from units where id = $1`, who).Scan(&zh, &en, &code); err != nil {
			return fmt.Errorf("look up unit %s: %w", who, err)
		}
		by = append(by, vault.Identity{Kind: vault.NameKind, Text: zh}, vault.Identity{Kind: vault.NameKind, Text: en}, vault.Identity{Kind: UnitPaper, Text: code})
	}
	return s.Vault.Identify(tx.Tx, who, by...)
}

// UnitPaper is the kind of a unit's number: its unified social credit code. It is a
// code of the packs' list identity_kinds.
const UnitPaper = "credit_code"

// aboutClock adds the clock of a request for correction.
func (s *Service) aboutClock(tx *journal.Tx, region string, f *Facts) error {
	set := s.Book.On(f.Today, region)
	p, ok := set.Param("sanction_correction_days")
	if !ok {
		return nil
	}
	g := p.Ground()
	move := s.Reviews.Limit(set, p.Span(), tx.Now, &g)
	f.Clock = &move
	return nil
}

// concerned is the subject of a decision for whom a person may speak: they
// themselves, or the unit whose officer they are.
func concerned(r store.Reader, p auth.Principal, st State) (string, error) {
	for _, x := range st.Subjects {
		if x.Kind == Person && x.Who == p.Person {
			return x.ID, nil
		}
		if x.Kind == Unit && x.Unit != "" && auth.Allow(r, p, auth.UnitEdit, auth.Unit, x.Unit) == nil {
			return x.ID, nil
		}
	}
	return "", errs.Refuse("sanction.not_concerned", "更正由决定所涉及的本人或者单位提出。", "Correction is asked for by whom the decision concerns.")
}

// Papers are the kinds of documents that the packs know, for people or for units.
func Papers(set *rules.Set, kind string) []rules.Item {
	var out []rules.Item
	for _, item := range set.List("identity_kinds") {
		if item.Str("of") == kind {
			out = append(out, item)
		}
	}
	return out
}
