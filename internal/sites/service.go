package sites

import (
	"context"
	"fmt"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/journal"
	"lunheng/internal/registry"
	"lunheng/internal/review"
	"lunheng/internal/rules"
	"lunheng/internal/store"
)

// Service does the verbs of sites, packages, agreements and installations. All
// fields are set once, at the start.
type Service struct {
	J        *journal.Journal
	Book     *rules.Shelf
	Reviews  *review.Service
	Acts     *activity.Service
	Registry *registry.Service
	Blobs    blob.Store
	LogKey   func() string // verifier key of this house

	// Standing names what a committee's registration lacks; nil: nobody knows.
	Standing func(r store.Reader, committee string, day calendar.Day) ([]string, error)
	// Findings names what is open against an approved activity; nil: nothing is known.
	Findings func(r store.Reader, activity string) ([]string, error)
}

// verb is how a verb on one site is run.
type verb struct {
	name    auth.Verb
	id      string
	version int64
	key     string
	cmd     any
	decide  func(tx *journal.Tx, st State, f Facts, set *rules.Set) ([]journal.New, error)
}

// on runs a verb on a site: the seven steps.
func (s *Service) on(ctx context.Context, p auth.Principal, now time.Time, v verb) (journal.Outcome, error) {
	return s.J.Do(ctx, auth.Act(p, now, v.key, v.cmd), func(tx *journal.Tx) error {
		st, err := load(tx, v.id) // 1 load and fold
		if err != nil {
			return err
		}
		if err := auth.Allow(tx, p, v.name, auth.Site, v.id); err != nil { // 2 may this person?
			return err
		}
		if err := tx.Expect(Stream(v.id), v.version); err != nil { // … and on what they saw?
			return err
		}
		tx.For, tx.Result = st.Committee, v.id
		f, set := s.facts(p.Person, now, st.Region) // 3 the rules
		news, err := v.decide(tx, st, f, set)       // 4 decide
		if err != nil {
			return err
		}
		return tx.Append(Stream(v.id), news...) // 5 append, 6 project, 7 what follows
	})
}

func load(tx *journal.Tx, id string) (State, error) {
	events, err := tx.Load(Stream(id))
	if err != nil {
		return State{}, fmt.Errorf("load site %s: %w", id, err)
	}
	return Fold(events)
}

func (s *Service) look(r store.Reader, id string) (State, error) {
	events, err := s.J.Stream(r, Stream(id))
	if err != nil {
		return State{}, fmt.Errorf("read site %s: %w", id, err)
	}
	return Fold(events)
}

// Invite has a unit take part; the result is the id of its site.
func (s *Service) Invite(ctx context.Context, p auth.Principal, now time.Time, cmd Invite) (journal.Outcome, error) {
	return s.J.Do(ctx, auth.Act(p, now, cmd.Key, cmd), func(tx *journal.Tx) error {
		if err := auth.Allow(tx, p, auth.SiteInvite, auth.Activity, cmd.Activity); err != nil {
			return err
		}
		f, err := s.aboutInvitation(tx, p.Person, now, cmd)
		if err != nil {
			return err
		}
		news, err := State{}.Invite(f)
		if err != nil {
			return err
		}
		id, err := tx.NewID()
		if err != nil {
			return err
		}
		tx.For, tx.Result = f.Site.LeadUnit, id
		tx.Begin(Stream(id))
		if err := tx.Append(Stream(id), news...); err != nil {
			return err
		}
		return s.lateInvitation(tx, f.Site, id)
	})
}

// lateInvitation starts the lead's time where its committee has decided already.
func (s *Service) lateInvitation(tx *journal.Tx, site Site, id string) error {
	c, err := s.Reviews.Look(tx, site.Review)
	if err != nil || c.State != review.StateApproved {
		return err
	}
	st, err := load(tx, id)
	if err != nil {
		return err
	}
	return tx.Append(Stream(id), st.Decided(s.leadFacts(tx.Actor, tx.Now, c.Region))...)
}

// GiveInput takes what a site brings in for itself.
func (s *Service) GiveInput(ctx context.Context, p auth.Principal, now time.Time, cmd GiveInput) (journal.Outcome, error) {
	return s.on(ctx, p, now, verb{auth.SiteInput, cmd.Site, cmd.Version, cmd.Key, cmd,
		func(tx *journal.Tx, st State, f Facts, _ *rules.Set) ([]journal.New, error) {
			var err error
			if f.Known, err = known(tx, cmd.Investigator, cmd.Contact); err != nil {
				return nil, err
			}
			if f.Newest, err = s.newest(tx, st); err != nil {
				return nil, err
			}
			return st.GiveInput(cmd, f)
		}})
}

