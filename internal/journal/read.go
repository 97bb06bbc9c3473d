package journal

import (
	"fmt"

	"lunheng/internal/store"
)

// Streams returns the events of several streams, each oldest first, merged by
// time.
func (j *Journal) Streams(r store.Reader, streams ...string) ([]Event, error) {
	var out []Event
	for _, s := range streams {
		events, err := j.Stream(r, s)
		if err != nil {
			return nil, err
		}
		out = mergeByTime(out, events)
	}
	return out, nil
}

func mergeByTime(a, b []Event) []Event {
	out := make([]Event, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if b[0].ID < a[0].ID {
			a, b = b, a
		}
		out = append(out, a[0])
		a = a[1:]
	}
	return append(append(out, a...), b...)
}

// Get returns one event by id, or sql.ErrNoRows.
func (j *Journal) Get(r store.Reader, id string) (Event, error) {
	var raw string
	if err := r.Row(`select body from events where id = $1`, id).Scan(&raw); err != nil {
		return Event{}, fmt.Errorf("get event %s: %w", id, err)
	}
	return j.Types.Decode(raw)
}

// Head returns the version of a stream; 0 when it does not exist.
func Head(r store.Reader, stream string) (int64, error) {
	var v int64
	err := r.Row(`select coalesce(max(version), 0) from streams where stream = $1`, stream).Scan(&v)
	return v, err
}
