package auth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"lunheng/internal/errs"
	"lunheng/internal/lang"
)

// Cost is what computing one password hash takes (RFC 9106).
type Cost struct {
	Time    uint32 // passes
	Memory  uint32 // KiB
	Threads uint8
}

// DefaultCost takes some 70 ms and 19 MiB.
var DefaultCost = Cost{Time: 2, Memory: 19 * 1024, Threads: 1}

// Bounds of the costs that are read from a stored hash.
const (
	maxTime   = 16
	maxMemory = 256 * 1024
)

const (
	saltSize = 16
	hashSize = 32
)

// maxQueue bounds how many logins wait; more are asked to come back.
const maxQueue = 64

// hasher computes password hashes, a few at a time, so that a crowd of logins
// queues and leaves processor and memory to everybody else.
type hasher struct {
	cost    Cost
	places  chan struct{}
	waiting *atomic.Int32
	decoy   string // takes the time of a real hash and matches nothing
}

func newHasher(cost Cost) (*hasher, error) {
	if cost == (Cost{}) {
		cost = DefaultCost
	}
	random := make([]byte, saltSize+hashSize)
	if _, err := rand.Read(random); err != nil {
		return nil, fmt.Errorf("make decoy: %w", err)
	}
	return &hasher{
		cost: cost, places: make(chan struct{}, max(1, runtime.GOMAXPROCS(0)-1)), waiting: new(atomic.Int32),
		decoy: encodePHC(cost, random[:saltSize], random[saltSize:]),
	}, nil
}

// key computes a hash when it is this caller's turn.
func (h *hasher) key(ctx context.Context, password string, salt []byte, c Cost) ([]byte, error) {
	defer h.waiting.Add(-1)
	if h.waiting.Add(1) > maxQueue {
		return nil, errs.New(errs.TooMany, "account.busy", lang.T(
			"登录的人太多，请稍后再试。", "Many people are logging in; try again in a moment."))
	}
	select {
	case h.places <- struct{}{}:
		defer func() { <-h.places }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return argon2.IDKey([]byte(norm.NFC.String(password)), salt, c.Time, c.Memory, c.Threads, hashSize), nil
}

func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltSize)
	if _, err := rand.Read(salt); err != nil {
		return "", fmt.Errorf("hash password: %w", err)
	}
	sum, err := h.key(ctx, password, salt, h.cost)
	if err != nil {
		return "", err
	}
	return encodePHC(h.cost, salt, sum), nil
}

// verify reports whether the password fits the stored hash. An empty hash
// fits nothing and takes as long.
func (h *hasher) verify(ctx context.Context, stored, password string) (bool, error) {
	usable := stored != ""
	if !usable {
		stored = h.decoy
	}
	c, salt, want, err := parsePHC(stored)
	if err != nil {
		return false, err
	}
	if len(password) > maxPassword {
		password, usable = "", false
	}
	got, err := h.key(ctx, password, salt, c)
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(got, want) == 1 && usable, nil
}

// outdated reports whether a hash was computed at another cost than today's.
func (h *hasher) outdated(stored string) bool {
	c, _, _, err := parsePHC(stored)
	return err == nil && c != h.cost
}

// encodePHC writes a hash in the PHC string format.
func encodePHC(c Cost, salt, sum []byte) string {
	b := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.Memory, c.Time, c.Threads,
		b.EncodeToString(salt), b.EncodeToString(sum))
}

var errPHC = errors.New("auth: not an argon2id hash")

func parsePHC(s string) (c Cost, salt, sum []byte, err error) {
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return c, nil, nil, errPHC
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.Memory, &c.Time, &c.Threads); err != nil {
		return c, nil, nil, errPHC
	}
	salt, err1 := base64.RawStdEncoding.Strict().DecodeString(parts[4])
	sum, err2 := base64.RawStdEncoding.Strict().DecodeString(parts[5])
	ok := err1 == nil && err2 == nil && len(salt) == saltSize && len(sum) == hashSize &&
		c.Time > 0 && c.Time <= maxTime && c.Memory > 0 && c.Memory <= maxMemory && c.Threads > 0
	if !ok || encodePHC(c, salt, sum) != s {
		return c, nil, nil, errPHC
	}
	return c, salt, sum, nil
}
