package edge_test

import (
	"net/http"
	"testing"

	"lunheng/internal/edge"
)

// An address in a header counts only when a trusted proxy wrote it.
func TestClientAddress(t *testing.T) {
	for _, c := range []struct {
		trusted   []string
		remote    string
		forwarded []string
		want      string
	}{
		{nil, "203.0.113.9:4711", nil, "203.0.113.9"},
		{nil, "203.0.113.9:4711", []string{"198.51.100.7"}, "203.0.113.9"}, // nobody is trusted
		{[]string{"10.0.0.0/8"}, "203.0.113.9:4711", []string{"198.51.100.7"}, "203.0.113.9"},
		{[]string{"10.0.0.0/8"}, "10.1.1.1:80", []string{"198.51.100.7"}, "198.51.100.7"},
		{[]string{"10.0.0.0/8"}, "10.1.1.1:80", nil, "10.1.1.1"},
		{[]string{"10.0.0.0/8"}, "10.1.1.1:80", []string{"1.2.3.4, 198.51.100.7"}, "198.51.100.7"}, // the client wrote the first itself
		{[]string{"10.0.0.0/8"}, "10.1.1.1:80", []string{"1.2.3.4", "198.51.100.7, 10.2.2.2"}, "198.51.100.7"},
		{[]string{"10.0.0.0/8"}, "10.1.1.1:80", []string{"1.2.3.4, nonsense"}, "10.1.1.1"},
		{[]string{"10.0.0.0/8"}, "10.1.1.1:80", []string{"10.3.3.3"}, "10.3.3.3"},
		{[]string{"127.0.0.1", "::1"}, "[::1]:80", []string{"2001:db8::5"}, "2001:db8::5"},
		{[]string{"127.0.0.1", "::1"}, "[::ffff:127.0.0.1]:80", []string{"[2001:db8::5]:99"}, "2001:db8::5"},
	} {
		proxies, err := edge.ParseProxies(c.trusted)
		if err != nil {
			t.Fatal(err)
		}
		r := &http.Request{RemoteAddr: c.remote, Header: http.Header{"X-Forwarded-For": c.forwarded}}
		if got := proxies.Client(r); got != c.want {
			t.Errorf("%v, from %s, forwarded %q: %s; want %s", c.trusted, c.remote, c.forwarded, got, c.want)
		}
	}
	if _, err := edge.ParseProxies([]string{"10.0.0.0/33"}); err == nil {
		t.Error("10.0.0.0/33 was taken for a network")
	}
}
