package journal

import (
	"database/sql"
	"errors"
	"fmt"
	"time"

	"lunheng/internal/store"
)

// Standing is how the log stands, for those who run the house.
type Standing struct {
	Sealed  int64     // events covered by the last checkpoint
	Waiting int64     // committed and not sealed yet
	At      time.Time // when the last checkpoint was signed; zero before the first
}

// Standing tells how far sealing has come.
func (j *Journal) Standing(r store.Reader) (Standing, error) {
	var s Standing
	var at int64
	err := r.Row(`select size, at from checkpoints order by size desc limit 1`).Scan(&s.Sealed, &at)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return s, fmt.Errorf("read last checkpoint: %w", err)
	}
	if err == nil {
		s.At = store.Time(at)
	}
	if err := r.Row(`select count(*) from unsealed`).Scan(&s.Waiting); err != nil {
		return s, fmt.Errorf("count events to seal: %w", err)
	}
	return s, nil
}
