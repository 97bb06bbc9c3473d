package rehearse

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/jobs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/rulebook"
	"lunheng/internal/rules"
	"lunheng/internal/store"
)

// Kind of the job that runs a rehearsal.
const Kind = "rehearse"

// The states of a rehearsal.
const (
	Waiting = "waiting"
	Running = "running"
	Done    = "done"
	Failed  = "failed"
)

// Service runs rehearsals of drafts in the background and keeps their results.
type Service struct {
	J        *journal.Journal
	Rulebook *rulebook.Service
	Shelf    *rules.Shelf
	Cal      *calendar.Holder
	Now      func() time.Time
}

// Rehearsal is one trial of a draft.
type Rehearsal struct {
	ID      string    `json:"id"`
	Pack    string    `json:"pack"` // of the version: its stream id
	Hash    string    `json:"hash"` // of the files that were tried
	By      string    `json:"by"`
	State   string    `json:"state"`
	Done    int64     `json:"done"`
	Total   int64     `json:"total"`
	BegunAt time.Time `json:"begun_at"`
	EndedAt time.Time `json:"ended_at,omitzero"`
	Result  *Result   `json:"result,omitempty"` // when done; lists hold ids, no titles
}

// Open reports whether it has still to end.
func (r Rehearsal) Open() bool { return r.State == Waiting || r.State == Running }

// Start asks for a rehearsal.
type Start struct {
	Pack string `json:"pack"` // of the version: its stream id
	Key  string `json:"key,omitempty"`
}

// Start has a draft tried on all past activities as soon as a server is free.
func (s *Service) Start(ctx context.Context, p auth.Principal, now time.Time, cmd Start) (Rehearsal, error) {
	out, err := s.J.Do(ctx, auth.Act(p, now, cmd.Key, cmd), func(tx *journal.Tx) error {
		pack := cmd.Pack
		if err := auth.Allow(tx, p, auth.PackEdit, auth.Pack, pack); err != nil {
			return err
		}
		var hash string
		if err := tx.Row(`select hash from packs where id = $1`, pack).Scan(&hash); err != nil {
			return fmt.Errorf("look up pack %s: %w", pack, err)
		}
		var open int
		if err := tx.Row(`select count(*) from rehearsals where pack = $1 and state in ('waiting', 'running')`, pack).Scan(&open); err != nil {
			return err
		}
		if open > 0 {
			return errs.New(errs.Refused, "rehearse.running", lang.T("这份草案正在演练，请等它结束。", "This draft is being rehearsed; wait until that has ended."))
		}
		id, err := tx.NewID()
		if err != nil {
			return err
		}
		tx.Result = id
		err = tx.Exec(`insert into rehearsals (id, pack, hash, by_whom, state, done, total, begun_at, ended_at, result)
			values ($1, $2, $3, $4, 'waiting', 0, 0, $5, 0, '')`, id, pack, hash, p.Person, store.Micros(now))
		return errors.Join(err, jobs.Enqueue(tx.Tx, Kind+" "+id, Kind, id, now))
	})
	if err != nil {
		return Rehearsal{}, err
	}
	return get(s.J.DB.Read(ctx), out.Result)
}

// Handle runs a rehearsal; it is a [jobs.Handler].
func (s *Service) Handle(ctx context.Context, now time.Time, j jobs.Job) error {
	var id string
	if err := json.Unmarshal(j.Payload, &id); err != nil {
		return fmt.Errorf("rehearse: %w", errors.Join(err, jobs.ErrGiveUp))
	}
	re, err := get(s.J.DB.Read(ctx), id)
	if err != nil || !re.Open() {
		return err
	}
	res, err := s.try(ctx, now, re)
	if err != nil && ctx.Err() != nil {
		return err // the server stops: another one, or the next start, tries again
	}
	state, text := Done, ""
	if err != nil {
		state, res = Failed, Result{Faults: []string{err.Error()}}
	}
	raw, encErr := json.Marshal(res)
	if encErr != nil {
		return fmt.Errorf("rehearse %s: %w", id, encErr)
	}
	text = string(raw)
	return s.J.DB.Update(ctx, func(tx *store.Tx) error {
		return tx.Exec(`update rehearsals set state = $2, ended_at = $3, result = $4, done = $5, total = $5 where id = $1`,
			id, state, store.Micros(s.Now()), text, res.Total)
	})
}

