package draw

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// Method names the way of drawing that this file describes.
//
//  1. The list has one line a candidate, sorted by pseudonym: the pseudonym, a
//     space, and the categories in order, joined by commas; every line ends with
//     a line feed. Its hash is the SHA-256 of that text.
//  2. The seed is the root hash, 32 bytes, of the first checkpoint of the log
//     that covers the announcement.
//  3. Numbers come from SHA-256("lunheng-draw-1" ‖ seed ‖ hash ‖ i) for i = 0, 1,
//     2 … as 64 bits, the most significant byte first; of each result the first
//     eight bytes are a number, read the same way.
//  4. The list is shuffled from its end (Fisher and Yates): for n = length … 2
//     one candidate among the first n changes place with the n-th. Which one is
//     the next number modulo n; numbers at or above the largest multiple of n
//     below 2^64 are passed over, so that every order is equally likely.
//  5. The seats are filled in the announced order: for each category the first
//     in the drawn order who has it, until the panel has enough of it; then
//     whoever comes first, until the panel is complete. An expert counts for
//     each category that they have.
//  6. Who steps out is followed by the first in the drawn order who has not sat
//     yet and with whom the panel again has enough of every category.
const Method = "lunheng-draw-1"

// Candidate is somebody who may be drawn, under a pseudonym.
type Candidate struct {
	Ref string   `json:"ref"`
	Is  []string `json:"is"` // categories, sorted
}

// Seat is a category that the panel needs.
type Seat struct {
	Category string `json:"category"` // peer, ethics, law, field:…
	Need     int    `json:"need"`
}

// Announcement is all that a draw depends on besides its seed.
type Announcement struct {
	Method     string      `json:"method"`
	Size       int         `json:"size"`
	Seats      []Seat      `json:"seats"`
	Candidates []Candidate `json:"candidates"` // sorted by pseudonym
	Hash       string      `json:"hash"`       // of the list, in hex
}

// ListHash is the hash of a list of candidates.
func ListHash(list []Candidate) [sha256.Size]byte {
	var b strings.Builder
	for _, c := range list {
		fmt.Fprintf(&b, "%s %s\n", c.Ref, strings.Join(c.Is, ","))
	}
	return sha256.Sum256([]byte(b.String()))
}

// Announce makes the announcement for candidates.
func Announce(candidates []Candidate, seats []Seat, size int) Announcement {
	slices.SortFunc(candidates, func(a, b Candidate) int { return strings.Compare(a.Ref, b.Ref) })
	sum := ListHash(candidates)
	return Announcement{Method: Method, Size: size, Seats: seats, Candidates: candidates, Hash: hex.EncodeToString(sum[:])}
}

// numbers is the row of numbers that a seed gives.
type numbers struct {
	prefix []byte
	i      uint64
}

func (n *numbers) next() uint64 {
	sum := sha256.Sum256(binary.BigEndian.AppendUint64(slices.Clone(n.prefix), n.i))
	n.i++
	return binary.BigEndian.Uint64(sum[:8])
}

// below is an even number in [0, n).
func (n *numbers) below(limit uint64) uint64 {
	over := -limit % limit // 2^64 mod limit
	for {
		if x := n.next(); x <= ^uint64(0)-over {
			return x % limit
		}
	}
}

// Order is the drawn order of the candidates.
func (a Announcement) Order(seed [32]byte) []string {
	sum := ListHash(a.Candidates)
	rnd := numbers{prefix: slices.Concat([]byte(Method), seed[:], sum[:])}
	out := make([]string, len(a.Candidates))
	for i, c := range a.Candidates {
		out[i] = c.Ref
	}
	for n := len(out); n > 1; n-- {
		j := rnd.below(uint64(n))
		out[n-1], out[j] = out[j], out[n-1]
	}
	return out
}

// categories are those of a candidate.
func (a Announcement) categories(ref string) []string {
	for _, c := range a.Candidates {
		if c.Ref == ref {
			return c.Is
		}
	}
	return nil
}

func (a Announcement) has(ref, category string) bool {
	return slices.Contains(a.categories(ref), category)
}

// Count is how many of a panel have a category.
func (a Announcement) Count(panel []string, category string) int {
	n := 0
	for _, ref := range panel {
		if a.has(ref, category) {
			n++
		}
	}
	return n
}

// Short lists the seats for which a group has too few.
func (a Announcement) Short(group []string) []Seat {
	var out []Seat
	for _, s := range a.Seats {
		if a.Count(group, s.Category) < s.Need {
			out = append(out, s)
		}
	}
	return out
}

// Panel fills the seats from a drawn order; false: the candidates do not suffice.
func (a Announcement) Panel(order []string) ([]string, bool) {
	var panel []string
	for _, s := range a.Seats {
		for _, ref := range order {
			if a.Count(panel, s.Category) >= s.Need {
				break
			}
			if !slices.Contains(panel, ref) && a.has(ref, s.Category) {
				panel = append(panel, ref)
			}
		}
	}
	for _, ref := range order {
		if len(panel) < a.Size && !slices.Contains(panel, ref) {
			panel = append(panel, ref)
		}
	}
	return panel, len(panel) >= a.Size && len(a.Short(panel)) == 0
}

// Next is who follows somebody that leaves the panel; empty: nobody can. Used
// are all who have sat.
func (a Announcement) Next(order, rest, used []string) string {
	for _, ref := range order {
		if !slices.Contains(used, ref) && len(a.Short(append(slices.Clone(rest), ref))) == 0 {
			return ref
		}
	}
	return ""
}
