package verify_test

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lunheng/internal/journal"
	"lunheng/internal/store"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// hand is somebody who may do anything in the database and knows the log. Its
// methods run within a transaction, where a panic becomes an error.
type hand struct {
	t      *testing.T
	w      *world
	rand   *rand.Rand
	events []entry // sealed, by leaf
	points []int64 // sizes of the checkpoints
	anchor string
}

type entry struct {
	seq, version int64
	stream, body string
	salt         []byte
	last         bool // of its stream
}

func (e entry) place() string { return fmt.Sprintf("%s %d", e.stream, e.version) }

func newHand(t *testing.T, w *world) *hand {
	t.Helper()
	h := &hand{t: t, w: w, rand: w.rand}
	rows, err := w.db.Read(ctx).Query(`select e.seq, e.stream, e.version, e.body, e.salt, e.version = s.version
		from leaves l join events e on e.seq = l.seq join streams s on s.stream = e.stream order by l.leaf`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var e entry
		if err := rows.Scan(&e.seq, &e.stream, &e.version, &e.body, &e.salt, &e.last); err != nil {
			t.Fatal(err)
		}
		h.events = append(h.events, e)
	}
	if h.points, err = store.Column[int64](w.db.Read(ctx), `select size from checkpoints order by size`); err != nil {
		t.Fatal(err)
	}
	return h
}

// unlock takes the triggers and foreign keys out of the way.
func (h *hand) unlock(tx *store.Tx) {
	if tx.Dialect() == store.Postgres {
		h.exec(tx, `set local session_replication_role = replica`)
		return
	}
	h.exec(tx, `pragma defer_foreign_keys = on`)
	names, err := store.Column[string](tx, `select name from sqlite_schema where type = 'trigger'`)
	if err != nil {
		panic(err)
	}
	for _, name := range names {
		h.exec(tx, `drop trigger `+name)
	}
}

func (h *hand) exec(tx *store.Tx, query string, args ...any) {
	n, err := tx.ExecN(query, args...)
	if err != nil {
		panic(fmt.Sprintf("%s: %v", query, err))
	}
	if n == 0 && !strings.HasPrefix(query, "pragma") && !strings.HasPrefix(query, "drop") && !strings.HasPrefix(query, "set") {
		panic(fmt.Sprintf("%s: touched nothing", query))
	}
}

func (h *hand) pick() (int, entry) {
	i := h.rand.IntN(len(h.events))
	return i, h.events[i]
}

// flip changes one character of a text into another of its kind, so that it
// stays a text.
func (h *hand) flip(s string) string {
	for {
		i := h.rand.IntN(len(s))
		if c := s[i]; c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' {
			return s[:i] + string(rune(c^1)) + s[i+1:]
		}
	}
}

func (h *hand) flipBytes(b []byte) []byte {
	out := append([]byte{}, b...)
	out[h.rand.IntN(len(out))] ^= 1 << h.rand.IntN(8)
	return out
}

func index(level int, n int64) int64 { return tlog.StoredHashIndex(level, n) }

func flipBody(h *hand, tx *store.Tx) []string {
	_, e := h.pick()
	h.exec(tx, `update events set body = $2 where seq = $1`, e.seq, h.flip(e.body))
	return []string{e.place() + " body"}
}

func flipSalt(h *hand, tx *store.Tx) []string {
	_, e := h.pick()
	h.exec(tx, `update events set salt = $2 where seq = $1`, e.seq, h.flipBytes(e.salt))
	return []string{e.place() + " body"}
}

func changeColumn(h *hand, tx *store.Tx) []string {
	_, e := h.pick()
	change := []string{`id = id || 'x'`, `at = at + 1`, `type = 'case.closed2'`, `type = type || '@2'`, `version = version + 1000`, `stream = 'case/none'`}
	set := change[h.rand.IntN(len(change))]
	h.exec(tx, `update events set `+set+` where seq = $1`, e.seq)
	field, _, _ := strings.Cut(set, " ")
	switch field {
	case "version":
		return []string{fmt.Sprintf("%s %d version", e.stream, e.version+1000)}
	case "stream":
		return []string{fmt.Sprintf("case/none %d stream", e.version)}
	}
	return []string{e.place() + " " + field}
}

func (h *hand) flipHash(tx *store.Tx, idx int64) {
	var hash []byte
	if err := tx.Row(`select hash from log_hashes where idx = $1`, idx).Scan(&hash); err != nil {
		panic(err)
	}
	h.exec(tx, `update log_hashes set hash = $2 where idx = $1`, idx, h.flipBytes(hash))
}

