package bench

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"lunheng/internal/store"
)

// sample is how long each limit is measured.
const sample = 1500 * time.Millisecond

// calibrate measures append and fsync of half a kilobyte in dir: the floor
// under everything durable.
func calibrate(dir string, now func() time.Time) (Figure, error) {
	f, err := os.Create(filepath.Join(dir, "calibrate"))
	if err != nil {
		return Figure{}, err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	block := []byte(strings.Repeat("x", 512))
	v, err := rate(sample, now, 16, func() error {
		if _, err := f.Write(block); err != nil {
			return err
		}
		return f.Sync()
	})
	return Figure{What: "append and fsync 512 B", Value: v, Unit: "/s"}, err
}

// hashing measures SHA-256 over event-sized pieces and Merkle leaves.
func hashing(now func() time.Time) (sha, leaves Figure, err error) {
	block := []byte(strings.Repeat("e", 600))
	v, err := rate(sample, now, 1000, func() error { sha256.Sum256(block); return nil })
	if err != nil {
		return sha, leaves, err
	}
	sha = Figure{What: "SHA-256 of 600 B, one core", Value: v, Unit: "/s"}
	var n int64
	var stored []tlog.Hash
	read := tlog.HashReaderFunc(func(idx []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(idx))
		for i, k := range idx {
			out[i] = stored[k]
		}
		return out, nil
	})
	v, err = rate(sample, now, 1000, func() error {
		hs, err := tlog.StoredHashes(n, block[:32], read)
		stored, n = append(stored, hs...), n+1
		return err
	})
	return sha, Figure{What: "Merkle leaves appended in memory", Value: v, Unit: "/s"}, err
}

// bareInserts measures plain one-row transactions into a table like the
// journal's, with the sync setting of the database as it is.
func bareInserts(ctx context.Context, db *store.DB, clients int, now func() time.Time) (Figure, error) {
	err := db.Update(ctx, func(tx *store.Tx) error {
		return tx.Exec(`create table if not exists bench_rows (id text primary key, body text not null)`)
	})
	if err != nil {
		return Figure{}, err
	}
	body, run := strings.Repeat("b", 600), now().UnixNano()
	l := drive(clients, sample, now, func(c, i int) error {
		return db.Update(ctx, func(tx *store.Tx) error {
			return tx.Exec(`insert into bench_rows (id, body) values ($1, $2)`, fmt.Sprintf("%d-%d-%d", run, c, i), body)
		})
	})
	return Figure{What: fmt.Sprintf("bare insert, %d at once", clients), Value: l.rate, Unit: "/s"}, l.err
}
