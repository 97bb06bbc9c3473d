package proof

import (
	"crypto/sha256"
	"errors"
)

// Hash is a hash of the tree.
type Hash = [sha256.Size]byte

// Hasher computes hashes of the log without allocating. The zero Hasher is
// ready; it must not be used by two goroutines at once.
type Hasher struct{ buf []byte }

// Leaf is the leaf hash of an event: RFC 6962's hash over the log entry, which
// is the hash of salt and body together.
func (h *Hasher) Leaf(salt []byte, body string) Hash {
	h.buf = append(append(h.buf[:0], salt...), body...)
	entry := sha256.Sum256(h.buf)
	h.buf = append(append(h.buf[:0], 0), entry[:]...)
	return sha256.Sum256(h.buf)
}

// Node is the hash of an inner node.
func (h *Hasher) Node(left, right Hash) Hash {
	var b [1 + 2*sha256.Size]byte
	b[0] = 1
	copy(b[1:], left[:])
	copy(b[1+sha256.Size:], right[:])
	return sha256.Sum256(b[:])
}

var errPath = errors.New("the path does not fit the place of the leaf and the size of the tree")

// Root follows the path from a leaf upwards, as RFC 9162 2.1.3.2 tells, and
// returns the root to which it leads.
func (h *Hasher) Root(leaf Hash, index, size int64, path []Hash) (Hash, error) {
	if index < 0 || index >= size {
		return Hash{}, errPath
	}
	at, last, root := index, size-1, leaf
	for _, p := range path {
		if last == 0 {
			return Hash{}, errPath
		}
		if at&1 == 1 || at == last {
			root = h.Node(p, root)
			for at&1 == 0 && at != 0 {
				at, last = at>>1, last>>1
			}
		} else {
			root = h.Node(root, p)
		}
		at, last = at>>1, last>>1
	}
	if last != 0 {
		return Hash{}, errPath
	}
	return root, nil
}
