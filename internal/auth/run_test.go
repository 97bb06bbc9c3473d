package auth

import (
	"testing"
	"time"
)

// Requests under one key are told apart by the verb's name, by the type of the command
// and by what is in it; the same request again is the same.
func TestRequestsStayApart(t *testing.T) {
	type on struct{ ID string }
	type other struct{ ID string }
	mark := func(cmd any) string { return Act(Principal{Person: "p"}, time.Time{}, "k", cmd).Fingerprint }
	seen := map[string]any{}
	for _, cmd := range []any{on{"1"}, on{"2"}, other{"1"}, Named("open", on{"1"}), Named("close", on{"1"}), Named("open", on{"2"}), Named("open", other{"1"})} {
		if was, ok := seen[mark(cmd)]; ok {
			t.Errorf("%#v passes for %#v", cmd, was)
		}
		seen[mark(cmd)] = cmd
	}
	if again := Named("open", on{"1"}); seen[mark(again)] != again {
		t.Error("the same request is another one")
	}
}
