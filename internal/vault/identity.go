package vault

import (
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"lunheng/internal/store"
)

// NameKind is the kind of an identity that is no more than a name, which others
// may have too.
const NameKind = "name"

// Identity is what somebody can be told by: a kind of document with its number, or
// a name.
type Identity struct {
	Kind string // NameKind, or the code of a document
	Text string // as written; width, case, blanks and signs do not matter
}

// Holder is who is known by an identity.
type Holder struct {
	ID   string // of the person, or of the unit
	Kind string // of the identity
}

// identityToken hides an identity. The kind of document is part of it, so that a
// number means nothing without its kind.
func (v *Vault) identityToken(i Identity) string {
	h := hmac.New(sha256.New, v.index)
	h.Write([]byte("identity\n" + i.Kind + "\n" + string(fold(i.Text))))
	return hex.EncodeToString(h.Sum(nil)[:tokenSize])
}

// Identify lets somebody be found by what they can be told by, beside what they
// were found by before. Only keyed hashes are stored.
func (v *Vault) Identify(tx *store.Tx, id string, by ...Identity) error {
	for _, i := range by {
		if len(fold(i.Text)) == 0 {
			continue
		}
		if err := tx.Exec(`insert into vault_identities (token, holder, kind) values ($1, $2, $3) on conflict do nothing`, v.identityToken(i), id, i.Kind); err != nil {
			return fmt.Errorf("note identity of %s: %w", id, err)
		}
	}
	return nil
}

// identityBatch bounds the places of a query.
const identityBatch = 512

// Holders finds who is known by each of some identities.
func (v *Vault) Holders(r store.Reader, by []Identity) (map[Identity][]Holder, error) {
	wanted := map[string][]Identity{}
	tokens := make([]string, 0, len(by))
	for _, i := range by {
		if len(fold(i.Text)) == 0 {
			continue
		}
		t := v.identityToken(i)
		if wanted[t] == nil {
			tokens = append(tokens, t)
		}
		if !slices.Contains(wanted[t], i) {
			wanted[t] = append(wanted[t], i)
		}
	}
	out := map[Identity][]Holder{}
	for len(tokens) > 0 {
		n := min(len(tokens), identityBatch)
		w := store.NewWhere()
		w.In("token", tokens[:n])
		tokens = tokens[n:]
		_, err := store.Collect(r, func(rows *sql.Rows) (struct{}, error) {
			var token string
			var h Holder
			err := rows.Scan(&token, &h.ID, &h.Kind)
			for _, i := range wanted[token] {
				out[i] = append(out[i], h)
			}
			return struct{}{}, err
		}, `select token, holder, kind from vault_identities`+w.String()+` order by token, holder`, w.Args()...)
		if err != nil {
			return nil, fmt.Errorf("look for identities: %w", err)
		}
	}
	return out, nil
}

// IdentityKinds tells by which kinds of identity each of some people or units can
// be found.
func IdentityKinds(r store.Reader, ids []string) (map[string][]string, error) {
	out := map[string][]string{}
	for len(ids) > 0 {
		n := min(len(ids), identityBatch)
		w := store.NewWhere()
		w.In("holder", ids[:n])
		ids = ids[n:]
		_, err := store.Collect(r, func(rows *sql.Rows) (struct{}, error) {
			var id, kind string
			err := rows.Scan(&id, &kind)
			out[id] = append(out[id], kind)
			return struct{}{}, err
		}, `select distinct holder, kind from vault_identities`+w.String()+` order by holder, kind`, w.Args()...)
		if err != nil {
			return nil, fmt.Errorf("look for kinds of identity: %w", err)
		}
	}
	return out, nil
}

// SameDocument finds, for some people or units, who else is known by a number of the
// same document. Names do not count.
func SameDocument(r store.Reader, ids []string) (map[string][]string, error) {
	out := map[string][]string{}
	for part := range slices.Chunk(ids, identityBatch) {
		w := store.NewWhere(NameKind)
		w.And("a.kind <> $1 and b.holder <> a.holder")
		w.In("a.holder", part)
		_, err := store.Collect(r, func(rows *sql.Rows) (struct{}, error) {
			var id, other string
			err := rows.Scan(&id, &other)
			out[id] = append(out[id], other)
			return struct{}{}, err
		}, `select distinct a.holder, b.holder from vault_identities a join vault_identities b on b.token = a.token`+w.String()+` order by 1, 2`, w.Args()...)
		if err != nil {
			return nil, fmt.Errorf("look for the same documents: %w", err)
		}
	}
	return out, nil
}

// SameName reports whether two names are written alike.
func SameName(a, b string) bool { return strings.EqualFold(string(fold(a)), string(fold(b))) }

// DropSecret forgets a secret; one that was never sealed is no error.
func (v *Vault) DropSecret(tx *store.Tx, name string) error {
	return tx.Destroy(func() error {
		if err := tx.Exec(`delete from vault_secrets where name = $1`, name); err != nil {
			return fmt.Errorf("forget secret %s: %w", name, err)
		}
		return nil
	})
}
