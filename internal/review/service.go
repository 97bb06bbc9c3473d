package review

import (
	"context"
	"fmt"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/journal"
	"lunheng/internal/rules"
	"lunheng/internal/store"
	"lunheng/internal/vault"
)

// Service does the verbs of cases and meetings. All fields are set once, at
// the start.
type Service struct {
	J          *journal.Journal
	Book       *rules.Shelf
	Cal        *calendar.Holder
	Activities *activity.Service
	Vault      *vault.Vault
	Blobs      blob.Store
	Limits     blob.Limits // of files that come with an appeal
	// Public is the address under which anyone reaches this program, such as
	// https://ethics.example.cn, printed on letters. Empty: letters carry none.
	Public string
	// Interests finds the members whose registered interests touch some cases; nil:
	// no register is kept.
	Interests func(r store.Reader, set *rules.Set, day calendar.Day, cases ...string) ([]Interested, error)
	// Untrained names those of a committee who do not vote because their training
	// lapsed; nil: nobody.
	Untrained func(r store.Reader, set *rules.Set, committee string, day calendar.Day) ([]string, error)
}

// scene is what a verb decides on: the folds and the facts.
type scene struct {
	tx    *journal.Tx
	set   *rules.Set
	Case  Case
	Meet  Meeting
	Facts Facts
	past  []journal.Event // of the meeting
}

// onCase runs a verb on one case: the seven steps.
func (s *Service) onCase(ctx context.Context, p auth.Principal, now time.Time, q auth.Request, decide func(sc *scene) ([]journal.New, error)) (journal.Outcome, error) {
	return auth.Run(ctx, s.J, p, now, q, auth.Steps[Case]{
		Kind: auth.Review, Stream: Stream, Fold: Fold,
		For: func(c Case) string { return c.Committee },
		Decide: func(tx *journal.Tx, c Case) (_ []journal.New, err error) {
			sc := &scene{tx: tx, Case: c}
			if sc.Facts, sc.set, err = s.facts(tx, p.Person, now, c.Committee, &c, nil); err != nil {
				return nil, err
			}
			return decide(sc)
		},
		Then: s.moveAlong,
	})
}

func loadCase(tx *journal.Tx, id string) (Case, error) {
	return journal.Load(tx, Stream(id), Fold)
}

// appendCase journals events of a case and moves its application along.
func (s *Service) appendCase(tx *journal.Tx, c Case, news []journal.New) error {
	if err := tx.Append(Stream(c.ID), news...); err != nil {
		return err
	}
	return s.moveAlong(tx, c, news)
}

// moveAlong tells those who wait for a case what happened to it.
func (s *Service) moveAlong(tx *journal.Tx, c Case, news []journal.New) error {
	for _, n := range news {
		if err := s.markActivity(tx, c, n.Body); err != nil {
			return err
		}
		if c.Kind == "" && c.emergency() && effective(n.Body) {
			if err := s.reconsider(tx, c); err != nil {
				return err
			}
		}
		if c.Appeal != nil {
			if err := s.settleAppeal(tx, c, n.Body); err != nil {
				return err
			}
		}
	}
	return nil
}

// markActivity tells the application what became of its case.
func (s *Service) markActivity(tx *journal.Tx, c Case, body journal.Body) error {
	if c.Kind == KindExemption {
		return s.markExemption(tx, c, body)
	}
	if c.Kind != "" {
		return nil // what follows from such a review, others know
	}
	a, id := c.Activity, c.ID
	switch b := body.(type) {
	case Accepted, ChangesSubmitted, PreliminaryGiven, PreliminaryConfirmed:
		return s.Activities.MarkTakenUp(tx, a, id)
	case Resubmitted:
		switch c.State {
		case StateRevisionDue:
			return s.Activities.MarkTakenUp(tx, a, id)
		case StateChangesDue: // the points are still to be answered
			return s.Activities.MarkChangesDue(tx, a, id, c.openPoints())
		}
	case Returned:
		missing := make([]activity.Missing, len(b.Items))
		for i, m := range b.Items {
			missing[i] = activity.Missing(m)
		}
		return s.Activities.MarkReturned(tx, a, id, missing)
	case Withdrawn:
		return s.Activities.MarkWithdrawn(tx, a, id, b.Reason)
	case Approved, ChangesConfirmed:
		return s.Activities.MarkApproved(tx, a, id)
	case Rejected:
		return s.Activities.MarkRejected(tx, a, id)
	case ChangesAsked:
		return s.Activities.MarkChangesDue(tx, a, id, points(b.Stipulations))
	case RereviewAsked:
		return s.Activities.MarkRevisionDue(tx, a, id, points(b.Stipulations))
	case ChangesReturned:
		return s.Activities.MarkChangesDue(tx, a, id, c.openPoints())
	}
	return nil
}

func points(stipulations []Stipulation) []activity.Missing {
	out := make([]activity.Missing, len(stipulations))
	for i, s := range stipulations {
		out[i] = activity.Missing{Text: s.Text}
	}
	return out
}

