package journal

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lunheng/internal/flow"
)

// Whatever the quick way opens, the slow way opens to the same.
func TestOpenAsJSON(t *testing.T) {
	plain, err := encode(envelope{ID: "e", Stream: "s/1", Version: 1, Type: "t.done", Actor: "a"}, payload{Text: "words"})
	if err != nil {
		t.Fatal(err)
	}
	if _, quick := open(plain); !quick {
		t.Fatal("a plain event is not opened the quick way")
	}
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.OneOf(rapid.StringMatching(`[a-z0-9/._-]{0,12}`), rapid.String())
		env := envelope{ID: word.Draw(t, "id"), Stream: word.Draw(t, "stream"), Version: rapid.Int64().Draw(t, "version"),
			Type: word.Draw(t, "type"), At: rapid.Int64().Draw(t, "at"), Actor: word.Draw(t, "actor"), For: word.Draw(t, "for")}
		if rapid.Bool().Draw(t, "grounded") {
			env.Ground = []flow.Ground{{Rule: word.Draw(t, "rule"), Source: word.Draw(t, "source")}}
		}
		raw, err := encode(env, payload{Text: rapid.String().Draw(t, "text")})
		if err != nil {
			t.Fatal(err)
		}
		if rapid.Bool().Draw(t, "damaged") {
			i := rapid.IntRange(0, len(raw)-1).Draw(t, "at byte")
			raw = raw[:i] + rapid.StringN(0, 2, 4).Draw(t, "by") + raw[i+1:]
		}
		got, ok := open(raw)
		if !ok || !json.Valid(got.Data) {
			return
		}
		var want envelope
		if err := json.Unmarshal([]byte(raw), &want); err != nil {
			t.Fatalf("opened %q, which is no JSON: %v", raw, err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%q opened to\n%+v, want\n%+v", raw, got, want)
		}
	})
}

type payload struct {
	Text string `json:"text"`
}

func (payload) EventType() string { return "toy.told" }

// Bytes behind the payload are no part of an event, whichever way it is read.
func TestTrailingBytes(t *testing.T) {
	types := Types{"toy.told": TypeOf[payload]().Decode}
	raw := `{"id":"1","stream":"toy/1","version":1,"type":"toy.told","at":1,"actor":"p","data":{"text":"a"}}`
	if _, err := types.Decode(raw); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{raw + "}", strings.Replace(raw, `"a"}`, `"a"}{}`, 1), strings.TrimSuffix(raw, "}"),
		strings.Replace(raw, `"a"}`, `"a"},"more":1`, 1)} {
		if _, err := types.Decode(bad); err == nil {
			t.Errorf("%s was read", bad)
		}
	}
}
