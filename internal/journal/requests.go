package journal

import (
	"context"
	"fmt"
	"time"

	"lunheng/internal/store"
)

// sweptRequests bounds the request keys of one transaction of a sweep, so that
// nobody waits long behind it.
const sweptRequests = 2000

// SweepRequests forgets the keys of requests that were answered before a time,
// and returns how many. Such a request, sent again, would have an effect again:
// the time must lie further back than any client repeats itself.
func (j *Journal) SweepRequests(ctx context.Context, before time.Time) (int64, error) {
	var all int64
	for n := int64(sweptRequests); n == sweptRequests; all += n {
		err := j.DB.Update(ctx, func(tx *store.Tx) (err error) {
			n, err = tx.ExecN(`delete from idempotency where (actor, key) in
				(select actor, key from idempotency where at < $1 order by at limit $2)`, store.Micros(before), sweptRequests)
			return err
		})
		if err != nil {
			return all, fmt.Errorf("sweep request keys: %w", err)
		}
	}
	return all, nil
}
