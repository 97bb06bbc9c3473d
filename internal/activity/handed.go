package activity

import "lunheng/internal/journal"

// handedIn is the history of an application as those see it to whom it was
// handed in: as of a version, 0 for the present one. What was written since
// the last submission is not there, and nothing at all before the first one.
// Of what led to a submission only the outcome counts: labels and texts kept
// beside each other are left out, and the bytes of the steps between are not
// given away.
func handedIn(events []journal.Event, version int64) []journal.Event {
	last := -1
	for i, e := range events {
		if version > 0 && e.Version > version {
			events = events[:i]
			break
		}
		if _, ok := e.Body.(Submitted); ok {
			last = i
		}
	}
	if last < 0 {
		return nil
	}
	out := make([]journal.Event, 0, len(events))
	for i, e := range events {
		if IsWriting(e.Body) {
			if i > last || beside(e.Body) {
				continue
			}
			e.Raw = ""
		}
		out = append(out, e)
	}
	return out
}

// IsWriting reports whether an event is the team's work on the application, as
// against a step of the procedure. Only the team may have the bytes of it.
func IsWriting(b journal.Body) bool {
	switch b.(type) {
	case Submitted, TakenUp, Returned, ChangesAsked, Approved, Rejected, Withdrawn, Amended, Discarded:
		return false
	}
	return true
}

// beside reports whether an event of writing changes nothing of what is handed
// in.
func beside(b journal.Body) bool {
	switch b.(type) {
	case ValuesParked, ParkDropped, VersionKept:
		return true
	}
	return false
}

// submittedFile finds a file that some submission held.
func submittedFile(events []journal.Event, id string) (File, bool, error) {
	for _, e := range events {
		switch e.Body.(type) {
		case Submitted, Amended:
		default:
			continue
		}
		s, err := At(events, e.Version)
		if err != nil {
			return File{}, false, err
		}
		if f, ok := s.File(id); ok {
			return f, true, nil
		}
	}
	return File{}, false, nil
}
