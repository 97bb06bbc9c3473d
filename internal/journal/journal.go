package journal

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// System is the actor of acts that the program does by itself, such as a
// clock's warning.
const System = "system"

// Projection derives tables from events.
type Projection struct {
	Name   string
	Kinds  []string // stream kinds it wants; none: all
	Tables []Table  // what it writes, in an order that satisfies references
	// Project writes the rows that follow from e. It may read only what
	// earlier projections wrote: replay must give the same bytes.
	Project func(tx *store.Tx, e Event) error
	// Derive writes all rows at once from what the other projections wrote, and none of
	// them may read these. It takes the place of Project where everything is derived
	// anew, and must give the same. Mostly nil.
	Derive func(tx *store.Tx) error
}

// Table is a derived table, for rebuilding and comparing.
type Table struct {
	Name   string
	Key    []string // primary key columns
	Stream string   // SQL expression over a row that gives the stream it derives from
	Sought []string // further columns by which projections find rows; their indexes stay while tables are derived
	Used   string   // SQL condition on rows that mean something; others may be left over. Empty: all do
}

// Reaction is what a lower domain's event causes a higher domain to do, in
// the same transaction.
type Reaction struct {
	On     string // event type
	Reason string // why, for the generated table in the docs
	Do     func(tx *Tx, e Event) error
}

// Journal appends and reads events. It is safe for concurrent use.
type Journal struct {
	DB          *store.DB
	Types       Types
	Projections []Projection
	Reactions   []Reaction
	IDs         *IDs
	committed   chan struct{} // tells the sealer that there is work; never blocks
	kept        *kept         // streams read lately; nil: none are kept
}

// Open makes a journal on an open database.
func Open(db *store.DB, types Types, projections []Projection, reactions []Reaction) *Journal {
	return &Journal{
		DB: db, Types: types, Projections: projections, Reactions: reactions,
		IDs: NewIDs(rand.Reader), committed: make(chan struct{}, 1), kept: &kept{},
	}
}

// Committed receives a value some time after acts were committed.
func (j *Journal) Committed() <-chan struct{} { return j.committed }

// Act says who does something, for whom and when.
type Act struct {
	Actor string    // person id, or System
	For   string    // committee, unit or department on whose behalf; may be empty
	Now   time.Time // the one time of the whole act
	// Key makes the act idempotent: a second act of the same actor with the
	// same key has no effect and returns the first one's result. Empty: none.
	Key string
	// Fingerprint of the request, so that a key is not used for another one.
	Fingerprint string
}

// Outcome is what an act led to.
type Outcome struct {
	Events   []Event // journalled by this act, reactions included
	Result   string  // set by the act through Tx.Result, such as a new id
	Repeated bool    // the act had been done before under the same key
}

// Tx is the transaction of one act: the only handle that can write events.
type Tx struct {
	*store.Tx
	Act
	Result string // becomes Outcome.Result
	j      *Journal
	events []Event
	heads  map[string]int64 // versions of the streams loaded or appended to
	depth  int
}

// errRace is returned inside a transaction when another act moved the head
// of a stream meanwhile; Do then runs the act again.
var errRace = errors.New("journal: stream moved meanwhile")

// maxRaces bounds how often an act is run again because of others.
const maxRaces = 20

// maxDepth bounds chains of reactions, against mistakes in their table.
const maxDepth = 8

// Do runs an act. Either all of its events are in the journal with all that
// is derived from them when it returns nil, or nothing is.
func (j *Journal) Do(ctx context.Context, act Act, fn func(*Tx) error) (Outcome, error) {
	act.Now = act.Now.UTC().Truncate(time.Microsecond)
	for try := 0; ; try++ {
		var out Outcome
		err := j.DB.Update(ctx, func(stx *store.Tx) error {
			var err error
			out, err = j.once(stx, act, fn)
			return err
		})
		if errors.Is(err, errRace) && try < maxRaces {
			continue
		}
		if err != nil {
			return Outcome{}, err
		}
		j.notify()
		return out, nil
	}
}

