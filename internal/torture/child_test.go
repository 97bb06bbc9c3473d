package torture

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"lunheng/bench"
	"lunheng/internal/activity"
	"lunheng/internal/app"
	"lunheng/internal/app/apptest"
	"lunheng/internal/journal"
)

// place is a house that lives on between processes.
type place struct {
	Storage   app.Storage
	Unit      string
	Committee string
	People    map[string]string
	Original  string        // application that roads copy
	Age       time.Duration // how long after the beginning of the world
	Frail     bool          // the database may go away: that is no fault of ours
}

// childEnv holds the place in the child's environment.
const childEnv = "LUNHENG_TORTURE_CHILD"

// clock is the world's time: it goes on from one process to the next.
type clock struct{ start, began time.Time }

func (c clock) Now() time.Time { return c.start.Add(time.Since(c.began)) }

func (p place) clock() clock { return clock{apptest.Start.Add(p.Age), time.Now()} }

func (p place) open(ctx context.Context) (*app.House, error) {
	cfg := app.Config{Storage: p.Storage, Addr: "127.0.0.1:8765", Origin: "test.invalid/log", MaxUpload: 1 << 20}
	return app.OpenHouse(ctx, cfg, p.clock(), slog.New(slog.NewTextHandler(io.Discard, nil)))
}

func (p place) city(h *app.House) *bench.City {
	return &bench.City{Services: h.Services, Unit: p.Unit, Committee: p.Committee, People: p.People}
}

// failed is how the child says that an act failed that should not have.
const failed = "ACT FAILED:"

// clients of the child: odd ones draft, even ones walk roads.
const clients = 16

// TestChild is the process that gets killed. By itself it does nothing.
func TestChild(t *testing.T) {
	raw := os.Getenv(childEnv)
	if raw == "" {
		t.Skip("runs only as the child of a crash test")
	}
	var p place
	if err := json.Unmarshal([]byte(raw), &p); err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	h, err := p.open(ctx)
	if err != nil {
		t.Fatal(err)
	}
	pipe := os.NewFile(3, "acknowledged")
	h.Background(ctx)
	city := p.city(h)
	var wg sync.WaitGroup
	for i := range clients {
		wg.Go(func() {
			next := drafts(city)
			if i%2 == 0 {
				next = city.Road(p.Original).Next
			}
			for {
				out, err := next(ctx)
				if err == nil {
					err = acknowledge(pipe, out)
				}
				if err != nil {
					if !p.Frail {
						fmt.Println(failed, err)
					}
					return
				}
			}
		})
	}
	wg.Wait()
}

// acknowledge tells the parent in one write, which a kill cannot tear.
func acknowledge(pipe io.Writer, out journal.Outcome) error {
	var b strings.Builder
	for _, e := range out.Events {
		b.WriteString(e.ID + "\n")
	}
	_, err := io.WriteString(pipe, b.String())
	return err
}

func drafts(c *bench.City) func(context.Context) (journal.Outcome, error) {
	n := 0
	return func(ctx context.Context) (journal.Outcome, error) {
		n++
		return c.Activity.Draft(ctx, c.As("lin"), c.Now(), activity.Draft{Unit: c.Unit,
			Fields: activity.Values{activity.TitleField: activity.Text(fmt.Sprintf("青少年睡眠研究（%d）", n))}})
	}
}

// child is a running process.
type child struct {
	cmd  *exec.Cmd
	pipe *os.File
	out  *strings.Builder
}

func start(t *testing.T, p place) *child {
	t.Helper()
	raw, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer write.Close()
	c := &child{cmd: exec.Command(self, "-test.run=^TestChild$", "-test.v"), pipe: read, out: &strings.Builder{}}
	c.cmd.Env = append(os.Environ(), childEnv+"="+string(raw))
	c.cmd.ExtraFiles = []*os.File{write}
	c.cmd.Stdout, c.cmd.Stderr = c.out, c.out
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return c
}

// kill lets the child work for a while after its first acknowledged act, ends
// it without warning, and returns the ids of the acknowledged events.
func (c *child) kill(t *testing.T, after time.Duration, how func()) []string {
	t.Helper()
	first := make([]byte, 1)
	if _, err := io.ReadFull(c.pipe, first); err != nil {
		_ = c.cmd.Process.Kill()
		_ = c.cmd.Wait()
		t.Fatalf("the child never acknowledged anything: %v\n%s", err, c.out)
	}
	timer := time.AfterFunc(after, how)
	defer timer.Stop()
	rest, err := io.ReadAll(c.pipe)
	if err != nil {
		t.Fatal(err)
	}
	c.pipe.Close()
	_ = c.cmd.Wait() // killed, as it should be
	if strings.Contains(c.out.String(), failed) {
		t.Fatalf("acts failed before the child was killed:\n%s", c.out)
	}
	return strings.Fields(string(first) + string(rest))
}
