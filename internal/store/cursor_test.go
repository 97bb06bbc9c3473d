package store

import (
	"encoding/base64"
	"reflect"
	"testing"
)

// Whatever comes as a cursor: no panic; what is read has a value of its kind for each
// column, and written again it is the same place.
func FuzzCursor(f *testing.F) {
	k := Keyset{Columns: []string{"at", "id"}, Numbers: []string{"at"}}
	for _, raw := range []string{`[1,"a"]`, `["a",1]`, `[1]`, `[null,null]`, `[1e400,"a"]`, `[99999999999999999999,"a"]`, `[1,"\u0000"]`, `{}`, `[[1],["a"]]`, ``} {
		f.Add(base64.RawURLEncoding.EncodeToString([]byte(raw)))
	}
	f.Add("§")
	f.Fuzz(func(t *testing.T, s string) {
		keys, err := k.parse(s)
		if err != nil {
			return
		}
		_, number := keys[0].(int64)
		_, text := keys[1].(string)
		if len(keys) != 2 || !number || !text {
			t.Fatalf("%q is read as %v", s, keys)
		}
		again, err := cursor(keys)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := k.parse(again); err != nil || !reflect.DeepEqual(back, keys) {
			t.Fatalf("%v comes back as %v, %v", keys, back, err)
		}
	})
}
