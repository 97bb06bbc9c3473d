package app

import (
	"net/http"

	"lunheng/internal/api"
	"lunheng/internal/journal"
	"lunheng/internal/portal"
	"lunheng/internal/web"
)

// Handler answers every request: pages, the API, the public log and the
// question whether the server is well.
func (h *House) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", h.healthz)
	mux.Handle("GET /log/", http.StripPrefix("/log", journal.TilesHandler(h.Journal, func(err error) { h.Log.Error("serve log", "error", err) })))
	public := http.NewServeMux()
	portal.Routes(public, h.Services)
	programs := api.New(h.Services)
	public.Handle("/api", programs)
	public.Handle("/api/", programs)
	public.Handle("/", web.New(h.Services))
	pages := web.Protect(h.Services, public)
	mux.Handle("GET /log", pages) // the page about the log; the mux would send it on to the files
	mux.Handle("/", pages)
	return mux
}

// healthz answers 200 when the database answers.
func (h *House) healthz(w http.ResponseWriter, r *http.Request) {
	if err := h.DB().Ping(r.Context()); err != nil {
		http.Error(w, "database does not answer", http.StatusServiceUnavailable)
		return
	}
	_, _ = w.Write([]byte("ok\n"))
}
