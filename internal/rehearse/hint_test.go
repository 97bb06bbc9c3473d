package rehearse_test

import (
	"strings"
	"testing"

	"lunheng/internal/lang"
	"lunheng/internal/rehearse"
)

// A draft that holds for none of the activities says why, and only such a one.
func TestHint(t *testing.T) {
	for _, c := range []struct {
		judged, away int64
		region, want string
	}{{0, 0, "4403", ""}, {5, 4, "4403", ""}, {5, 5, "4403", "深圳市, codes that begin with 4403"}, {5, 5, "", "first day"}} {
		got := rehearse.Result{Judged: c.judged, Away: c.away, Day: "2026-11-20"}.Hint(c.region).In(lang.EN)
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%+v: %q", c, got)
		}
	}
}
