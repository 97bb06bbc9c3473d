package risk

import (
	"database/sql"
	"fmt"
	"strings"

	"lunheng/internal/registry"
	"lunheng/internal/store"
)

// names are the units of the register by what they are called.
type names struct {
	by   map[string]string // unit by the key of its name; empty where several have it
	keys []string          // long enough to be looked for within others
}

// shortKey is up to how many letters a name is too short to be looked for within another.
const shortKey = 4

func unitNames(r store.Reader) (names, error) {
	out := names{by: map[string]string{}}
	_, err := store.Collect(r, func(rows *sql.Rows) (struct{}, error) {
		var id, zh, en string
		err := rows.Scan(&id, &zh, &en)
		for _, k := range []string{zh, en} {
			other, known := out.by[k]
			switch {
			case k == "" || known && other == id:
			case known:
				out.by[k] = "" // two units of one name
			default:
				out.by[k] = id
				if len([]rune(k)) >= shortKey {
					out.keys = append(out.keys, k)
				}
			}
		}
		return struct{}{}, err
	}, `select id, key_zh, key_en from units where state = 'active' order by id`)
	if err != nil {
		return out, fmt.Errorf("read the names of units: %w", err)
	}
	return out, nil
}

// match says which unit an institution is, as a list elsewhere writes it: with
// its department, its city and its country. A part that is exactly the name of one
// unit names it. A name within a longer one, or one that several units have, is for a
// person to say; the unit is then a guess.
func (n names) match(name string) (unit, state string) {
	for _, part := range strings.FieldsFunc(name, func(r rune) bool { return r == ',' || r == '，' }) {
		key := registry.NameKey(part)
		id, known := n.by[key]
		switch {
		case known && id != "" && (unit == "" || unit == id):
			unit, state = id, Matched
		case known:
			return "", Asked
		}
	}
	if state == Matched {
		return unit, state
	}
	whole := registry.NameKey(name)
	for _, key := range n.keys {
		if strings.Contains(whole, key) {
			return n.by[key], Asked
		}
	}
	return "", Nobody
}
