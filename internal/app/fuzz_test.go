package app

import (
	"reflect"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// Whatever the configuration file: no panic, a mistake is told in one line that
// names the file, and every flag gets a single value or a refusal.
func FuzzConfig(f *testing.F) {
	for _, text := range []string{"", "addr: 127.0.0.1:80\n", "trusted-proxies: [10.0.0.0/8, 192.168.0.0/16]\n", "mail-port: 25\nmail-plain: true\n",
		"addr: {a: 1}\n", "addr: [1, [2]]\n", "- a\n", "a: &x [1]\nb: *x\n", "addr: *none\n", "a: 1\na: 2\n", "addr: !!binary x\n", "\x00", "addr: \"\\x", "? [a]\n: 1\n"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := loadConfigFile(strings.NewReader(text))
		if err != nil {
			if msg := err.Error(); !strings.HasPrefix(msg, "read the configuration file: ") || strings.Contains(msg, "\n") {
				t.Fatalf("not a clear refusal: %q", msg)
			}
			return
		}
		file := got.(*fileResolver)
		_ = file.Validate(nil)
		for key := range file.values {
			if v, err := file.Resolve(nil, nil, &kong.Flag{Value: &kong.Value{Name: key, Target: reflect.ValueOf([]string{})}}); err == nil && v != nil {
				if _, ok := v.(string); !ok {
					t.Fatalf("%s is %T", key, v)
				}
			}
		}
	})
}

// A file that is cut off at the bound would be another file.
func TestConfigIsNotCutOff(t *testing.T) {
	if _, err := loadConfigFile(strings.NewReader("addr: a\n" + strings.Repeat("#\n", maxConfig/2))); err == nil {
		t.Error("a file beyond the bound is read")
	}
}

// Whatever stands in the journal's table: no panic; what is read says so again.
func FuzzDecodeEvent(f *testing.F) {
	types, err := eventTypes()
	if err != nil {
		f.Fatal(err)
	}
	for name := range types {
		f.Add(`{"id":"1","stream":"a/1","version":1,"type":"` + name + `","at":1,"actor":"p","data":{}}`)
	}
	for _, raw := range []string{`{}`, ``, `[]`, `{"type":"log.opened","data":null}`, `{"id":1}`,
		`{"id":"1","stream":"a/1","version":99999999999999999999,"type":"log.opened","at":1,"actor":"p","data":{}}`,
		`{"id":"1","stream":"a/1","version":1,"type":"log.opened","at":1,"actor":"p","data":{}}}`} {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		e, err := types.Decode(raw)
		if err != nil {
			return
		}
		if again, err := types.Decode(raw); err != nil || e.Raw != raw || e.Body == nil || e.Body.EventType() != e.Type || again.Version != e.Version {
			t.Fatalf("%q is read as %+v, then %+v, %v", raw, e, again, err)
		}
	})
}
