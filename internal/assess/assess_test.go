package assess

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"lunheng/internal/lang"
	"lunheng/internal/rules"
	"lunheng/internal/testdata"
	"lunheng/packs"
)

func book(t testing.TB) *rules.Book {
	t.Helper()
	b, err := rules.Load(packs.FS())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// example is one line of the collection of worked examples.
type example struct {
	Why     string
	Profile json.RawMessage
	Expect  map[string]any
}

// wholeBook adds trial packs for medicine, AI and three cities, which show that
// such packs need nothing of the engine.
func wholeBook(t testing.TB) *rules.Book {
	t.Helper()
	b, err := rules.Load(packs.FS(), os.DirFS("testdata/packs"))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestWorkedExamples compares with assessments made by hand from the documents.
func TestWorkedExamples(t *testing.T) {
	f, err := os.Open(testdata.Shared(t, "../cases/assess.ndjson"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b := wholeBook(t)
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<20)
	n := 0
	for in.Scan() {
		var e example
		if err := json.Unmarshal(in.Bytes(), &e); err != nil {
			t.Fatal(err)
		}
		n++
		t.Run(e.Why, func(t *testing.T) { checkExample(t, b, e) })
	}
	if n == 0 {
		t.Fatal("no examples")
	}
}

func checkExample(t *testing.T, b *rules.Book, e example) {
	profiles, err := Read(b, "example", bytes.NewReader(e.Profile))
	if err != nil {
		t.Fatal(err)
	}
	a, err := Judge(b, profiles[0], profiles[0].On)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := a.JSON(lang.EN)
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	for key, want := range e.Expect {
		if !reflect.DeepEqual(got[key], want) {
			t.Errorf("%s = %v, want %v", key, got[key], want)
		}
	}
}

func TestReadTellsEveryMistakeWithItsLine(t *testing.T) {
	_, err := Read(book(t), "p.yaml", strings.NewReader(`on: 2026-13-01
activity:
  title: t
  colour: red
  unit:
    kind: zoo
    region: 440305
  partners:
    - name: x
    - country: XX
`))
	if err == nil {
		t.Fatal("read")
	}
	for _, want := range []string{
		`p.yaml:1:5: on: "2026-13-01" is not a day`,
		`p.yaml:4:3: activity.colour: unknown key "colour"`,
		`p.yaml:6:11: activity.unit.kind: unknown code "zoo"`,
		`p.yaml:7:13: activity.unit.region: want a text`,
		`p.yaml:9:7: activity.partners[0].country: this is required`,
		`p.yaml:10:16: activity.partners[1].country: unknown code "XX"`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is missing in:\n%v", want, err)
		}
	}
	if n := strings.Count(err.Error(), "\n") + 1; n != 6 {
		t.Errorf("%d mistakes, want 6:\n%v", n, err)
	}
}
