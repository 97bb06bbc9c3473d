package torture

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"lunheng/internal/journal"
	"lunheng/internal/store"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// mutation is one way to damage the data. It returns the places that must each
// be told.
type mutation struct {
	name string
	do   func(h *hand, tx *store.Tx) []string
}

var mutations = []mutation{
	{"flip a byte of an event", flipBody},
	{"change a derived row", changeRow},
	{"flip a byte of a salt", flipSalt},
	{"remove a derived row", removeRow},
	{"flip a node of the tree", flipNode},
	{"add a derived row", addRow},
	{"flip a byte of a checkpoint", flipCheckpoint},
	{"remove a checkpoint", removeCheckpoint},
	{"remove an event", removeEvent},
	{"remove the last event", removeLast},
	{"remove an event with its leaf", removeLeaf},
	{"swap two events", swapBodies},
	{"swap two leaves", swapLeaves},
	{"swap two events of a stream", swapVersions},
	{"cut the tail off", cutTail},
	{"cut the tail off and tidy up", cutTailHidden},
	{"change the head of a stream", changeHead},
	{"take an event from the queue", dequeue},
	{"fork: rewrite the tail under the same key", forkSameKey},
	{"fork: rewrite the tail under another key", forkOtherKey},
}

// unlock takes the triggers out of the way.
func (h *hand) unlock(tx *store.Tx) {
	if tx.Dialect() == store.Postgres {
		must(tx.Exec(`set local session_replication_role = replica`))
		return
	}
	must(tx.Exec(`pragma defer_foreign_keys = on`))
	names, err := store.Column[string](tx, `select name from sqlite_schema where type = 'trigger'`)
	must(err)
	for _, name := range names {
		must(tx.Exec(`drop trigger ` + name))
	}
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// change must touch something.
func change(tx *store.Tx, query string, args ...any) {
	n, err := tx.ExecN(query, args...)
	if err != nil || n == 0 {
		panic(fmt.Sprintf("%s: touched %d rows, %v", query, n, err))
	}
}

func (h *hand) pick() (int, event) {
	i := h.rand.IntN(len(h.events))
	return i, h.events[i]
}

// two picks two different sealed events.
func (h *hand) two() (int, int) {
	i, j := h.rand.IntN(len(h.events)), h.rand.IntN(len(h.events)-1)
	if j >= i {
		j++
	}
	return i, j
}

// flip changes one letter or digit into another.
func (h *hand) flip(s string) string {
	for {
		i := h.rand.IntN(len(s))
		if c := s[i]; c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' {
			return s[:i] + string(rune(c^1)) + s[i+1:]
		}
	}
}

func (h *hand) flipBytes(b []byte) []byte {
	out := slices.Clone(b)
	out[h.rand.IntN(len(out))] ^= 1 << h.rand.IntN(8)
	return out
}

func flipBody(h *hand, tx *store.Tx) []string {
	_, e := h.pick()
	change(tx, `update events set body = $2 where seq = $1`, e.seq, h.flip(e.body))
	return []string{e.place() + " body"}
}

func flipSalt(h *hand, tx *store.Tx) []string {
	_, e := h.pick()
	change(tx, `update events set salt = $2 where seq = $1`, e.seq, h.flipBytes(e.salt))
	return []string{e.place() + " body"}
}

func flipNode(h *hand, tx *store.Tx) []string {
	level := h.rand.IntN(5)
	n := h.rand.Int64N(int64(len(h.events)) >> level)
	idx, want := tlog.StoredHashIndex(level, n), ""
	if want = fmt.Sprintf("log %d log_hashes.hash", idx); level == 0 {
		want = h.events[n].place() + " log_hashes.hash"
	}
	var hash []byte
	must(tx.Row(`select hash from log_hashes where idx = $1`, idx).Scan(&hash))
	change(tx, `update log_hashes set hash = $2 where idx = $1`, idx, h.flipBytes(hash))
	return []string{want}
}

func flipCheckpoint(h *hand, tx *store.Tx) []string {
	size := h.points[h.rand.IntN(len(h.points))]
	var text string
	must(tx.Row(`select note from checkpoints where size = $1`, size).Scan(&text))
	change(tx, `update checkpoints set note = $2 where size = $1`, size, h.flip(text))
	return []string{fmt.Sprintf("log %d checkpoints.note", size)}
}

func removeCheckpoint(h *hand, tx *store.Tx) []string {
	size := h.points[h.rand.IntN(len(h.points)-1)]
	change(tx, `delete from checkpoints where size = $1`, size)
	return []string{fmt.Sprintf("log %d checkpoints.size", size)}
}

func removeEvent(h *hand, tx *store.Tx) []string {
	leaf, e := h.pick()
	change(tx, `delete from events where seq = $1`, e.seq)
	return []string{e.place(), fmt.Sprintf("log %d leaves.seq", leaf)}
}

func removeLast(h *hand, tx *store.Tx) []string {
	e := h.events[len(h.events)-1]
	change(tx, `delete from events where seq = $1`, e.seq)
	return []string{e.place()}
}

func removeLeaf(h *hand, tx *store.Tx) []string {
	leaf, e := h.pick()
	change(tx, `delete from events where seq = $1`, e.seq)
	change(tx, `delete from leaves where leaf = $1`, leaf)
	return []string{e.place()}
}

func swapBodies(h *hand, tx *store.Tx) []string {
	i, j := h.two()
	a, b := h.events[i], h.events[j]
	change(tx, `update events set body = $2, salt = $3 where seq = $1`, a.seq, b.body, b.salt)
	change(tx, `update events set body = $2, salt = $3 where seq = $1`, b.seq, a.body, a.salt)
	return []string{a.place(), b.place()}
}

