package verify

import (
	"crypto/sha256"
	"database/sql"
	"fmt"
	"math/bits"

	"lunheng/internal/journal/proof"
	"lunheng/internal/lang"
)

// The log stores the nodes of its tree in the order in which they become
// complete: each leaf, and behind it every inner node whose last leaf it is.

// nodesOf is how many nodes a log of n leaves has stored; it is also the index
// of leaf n.
func nodesOf(n int64) int64 { return 2*n - int64(bits.OnesCount64(uint64(n))) }

// nodeAt is the index of the n-th node of a level; leaves are level 0.
func nodeAt(level int, n int64) int64 { return nodesOf((n+1)<<level-1) + int64(level) }

// tree is the Merkle tree as computed from the events, at its right edge.
type tree struct {
	size   int64
	roots  []proof.Hash // of the complete subtrees, largest first
	stored []proof.Hash // nodes of this batch as they stand in the table
	have   []bool
	differ []int64 // stored nodes that are not what was computed, rising
}

// grow adds a batch of leaves, compares the stored nodes with the computed
// ones and every checkpoint on the way.
func (c *checker) grow(rows []row) error {
	t := &c.tree
	first := nodesOf(t.size)
	if err := c.readNodes(first, nodesOf(t.size+int64(len(rows)))); err != nil {
		return err
	}
	if err := c.readPoints(t.size, t.size+int64(len(rows))); err != nil {
		return err
	}
	at := first
	for i := range rows {
		at = c.add(rows[i].hash(&c.hasher, t.stored[at-first]), at, first)
		c.reach()
	}
	return nil
}

// hash is the leaf hash of an event. For a missing event the stored one
// stands in, so that what follows can still be checked.
func (w *row) hash(h *proof.Hasher, stored proof.Hash) proof.Hash {
	if w.ghost {
		return stored
	}
	return h.Leaf(w.salt, w.body)
}

// add appends a leaf whose index is at, and returns the next index.
func (c *checker) add(h proof.Hash, at, first int64) int64 {
	t := &c.tree
	check := func() {
		if !t.have[at-first] || t.stored[at-first] != h {
			t.differ = append(t.differ, at)
		}
		at++
	}
	check()
	for n := t.size; n&1 == 1; n >>= 1 {
		last := len(t.roots) - 1
		h = c.hasher.Node(t.roots[last], h)
		t.roots = t.roots[:last]
		check()
	}
	t.roots = append(t.roots, h)
	t.size++
	return at
}

// root is the root of the tree so far.
func (c *checker) root() proof.Hash {
	t := &c.tree
	if t.size == 0 {
		return sha256.Sum256(nil)
	}
	h := t.roots[len(t.roots)-1]
	for i := len(t.roots) - 2; i >= 0; i-- {
		h = c.hasher.Node(t.roots[i], h)
	}
	return h
}

// readNodes reads the stored nodes from first up to end.
func (c *checker) readNodes(first, end int64) error {
	t := &c.tree
	n := int(end - first)
	if cap(t.stored) < n {
		t.stored, t.have = make([]proof.Hash, n), make([]bool, n)
	}
	t.stored, t.have = t.stored[:n], t.have[:n]
	clear(t.stored)
	clear(t.have)
	rows, err := c.r.Query(`select idx, hash from log_hashes where idx >= $1 and idx < $2 order by idx`, first, end)
	if err != nil {
		return fmt.Errorf("read nodes: %w", err)
	}
	defer rows.Close()
	var idx int64
	var hash sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&idx, &hash); err != nil {
			return fmt.Errorf("read nodes: %w", err)
		}
		if len(hash) == sha256.Size {
			t.stored[idx-first], t.have[idx-first] = proof.Hash(hash), true
		}
	}
	return rows.Err()
}

// endTree checks what lies behind the last leaf and explains what differs.
func (c *checker) endTree() error {
	err := c.each(fmt.Sprintf(`select 'log', idx from log_hashes where idx >= %d or idx < 0 order by idx`, nodesOf(c.tree.size)),
		"log_hashes.idx", lang.T("日志末尾之后还有节点：其叶已被删除。", "A node lies behind the end of the log: its leaf was removed."))
	if err != nil {
		return err
	}
	if err := c.endPoints(); err != nil {
		return err
	}
	return c.blame()
}
