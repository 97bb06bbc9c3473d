package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"

	"lunheng/internal/demo"
)

// demoCmd runs the server on an invented city.
type demoCmd struct {
	Addr     string `help:"Address to listen on." default:"127.0.0.1:8765" env:"LUNHENG_ADDR"`
	Data     string `help:"Folder to keep the city in. Default: a temporary one." type:"path"`
	LogLevel string `help:"debug, info, warn or error." enum:"debug,info,warn,error" default:"warn" env:"LUNHENG_LOG_LEVEL"`
}

// Run makes the city, or opens one that was kept, and serves it.
func (c *demoCmd) Run(ctx context.Context, env *Env) error {
	listener, err := listen(ctx, c.Addr)
	if err != nil {
		return err
	}
	defer listener.Close()
	dir, keep := c.Data, c.Data != ""
	if !keep {
		if dir, err = os.MkdirTemp("", "lunheng-demo-"); err != nil {
			return fmt.Errorf("make a folder for the demo: %w", err)
		}
		defer os.RemoveAll(dir)
	}
	cfg := Config{Addr: reached(c.Addr, listener), Storage: Storage{Data: dir}, MaxUpload: 100 << 20, Origin: "mingchuan.invalid/log"}
	known, err := keptDemo(cfg.Storage)
	if err != nil {
		return err
	}
	log := logger(env, c.LogLevel)
	if known == nil {
		if known, err = makeDemo(ctx, cfg, env.Clock, log); err != nil {
			return err
		}
	}
	house, err := openHouse(ctx, cfg, env.Clock, log, !keep)
	if err != nil {
		return err
	}
	defer house.Close()
	house.Demo = known.Accounts
	return serve(ctx, house, listener, func(addr string) {
		fmt.Fprintf(env.Stdout, "ready http://%s\n", addr)
		for _, a := range known.Accounts {
			fmt.Fprintf(env.Stdout, "account %s %s %s\n", a.Role, a.Login, a.Password)
		}
	})
}

// demoFile marks a folder as a complete demo and names its accounts.
const demoFile = "demo.json"

// keptDemo reads who may log in to a demo that was kept; nil when the folder
// is empty. Any other data are not touched.
func keptDemo(s Storage) (*demo.Demo, error) {
	raw, err := os.ReadFile(filepath.Join(s.Data, demoFile))
	if err == nil {
		return demo.Unmarshal(raw)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("open the demo: %w", err)
	}
	if _, err := os.Stat(s.DatabasePath()); err == nil {
		return nil, fmt.Errorf("%s holds data that are no complete demo; name an empty folder", s.Data)
	}
	return nil, nil
}

// makeDemo makes the city and marks its folder when all is there. Until then
// nothing need survive, so it is written as to a scratch database; closing
// sees it to the disk. Somebody waits for it, so that memory is given for time.
func makeDemo(ctx context.Context, cfg Config, clock Clock, log *slog.Logger) (*demo.Demo, error) {
	house, err := openHouse(ctx, cfg, clock, log, true)
	if err != nil {
		return nil, err
	}
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	made, err := demo.Build(ctx, house.Services, house.Now(), house.seal)
	if err == nil {
		err = house.seal(ctx, house.Now())
	}
	if err := errors.Join(err, house.Close()); err != nil {
		return nil, err
	}
	raw, err := made.Marshal()
	if err != nil {
		return nil, err
	}
	return made, os.WriteFile(filepath.Join(cfg.Data, demoFile), raw, 0o600)
}
