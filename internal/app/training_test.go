package app_test

import (
	"context"
	"testing"

	"lunheng/internal/app/apptest"
	"lunheng/internal/document/blob"
	"lunheng/internal/learning"
	"lunheng/internal/store"
)

// A list of training that is sent twice under one key has one effect, and answers the
// same; under another key its rows are on record already. A bad row spoils no other.
func TestTrainingListSentAgain(t *testing.T) {
	ctx, w := context.Background(), apptest.New(t)
	list := &blob.Upload{Name: "training.csv", Content: []byte("name,course,provider,hours,day,kind\n" +
		"林静怡,动物伦理,学会,4,2026-03-02,induction\n没有此人,动物伦理,学会,4,2026-03-02,induction\n沈思远,动物伦理,学会,4,2026-03-02,induction\n")}
	states := func(key string) (out [3]string) {
		rows, err := w.Learning.Import(ctx, w.As("officer"), w.Now(), learning.Import{Unit: w.Unit, File: list, Key: key})
		if err != nil || len(rows) != len(out) {
			t.Fatalf("%d rows: %v", len(rows), err)
		}
		for i, r := range rows {
			out[i] = r.State
		}
		return out
	}
	events := func() int {
		n, err := store.Column[int](w.Read(ctx), `select count(*) from events where type = 'training.imported'`)
		if err != nil {
			t.Fatal(err)
		}
		return n[0]
	}
	before := events()
	for _, step := range []struct {
		key  string
		want [3]string
	}{
		{"spring", [3]string{learning.RowTaken, learning.RowRefused, learning.RowTaken}},
		{"spring", [3]string{learning.RowTaken, learning.RowRefused, learning.RowTaken}},
		{"summer", [3]string{learning.RowSkipped, learning.RowRefused, learning.RowSkipped}},
	} {
		if got := states(step.key); got != step.want {
			t.Errorf("under %q: %v; want %v", step.key, got, step.want)
		}
		if made := events() - before; made != 2 {
			t.Errorf("under %q: %d courses in all; want 2", step.key, made)
		}
	}
}