func (j *Journal) once(stx *store.Tx, act Act, fn func(*Tx) error) (Outcome, error) {
	if act.Key != "" {
		done, err := repeated(stx, act)
		if err != nil || done != nil {
			return deref(done), err
		}
	}
	tx := &Tx{Tx: stx, Act: act, j: j, heads: map[string]int64{}}
	if err := fn(tx); err != nil {
		return Outcome{}, err
	}
	if act.Key != "" {
		_, err := stx.ExecN(`insert into idempotency (actor, key, fingerprint, result, at) values ($1, $2, $3, $4, $5)`,
			act.Actor, act.Key, act.Fingerprint, tx.Result, store.Micros(act.Now))
		if store.IsUnique(err) {
			return Outcome{}, errRace // the same request at the same time: look again
		}
		if err != nil {
			return Outcome{}, fmt.Errorf("note request key: %w", err)
		}
	}
	return Outcome{Events: tx.events, Result: tx.Result}, nil
}

func deref(o *Outcome) Outcome {
	if o == nil {
		return Outcome{}
	}
	return *o
}

// repeated returns the outcome of an earlier act with the same key, if any.
func repeated(stx *store.Tx, act Act) (*Outcome, error) {
	var fingerprint, result string
	err := stx.Row(`select fingerprint, result from idempotency where actor = $1 and key = $2`,
		act.Actor, act.Key).Scan(&fingerprint, &result)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look up request key: %w", err)
	}
	if fingerprint != act.Fingerprint {
		return nil, errs.New(errs.Conflict, "journal.key_reused", lang.T(
			"这个请求编号已用于另一个内容不同的请求。请重新打开页面再提交。",
			"This request key was used before for a different request. Open the page again and submit once more."))
	}
	return &Outcome{Result: result, Repeated: true}, nil
}

func (j *Journal) notify() {
	select {
	case j.committed <- struct{}{}:
	default:
	}
}

// NewID returns a new id; ids made later in time sort later.
func (tx *Tx) NewID() (string, error) { return tx.j.IDs.New(tx.Now) }

// Load returns the events of a stream, oldest first; none when it is new. The
// stream is meant to be appended to: on PostgreSQL, where writers run side by
// side, it is held until the act ends, so that acts on one stream queue
// instead of racing. To merely look at a stream use [Tx.Look].
func (tx *Tx) Load(stream string) ([]Event, error) {
	if tx.Dialect() == store.Postgres {
		if err := tx.Exec(`select version from streams where stream = $1 for update`, stream); err != nil {
			return nil, fmt.Errorf("hold %s: %w", stream, err)
		}
	}
	events, err := tx.Look(stream)
	if err != nil {
		return nil, err
	}
	tx.heads[stream] = int64(len(events))
	return events, nil
}

// Begin makes ready to append to a stream whose id this act has just made, so
// that there is nothing to load. Where the stream exists after all, appending
// to it is refused.
func (tx *Tx) Begin(stream string) { tx.heads[stream] = 0 }

// Look returns the events of a stream that this act only reads.
func (tx *Tx) Look(stream string) ([]Event, error) { return tx.j.Stream(tx.Tx, stream) }

// Expect refuses when a person acted on an older version of a loaded stream
// than there is now. A version of 0 expects nothing.
func (tx *Tx) Expect(stream string, version int64) error {
	have, ok := tx.heads[stream]
	if !ok {
		return fmt.Errorf("expect version of %s: stream was not loaded", stream)
	}
	if version == 0 || version == have {
		return nil
	}
	events, err := tx.j.Stream(tx.Tx, stream)
	if err != nil {
		return err
	}
	return stale(stream, version, events)
}

// Stale tells that somebody else acted in between, and what was done.
type Stale struct {
	Stream string
	Seen   int64   // the version the person had seen
	Since  []Event // what happened after it
}

func stale(stream string, seen int64, events []Event) error {
	s := &Stale{Stream: stream, Seen: seen}
	if seen < int64(len(events)) {
		s.Since = events[max(seen, 0):]
	}
	return errs.New(errs.Conflict, "journal.stale", lang.T(
		"您打开页面之后，已有他人处理过此件。您填写的内容没有丢失；请查看变化后再提交。",
		"Someone else acted on this after you opened the page. What you typed is kept; look at what changed, then submit again.",
	)).Because(s)
}

// Error names the stream for the log.
func (s *Stale) Error() string {
	return fmt.Sprintf("%s: seen version %d, %d events since", s.Stream, s.Seen, len(s.Since))
}

// Append journals events at the end of a stream that was loaded before, and
// does all that follows from them in the same transaction.
func (tx *Tx) Append(stream string, news ...New) error {
	if len(news) == 0 {
		return nil
	}
	head, ok := tx.heads[stream]
	if !ok {
		return fmt.Errorf("append to %s: stream was not loaded", stream)
	}
	if err := tx.moveHead(stream, head, head+int64(len(news))); err != nil {
		return err
	}
	for i, n := range news {
		e, err := tx.insert(stream, head+int64(i)+1, n)
		if err != nil {
			return err
		}
		tx.events = append(tx.events, e)
		tx.heads[stream] = e.Version
		if err := tx.follow(e); err != nil {
			return err
		}
	}
	return nil
}

