package activity

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/document/blob"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
	"lunheng/internal/screen/opinion"
	"lunheng/internal/store"
)

// Service holds what the verbs need. All fields are set once, at the start.
type Service struct {
	J      *journal.Journal
	Book   *rules.Shelf
	Blobs  blob.Store
	Limits blob.Limits // of an uploaded file; the form may allow fewer types
	Quota  int64       // bytes of files in all drafts of one person; 0: any number

	// Mandates finds entrusted committees; nil: nobody has entrusted any.
	Mandates Entrusting

	// Machine gives second opinions on what texts speak of; nil: there is none, and
	// nothing leaves the house.
	Machine *opinion.Client

	// Also adds what an application must hold besides, as higher domains know it; may
	// be nil.
	Also func(r store.Reader, st State, day calendar.Day) ([]Requirement, error)

	forms   sync.Map // *rules.Set → Form: reading one takes as long as storing an event
	screens screens
	words   fileWords
}

// do runs a verb on an application: the seven steps.
func (s *Service) do(ctx context.Context, p auth.Principal, now time.Time, q auth.Request,
	decide func(tx *journal.Tx, st State) ([]journal.New, error)) (journal.Outcome, error) {
	return auth.Run(ctx, s.J, p, now, q, auth.Steps[State]{Kind: auth.Activity, Stream: Stream, Fold: Fold, Decide: decide})
}

// load folds an application that the act is about to change.
func load(tx *journal.Tx, id string) (State, error) {
	events, err := tx.Load(Stream(id))
	if err != nil {
		return State{}, fmt.Errorf("load activity %s: %w", id, err)
	}
	if len(events) == 0 {
		return State{}, notFound()
	}
	return Fold(events)
}

func notFound() *errs.Error {
	return errs.New(errs.NotFound, "activity.unknown", lang.T("没有这个申请。", "There is no such application."))
}

// View returns an application that the person may read, as of a version; 0 is
// the present one. Whoever is not on the team sees what had been handed in by
// then.
func (s *Service) View(r store.Reader, p auth.Principal, id string, version int64) (State, error) {
	events, drafts, err := s.history(r, p, id)
	if err != nil {
		return State{}, err
	}
	return seenAt(events, version, drafts)
}

// seenAt folds a whole stream up to a version for somebody who may see drafts
// or may not; 0 is the present one.
func seenAt(events []journal.Event, version int64, drafts bool) (State, error) {
	if version == 0 {
		version = events[len(events)-1].Version
	}
	if version < 0 || version > events[len(events)-1].Version {
		return State{}, unknownVersion(version)
	}
	if !drafts {
		if events = handedIn(events, version); len(events) == 0 {
			return State{}, unknownVersion(version)
		}
	}
	return At(events, min(version, events[len(events)-1].Version))
}

// Events returns the history of an application that the person may read: for
// the team all of it, for everybody else what was handed in. Of an event whose
// bytes they may not have, Raw is empty.
func (s *Service) Events(r store.Reader, p auth.Principal, id string) ([]journal.Event, error) {
	events, drafts, err := s.history(r, p, id)
	if err != nil || drafts {
		return events, err
	}
	if events = handedIn(events, 0); len(events) == 0 {
		return nil, notFound()
	}
	return events, nil
}

// history is the whole stream, and whether the person may see drafts.
func (s *Service) history(r store.Reader, p auth.Principal, id string) (events []journal.Event, drafts bool, err error) {
	if err := auth.Allow(r, p, auth.ActivityView, auth.Activity, id); err != nil {
		return nil, false, err
	}
	may, err := auth.Can(r, p, auth.Activity, id, auth.ActivityDraftView)
	if err != nil {
		return nil, false, err
	}
	if events, err = s.J.Stream(r, Stream(id)); err != nil {
		return nil, false, fmt.Errorf("read activity %s: %w", id, err)
	}
	if len(events) == 0 {
		return nil, false, notFound()
	}
	return events, may[auth.ActivityDraftView], nil
}

// Versions lists the versions of an application that have a name and that the
// person may read, oldest first.
func (s *Service) Versions(r store.Reader, p auth.Principal, id string) ([]Version, error) {
	events, drafts, err := s.history(r, p, id)
	if err != nil {
		return nil, err
	}
	st, err := seenAt(events, 0, drafts)
	if err != nil || drafts {
		return st.Versions(), err
	}
	return slices.DeleteFunc(st.Versions(), func(v Version) bool { return v.Hash == "" }), nil
}

// Compare shows two versions of an application that the person may read.
func (s *Service) Compare(r store.Reader, p auth.Principal, id string, from, to int64, l lang.Lang) ([]Compared, error) {
	events, drafts, err := s.history(r, p, id)
	if err != nil {
		return nil, err
	}
	a, err := seenAt(events, from, drafts)
	if err != nil {
		return nil, err
	}
	b, err := seenAt(events, to, drafts)
	if err != nil {
		return nil, err
	}
	form, err := s.Form(p.Day, b.Region)
	if err != nil {
		return nil, err
	}
	return Compare(a, b, form, l), nil
}
