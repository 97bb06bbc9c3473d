package activity

import (
	"fmt"
	"maps"
	"slices"

	"lunheng/internal/journal"
)

// The Mark functions tell the application what became of its case. Package
// review calls them within its own act; the actor and the time are that act's.
// A mark that changes nothing is not journalled.

// MarkTakenUp says that the committee has accepted the file, or has it back
// after changes were answered.
func (s *Service) MarkTakenUp(tx *journal.Tx, activity, review string) error {
	return s.mark(tx, activity, TakenUp{Review: review})
}

// MarkReturned gives the file back to be completed, with all that is missing.
func (s *Service) MarkReturned(tx *journal.Tx, activity, review string, missing []Missing) error {
	return s.mark(tx, activity, Returned{Review: review, Missing: missing})
}

// MarkChangesDue says that the committee will approve after changes.
func (s *Service) MarkChangesDue(tx *journal.Tx, activity, review string, points []Missing) error {
	return s.mark(tx, activity, ChangesAsked{Review: review, Points: points})
}

// MarkRevisionDue says that the committee will review again after changes.
func (s *Service) MarkRevisionDue(tx *journal.Tx, activity, review string, points []Missing) error {
	return s.mark(tx, activity, ChangesAsked{Review: review, Rereview: true, Points: points})
}

// MarkApproved ends the way of the application.
func (s *Service) MarkApproved(tx *journal.Tx, activity, review string) error {
	return s.mark(tx, activity, Approved{Review: review})
}

// MarkRejected ends the way of the application.
func (s *Service) MarkRejected(tx *journal.Tx, activity, review string) error {
	return s.mark(tx, activity, Rejected{Review: review})
}

// MarkWithdrawn ends the way of the application at the applicant's wish.
func (s *Service) MarkWithdrawn(tx *journal.Tx, activity, review, reason string) error {
	return s.mark(tx, activity, Withdrawn{Review: review, Reason: reason})
}

// MarkAmended changes an approved application as an approved amendment says.
func (s *Service) MarkAmended(tx *journal.Tx, activity string, body Amended) error {
	state, err := load(tx, activity)
	if err != nil {
		return fmt.Errorf("amend activity: %w", err)
	}
	if body.N, body.Hash, err = state.amend(body); err != nil {
		return err
	}
	return s.mark(tx, activity, body)
}

// amend is the number of an amendment, and the hash of the content with it.
func (s State) amend(b Amended) (int, string, error) {
	fields := maps.Clone(s.Fields)
	for code, v := range b.Fields {
		fields[code] = v
		if v.IsEmpty() {
			delete(fields, code)
		}
	}
	s.Fields, s.Files = fields, b.files(s.Files)
	hash, err := s.Content().Hash()
	return len(s.Amendments) + 1, hash, err
}

// files are those of an application with an amendment.
func (b Amended) files(now []File) []File {
	kept := slices.DeleteFunc(slices.Clone(now), func(f File) bool { return slices.Contains(b.Removed, f.ID) })
	return append(kept, b.Files...)
}

func (s *Service) mark(tx *journal.Tx, id string, body journal.Body) error {
	state, err := load(tx, id)
	if err != nil {
		return fmt.Errorf("mark activity: %w", err)
	}
	news, err := state.Mark(body)
	if err != nil {
		return err
	}
	return tx.Append(Stream(id), news...)
}

// Mark decides on a mark: it must be legal, and must say something new.
func (s State) Mark(body journal.Body) ([]journal.New, error) {
	if _, err := Table.Next(s.State, body.EventType()); err != nil {
		return nil, fmt.Errorf("mark activity %s: %w", s.ID, err)
	}
	if t, ok := body.(TakenUp); ok && s.State == StateUnderReview && s.Review == t.Review {
		return nil, nil
	}
	return []journal.New{journal.Because(body)}, nil
}
