package app

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"lunheng/bench"
)

// Every part is measured on a small house: the loaded rows are what the services and
// pages read, and each figure is told.
func TestBenchParts(t *testing.T) {
	told := map[string]string{"veto": "veto check: ", "signals": "one change to its signal", "dashboards": "lists behind numbers"}
	for _, part := range bench.Parts() {
		t.Run(part, func(t *testing.T) {
			env := &Env{Clock: RealClock{}, Stdout: io.Discard, Stderr: io.Discard}
			dir := t.TempDir()
			var out bytes.Buffer
			err := bench.Part(context.Background(), bench.Options{Dir: dir, Share: 0.0001, Format: "json", Now: RealClock{}.Now, Out: &out, Err: io.Discard,
				Open: func(ctx context.Context, dir string) (*bench.House, error) { return openBench(ctx, dir, "", env) }}, part)
			if err != nil {
				t.Fatal(err)
			}
			found := false
			for line := range strings.Lines(out.String()) {
				var f bench.Figure
				if err := json.Unmarshal([]byte(line), &f); err != nil {
					t.Fatal(err)
				}
				found = found || strings.HasPrefix(f.What, told[part]) && f.Value > 0
			}
			if !found {
				t.Errorf("%q is not told:\n%s", told[part], out.String())
			}
		})
	}
}
