package bench

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"lunheng/bench/figure"
)

// Figure is one measured value beside a limit of the same run.
type Figure = figure.Figure

// load is what a closed loop of clients did.
type load struct {
	rate     float64 // per second
	p50, p99 time.Duration
	failed   int64
	err      error // one of the failures
}

// drive runs work from a number of clients side by side for a while.
func drive(clients int, d time.Duration, now func() time.Time, work func(client, i int) error) load {
	var wg sync.WaitGroup
	var failed atomic.Int64
	var firstErr atomic.Value
	times := make([][]time.Duration, clients)
	start := now()
	for c := range clients {
		wg.Go(func() {
			for i := 0; ; i++ {
				t := now()
				if t.Sub(start) > d {
					return
				}
				if err := work(c, i); err != nil {
					failed.Add(1)
					firstErr.CompareAndSwap(nil, err)
				}
				times[c] = append(times[c], now().Sub(t))
			}
		})
	}
	wg.Wait()
	took := now().Sub(start)
	all := slices.Concat(times...)
	slices.Sort(all)
	l := load{rate: float64(len(all)) / took.Seconds(), failed: failed.Load()}
	if len(all) > 0 {
		l.p50, l.p99 = all[len(all)/2], all[len(all)*99/100]
	}
	if err, ok := firstErr.Load().(error); ok {
		l.err = err
	}
	return l
}

// rate measures how often a second work can be done on one core.
func rate(d time.Duration, now func() time.Time, batch int, work func() error) (float64, error) {
	start, n := now(), 0
	for now().Sub(start) < d {
		for range batch {
			if err := work(); err != nil {
				return 0, err
			}
		}
		n += batch
	}
	return float64(n) / now().Sub(start).Seconds(), nil
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
