package bench_test

import (
	"bytes"
	"context"
	"encoding/json"
	"testing"
	"time"

	"lunheng/bench"
	"lunheng/internal/rehearse"
	"lunheng/internal/rules"
	"lunheng/internal/store/storetest"
	"lunheng/packs"
)

// The measured rehearsal judges every activity, of which some change, in memory that
// does not hold them.
func TestRehearse(t *testing.T) {
	without, err := rules.Load(packs.FS())
	if err != nil {
		t.Fatal(err)
	}
	with, err := rules.Load(packs.FS(), bench.Draft)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	clock := time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)
	err = bench.Rehearse(context.Background(), bench.Rehearsal{DB: storetest.SQLite(t), Activities: 3000, Format: "json", Out: &out,
		Options: rehearse.Options{With: with, Without: without, Pack: "draft", Day: "2026-11-20", Now: clock},
		Now:     func() time.Time { clock = clock.Add(time.Second); return clock }})
	if err != nil {
		t.Fatal(err)
	}
	var told struct {
		Activities int
		Changed    int64
		Seconds    float64
	}
	if err := json.Unmarshal(out.Bytes(), &told); err != nil || told.Activities != 3000 || told.Changed < 100 || told.Seconds <= 0 {
		t.Errorf("%s: %v", out.String(), err)
	}
}