func flipLeafHash(h *hand, tx *store.Tx) []string {
	leaf, e := h.pick()
	h.flipHash(tx, index(0, int64(leaf)))
	return []string{e.place() + " log_hashes.hash"}
}

// innerNode picks a complete node above the leaves.
func (h *hand) innerNode() int64 {
	for {
		level := 1 + h.rand.IntN(6)
		if n := int64(len(h.events)) >> level; n > 0 {
			return index(level, h.rand.Int64N(n))
		}
	}
}

func flipNode(h *hand, tx *store.Tx) []string {
	idx := h.innerNode()
	h.flipHash(tx, idx)
	return []string{fmt.Sprintf("log %d log_hashes.hash", idx)}
}

func removeNode(h *hand, tx *store.Tx) []string {
	idx := h.innerNode()
	h.exec(tx, `delete from log_hashes where idx = $1`, idx)
	return []string{fmt.Sprintf("log %d log_hashes.hash", idx)}
}

func (h *hand) point() (size, before int64) {
	i := h.rand.IntN(len(h.points))
	if i > 0 {
		before = h.points[i-1]
	}
	return h.points[i], before
}

func flipCheckpoint(h *hand, tx *store.Tx) []string {
	size, _ := h.point()
	var text string
	if err := tx.Row(`select note from checkpoints where size = $1`, size).Scan(&text); err != nil {
		panic(err)
	}
	h.exec(tx, `update checkpoints set note = $2 where size = $1`, size, h.flip(text))
	return []string{fmt.Sprintf("log %d checkpoints.note", size)}
}

func moveCheckpoint(h *hand, tx *store.Tx) []string {
	size, _ := h.point()
	h.exec(tx, `update checkpoints set at = at - 1 where size = $1`, size)
	return []string{fmt.Sprintf("log %d checkpoints.at", size)}
}

func removeCheckpoint(h *hand, tx *store.Tx) []string {
	size, before := h.point()
	h.exec(tx, `delete from checkpoints where size = $1`, size)
	if int(size) < len(h.events) {
		return []string{fmt.Sprintf("log %d checkpoints.size", size)}
	}
	var want []string
	for _, e := range h.events[before:] {
		want = append(want, e.place()+" leaves.leaf")
	}
	return want
}

func removeEvent(h *hand, tx *store.Tx) []string {
	leaf, e := h.pick()
	h.exec(tx, `delete from events where seq = $1`, e.seq)
	return []string{e.place(), fmt.Sprintf("log %d leaves.seq", leaf)}
}

func removeLast(h *hand, tx *store.Tx) []string {
	e := h.events[len(h.events)-1]
	h.exec(tx, `delete from events where seq = $1`, e.seq)
	return []string{e.place()}
}

func removeWaiting(h *hand, tx *store.Tx) []string {
	var stream string
	var seq, version int64
	err := tx.Row(`select u.seq, e.stream, e.version from unsealed u join events e on e.seq = u.seq order by u.seq desc limit 1`).
		Scan(&seq, &stream, &version)
	if err != nil {
		panic(err)
	}
	h.exec(tx, `delete from events where seq = $1`, seq)
	h.exec(tx, `delete from unsealed where seq = $1`, seq)
	return []string{fmt.Sprintf("%s %d", stream, version)}
}

func removeLeaf(h *hand, tx *store.Tx) []string {
	leaf, e := h.pick()
	h.exec(tx, `delete from events where seq = $1`, e.seq)
	h.exec(tx, `delete from leaves where leaf = $1`, leaf)
	if int(leaf) == len(h.events)-1 {
		return []string{e.place()}
	}
	return []string{e.place(), fmt.Sprintf("log %d leaves.seq", leaf)}
}

// two picks two different sealed events.
func (h *hand) two() (int, int) {
	i, j := h.rand.IntN(len(h.events)), h.rand.IntN(len(h.events)-1)
	if j >= i {
		j++
	}
	return i, j
}

func swapBodies(h *hand, tx *store.Tx) []string {
	i, j := h.two()
	a, b := h.events[i], h.events[j]
	h.exec(tx, `update events set body = $2, salt = $3 where seq = $1`, a.seq, b.body, b.salt)
	h.exec(tx, `update events set body = $2, salt = $3 where seq = $1`, b.seq, a.body, a.salt)
	return []string{a.place(), b.place()}
}

func swapLeaves(h *hand, tx *store.Tx) []string {
	i, j := h.two()
	h.exec(tx, `update leaves set seq = -1 where leaf = $1`, i)
	h.exec(tx, `update leaves set seq = $2 where leaf = $1`, j, h.events[i].seq)
	h.exec(tx, `update leaves set seq = $2 where leaf = $1`, i, h.events[j].seq)
	return []string{h.events[i].place() + " body", h.events[j].place() + " body"}
}

