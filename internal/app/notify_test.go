package app_test

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"testing"
	"time"

	"lunheng/internal/app/apptest"
	"lunheng/internal/coordination"
	"lunheng/internal/recheck"
	"lunheng/internal/review"
	"lunheng/internal/store"
)

// told are the short names of those for whom a message about an event waits.
func told(t *testing.T, w *apptest.World, event string) []string {
	t.Helper()
	jobs, err := store.Column[string](w.Read(context.Background()), `select payload from jobs where kind = 'mail' order by id`)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, raw := range jobs {
		var job struct{ Person, Type string }
		if err := json.Unmarshal([]byte(raw), &job); err != nil {
			t.Fatal(err)
		}
		for name, id := range w.People {
			if job.Type == event && id == job.Person {
				out = append(out, name)
			}
		}
	}
	slices.Sort(out)
	return out
}

// Those who sit on a committee hear that a meeting goes on another day; experts
// hear that they were drawn; chair, secretary and applicant that the experts answered.
func TestWhoIsToldByMail(t *testing.T) {
	ctx, w := context.Background(), apptest.Mailing(t)
	tick := func() time.Time { return w.Advance(time.Minute) }
	_, _, meeting := w.ListedSitting("睡眠研究")
	w.Done(w.Review.Adjourn(ctx, w.As("chair"), tick(), review.Adjourn{Meeting: meeting, Until: w.Now().Add(24 * time.Hour), Reason: "时间不足"}))
	if got := told(t, w, "meeting.adjourned"); !slices.Equal(got, slices.Sorted(slices.Values(apptest.Members))) {
		t.Errorf("told of the new day: %v", got)
	}

	w.FoundBureau("peer1", "peer2", "peer3", "peer4", "peer5", "moralist", "jurist")
	_, kase := w.Listed("植入式脑机接口")
	id := w.Done(w.Recheck.Apply(ctx, w.As("officer"), tick(), recheck.Apply{Review: kase, Items: []recheck.Item{{Code: "unit_statement", Text: "风险由神经外科负责人承担。"}}})).Result
	w.Done(w.Recheck.Accept(ctx, w.As("bureau"), tick(), recheck.On{Recheck: id}))
	w.Done(w.Recheck.AnnounceDraw(ctx, w.As("bureau"), tick(), recheck.AnnounceDraw{Recheck: id}))
	w.Seal()
	w.Done(w.Recheck.Draw(ctx, w.As("bureau"), tick(), recheck.On{Recheck: id}))
	st, err := w.Recheck.View(w.Read(ctx), w.As("bureau"), id)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]string{}
	for name, person := range w.People {
		names[person] = name
	}
	seated := map[string]bool{}
	for _, e := range st.Sitting() {
		seated[names[e.Person]] = true
	}
	if got := told(t, w, "recheck.panel_drawn"); !slices.Equal(got, slices.Sorted(maps.Keys(seated))) {
		t.Errorf("drawn %v, told %v", seated, got)
	}
	for name := range seated {
		w.Done(w.Recheck.Declare(ctx, w.As(name), tick(), recheck.Declare{Recheck: id}))
		w.Done(w.Recheck.GiveOpinion(ctx, w.As(name), tick(), recheck.GiveOpinion{Recheck: id, Finding: recheck.Finding{Lawful: true, Reasonable: true, Agrees: true, Reasons: "同意。"}}))
	}
	w.Done(w.Recheck.FeedBack(ctx, w.As("bureau"), tick(), recheck.FeedBack{Recheck: id, Summary: "同意。"}))
	for event, want := range map[string][]string{"recheck.applied": {"bureau"}, "recheck.accepted": {"officer"}, "recheck.fed_back": {"chair", "lin", "officer", "secretary"}} {
		if got := told(t, w, event); !slices.Equal(got, want) {
			t.Errorf("told of %s: %v; want %v", event, got, want)
		}
	}

	w.Receive("officer", w.Unit, "ethics", "secretary", "lay")
	w.Report(w.Unit, "第七实验室没有取得同意书。", "孙证人", "lay")
	w.Report(w.Unit, "又一件。", "", "lay")
	w.Advance(24 * time.Hour)
	if err := w.SettleReports(ctx); err != nil {
		t.Fatal(err)
	}
	if got := told(t, w, "complaint.filed"); !slices.Equal(got, []string{"secretary"}) {
		t.Errorf("told that something came in: %v, of whom one ought to be, once", got)
	}

	mechanism := w.FoundMechanism()
	w.Done(w.Coordination.SetTask(ctx, w.As("desk"), tick(), coordination.SetTask{Mechanism: mechanism, Wanted: coordination.Wanted{Title: "伦理平台", Text: "建立区域平台。", Lead: "sz.health", Joint: []string{"sz.education"}}}))
	if got := told(t, w, "task.set"); !slices.Equal(got, []string{"education", "health"}) {
		t.Errorf("told of the task: %v", got)
	}
}
