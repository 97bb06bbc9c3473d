package review

import (
	"context"
	"crypto/rand"
	"fmt"
	"maps"
	"slices"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// PlanMeeting begins a meeting and returns its id as the result.
func (s *Service) PlanMeeting(ctx context.Context, p auth.Principal, now time.Time, cmd PlanMeeting) (journal.Outcome, error) {
	return auth.Begin(ctx, s.J, p, now, auth.Ask(auth.MeetingPlan, cmd.Committee, 0, cmd.Key, cmd), auth.Start{
		Kind: auth.Committee, Stream: MeetingStream,
		Decide: func(tx *journal.Tx, _ string) ([]journal.New, error) {
			f, _, err := s.facts(tx, p.Person, now, cmd.Committee, nil, nil)
			if err != nil {
				return nil, err
			}
			return Meeting{}.Plan(cmd, f, now)
		},
	})
}

// Schedule puts a case on an agenda.
func (s *Service) Schedule(ctx context.Context, p auth.Principal, now time.Time, cmd Schedule) (journal.Outcome, error) {
	return s.onMeeting(ctx, p, now, meetingVerb{auth.MeetingEdit, cmd.Meeting, cmd.Review, cmd.Version, cmd.Key, cmd,
		func(sc *scene) (meeting, kase []journal.New, err error) {
			if err := auth.Allow(sc.tx, p, auth.ReviewSchedule, auth.Review, cmd.Review); err != nil {
				return nil, nil, err
			}
			return sc.Meet.AddItem(cmd, sc.Facts)
		}, nil})
}

// Unschedule takes a case off an agenda.
func (s *Service) Unschedule(ctx context.Context, p auth.Principal, now time.Time, cmd Unschedule) (journal.Outcome, error) {
	return s.onMeeting(ctx, p, now, meetingVerb{auth.MeetingEdit, cmd.Meeting, cmd.Review, cmd.Version, cmd.Key, cmd,
		func(sc *scene) (meeting, kase []journal.New, err error) { return sc.Meet.RemoveItem(cmd, sc.Facts) }, nil})
}

// MoveItem reorders an agenda.
func (s *Service) MoveItem(ctx context.Context, p auth.Principal, now time.Time, cmd MoveItem) (journal.Outcome, error) {
	return s.onMeeting(ctx, p, now, meetingVerb{auth.MeetingEdit, cmd.Meeting, "", cmd.Version, cmd.Key, cmd, alone(func(sc *scene) ([]journal.New, error) {
		return sc.Meet.MoveItem(cmd, sc.Facts)
	}), nil})
}

// alone is a verb that concerns the meeting and no case.
func alone(decide func(sc *scene) ([]journal.New, error)) func(sc *scene) (meeting, kase []journal.New, err error) {
	return func(sc *scene) (meeting, kase []journal.New, err error) {
		meeting, err = decide(sc)
		return meeting, nil, err
	}
}

func (s *Service) plain(ctx context.Context, p auth.Principal, now time.Time, name auth.Verb, cmd OnMeeting, decide func(sc *scene) ([]journal.New, error)) (journal.Outcome, error) {
	return s.onMeeting(ctx, p, now, meetingVerb{name, cmd.Meeting, "", cmd.Version, cmd.Key, auth.Named(string(name), cmd), alone(decide), nil})
}

// Call sends agenda and papers out.
func (s *Service) Call(ctx context.Context, p auth.Principal, now time.Time, cmd OnMeeting) (journal.Outcome, error) {
	return s.plain(ctx, p, now, auth.MeetingCall, cmd, func(sc *scene) ([]journal.New, error) { return sc.Meet.Call(sc.Facts) })
}

// Cancel calls a meeting off and gives its cases back.
func (s *Service) Cancel(ctx context.Context, p auth.Principal, now time.Time, cmd OnMeeting) (journal.Outcome, error) {
	return s.plain(ctx, p, now, auth.MeetingCancel, cmd, func(sc *scene) ([]journal.New, error) {
		news, err := sc.Meet.Cancel(cmd, sc.Facts)
		if err != nil {
			return nil, err
		}
		for _, item := range sc.Meet.Items {
			if item.State != ItemPlanned {
				continue
			}
			c, err := loadCase(sc.tx, item.Review)
			if err != nil {
				return nil, err
			}
			back, err := c.Unschedule(sc.Meet.ID, cmd.Reason, sc.Facts)
			if err != nil {
				return nil, err
			}
			if err := s.appendCase(sc.tx, c, back); err != nil {
				return nil, err
			}
		}
		return news, nil
	})
}

// OpenSession begins the session.
func (s *Service) OpenSession(ctx context.Context, p auth.Principal, now time.Time, cmd OnMeeting) (journal.Outcome, error) {
	return s.plain(ctx, p, now, auth.MeetingOpen, cmd, func(sc *scene) (news []journal.New, err error) {
		if sc.Facts.Reported, err = unreported(sc.tx, sc.Meet.Committee); err != nil {
			return nil, err
		}
		return sc.Meet.OpenSession(sc.Facts)
	})
}

// TakeChair lets the chair or a vice-chair preside.
func (s *Service) TakeChair(ctx context.Context, p auth.Principal, now time.Time, cmd OnMeeting) (journal.Outcome, error) {
	cmd.Reason = ""
	return s.onMeeting(ctx, p, now, meetingVerb{auth.MeetingDecide, cmd.Meeting, "", cmd.Version, cmd.Key, auth.Named("take_chair", cmd),
		alone(func(sc *scene) ([]journal.New, error) { return sc.Meet.TakeChair(cmd, sc.Facts) }), nil})
}

// CloseSession ends the session.
func (s *Service) CloseSession(ctx context.Context, p auth.Principal, now time.Time, cmd OnMeeting) (journal.Outcome, error) {
	return s.plain(ctx, p, now, auth.MeetingClose, cmd, func(sc *scene) ([]journal.New, error) { return sc.Meet.CloseSession(sc.Facts) })
}

// Arrive notes that somebody came or came back.
func (s *Service) Arrive(ctx context.Context, p auth.Principal, now time.Time, cmd Move) (journal.Outcome, error) {
	return s.onMeeting(ctx, p, now, meetingVerb{auth.MeetingAttend, cmd.Meeting, "", cmd.Version, cmd.Key, auth.Named("arrive", cmd),
		alone(func(sc *scene) ([]journal.New, error) { return sc.Meet.Arrive(cmd, sc.Facts) }), nil})
}

// Leave notes that somebody left.
func (s *Service) Leave(ctx context.Context, p auth.Principal, now time.Time, cmd Move) (journal.Outcome, error) {
	return s.onMeeting(ctx, p, now, meetingVerb{auth.MeetingAttend, cmd.Meeting, "", cmd.Version, cmd.Key, auth.Named("leave", cmd),
		alone(func(sc *scene) ([]journal.New, error) { return sc.Meet.Leave(cmd, sc.Facts) }), nil})
}

// DeclareInterest notes what a member says about a case; a conflict closes the
// file to them at once.
func (s *Service) DeclareInterest(ctx context.Context, p auth.Principal, now time.Time, cmd DeclareInterest) (journal.Outcome, error) {
	return s.onMeeting(ctx, p, now, meetingVerb{auth.MeetingDeclare, cmd.Meeting, cmd.Review, cmd.Version, cmd.Key, cmd,
		func(sc *scene) (meeting, kase []journal.New, err error) {
			return sc.Meet.DeclareInterest(cmd, sc.Facts)
		}, emptyVoided})
}

// Exclude shuts a member out of a case.
func (s *Service) Exclude(ctx context.Context, p auth.Principal, now time.Time, cmd ExcludeMember) (journal.Outcome, error) {
	return s.onMeeting(ctx, p, now, meetingVerb{auth.MeetingExclude, cmd.Meeting, cmd.Review, cmd.Version, cmd.Key, cmd,
		func(sc *scene) (meeting, kase []journal.New, err error) { return sc.Meet.Exclude(cmd, sc.Facts) }, emptyVoided})
}

// InviteAdviser lets an outsider be heard on a case.
func (s *Service) InviteAdviser(ctx context.Context, p auth.Principal, now time.Time, cmd InviteAdviser) (journal.Outcome, error) {
	return s.onMeeting(ctx, p, now, meetingVerb{auth.MeetingInvite, cmd.Meeting, cmd.Review, cmd.Version, cmd.Key, cmd,
		func(sc *scene) (meeting, kase []journal.New, err error) {
			meeting, err = sc.Meet.InviteAdviser(cmd, sc.Facts)
			return meeting, nil, err
		}, nil})
}

// OpenItem takes up a case.
func (s *Service) OpenItem(ctx context.Context, p auth.Principal, now time.Time, cmd OnItem) (journal.Outcome, error) {
	return s.onMeeting(ctx, p, now, meetingVerb{auth.MeetingBallot, cmd.Meeting, cmd.Review, cmd.Version, cmd.Key, auth.Named("open_item", cmd),
		func(sc *scene) (meeting, kase []journal.New, err error) { return sc.Meet.OpenItem(cmd, sc.Facts) }, nil})
}

// CheckPoint notes a finding on a review point.
func (s *Service) CheckPoint(ctx context.Context, p auth.Principal, now time.Time, cmd CheckPoint) (journal.Outcome, error) {
	return s.onMeeting(ctx, p, now, meetingVerb{auth.MeetingCheckPoint, cmd.Meeting, "", cmd.Version, cmd.Key, cmd,
		alone(func(sc *scene) ([]journal.New, error) { return sc.Meet.CheckPoint(cmd, sc.Facts) }), nil})
}

// OpenVote begins a round of votes.
func (s *Service) OpenVote(ctx context.Context, p auth.Principal, now time.Time, cmd OpenVote) (journal.Outcome, error) {
	return s.onMeeting(ctx, p, now, meetingVerb{auth.MeetingBallot, cmd.Meeting, "", cmd.Version, cmd.Key, cmd,
		alone(func(sc *scene) ([]journal.New, error) {
			sc.Facts.Grounds = sc.Facts.Standing
			return sc.Meet.OpenVote(cmd, sc.Facts)
		}), nil})
}

// CastVote counts a vote. The request's fingerprint leaves the choice out: it
// would give a secret vote away.
func (s *Service) CastVote(ctx context.Context, p auth.Principal, now time.Time, cmd CastVote) (journal.Outcome, error) {
	unspoken := cmd
	unspoken.Choice = ""
	return s.onMeeting(ctx, p, now, meetingVerb{auth.MeetingVote, cmd.Meeting, "", cmd.Version, cmd.Key, unspoken,
		alone(func(sc *scene) ([]journal.New, error) { return sc.Meet.CastVote(cmd, sc.Facts) }),
		func(sc *scene, _ []journal.New) error { return putBallot(sc, cmd.Choice) }})
}

// putBallot drops a secret choice into the box and shakes it: every ballot of
// the round is written anew, under a fresh random key and in the order of the
// keys. So neither the place of a row nor the transaction that PostgreSQL notes
// with it tells which vote it came with.
func putBallot(sc *scene, choice string) error {
	item := sc.Meet.Current()
	r := item.Round()
	if !r.Secret {
		return nil
	}
	box, err := store.Column[string](sc.tx, `select choice from ballots where meeting = $1 and review = $2 and round = $3`,
		sc.Meet.ID, item.Review, r.Number)
	if err != nil {
		return fmt.Errorf("open ballot box: %w", err)
	}
	if err := sc.tx.Exec(`delete from ballots where meeting = $1 and review = $2 and round = $3`, sc.Meet.ID, item.Review, r.Number); err != nil {
		return fmt.Errorf("open ballot box: %w", err)
	}
	ballots := map[string]string{}
	for _, c := range append(box, choice) {
		ballots[rand.Text()] = c
	}
	for _, key := range slices.Sorted(maps.Keys(ballots)) {
		err := sc.tx.Exec(`insert into ballots (key, meeting, review, round, choice) values ($1, $2, $3, $4, $5)`,
			key, sc.Meet.ID, item.Review, r.Number, ballots[key])
		if err != nil {
			return fmt.Errorf("keep ballot: %w", err)
		}
	}
	return nil
}

// emptyBox counts the ballots of a round and destroys them.
func emptyBox(tx *journal.Tx, meeting, review string, round int) (map[string]int, error) {
	rows, err := tx.Query(`select choice, count(*) from ballots where meeting = $1 and review = $2 and round = $3 group by choice`, meeting, review, round)
	if err != nil {
		return nil, fmt.Errorf("count ballots: %w", err)
	}
	defer rows.Close()
	out := map[string]int{}
	for rows.Next() {
		var choice string
		var n int
		if err := rows.Scan(&choice, &n); err != nil {
			return nil, err
		}
		out[choice] = n
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	rows.Close()
	return out, tx.Exec(`delete from ballots where meeting = $1 and review = $2 and round = $3`, meeting, review, round)
}

// emptyVoided destroys the ballots of a round that no longer counts.
func emptyVoided(sc *scene, decided []journal.New) error {
	for _, n := range decided {
		if v, ok := n.Body.(VoteVoided); ok {
			if _, err := emptyBox(sc.tx, sc.Meet.ID, v.Review, v.Round); err != nil {
				return err
			}
		}
	}
	return nil
}

// CloseVote counts a round.
func (s *Service) CloseVote(ctx context.Context, p auth.Principal, now time.Time, cmd OnItem) (journal.Outcome, error) {
	return s.onMeeting(ctx, p, now, meetingVerb{auth.MeetingBallot, cmd.Meeting, "", cmd.Version, cmd.Key, auth.Named("close_vote", cmd),
		alone(func(sc *scene) ([]journal.New, error) {
			if err := auth.Allow(sc.tx, p, auth.ReviewDiscussion, auth.Review, cmd.Review); err != nil {
				return nil, err
			}
			var ballots map[string]int
			if item := sc.Meet.Current(); item != nil && item.Round() != nil {
				var err error
				if ballots, err = emptyBox(sc.tx, sc.Meet.ID, item.Review, item.Round().Number); err != nil {
					return nil, err
				}
			}
			return sc.Meet.CloseVote(cmd, ballots, sc.Facts)
		}), nil})
}

// Decide declares what the vote carried.
func (s *Service) Decide(ctx context.Context, p auth.Principal, now time.Time, cmd Decide) (journal.Outcome, error) {
	return s.onMeeting(ctx, p, now, meetingVerb{auth.MeetingDecide, cmd.Meeting, cmd.Review, cmd.Version, cmd.Key, cmd,
		func(sc *scene) (meeting, kase []journal.New, err error) {
			if err := s.withClocks(sc); err != nil {
				return nil, nil, err
			}
			if err := s.withFollowUp(sc, cmd.FollowUp); err != nil {
				return nil, nil, err
			}
			sc.Facts.Grounds = append(itemGround(sc.set, "outcomes", cmd.Outcome), sc.Facts.Standing...)
			return sc.Meet.Decide(cmd, sc.Facts)
		}, nil})
}

// Defer puts a case off to another meeting.
func (s *Service) Defer(ctx context.Context, p auth.Principal, now time.Time, cmd Defer) (journal.Outcome, error) {
	return s.onMeeting(ctx, p, now, meetingVerb{auth.MeetingClose, cmd.Meeting, cmd.Review, cmd.Version, cmd.Key, cmd,
		func(sc *scene) (meeting, kase []journal.New, err error) { return sc.Meet.Defer(cmd, sc.Facts) }, nil})
}

// DraftMinutes makes the minutes from what happened.
func (s *Service) DraftMinutes(ctx context.Context, p auth.Principal, now time.Time, cmd OnMeeting) (journal.Outcome, error) {
	return s.onMeeting(ctx, p, now, meetingVerb{auth.MeetingMinutesEdit, cmd.Meeting, "", cmd.Version, cmd.Key, auth.Named("draft_minutes", cmd),
		alone(func(sc *scene) ([]journal.New, error) {
			cases := map[string]Case{}
			about := slices.Clone(sc.Meet.Reported)
			for _, item := range sc.Meet.Items {
				about = append(about, item.Review)
			}
			for _, id := range about {
				c, err := s.lookCase(sc.tx, id)
				if err != nil {
					return nil, err
				}
				cases[id] = c
			}
			return sc.Meet.DraftMinutes(sc.Facts, cases)
		}), nil})
}

// EditMinutes corrects a section.
func (s *Service) EditMinutes(ctx context.Context, p auth.Principal, now time.Time, cmd EditMinutes) (journal.Outcome, error) {
	return s.onMeeting(ctx, p, now, meetingVerb{auth.MeetingMinutesEdit, cmd.Meeting, "", cmd.Version, cmd.Key, cmd,
		alone(func(sc *scene) ([]journal.New, error) {
			if sc.Meet.Item(cmd.Section) != nil {
				if err := auth.Allow(sc.tx, p, auth.ReviewDiscussion, auth.Review, cmd.Section); err != nil {
					return nil, err
				}
			}
			return sc.Meet.EditMinutes(cmd, sc.Facts)
		}), nil})
}

// ApproveMinutes makes them final.
func (s *Service) ApproveMinutes(ctx context.Context, p auth.Principal, now time.Time, cmd OnMeeting) (journal.Outcome, error) {
	return s.plain(ctx, p, now, auth.MeetingMinutesApprove, cmd, func(sc *scene) ([]journal.New, error) { return sc.Meet.ApproveMinutes(sc.Facts) })
}

// Adjourn breaks the session off until another day.
func (s *Service) Adjourn(ctx context.Context, p auth.Principal, now time.Time, cmd Adjourn) (journal.Outcome, error) {
	return s.onMeeting(ctx, p, now, meetingVerb{auth.MeetingClose, cmd.Meeting, "", cmd.Version, cmd.Key, cmd,
		alone(func(sc *scene) ([]journal.New, error) { return sc.Meet.Adjourn(cmd, sc.Facts, now) }), nil})
}

// Apologise notes that somebody will not come.
func (s *Service) Apologise(ctx context.Context, p auth.Principal, now time.Time, cmd Move) (journal.Outcome, error) {
	return s.onMeeting(ctx, p, now, meetingVerb{auth.MeetingAttend, cmd.Meeting, "", cmd.Version, cmd.Key, auth.Named("apologise", cmd),
		alone(func(sc *scene) ([]journal.New, error) { return sc.Meet.Apologise(cmd, sc.Facts) }), nil})
}

// TimeItem plans how long a case may take.
func (s *Service) TimeItem(ctx context.Context, p auth.Principal, now time.Time, cmd TimeItem) (journal.Outcome, error) {
	return s.onMeeting(ctx, p, now, meetingVerb{auth.MeetingEdit, cmd.Meeting, cmd.Review, cmd.Version, cmd.Key, cmd,
		func(sc *scene) (meeting, kase []journal.New, err error) {
			meeting, err = sc.Meet.TimeItem(cmd, sc.Facts)
			return meeting, nil, err
		}, nil})
}

// turned adds that the quorum for the case at hand was lost or reached by what was
// decided.
func (sc *scene) turned(session []journal.New) ([]journal.New, error) {
	item := sc.Meet.Current()
	if item == nil || sc.Case.ID != item.Review || !slices.ContainsFunc(session, func(n journal.New) bool { return moves(n.Body) }) {
		return session, nil
	}
	m, err := FoldMeeting(sc.past)
	if err != nil {
		return nil, err
	}
	for _, n := range session {
		m.apply(journal.Event{Type: n.Body.EventType(), At: sc.tx.Now, Actor: sc.tx.Actor, Body: n.Body})
	}
	after := sc.Facts
	if err := after.judge(sc.set, &m, m.Item(item.Review)); err != nil {
		return nil, err
	}
	return append(session, item.turn(sc.Facts, after)...), nil
}
