// Command lunheng runs the governance of science and technology ethics.
// See README.md.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"lunheng/internal/app"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := app.Main(ctx, app.Env{
		Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Clock: app.RealClock{},
	})
	stop()
	os.Exit(status)
}
