package vault

import (
	"database/sql"
	"errors"
	"fmt"

	"lunheng/internal/store"
)

// ErrNoSecret is returned for a secret that was never sealed.
var ErrNoSecret = errors.New("vault: no such secret")

// SealSecret stores a secret of the house, such as the log's signing key,
// under the master key, in place of an earlier one of that name.
func (v *Vault) SealSecret(tx *store.Tx, name string, plain []byte) error {
	err := tx.Exec(`insert into vault_secrets (name, ciphertext) values ($1, $2)
		on conflict (name) do update set ciphertext = excluded.ciphertext`, name, v.secrets.seal(plain, name))
	if err != nil {
		return fmt.Errorf("seal secret %s: %w", name, err)
	}
	return nil
}

// OpenSecret returns a sealed secret, or [ErrNoSecret].
func (v *Vault) OpenSecret(r store.Reader, name string) ([]byte, error) {
	var sealed []byte
	err := r.Row(`select ciphertext from vault_secrets where name = $1`, name).Scan(&sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, ErrNoSecret
	}
	if err != nil {
		return nil, fmt.Errorf("open secret %s: %w", name, err)
	}
	plain, err := v.secrets.open(sealed, name)
	if err != nil {
		return nil, fmt.Errorf("open secret %s: %w", name, err)
	}
	return plain, nil
}

// Derive makes a key for one purpose from the master key, the same on every
// server. Different purposes give unrelated keys.
func (v *Vault) Derive(purpose string) ([]byte, error) { return derive(v.master, "use: "+purpose) }
