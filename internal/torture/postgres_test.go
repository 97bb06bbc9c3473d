package torture

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"

	"lunheng/internal/app"
)

// server is a PostgreSQL of our own, as durable as it comes, to be killed and
// started again on the same data.
type server struct {
	dir  string
	cmd  *exec.Cmd
	gone chan error // what became of cmd
}

// pgProgram finds one of PostgreSQL's programs.
func pgProgram(name string) (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	if len(found) > 0 {
		return slices.Max(found), nil
	}
	return exec.LookPath(name)
}

// command runs a program as somebody who is not root, which PostgreSQL insists on.
func (s *server) command(t *testing.T, name string, args ...string) *exec.Cmd {
	t.Helper()
	path, err := pgProgram(name)
	if err != nil {
		t.Skipf("no PostgreSQL here: %v", err)
	}
	cmd := exec.Command(path, args...)
	cmd.Dir, cmd.SysProcAttr = s.dir, &syscall.SysProcAttr{Setpgid: true}
	if os.Geteuid() != 0 {
		return cmd
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		t.Skipf("nobody to run PostgreSQL as: %v", err)
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	if err := os.Chown(s.dir, uid, gid); err != nil {
		t.Fatal(err)
	}
	return cmd
}

func newServer(t *testing.T) *server {
	t.Helper()
	dir, err := os.MkdirTemp("", "lhpgkill")
	if err != nil {
		t.Fatal(err)
	}
	s := &server{dir: dir}
	t.Cleanup(func() { s.kill(); os.RemoveAll(dir) })
	init := s.command(t, "initdb", "-D", filepath.Join(dir, "data"), "-N", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C")
	if out, err := init.CombinedOutput(); err != nil {
		t.Fatalf("run initdb: %v: %s", err, out)
	}
	s.start(t)
	return s
}

// start starts the server and waits until it has recovered. The first tries
// may fail while processes of the killed one still hold its memory.
func (s *server) start(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for !s.try(t, ctx) {
		if ctx.Err() != nil {
			t.Fatal("PostgreSQL does not come up")
		}
	}
}

// try starts the server once; false when it gave up.
func (s *server) try(t *testing.T, ctx context.Context) bool {
	t.Helper()
	s.cmd = s.command(t, "postgres", "-D", filepath.Join(s.dir, "data"), "-k", s.dir, "-c", "listen_addresses=", "-c", "log_min_messages=fatal")
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	gone := make(chan error, 1)
	go func() { gone <- s.cmd.Wait() }()
	s.gone = gone
	db, err := sql.Open("pgx", s.url())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for db.PingContext(ctx) != nil {
		select {
		case <-ctx.Done():
			return false
		case err := <-gone:
			gone <- err
			return false
		case <-tick.C:
		}
	}
	return true
}

// kill ends the server at once, without a checkpoint. Its other processes
// notice and end, too.
func (s *server) kill() {
	if s.cmd == nil || s.cmd.Process == nil {
		return
	}
	_ = s.cmd.Process.Kill()
	<-s.gone
	s.cmd = nil
}

func (s *server) url() string {
	return fmt.Sprintf("postgres://postgres@/postgres?host=%s&sslmode=disable", s.dir)
}

// PostgreSQL itself is killed under the program, which then loses nothing that
// it acknowledged either. Only in the long run: each recovery takes its time.
func TestCrashOfPostgres(t *testing.T) {
	all := rounds(t, 0) / 10
	if all == 0 {
		t.Skip("runs with LUNHENG_TORTURE=10 or more")
	}
	s := newServer(t)
	p := found(t, app.Storage{Data: t.TempDir(), Database: s.url()})
	p.Frail = true
	rng := rand.New(rand.NewPCG(20261120, 8))
	total := 0
	for range all {
		c := start(t, *p)
		after := time.Duration(rng.Int64N(int64(400 * time.Millisecond)))
		acknowledged := c.kill(t, after, func() { _ = s.cmd.Process.Kill() })
		s.kill()
		total += len(acknowledged)
		s.start(t)
		p.Age += 10 * time.Minute
		p.check(t, acknowledged)
		if t.Failed() {
			return
		}
	}
	t.Logf("%d kills of PostgreSQL, %d acknowledged events, none lost", all, total)
}
