package app

import (
	"errors"
	"io"
	"net/http"
	"time"
)

// patience bounds how long the body of a request may take: so long in any
// case, and longer as more of it arrives. Whoever drips byte after byte is cut
// off; a large file over a slow line is not.
type patience struct {
	first time.Duration // for a body however small
	rate  int64         // bytes a second that buy more time
}

// slowestLine is what a body must come with, in bytes a second.
const slowestLine = 16 << 10

// defaultBody is the time for a body when the operator sets none.
const defaultBody = 30 * time.Second

// until is when a body that began at start must have gone on, after so many
// bytes.
func (p patience) until(start time.Time, got int64) time.Time {
	return start.Add(p.first + time.Duration(got/p.rate)*time.Second)
}

// wrap lets next read bodies with patience. The server's own ReadTimeout
// holds until the first reading.
func (p patience) wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn := http.NewResponseController(w)
		if r.Body == nil || r.Body == http.NoBody {
			// Nothing more is to come: a long answer must not be cut off.
			_ = conn.SetReadDeadline(time.Time{})
		} else {
			r.Body = &awaited{ReadCloser: r.Body, conn: conn, patience: p}
		}
		next.ServeHTTP(w, r)
	})
}

// awaited is a body with a deadline that moves as it arrives.
type awaited struct {
	io.ReadCloser
	conn     *http.ResponseController
	patience patience
	start    time.Time
	got      int64
}

// Read implements io.Reader. A connection without deadlines, such as that of a
// test, is read without.
func (a *awaited) Read(b []byte) (int, error) {
	if a.start.IsZero() {
		a.start = RealClock{}.Now() // of the connection, not of an act
	}
	_ = a.conn.SetReadDeadline(a.patience.until(a.start, a.got))
	n, err := a.ReadCloser.Read(b)
	a.got += int64(n)
	if errors.Is(err, io.EOF) {
		_ = a.conn.SetReadDeadline(time.Time{})
	}
	return n, err
}
