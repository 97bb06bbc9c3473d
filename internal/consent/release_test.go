package consent

import (
	"testing"

	"lunheng/internal/lang"
	"lunheng/internal/rules"
)

// Every point is answered before anybody confirms; not to allow takes reasons;
// work that is not approved, or not sensitive, asks for nothing.
func TestAReleaseIsAnsweredPointByPoint(t *testing.T) {
	f := ReleaseFacts{Approved: true, Who: "committee", Points: []rules.Item{{Code: "misuse", Text: lang.Same("misuse")}}}
	cmd := AskRelease{Title: "results", Where: "a journal"}
	if _, err := (Release{}).Ask(cmd, f); err == nil {
		t.Error("asked without an answer to every point")
	}
	cmd.Checks = []Checked{{Code: "misuse", Text: "weighed"}}
	if _, err := (Release{}).Ask(cmd, f); err != nil {
		t.Error(err)
	}
	for _, none := range []ReleaseFacts{{Who: "unit"}, {Approved: true}} {
		if _, err := (Release{}).Ask(cmd, none); err == nil {
			t.Errorf("asked on %+v", none)
		}
	}
	s := Release{State: ReleaseAsked}
	for result, ok := range map[string]bool{"allow": true, "change": false, "refuse": false, "perhaps": false} {
		if _, err := s.Confirm(ConfirmRelease{Result: result}, ReleaseFacts{}); (err == nil) != ok {
			t.Errorf("%s without a note: %v", result, err)
		}
	}
	if _, err := (Release{State: ReleaseAllowed}).Confirm(ConfirmRelease{Result: "refuse", Note: "late"}, ReleaseFacts{}); err == nil {
		t.Error("confirmed twice")
	}
	if err := ReleaseTable.Check(); err != nil {
		t.Error(err)
	}
}
