package activity

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
)

// Content is what an application says: what the committee decides on.
type Content struct {
	Fields Values        `json:"fields"`
	Files  []ContentFile `json:"files"`
	Team   []Member      `json:"team"`
	Unit   string        `json:"unit"`
}

// ContentFile is a file within a Content.
type ContentFile struct {
	Field string `json:"field"`
	Name  string `json:"name"`
	Hash  string `json:"hash"`
}

// Content is what the application says now, in one fixed order.
func (s State) Content() Content {
	c := Content{Fields: s.Fields, Files: []ContentFile{}, Team: slices.Clone(s.Team), Unit: s.Unit}
	for _, f := range s.Files {
		c.Files = append(c.Files, ContentFile{f.Field, f.Name, f.Hash})
	}
	slices.SortFunc(c.Files, func(a, b ContentFile) int {
		return cmp.Or(cmp.Compare(a.Field, b.Field), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Hash, b.Hash))
	})
	slices.SortFunc(c.Team, func(a, b Member) int { return cmp.Compare(a.Person, b.Person) })
	return c
}

// Hash is the SHA-256 of the content as JSON, in hexadecimal: two applications
// that say the same have the same hash, by whatever way they came to it.
func (c Content) Hash() (string, error) {
	raw, err := c.JSON()
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:]), nil
}

// JSON is the content as it is hashed, for those who are given it and check.
func (c Content) JSON() ([]byte, error) {
	raw, err := plainJSON(c)
	if err != nil {
		return nil, fmt.Errorf("hash content: %w", err)
	}
	return raw, nil
}

// sameJSON compares two values by what they say.
func sameJSON(a, b any) bool {
	x, err1 := plainJSON(a)
	y, err2 := plainJSON(b)
	return err1 == nil && err2 == nil && bytes.Equal(x, y)
}
