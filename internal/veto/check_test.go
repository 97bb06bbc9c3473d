package veto

import (
	"encoding/csv"
	"os"
	"testing"

	"lunheng/internal/testdata"
)

func TestWrongNumber(t *testing.T) {
	for _, c := range []struct {
		paper, number string
		wrong         bool
	}{
		{"resident_id", "11010519491231002X", false}, {"resident_id", "11010519491231002x", false}, {"resident_id", "440524188001010014", false},
		{"resident_id", "440524188001010015", true}, {"resident_id", "4405241880010100", true}, {"resident_id", "", true},
		{"passport", "whatever", false}, {"credit_code", "91110000600037341L", false}, {"credit_code", "91110000600037342L", true},
	} {
		if got := WrongNumber(c.paper, c.number); got != c.wrong {
			t.Errorf("%s %q: %v", c.paper, c.number, got)
		}
	}
}

// Every published vector of the check digit agrees.
func TestVectors(t *testing.T) {
	for file, c := range map[string]struct {
		paper  string
		column int
	}{"identifiers/resident_id_vectors.csv": {"resident_id", 2}, "identifiers/uscc_vectors.csv": {"credit_code", 2}} {
		f, err := os.Open(testdata.Shared(t, file))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(f).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows[1:] {
			if got, want := WrongNumber(c.paper, row[0]), row[c.column] != "True"; got != want {
				t.Errorf("%s %q: wrong %v; want %v", c.paper, row[0], got, want)
			}
		}
		f.Close()
	}
}