func swapVersions(h *hand, tx *store.Tx) []string {
	for {
		_, a := h.pick()
		_, b := h.pick()
		if a.stream != b.stream || a.version >= b.version {
			continue
		}
		h.exec(tx, `update events set version = 100000 where seq = $1`, a.seq)
		h.exec(tx, `update events set version = $2 where seq = $1`, b.seq, a.version)
		h.exec(tx, `update events set version = $2 where seq = $1`, a.seq, b.version)
		return []string{a.place() + " version", b.place() + " version"}
	}
}

// cut removes all that was sealed from leaf n on, and the queue.
func (h *hand) cut(tx *store.Tx, n int64) {
	h.exec(tx, `delete from events where seq in (select seq from leaves where leaf >= $1) or seq in (select seq from unsealed)`, n)
	h.exec(tx, `delete from leaves where leaf >= $1`, n)
	h.exec(tx, `delete from unsealed`)
	h.exec(tx, `delete from log_hashes where idx >= $1`, index(0, n))
	h.exec(tx, `delete from checkpoints where size > $1`, n)
}

func cutTail(h *hand, tx *store.Tx) []string {
	n := int64(len(h.events) - 1 - h.rand.IntN(20))
	h.cut(tx, n)
	var want []string
	for _, e := range h.events[n:] {
		want = append(want, e.place())
	}
	return want
}

// cutTailHidden goes back to an earlier checkpoint and leaves no trace inside:
// only a checkpoint kept elsewhere can tell.
func cutTailHidden(h *hand, tx *store.Tx) []string {
	n := h.points[len(h.points)-2-h.rand.IntN(3)]
	h.keepAnchor(tx)
	h.cut(tx, n)
	h.exec(tx, `update streams set version = (select count(*) from events e where e.stream = streams.stream)`)
	if err := tx.Exec(`delete from streams where version = 0`); err != nil {
		panic(err)
	}
	return []string{fmt.Sprintf("log %d anchor", len(h.events))}
}

func (h *hand) keepAnchor(tx *store.Tx) {
	if err := tx.Row(`select note from checkpoints order by size desc limit 1`).Scan(&h.anchor); err != nil {
		panic(err)
	}
}

func dequeue(h *hand, tx *store.Tx) []string {
	var stream string
	var seq, version int64
	err := tx.Row(`select u.seq, e.stream, e.version from unsealed u join events e on e.seq = u.seq order by u.seq limit 1`).
		Scan(&seq, &stream, &version)
	if err != nil {
		panic(err)
	}
	h.exec(tx, `delete from unsealed where seq = $1`, seq)
	return []string{fmt.Sprintf("%s %d leaves.leaf", stream, version)}
}

func requeue(h *hand, tx *store.Tx) []string {
	_, e := h.pick()
	h.exec(tx, `insert into unsealed (seq) values ($1)`, e.seq)
	return []string{e.place() + " unsealed.seq"}
}

func changeHead(h *hand, tx *store.Tx) []string {
	_, e := h.pick()
	var version int64
	if err := tx.Row(`select version from streams where stream = $1`, e.stream).Scan(&version); err != nil {
		panic(err)
	}
	if h.rand.IntN(2) == 0 {
		h.exec(tx, `update streams set version = version + 1 where stream = $1`, e.stream)
		return []string{fmt.Sprintf("%s %d streams.version", e.stream, version+1)}
	}
	h.exec(tx, `update streams set version = version - 1 where stream = $1`, e.stream)
	return []string{fmt.Sprintf("%s %d streams.version", e.stream, version)}
}

func removeHead(h *hand, tx *store.Tx) []string {
	_, e := h.pick()
	var version int64
	if err := tx.Row(`select version from streams where stream = $1`, e.stream).Scan(&version); err != nil {
		panic(err)
	}
	h.exec(tx, `delete from streams where stream = $1`, e.stream)
	return []string{fmt.Sprintf("%s %d streams.stream", e.stream, version)}
}