// openPoints are the stipulations that are not settled.
func (c Case) openPoints() []activity.Missing {
	var out []activity.Missing
	for _, p := range c.Points {
		if !p.Satisfied {
			out = append(out, activity.Missing{Text: p.Text})
		}
	}
	return out
}

// meetingVerb is how a verb on a meeting is run. review names the case it is
// about; empty: none, or the one at hand.
type meetingVerb struct {
	name    auth.Verb
	id      string
	review  string
	version int64
	key     string
	cmd     any
	decide  func(sc *scene) (meeting, kase []journal.New, err error)
	also    func(sc *scene, decided []journal.New) error // beside the journal; may be nil
}

// onMeeting runs a verb on a meeting, and on the case that it is about.
func (s *Service) onMeeting(ctx context.Context, p auth.Principal, now time.Time, v meetingVerb) (journal.Outcome, error) {
	return s.J.Do(ctx, auth.Act(p, now, v.key, v.cmd), func(tx *journal.Tx) error {
		sc, err := s.scene(tx, p, now, v)
		if err != nil {
			return err
		}
		session, kase, err := v.decide(sc)
		if err != nil {
			return err
		}
		if session, err = sc.turned(session); err != nil {
			return err
		}
		if v.also != nil {
			if err := v.also(sc, session); err != nil {
				return err
			}
		}
		if err := tx.Append(MeetingStream(v.id), session...); err != nil || len(kase) == 0 {
			return err
		}
		return s.appendCase(tx, sc.Case, kase)
	})
}

// scene takes the first three of the seven steps for a verb on a meeting.
func (s *Service) scene(tx *journal.Tx, p auth.Principal, now time.Time, v meetingVerb) (*scene, error) {
	events, err := tx.Load(MeetingStream(v.id))
	if err != nil {
		return nil, fmt.Errorf("load meeting %s: %w", v.id, err)
	}
	sc := &scene{tx: tx, past: events}
	if sc.Meet, err = FoldMeeting(events); err != nil {
		return nil, err
	}
	if err := auth.Allow(tx, p, v.name, auth.Meeting, v.id); err != nil {
		return nil, err
	}
	if err := tx.Expect(MeetingStream(v.id), v.version); err != nil {
		return nil, err
	}
	tx.For, tx.Result = sc.Meet.Committee, v.id
	if v.review != "" && v.name != auth.MeetingDeclare {
		// An office in the committee is not enough: who is out of a case, or on
		// the applicant's side, does nothing about it.
		if err := auth.Allow(tx, p, auth.ReviewDiscussion, auth.Review, v.review); err != nil {
			return nil, err
		}
	}
	about := &sc.Case
	switch item := sc.Meet.Current(); {
	case v.review != "":
		if sc.Case, err = loadCase(tx, v.review); err != nil {
			return nil, err
		}
	case item != nil:
		if sc.Case, err = s.lookCase(tx, item.Review); err != nil {
			return nil, err
		}
	default:
		about = nil
	}
	sc.Facts, sc.set, err = s.facts(tx, p.Person, now, sc.Meet.Committee, about, &sc.Meet)
	return sc, err
}

// Reactions tell what applications cause here, in the same transaction.
func (s *Service) Reactions() []journal.Reaction {
	return []journal.Reaction{{
		On: "activity.submitted", Do: s.onSubmitted,
		Reason: "a submitted application is a new case of its committee, or a newer version in an open one",
	}}
}

// onSubmitted opens a case, or hands the newer version in to the open one.
func (s *Service) onSubmitted(tx *journal.Tx, e journal.Event) error {
	b, ok := e.Body.(activity.Submitted)
	if !ok {
		return fmt.Errorf("open case: %s is no submission", e.Type)
	}
	id, fresh := b.Review, b.Review == ""
	var err error
	if fresh {
		if id, err = tx.NewID(); err != nil {
			return err
		}
	}
	c, err := loadCase(tx, id)
	if err != nil {
		return err
	}
	f := Facts{Actor: tx.Actor, Case: c}
	if !fresh {
		var set *rules.Set
		if f, set, err = s.facts(tx, tx.Actor, tx.Now, b.Committee, &c, nil); err != nil {
			return err
		}
		if f.Clocks, err = s.clocks(tx, set, tx.Now, c); err != nil {
			return err
		}
	}
	f.Grounds = e.Ground
	kind := ""
	if b.Claim != nil {
		kind = KindExemption
	}
	news, err := c.Submit(Open{Opened{Kind: kind, Claim: b.Claim, Activity: e.Subject(), Committee: b.Committee, Unit: b.Unit, Applicant: b.Leader,
		Title: b.Title, Application: e.Version, Scope: b.Assessment.Scope, Fields: b.Fields, Region: b.Region,
		Procedure: b.Assessment.Procedure, Mandate: b.Mandate}}, f)
	if err != nil {
		return err
	}
	if fresh {
		c.ID, c.Activity, c.Kind = id, e.Subject(), kind
	}
	return s.appendCase(tx, c, news)
}
