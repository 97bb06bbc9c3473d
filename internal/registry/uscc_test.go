package registry_test

import (
	"encoding/csv"
	"os"
	"testing"

	"lunheng/internal/registry"
)

// Codes from public lists and from other checkers' tests.
func TestUSCC(t *testing.T) {
	f, err := os.Open("testdata/uscc_vectors.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		code, valid, why := row[0], row[2] == "True", row[3]
		if got := registry.WarnUSCC(code); got.IsZero() != valid {
			t.Errorf("%s (%s): %q", code, why, got.EN)
		}
	}
	if len(rows) != 21 {
		t.Errorf("%d rows; want 21", len(rows))
	}
}

// Writing does not matter; no code is no fault; odd characters are named.
func TestUSCCWriting(t *testing.T) {
	for _, code := range []string{"", "  ", " 9111 0000 6000 3734 1l "} {
		if got := registry.WarnUSCC(code); !got.IsZero() {
			t.Errorf("%q: %s", code, got.EN)
		}
	}
	for _, code := range []string{"9111000060003734IL", "91110000600037341", "统一社会信用代码", "911100006000373中"} {
		if registry.WarnUSCC(code).IsZero() {
			t.Errorf("%q passed", code)
		}
	}
}

func FuzzUSCC(f *testing.F) {
	f.Add("91110000600037341L")
	f.Fuzz(func(t *testing.T, code string) { registry.WarnUSCC(code) })
}
