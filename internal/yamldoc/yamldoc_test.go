package yamldoc

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"lunheng/internal/lang"
)

func TestParseKeepsPlaces(t *testing.T) {
	docs, p := Parse("f.yaml", []byte("a: 1\nb:\n  - x: 是\n    y: [true, 2.5, ~]\n---\non: 2026-11-20\n"), 1000)
	if len(p) > 0 || len(docs) != 2 {
		t.Fatalf("%d documents, problems %v", len(docs), p)
	}
	want := map[string]any{"a": int64(1), "b": []any{map[string]any{"x": "是", "y": []any{true, 2.5, nil}}}}
	if got := docs[0].Any(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	y := docs[0].Find("b", "0", "y")
	if y.Line != 4 || y.Path != "b[0].y" {
		t.Errorf("y is at %d:%d %s", y.Line, y.Col, y.Path)
	}
	if docs[1].Get("on").Text() != "2026-11-20" {
		t.Errorf("a date must stay text, got %v", docs[1].Any())
	}
}

func TestParseReadsJSON(t *testing.T) {
	docs, p := Parse("f.json", []byte("{\n  \"a\": {\"b\": [1, \"x\\u4e2d\"]},\n  \"c\": \"d:e\"\n}"), 1000)
	want := map[string]any{"a": map[string]any{"b": []any{int64(1), "x中"}}, "c": "d:e"}
	if len(p) > 0 || !reflect.DeepEqual(docs[0].Any(), want) {
		t.Fatalf("got %v %v", docs, p)
	}
}

func TestParseRefuses(t *testing.T) {
	for in, want := range map[string]string{
		"a: &x 1\nb: *x":                "f:1:4: a: anchors",
		"a: 1\na: 2":                    "f:2:1: YAML syntax: mapping key",
		"a: 0123":                       "not a plain decimal",
		"a: 12_000":                     "not a plain decimal",
		"a: !!binary eA==":              "anchors",
		"a: [1, 2":                      "YAML syntax",
		"a: " + strings.Repeat("[", 99): "nested too deeply",
		strings.Repeat("- ", 99) + "1":  "nested too deeply",
		"a: \xff":                       "UTF-8",
		strings.Repeat("x", 1001):       "larger than",
	} {
		_, p := Parse("f", []byte(in), 1000)
		if len(p) == 0 || !strings.Contains(p.Error(), want) {
			t.Errorf("%.20q: got %q, want %q", in, p.Error(), want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"a: 1", "- a\n- b: {c: [d]}", "a: &x 1\nb: *x", "? a\n: b", "a: |\n  t\n", "<<: {a: 1}", "%YAML 1.2\n---\na", "{\"a\":[1,2]}", "a: 'x", "\t- a"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		docs, p := Parse("f", data, 4096)
		for _, d := range docs {
			d.Any()
		}
		_ = p.Err()
	})
}

// TestOneSlipHidesNoOther breaks a piece, a list item or a document, and wants the
// others read and every break told once, at its place.
func TestOneSlipHidesNoOther(t *testing.T) {
	for name, tc := range map[string]struct{ in, want, left string }{
		"item":       {"id: x\nrules:\n  - id: a\n    when: \"b\n  - id: c\n    when: d\n", "f:4:11: YAML syntax: could not find end", "map[id:x rules:[map[id:c when:d]]]"},
		"two items":  {"rules:\n  - id: a\n    t: {zh: 1\n  - id: b\n  - id: c\n    t: [1\n  - id: d\n", "f:4:3: YAML syntax|f:7:3: YAML syntax", "map[rules:[map[id:b] map[id:d]]]"},
		"whole list": {"id: x\nrules:\n- id: 'a\n", "f:3:7: YAML syntax", "map[id:x]"},
		"document":   {"a: 1\n---\nb: [\n---\nc: 2\n", "f:3:4: YAML syntax", "map[a:1] map[c:2]"},
		"all":        {"'x\n", "f:1:1: YAML syntax", ""},
	} {
		docs, p := Parse("f", []byte(tc.in), 1000)
		var left []string
		for _, d := range docs {
			left = append(left, fmt.Sprint(d.Any()))
		}
		if got := strings.Join(left, " "); got != tc.left {
			t.Errorf("%s: left %q, want %q", name, got, tc.left)
		}
		want := strings.Split(tc.want, "|")
		for i := range want {
			if len(p) != len(want) || !strings.Contains(p[i].In(lang.EN), want[i]) {
				t.Errorf("%s: told %v, want %v", name, p, want)
			}
		}
	}
}

func TestBrokenJSONIsCalledJSON(t *testing.T) {
	for in, want := range map[string]string{
		"{\"a\": 1,, \"b\": 2}":    "f:1:9: JSON syntax: invalid character ','",
		"{\n  \"a\": {\n    \"b\"": "f:3:8: JSON syntax: unexpected end",
		"{a: [1}":                  "YAML syntax",
	} {
		_, p := Parse("f", []byte(in), 1000)
		if len(p) != 1 || !strings.Contains(p.Error(), want) {
			t.Errorf("%q: told %v, want %q", in, p, want)
		}
	}
	if _, p := Parse("f.json", []byte("[1,]"), 1000); len(p) != 0 && !strings.Contains(p.Error(), "JSON") {
		t.Errorf("by the name of the file: %v", p)
	}
}
