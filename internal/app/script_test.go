package app_test

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"lunheng/internal/app"
)

// fixedClock stands still on a Friday in November 2026.
type fixedClock struct{}

func (fixedClock) Now() time.Time { return time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC) }

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"lunheng": func() {
		os.Exit(app.Main(context.Background(), app.Env{
			Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Clock: fixedClock{},
		}))
	}})
}

// The scripts of testdata/script show the command line as a person uses it.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script"})
}