// try judges by the draft as it stands now.
func (s *Service) try(ctx context.Context, now time.Time, re Rehearsal) (Result, error) {
	pack, ex, err := s.Rulebook.Examine(ctx, auth.Operator(now), re.Pack)
	if err != nil {
		return Result{}, err
	}
	if len(ex.Problems) > 0 {
		return Result{}, ex.Problems
	}
	o := Options{With: ex.Book, Without: s.Shelf.Current(), Pack: pack.Ref(), Day: FirstDay(ex.Info, calendar.Of(now)), Cal: s.Cal.Now(), Now: now}
	begun, last := s.Now(), time.Time{}
	res, err := Run(ctx, s.J.DB.Read(ctx), o, func(done, total int64) {
		if at := s.Now(); at.Sub(last) > progressEvery {
			last = at
			s.note(ctx, re.ID, done, total)
		}
	})
	res.Seconds = s.Now().Sub(begun).Seconds()
	return res, err
}

// progressEvery is how often the row tells how far it is.
const progressEvery = 500 * time.Millisecond

// note tells how far a rehearsal is. That it cannot be told is no reason to end.
func (s *Service) note(ctx context.Context, id string, done, total int64) {
	_ = s.J.DB.Update(ctx, func(tx *store.Tx) error {
		return tx.Exec(`update rehearsals set state = 'running', done = $2, total = $3 where id = $1 and state <> 'done'`, id, done, total)
	})
}

const rehearsalColumns = `id, pack, hash, by_whom, state, done, total, begun_at, ended_at, result`

func scanRehearsal(rows *sql.Rows) (Rehearsal, error) {
	var r Rehearsal
	var begun, ended int64
	var result string
	if err := rows.Scan(&r.ID, &r.Pack, &r.Hash, &r.By, &r.State, &r.Done, &r.Total, &begun, &ended, &result); err != nil {
		return r, err
	}
	r.BegunAt = store.Time(begun)
	if ended > 0 {
		r.EndedAt = store.Time(ended)
	}
	if result == "" {
		return r, nil
	}
	r.Result = &Result{}
	return r, json.Unmarshal([]byte(result), r.Result)
}

func get(r store.Reader, id string) (Rehearsal, error) {
	found, err := store.Collect(r, scanRehearsal, `select `+rehearsalColumns+` from rehearsals where id = $1`, id)
	if err != nil {
		return Rehearsal{}, fmt.Errorf("read rehearsal %s: %w", id, err)
	}
	if len(found) == 0 {
		return Rehearsal{}, errs.New(errs.NotFound, "rehearse.unknown", lang.T("没有这次演练。", "There is no such rehearsal."))
	}
	return found[0], nil
}

// Latest is the last rehearsal of a version that the person may view; nil when
// there was none.
func (s *Service) Latest(r store.Reader, p auth.Principal, pack string) (*Rehearsal, error) {
	if err := auth.Allow(r, p, auth.PackView, auth.Pack, pack); err != nil {
		return nil, err
	}
	found, err := store.Collect(r, scanRehearsal, `select `+rehearsalColumns+` from rehearsals where pack = $1 order by begun_at desc, id desc limit 1`, pack)
	if err != nil {
		return nil, fmt.Errorf("read rehearsals of %s: %w", pack, err)
	}
	if len(found) == 0 {
		return nil, nil
	}
	return &found[0], nil
}

// Get returns a rehearsal of a version that the person may view.
func (s *Service) Get(r store.Reader, p auth.Principal, id string) (Rehearsal, error) {
	re, err := get(r, id)
	if err != nil {
		return re, err
	}
	return re, auth.Allow(r, p, auth.PackView, auth.Pack, re.Pack)
}

// Items are the activities of a list, with the titles of those that the person may
// know of.
func Items(r store.Reader, p auth.Principal, items []Item) ([]Item, error) {
	ids := make([]string, 0, len(items))
	for _, it := range items {
		ids = append(ids, it.ID)
	}
	w := store.NewWhere(p.Args()...)
	w.And(auth.Filter(p, auth.ActivityOverview, auth.Activity, "a"))
	w.In("a.id", ids)
	named := map[string]string{}
	_, err := store.Collect(r, func(rows *sql.Rows) (struct{}, error) {
		var id, title string
		err := rows.Scan(&id, &title)
		named[id] = title
		return struct{}{}, err
	}, `select a.id, a.title from activities a`+w.String(), w.Args()...)
	if err != nil {
		return nil, fmt.Errorf("look up titles: %w", err)
	}
	out := make([]Item, len(items))
	for i, it := range items {
		it.Title = named[it.ID]
		out[i] = it
	}
	return out, nil
}
