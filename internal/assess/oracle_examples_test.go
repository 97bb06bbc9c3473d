package assess_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"testing"

	"lunheng/internal/testdata"
)

// TestOracleAgreesWithTheWorkedExamples holds the oracle itself against
// assessments made by hand, reading the same lines as the packs' own test.
func TestOracleAgreesWithTheWorkedExamples(t *testing.T) {
	file, err := os.Open(testdata.Shared(t, "../cases/assess.ndjson"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	n := 0
	for ; lines.Scan(); n++ {
		var example struct {
			Why     string
			Profile json.RawMessage
			Expect  expected
		}
		if err := json.Unmarshal(lines.Bytes(), &example); err != nil {
			t.Fatal(err)
		}
		f, err := readFacts(example.Profile, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range differences(oracle(f), example.Expect) {
			t.Errorf("%s: %s", example.Why, d)
		}
	}
	if n == 0 {
		t.Fatal("no examples")
	}
}

// difference is one field in which two assessments differ.
type difference struct {
	field     string
	got, want any
}

func (d difference) String() string {
	return fmt.Sprintf("%s: the packs say %v, the oracle %v", d.field, d.got, d.want)
}

// differences compares field by field.
func differences(got, want expected) []difference {
	var out []difference
	g, w := reflect.ValueOf(got), reflect.ValueOf(want)
	for i := range g.NumField() {
		if a, b := g.Field(i).Interface(), w.Field(i).Interface(); !reflect.DeepEqual(a, b) {
			out = append(out, difference{g.Type().Field(i).Tag.Get("json"), a, b})
		}
	}
	return out
}
