package web

import (
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"lunheng/internal/edge"
	"lunheng/internal/web/ui"
)

// policy is what a page may load: nothing but this server's own files.
const policy = "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; object-src 'none'; " +
	"base-uri 'none'; frame-ancestors 'none'; form-action 'self'"

// Protect puts the security headers on every answer, refuses forged requests
// of other sites, and notes method, path pattern, status and duration in the
// log: no address, no agent, no query, since those may tell of a person. Of
// requests that report a wrong it notes nothing at all.
func Protect(s edge.Services, next http.Handler) http.Handler {
	csrf := http.NewCrossOriginProtection()
	if err := csrf.AddTrustedOrigin(s.PublicURL); err != nil {
		s.Log.Warn("public address is not an origin", "error", err)
	}
	guarded := csrf.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		if strings.HasPrefix(s.PublicURL, "https://") {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		h.Set("Referrer-Policy", "same-origin")
		hidden := edge.Reporting(r)
		if hidden {
			h.Set("Referrer-Policy", "no-referrer")
			h.Set("Cache-Control", "no-store")
			r.Header.Del("User-Agent")
			r.Header.Del("Cookie")
		}
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		rec := &recorder{ResponseWriter: w, status: http.StatusOK}
		start := s.Now()
		defer func() {
			if p := recover(); p != nil {
				s.Log.Error("panic", "pattern", r.Pattern, "panic", p, "stack", string(debug.Stack()))
				http.Error(w, "内部错误 Internal error", http.StatusInternalServerError)
			}
			if hidden { // a line would tell when, if not who
				return
			}
			level := slog.LevelDebug
			if rec.status >= 500 {
				level = slog.LevelError
			}
			s.Log.Log(r.Context(), level, "request", "method", r.Method, "pattern", r.Pattern, "status", rec.status,
				"took", s.Now().Sub(start).Round(time.Microsecond))
		}()
		if err := edge.Address(r); err != nil && !forPrograms(r) {
			(&Request{Request: r, W: rec, S: &Server{s}, C: ui.ReaderOf(r, start)}).Fail(err)
			return
		}
		guarded.ServeHTTP(rec, r)
	})
}

// forPrograms reports whether a request is for the API, which answers mistakes
// in its own way.
func forPrograms(r *http.Request) bool {
	return r.URL.Path == "/api" || strings.HasPrefix(r.URL.Path, "/api/")
}

// recorder remembers the status for the log.
type recorder struct {
	http.ResponseWriter
	status int
}

func (r *recorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach the connection.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
