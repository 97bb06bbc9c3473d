package journal

import (
	"fmt"
	"testing"
)

type page struct {
	Lines []string
	Notes map[string][]string
	Next  *page
}

func (page) EventType() string { return "page.written" }

// Two who append to one list of a shared payload do not write into each other's.
func TestSharedListsHaveNoRoom(t *testing.T) {
	roomy := func() []string { return append(make([]string, 0, 8), "one") }
	p := shared(page{Lines: roomy(), Notes: map[string][]string{"n": roomy()}, Next: &page{Lines: roomy()}}).(page)
	for name, list := range map[string][]string{"list": p.Lines, "in a map": p.Notes["n"], "behind a pointer": p.Next.Lines} {
		a, b := append(list, "a"), append(list, "b")
		if a[1] != "a" || b[1] != "b" {
			t.Errorf("%s: %v and %v share their room", name, a, b)
		}
	}
}

// Whatever is read, only so much is kept.
func TestKeptIsBounded(t *testing.T) {
	k := &kept{}
	raw := string(make([]byte, 1<<16))
	for i := range 1000 {
		k.keep(fmt.Sprint(i), []Event{{Raw: raw}})
	}
	n := 0
	for _, m := range []map[string][]Event{k.young, k.old} {
		for _, events := range m {
			n += size(events)
		}
	}
	if n > keptBytes+2<<16 || k.of("999") == nil || k.of("1") != nil {
		t.Errorf("%d bytes are kept", n)
	}
}