// Comment notes a word between the sides.
func (s *Service) Comment(ctx context.Context, p auth.Principal, now time.Time, cmd Words) (journal.Outcome, error) {
	return s.on(ctx, p, now, verb{auth.SiteComment, cmd.Site, cmd.Version, cmd.Key, cmd,
		func(tx *journal.Tx, st State, f Facts, _ *rules.Set) ([]journal.New, error) {
			may, err := auth.Can(tx, p, auth.Site, st.ID, auth.SiteWithdraw)
			if err != nil {
				return nil, err
			}
			f.Lead = may[auth.SiteWithdraw]
			return st.Comment(cmd, f)
		}})
}

// TakeUp puts a package before the participating committee.
func (s *Service) TakeUp(ctx context.Context, p auth.Principal, now time.Time, cmd On) (journal.Outcome, error) {
	return s.on(ctx, p, now, verb{auth.SiteReceive, cmd.Site, cmd.Version, cmd.Key, cmd,
		func(tx *journal.Tx, st State, f Facts, set *rules.Set) ([]journal.New, error) {
			var err error
			if f.Checks, err = s.checks(tx, set, st, f.Today); err != nil {
				return nil, err
			}
			if _, err := st.TakeUp(f); err != nil { // before a case is opened
				return nil, err
			}
			c, err := s.recognition(tx, st)
			if err != nil {
				return nil, err
			}
			if f.Case, err = s.Reviews.Begin(tx, c); err != nil {
				return nil, err
			}
			f.Clocks = s.clocks(set, now, "participant_review_days", ClockReview, "participant_opinion_days", ClockOpinion)
			return st.TakeUp(f)
		}})
}

// Refuse sends a package back with the codes of the checks that fail.
func (s *Service) Refuse(ctx context.Context, p auth.Principal, now time.Time, cmd On) (journal.Outcome, error) {
	return s.on(ctx, p, now, verb{auth.SiteReceive, cmd.Site, cmd.Version, cmd.Key, cmd,
		func(tx *journal.Tx, st State, f Facts, set *rules.Set) ([]journal.New, error) {
			var err error
			if f.Checks, err = s.checks(tx, set, st, f.Today); err != nil {
				return nil, err
			}
			return st.Refuse(cmd, f)
		}})
}

// Reply gives the formal opinion.
func (s *Service) Reply(ctx context.Context, p auth.Principal, now time.Time, cmd Reply) (journal.Outcome, error) {
	return s.on(ctx, p, now, verb{auth.SiteAnswer, cmd.Site, cmd.Version, cmd.Key, cmd,
		func(tx *journal.Tx, st State, f Facts, set *rules.Set) ([]journal.New, error) {
			var err error
			if f.Checks, err = s.checks(tx, set, st, f.Today); err != nil {
				return nil, err
			}
			f.Answers = codes(set, "recognition_objections")
			f.Clocks = s.clocks(set, now, "follow_up_months", ClockFollowUp)
			return st.Reply(cmd, f)
		}})
}

// FollowUp notes a site's own follow-up.
func (s *Service) FollowUp(ctx context.Context, p auth.Principal, now time.Time, cmd Report) (journal.Outcome, error) {
	return s.on(ctx, p, now, verb{auth.SiteFollowUp, cmd.Site, cmd.Version, cmd.Key, cmd,
		func(_ *journal.Tx, st State, f Facts, set *rules.Set) ([]journal.New, error) {
			f.Results = results(set)
			f.Clocks = s.clocks(set, now, "follow_up_months", ClockFollowUp)
			f.Grounds = paramGround(set, "follow_up_months")
			return st.FollowUp(cmd, f)
		}})
}

// Withdraw ends a site.
func (s *Service) Withdraw(ctx context.Context, p auth.Principal, now time.Time, cmd On) (journal.Outcome, error) {
	return s.on(ctx, p, now, verb{auth.SiteWithdraw, cmd.Site, cmd.Version, cmd.Key, cmd,
		func(_ *journal.Tx, st State, _ Facts, _ *rules.Set) ([]journal.New, error) {
			return st.Withdraw(cmd.Note)
		}})
}
