package proof

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Key is a verifier key: the name of a log and its Ed25519 public key.
type Key struct {
	Name   string
	id     [4]byte
	public ed25519.PublicKey
}

var errKey = errors.New("not a verifier key of the form name+hash+key for Ed25519")

// ParseKey reads a verifier key, "name+hash+key".
func ParseKey(s string) (Key, error) {
	name, rest, ok := strings.Cut(strings.TrimSpace(s), "+")
	id, key, ok2 := strings.Cut(rest, "+")
	if !ok || !ok2 || !validName(name) {
		return Key{}, errKey
	}
	raw, err := base64.StdEncoding.Strict().DecodeString(key)
	if err != nil || len(raw) != 1+ed25519.PublicKeySize || raw[0] != 1 {
		return Key{}, errKey
	}
	sum := sha256.Sum256(append([]byte(name+"\n"), raw...))
	if hex.EncodeToString(sum[:4]) != id {
		return Key{}, errKey
	}
	return Key{Name: name, id: [4]byte(sum[:4]), public: raw[1:]}, nil
}

func validName(s string) bool {
	return s != "" && utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsSpace) && !strings.Contains(s, "+")
}

// Fingerprint is a short form of the key for people to compare: 20 hex digits
// in groups of four.
func (k Key) Fingerprint() string {
	sum := sha256.Sum256(k.public)
	h := hex.EncodeToString(sum[:10])
	return strings.Join([]string{h[:4], h[4:8], h[8:12], h[12:16], h[16:]}, " ")
}

// Equal reports whether both are the same key under the same name.
func (k Key) Equal(o Key) bool { return k.Name == o.Name && k.public.Equal(o.public) }

// Checkpoint is a tree head that a log has signed.
type Checkpoint struct {
	Origin string
	Size   int64
	Root   Hash
	Sealed time.Time // when it was signed
	Before int64     // size of the checkpoint before it
}

// What can be wrong with a checkpoint. Errors of Open wrap one of these.
var (
	ErrForm      = errors.New("not a checkpoint")
	ErrUnsigned  = errors.New("no signature of this key")
	ErrSignature = errors.New("the signature does not fit the text")
)

// Open checks that a note is a checkpoint of key's log and bears its
// signature. Signatures of others, such as witnesses, are passed over.
func Open(signed string, key Key) (Checkpoint, error) {
	at := strings.LastIndex(signed, "\n\n")
	if at < 0 || !utf8.ValidString(signed) || !strings.HasSuffix(signed, "\n") {
		return Checkpoint{}, ErrForm
	}
	text, lines := signed[:at+1], strings.Split(strings.TrimSuffix(signed[at+2:], "\n"), "\n")
	found := ErrUnsigned
	for _, line := range lines {
		name, sig, err := parseSignature(line)
		if err != nil {
			return Checkpoint{}, err
		}
		if name != key.Name || [4]byte(sig[:4]) != key.id {
			continue
		}
		if !ed25519.Verify(key.public, []byte(text), sig[4:]) {
			return Checkpoint{}, ErrSignature
		}
		found = nil
	}
	if found != nil {
		return Checkpoint{}, found
	}
	c, err := parseCheckpoint(text)
	if err == nil && c.Origin != key.Name {
		err = fmt.Errorf("%w: it speaks of log %q", ErrForm, c.Origin)
	}
	return c, err
}

// parseSignature reads "— name base64(id, signature)".
func parseSignature(line string) (name string, sig []byte, err error) {
	rest, ok := strings.CutPrefix(line, "— ")
	name, coded, ok2 := strings.Cut(rest, " ")
	if !ok || !ok2 || !validName(name) {
		return "", nil, fmt.Errorf("%w: a signature line is broken", ErrForm)
	}
	sig, err = base64.StdEncoding.Strict().DecodeString(coded)
	if err != nil || len(sig) < 5 {
		return "", nil, fmt.Errorf("%w: a signature line is broken", ErrForm)
	}
	return name, sig, nil
}

// parseCheckpoint reads origin, size, root and our line "sealed … after …";
// further lines are left to later versions.
func parseCheckpoint(text string) (Checkpoint, error) {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) < 4 {
		return Checkpoint{}, fmt.Errorf("%w: too few lines", ErrForm)
	}
	c := Checkpoint{Origin: lines[0]}
	var ok bool
	if c.Size, ok = number(lines[1]); !ok {
		return c, fmt.Errorf("%w: size", ErrForm)
	}
	root, err := base64.StdEncoding.Strict().DecodeString(lines[2])
	if err != nil || len(root) != len(c.Root) {
		return c, fmt.Errorf("%w: root hash", ErrForm)
	}
	c.Root = Hash(root)
	words := strings.Split(lines[3], " ")
	if len(words) != 4 || words[0] != "sealed" || words[2] != "after" {
		return c, fmt.Errorf("%w: time of sealing", ErrForm)
	}
	if c.Sealed, err = time.Parse(time.RFC3339Nano, words[1]); err != nil {
		return c, fmt.Errorf("%w: time of sealing", ErrForm)
	}
	if c.Before, ok = number(words[3]); !ok || c.Before >= c.Size {
		return c, fmt.Errorf("%w: size before", ErrForm)
	}
	return c, nil
}

// number reads a decimal number in its one canonical form.
func number(s string) (int64, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil && n >= 0 && strconv.FormatInt(n, 10) == s
}

// Root is the root hash that a checkpoint states. Whether the log's key signed
// it is for [Open] to say.
func Root(signed string) (Hash, error) {
	at := strings.LastIndex(signed, "\n\n")
	if at < 0 {
		return Hash{}, ErrForm
	}
	c, err := parseCheckpoint(signed[:at+1])
	return c.Root, err
}
