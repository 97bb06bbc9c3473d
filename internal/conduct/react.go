package conduct

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"lunheng/internal/activity"
	"lunheng/internal/calendar"
	"lunheng/internal/clocks"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/review"
	"lunheng/internal/store"
)

// closerDuty is the code of the duty to follow emergency work more closely
// (article 38), in the packs' list of duties.
const closerDuty = "closer_follow_up"

// Reactions tell what reviews and clocks cause here, in the same transaction.
func (s *Service) Reactions() []journal.Reaction {
	var out []journal.Reaction
	for _, event := range []string{"review.approved", "review.changes_confirmed", "review.rejected"} {
		out = append(out, journal.Reaction{On: event, Do: s.onDecided, Reason: "an approval begins the life of an activity, and what is decided on a report takes effect"})
	}
	for _, event := range []string{"review.replaced", "review.overtaken"} {
		out = append(out, journal.Reaction{On: event, Do: s.onAppeal, Reason: "a decision on appeal takes the place of the first one, in what it does to the activity too"})
	}
	return append(out,
		journal.Reaction{On: "review.withdrawn", Do: s.onWithdrawn, Reason: "a report whose review was withdrawn is taken back"},
		journal.Reaction{On: "clock.overrun", Do: s.onOverrun, Reason: "an approval lapses when its follow-up runs out"})
}

// onDecided begins an approved activity, or lets a decision on a report take effect.
func (s *Service) onDecided(tx *journal.Tx, e journal.Event) error {
	c, err := s.Reviews.Look(tx, e.Subject())
	if err != nil {
		return err
	}
	st, err := load(tx, c.Activity)
	if err != nil {
		return err
	}
	if c.Kind == "" || c.Renews() { // on appeal too an approval begins it
		if c.State != review.StateApproved || st.State != StateNone {
			return nil
		}
		return s.begin(tx, c)
	}
	if c.Kind == review.KindAfterEmergency {
		return tx.Append(Stream(st.ID), st.Reconsider(c)...)
	}
	if st.Report(c.About) == nil {
		return nil
	}
	return s.settle(tx, st, c, "")
}

// onAppeal lets a decision on appeal take effect in place of the first one.
func (s *Service) onAppeal(tx *journal.Tx, e journal.Event) error {
	first, err := s.Reviews.Look(tx, e.Subject())
	if err != nil || first.Kind == "" || first.ReplacedBy == "" {
		return err
	}
	st, err := load(tx, first.Activity)
	if err != nil || st.Report(first.About) == nil {
		return err
	}
	c, err := s.Reviews.Look(tx, first.ReplacedBy)
	if err != nil {
		return err
	}
	c.About = first.About
	return s.settle(tx, st, c, c.ID)
}

func (s *Service) begin(tx *journal.Tx, c review.Case) error {
	app, err := s.application(tx, c.Activity)
	if err != nil {
		return err
	}
	body := Begun{Review: c.ID, Committee: c.Committee, Unit: c.Unit, Leader: app.Leader, Title: c.Title, Region: c.Region, Months: c.FollowUp, Due: c.Due[review.ClockFollowUp]}
	if a := app.Assessment; a != nil {
		body.Closer, body.Listed = slices.Contains(a.Obligations, closerDuty), a.Recheck
	}
	tx.Begin(Stream(c.Activity))
	return tx.Append(Stream(c.Activity), journal.Because(body))
}

// settle lets a decision take effect: here, on the application, and on the clock
// of the next follow-up.
func (s *Service) settle(tx *journal.Tx, st State, c review.Case, appeal string) error {
	f, err := s.facts(tx, tx.Actor, tx.Now, st)
	if err != nil {
		return err
	}
	f.Case, f.Appeal = c, appeal
	move := s.next(&f, st)
	news, err := st.Settle(f)
	if err != nil {
		return err
	}
	if r, ok := st.Amends(f); ok {
		if err := s.Acts.MarkAmended(tx, st.ID, amended(r)); err != nil {
			return err
		}
	}
	if err := s.moveClock(tx, st, news, move); err != nil {
		return err
	}
	return tx.Append(Stream(st.ID), news...)
}

