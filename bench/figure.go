package bench

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Figure is one measured value beside a limit of the same run.
type Figure struct {
	What    string  `json:"what"`
	Value   float64 `json:"value"`
	Unit    string  `json:"unit"`
	Against string  `json:"against,omitempty"` // the limit or peer
	Limit   float64 `json:"limit,omitzero"`
	Ratio   float64 `json:"ratio,omitzero"` // value divided by limit
}

// Beside adds the limit that a figure is to be read against.
func (f Figure) Beside(limit Figure) Figure {
	f.Against, f.Limit = limit.What, limit.Value
	if limit.Value != 0 {
		f.Ratio = f.Value / limit.Value
	}
	return f
}

// Write prints figures, one a line, for people or as JSON.
func Write(w io.Writer, format string, figures ...Figure) error {
	for _, f := range figures {
		if format == "json" {
			if err := json.NewEncoder(w).Encode(f); err != nil {
				return err
			}
			continue
		}
		line := fmt.Sprintf("%-52s %12s %s", f.What, number(f.Value), f.Unit)
		if f.Against != "" {
			line += fmt.Sprintf("  (%.2f of %s: %s)", f.Ratio, f.Against, number(f.Limit))
		}
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}

func number(v float64) string {
	if v >= 100 {
		return fmt.Sprintf("%.0f", v)
	}
	return fmt.Sprintf("%.3g", v)
}

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
