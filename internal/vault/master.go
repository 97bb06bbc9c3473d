package vault

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"lunheng/internal/store"
)

// Options say where the master key is.
type Options struct {
	Path string // file of the master key; made on the first start
	Key  string // the key itself, 64 hexadecimal digits, instead of a file
}

// ErrOtherKey is returned when the database was used with another master key.
var ErrOtherKey = errors.New("vault: this database belongs to another master key")

// Open reads the master key, making one for a database that has never been
// used, and checks that it is this database's key.
func Open(ctx context.Context, db *store.DB, o Options) (*Vault, error) {
	used, err := inUse(db.Read(ctx))
	if err != nil {
		return nil, err
	}
	master, made, err := o.master(used)
	if err != nil {
		return nil, err
	}
	v, err := newVault(master)
	if err != nil {
		return nil, err
	}
	if err := v.claim(ctx, db); err != nil {
		if made {
			err = errors.Join(err, os.Remove(o.Path))
		}
		return nil, err
	}
	return v, nil
}

// inUse reports whether the database holds anything under a master key.
func inUse(r store.Reader) (bool, error) {
	var n int
	err := r.Row(`select (select count(*) from vault_secrets) + (select count(*) from vault_keys)`).Scan(&n)
	if err != nil {
		return false, fmt.Errorf("look for wrapped keys: %w", err)
	}
	return n > 0, nil
}

func (o Options) master(used bool) (key []byte, made bool, err error) {
	if o.Key != "" {
		key, err = parseKey(o.Key)
		return key, false, err
	}
	info, err := os.Stat(o.Path)
	switch {
	case err == nil:
		key, err = readKey(o.Path, info.Mode().Perm())
		return key, false, err
	case !errors.Is(err, fs.ErrNotExist):
		return nil, false, fmt.Errorf("read master key: %w", err)
	case used:
		return nil, false, fmt.Errorf("read master key: %s is missing, but the database holds data sealed with it; put the file back from its copy", o.Path)
	}
	key, err = makeKey(o.Path)
	return key, err == nil, err
}

// readKey reads the key file. One that others of the machine can read or write
// is refused: with a copy of the database it opens every personal record.
func readKey(path string, mode fs.FileMode) ([]byte, error) {
	if mode&0o077 != 0 {
		return nil, fmt.Errorf("read master key: %s has mode %04o and is open to other users of this machine; run chmod 600 %[1]s", path, mode)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read master key: %w", err)
	}
	key, err := parseKey(string(raw))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return key, nil
}

func parseKey(s string) ([]byte, error) {
	key, err := hex.DecodeString(strings.TrimSpace(s))
	if err != nil || len(key) != keySize {
		return nil, fmt.Errorf("parse master key: want %d hexadecimal digits", 2*keySize)
	}
	return key, nil
}

// makeKey writes a new key to a file that must not exist, durably: data
// sealed under a key that a power cut takes away would be lost.
func makeKey(path string) ([]byte, error) {
	key := make([]byte, keySize)
	if _, err := rand.Read(key); err != nil {
		return nil, fmt.Errorf("make master key: %w", err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("make master key: %w", err)
	}
	_, err = f.WriteString(hex.EncodeToString(key) + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return nil, fmt.Errorf("make master key: %w", errors.Join(err, os.Remove(path)))
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return nil, fmt.Errorf("make master key: %w", err)
	}
	_ = dir.Sync() // not every file system can sync a folder
	return key, dir.Close()
}

// canary is a secret whose only use is to tell whether the key is right.
const canary = "master key check"

// claim marks a fresh database as belonging to this master key, or checks the
// mark of a used one. Of two servers that start at once on a fresh database
// with different keys, one is refused.
func (v *Vault) claim(ctx context.Context, db *store.DB) error {
	_, err := v.OpenSecret(db.Read(ctx), canary)
	if errors.Is(err, ErrNoSecret) {
		err = db.Update(ctx, func(tx *store.Tx) error {
			return tx.Exec(`insert into vault_secrets (name, ciphertext) values ($1, $2) on conflict (name) do nothing`,
				canary, v.secrets.seal([]byte(canary), canary))
		})
		if errors.Is(err, store.ErrReadOnly) {
			return nil
		}
		if err == nil {
			_, err = v.OpenSecret(db.Read(ctx), canary)
		}
	}
	if errors.Is(err, errOpen) {
		return ErrOtherKey
	}
	return err
}
