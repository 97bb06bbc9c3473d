package journal

import (
	"database/sql"
	"fmt"
	"reflect"
	"sync"

	"lunheng/internal/store"
)

// keptBytes bounds what is kept of streams, by the stored bytes of their events.
const keptBytes = 8 << 20

// kept are decoded streams that were read lately. Events never change, so all that
// can be wrong with kept ones is that they are not the whole stream, or that the act
// which wrote the last of them was never committed. Whoever uses them asks the
// database for the id of the last one, which no other event has, and for what stands
// behind it: so they are right within any transaction, and beside other servers.
//
// Those who fold events share their payloads and must not change them.
type kept struct {
	mu         sync.Mutex
	young, old map[string][]Event // old: those not asked for since young was begun
	bytes      int                // of young
}

// of returns what is kept of a stream.
func (k *kept) of(stream string) []Event {
	if k == nil {
		return nil
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if events, ok := k.young[stream]; ok {
		return events
	}
	events := k.old[stream]
	if events != nil {
		k.put(stream, events)
	}
	return events
}

// keep takes a stream in, in place of what was kept of it.
func (k *kept) keep(stream string, events []Event) {
	if k == nil || len(events) == 0 {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.put(stream, events)
}

// put lets go of whatever was not asked for while young ones filled half of the room.
func (k *kept) put(stream string, events []Event) {
	if k.bytes > keptBytes/2 || k.young == nil {
		k.young, k.old, k.bytes = map[string][]Event{}, k.young, 0
	}
	k.bytes += size(events) - size(k.young[stream])
	k.young[stream] = events
}

func size(events []Event) (n int) {
	for i := range events {
		n += len(events[i].Raw)
	}
	return n
}

// Stream returns the events of a stream, oldest first. The slice is the caller's; the
// payloads are shared and must not be changed.
func (j *Journal) Stream(r store.Reader, stream string) ([]Event, error) {
	have := j.kept.of(stream)
	news, all, err := j.behind(r, stream, have)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", stream, err)
	}
	if !all {
		if len(news) == 0 {
			return append([]Event(nil), have...), nil
		}
		news = append(have[:len(have):len(have)], news...)
	}
	j.kept.keep(stream, news)
	return append([]Event(nil), news...), nil
}

// behind reads what stands behind the events that one has; all of the stream when
// those are not its beginning.
func (j *Journal) behind(r store.Reader, stream string, have []Event) (news []Event, all bool, err error) {
	var last Event
	if len(have) > 0 {
		last = have[len(have)-1]
	}
	met := false
	rows, err := store.Collect(r, func(rows *sql.Rows) (Event, error) {
		var id, raw string
		if err := rows.Scan(&id, &raw); err != nil || raw == "" {
			met = met || id == last.ID
			return Event{}, err
		}
		e, err := j.Types.Decode(raw)
		e.Body = shared(e.Body)
		return e, err
	}, `select id, case when version > $2 then body else '' end from events where stream = $1 and version >= $2 order by version`, stream, last.Version)
	switch {
	case err != nil || len(have) == 0:
		return rows, true, err
	case met:
		return rows[1:], false, nil
	}
	return j.behind(r, stream, nil)
}

// Changed names the kept events whose payload is not what is stored any more, because
// somebody who folded them changed it. Tests ask; there ought to be none.
func (j *Journal) Changed() []string {
	var out []string
	j.kept.mu.Lock()
	defer j.kept.mu.Unlock()
	for _, m := range []map[string][]Event{j.kept.young, j.kept.old} {
		for _, events := range m {
			for _, e := range events {
				if again, err := j.Types.Decode(e.Raw); err != nil || !reflect.DeepEqual(again.Body, e.Body) {
					out = append(out, fmt.Sprintf("%s %d %s", e.Stream, e.Version, e.Type))
				}
			}
		}
	}
	return out
}
