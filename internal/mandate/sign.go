package mandate

import (
	"strings"

	"lunheng/internal/errs"
	"lunheng/internal/journal"
)

// On names a mandate; several verbs need little more.
type On struct {
	Mandate string `json:"mandate"`
	Reason  string `json:"reason"` // for declining and ending
	Version int64  `json:"version"`
	Key     string `json:"key,omitempty"`
}

// Offer decides on the signature of the entrusting side.
func (s State) Offer(f Facts) ([]journal.New, error) {
	if err := s.allows("mandate.offered"); err != nil {
		return nil, err
	}
	h, err := s.signable(f)
	if err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(Offered{Hash: h}, f.Law...)}, nil
}

// Accept decides on the signature of the committee's side: from now on the
// mandate counts, within its term.
func (s State) Accept(f Facts) ([]journal.New, error) {
	if err := s.allows("mandate.accepted"); err != nil {
		return nil, err
	}
	if f.Actor == s.Offered.Person {
		return nil, errs.Refuse("mandate.same_person", "委托书须由双方签署；您已经代表委托方签署。", "Both sides sign a mandate; you have signed for the other one.")
	}
	h, err := s.signable(f)
	if err != nil {
		return nil, err
	}
	if h != s.Offered.Hash { // cannot happen: terms do not change once offered
		return nil, errs.New(errs.Conflict, "mandate.hash", Table.Info(s.State).Text)
	}
	return []journal.New{journal.Because(Accepted{Hash: h}, f.Law...)}, nil
}

// signable is the hash of what is signed, when the packs' demands are met and
// the term is not over.
func (s State) signable(f Facts) (string, error) {
	var wrong errs.List
	wrong.Add(s.fit(f))
	if s.Until < f.Today {
		wrong.Add(errs.Refuse("mandate.over", "委托期限（至 %s）已过，请修改期限。", "The term ended on %s already; change it.", s.Until))
	}
	wrong = append(wrong, Lacking(f.Standards)...)
	if err := wrong.Err(); err != nil {
		return "", err
	}
	return hash(s.Parties, s.Terms)
}

// TakeBack decides to take the offer back.
func (s State) TakeBack() ([]journal.New, error) { return s.just(TakenBack{}) }

// Discard decides to throw a draft away.
func (s State) Discard() ([]journal.New, error) { return s.just(Discarded{}) }

func (s State) just(body journal.Body) ([]journal.New, error) {
	if err := s.allows(body.EventType()); err != nil {
		return nil, err
	}
	return []journal.New{journal.Because(body)}, nil
}

// Decline decides not to sign for the committee.
func (s State) Decline(cmd On) ([]journal.New, error) {
	if err := s.allows("mandate.declined"); err != nil {
		return nil, err
	}
	reason := strings.TrimSpace(cmd.Reason)
	if reason == "" {
		return nil, errs.Mistake("reason", "mandate.reason", "请写明理由。", "Say why.")
	}
	return []journal.New{journal.Because(Declined{Reason: reason})}, nil
}

// End decides to end a mandate before its term is over. Reviews already begun
// are not touched.
func (s State) End(cmd On, side string) ([]journal.New, error) {
	if err := s.allows("mandate.ended"); err != nil {
		return nil, err
	}
	reason := strings.TrimSpace(cmd.Reason)
	if reason == "" {
		return nil, errs.Mistake("reason", "mandate.reason", "请写明理由。", "Say why.")
	}
	return []journal.New{journal.Because(Ended{Side: side, Reason: reason})}, nil
}

// Use ties a mandate for one activity to the application handed in under it.
// A standing mandate, and one that is tied already, have nothing to note.
func (s State) Use(activity string) ([]journal.New, error) {
	if s.Standing || s.Activity == activity {
		return nil, nil
	}
	return s.just(Used{Activity: activity})
}
