package vault

import (
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// Record is what is known about a person. Every field may be empty; a name
// may have one character.
type Record struct {
	Name   string `json:"name,omitempty"`    // as the person writes it, such as 王
	NameEN string `json:"name_en,omitempty"` // in Latin letters
	Email  string `json:"email,omitempty"`
	Phone  string `json:"phone,omitempty"`
	Title  string `json:"title,omitempty"` // professional title, such as 主任医师
	Note   string `json:"note,omitempty"`
}

// about is the part that holds the Record.
const about = "about"

// Vault opens and seals personal records. It holds no plain data and is safe
// for concurrent use.
type Vault struct {
	master  []byte
	keys    box // wraps the keys of people
	secrets box
	index   []byte // key of the blind index
}

func newVault(master []byte) (*Vault, error) {
	v := &Vault{master: master}
	for purpose, b := range map[string]*box{"person keys": &v.keys, "secrets": &v.secrets} {
		key, err := derive(master, purpose)
		if err != nil {
			return nil, err
		}
		if *b, err = newBox(key); err != nil {
			return nil, err
		}
	}
	var err error
	v.index, err = derive(master, "name index")
	return v, err
}

// Put stores the record of a person in place of an earlier one. It refuses to
// write about somebody who was erased.
func (v *Vault) Put(tx *store.Tx, person string, rec Record, now time.Time) error {
	plain, err := json.Marshal(rec)
	if err != nil {
		return fmt.Errorf("store record of %s: %w", person, err)
	}
	if err := v.PutPart(tx, person, about, plain, now); err != nil {
		return err
	}
	return v.reindex(tx, person, rec)
}

// PutPart stores some other personal data under the person's key. Part names
// it and is not secret.
func (v *Vault) PutPart(tx *store.Tx, person, part string, plain []byte, now time.Time) error {
	key, err := v.personKey(tx, person)
	if err != nil {
		return err
	}
	err = tx.Exec(`insert into vault_records (person, part, ciphertext, updated) values ($1, $2, $3, $4)
		on conflict (person, part) do update set ciphertext = excluded.ciphertext, updated = excluded.updated`,
		person, part, key.seal(plain, recordContext(person, part)), store.Micros(now))
	if err != nil {
		return fmt.Errorf("store %s of %s: %w", part, person, err)
	}
	return nil
}

// Get returns the record of a person; the zero Record when erased or unknown.
func (v *Vault) Get(r store.Reader, person string) (Record, error) {
	recs, err := v.records(r, []string{person})
	return recs[person], err
}

// GetPart returns what PutPart stored; nil when erased or never stored.
func (v *Vault) GetPart(r store.Reader, person, part string) ([]byte, error) {
	var wrapped, sealed []byte
	err := r.Row(`select k.wrapped, c.ciphertext from vault_records c join vault_keys k on k.person = c.person
		where c.person = $1 and c.part = $2`, person, part).Scan(&wrapped, &sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read %s of %s: %w", part, person, err)
	}
	return v.openRecord(person, part, wrapped, sealed)
}

// Erase destroys everything the vault holds about a person. Nothing can be
// stored about that person afterwards. Erasing twice is no error.
func (v *Vault) Erase(tx *store.Tx, person string, now time.Time) error {
	return tx.Destroy(func() error {
		for _, q := range []string{
			`delete from vault_tokens where person = $1`,
			`delete from vault_identities where holder = $1`,
			`delete from vault_records where person = $1`,
		} {
			if err := tx.Exec(q, person); err != nil {
				return fmt.Errorf("erase %s: %w", person, err)
			}
		}
		err := tx.Exec(`insert into vault_keys (person, wrapped, erased) values ($1, $2, $3)
			on conflict (person) do update set wrapped = excluded.wrapped, erased = excluded.erased
			where vault_keys.erased = 0`, person, []byte{}, store.Micros(now))
		if err != nil {
			return fmt.Errorf("erase %s: %w", person, err)
		}
		return nil
	})
}

// personKey opens the key of a person, or makes one for a new person.
func (v *Vault) personKey(tx *store.Tx, person string) (box, error) {
	key := make([]byte, keySize)
	if _, err := rand.Read(key); err != nil {
		return box{}, fmt.Errorf("make key of %s: %w", person, err)
	}
	n, err := tx.ExecN(`insert into vault_keys (person, wrapped, erased) values ($1, $2, 0) on conflict (person) do nothing`,
		person, v.keys.seal(key, keyContext(person)))
	if err != nil {
		return box{}, fmt.Errorf("make key of %s: %w", person, err)
	}
	if n == 1 {
		return newBox(key)
	}
	var wrapped []byte
	var erased int64
	if err := tx.Row(`select wrapped, erased from vault_keys where person = $1`, person).Scan(&wrapped, &erased); err != nil {
		return box{}, fmt.Errorf("read key of %s: %w", person, err)
	}
	if erased != 0 {
		return box{}, errs.New(errs.Refused, "vault.erased", lang.T(
			"此人的个人信息已被永久删除，不能再写入。", "This person's data were erased for good and cannot be written again."))
	}
	return v.unwrap(person, wrapped)
}

func (v *Vault) unwrap(person string, wrapped []byte) (box, error) {
	key, err := v.keys.open(wrapped, keyContext(person))
	if err != nil {
		return box{}, fmt.Errorf("open key of %s: %w", person, err)
	}
	return newBox(key)
}

func (v *Vault) openRecord(person, part string, wrapped, sealed []byte) ([]byte, error) {
	key, err := v.unwrap(person, wrapped)
	if err != nil {
		return nil, err
	}
	plain, err := key.open(sealed, recordContext(person, part))
	if err != nil {
		return nil, fmt.Errorf("open %s of %s: %w", part, person, err)
	}
	return plain, nil
}

// The contexts bind what is sealed to its row. The lengths cannot be
// confused, as ids hold no line feed.
func keyContext(person string) string          { return "key\n" + person }
func recordContext(person, part string) string { return "record\n" + person + "\n" + part }
