package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"
)

// served runs a whole server with a short time for bodies and returns its
// address.
func served(t *testing.T, bodies time.Duration) string {
	t.Helper()
	cfg := Config{Storage: Storage{Data: t.TempDir()}, PublicURL: "http://house.invalid", BodyTimeout: bodies, MaxUpload: 1 << 20}
	house, err := OpenHouse(context.Background(), cfg, RealClock{}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	addr, ended := make(chan string, 1), make(chan error, 1)
	listener, err := listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { ended <- serve(ctx, house, listener, func(a string) { addr <- a }) }()
	t.Cleanup(func() {
		stop()
		if err := errors.Join(<-ended, house.Close()); err != nil {
			t.Error(err)
		}
	})
	return <-addr
}

// A client that sends the head of a request, or its body, byte after byte does
// not hold a connection: it is cut off, whatever the address.
func TestDrippingClients(t *testing.T) {
	addr := served(t, 200*time.Millisecond)
	for _, path := range []string{"/login", "/api/v1/assess", "/activities/x/files", "/nowhere"} {
		t.Run(path, func(t *testing.T) {
			conn, err := net.Dial("tcp", addr)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			_ = conn.SetReadDeadline(time.Now().Add(time.Minute))
			fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: house.invalid\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000000\r\n\r\n", path)
			go func() {
				drip := time.NewTicker(5 * time.Millisecond)
				defer drip.Stop()
				for range drip.C {
					if _, err := conn.Write([]byte("a")); err != nil {
						return
					}
				}
			}()
			if _, err := io.Copy(io.Discard, conn); errors.Is(err, os.ErrDeadlineExceeded) {
				t.Error("the server still waits for the rest")
			}
		})
	}
}

// What arrives buys time, a second for each 16 KiB; a long answer to a request
// without a body is not cut off, nor one after its body was read.
func TestPatience(t *testing.T) {
	p := patience{first: time.Minute, rate: slowestLine}
	start := time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)
	for got, want := range map[int64]time.Duration{0: time.Minute, 100: time.Minute, 16 << 10: 61 * time.Second, 100 << 20: time.Minute + 6400*time.Second} {
		if d := p.until(start, got).Sub(start); d != want {
			t.Errorf("after %d bytes a body has %s; want %s", got, d, want)
		}
	}
	const short = 20 * time.Millisecond
	server := httptest.NewUnstartedServer(patience{first: short, rate: slowestLine}.wrap(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		select {
		case <-r.Context().Done():
			w.WriteHeader(http.StatusTeapot)
		case <-time.After(10 * short): // the work of a long answer
		}
	})))
	server.Config.ReadTimeout = short
	server.Start()
	defer server.Close()
	for _, body := range []io.Reader{nil, strings.NewReader("a form")} {
		res, err := http.Post(server.URL, "text/plain", body)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != http.StatusOK {
			t.Error("a long answer was cut off by the time for bodies")
		}
	}
}
