package review

import (
	"fmt"

	"lunheng/internal/activity"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
)

// KindInitial names the initial review in packs and filters. In the journal it has
// no kind: cases from before there were others are initial ones.
const KindInitial = "initial"

// ListKinds is the pack's list of kinds of review. Its attribute "decision" may name
// the param with a kind's own time to decide.
const ListKinds = "review_kinds"

// KindText is a kind of review in words.
func KindText(set *rules.Set, kind string) lang.Text {
	if kind == "" {
		kind = KindInitial
	}
	if item, ok := set.Item(ListKinds, kind); ok {
		return item.Text
	}
	return lang.Same(kind)
}

// Following asks for a review of approved work: of a change, of its progress, of
// something that happened. It goes the same way as the initial review.
type Following struct {
	Activity string
	Kind     string // code of the pack's list
	About    string // id of the report or appeal that is judged
	Step     string // what it is to the rules: a code of their list step
	By       string // who reports; empty: the leader of the activity
}

// Follow opens such a case before the committee that approved the activity and
// returns its id.
func (s *Service) Follow(tx *journal.Tx, f Following) (string, error) {
	app, err := s.application(tx, f.Activity)
	if err != nil {
		return "", err
	}
	if app.Review == "" {
		return "", errs.New(errs.Refused, "review.follow.none", lang.T("这项活动还没有经过审查。", "This activity has not been reviewed yet."))
	}
	first, err := s.lookCase(tx, app.Review)
	if err != nil {
		return "", err
	}
	body, err := s.following(tx, f, app, first)
	if err != nil {
		return "", err
	}
	id, err := tx.NewID()
	if err != nil {
		return "", err
	}
	tx.Begin(Stream(id))
	return id, tx.Append(Stream(id), journal.Because(body, itemGround(s.Book.On(calendar.Of(tx.Now), first.Region), ListKinds, f.Kind)...))
}

// Begin opens a case of a kind before another committee than the one that approved
// the work, such as one of a participating unit. The caller knows what it is about.
func (s *Service) Begin(tx *journal.Tx, body Opened) (string, error) {
	id, err := tx.NewID()
	if err != nil {
		return "", err
	}
	tx.Begin(Stream(id))
	return id, tx.Append(Stream(id), journal.Because(body, itemGround(s.Book.On(calendar.Of(tx.Now), body.Region), ListKinds, body.Kind)...))
}

// following is the opening of a case on approved work, with the procedure that
// the rules propose for its step. Where they no longer say, a meeting is right.
func (s *Service) following(tx *journal.Tx, f Following, app activity.State, first Case) (Opened, error) {
	body := Opened{Kind: f.Kind, About: f.About, Step: f.Step, Activity: f.Activity, Committee: first.Committee, Unit: first.Unit, Mandate: first.Mandate,
		Applicant: app.Leader, Title: app.Title(), Application: app.Version, Scope: first.Scope, Fields: first.Fields, Region: first.Region,
		Procedure: ByMeeting}
	if f.By != "" {
		body.Applicant = f.By
	}
	if f.Step == "" {
		return body, nil
	}
	judged, err := s.Activities.JudgeStep(tx, app, f.Step, calendar.Of(tx.Now))
	if err != nil || judged == nil {
		return body, err
	}
	if p := judged.Answer.Procedure; p != "" {
		body.Procedure = p
	}
	body.Listed = judged.Record().Recheck
	return body, nil
}

// FollowUpSet says when approved work is next followed up, or that it is no more.
type FollowUpSet struct {
	Months int `json:"months"` // 0: no more
	flow.Clocks
}

// EventType is review.follow_up_set.
func (FollowUpSet) EventType() string { return "review.follow_up_set" }

// MarkFollowUp starts the clock of the next follow-up on the case that approved the
// work; nil ends it, with the work.
func (s *Service) MarkFollowUp(tx *journal.Tx, review string, move *flow.ClockMove) error {
	return s.mark(tx, review, func(c Case) ([]journal.New, error) {
		if err := c.allows("review.follow_up_set"); err != nil {
			return nil, err
		}
		body := FollowUpSet{}
		if move == nil {
			body.Moves = c.endClock(ClockFollowUp, flow.ClockCancel)
			return []journal.New{journal.Because(body)}, nil
		}
		m := *move
		m.Clock, m.Op, m.Who, m.Holder = ClockFollowUp, flow.ClockStart, flow.RoleSecretary, c.Committee
		body.Months, body.Moves = m.Amount, []flow.ClockMove{m}
		return []journal.New{journal.Because(body)}, nil
	})
}

// RenewFollowing hands a revised report in to its open case.
func (s *Service) RenewFollowing(tx *journal.Tx, review, step string) error {
	c, err := loadCase(tx, review)
	if err != nil {
		return err
	}
	app, err := s.application(tx, c.Activity)
	if err != nil {
		return err
	}
	body, err := s.following(tx, Following{Activity: c.Activity, Kind: c.Kind, About: c.About, Step: step, By: c.Applicant}, app, c)
	if err != nil {
		return err
	}
	f, set, err := s.facts(tx, tx.Actor, tx.Now, c.Committee, &c, nil)
	if err != nil {
		return err
	}
	if f.Clocks, err = s.clocks(tx, set, tx.Now, c); err != nil {
		return fmt.Errorf("renew %s: %w", review, err)
	}
	news, err := c.Resubmit(body, f)
	if err != nil {
		return err
	}
	return s.appendCase(tx, c, news)
}
