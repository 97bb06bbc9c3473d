package activity_test

import (
	"slices"
	"strings"
	"testing"

	"lunheng/internal/activity"
	"lunheng/internal/errs"
)

// hints are those of an application now, as fact=words.
func (w *world) hints(id string) map[string]activity.Hint {
	w.t.Helper()
	list, err := w.Hints(ctx, w.state(id), w.as("lin").Day)
	if err != nil {
		w.t.Fatal(err)
	}
	out := map[string]activity.Hint{}
	for _, h := range list {
		out[h.Fact] = h
	}
	return out
}

// What the text says and the answers do not cover is asked, until it is answered
// either way; new words ask anew.
func TestHints(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		id := w.draft("u1")
		w.save("lin", id, 0, "title", "青少年睡眠与近视的关系", "plan_summary", "先在大鼠上验证给药剂量。")
		got := w.hints(id)
		if h := got["animals"]; !h.Open() || !slices.Equal(h.Words, []string{"大鼠"}) || h.Covers != "animals" || h.Question.IsZero() {
			t.Errorf("the rats are not asked about: %+v", h)
		}
		if h := got["minors"]; !h.Open() || !slices.Equal(h.Words, []string{"青少年"}) {
			t.Errorf("the minors are not asked about: %+v", h)
		}
		if h, ok := got["human_participants"]; ok {
			t.Errorf("people are in the assessment, and asked about: %+v", h)
		}

		cmd := activity.AnswerHint{Activity: id, Fact: "animals", Reason: " 动物试验由另一已获批的项目完成。 "}
		if _, err := w.AnswerHint(ctx, w.as("lin"), w.tick(), cmd); err != nil {
			t.Fatal(err)
		}
		if h := w.hints(id)["animals"]; h.Open() || h.Answer.Reason != strings.TrimSpace(cmd.Reason) || h.Answer.By != "lin" || !slices.Equal(h.Answer.Words, []string{"大鼠"}) {
			t.Errorf("the answer is not kept: %+v", h)
		}
		version := w.state(id).Version
		if _, err := w.AnswerHint(ctx, w.as("lin"), w.tick(), cmd); err != nil || w.state(id).Version != version {
			t.Errorf("the same answer is kept twice (%v)", err)
		}
		w.save("lin", id, 0, "risks", "食蟹猴可能受伤。")
		if h := w.hints(id)["animals"]; !h.Open() || !slices.Equal(h.Words, []string{"大鼠", "食蟹猴"}) {
			t.Errorf("new words do not ask anew: %+v", h)
		}

		covered := *answers()
		covered.Animals, covered.Humans.Vulnerable = "laboratory", []string{"minors"}
		if _, err := w.Assess(ctx, w.as("lin"), w.tick(), activity.Assess{Activity: id, Profile: covered}); err != nil {
			t.Fatal(err)
		}
		if got := w.hints(id); len(got) > 0 {
			t.Errorf("what is covered is still asked: %v", got)
		}
	})
}

// Words in an attached text count; a file that is no document has none.
func TestHintsOfFiles(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		id := w.draft("u1")
		for _, content := range []string{"二、妊娠妇女可以参加。", "%PDF-1.7\n妊娠妇女"} {
			cmd := activity.Attach{Activity: id, Field: "plan_file", Name: "方案"}
			if _, err := w.Attach(ctx, w.as("lin"), w.tick(), cmd, strings.NewReader(content)); err != nil {
				t.Fatal(err)
			}
			h, asked := w.hints(id)["pregnancy"]
			if plain := !strings.HasPrefix(content, "%PDF"); asked != plain {
				t.Errorf("%q: asked is %v: %+v", content, asked, h)
			}
		}
	})
}

func TestAnswersToHintsThatAreRefused(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		id := w.draft("u1")
		w.save("lin", id, 0, "title", "大鼠的睡眠")
		for _, c := range []struct {
			person string
			cmd    activity.AnswerHint
			code   errs.Code
		}{
			{"lin", activity.AnswerHint{Activity: id, Fact: "animals", Reason: " "}, errs.Invalid},
			{"lin", activity.AnswerHint{Activity: id, Fact: "animals", Reason: strings.Repeat("长", 201)}, errs.Invalid},
			{"lin", activity.AnswerHint{Activity: id, Fact: "pathogen", Reason: "没有"}, errs.NotFound},
			{"stranger", activity.AnswerHint{Activity: id, Fact: "animals", Reason: "没有"}, errs.NotFound},
		} {
			if _, err := w.AnswerHint(ctx, w.as(c.person), w.tick(), c.cmd); errs.CodeOf(err) != c.code {
				t.Errorf("%s %+v: %v, want %s", c.person, c.cmd, err, c.code)
			}
		}
	})
}
