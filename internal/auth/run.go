package auth

import (
	"context"
	"fmt"
	"time"

	"lunheng/internal/journal"
	"lunheng/internal/store"
)

// Request is what somebody asks for: a verb on one thing, as they saw it.
type Request struct {
	Verb    Verb
	ID      string // of the thing
	Version int64  // of its stream, as they saw it; 0: whatever it is now
	Key     string // requests with one key have one effect; empty: none
	Cmd     any    // what tells requests under one key apart; see [Named]
}

// Ask makes a request.
func Ask(v Verb, id string, version int64, key string, cmd any) Request {
	return Request{Verb: v, ID: id, Version: version, Key: key, Cmd: cmd}
}

type named struct {
	Name, Type string
	Cmd        any
}

// Named keeps the requests of verbs with one shape of command apart, so that a
// request key of one does not answer for another.
func Named(name string, cmd any) any { return named{name, fmt.Sprintf("%T", cmd), cmd} }

// Steps is a domain's part in the seven steps: how a thing is kept, whose it is and
// what is decided about it.
type Steps[S any] struct {
	Kind   Kind                                                // of the thing
	Stream func(id string) string                              // where its events are
	Fold   func(events []journal.Event) (S, error)             // how they make its state
	May    func(r store.Reader, s S) error                     // asked in place of the grant on Kind; mostly nil
	For    func(s S) string                                    // the body on whose behalf; nil: Decide says, or nobody's
	Decide func(tx *journal.Tx, s S) ([]journal.New, error)    // what the rules say, and what follows from it
	Then   func(tx *journal.Tx, s S, news []journal.New) error // what else follows; mostly nil
}

// Run does a verb: the seven steps of every verb of every domain.
func Run[S any](ctx context.Context, j *journal.Journal, p Principal, now time.Time, q Request, s Steps[S]) (journal.Outcome, error) {
	return j.Do(ctx, Act(p, now, q.Key, q.Cmd), func(tx *journal.Tx) error {
		stream := s.Stream(q.ID)
		st, err := journal.Load(tx, stream, s.Fold) // 1 load and fold
		if err != nil {
			return err
		}
		if err := s.may(tx, p, q, st); err != nil { // 2 may this person?
			return err
		}
		if err := tx.Expect(stream, q.Version); err != nil { // … and on what they saw?
			return err
		}
		if tx.Result = q.ID; s.For != nil {
			tx.For = s.For(st)
		}
		news, err := s.Decide(tx, st) // 3 ask the rules, 4 decide
		if err != nil {
			return err
		}
		if err := tx.Append(stream, news...); err != nil || s.Then == nil { // 5 append, 6 project
			return err
		}
		return s.Then(tx, st, news) // 7 what follows
	})
}

func (s Steps[S]) may(r store.Reader, p Principal, q Request, st S) error {
	if s.May != nil {
		return s.May(r, st)
	}
	return Allow(r, p, q.Verb, s.Kind, q.ID)
}

// Start is a domain's part in a verb that begins something new.
type Start struct {
	Kind   Kind                                                   // of what the request names, where it begins
	Stream func(id string) string                                 // of the new thing
	Decide func(tx *journal.Tx, id string) ([]journal.New, error) // what the rules say, and what follows from it
}

// Begin does a verb that begins something new, whose id is the result. It is done on
// behalf of what the request names, unless Decide says otherwise.
func Begin(ctx context.Context, j *journal.Journal, p Principal, now time.Time, q Request, s Start) (journal.Outcome, error) {
	return j.Do(ctx, Act(p, now, q.Key, q.Cmd), func(tx *journal.Tx) error {
		if err := Allow(tx, p, q.Verb, s.Kind, q.ID); err != nil {
			return err
		}
		id, err := tx.NewID()
		if err != nil {
			return err
		}
		tx.For, tx.Result = q.ID, id
		news, err := s.Decide(tx, id)
		if err != nil {
			return err
		}
		tx.Begin(s.Stream(id))
		return tx.Append(s.Stream(id), news...)
	})
}
