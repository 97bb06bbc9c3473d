package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"fmt"
)

// keySize is the length of every key: AES-256 and HMAC-SHA-256.
const keySize = 32

// errOpen is the one answer to a wrong key, a swapped row and a flipped bit.
var errOpen = errors.New("vault: cannot be opened with this key")

// box seals with AES-256-GCM. The nonce is random and stands in front.
type box struct{ aead cipher.AEAD }

func newBox(key []byte) (box, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return box{}, fmt.Errorf("make cipher: %w", err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return box{}, fmt.Errorf("make cipher: %w", err)
	}
	return box{aead}, nil
}

// seal encrypts plain and binds it to context.
func (b box) seal(plain []byte, context string) []byte {
	return b.aead.Seal(nil, nil, plain, []byte(context))
}

// open decrypts what was sealed for the same context.
func (b box) open(sealed []byte, context string) ([]byte, error) {
	plain, err := b.aead.Open(nil, nil, sealed, []byte(context))
	if err != nil {
		return nil, errOpen
	}
	return plain, nil
}

// derive makes a key for one purpose from the master key.
func derive(master []byte, purpose string) ([]byte, error) {
	key, err := hkdf.Key(sha256.New, master, nil, "lunheng "+purpose, keySize)
	if err != nil {
		return nil, fmt.Errorf("derive key for %s: %w", purpose, err)
	}
	return key, nil
}
