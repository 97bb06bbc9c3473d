package review

import "testing"

// Only what still waits for this very meeting is taken off its agenda.
func TestRemoveWhatIsPlannedHere(t *testing.T) {
	for _, c := range []struct {
		what    string
		item    ItemState
		meeting string
		refused bool
	}{
		{"planned here", ItemPlanned, "m1", false},
		{"taken back meanwhile", ItemTakenBack, "m1", true},
		{"put off, and planned elsewhere by now", ItemPutOff, "m2", true},
		{"planned elsewhere", ItemPlanned, "m2", true},
		{"decided", ItemDone, "m1", true},
	} {
		m := Meeting{ID: "m1", State: MeetingPlannedState, Items: []Item{{Review: "r1", State: c.item}}}
		f := Facts{Case: Case{ID: "r1", State: StateScheduled, Meeting: c.meeting}}
		session, kase, err := m.RemoveItem(Unschedule{Meeting: "m1", Review: "r1"}, f)
		if (err != nil) != c.refused || c.refused && len(session)+len(kase) > 0 {
			t.Errorf("%s: %v", c.what, err)
		}
	}
}
