package sites

import (
	"context"
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

// on runs a verb on a site: the seven steps.
func (s *Service) on(ctx context.Context, p auth.Principal, now time.Time, q auth.Request, decide func(*journal.Tx, State, Facts, *rules.Set) ([]journal.New, error)) (journal.Outcome, error) {
	return auth.Run(ctx, s.J, p, now, q, auth.Steps[State]{
		Kind: auth.Site, Stream: Stream, Fold: Fold,
		For: func(st State) string { return st.Committee },
		Decide: func(tx *journal.Tx, st State) ([]journal.New, error) {
			f, set := s.facts(p.Person, now, st.Region)
			return decide(tx, st, f, set)
		},
	})
}

func load(tx *journal.Tx, id string) (State, error) {
	return journal.Load(tx, Stream(id), Fold)
}

func (s *Service) look(r store.Reader, id string) (State, error) {
	return journal.Look(s.J, r, Stream(id), Fold)
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
	return s.on(ctx, p, now, auth.Ask(auth.SiteInput, cmd.Site, cmd.Version, cmd.Key, cmd),
		func(tx *journal.Tx, st State, f Facts, _ *rules.Set) ([]journal.New, error) {
			var err error
			if f.Known, err = known(tx, cmd.Investigator, cmd.Contact); err != nil {
				return nil, err
			}
			if f.Newest, err = s.newest(tx, st); err != nil {
				return nil, err
			}
			return st.GiveInput(cmd, f)
		})
}

// Comment notes a word between the sides.
func (s *Service) Comment(ctx context.Context, p auth.Principal, now time.Time, cmd Words) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.SiteComment, cmd.Site, cmd.Version, cmd.Key, cmd),
		func(tx *journal.Tx, st State, f Facts, _ *rules.Set) ([]journal.New, error) {
			may, err := auth.Can(tx, p, auth.Site, st.ID, auth.SiteWithdraw)
			if err != nil {
				return nil, err
			}
			f.Lead = may[auth.SiteWithdraw]
			return st.Comment(cmd, f)
		})
}

// TakeUp puts a package before the participating committee.
func (s *Service) TakeUp(ctx context.Context, p auth.Principal, now time.Time, cmd On) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.SiteReceive, cmd.Site, cmd.Version, cmd.Key, auth.Named("take up", cmd)),
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
		})
}

// Refuse sends a package back with the codes of the checks that fail.
func (s *Service) Refuse(ctx context.Context, p auth.Principal, now time.Time, cmd On) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.SiteReceive, cmd.Site, cmd.Version, cmd.Key, auth.Named("refuse", cmd)),
		func(tx *journal.Tx, st State, f Facts, set *rules.Set) ([]journal.New, error) {
			var err error
			if f.Checks, err = s.checks(tx, set, st, f.Today); err != nil {
				return nil, err
			}
			return st.Refuse(cmd, f)
		})
}

// Reply gives the formal opinion.
func (s *Service) Reply(ctx context.Context, p auth.Principal, now time.Time, cmd Reply) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.SiteAnswer, cmd.Site, cmd.Version, cmd.Key, cmd),
		func(tx *journal.Tx, st State, f Facts, set *rules.Set) ([]journal.New, error) {
			var err error
			if f.Checks, err = s.checks(tx, set, st, f.Today); err != nil {
				return nil, err
			}
			f.Answers = codes(set, "recognition_objections")
			f.Clocks = s.clocks(set, now, "follow_up_months", ClockFollowUp)
			return st.Reply(cmd, f)
		})
}

// FollowUp notes a site's own follow-up.
func (s *Service) FollowUp(ctx context.Context, p auth.Principal, now time.Time, cmd Report) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.SiteFollowUp, cmd.Site, cmd.Version, cmd.Key, cmd),
		func(_ *journal.Tx, st State, f Facts, set *rules.Set) ([]journal.New, error) {
			f.Results = results(set)
			f.Clocks = s.clocks(set, now, "follow_up_months", ClockFollowUp)
			f.Grounds = paramGround(set, "follow_up_months")
			return st.FollowUp(cmd, f)
		})
}

// Withdraw ends a site.
func (s *Service) Withdraw(ctx context.Context, p auth.Principal, now time.Time, cmd On) (journal.Outcome, error) {
	return s.on(ctx, p, now, auth.Ask(auth.SiteWithdraw, cmd.Site, cmd.Version, cmd.Key, auth.Named("withdraw", cmd)),
		func(_ *journal.Tx, st State, _ Facts, _ *rules.Set) ([]journal.New, error) {
			return st.Withdraw(cmd.Note)
		})
}
