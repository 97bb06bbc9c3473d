package registry

import (
	"database/sql"
	"fmt"

	"lunheng/internal/store"
)

// Likeness says how well a unit fits a name.
type Likeness string

// The likenesses, the best first.
const (
	Exact   Likeness = "exact"   // the name, to the letter
	Same    Likeness = "same"    // the name, but for width, case, blanks and signs
	Similar Likeness = "similar" // all its words are in the unit's name
)

// Candidate is a unit that a name may mean.
type Candidate struct {
	Unit     Unit     `json:"unit"`
	Likeness Likeness `json:"likeness"`
}

// maxSimilar bounds the similar candidates.
const maxSimilar = 5

// FindUnitByName returns the active units that a name found elsewhere, such as
// in an import, may mean: the best first, none when there is none. Only Exact
// and Same name the unit; Similar is for a person to choose from, and is only
// looked for when nothing better is there.
func FindUnitByName(r store.Reader, name string) ([]Candidate, error) {
	name = tidy(name)
	key := NameKey(name)
	if key == "" {
		return nil, nil
	}
	units, err := store.Collect(r, func(rows *sql.Rows) (Unit, error) { return scanUnit(rows) },
		`select `+unitColumns+` from units o where o.state = 'active' and (o.key_zh = $1 or o.key_en = $1)
		order by o.sort, o.id`, key)
	if err != nil {
		return nil, fmt.Errorf("find unit %q: %w", name, err)
	}
	var exact, same []Candidate
	for _, u := range units {
		if u.Name.ZH == name || u.Name.EN == name {
			exact = append(exact, Candidate{u, Exact})
		} else {
			same = append(same, Candidate{u, Same})
		}
	}
	if found := append(exact, same...); len(found) > 0 {
		return found, nil
	}
	return similar(r, name)
}

func similar(r store.Reader, name string) ([]Candidate, error) {
	page, err := ListUnits(r, UnitFilter{Text: name, State: string(Active), Paging: store.Paging{Limit: maxSimilar}})
	if err != nil {
		return nil, err
	}
	var out []Candidate
	for _, u := range page.Items {
		out = append(out, Candidate{u, Similar})
	}
	return out, nil
}

// sameName returns another active unit with the same Chinese name, or "".
func sameName(r store.Reader, id, name string) (string, error) {
	return other(r, `select id from units where key_zh = $1 and id <> $2 and state = 'active' limit 1`, NameKey(name), id)
}

// sameCode returns another active department with the same code, or "".
func sameCode(r store.Reader, id, code string) (string, error) {
	return other(r, `select id from departments where code = $1 and code <> '' and id <> $2 and state = 'active' limit 1`, code, id)
}

func other(r store.Reader, query string, args ...any) (string, error) {
	ids, err := store.Column[string](r, query, args...)
	if err != nil || len(ids) == 0 {
		return "", err
	}
	return ids[0], nil
}
