package web_test

import (
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"lunheng/internal/app/apptest"
)

// endless is a file without an end that counts what was taken of it.
type endless struct{ taken atomic.Int64 }

const tooMuch = 64 << 20

func (e *endless) Read(p []byte) (int, error) {
	if e.taken.Add(int64(len(p))) > tooMuch {
		return 0, io.EOF
	}
	return len(p), nil
}

// Nobody fills the disk through a form: a body that is no upload is bounded,
// files in it too, before anything is known of who sends it.
func TestFormsAreBounded(t *testing.T) {
	w := apptest.New(t)
	for _, at := range []struct{ method, path string }{
		{http.MethodPost, "/preferences/language"}, {http.MethodPost, "/demo/login"}, {http.MethodGet, "/login"}, {http.MethodGet, "/verify"}, {http.MethodPost, "/verify"},
	} {
		var head strings.Builder
		m := multipart.NewWriter(&head)
		if _, err := m.CreateFormFile("x", "x"); err != nil {
			t.Fatal(err)
		}
		body := &endless{}
		req, err := http.NewRequestWithContext(ctx, at.method, w.URL+at.path, io.MultiReader(strings.NewReader(head.String()), body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", m.FormDataContentType())
		if res, err := http.DefaultClient.Do(req); err == nil { // the server may hang up while we send
			res.Body.Close()
		}
		if n := body.taken.Load(); n > tooMuch/2 {
			t.Errorf("%s %s took %d bytes", at.method, at.path, n)
		}
	}
}

// A code that no letter bears has no picture either, however long it is.
func TestNoPictureOfStrangeCodes(t *testing.T) {
	w := apptest.New(t)
	for _, code := range []string{"AAAA", strings.Repeat("A", 5000)} {
		res, err := http.Get(w.URL + "/verify/" + code + "/qr.svg")
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != http.StatusNotFound {
			t.Errorf("a code of %d letters: %s", len(code), res.Status)
		}
	}
}
