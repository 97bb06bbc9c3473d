package journal

import (
	"crypto/sha256"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"lunheng/internal/store"

	"golang.org/x/mod/sumdb/tlog"
)

// edge is the right edge of a Merkle tree: the roots of the complete subtrees
// that cover its first size leaves, largest first. It is all that is needed to
// add leaves and to compute the root.
type edge struct {
	size  int64
	roots []tlog.Hash
}

func (e edge) clone() edge { return edge{size: e.size, roots: slices.Clone(e.roots)} }

// add appends a leaf. The nodes that are now complete, the leaf first, are
// appended to nodes in the order in which the log stores them.
func (e *edge) add(h tlog.Hash, nodes []byte) []byte {
	nodes = append(nodes, h[:]...)
	for n := e.size; n&1 == 1; n >>= 1 {
		last := len(e.roots) - 1
		h = tlog.NodeHash(e.roots[last], h)
		e.roots = e.roots[:last]
		nodes = append(nodes, h[:]...)
	}
	e.roots = append(e.roots, h)
	e.size++
	return nodes
}

// root is the tree head of RFC 6962.
func (e edge) root() tlog.Hash {
	if len(e.roots) == 0 {
		return sha256.Sum256(nil)
	}
	h := e.roots[len(e.roots)-1]
	for i := len(e.roots) - 2; i >= 0; i-- {
		h = tlog.NodeHash(e.roots[i], h)
	}
	return h
}

// readEdge reads the right edge of a tree of the given size.
func readEdge(r store.Reader, size int64) (edge, error) {
	var at []int64
	for level := 62; level >= 0; level-- {
		if size>>level&1 == 1 {
			at = append(at, tlog.StoredHashIndex(level, size>>level-1))
		}
	}
	if len(at) == 0 {
		return edge{}, nil
	}
	roots, err := nodes{r}.ReadHashes(at)
	return edge{size: size, roots: roots}, err
}

// nodes reads stored nodes of the tree.
type nodes struct{ r store.Reader }

// ReadHashes implements tlog.HashReader with one query.
func (n nodes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make(map[int64]tlog.Hash, len(indexes))
	rows, err := n.r.Query(`select idx, hash from log_hashes where idx in (`+places(len(indexes))+`)`, padded(indexes)...)
	if err != nil {
		return nil, fmt.Errorf("read nodes: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var idx int64
		var hash sql.RawBytes
		if err := rows.Scan(&idx, &hash); err != nil {
			return nil, fmt.Errorf("read nodes: %w", err)
		}
		found[idx] = tlog.Hash(hash)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read nodes: %w", err)
	}
	out := make([]tlog.Hash, len(indexes))
	for i, idx := range indexes {
		h, ok := found[idx]
		if !ok {
			return nil, fmt.Errorf("read nodes: node %d is missing", idx)
		}
		out[i] = h
	}
	return out, nil
}

// roundUp is the next power of two, so that queries have few shapes.
func roundUp(n int) int {
	p := 1
	for p < n {
		p *= 2
	}
	return p
}

func places(n int) string {
	var b strings.Builder
	for i := range roundUp(n) {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString("$" + strconv.Itoa(i+1))
	}
	return b.String()
}

// padded fills up to the number of places by repeating the last index.
func padded(indexes []int64) []any {
	args := make([]any, roundUp(len(indexes)))
	for i := range args {
		args[i] = indexes[min(i, len(indexes)-1)]
	}
	return args
}
