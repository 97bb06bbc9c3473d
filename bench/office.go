package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"
)

// How a person works: acts on a case every other second on the average, and
// looks at a page before each act.
const (
	officePeople = 500
	officeThink  = 2 * time.Second
	officeHours  = 15 * time.Second
)

// office measures many people at once, each with a case of their own on its
// road, who think between what they do. Unlike a closed loop it does not slow down
// with the house: whoever is due acts. What was acknowledged is counted against
// the journal at the end.
func (r *runner) office(ctx context.Context, original string) error {
	b, err := r.browser("secretary")
	if err != nil {
		return err
	}
	before, err := r.count(ctx)
	if err != nil {
		return err
	}
	var mu sync.Mutex
	var verbs, pages times
	var wg sync.WaitGroup
	end := r.Now().Add(officeHours)
	for range officePeople {
		road := r.Road(original)
		wg.Go(func() {
			for r.think(ctx, end) {
				t := r.Now()
				_, err := b.get(road.page())
				read := r.Now()
				out, failed := road.Next(ctx)
				mu.Lock()
				pages.add(read.Sub(t), err, 0)
				verbs.add(r.Now().Sub(read), failed, len(out.Events))
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	after, err := r.count(ctx)
	if err != nil {
		return err
	}
	what := fmt.Sprintf("office: %d people", officePeople)
	if err := r.tellLoad(what+", acts", verbs.over(officeHours), Figure{}); err != nil {
		return err
	}
	if err := r.tellLoad(what+", pages", pages.over(officeHours), Figure{}); err != nil {
		return err
	}
	if lost := before + int64(verbs.events) - after; lost != 0 {
		return fmt.Errorf("%s: %d acknowledged events are not in the journal", what, lost)
	}
	return r.tell(Figure{What: what + ", acknowledged events that are missing", Value: 0, Unit: "events"})
}

// page is what a person looks at before the next act.
func (r *Road) page() string {
	if r.Case == "" || r.Done() {
		return "/reviews?limit=50&state=all"
	}
	return "/reviews/" + r.Case
}

// think waits as long as people do, and reports whether there is time left.
func (r *runner) think(ctx context.Context, end time.Time) bool {
	timer := time.NewTimer(time.Duration(rand.ExpFloat64() * float64(officeThink)))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return r.Now().Before(end)
	}
}
