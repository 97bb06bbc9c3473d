package review

import (
	"context"
	"slices"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/flow"
	"lunheng/internal/journal"
	"lunheng/internal/rules"
	"lunheng/internal/store"
)

// listSubstitutes is the pack's list of arrangements in an emergency.
const listSubstitutes = "emergency_substitutes"

// hurry gathers what packs and committee say of emergency reviews. An arrangement
// that this program does not know is not offered, whatever a pack calls it.
func (s *Service) hurry(r store.Reader, set *rules.Set, committee string) (*Hurry, error) {
	h := &Hurry{}
	for _, item := range set.List(listSubstitutes) {
		if slices.Contains([]string{SubstituteVice, SubstituteNotice, SubstituteVideo}, item.Code) {
			h.Substitutes = append(h.Substitutes, Substitute{Code: item.Code, Notice: time.Duration(item.Int("hours")) * time.Hour})
		}
	}
	if p, ok := set.Param("emergency_notice_hours"); ok {
		h.Notice = time.Duration(p.Int()) * time.Hour
	}
	com, err := s.committee(r, committee)
	if err != nil {
		return nil, err
	}
	h.Lacks = lacking(set, com, ByEmergency)
	return h, nil
}

// Substitutes are the arrangements that packs and program allow in an emergency.
func Substitutes(set *rules.Set) []rules.Item { return set.List(listSubstitutes) }

// ConveneEmergency calls a meeting on an emergency and returns its id.
func (s *Service) ConveneEmergency(ctx context.Context, p auth.Principal, now time.Time, cmd Convene) (journal.Outcome, error) {
	return s.onCase(ctx, p, now, auth.Ask(auth.ReviewSchedule, cmd.Review, cmd.Version, cmd.Key, cmd), func(sc *scene) (kase []journal.New, err error) {
		if err := auth.Allow(sc.tx, p, auth.MeetingPlan, auth.Committee, sc.Case.Committee); err != nil {
			return nil, err
		}
		if sc.Facts.Hurry, err = s.hurry(sc.tx, sc.set, sc.Case.Committee); err != nil {
			return nil, err
		}
		for _, code := range cmd.Substitutes {
			sc.Facts.Grounds = append(sc.Facts.Grounds, itemGround(sc.set, listSubstitutes, code)...)
		}
		id, err := sc.tx.NewID()
		if err != nil {
			return nil, err
		}
		session, kase, err := sc.Case.Convene(cmd, id, sc.Facts, now)
		if err != nil {
			return nil, err
		}
		sc.tx.Result = id
		sc.tx.Begin(MeetingStream(id))
		return kase, sc.tx.Append(MeetingStream(id), session...)
	})
}

// StandIns are the vice-chairs who may preside over a meeting on a case.
func (s *Service) StandIns(r store.Reader, p auth.Principal, now time.Time, id string) ([]string, error) {
	if err := auth.Allow(r, p, auth.ReviewSchedule, auth.Review, id); err != nil {
		return nil, err
	}
	c, err := s.lookCase(r, id)
	if err != nil {
		return nil, err
	}
	f, _, err := s.facts(r, p.Person, now, c.Committee, &c, nil)
	var out []string
	for _, seat := range f.Seats {
		if f.standsIn(seat.Person) && !slices.Contains(out, seat.Person) {
			out = append(out, seat.Person)
		}
	}
	return out, err
}

// reconsider puts what was approved in an emergency before an ordinary meeting: a
// case of its own, accepted, with its own time to decide (article 38).
func (s *Service) reconsider(tx *journal.Tx, c Case) error {
	set := s.Book.On(calendar.Of(tx.Now), c.Region)
	item, ok := set.Item(ListKinds, KindAfterEmergency)
	if !ok {
		return nil
	}
	id, err := s.Follow(tx, Following{Activity: c.Activity, Kind: KindAfterEmergency, About: c.ID})
	if err != nil {
		return err
	}
	after, err := loadCase(tx, id)
	if err != nil {
		return err
	}
	sc := &scene{tx: tx, set: set, Case: after}
	number, err := s.nextNumber(sc)
	if err != nil {
		return err
	}
	if sc.Facts, _, err = s.facts(tx, tx.Actor, tx.Now, after.Committee, &after, nil); err != nil {
		return err
	}
	if err := s.withClocks(sc); err != nil {
		return err
	}
	sc.Facts.Grounds = []flow.Ground{item.Ground()}
	news, err := after.Accept(Accept{Review: id, Procedure: ByMeeting}, number, sc.Facts)
	if err != nil {
		return err
	}
	return s.appendCase(tx, after, news)
}
