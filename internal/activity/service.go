package activity

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sync"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/document/blob"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/rules"
	"lunheng/internal/store"
)

// Service holds what the verbs need. All fields are set once, at the start.
type Service struct {
	J      *journal.Journal
	Book   *rules.Book
	Blobs  blob.Store
	Limits blob.Limits // of an uploaded file; the form may allow fewer types

	forms sync.Map // *rules.Set → Form: reading one takes as long as storing an event
}

// verb is how one verb is run.
type verb struct {
	name   auth.Verb
	id     string // of the activity
	expect int64  // version that the person saw; 0: any
	key    string
	cmd    any // for the fingerprint of the request
}

// act gives the envelope of a verb. The fingerprint is the request's hash, so
// that a key used again for another request is noticed.
func (v verb) act(p auth.Principal, now time.Time) journal.Act {
	a := journal.Act{Actor: p.Person, Now: now, Key: v.key}
	if v.key != "" {
		raw, err := plainJSON(v.cmd)
		if err != nil {
			raw = []byte(err.Error())
		}
		sum := sha256.Sum256(append([]byte(string(v.name)+" "), raw...))
		a.Fingerprint = hex.EncodeToString(sum[:])
	}
	return a
}

// do runs a verb on an application: may this person, load, expect, decide,
// append. The result of the act is the activity's id.
func (s *Service) do(ctx context.Context, p auth.Principal, now time.Time, v verb,
	decide func(tx *journal.Tx, st State) ([]journal.New, error)) (journal.Outcome, error) {
	return s.J.Do(ctx, v.act(p, now), func(tx *journal.Tx) error {
		if err := auth.Allow(tx, p, v.name, auth.Activity, v.id); err != nil {
			return err
		}
		st, err := load(tx, v.id)
		if err != nil {
			return err
		}
		if err := tx.Expect(Stream(v.id), v.expect); err != nil {
			return err
		}
		news, err := decide(tx, st)
		if err != nil {
			return err
		}
		tx.Result = v.id
		return tx.Append(Stream(v.id), news...)
	})
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
// the present one.
func (s *Service) View(r store.Reader, p auth.Principal, id string, version int64) (State, error) {
	events, err := s.Events(r, p, id)
	if err != nil {
		return State{}, err
	}
	if version == 0 {
		version = int64(len(events))
	}
	return At(events, version)
}

// Events returns the history of an application that the person may read.
func (s *Service) Events(r store.Reader, p auth.Principal, id string) ([]journal.Event, error) {
	if err := auth.Allow(r, p, auth.ActivityView, auth.Activity, id); err != nil {
		return nil, err
	}
	events, err := s.J.Stream(r, Stream(id))
	if err != nil {
		return nil, fmt.Errorf("read activity %s: %w", id, err)
	}
	if len(events) == 0 {
		return nil, notFound()
	}
	return events, nil
}

// Compare shows two versions of an application that the person may read.
func (s *Service) Compare(r store.Reader, p auth.Principal, id string, from, to int64, l lang.Lang) ([]Compared, error) {
	events, err := s.Events(r, p, id)
	if err != nil {
		return nil, err
	}
	a, err := At(events, from)
	if err != nil {
		return nil, err
	}
	b, err := At(events, to)
	if err != nil {
		return nil, err
	}
	form, err := s.Form(p.Day, b.Region)
	if err != nil {
		return nil, err
	}
	return Compare(a, b, form, l), nil
}
