package auth_test

import (
	"flag"
	"os"
	"testing"

	"lunheng/internal/auth"
)

var update = flag.Bool("update", false, "write generated documents anew")

// The picture in the docs is that of the table.
func TestPicture(t *testing.T) {
	const path = "../../docs/authorisation.md"
	want := auth.Picture()
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(have) != want {
		t.Errorf("%s is not the picture of the table; run: go test ./internal/auth -run TestPicture -update", path)
	}
}
