package bench

import (
	"context"
	"fmt"
	"time"

	"lunheng/internal/activity"
)

// crowd is the clients at which acts are measured.
var crowd = []int{1, 32, 256}

// acts measures verbs, each durable when it returns, beside bare inserts.
func (r *runner) acts(ctx context.Context, original string) error {
	for _, clients := range crowd {
		plain, grouped, err := r.bare.measure(ctx, clients)
		if err != nil {
			return err
		}
		if err := r.tell(plain, grouped); err != nil {
			return err
		}
		drafts := r.drive(clients, func(c, i int) error {
			_, err := r.Activity.Draft(ctx, r.As("lin"), r.Now(), activity.Draft{Unit: r.Unit,
				Fields: activity.Values{activity.TitleField: activity.Text(title(c + i))}})
			return err
		})
		if err := r.tellLoad(fmt.Sprintf("acts: draft an application, %d at once", clients), drafts, plain); err != nil {
			return err
		}
	}
	return r.roads(ctx, original)
}

// roads measures a mix of all the verbs between copy and decision.
func (r *runner) roads(ctx context.Context, original string) error {
	for _, clients := range crowd[:2] {
		plain, _, err := r.bare.measure(ctx, clients)
		if err != nil {
			return err
		}
		roads := make([]*Road, clients)
		for i := range roads {
			roads[i] = r.Road(original)
		}
		mix := r.drive(clients, func(c, _ int) error {
			_, err := roads[c].Next(ctx)
			return err
		})
		if err := r.tellLoad(fmt.Sprintf("acts: the whole road of a review, %d at once", clients), mix, plain); err != nil {
			return err
		}
	}
	if err := r.office(ctx, original); err != nil {
		return err
	}
	return r.rulesAndPaper(ctx, original)
}

// rulesAndPaper measures what is computed rather than stored.
func (r *runner) rulesAndPaper(ctx context.Context, original string) error {
	unit, err := r.Activity.Unit(r.Read(ctx), r.Unit)
	if err != nil {
		return err
	}
	profile := unit.Fill(*answers("睡眠"))
	judged, err := rate(sample, r.Now, 10, func() error {
		_, err := activity.Judge(r.Book.Current(), profile, r.As("lin").Day)
		return err
	})
	if err != nil {
		return err
	}
	if err := r.tell(Figure{What: "assessments with reasons, one core", Value: judged, Unit: "/s"}); err != nil {
		return err
	}
	if err := r.screening(r.As("lin").Day); err != nil {
		return err
	}
	road := r.Road(original)
	for !road.Done() { // a decision that has no letter yet
		if _, err := road.Next(ctx); err != nil {
			return err
		}
	}
	return r.letters(ctx, road.Case)
}

// drive runs work for the usual time.
func (r *runner) drive(clients int, work func(client, i int) error) load {
	return drive(clients, 2*sample, r.Now, work)
}

// tellLoad tells the rate and percentiles of a load. A load with failures is
// no figure.
func (r *runner) tellLoad(what string, l load, beside Figure) error {
	if l.err != nil {
		return fmt.Errorf("%s: %d failed, such as: %w", what, l.failed, l.err)
	}
	f := Figure{What: what, Value: l.rate, Unit: "/s"}
	if beside.What != "" {
		f = f.Beside(beside)
	}
	return r.tell(f, Figure{What: "  median", Value: ms(l.p50), Unit: "ms"}, Figure{What: "  99th percentile", Value: ms(l.p99), Unit: "ms"})
}

// median of some durations.
func median(all []time.Duration) time.Duration { return all[len(all)/2] }
