// Package sealed is what both ends of a complaint do with it, in the age format
// (age-encryption.org/v1): pack words and files, encrypt them to keys, open them
// again. Browsers do the same with the vendored library; this side serves the demo,
// the tests and whoever files by program. The server itself calls [Check] alone and
// can open nothing.
//
// Nothing here is cryptography of our own: X25519 and passphrases are age's, the
// lookup value is scrypt (RFC 7914), a digest is SHA-256.
package sealed

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strings"

	"filippo.io/age"
	"filippo.io/age/armor"
	"golang.org/x/crypto/scrypt"
)

// WorkFactor is the scrypt cost (log N) of what is locked with a receipt or a
// passphrase: about half a second and 128 MiB in a browser.
const WorkFactor = 17

// lookupSalt keeps the lookup value apart from age's own use of the receipt.
const lookupSalt = "lunheng complaint lookup v1"

// ReceiptDigits is the length of a receipt.
const ReceiptDigits = 16

// NewReceipt draws a receipt: sixteen decimal digits.
func NewReceipt() (string, error) {
	n, err := rand.Int(rand.Reader, new(big.Int).Exp(big.NewInt(10), big.NewInt(ReceiptDigits), nil))
	if err != nil {
		return "", fmt.Errorf("draw receipt: %w", err)
	}
	return fmt.Sprintf("%0*d", ReceiptDigits, n), nil
}

// Lookup is by what the server finds the channel of a receipt. It is as slow to
// compute as the lock of the channel, so that it is no shorter way to the receipt.
func Lookup(receipt string) (string, error) {
	key, err := scrypt.Key([]byte(receipt), []byte(lookupSalt), 1<<WorkFactor, 8, 1, 32)
	if err != nil {
		return "", fmt.Errorf("compute lookup value: %w", err)
	}
	return hex.EncodeToString(key), nil
}

// Pair is a key pair of age.
type Pair struct {
	Public string // age1…
	Locked string // the private half, encrypted with a passphrase
	secret string
}

// NewPair makes a key pair locked with a passphrase.
func NewPair(passphrase string) (Pair, error) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return Pair{}, fmt.Errorf("make key pair: %w", err)
	}
	to, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return Pair{}, fmt.Errorf("lock key: %w", err)
	}
	to.SetWorkFactor(WorkFactor)
	locked, err := encrypt([]byte(id.String()), to)
	return Pair{Public: id.Recipient().String(), Locked: locked, secret: id.String()}, err
}

// Unlock opens the private half of a pair.
func Unlock(locked, passphrase string) (string, error) {
	id, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return "", fmt.Errorf("unlock key: %w", err)
	}
	raw, err := decrypt(locked, id)
	return string(raw), err
}

// Secret is the private half of a pair that was just made.
func (p Pair) Secret() string { return p.secret }

// File is one that goes along with words.
type File struct {
	Name    string `json:"name"`
	Type    string `json:"type"`
	Size    int    `json:"size"`
	Content []byte `json:"-"`
}

// Letter is what one side says to the other.
type Letter struct {
	Text  string `json:"text"`
	Files []File `json:"files,omitempty"`
}

// packed is the first line of a letter; the bytes of its files follow. The nonce
// makes the digest tell nothing.
type packed struct {
	Version int    `json:"v"`
	Nonce   string `json:"nonce"`
	Letter
}

// Pack makes the bytes of a letter and their digest, which is what the log proves.
func Pack(l Letter) (raw []byte, digest string, err error) {
	for i := range l.Files {
		l.Files[i].Size = len(l.Files[i].Content)
	}
	nonce := make([]byte, 32)
	if _, err := rand.Read(nonce); err != nil {
		return nil, "", fmt.Errorf("pack letter: %w", err)
	}
	if raw, err = json.Marshal(packed{1, hex.EncodeToString(nonce), l}); err != nil {
		return nil, "", fmt.Errorf("pack letter: %w", err)
	}
	raw = append(raw, '\n')
	for _, f := range l.Files {
		raw = append(raw, f.Content...)
	}
	return raw, Digest(raw), nil
}

// Unpack reads the bytes of a letter.
func Unpack(raw []byte) (Letter, error) {
	head, rest, ok := bytes.Cut(raw, []byte("\n"))
	var p packed
	if err := json.Unmarshal(head, &p); err != nil || !ok || p.Version != 1 {
		return Letter{}, errors.Join(errors.New("unpack letter: not of a known form"), err)
	}
	for i := range p.Files {
		n := p.Files[i].Size
		if n < 0 || n > len(rest) {
			return Letter{}, errors.New("unpack letter: a file is cut off")
		}
		p.Files[i].Content, rest = rest[:n], rest[n:]
	}
	return p.Letter, nil
}

// Digest is the SHA-256 of some bytes, in hexadecimal.
func Digest(raw []byte) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// Seal encrypts bytes to public keys.
func Seal(raw []byte, public ...string) (string, error) {
	var to []age.Recipient
	for _, p := range public {
		r, err := age.ParseX25519Recipient(p)
		if err != nil {
			return "", fmt.Errorf("seal letter: %w", err)
		}
		to = append(to, r)
	}
	return encrypt(raw, to...)
}

// Open decrypts bytes with a private key.
func Open(text, secret string) ([]byte, error) {
	id, err := age.ParseX25519Identity(secret)
	if err != nil {
		return nil, fmt.Errorf("open letter: %w", err)
	}
	return decrypt(text, id)
}

func encrypt(raw []byte, to ...age.Recipient) (string, error) {
	var b strings.Builder
	a := armor.NewWriter(&b)
	w, err := age.Encrypt(a, to...)
	if err != nil {
		return "", fmt.Errorf("encrypt: %w", err)
	}
	if _, err := w.Write(raw); err != nil {
		return "", fmt.Errorf("encrypt: %w", err)
	}
	if err := errors.Join(w.Close(), a.Close()); err != nil {
		return "", fmt.Errorf("encrypt: %w", err)
	}
	return b.String(), nil
}

func decrypt(text string, id age.Identity) ([]byte, error) {
	r, err := age.Decrypt(armor.NewReader(strings.NewReader(text)), id)
	if err != nil {
		return nil, fmt.Errorf("decrypt: %w", err)
	}
	raw, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("decrypt: %w", err)
	}
	return raw, nil
}
