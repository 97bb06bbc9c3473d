package verify

import (
	"slices"
	"strconv"

	"lunheng/internal/journal/proof"
	"lunheng/internal/lang"
)

// blame finds out what was changed when computed, stored and signed hashes do
// not agree. It holds all hashes in memory, 130 bytes an event; it runs only
// on a damaged log.
//
// It goes down from the last signed root. A node is known to be right when it,
// as computed or as stored, leads to the right hash above it. At a leaf it then
// shows whether the event or the stored hash is wrong.
func (c *checker) blame() error {
	ps := &c.points
	if len(c.tree.differ) == 0 && len(ps.bad) == 0 {
		return nil
	}
	b := &blamer{c: c}
	if err := b.load(); err != nil {
		return err
	}
	if ps.last.Size > 0 {
		b.down(0, ps.last.Size, ps.last.Root)
	}
	b.tail(ps.last.Size)
	if ps.good == ps.last.Size { // the tree is right, so an older signature was for another one
		for _, size := range ps.bad {
			c.fault(Log, size, "checkpoints.note", lang.T("签名的根不属于此日志：曾为另一条历史签名（分叉）。",
				"The signed root is not of this log: another history was signed (a fork)."))
		}
	}
	return b.err
}

type blamer struct {
	c        *checker
	computed []proof.Hash
	stored   []proof.Hash
	err      error // of the database, told at the end
}

// load reads the stored nodes and computes them again.
func (b *blamer) load() error {
	c := b.c
	size := c.tree.size
	if err := c.readNodes(0, nodesOf(size)); err != nil {
		return err
	}
	b.stored = c.tree.stored
	b.computed = make([]proof.Hash, 0, nodesOf(size))
	var rows []row
	for from := int64(0); from < size; from += batch {
		to := min(from+batch, size)
		var err error
		rows, err = c.read(rows[:0], `select l.leaf, `+eventColumns+` from leaves l join events e on e.seq = l.seq
			where l.leaf >= $1 and l.leaf < $2 order by l.leaf`, from, to)
		if err != nil {
			return err
		}
		i := 0
		for leaf := from; leaf < to; leaf++ {
			w := &row{ghost: true}
			if i < len(rows) && rows[i].leaf == leaf {
				w, i = &rows[i], i+1
			}
			b.add(leaf, w.hash(&c.hasher, b.stored[nodesOf(leaf)]))
		}
	}
	return nil
}

func (b *blamer) add(leaf int64, h proof.Hash) {
	b.computed = append(b.computed, h)
	for level, n := 0, leaf; n&1 == 1; level, n = level+1, n>>1 {
		h = b.c.hasher.Node(b.computed[nodeAt(level, n-1)], h)
		b.computed = append(b.computed, h)
	}
}

// complete returns the index of the node over leaves lo to hi, if one is
// stored for them.
func complete(lo, hi int64) (int64, bool) {
	level := 0
	for int64(1)<<level < hi-lo {
		level++
	}
	return nodeAt(level, lo>>level), int64(1)<<level == hi-lo
}

// split is where a tree of more than one leaf parts: at the largest power of two below its size.
func split(lo, hi int64) int64 {
	k := int64(1)
	for k*2 < hi-lo {
		k *= 2
	}
	return lo + k
}

// over is the hash over leaves lo to hi as the given nodes have it.
func (b *blamer) over(nodes []proof.Hash, lo, hi int64) proof.Hash {
	if i, ok := complete(lo, hi); ok {
		return nodes[i]
	}
	mid := split(lo, hi)
	return b.c.hasher.Node(b.over(nodes, lo, mid), b.over(nodes, mid, hi))
}

// down explains the tree over leaves lo to hi, whose true hash is want.
func (b *blamer) down(lo, hi int64, want proof.Hash) {
	i, whole := complete(lo, hi)
	if b.over(b.computed, lo, hi) == want && !b.differs(nodesOf(lo), nodesOf(hi)) {
		return
	}
	if hi-lo == 1 {
		b.leaf(lo, i, want)
		return
	}
	if whole && b.stored[i] != want {
		b.node(i)
	}
	mid := split(lo, hi)
	for _, left := range []proof.Hash{b.over(b.computed, lo, mid), b.over(b.stored, lo, mid)} {
		for _, right := range []proof.Hash{b.over(b.computed, mid, hi), b.over(b.stored, mid, hi)} {
			if b.c.hasher.Node(left, right) == want {
				b.down(lo, mid, left)
				b.down(mid, hi, right)
				return
			}
		}
	}
	b.suspects(lo, hi)
}

// differs reports whether a stored node with index first to end is wrong.
func (b *blamer) differs(first, end int64) bool {
	at, _ := slices.BinarySearch(b.c.tree.differ, first)
	return at < len(b.c.tree.differ) && b.c.tree.differ[at] < end
}

func (b *blamer) leaf(leaf, i int64, want proof.Hash) {
	if b.computed[i] != want {
		b.event(leaf, "body", lang.T("事件内容或盐值与日志中的叶不符：已被改动。", "The stored bytes or the salt are not those of the leaf in the log: they were changed."))
	}
	if b.stored[i] != want {
		b.event(leaf, "log_hashes.hash", lang.T("存储的叶哈希（第 %d 号节点）已被改动或删除。", "The stored hash of the leaf (node %d) was changed or removed.").With(i))
	}
}

func (b *blamer) node(i int64) {
	b.c.fault(Log, i, "log_hashes.hash", lang.T("第 %d 号节点已被改动或删除。", "Node %d was changed or removed."), i)
}

// event tells a fault of the event under a leaf.
func (b *blamer) event(leaf int64, field string, text lang.Text) {
	b.events(leaf, leaf+1, field, text)
}

func (b *blamer) events(lo, hi int64, field string, text lang.Text) {
	if b.err == nil {
		b.err = b.c.each(`select e.stream, e.version from leaves l join events e on e.seq = l.seq where l.leaf >= `+
			strconv.FormatInt(lo, 10)+` and l.leaf < `+strconv.FormatInt(hi, 10)+` order by l.leaf`, field, text)
	}
}

// suspects names the events of which at least one was changed together with its
// hashes: those between the last root that still fits and the first that
// does not.
func (b *blamer) suspects(lo, hi int64) {
	ps := &b.c.points
	if len(ps.bad) > 0 {
		first := ps.bad[0]
		good := int64(0)
		if ps.good < first {
			good = ps.good
		}
		lo, hi = max(lo, min(good, hi-1)), min(hi, max(first, lo+1))
	}
	b.events(lo, hi, "body", lang.T("此处的事件与其哈希一同被改动，与签名的根不符。",
		"Events here were changed together with their hashes; they do not lead to the signed root."))
}

// tail tells what differs behind the last valid checkpoint, where nothing
// signed can say which side is right.
func (b *blamer) tail(size int64) {
	at, _ := slices.BinarySearch(b.c.tree.differ, nodesOf(size))
	for _, i := range b.c.tree.differ[at:] {
		leaf := leafOf(i)
		if nodesOf(leaf) == i {
			b.event(leaf, "body", lang.T("事件与存储的叶哈希不符。", "The event and the stored hash of its leaf do not agree."))
			continue
		}
		b.c.fault(Log, i, "log_hashes.hash", lang.T("第 %d 号节点与其下的叶不符。", "Node %d does not fit the leaves below it."), i)
	}
}

// leafOf is the leaf that completes node i.
func leafOf(i int64) int64 {
	lo, hi := int64(0), i
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if nodesOf(mid) <= i {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return lo
}
