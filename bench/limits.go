package bench

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
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

// row is what bare inserts write: about what an event holds.
var row = strings.Repeat("b", 600)

const insertRow = `insert into bench_rows (id, body) values ($1, $2)`

// bareInserts measures one-row transactions into a table of two columns, in
// the database as it is, with its sync setting: plain ones through
// database/sql, which is what any program could do, and in a group commit,
// which is what the store does.
type bareInserts struct {
	db    *store.DB
	plain *sql.DB
	now   func() time.Time
	turn  int // so that ids differ between measurements
}

// openBare opens a second way into the database, past the store.
func openBare(ctx context.Context, h *House, path, address string) (*bareInserts, error) {
	b := &bareInserts{db: h.DB(), now: h.Now}
	var err error
	if address != "" {
		b.plain, err = sql.Open("pgx", address)
	} else {
		q := url.Values{"_pragma": {"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)"}}
		b.plain, err = sql.Open("sqlite", (&url.URL{Scheme: "file", Opaque: path, RawQuery: q.Encode()}).String())
	}
	if err != nil {
		return nil, err
	}
	_, err = b.plain.ExecContext(ctx, `create table bench_rows (id text primary key, body text not null)`)
	return b, err
}

// close removes the rows again.
func (b *bareInserts) close(ctx context.Context) error {
	_, err := b.plain.ExecContext(ctx, `drop table bench_rows`)
	return errors.Join(err, b.plain.Close())
}

// measure gives the rates for a number of clients: plain and grouped. SQLite
// has one writer, so plain clients take turns on one connection.
func (b *bareInserts) measure(ctx context.Context, clients int) (plain, grouped Figure, err error) {
	b.turn++
	conns := clients
	if b.db.Dialect == store.SQLite {
		conns = 1
	}
	b.plain.SetMaxOpenConns(conns)
	b.plain.SetMaxIdleConns(conns)
	insert, err := b.plain.PrepareContext(ctx, insertRow)
	if err != nil {
		return plain, grouped, err
	}
	defer insert.Close()
	l := drive(clients, sample, b.now, func(c, i int) error {
		_, err := insert.ExecContext(ctx, fmt.Sprintf("p-%d-%d-%d", b.turn, c, i), row)
		return err
	})
	plain = Figure{What: fmt.Sprintf("plain insert, %d at once", clients), Value: l.rate, Unit: "/s"}
	if l.err != nil {
		return plain, grouped, l.err
	}
	l = drive(clients, sample, b.now, func(c, i int) error {
		return b.db.Update(ctx, func(tx *store.Tx) error {
			return tx.Exec(insertRow, fmt.Sprintf("g-%d-%d-%d", b.turn, c, i), row)
		})
	})
	return plain, Figure{What: fmt.Sprintf("insert through the store, %d at once", clients), Value: l.rate, Unit: "/s"}, l.err
}