// rewrite changes the payload of event leaf and all hashes that follow from
// it.
func (h *hand) rewrite(tx *store.Tx, leaf int) map[int64]tlog.Hash {
	e := h.events[leaf]
	at := strings.Index(e.body, `"data":`)
	forged := e.body[:at] + h.flip(e.body[at+7:])
	forged = e.body[:at] + `"data":` + forged[at:]
	h.exec(tx, `update events set body = $2 where seq = $1`, e.seq, forged)
	var hashes []tlog.Hash
	roots := map[int64]tlog.Hash{}
	read := tlog.HashReaderFunc(func(at []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(at))
		for i, idx := range at {
			out[i] = hashes[idx]
		}
		return out, nil
	})
	for i, e := range h.events {
		if i == leaf {
			e.body = forged
		}
		entry := sha256.Sum256(append(append([]byte{}, e.salt...), e.body...))
		more, err := tlog.StoredHashes(int64(i), entry[:], read)
		if err != nil {
			panic(err)
		}
		hashes = append(hashes, more...)
		roots[int64(i+1)], _ = tlog.TreeHash(int64(i+1), read)
	}
	for idx := index(0, int64(leaf)); idx < int64(len(hashes)); idx++ {
		h.exec(tx, `update log_hashes set hash = $2 where idx = $1`, idx, hashes[idx][:])
	}
	return roots
}

// resign signs every checkpoint behind leaf anew.
func (h *hand) resign(tx *store.Tx, leaf int, roots map[int64]tlog.Hash, signer note.Signer) (sizes []int64) {
	before := int64(0)
	for _, size := range h.points {
		if size > int64(leaf) {
			root := roots[size]
			var at int64
			if err := tx.Row(`select at from checkpoints where size = $1`, size).Scan(&at); err != nil {
				panic(err)
			}
			signed, err := note.Sign(&note.Note{Text: fmt.Sprintf("%s\n%d\n%s\nsealed %s after %d\n", signer.Name(), size,
				base64.StdEncoding.EncodeToString(root[:]), store.Time(at).Format(time.RFC3339Nano), before)}, signer)
			if err != nil {
				panic(err)
			}
			h.exec(tx, `update checkpoints set note = $2 where size = $1`, size, string(signed))
			sizes = append(sizes, size)
		}
		before = size
	}
	return sizes
}

func (h *hand) late() int { return len(h.events) - 1 - h.rand.IntN(min(60, len(h.events)-1)) }

func rewriteUnsigned(h *hand, tx *store.Tx) []string {
	leaf, e := h.pick()
	h.rewrite(tx, leaf)
	return []string{e.place() + " body"}
}

func rewriteOtherKey(h *hand, tx *store.Tx) []string {
	other, err := journal.CreateKey(filepath.Join(h.t.TempDir(), "other.key"), h.w.key.Origin())
	if err != nil {
		panic(err)
	}
	leaf := h.late()
	var want []string
	for _, size := range h.resign(tx, leaf, h.rewrite(tx, leaf), other.Signer()) {
		want = append(want, fmt.Sprintf("log %d checkpoints.note", size))
	}
	return append(want, h.events[leaf].place())
}

func rewriteSameKey(h *hand, tx *store.Tx) []string {
	h.keepAnchor(tx)
	leaf := h.late()
	h.resign(tx, leaf, h.rewrite(tx, leaf), h.w.key.Signer())
	return []string{fmt.Sprintf("log %d anchor", len(h.events))}
}

// rowOf picks a row of the projection, its stream and the last event of that.
func (h *hand) rowOf(tx *store.Tx) (id, place string) {
	for {
		_, e := h.pick()
		if !strings.HasPrefix(e.stream, "case/") {
			continue
		}
		var version int64
		if err := tx.Row(`select version from streams where stream = $1`, e.stream).Scan(&version); err != nil {
			panic(err)
		}
		return e.stream + "#case", fmt.Sprintf("%s %d", e.stream, version)
	}
}

func changeProjection(h *hand, tx *store.Tx) []string {
	id, place := h.rowOf(tx)
	change := []string{`state = case when state = 'over' then 'paused' else 'over' end`, `amount = amount + 1`,
		`provisional = not provisional`, `name = name || ' '`}
	set := change[h.rand.IntN(len(change))]
	h.exec(tx, `update clocks set `+set+` where id = $1`, id)
	field, _, _ := strings.Cut(set, " ")
	return []string{place + " clocks." + field}
}

func removeProjection(h *hand, tx *store.Tx) []string {
	id, place := h.rowOf(tx)
	h.exec(tx, `delete from clocks where id = $1`, id)
	return []string{place + " clocks"}
}

func addProjection(h *hand, tx *store.Tx) []string {
	id, place := h.rowOf(tx)
	h.exec(tx, `insert into clocks select id || '2', stream, name, state, started, due, warn, warned, ended, amount, unit,
		provisional, who, holder, rule, source, article, base, rest from clocks where id = $1`, id)
	return []string{place + " clocks"}
}
