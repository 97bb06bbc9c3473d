package verify

import (
	"strings"
	"testing"
)

// Two long values that differ far from their beginning are shown where they do.
func TestDiffer(t *testing.T) {
	long := strings.Repeat("同", 500)
	for name, c := range map[string]struct {
		is, should any
		a, b       string
	}{
		"short":   {"open", "closed", `"open"`, `"closed"`},
		"numbers": {int64(1), int64(2), `"1"`, `"2"`},
		"late":    {long + "x" + long, long + "y" + long, "同x同", "同y同"},
		"longer":  {long, long + "尾", `同"`, `同尾"`},
		"bytes":   {[]byte(strings.Repeat("a", 100) + "b"), []byte(strings.Repeat("a", 100) + "c"), `62"`, `63"`},
	} {
		a, b := differ(c.is, c.should)
		if a == b || !strings.Contains(a, c.a) || !strings.Contains(b, c.b) {
			t.Errorf("%s: %s and %s", name, a, b)
		}
		if len([]rune(a)) > 90 || len([]rune(b)) > 90 {
			t.Errorf("%s: too long: %s and %s", name, a, b)
		}
	}
}
