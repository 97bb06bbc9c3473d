package bench

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// settled is how long a served house is left alone before its memory is read.
const settled = 3 * time.Second

// served starts the program itself on the full house and measures how long it
// takes until it answers, and how much memory it has when nothing goes on: the
// second time, for at the first it takes up what the filling left to be counted.
func (r *runner) served(ctx context.Context, o Options) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	if _, _, err := r.serveOnce(ctx, o); err != nil {
		return err
	}
	took, kb, err := r.serveOnce(ctx, o)
	if err != nil {
		return err
	}
	if err := r.tell(Figure{What: "start: from the command to the first answer", Value: ms(took), Unit: "ms"}); err != nil || kb == 0 {
		return err
	}
	return r.tell(Figure{What: "memory of the idle server", Value: float64(kb) / 1024, Unit: "MiB"})
}

// serveOnce starts the program, waits until it has settled and ends it. The memory is
// zero where nobody tells.
func (r *runner) serveOnce(ctx context.Context, o Options) (took time.Duration, kb int64, err error) {
	args := []string{"serve", "--addr", "127.0.0.1:0", "--data", o.Dir}
	if o.Database != "" {
		args = append(args, "--database", o.Database)
	}
	start := r.Now()
	cmd := exec.CommandContext(ctx, o.Program, args...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return 0, 0, err
	}
	if err := cmd.Start(); err != nil {
		return 0, 0, fmt.Errorf("start server: %w", err)
	}
	defer func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return 0, 0, fmt.Errorf("start server: %w", err)
	}
	if err := ask(ctx, strings.TrimSpace(strings.TrimPrefix(line, "ready "))+"/healthz"); err != nil {
		return 0, 0, err
	}
	took = r.Now().Sub(start)
	timer := time.NewTimer(settled)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return 0, 0, ctx.Err()
	case <-timer.C:
	}
	if kb, err = resident(cmd.Process.Pid); err != nil {
		return took, 0, nil //nolint:nilerr // only Linux tells; elsewhere the figure is left out
	}
	return took, kb, nil
}

func ask(ctx context.Context, address string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	return res.Body.Close()
}

// resident is how much memory a process has, in KiB, as Linux tells it.
func resident(pid int) (int64, error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(raw)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			return strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
		}
	}
	return 0, fmt.Errorf("read memory of process %d: no such line", pid)
}

// ticks is how many a second of processor time has in what Linux tells.
const ticks = 100

// cpu is the processor time that this process has used so far; zero where nobody tells.
// On a machine that others use too it says more than the clock on the wall.
func cpu() time.Duration {
	raw, err := os.ReadFile("/proc/self/stat")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(raw), ") ") // the name may hold blanks
	f := strings.Fields(rest)
	if len(f) < 13 {
		return 0
	}
	user, err := strconv.Atoi(f[11])
	system, err2 := strconv.Atoi(f[12])
	if err != nil || err2 != nil {
		return 0
	}
	return time.Duration(user+system) * time.Second / ticks
}
