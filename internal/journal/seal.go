package journal

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"sync"
	"time"

	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/store"

	"golang.org/x/mod/sumdb/tlog"
)

// How a sealer paces itself.
const (
	// maxSeal bounds the events under one checkpoint. On SQLite a sealer shares
	// the writer with everybody; this keeps its turn to some milliseconds.
	maxSeal = 1024
	// pace is the least time between two checkpoints of a busy log, so that
	// they stay few; pollEvery is how often a sealer looks for the work of other
	// servers. Both together stay well under a second.
	pace      = 200 * time.Millisecond
	pollEvery = 400 * time.Millisecond
	// afterTrouble is how long it waits before it tries again.
	afterTrouble = time.Second
	// leaseFor is how long a sealer that went away keeps the others waiting.
	leaseFor = 5 * time.Second
)

// Sealer gives committed events their leaves in the Merkle log and signs
// checkpoints. Every server may run one; a lease lets one at a time work.
type Sealer struct {
	// OnError is told what went wrong while Run tries on; may be nil.
	OnError func(error)

	j      *Journal
	key    Key
	holder string

	mu   sync.Mutex // one seal at a time; guards what follows
	edge edge       // right edge of the tree after the last own seal
	note string     // the checkpoint that signed it
}

// NewSealer makes a sealer that signs with key. The holder names this process
// in the lease and must be unique among servers.
func NewSealer(j *Journal, key Key, holder string) *Sealer {
	return &Sealer{j: j, key: key, holder: holder}
}

// Run seals what is committed, within a second, until ctx ends. Trouble is
// told to OnError, once as long as it stays the same, and tried again.
func (s *Sealer) Run(ctx context.Context, now func() time.Time) {
	poll := time.NewTicker(pollEvery)
	defer poll.Stop()
	trouble := ""
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.j.Committed():
		case <-poll.C:
		}
		_, err := s.SealNow(ctx, now())
		if trouble = s.tell(ctx, err, trouble); trouble == "" {
			wait(ctx, pace)
		} else {
			wait(ctx, afterTrouble)
		}
	}
}

// tell reports new trouble and returns what it is now.
func (s *Sealer) tell(ctx context.Context, err error, before string) string {
	if err == nil || ctx.Err() != nil {
		return ""
	}
	if err.Error() != before && s.OnError != nil {
		s.OnError(err)
	}
	return err.Error()
}

func wait(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// SealNow seals all that is committed and returns how many events that were.
// It seals none when another process holds the lease.
func (s *Sealer) SealNow(ctx context.Context, now time.Time) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var total int64
	for {
		var waiting bool
		err := s.j.DB.Read(ctx).Row(`select exists (select 1 from unsealed)`).Scan(&waiting)
		if err != nil {
			return total, fmt.Errorf("seal: %w", err)
		}
		if !waiting {
			return total, nil
		}
		n, err := s.batch(ctx, now.UTC().Truncate(time.Microsecond))
		total += n
		if err != nil || n == 0 {
			return total, err
		}
	}
}

