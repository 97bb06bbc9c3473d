package activity_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/errs"
	"lunheng/internal/jobs"
	"lunheng/internal/screen/opinion"
)

// A model is asked once for a text, sees title and summary alone, and what it says
// is a suggestion that a person answers.
func TestSecondOpinion(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		sent := ""
		model := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			var body struct {
				Messages []struct{ Content string } `json:"messages"`
			}
			if err := json.NewDecoder(r.Body).Decode(&body); err != nil || len(body.Messages) != 2 {
				t.Errorf("sent %v: %v", body, err)
				return
			}
			sent = body.Messages[1].Content
			answer := `{"facts":[{"fact":"pathogen","words":["危险的菌"],"why":"接触危险的菌"},{"fact":"human_participants","words":[],"why":"有人参与"}]}`
			if err := json.NewEncoder(rw).Encode(map[string]any{"choices": []any{map[string]any{"message": map[string]string{"content": answer}}}}); err != nil {
				t.Error(err)
			}
		}))
		defer model.Close()
		id := w.draft("u1")
		w.save("lin", id, 0, "title", "夜班与睡眠", "plan_summary", "培养一种危险的菌。", "interests", "林某，电话 13800000000")
		ask := activity.AskOpinion{Activity: id}
		if _, err := w.AskOpinion(ctx, w.as("lin"), w.tick(), ask); errs.CodeOf(err) != errs.Refused {
			t.Errorf("without a model: %v", err)
		}

		w.Machine = opinion.New(opinion.Options{URL: model.URL, Model: "m-1", Timeout: time.Minute})
		for range 2 {
			if _, err := w.AskOpinion(ctx, w.as("lin"), w.tick(), ask); err != nil {
				t.Fatal(err)
			}
		}
		worker := &jobs.Worker{DB: w.db, Handlers: map[string]jobs.Handler{activity.OpinionKind: w.GiveOpinion}, Holder: "t"}
		if n, err := worker.RunReady(ctx, w.tick()); err != nil || n != 1 {
			t.Fatalf("%d jobs: %v", n, err)
		}
		if !strings.Contains(sent, "夜班与睡眠") || !strings.Contains(sent, "危险的菌") || strings.Contains(sent, "13800000000") || strings.Contains(sent, "lin") {
			t.Errorf("the model saw %q", sent)
		}
		got := w.hints(id)
		if h := got["pathogen"]; h.Machine != "m-1" || h.Why != "接触危险的菌" || !h.Open() {
			t.Errorf("the suggestion is not shown as a machine's: %+v", h)
		}
		if _, ok := got["human_participants"]; ok {
			t.Error("a machine asks about what the answers cover")
		}
		if _, err := w.AnswerHint(ctx, w.as("lin"), w.tick(), activity.AnswerHint{Activity: id, Fact: "pathogen", Reason: "是无害的实验室菌株"}); err != nil {
			t.Fatal(err)
		}
		if h := w.hints(id)["pathogen"]; h.Open() {
			t.Error("a person's answer does not count")
		}
	})
}
