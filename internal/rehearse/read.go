package rehearse

import (
	"context"
	"database/sql"
	"fmt"

	"lunheng/internal/calendar"
	"lunheng/internal/clocks"
	"lunheng/internal/store"
)

// record is an activity as it was recorded.
type record struct {
	id, unit, state, review string
	on                      calendar.Day
	profile                 []byte
	clocks                  []clocks.Clock // that run for its open case
}

// batchSize is how many records are read at a time.
const batchSize = 1000

// reader streams records in the order of ids.
type reader struct {
	r      store.Reader
	since  calendar.Day
	region string // beginning of a GB/T 2260 code; empty: everywhere
	drafts bool   // also what was not handed in
	after  string // id
}

func (s *reader) where() *store.Where {
	w := store.NewWhere()
	if s.drafts {
		w.And(`a.state <> 'discarded'`)
	} else {
		w.And(`p.profile <> ''`)
	}
	if s.since != "" {
		w.And(`p.on_day >= ` + w.Arg(string(s.since)))
	}
	w.Prefix("a.region", s.region)
	return w
}

// columns are read in one scan of the table of profiles.
const columns = ` a.id, a.unit, a.state, a.review, p.on_day, case when p.profile = '' then p.draft else p.profile end`

const tables = ` from activity_profiles p join activities a on a.id = p.activity`

// total counts what there is to read.
func (s *reader) total() (n int64, err error) {
	from := tables
	if s.region == "" && !s.drafts {
		from = ` from activity_profiles p` // no need to look at the activities
	}
	w := s.where()
	if err := s.r.Row(`select count(*)`+from+w.String(), w.Args()...).Scan(&n); err != nil {
		return 0, fmt.Errorf("count profiles: %w", err)
	}
	return n, nil
}

// without counts activities that were handed in with no recorded profile.
func (s *reader) without() (n int64, err error) {
	w := store.NewWhere()
	w.And(`a.submissions > 0`)
	w.Prefix("a.region", s.region)
	w.And(`not exists (select 1 from activity_profiles p where p.activity = a.id and p.profile <> '')`)
	if err := s.r.Row(`select count(*) from activities a`+w.String(), w.Args()...).Scan(&n); err != nil {
		return 0, fmt.Errorf("count activities without a profile: %w", err)
	}
	return n, nil
}

// next returns the next batch; none at the end.
func (s *reader) next(ctx context.Context) ([]record, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	w := s.where()
	w.And(`p.activity > ` + w.Arg(s.after))
	batch, err := store.Collect(s.r, func(rows *sql.Rows) (record, error) {
		var c record
		err := rows.Scan(&c.id, &c.unit, &c.state, &c.review, &c.on, &c.profile)
		return c, err
	}, `select`+columns+tables+w.String()+` order by p.activity limit `+w.Arg(batchSize), w.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read profiles after %q: %w", s.after, err)
	}
	if len(batch) == 0 {
		return nil, nil
	}
	s.after = batch[len(batch)-1].id
	return batch, s.withClocks(batch)
}

// maxStreams bounds how many streams one query names.
const maxStreams = 200

// withClocks adds the clocks of the cases that a committee has.
func (s *reader) withClocks(batch []record) error {
	at := map[string]int{}
	var streams []string
	for i, c := range batch {
		if c.state == "under_review" && c.review != "" {
			stream := "review/" + c.review
			at[stream] = i
			streams = append(streams, stream)
		}
	}
	for len(streams) > 0 {
		n := min(len(streams), maxStreams)
		found, err := clocks.Of(s.r, streams[:n]...)
		if err != nil {
			return err
		}
		for _, c := range found {
			if c.State == clocks.Running {
				batch[at[c.Stream]].clocks = append(batch[at[c.Stream]].clocks, c)
			}
		}
		streams = streams[n:]
	}
	return nil
}

// titles fills in what the listed activities are called.
func titles(r store.Reader, lists map[string][]Item) error {
	named := map[string]string{}
	var ids []string
	for _, items := range lists {
		for _, it := range items {
			if _, ok := named[it.ID]; !ok {
				named[it.ID] = ""
				ids = append(ids, it.ID)
			}
		}
	}
	for len(ids) > 0 {
		n := min(len(ids), maxStreams)
		w := store.NewWhere()
		w.In("id", ids[:n])
		_, err := store.Collect(r, func(rows *sql.Rows) (struct{}, error) {
			var id, title string
			err := rows.Scan(&id, &title)
			named[id] = title
			return struct{}{}, err
		}, `select id, title from activities`+w.String(), w.Args()...)
		if err != nil {
			return fmt.Errorf("look up titles: %w", err)
		}
		ids = ids[n:]
	}
	for _, items := range lists {
		for i := range items {
			items[i].Title = named[items[i].ID]
		}
	}
	return nil
}
