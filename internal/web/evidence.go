package web

import (
	"database/sql"
	"errors"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/journal"
	"lunheng/internal/review"
)

// evidence sends the receipt of an event: its bytes, its salt and the path to
// a signed checkpoint, for anybody who may see the thing it is about.
func (s *Server) evidence(r *Request) error {
	e, err := s.Journal.Get(r.Reader(), r.PathValue("event"))
	if errors.Is(err, sql.ErrNoRows) {
		return s.notFound(r)
	}
	if err != nil {
		return err
	}
	if err := r.mayProve(e); err != nil {
		return err
	}
	receipt, err := s.Journal.Receipt(r.Reader(), s.LogKey, e.ID)
	if err != nil {
		return err
	}
	file, err := receipt.File()
	if err != nil {
		return err
	}
	r.sendHeader(e.ID+".json", "application/json")
	_, err = r.W.Write(file)
	return err
}

// mayProve asks whether the person may see what an event is about. A receipt
// opens all of an event, so it is given only to whom the whole thing is open.
func (r *Request) mayProve(e journal.Event) error {
	verb := auth.Verb("")
	switch e.Kind() {
	case review.Kind:
		verb = auth.ReviewView
		switch e.Body.(type) { // these name who sat there and who stepped out
		case review.MemberExcluded, review.Approved, review.ChangesAsked, review.RereviewAsked, review.Rejected:
			verb = auth.ReviewDiscussion
		}
	case activity.Kind:
		verb = auth.ActivityView
		if activity.IsWriting(e.Body) { // texts on the way to a submission
			verb = auth.ActivityDraftView
		}
	default:
		if !provable(e.Kind()) {
			return r.S.notFound(r)
		}
		verb = auth.Verb(e.Kind() + ".view")
	}
	return auth.Allow(r.Reader(), r.P, verb, e.Kind(), e.Subject())
}

// provable reports whether proofs of a kind of stream are given to people.
func provable(kind string) bool {
	switch kind {
	case review.Kind, activity.Kind, auth.Unit, auth.Committee, auth.Department, auth.Veto:
		return true
	}
	return false
}