// batch seals up to maxSeal events in one transaction.
func (s *Sealer) batch(ctx context.Context, now time.Time) (int64, error) {
	var before, after edge
	var note string
	err := s.j.DB.Update(ctx, func(tx *store.Tx) error {
		before, after = edge{}, edge{}
		ours, err := hold(tx, "seal", s.holder, now)
		if err != nil || !ours {
			return err
		}
		if before, err = s.resume(tx); err != nil {
			return err
		}
		after, note, err = s.seal(tx, before, now)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("seal: %w", err)
	}
	if after.size > before.size {
		s.edge, s.note = after, note
	}
	return after.size - before.size, nil
}

// hold takes or keeps a lease until leaseFor from now. On PostgreSQL the row
// stays locked until the transaction ends, so that two servers whose clocks
// differ still work one after the other.
func hold(tx *store.Tx, name, holder string, now time.Time) (bool, error) {
	n, err := tx.ExecN(`insert into leases (name, holder, until) values ($1, $2, $3)
		on conflict (name) do update set holder = excluded.holder, until = excluded.until
		where leases.holder = excluded.holder or leases.until < $4`,
		name, holder, store.Micros(now.Add(leaseFor)), store.Micros(now))
	if err != nil {
		return false, fmt.Errorf("take lease: %w", err)
	}
	return n == 1, nil
}

// Release gives the lease back, so that another server need not wait for its
// end.
func (s *Sealer) Release(ctx context.Context) error {
	return s.j.DB.Update(ctx, func(tx *store.Tx) error {
		return tx.Exec(`delete from leases where name = 'seal' and holder = $1`, s.holder)
	})
}

// resume returns the right edge of the stored tree. Unless this sealer itself
// wrote it, the edge must lead to the root in the last checkpoint, and that must
// bear this log's signature: a damaged log is never signed on.
func (s *Sealer) resume(tx *store.Tx) (edge, error) {
	last, err := lastCheckpoint(tx)
	if err != nil {
		return edge{}, err
	}
	if last == s.note {
		return s.edge.clone(), nil
	}
	size, root, err := s.key.open(last)
	if err != nil {
		return edge{}, damaged(err)
	}
	e, err := readEdge(tx, size)
	if err != nil {
		return edge{}, damaged(err)
	}
	if e.root() != root {
		return edge{}, damaged(fmt.Errorf("stored tree of %d leaves does not lead to the signed root", size))
	}
	return e, nil
}

func damaged(cause error) error {
	return errs.New(errs.Internal, "journal.damaged", lang.T(
		"日志与其最后一个检查点不符，已停止封存。请运行 lunheng verify 查明原因。",
		"The log does not agree with its last checkpoint; sealing has stopped. Run lunheng verify to see what is wrong.")).Because(cause)
}

func lastCheckpoint(r store.Reader) (string, error) {
	notes, err := store.Column[string](r, `select note from checkpoints order by size desc limit 1`)
	if err != nil {
		return "", fmt.Errorf("read last checkpoint: %w", err)
	}
	if len(notes) == 0 {
		return "", nil
	}
	return notes[0], nil
}

// seal numbers the waiting events, stores the new nodes of the tree and signs.
func (s *Sealer) seal(tx *store.Tx, from edge, now time.Time) (edge, string, error) {
	n, err := tx.ExecN(fmt.Sprintf(`insert into leaves (leaf, seq)
		select cast($1 as bigint) + row_number() over (order by seq) - 1, seq
		from (select seq from unsealed order by seq limit %d) waiting`, maxSeal), from.size)
	if err != nil {
		return from, "", fmt.Errorf("number leaves: %w", err)
	}
	if n == 0 {
		return from, "", nil
	}
	to, nodes, err := grow(tx, from.clone(), n)
	if err != nil {
		return from, "", err
	}
	if err := tx.Exec(`delete from unsealed where seq in (select seq from leaves where leaf >= $1)`, from.size); err != nil {
		return from, "", fmt.Errorf("note leaves as sealed: %w", err)
	}
	if err := insertHashes(tx, tlog.StoredHashCount(from.size), nodes); err != nil {
		return from, "", err
	}
	note, err := s.key.checkpoint(to.size, to.root(), now, from.size)
	if err != nil {
		return from, "", err
	}
	err = tx.Exec(`insert into checkpoints (size, at, note) values ($1, $2, $3)`, to.size, store.Micros(now), note)
	if err != nil {
		return from, "", fmt.Errorf("store checkpoint: %w", err)
	}
	return to, note, nil
}

// grow adds the leaves behind the edge and returns the nodes that this makes,
// one after the other as the log stores them.
func grow(tx *store.Tx, e edge, n int64) (edge, []byte, error) {
	want := e.size + n
	nodes := make([]byte, 0, 64*n+64)
	rows, err := tx.Query(`select e.salt, e.body from leaves l join events e on e.seq = l.seq
		where l.leaf >= $1 order by l.leaf`, e.size)
	if err != nil {
		return e, nil, fmt.Errorf("read events: %w", err)
	}
	defer rows.Close()
	var salt, body sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&salt, &body); err != nil {
			return e, nil, fmt.Errorf("read events: %w", err)
		}
		entry := entryOf(salt, body)
		nodes = e.add(tlog.RecordHash(entry[:]), nodes)
	}
	if err := rows.Err(); err != nil {
		return e, nil, fmt.Errorf("read events: %w", err)
	}
	if e.size != want {
		return e, nil, fmt.Errorf("read events: %d of %d leaves have one", n-(want-e.size), n)
	}
	return e, nodes, nil
}

// entryOf is the log entry of an event: a commitment to its bytes that tells
// nothing without the salt.
func entryOf(salt, body []byte) [sha256.Size]byte {
	h := sha256.New()
	h.Write(salt)
	h.Write(body)
	return [sha256.Size]byte(h.Sum(nil))
}

// insertHashes stores nodes of 32 bytes each from index first on, in one
// statement whatever their number.
func insertHashes(tx *store.Tx, first int64, nodes []byte) error {
	blob := "blob"
	if tx.Dialect() == store.Postgres {
		blob = "bytea"
	}
	err := tx.Exec(`with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < $3)
		insert into log_hashes (idx, hash)
		select cast($1 as bigint) + i, substr(cast($2 as `+blob+`), i * 32 + 1, 32) from n`,
		first, nodes, len(nodes)/tlog.HashSize)
	if err != nil {
		return fmt.Errorf("store nodes: %w", err)
	}
	return nil
}
