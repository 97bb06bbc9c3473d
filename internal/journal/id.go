package journal

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"sync"
	"time"
)

// IDs makes UUIDv7 identifiers (RFC 9562) from a given time and a source of
// randomness, so that a seeded run gives the same ids again. Ids made within
// the same millisecond rise, too: they carry a counter in front of the
// random part.
type IDs struct {
	mu   sync.Mutex
	rand io.Reader
	last int64
	n    uint16
}

// NewIDs makes a source of ids that draws from rand.
func NewIDs(rand io.Reader) *IDs { return &IDs{rand: rand} }

// New returns an id for time now.
func (s *IDs) New(now time.Time) (string, error) {
	var b [16]byte
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := io.ReadFull(s.rand, b[6:]); err != nil {
		return "", fmt.Errorf("make id: %w", err)
	}
	ms := now.UnixMilli()
	if ms != s.last {
		s.last, s.n = ms, 0
	} else {
		s.n++
	}
	var t [8]byte
	binary.BigEndian.PutUint64(t[:], uint64(ms))
	copy(b[:6], t[2:])
	b[6] = 0x70 | byte(s.n>>8)&0x0f
	b[7] = byte(s.n)
	b[8] = b[8]&0x3f | 0x80
	h := hex.EncodeToString(b[:])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:], nil
}

// Salt returns 16 random bytes.
func (s *IDs) Salt() ([]byte, error) {
	salt := make([]byte, 16)
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := io.ReadFull(s.rand, salt); err != nil {
		return nil, fmt.Errorf("make salt: %w", err)
	}
	return salt, nil
}
