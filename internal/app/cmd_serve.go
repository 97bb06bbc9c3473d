package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// serveCmd runs the server.
type serveCmd struct {
	Config
}

// Run serves until it is told to stop.
func (c *serveCmd) Run(ctx context.Context, env *Env) error {
	listener, err := listen(ctx, c.Addr)
	if err != nil {
		return err
	}
	defer listener.Close()
	house, err := OpenHouse(ctx, c.Config, env.Clock, logger(env, c.LogLevel))
	if err != nil {
		return err
	}
	defer house.Close()
	if err := offerSetup(ctx, house, env); err != nil {
		return err
	}
	return serve(ctx, house, listener, func(addr string) {
		fmt.Fprintf(env.Stdout, "ready http://%s\n", addr)
	})
}

// offerSetup prints a one-time code for the first administrator while there
// is no account. There is no default password anywhere.
func offerSetup(ctx context.Context, house *House, env *Env) error {
	fresh, err := house.Accounts.NeedsSetup(house.Read(ctx))
	if err != nil || !fresh {
		return err
	}
	token, err := house.Accounts.SetupToken(ctx, house.Now())
	if err != nil {
		return err
	}
	fmt.Fprintf(env.Stderr, "No account yet. To make the first administrator, open %s/setup and type in this code; it works once:\n%s\n", house.PublicURL, token)
	return nil
}

func logger(env *Env, level string) *slog.Logger {
	var l slog.Level
	if err := l.UnmarshalText([]byte(level)); err != nil {
		l = slog.LevelInfo
	}
	return slog.New(slog.NewTextHandler(env.Stderr, &slog.HandlerOptions{Level: l}))
}

// Timeouts of the server: a slow or silent client must not hold a connection
// for ever. How long a body may take is a setting; see [patience].
const (
	headerTimeout = 10 * time.Second
	idleTimeout   = 2 * time.Minute
	stopTimeout   = 10 * time.Second
)

// listen takes the address before anything else is done or said: one that cannot
// be taken is a wrong setting.
func listen(ctx context.Context, addr string) (net.Listener, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err == nil {
		return listener, nil
	}
	if wrong, ok := errors.AsType[*net.AddrError](err); ok {
		return nil, fmt.Errorf("--addr %s: %s; write host:port, such as 127.0.0.1:8765", addr, wrong.Err)
	}
	return nil, fmt.Errorf("--addr %s: %w", addr, err)
}

// reached is addr as people reach it: with the port that the system chose in place of 0.
func reached(addr string, listener net.Listener) string {
	host, port, err := net.SplitHostPort(addr)
	if err != nil || port != "0" {
		return addr
	}
	_, port, err = net.SplitHostPort(listener.Addr().String())
	if err != nil {
		return addr
	}
	return net.JoinHostPort(host, port)
}

// serve runs what goes on in the background, calls ready with the address, and
// stops cleanly when ctx ends.
func serve(ctx context.Context, house *House, listener net.Listener, ready func(addr string)) error {
	work, stop := context.WithCancel(ctx)
	defer stop()
	house.Background(work)
	server := &http.Server{
		Handler:           patience{first: house.bodyTimeout, rate: slowestLine}.wrap(house.Handler()),
		ReadHeaderTimeout: min(headerTimeout, house.bodyTimeout), ReadTimeout: house.bodyTimeout, IdleTimeout: idleTimeout,
		ErrorLog: slog.NewLogLogger(house.Log.Handler(), slog.LevelDebug),
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	ready(listener.Addr().String())
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	down, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
	defer cancel()
	err := server.Shutdown(down)
	stop()
	// What was acknowledged in the last moments is sealed before we go.
	_, sealErr := house.Sealer.SealNow(down, house.Now())
	return errors.Join(err, sealErr)
}
