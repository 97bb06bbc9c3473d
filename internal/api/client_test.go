package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"lunheng/internal/api"
	"lunheng/internal/app"
	"lunheng/internal/app/apptest"
	"lunheng/internal/auth"
	"lunheng/internal/store/storetest"
)

// client is a program with a token, or without one.
type client struct {
	t     testing.TB
	w     *apptest.World
	token string
	lang  string
}

// as is a program of somebody's; without scopes it has read and write.
func as(w *apptest.World, name string, scopes ...auth.Scope) client {
	w.T.Helper()
	if len(scopes) == 0 {
		scopes = []auth.Scope{auth.Read, auth.Write}
	}
	_, token, err := w.Accounts.MakeToken(context.Background(), w.As(name), w.Now(), auth.MakeToken{Label: "test", Scopes: scopes, Days: 30})
	if err != nil {
		w.T.Fatal(err)
	}
	return client{t: w.T, w: w, token: token, lang: "en"}
}

// each runs a test on a world of each database engine.
func each(t *testing.T, fn func(t *testing.T, w *apptest.World)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { fn(t, apptest.New(t)) })
	t.Run("postgres", func(t *testing.T) {
		fn(t, apptest.Make(t, app.Storage{Data: t.TempDir(), Database: storetest.PostgresURL(t)}))
	})
}

// answer is what came back.
type answer struct {
	t      testing.TB
	status int
	header http.Header
	raw    []byte
}

// into reads the JSON.
func (a answer) into(v any) {
	a.t.Helper()
	if err := json.Unmarshal(a.raw, v); err != nil {
		a.t.Fatalf("%v: %s", err, a.raw)
	}
}

func read[T any](a answer) T {
	a.t.Helper()
	var v T
	a.into(&v)
	return v
}

func (a answer) problem() api.Problem { a.t.Helper(); return read[api.Problem](a) }
func (a answer) done() api.Done       { a.t.Helper(); return read[api.Done](a) }

// call sends a request; header holds pairs.
func (c client) call(method, path string, body any, header ...string) answer {
	c.t.Helper()
	var content io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		content = strings.NewReader(b)
	default:
		raw, err := json.Marshal(b)
		if err != nil {
			c.t.Fatal(err)
		}
		content = bytes.NewReader(raw)
	}
	req, err := http.NewRequest(method, c.w.URL+"/api/v1"+path, content)
	if err != nil {
		c.t.Fatal(err)
	}
	if content != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	return c.send(req)
}

func (c client) send(req *http.Request) answer {
	c.t.Helper()
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	req.Header.Set("Accept-Language", c.lang)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return answer{t: c.t, status: res.StatusCode, header: res.Header, raw: raw}
}

func (c client) want(a answer, status int, what string) answer {
	c.t.Helper()
	if a.status != status {
		c.t.Fatalf("%s: %d; want %d\n%s", what, a.status, status, a.raw)
	}
	return a
}

func (c client) get(path string, status int) answer {
	c.t.Helper()
	return c.want(c.call(http.MethodGet, path, nil), status, "GET "+path)
}

// do sends a verb on whatever there is now.
func (c client) do(path string, body any) answer {
	c.t.Helper()
	c.w.Advance(1e9)
	a := c.call(http.MethodPost, path, body, "If-Match", "*")
	if a.status != http.StatusOK && a.status != http.StatusCreated {
		c.t.Fatalf("POST %s: %d\n%s", path, a.status, a.raw)
	}
	return a
}

// refused sends a verb that must not go through.
func (c client) refused(path string, body any, status int, key string) api.Problem {
	c.t.Helper()
	a := c.want(c.call(http.MethodPost, path, body, "If-Match", "*"), status, "POST "+path)
	p := a.problem()
	if p.Key != key || p.Status != status || p.Type != "urn:lunheng:"+key || a.header.Get("Content-Type") != "application/problem+json" {
		c.t.Errorf("POST %s: %+v; want %s", path, p, key)
	}
	return p
}

// upload sends a file.
func (c client) upload(activity, field, name, content string, header ...string) answer {
	c.t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	if err := form.WriteField("field", field); err != nil {
		c.t.Fatal(err)
	}
	part, err := form.CreateFormFile("file", name)
	if err != nil {
		c.t.Fatal(err)
	}
	if _, err := io.WriteString(part, content); err != nil {
		c.t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		c.t.Fatal(err)
	}
	req, err := http.NewRequest(http.MethodPost, c.w.URL+"/api/v1/activities/"+activity+"/files", &b)
	if err != nil {
		c.t.Fatal(err)
	}
	req.Header.Set("Content-Type", form.FormDataContentType())
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	return c.send(req)
}
