package recheck

import (
	"encoding/json"
	"testing"

	"lunheng/internal/draw"
	"lunheng/internal/errs"
)

// Whatever the file: no panic, no draw without a sealed announcement, and the
// refusal says what is wrong.
func FuzzCheck(f *testing.F) {
	for _, raw := range []string{``, `{}`, `[]`, `{"format":"lunheng-draw/1"}`, `{"format":"lunheng-draw/1","announcement":{},"order":null,"followed":[{}]}`,
		`{"format":"lunheng-draw/1","announcement":{"format":"lunheng-decision/1","event":"","salt":"","leaf":0,"size":0,"proof":[],"checkpoint":"","key":""},"seed":""}`,
		`{"format":"lunheng-draw/1"} {}`} {
		f.Add([]byte(raw))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if _, err := Check(raw, nil); errs.CodeOf(err) != errs.Refused {
			t.Fatalf("got %v", err)
		}
	})
}

// Whatever a stranger's log announces: no panic, and a refusal or a panel of its size.
func FuzzRepeat(f *testing.F) {
	f.Add([]byte(`{"size":1,"seats":[{"category":"a","need":1}],"candidates":[{"ref":"x","is":["a"]},{"ref":"y","is":["a"]}]}`), []byte(`{"followed":[{"left":"x","next":"y"}]}`))
	f.Add([]byte(`{"size":-1,"seats":[{"category":"","need":-9}],"candidates":[{},{},{}]}`), []byte(`{"followed":[{},{}]}`))
	f.Add([]byte(`{"size":9223372036854775807,"seats":[{"category":"","need":9223372036854775807}],"candidates":[{}]}`), []byte(`{}`))
	f.Fuzz(func(t *testing.T, announced, file []byte) {
		var c Checked
		var step File
		if json.Unmarshal(announced, &c.Announcement) != nil || json.Unmarshal(file, &step) != nil {
			return
		}
		own := draw.Announce(c.Candidates, c.Seats, c.Announcement.Size)
		var seed [32]byte
		order := own.Order(seed)
		panel, ok := own.Panel(order)
		if ok && len(panel) < own.Size {
			t.Fatalf("the panel is %v", panel)
		}
		step.Seed, step.Order, step.Panel = "0000000000000000000000000000000000000000000000000000000000000000", order, panel
		c.Announcement = own
		if again := c.repeat(step, seed); again != nil && errs.CodeOf(again) != errs.Refused || !ok && again == nil {
			t.Fatalf("drawn again: %v; before: %v", again, ok)
		}
	})
}
