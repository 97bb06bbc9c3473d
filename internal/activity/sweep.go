package activity

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"time"

	"lunheng/internal/document/blob"
	"lunheng/internal/store"
)

// maxSwept bounds the files of one sweep; the next one goes on.
const maxSwept = 10000

// hashes finds what may be the hash of a file in an event.
var hashes = regexp.MustCompile(`\b[0-9a-f]{64}\b`)

// Sweep removes files that were put longer than grace ago and that no event of
// the journal, of whatever domain, has ever named: uploads whose act failed.
// It returns how many it removed. Grace must be longer than an act takes after
// its file was put; a day is ample.
func Sweep(ctx context.Context, db *store.DB, files blob.Tidy, now time.Time, grace time.Duration) (int, error) {
	cutoff := now.Add(-grace)
	orphans, err := candidates(ctx, db, files, cutoff)
	if err != nil || len(orphans) == 0 {
		return 0, err
	}
	if err := dropNamed(db.Read(ctx), orphans); err != nil {
		return 0, err
	}
	removed := 0
	for _, hash := range slices.Sorted(maps.Keys(orphans)) {
		gone, err := sweepOne(ctx, db, files, hash, now, cutoff)
		if err != nil {
			return removed, err
		}
		if gone {
			removed++
		}
	}
	err = db.Update(ctx, func(tx *store.Tx) error {
		return tx.Exec(`delete from uploads where at < $1 and swept < $1`, store.Micros(cutoff.Add(-longestUpload)))
	})
	if err != nil {
		return removed, fmt.Errorf("forget old uploads: %w", err)
	}
	return removed, nil
}

// candidates are the old files that no activity has.
func candidates(ctx context.Context, db *store.DB, files blob.Tidy, cutoff time.Time) (map[string]bool, error) {
	r, out := db.Read(ctx), map[string]bool{}
	err := files.Each(ctx, func(hash string, put time.Time) error {
		if !put.Before(cutoff) || len(out) >= maxSwept {
			return nil
		}
		var n int
		err := r.Row(`select count(*) from (select hash from activity_files where hash = $1 limit 1) f`, hash).Scan(&n)
		if n == 0 {
			out[hash] = true
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("look for files that nothing names: %w", err)
	}
	return out, nil
}

// dropNamed reads the journal once and takes out what some event names.
func dropNamed(r store.Reader, orphans map[string]bool) error {
	const batch = 2000
	for after, n := int64(-1), batch; n == batch && len(orphans) > 0; {
		n = 0
		_, err := store.Collect(r, func(rows *sql.Rows) (struct{}, error) {
			var body string
			err := rows.Scan(&after, &body)
			for _, hash := range hashes.FindAllString(body, -1) {
				delete(orphans, hash)
			}
			n++
			return struct{}{}, err
		}, `select seq, body from events where seq > $1 order by seq limit $2`, after, batch)
		if err != nil {
			return fmt.Errorf("look for files that events name: %w", err)
		}
	}
	return nil
}

// sweepOne removes a file unless an act has claimed it meanwhile. The row of
// uploads is held until the file is gone, so that a claim comes before or
// after, never between.
func sweepOne(ctx context.Context, db *store.DB, files blob.Tidy, hash string, now, cutoff time.Time) (bool, error) {
	var gone bool
	err := db.Update(ctx, func(tx *store.Tx) error {
		n, err := tx.ExecN(`insert into uploads (hash, at, swept) values ($1, 0, $2)
			on conflict (hash) do update set swept = excluded.swept where uploads.at < $3`,
			hash, store.Micros(now), store.Micros(cutoff))
		if err != nil || n == 0 {
			return err
		}
		gone, err = files.Remove(ctx, hash, cutoff)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("sweep file %s: %w", hash, err)
	}
	return gone, nil
}
