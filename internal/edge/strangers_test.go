package edge_test

import (
	"net/http/httptest"
	"testing"
	"time"

	"lunheng/internal/edge"
)

func TestStrangers(t *testing.T) {
	s, now := edge.NewStrangers(), time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)
	take := func(act, from string) bool { return s.Take(act, from, 2, now) == nil }
	if !take("file", "192.0.2.7:5000") || !take("file", "192.0.2.7:5001") || take("file", "192.0.2.7:5002") {
		t.Error("the third of one address is not refused")
	}
	if !take("file", "192.0.2.8:5000") || !take("open", "192.0.2.7:5000") {
		t.Error("another address, or another act, is refused")
	}
	if !take("file", "[2001:db8::1]:1") || !take("file", "[2001:db8::2]:1") || take("file", "[2001:db8::3]:1") {
		t.Error("one network of IPv6 counts as many")
	}
	now = now.Add(24 * time.Hour)
	if !take("file", "192.0.2.7:5003") {
		t.Error("refused on the next day")
	}
}

func TestReporting(t *testing.T) {
	for path, want := range map[string]bool{"/report-a-wrong": true, "/report-a-wrong/channel": true, "/report-a-wrongly": false, "/api/v1/reporting/letters": true, "/api/v1/reports": false, "/complaints": false} {
		if got := edge.Reporting(httptest.NewRequest("GET", path, nil)); got != want {
			t.Errorf("%s: %v", path, got)
		}
	}
}
