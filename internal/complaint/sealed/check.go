package sealed

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"filippo.io/age"
	"filippo.io/age/armor"
)

// Shape is how something is encrypted.
type Shape struct {
	Keys       int  // to so many public keys
	Passphrase bool // with a passphrase
}

// Bounds of the cost of a passphrase: below, it could be guessed; above, no browser
// opens it again.
const (
	minWork = 15
	maxWork = 20
)

// smallest is the nonce and the tag that every age file has behind its header.
const smallest = 16 + 16

// Check refuses what is not an armoured age file of the shape. It reads the header
// alone, which is in clear, and counts for how many it is meant: a server that never
// sees the content can still keep somebody from sending it in clear, or to nobody.
func Check(text string, want Shape) error {
	body := armor.NewReader(strings.NewReader(text))
	header, err := age.ExtractHeader(body)
	if err != nil {
		return fmt.Errorf("check sealed text: %w", err)
	}
	n, err := io.Copy(io.Discard, armor.NewReader(strings.NewReader(text)))
	if err != nil {
		return fmt.Errorf("check sealed text: %w", err)
	}
	if n < int64(len(header)+smallest) {
		return errors.New("check sealed text: nothing behind the header")
	}
	return want.match(string(header))
}

// Valid reports whether a text is a public key of age.
func Valid(public string) bool {
	r, err := age.ParseX25519Recipient(public)
	return err == nil && r.String() == public
}

func (want Shape) match(header string) error {
	keys, locks := 0, 0
	for line := range strings.Lines(header) {
		part := strings.Fields(line)
		switch {
		case len(part) < 2 || part[0] != "->":
		case part[1] == "X25519":
			keys++
		case part[1] == "scrypt":
			locks++
			work := 0
			if len(part) == 4 {
				work, _ = strconv.Atoi(part[3])
			}
			if work < minWork || work > maxWork {
				return fmt.Errorf("check sealed text: cost %d of the passphrase", work)
			}
		}
	}
	if keys != want.Keys || locks > 1 || (locks == 1) != want.Passphrase {
		return fmt.Errorf("check sealed text: for %d keys and %d passphrases", keys, locks)
	}
	return nil
}
