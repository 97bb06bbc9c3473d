package verify_test

import (
	"context"
	"os"
	"strconv"
	"testing"

	"lunheng/internal/journal/verify"
	"lunheng/internal/store"
	"lunheng/internal/store/storetest"
)

// size of the logs that are measured; LUNHENG_EVENTS sets another.
func size(b *testing.B) int {
	n, err := strconv.Atoi(os.Getenv("LUNHENG_EVENTS"))
	if err != nil {
		return 20_000
	}
	return n
}

func BenchmarkHashesAndFolds(b *testing.B) {
	each(b, func(s *verify.Spec) { s.SkipProjections = true })
}
func BenchmarkWithProjections(b *testing.B) { each(b, func(*verify.Spec) {}) }

func each(b *testing.B, set func(*verify.Spec)) {
	b.Run("sqlite", func(b *testing.B) { measure(b, storetest.SQLite(b), set) })
	b.Run("postgres", func(b *testing.B) { measure(b, storetest.Postgres(b), set) })
}

func measure(b *testing.B, db *store.DB, set func(*verify.Spec)) {
	w := newWorld(b, db, 5)
	w.fill(b, size(b))
	spec := w.spec()
	set(&spec)
	for b.Loop() {
		res, err := verify.Run(context.Background(), db, spec, func(f verify.Fault) { b.Fatal(f) }, nil)
		if err != nil || res.Events != int64(size(b)) {
			b.Fatal(res, err)
		}
	}
	b.ReportMetric(float64(size(b)*b.N)/b.Elapsed().Seconds(), "events/s")
}

// fill journals n events in large acts and seals them as a busy server would.
func (w *world) fill(b *testing.B, n int) {
	for done := 0; done < n; done += 100 {
		w.act(b, 100)
		w.seal(b)
	}
}

func BenchmarkSeal(b *testing.B) {
	seal := func(b *testing.B, db *store.DB) {
		w := newWorld(b, db, 6)
		total := 0
		for b.Loop() {
			b.StopTimer()
			for range 20 {
				w.act(b, 100)
			}
			total += 2000
			b.StartTimer()
			w.seal(b)
		}
		b.ReportMetric(float64(total)/b.Elapsed().Seconds(), "events/s")
	}
	b.Run("sqlite", func(b *testing.B) { seal(b, storetest.SQLite(b)) })
	b.Run("postgres", func(b *testing.B) { seal(b, storetest.Postgres(b)) })
}