// moveHead claims the versions from+1 to to. Whoever comes second gets
// errRace, on either engine.
func (tx *Tx) moveHead(stream string, from, to int64) error {
	var n int64
	var err error
	if from == 0 {
		n, err = tx.ExecN(`insert into streams (stream, version) values ($1, $2) on conflict (stream) do nothing`, stream, to)
	} else {
		n, err = tx.ExecN(`update streams set version = $3 where stream = $1 and version = $2`, stream, from, to)
	}
	if err != nil {
		return fmt.Errorf("append to %s: %w", stream, err)
	}
	if n == 0 {
		return errRace
	}
	return nil
}

func (tx *Tx) insert(stream string, version int64, n New) (Event, error) {
	id, err := tx.NewID()
	if err != nil {
		return Event{}, err
	}
	salt, err := tx.j.IDs.Salt()
	if err != nil {
		return Event{}, err
	}
	e := Event{
		ID: id, Stream: stream, Version: version, Type: n.Body.EventType(), At: tx.Now,
		Actor: tx.Actor, For: tx.For, Ground: n.Ground, Body: n.Body,
	}
	if tx.j.Types[e.Type] == nil {
		return Event{}, fmt.Errorf("append to %s: unknown event type %q", stream, e.Type)
	}
	env := envelope{ID: id, Stream: stream, Version: version, Type: e.Type, At: store.Micros(tx.Now),
		Actor: tx.Actor, For: tx.For, Ground: n.Ground}
	if e.Raw, err = encode(env, n.Body); err != nil {
		return Event{}, err
	}
	_, err = tx.ExecN(`insert into events (id, stream, version, type, at, body, salt) values ($1, $2, $3, $4, $5, $6, $7)`,
		id, stream, version, e.Type, env.At, e.Raw, salt)
	if store.IsUnique(err) {
		return Event{}, errRace
	}
	if err != nil {
		return Event{}, fmt.Errorf("append to %s: %w", stream, err)
	}
	return e, nil
}

// follow runs the projections and reactions of an event.
func (tx *Tx) follow(e Event) error {
	if err := tx.j.Project(tx.Tx, e); err != nil {
		return err
	}
	if tx.depth++; tx.depth > maxDepth {
		return fmt.Errorf("react to %s: reactions go in circles", e.Type)
	}
	defer func() { tx.depth-- }()
	for _, r := range tx.j.Reactions {
		if r.On != e.Type {
			continue
		}
		if err := r.Do(tx, e); err != nil {
			return fmt.Errorf("react to %s: %w", e.Type, err)
		}
	}
	return nil
}

// Project runs every projection that wants e.
func (j *Journal) Project(tx *store.Tx, e Event) error {
	return j.project(tx, e, func(*Projection) bool { return true })
}

// Replay is [Journal.Project] where everything is derived anew. When all events went
// through it, [Journal.DeriveRest] does what is left.
func (j *Journal) Replay(tx *store.Tx, e Event) error {
	return j.project(tx, e, func(p *Projection) bool { return p.Derive == nil })
}

// DeriveRest derives the tables that need no event.
func (j *Journal) DeriveRest(tx *store.Tx) error {
	for _, p := range j.Projections {
		if p.Derive == nil {
			continue
		}
		if err := p.Derive(tx); err != nil {
			return fmt.Errorf("derive %s: %w", p.Name, err)
		}
	}
	return nil
}

func (j *Journal) project(tx *store.Tx, e Event, which func(*Projection) bool) error {
	kind := e.Kind()
	for i := range j.Projections {
		p := &j.Projections[i]
		if !p.wants(kind) || !which(p) {
			continue
		}
		if err := p.Project(tx, e); err != nil {
			return fmt.Errorf("project %s into %s: %w", e.Type, p.Name, err)
		}
	}
	return nil
}

func (p *Projection) wants(kind string) bool {
	for _, k := range p.Kinds {
		if k == kind {
			return true
		}
	}
	return len(p.Kinds) == 0
}

// StreamName joins kind and id.
func StreamName(kind, id string) string { return kind + "/" + id }

// SplitStream takes a stream name apart.
func SplitStream(name string) (kind, id string) {
	kind, id, _ = strings.Cut(name, "/")
	return kind, id
}
