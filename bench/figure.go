package bench

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"lunheng/bench/figure"
)

// Figure is one measured value beside a limit of the same run.
type Figure = figure.Figure

// load is what clients did within a time.
type load struct {
	rate     float64 // per second
	p50, p99 time.Duration
	failed   int64
	err      error // one of the failures
}

// times are how long things took, and what came of them.
type times struct {
	all    []time.Duration
	events int
	failed int64
	err    error // the first failure
}

func (t *times) add(took time.Duration, err error, events int) {
	t.all, t.events = append(t.all, took), t.events+events
	if err != nil {
		t.failed++
		t.err = cmp.Or(t.err, err)
	}
}

// over is the load that they make in a stretch of time.
func (t times) over(d time.Duration) load {
	slices.Sort(t.all)
	l := load{rate: float64(len(t.all)) / d.Seconds(), failed: t.failed, err: t.err}
	if len(t.all) > 0 {
		l.p50, l.p99 = t.all[len(t.all)/2], t.all[len(t.all)*99/100]
	}
	return l
}

// drive runs work from a number of clients side by side for a while.
func drive(clients int, d time.Duration, now func() time.Time, work func(client, i int) error) load {
	var wg sync.WaitGroup
	each := make([]times, clients)
	start := now()
	for c := range clients {
		wg.Go(func() {
			for i := 0; ; i++ {
				t := now()
				if t.Sub(start) > d {
					return
				}
				err := work(c, i)
				each[c].add(now().Sub(t), err, 0)
			}
		})
	}
	wg.Wait()
	took := now().Sub(start)
	var sum times
	for _, t := range each {
		sum.all, sum.failed, sum.err = append(sum.all, t.all...), sum.failed+t.failed, cmp.Or(sum.err, t.err)
	}
	return sum.over(took)
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