// amended is what an approved amendment does to the application.
func amended(r Report) activity.Amended {
	out := activity.Amended{Review: r.Review, Report: r.ID, Fields: activity.Values{}}
	for _, c := range r.Changes {
		out.Fields[c.Field] = c.After
	}
	for _, f := range r.Files {
		if f.Field != "" {
			out.Files = append(out.Files, f)
		}
	}
	for _, s := range r.Swaps {
		out.Removed = append(out.Removed, s.Old)
	}
	return out
}

// next computes when the follow-up after this one is due: after the months that
// the decision sets, or as before.
func (s *Service) next(f *Facts, st State) flow.ClockMove {
	set := s.Book.On(f.Today, st.Region)
	f.Months = st.Months
	if d := f.Case.Decision(); d != nil && d.FollowUp > 0 {
		f.Months = d.FollowUp
	}
	if p, ok := set.Param("follow_up_months"); ok && f.Months == 0 {
		f.Months = p.Int()
	}
	var ground *flow.Ground
	if p, ok := set.Param("follow_up_months"); ok {
		g := p.Ground()
		ground = &g
	}
	move := s.Reviews.Limit(set, calendar.Span{Amount: f.Months, Unit: calendar.Months}, f.Case.DecidedAt, ground)
	f.Due = move.Due
	return move
}

// moveClock starts the clock of the next follow-up, or ends it with the activity.
func (s *Service) moveClock(tx *journal.Tx, st State, news []journal.New, move flow.ClockMove) error {
	for i := len(news) - 1; i >= 0; i-- {
		switch b := news[i].Body.(type) {
		case FollowedUp:
			return s.Reviews.MarkFollowUp(tx, st.Review, &move)
		case Rescheduled:
			move.Due, move.Warn = b.Due, b.Due.Add(move.Warn.Sub(move.Due))
			return s.Reviews.MarkFollowUp(tx, st.Review, &move)
		case Reinstated:
			if st.State != StateTerminated || st.Due.IsZero() {
				return nil // the clock has run on
			}
			move.Due, move.Warn = st.Due, st.Due.Add(move.Warn.Sub(move.Due)) // as it was due before the end
			return s.Reviews.MarkFollowUp(tx, st.Review, &move)
		case Terminated, Closed:
			return s.Reviews.MarkFollowUp(tx, st.Review, nil)
		}
	}
	return nil
}

func (s *Service) onWithdrawn(tx *journal.Tx, e journal.Event) error {
	c, err := s.Reviews.Look(tx, e.Subject())
	if err != nil || c.Kind == "" {
		return err
	}
	st, err := load(tx, c.Activity)
	if err != nil {
		return err
	}
	return tx.Append(Stream(c.Activity), st.TakeBack(c.About)...)
}

// onOverrun turns the end of the time for a follow-up into a lapse.
func (s *Service) onOverrun(tx *journal.Tx, e journal.Event) error {
	b, ok := e.Body.(clocks.Overrun)
	kase, of := strings.CutPrefix(b.Stream, review.Kind+"/")
	if !ok || !of || b.Clock != review.ClockFollowUp {
		return nil
	}
	id, err := byReview(tx, kase)
	if err != nil || id == "" {
		return err
	}
	st, err := load(tx, id)
	if err != nil {
		return err
	}
	return tx.Append(Stream(id), st.Lapse(Facts{Grounds: e.Ground})...)
}

// byReview finds the activity that a case approved; empty: none.
func byReview(r store.Reader, kase string) (string, error) {
	var id string
	err := r.Row(`select id from conducts where review = $1`, kase).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("look up activity approved by %s: %w", kase, err)
	}
	return id, nil
}
