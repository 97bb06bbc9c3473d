package storetest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"
)

// pgCluster is a running throw-away PostgreSQL.
type pgCluster struct {
	dir   string
	admin *sql.DB
	cmd   *exec.Cmd
}

var (
	once    sync.Once
	running *pgCluster
	failure error
)

// cluster returns the cluster of this test binary and starts it first if
// need be. It ends with the test binary (the kernel sends it a signal).
func cluster(t testing.TB) *pgCluster {
	t.Helper()
	once.Do(func() { running, failure = start() })
	if failure == nil {
		return running
	}
	if errors.Is(failure, exec.ErrNotFound) && os.Getenv("CI") != "true" {
		t.Skipf("no PostgreSQL here: %v", failure)
	}
	t.Fatalf("start PostgreSQL: %v", failure)
	return nil
}

// program finds one of PostgreSQL's programs, on the path or where Debian
// puts them.
func program(name string) (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	if len(found) > 0 {
		return slices.Max(found), nil
	}
	return exec.LookPath(name)
}

func start() (*pgCluster, error) {
	initdb, err := program("initdb")
	if err != nil {
		return nil, err
	}
	server, err := program("postgres")
	if err != nil {
		return nil, err
	}
	sweep(time.Now().Add(-time.Hour))
	dir, err := os.MkdirTemp("", "lhpg")
	if err != nil {
		return nil, err
	}
	attr, err := asUser(dir)
	if err != nil {
		return nil, err
	}
	c := &pgCluster{dir: dir}
	data := filepath.Join(dir, "data")
	if out, err := c.command(attr, initdb, "-D", data, "-N", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("run initdb: %w: %s", err, out)
	}
	c.cmd = c.command(attr, server, "-D", data, "-k", dir, "-c", "listen_addresses=", "-c", "fsync=off",
		"-c", "full_page_writes=off", "-c", "max_connections=200", "-c", "log_min_messages=fatal")
	if err := c.launch(); err != nil {
		return nil, fmt.Errorf("run postgres: %w", err)
	}
	if c.admin, err = sql.Open("pgx", c.url("postgres")); err != nil {
		return nil, err
	}
	return c, c.await()
}

// sweep removes what test binaries before this one left: the kernel ends
// their servers, but nobody removes the folders.
func sweep(before time.Time) {
	left, _ := filepath.Glob(filepath.Join(os.TempDir(), "lhpg*"))
	for _, dir := range left {
		if info, err := os.Stat(dir); err == nil && info.ModTime().Before(before) {
			os.RemoveAll(dir)
		}
	}
}

// launch starts the server from a thread that lives as long as the process:
// the kernel ends the server when that thread ends.
func (c *pgCluster) launch() error {
	result := make(chan error)
	go func() {
		runtime.LockOSThread()
		result <- c.cmd.Start()
		_ = c.cmd.Wait()
		os.RemoveAll(c.dir)
	}()
	return <-result
}

func (c *pgCluster) await() error {
	deadline := time.Now().Add(30 * time.Second)
	for {
		err := c.admin.PingContext(context.Background())
		if err == nil || time.Now().After(deadline) {
			return err
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func (c *pgCluster) command(attr *syscall.SysProcAttr, name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.SysProcAttr = c.dir, attr
	return cmd
}

func (c *pgCluster) create(name string) error {
	_, err := c.admin.Exec(`create database ` + name + ` template template0`)
	return err
}

func (c *pgCluster) url(name string) string {
	return fmt.Sprintf("postgres://postgres@/%s?host=%s&sslmode=disable", name, c.dir)
}

// asUser lets root run PostgreSQL as somebody else, which it insists on.
func asUser(dir string) (*syscall.SysProcAttr, error) {
	attr := &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if os.Geteuid() != 0 {
		return attr, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		u, err = user.Lookup("nobody")
	}
	if err != nil {
		return nil, err
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	attr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return attr, os.Chown(dir, uid, gid)
}
