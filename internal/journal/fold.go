package journal

import (
	"fmt"

	"lunheng/internal/flow"
	"lunheng/internal/store"
)

// Walk goes through a stream along its procedure: apply takes each event with the state
// to which it leads. An event that is not legal where it stands ends the walk.
func Walk(t *flow.Table, events []Event, apply func(e Event, to flow.State)) error {
	state := t.Start
	for _, e := range events {
		to, err := t.Next(state, e.Type)
		if err != nil {
			return fmt.Errorf("fold %s at %d: %w", e.Stream, e.Version, err)
		}
		state = to
		apply(e, to)
	}
	return nil
}

// Load folds a stream that is meant to be appended to, as [Tx.Load] reads it.
func Load[S any](tx *Tx, stream string, fold func([]Event) (S, error)) (S, error) {
	events, err := tx.Load(stream)
	return folded(stream, events, err, fold)
}

// Look folds a stream that is only read.
func Look[S any](j *Journal, r store.Reader, stream string, fold func([]Event) (S, error)) (S, error) {
	events, err := j.Stream(r, stream)
	return folded(stream, events, err, fold)
}

func folded[S any](stream string, events []Event, err error, fold func([]Event) (S, error)) (S, error) {
	if err != nil {
		var none S
		return none, fmt.Errorf("read %s: %w", stream, err)
	}
	return fold(events)
}

// Step is the state that an event meets and the one to which it leads, for a projection
// that keeps the state: query asks for the kept one by the subject of the stream. The
// first event of a stream meets the start.
func Step(tx *store.Tx, t *flow.Table, e Event, query string) (from, to flow.State, err error) {
	from = t.Start
	if e.Version > 1 {
		if err := tx.Row(query, e.Subject()).Scan(&from); err != nil {
			return from, from, fmt.Errorf("look up state of %s: %w", e.Stream, err)
		}
	}
	to, err = t.Next(from, e.Type)
	return from, to, err
}