func swapLeaves(h *hand, tx *store.Tx) []string {
	i, j := h.two()
	change(tx, `update leaves set seq = -1 where leaf = $1`, i)
	change(tx, `update leaves set seq = $2 where leaf = $1`, j, h.events[i].seq)
	change(tx, `update leaves set seq = $2 where leaf = $1`, i, h.events[j].seq)
	return []string{h.events[i].place() + " body", h.events[j].place() + " body"}
}

func swapVersions(h *hand, tx *store.Tx) []string {
	for {
		i, j := h.two()
		a, b := h.events[i], h.events[j]
		if a.stream != b.stream {
			continue
		}
		change(tx, `update events set version = 100000 where seq = $1`, a.seq)
		change(tx, `update events set version = $2 where seq = $1`, b.seq, a.version)
		change(tx, `update events set version = $2 where seq = $1`, a.seq, b.version)
		return []string{a.place() + " version", b.place() + " version"}
	}
}

// cut removes all from leaf n on, and the queue.
func cut(tx *store.Tx, n int64) {
	change(tx, `delete from events where seq in (select seq from leaves where leaf >= $1) or seq in (select seq from unsealed)`, n)
	change(tx, `delete from leaves where leaf >= $1`, n)
	change(tx, `delete from unsealed`)
	change(tx, `delete from log_hashes where idx >= $1`, tlog.StoredHashIndex(0, n))
	change(tx, `delete from checkpoints where size > $1`, n)
}

func cutTail(h *hand, tx *store.Tx) []string {
	n := len(h.events) - 1 - h.rand.IntN(20)
	cut(tx, int64(n))
	var want []string
	for _, e := range h.events[n:] {
		want = append(want, e.place())
	}
	return want
}

// cutTailHidden leaves no trace in the log: only a checkpoint kept elsewhere
// can tell.
func cutTailHidden(h *hand, tx *store.Tx) []string {
	h.anchor = h.note
	cut(tx, h.points[len(h.points)-2-h.rand.IntN(3)])
	must(tx.Exec(`delete from streams where not exists (select 1 from events e where e.stream = streams.stream)`))
	must(tx.Exec(`update streams set version = (select count(*) from events e where e.stream = streams.stream)`))
	return []string{fmt.Sprintf("log %d anchor", len(h.events))}
}

func changeHead(h *hand, tx *store.Tx) []string {
	_, e := h.pick()
	var version int64
	must(tx.Row(`select version from streams where stream = $1`, e.stream).Scan(&version))
	change(tx, `update streams set version = version + 1 where stream = $1`, e.stream)
	return []string{fmt.Sprintf("%s %d streams.version", e.stream, version+1)}
}

func dequeue(h *hand, tx *store.Tx) []string {
	var e event
	must(tx.Row(`select u.seq, e.stream, e.version from unsealed u join events e on e.seq = u.seq order by u.seq limit 1 offset $1`,
		h.rand.IntN(3)).Scan(&e.seq, &e.stream, &e.version))
	change(tx, `delete from unsealed where seq = $1`, e.seq)
	return []string{e.place() + " leaves.leaf"}
}

func forkSameKey(h *hand, tx *store.Tx) []string {
	h.anchor = h.note
	h.fork(tx, h.house.Key)
	return []string{fmt.Sprintf("log %d anchor", len(h.events))}
}

func forkOtherKey(h *hand, tx *store.Tx) []string {
	leaf := h.fork(tx, h.otherKey())
	return []string{h.events[leaf].place(), fmt.Sprintf("log %d checkpoints.note", len(h.events))}
}

// fork changes the payload of a late event, computes every hash anew and signs
// every checkpoint behind it. It returns the leaf.
func (h *hand) fork(tx *store.Tx, key journal.Key) int {
	var leaf int
	var e event
	var head, data string
	for data = "{}}"; data == "{}}"; { // some events say nothing that could be changed
		leaf = len(h.events) - 1 - h.rand.IntN(40)
		e = h.events[leaf]
		head, data, _ = strings.Cut(e.body, `"data":`)
	}
	body := head + `"data":` + h.flip(data)
	change(tx, `update events set body = $2 where seq = $1`, e.seq, body)
	var hashes []tlog.Hash
	read := tlog.HashReaderFunc(func(at []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(at))
		for i, idx := range at {
			out[i] = hashes[idx]
		}
		return out, nil
	})
	for i, e := range h.events {
		if i == leaf {
			e.body = body
		}
		entry := sha256.Sum256(append(slices.Clone(e.salt), e.body...))
		more, err := tlog.StoredHashes(int64(i), entry[:], read)
		must(err)
		hashes = append(hashes, more...)
	}
	for idx := tlog.StoredHashIndex(0, int64(leaf)); idx < int64(len(hashes)); idx++ {
		change(tx, `update log_hashes set hash = $2 where idx = $1`, idx, hashes[idx][:])
	}
	h.sign(tx, int64(leaf), read, key)
	return leaf
}

func (h *hand) sign(tx *store.Tx, leaf int64, read tlog.HashReader, key journal.Key) {
	before := int64(0)
	for _, size := range h.points {
		if size > leaf {
			root, err := tlog.TreeHash(size, read)
			must(err)
			var at int64
			must(tx.Row(`select at from checkpoints where size = $1`, size).Scan(&at))
			signed, err := note.Sign(&note.Note{Text: fmt.Sprintf("%s\n%d\n%s\nsealed %s after %d\n", key.Origin(), size,
				base64.StdEncoding.EncodeToString(root[:]), store.Time(at).Format("2006-01-02T15:04:05.000000Z"), before)}, key.Signer())
			must(err)
			change(tx, `update checkpoints set note = $2 where size = $1`, size, string(signed))
		}
		before = size
	}
}
