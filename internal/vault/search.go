package vault

import (
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"lunheng/internal/store"
)

// tokenSize is the length of a stored hash: enough that different pieces of
// names never meet.
const tokenSize = 16

// maxQuery bounds the characters of a search that are looked at.
const maxQuery = 32

// fold brings a name into the form in which it is compared: width and case
// do not matter, nor do spaces and signs between its parts.
func fold(name string) []rune {
	var out []rune
	for _, r := range norm.NFKC.String(name) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			out = append(out, unicode.ToLower(r))
		}
	}
	return out
}

// pieces returns every character and every pair of neighbours.
func pieces(name []rune) map[string]bool {
	out := map[string]bool{}
	for i, r := range name {
		out[string(r)] = true
		if i > 0 {
			out[string(name[i-1:i+1])] = true
		}
	}
	return out
}

func (v *Vault) token(piece string) []byte {
	h := hmac.New(sha256.New, v.index)
	h.Write([]byte(piece))
	return h.Sum(nil)[:tokenSize]
}

// reindex replaces the hashes of a person's names.
func (v *Vault) reindex(tx *store.Tx, person string, rec Record) error {
	if err := tx.Exec(`delete from vault_tokens where person = $1`, person); err != nil {
		return fmt.Errorf("index name of %s: %w", person, err)
	}
	all := pieces(fold(rec.Name))
	for p := range pieces(fold(rec.NameEN)) {
		all[p] = true
	}
	for p := range all {
		if err := tx.Exec(`insert into vault_tokens (token, person) values ($1, $2)`, v.token(p), person); err != nil {
			return fmt.Errorf("index name of %s: %w", person, err)
		}
	}
	return nil
}

// Search returns the ids of people whose name, in either script, contains
// text, in the order of their ids, at most limit. An empty text finds nobody.
func (v *Vault) Search(r store.Reader, text string, limit int) ([]string, error) {
	want := fold(text)
	if len(want) == 0 || len(want) > maxQuery || limit <= 0 {
		return nil, nil
	}
	query, args := v.searchQuery(want)
	var found []string
	for after := ""; ; {
		ids, err := store.Column[string](r, query, append([]any{after, limit}, args...)...)
		if err != nil {
			return nil, fmt.Errorf("search names: %w", err)
		}
		hits, err := v.confirm(r, ids, string(want))
		if err != nil {
			return nil, err
		}
		found = append(found, hits...)
		if len(found) >= limit {
			return found[:limit], nil
		}
		if len(ids) < limit {
			return found, nil
		}
		after = ids[len(ids)-1]
	}
}

// searchQuery finds who has all pieces of the wanted text: its pairs, or its
// one character.
func (v *Vault) searchQuery(want []rune) (string, []any) {
	var args []any
	var b strings.Builder
	b.WriteString(`select t.person from vault_tokens t where t.person > $1`)
	for i := range max(len(want)-1, 1) {
		piece := string(want[i:min(i+2, len(want))])
		args = append(args, v.token(piece))
		if i == 0 {
			b.WriteString(` and t.token = $3`)
			continue
		}
		fmt.Fprintf(&b, ` and exists (select 1 from vault_tokens x where x.token = $%d and x.person = t.person)`, i+3)
	}
	b.WriteString(` order by t.person limit $2`)
	return b.String(), args
}

// confirm keeps those whose name really contains the text: its pairs might
// stand apart.
func (v *Vault) confirm(r store.Reader, ids []string, want string) ([]string, error) {
	recs, err := v.records(r, ids)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, id := range ids {
		rec := recs[id]
		if strings.Contains(string(fold(rec.Name)), want) || strings.Contains(string(fold(rec.NameEN)), want) {
			out = append(out, id)
		}
	}
	return out, nil
}
