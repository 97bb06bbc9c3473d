package review

import (
	"testing"
	"time"

	"lunheng/internal/errs"
	"lunheng/internal/lang"
)

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

// Article 14: meetings with people on video need working rules of their own.
func TestNoVideoWithoutRulesForIt(t *testing.T) {
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	f := Facts{Actor: "chair", Today: "2026-11-20", Seats: []Seat{{Person: "chair", Role: RoleChair, From: "2026-01-01"}},
		NoVideo: &Lack{Text: lang.T("视频会议制度", "Rules on video"), Cited: lang.T("办法 第 14 条", "Measures, Art. 14")}}
	for mode, refused := range map[string]bool{InPerson: false, Video: true, Mixed: true} {
		_, planned := Meeting{}.Plan(PlanMeeting{StartsAt: now.Add(time.Hour), Mode: mode, Place: "305", Link: "x"}, f, now)
		m := Meeting{State: MeetingPlannedState, Mode: InPerson, StartsAt: now.Add(time.Hour)}
		_, moved := m.Rearrange(Rearrange{StartsAt: now.Add(2 * time.Hour), Mode: mode, Place: "306", Link: "x", Reason: "snow"}, f, now)
		_, opened := Meeting{State: MeetingCalledState, Mode: mode}.OpenSession(f)
		for what, err := range map[string]error{"planned": planned, "moved": moved, "opened": opened} {
			if errs.Has(err, "review.meeting.video_rules") != refused {
				t.Errorf("%s as %s: %v", what, mode, err)
			}
		}
	}
}
