package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"sync"
)

// Prefix is the path below which Handler serves.
const Prefix = "/static/"

//go:embed files
var files embed.FS

// asset is one file as it is sent.
type asset struct {
	hash, kind    string
	plain, zipped []byte // zipped is empty where compression gains nothing
}

// assets reads, hashes and compresses the embedded files, once.
var assets = sync.OnceValues(func() (map[string]asset, error) {
	out := map[string]asset{}
	entries, err := fs.ReadDir(files, "files")
	if err != nil {
		return nil, fmt.Errorf("list embedded files: %w", err)
	}
	for _, e := range entries {
		body, err := fs.ReadFile(files, path.Join("files", e.Name()))
		if err != nil {
			return nil, fmt.Errorf("read embedded %s: %w", e.Name(), err)
		}
		sum := sha256.Sum256(body)
		out[e.Name()] = asset{
			hash: hex.EncodeToString(sum[:6]), kind: kindOf(e.Name()),
			plain: body, zipped: compress(body),
		}
	}
	return out, nil
})

// kindOf is the content type, fixed here because that of the operating system
// differs from machine to machine.
func kindOf(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	}
	return "text/plain; charset=utf-8"
}

func compress(body []byte) []byte {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil
	}
	if _, err := w.Write(body); err != nil || w.Close() != nil || b.Len() >= len(body) {
		return nil
	}
	return b.Bytes()
}

// URL is the address of the named file, with the hash of its content. A name
// that does not exist gives an address that answers 404.
func URL(name string) string {
	all, err := assets()
	if err != nil {
		return Prefix + name
	}
	a, ok := all[name]
	if !ok {
		return Prefix + name
	}
	return Prefix + a.hash + "/" + name
}

// Handler serves the files below Prefix. An address with the present hash is
// immutable; one with another hash (a page of an older release, still open)
// gets the present file and must ask again next time. /favicon.ico, which
// browsers ask for on their own, is the mark.
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		hash, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, Prefix), "/")
		if name == "" {
			hash, name = "", hash
		}
		if r.URL.Path == "/favicon.ico" {
			hash, name = "", "mark.svg"
		}
		all, err := assets()
		if err != nil {
			http.Error(w, "embedded files cannot be read", http.StatusInternalServerError)
			return
		}
		a, ok := all[name]
		if !ok {
			http.NotFound(w, r)
			return
		}
		serve(w, r, a, hash == a.hash)
	})
}

func serve(w http.ResponseWriter, r *http.Request, a asset, immutable bool) {
	h := w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Vary", "Accept-Encoding")
	h.Set("ETag", `"`+a.hash+`"`)
	if immutable {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		h.Set("Cache-Control", "no-cache")
	}
	if r.Header.Get("If-None-Match") == `"`+a.hash+`"` {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body := a.plain
	if len(a.zipped) > 0 && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = a.zipped
	}
	h.Set("Content-Length", fmt.Sprint(len(body)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the client may have gone; nothing to do about it
	}
}
