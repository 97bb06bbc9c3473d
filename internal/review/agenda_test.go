package review

import (
	"testing"
	"time"

	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// Article 14: whoever takes part by video, in a meeting held in a room too, needs those
// rules; how each was there is told, and decides how the meeting counts as held.
func TestTakingPartByVideo(t *testing.T) {
	at := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	seats := []Seat{{Person: "chair", Role: RoleChair, From: "2026-01-01"}, {Person: "a", Role: RoleMember, From: "2026-01-01"}}
	none := &Lack{Text: lang.T("视频会议制度", "Rules on video"), Cited: lang.T("办法 第 14 条", "Measures, Art. 14")}
	for _, c := range []struct {
		mode    string
		rules   *Lack
		remote  bool
		refused bool
		held    string
	}{
		{InPerson, none, false, false, InPerson},
		{InPerson, none, true, true, InPerson},
		{InPerson, nil, true, false, Mixed},
		{Mixed, none, true, true, InPerson}, // the rules were withdrawn since it was planned
		{Mixed, nil, false, false, InPerson},
		{Mixed, nil, true, false, Mixed},
		{Video, nil, false, false, Video}, // nobody meets in a room
	} {
		m := Meeting{State: MeetingOpenState, Mode: c.mode}
		m.enter("chair", c.mode == Video, at)
		news, err := m.Arrive(Move{Person: "a", Remote: c.remote}, Facts{Actor: "a", Today: "2026-11-20", Seats: seats, NoVideo: c.rules})
		if errs.Has(err, "review.attend.video_rules") != c.refused || (err != nil) != c.refused {
			t.Errorf("%+v: %v", c, err)
		}
		for _, n := range news {
			m.apply(journal.Event{At: at, Body: n.Body})
		}
		if m.Held() != c.held || m.In("a") == c.refused {
			t.Errorf("%+v: held %s, in %t", c, m.Held(), m.In("a"))
		}
	}
}

// Whoever goes on in the other way has been there in both.
func TestGoingOnByVideo(t *testing.T) {
	at := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	m := Meeting{State: MeetingOpenState, Mode: Mixed}
	f := Facts{Actor: "a", Today: "2026-11-20", Seats: []Seat{{Person: "a", Role: RoleMember, From: "2026-01-01"}}}
	for i, remote := range []bool{false, true, true, false} {
		news, err := m.Arrive(Move{Remote: remote}, f)
		if errs.Has(err, "review.attend.in") != (i == 2) {
			t.Fatalf("%d: %v", i, err)
		}
		for _, n := range news {
			m.apply(journal.Event{At: at.Add(time.Duration(i) * time.Hour), Body: n.Body})
		}
	}
	want := "17:00–18:00，现场；18:00–20:00，视频；20:00–，现场"
	if got := (Attended{Spans: m.Room[0].Spans}).when().In(lang.ZH); got != want || !m.In("a") || m.Held() != InPerson {
		t.Errorf("%s, held %s", got, m.Held())
	}
}

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
