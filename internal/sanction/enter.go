package sanction

import (
	"fmt"
	"slices"

	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/store"
	"lunheng/internal/vault"
)

// Outcome is a decision that came out of a case, entered whole and put in force in the
// act that made it.
type Outcome struct {
	Case       string // it came out of
	By         string // the unit that decided, where no department did
	Brought    bool   // it was made before, and comes from a list
	List       string // which list, where it was handed in on a page
	Department string // that decided, or keeps the ledger for the unit
	Terms
	Subjects []Entered
}

// Entered is somebody whom such a decision concerns, and what follows.
type Entered struct {
	Kind, Who, Unit, Name string
	Paper, Number         string // by which somebody is told who has no Who
	Outside               bool   // of the register; the vault knows them as Who
	Competent             bool   // whatever the unit, as with a funder's own money
	Orders                []Order
}

// Order is a measure for them.
type Order struct {
	Code string
	Term
}

// Term computes the term of a measure under a grade of severity, or refuses it.
func (f Facts) Term(severity, code string, t Term) (Term, error) {
	effect, ok := f.Kinds[code]
	if !ok {
		return t, errs.Mistake("code", "sanction.code", "请选择处理措施。", "Choose the measure.")
	}
	return t.within(effect, Terms{Severity: severity}, f)
}

// Terms are what the packs say about grades and measures for a region.
func (s *Service) Terms(tx *journal.Tx, region string) (Facts, error) { return s.facts(tx, region) }

// entering is a decision while it is entered.
type entering struct {
	s    *Service
	tx   *journal.Tx
	st   State
	news []journal.New
}

// add takes what was decided and folds it at once, so that the next step sees it.
func (e *entering) add(news []journal.New, err error) error {
	if err != nil {
		return err
	}
	for _, n := range news {
		next, err := Table.Next(e.st.State, n.Body.EventType())
		if err != nil {
			return err
		}
		e.st.apply(journal.Event{Body: n.Body, At: e.tx.Now})
		e.st.State = next
	}
	e.news = append(e.news, news...)
	return nil
}

// Enter enters a decision with everybody it concerns, under the same demands as one
// that is drafted by hand: nobody who could be somebody else, no term outside its
// grade, nobody outside the competence. It returns its id.
func (s *Service) Enter(tx *journal.Tx, entry Outcome) (string, error) {
	var region string
	if err := tx.Row(`select region from departments where id = $1`, entry.Department).Scan(&region); err != nil {
		return "", fmt.Errorf("look up department %s: %w", entry.Department, err)
	}
	f, err := s.facts(tx, region)
	if err != nil {
		return "", err
	}
	id := f.NewID
	e := entering{s: s, tx: tx}
	news, err := State{}.Draft(Draft{Department: entry.Department, Terms: entry.Terms}, region, f)
	if err != nil {
		return "", err
	}
	drafted, _ := news[0].Body.(Drafted)
	drafted.Case, drafted.By, drafted.Brought, drafted.List = entry.Case, entry.By, entry.Brought, entry.List
	news[0].Body = drafted
	if err := e.add(news, nil); err != nil {
		return "", err
	}
	for _, x := range entry.Subjects {
		if err := e.subject(x, f); err != nil {
			return "", err
		}
	}
	if err := e.add(e.st.Issue(f)); err != nil {
		return "", err
	}
	tx.Begin(Stream(id))
	return id, tx.Append(Stream(id), e.news...)
}

// subject enters somebody and their measures.
func (e *entering) subject(x Entered, f Facts) (err error) {
	if f.NewID, err = e.tx.NewID(); err != nil {
		return err
	}
	cmd := Name{Kind: x.Kind, Who: x.Who, Unit: x.Unit, Paper: x.Paper, Number: x.Number}
	if x.Who == "" {
		cmd.Name = x.Name
	}
	if x.Outside {
		if err := e.known(x); err != nil {
			return err
		}
		err = f.competent(e.tx, e.st, x.Unit)
	} else {
		err = e.s.aboutSubject(e.tx, e.st, &cmd, &f)
	}
	if err != nil {
		return err
	}
	f.Competent = f.Competent || x.Competent
	news, err := e.st.AddSubject(cmd, f)
	if err != nil {
		return err
	}
	subject, _ := news[0].Body.(SubjectAdded)
	if x.Outside {
		subject.Name = x.Name
	}
	news[0].Body = subject
	if err := e.add(news, nil); err != nil {
		return err
	}
	if !x.Outside {
		if err := e.s.keep(e.tx, cmd, subject.ID, e.tx.Now); err != nil {
			return err
		}
	}
	for _, o := range x.Orders {
		if f.NewID, err = e.tx.NewID(); err != nil {
			return err
		}
		if err := e.add(e.st.AddMeasure(Add{Subject: subject.ID, Code: o.Code, From: o.From, Months: o.Months, Life: o.Life}, f)); err != nil {
			return err
		}
	}
	return nil
}

// known refuses somebody outside the register whom the vault knows by a name alone.
func (e *entering) known(x Entered) error {
	kinds, err := vault.IdentityKinds(e.tx, []string{x.Who})
	if err != nil {
		return err
	}
	if slices.ContainsFunc(kinds[x.Who], func(k string) bool { return k != vault.NameKind }) {
		return nil
	}
	return Name{Name: "—"}.identified(Facts{})
}

// CorrectFor gives a measure another term, or lifts it, because of what came of the
// case.
func (s *Service) CorrectFor(tx *journal.Tx, cmd After) error {
	return s.follow(tx, cmd, func(st State, f Facts) ([]journal.New, error) { return st.Correct(cmd, f) })
}

// AnnulFor ends the decision of a case that was annulled.
func (s *Service) AnnulFor(tx *journal.Tx, cmd After) error {
	return s.follow(tx, cmd, func(st State, f Facts) ([]journal.New, error) { return st.Annul(cmd, f) })
}

func (s *Service) follow(tx *journal.Tx, cmd After, decide func(State, Facts) ([]journal.New, error)) error {
	st, err := load(tx, cmd.Sanction)
	if err != nil {
		return err
	}
	f, err := s.facts(tx, st.Region)
	if err != nil {
		return err
	}
	news, err := decide(st, f)
	if err != nil {
		return err
	}
	return tx.Append(Stream(cmd.Sanction), news...)
}

// Look is a decision for the case that it came out of, whoever may see that.
func (s *Service) Look(r store.Reader, id string) (State, error) {
	return journal.Look(s.J, r, Stream(id), Fold)
}
