package bench

import (
	"context"
	"fmt"
	"os"
	"slices"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/calendar"
	"lunheng/internal/conduct"
	"lunheng/internal/consent"
	"lunheng/internal/journal"
	"lunheng/internal/risk"
)

// signals measures the signals of risk on a large city: all of them from scratch, and
// those that one change touches.
func (r *runner) signals(ctx context.Context) error {
	n := r.size(1000, 1_000_000)
	t := &town{r: r, department: "science", units: max(10, n/500), committees: max(15, n/330), activities: n, reports: n / 2, meetings: true,
		now: r.Now()}
	if err := t.build(ctx); err != nil {
		return err
	}
	return r.profiled("signals", func() error {
		if err := r.fromScratch(ctx, n); err != nil {
			return err
		}
		return r.changed(ctx, t)
	})
}

// fromScratch measures everything without the queue, and then lets the watch find and
// journal the same for the first time.
func (r *runner) fromScratch(ctx context.Context, n int) error {
	before, _ := resident(os.Getpid())
	found, start, busy := 0, r.Now(), cpu()
	most, err := peak(func() error {
		return r.Risk.Survey(r.Read(ctx), start, func(risk.Standing) error { found++; return nil }, func(string, string, time.Time) error { return nil })
	})
	if err != nil {
		return err
	}
	after, _ := resident(os.Getpid())
	what := fmt.Sprintf("signals of %d activities", n)
	if err := r.tell(Figure{What: what + " from scratch", Value: r.Now().Sub(start).Seconds(), Unit: "s"}, Figure{What: "  processor time", Value: (cpu() - busy).Seconds(), Unit: "s"}, Figure{What: "  found", Value: float64(found), Unit: "signals"},
		Figure{What: "  live memory at most", Value: float64(most) / (1 << 20), Unit: "MiB"},
		Figure{What: "  process grown by", Value: float64(after-before) / 1024, Unit: "MiB"}); err != nil {
		return err
	}
	start, busy = r.Now(), cpu()
	looked, err := r.Risk.Watch(ctx, start)
	if err != nil {
		return err
	}
	if found == 0 || looked == 0 {
		return fmt.Errorf("%s: found %d, looked at %d", what, found, looked)
	}
	return r.tell(Figure{What: what + " found and journalled the first time", Value: r.Now().Sub(start).Seconds(), Unit: "s"}, Figure{What: "  processor time", Value: (cpu() - busy).Seconds(), Unit: "s"},
		Figure{What: "  looked at", Value: float64(looked), Unit: "subjects"})
}

// changed measures one change at a time: the event, which marks whom it concerns, and
// the watch, which looks at them and journals what follows.
func (r *runner) changed(ctx context.Context, t *town) error {
	var times []time.Duration
	changes := r.size(10, 200)
	for i := range changes {
		id, c := fmt.Sprintf("01900000-0009-7000-8000-%012d", i), i%t.committees
		if err := r.happen(ctx, activity.Stream(id), activity.Drafted{Unit: townUnit(c % t.units), Region: districts[c%t.units%len(districts)], Leader: "p-0000001"}); err != nil {
			return err
		}
		begun := conduct.Begun{Review: "k" + id, Committee: townCommittee(c), Unit: townUnit(c % t.units), Leader: "p-0000001", Title: "T", Months: 12, Due: t.now.AddDate(1, 0, 0)}
		if err := r.happen(ctx, conduct.Stream(id), begun); err != nil {
			return err
		}
		if err := r.happen(ctx, consent.Stream(id), consent.Started{Unit: townUnit(c % t.units), Documents: []string{"x"}, Way: "written"}, consent.Cut{N: 1, Way: "written"},
			consent.PutBefore{N: 1}, consent.Approved{N: 1}); err != nil {
			return err
		}
		if _, err := r.Risk.Watch(ctx, r.Now()); err != nil {
			return err
		}
		start := r.Now()
		day := calendar.Of(start).AddDays(-30) // before the approval: a signal
		if err := r.happen(ctx, consent.Stream(id), consent.Given{N: 1, Document: "x", Way: "written", Codes: []string{"001"}, Day: day}); err != nil {
			return err
		}
		looked, err := r.Risk.Watch(ctx, r.Now())
		if err != nil || looked == 0 {
			return fmt.Errorf("watch a change: looked at %d: %w", looked, err)
		}
		times = append(times, r.Now().Sub(start))
	}
	var told int
	if err := r.Read(ctx).Row(`select count(*) from risk_signals where subject >= $1 and state = 'standing'`, "01900000-0009").Scan(&told); err != nil {
		return err
	}
	if told < changes {
		return fmt.Errorf("signals: %d of %d changes were noticed", told, changes)
	}
	slices.Sort(times)
	return r.tell(Figure{What: "one change to its signal, median", Value: ms(median(times)), Unit: "ms"}, Figure{What: "  99th percentile", Value: ms(times[len(times)*99/100]), Unit: "ms"})
}

// happen journals events past the verbs.
func (r *runner) happen(ctx context.Context, stream string, bodies ...journal.Body) error {
	_, err := r.Journal.Do(ctx, journal.Act{Actor: journal.System, Now: r.Now()}, func(tx *journal.Tx) error {
		if _, err := tx.Load(stream); err != nil {
			return err
		}
		var news []journal.New
		for _, b := range bodies {
			news = append(news, journal.Because(b))
		}
		return tx.Append(stream, news...)
	})
	if err != nil {
		return fmt.Errorf("journal %s: %w", stream, err)
	}
	return nil
}
