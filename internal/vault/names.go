package vault

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// Names returns the names of many people with one query for each hundred or
// so. Who was erased or is unknown is not in the map: pages show "erased" for
// the empty name that the map then gives.
func (v *Vault) Names(r store.Reader, ids ...string) (map[string]lang.Text, error) {
	recs, err := v.Records(r, ids...)
	if err != nil {
		return nil, err
	}
	out := make(map[string]lang.Text, len(recs))
	for id, rec := range recs {
		out[id] = rec.Called()
	}
	return out, nil
}

// Called is the name as readers of either language can say it. The English one
// keeps the Chinese beside it, which alone tells people apart whose names sound
// alike.
func (r Record) Called() lang.Text {
	if r.NameEN == "" || r.NameEN == r.Name {
		return lang.Same(r.Name)
	}
	return lang.T(r.Name, r.NameEN+" "+r.Name)
}

// Records returns the whole records of many people, like Names.
func (v *Vault) Records(r store.Reader, ids ...string) (map[string]Record, error) {
	return v.records(r, ids)
}

// Parts returns what PutPart stored about many people; who has nothing of it, or
// was erased, is not in the map.
func (v *Vault) Parts(r store.Reader, part string, ids ...string) (map[string][]byte, error) {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	ids = slices.Compact(ids)
	out := make(map[string][]byte, len(ids))
	for batch := range slices.Chunk(ids, maxBatch) {
		if err := v.readBatch(r, part, batch, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// maxBatch bounds how many people one query asks for.
const maxBatch = 128

func (v *Vault) records(r store.Reader, ids []string) (map[string]Record, error) {
	parts, err := v.Parts(r, about, ids...)
	out := make(map[string]Record, len(parts))
	for person, plain := range parts {
		var rec Record
		if err := json.Unmarshal(plain, &rec); err != nil {
			return nil, fmt.Errorf("decode record of %s: %w", person, err)
		}
		out[person] = rec
	}
	return out, err
}

func (v *Vault) readBatch(r store.Reader, part string, ids []string, out map[string][]byte) error {
	marks, args := inList(ids)
	place := fmt.Sprintf("$%d", len(args)+1)
	rows, err := r.Query(`select c.person, k.wrapped, c.ciphertext from vault_records c
		join vault_keys k on k.person = c.person where c.part = `+place+` and c.person in (`+marks+`)`, append(args, part)...)
	if err != nil {
		return fmt.Errorf("read records: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var person string
		var wrapped, sealed []byte
		if err := rows.Scan(&person, &wrapped, &sealed); err != nil {
			return fmt.Errorf("read records: %w", err)
		}
		if out[person], err = v.openRecord(person, part, wrapped, sealed); err != nil {
			return err
		}
	}
	return rows.Err()
}

// inList gives the placeholders and arguments of an "in" list. Lists are
// filled up to powers of two, so that there are few statement texts.
func inList(ids []string) (string, []any) {
	size := 1
	for size < len(ids) {
		size *= 2
	}
	args := make([]any, size)
	var b strings.Builder
	for i := range args {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "$%d", i+1)
		args[i] = ids[min(i, len(ids)-1)]
	}
	return b.String(), args
}
