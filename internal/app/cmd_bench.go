package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"

	"lunheng/bench"
	"lunheng/internal/calendar"
	"lunheng/internal/journal/verify"
	"lunheng/internal/rehearse"
	"lunheng/internal/screen"
)

// benchCmd measures this program beside the limits of the machine.
type benchCmd struct {
	Cases    int     `help:"How many cases to make." default:"20000"`
	Database string  `help:"PostgreSQL address (postgres://…) of an empty database. Default: SQLite in a temporary folder." env:"LUNHENG_BENCH_DATABASE"`
	Profile  string  `help:"Folder for CPU profiles." type:"existingdir"`
	Format   string  `help:"text or json (one object a line)." enum:"text,json" default:"text"`
	Screen   bool    `help:"Measure only how well facts are found in labelled titles."`
	Labels   string  `help:"Folder with further labelled titles (nsfc, clinicaltrials)." type:"path" env:"LUNHENG_TESTDATA"`
	Only     string  `help:"Measure only one part, on a house of its own: ${enum}." enum:",veto,signals,dashboards" default:""`
	Share    float64 `help:"With --only: the share of its full size that is measured; 1 takes minutes and some gigabytes in the temporary folder." default:"0.02"`
	Rehearse int     `help:"Measure instead how fast a draft of rules is tried on this many recorded activities."`
}

// Run measures in a folder of its own, which it removes.
func (c *benchCmd) Run(ctx context.Context, env *Env) (err error) {
	if c.Cases < 100 {
		return fmt.Errorf("--cases %d: must be at least 100", c.Cases)
	}
	if c.Share <= 0 || c.Share > 1 {
		return fmt.Errorf("--share %g: must be above 0 and at most 1", c.Share)
	}
	dir, err := os.MkdirTemp("", "lunheng-bench")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if err := c.screening(env); err != nil || c.Screen {
		return err
	}
	if c.Rehearse > 0 {
		return c.rehearse(ctx, env, dir)
	}
	program, err := os.Executable()
	if err != nil {
		return err
	}
	o := bench.Options{
		Cases: c.Cases, Dir: dir, Share: c.Share, Database: c.Database, Program: program, Profile: c.Profile, Format: c.Format,
		Open: func(ctx context.Context, dir string) (*bench.House, error) {
			return openBench(ctx, dir, c.Database, env)
		},
		Now: env.Clock.Now, Out: env.Stdout, Err: env.Stderr,
	}
	if c.Only != "" {
		return bench.Part(ctx, o, c.Only)
	}
	return bench.Run(ctx, o)
}

// screening measures how well facts are found. It takes no time and needs no data, so
// it stands before all else.
func (c *benchCmd) screening(env *Env) error {
	if c.Rehearse > 0 || c.Only != "" {
		return nil
	}
	book, err := loadPacks("")
	if err != nil {
		return err
	}
	s, err := screen.New(book.On(calendar.Of(env.Clock.Now()), ""))
	if err != nil {
		return err
	}
	return bench.Recall(bench.Screening{Screener: s, Data: c.Labels, Format: c.Format, Out: env.Stdout, Err: env.Stderr})
}

// rehearse measures trying a draft on recorded activities.
func (c *benchCmd) rehearse(ctx context.Context, env *Env, dir string) (err error) {
	defer roomToJudge()()
	o := rehearse.Options{Pack: "draft", Day: calendar.Of(env.Clock.Now()), Now: env.Clock.Now()}
	if o.Without, err = loadPacks(""); err != nil {
		return err
	}
	if o.With, err = loadPacks("", bench.Draft); err != nil {
		return err
	}
	db, err := openStore(ctx, Storage{Data: dir, Database: c.Database}, true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := db.Migrate(ctx); err != nil {
		return err
	}
	return bench.Rehearse(ctx, bench.Rehearsal{DB: db, Activities: c.Rehearse, Options: o, Now: env.Clock.Now, Format: c.Format, Out: env.Stdout})
}

// openBench opens a house as serve does, without a log.
func openBench(ctx context.Context, dir, database string, env *Env) (*bench.House, error) {
	cfg := Config{Addr: "127.0.0.1:8765", Storage: Storage{Data: dir, Database: database}, Origin: "bench.invalid/log", MaxUpload: 1 << 20}
	h, err := OpenHouse(ctx, cfg, env.Clock, slog.New(slog.NewTextHandler(io.Discard, &slog.HandlerOptions{Level: slog.LevelError})))
	if err != nil {
		return nil, err
	}
	types, err := eventTypes()
	if err != nil {
		return nil, errors.Join(err, h.Close())
	}
	return &bench.House{
		City: bench.City{Services: h.Services}, Handler: h.Handler(), Sealer: h.Sealer, Close: h.Close,
		Spec: verify.Spec{Types: types, Tables: Tables(), Projections: Projections(), Key: h.LogKey, Scratch: dir},
	}, nil
}
