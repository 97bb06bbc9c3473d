package app_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"lunheng/internal/app"
	"lunheng/internal/app/apptest"
	"lunheng/internal/complaint"
	"lunheng/internal/store"
)

// What a reporter's machine sends along without being asked, and what they say.
const (
	tellAddress = "127.77.66.55"
	tellAgent   = "Tell-Tale-Browser/77.31"
	tellCookie  = "a-cookie-that-tells-8861"
	tellWords   = "第七实验室没有取得同意书就采集了样本"
	tellName    = "孙证人 13900008861"
)

// record keeps what is written to it, from many sides.
type record struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (r *record) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.b.Write(p)
}

// reporter is somebody with a distinctive address, agent and cookie; traffic keeps
// what the server answers.
type reporter struct {
	t       *testing.T
	w       *apptest.World
	client  *http.Client
	traffic bytes.Buffer
}

func newReporter(t *testing.T, w *apptest.World) *reporter {
	dial := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(tellAddress)}}
	return &reporter{t: t, w: w, client: &http.Client{Transport: &http.Transport{DialContext: dial.DialContext}}}
}

func (r *reporter) ask(method, path string, body any) []byte {
	r.t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		r.t.Fatal(err)
	}
	req, err := http.NewRequest(method, r.w.URL+path, bytes.NewReader(raw))
	if err != nil {
		r.t.Fatal(err)
	}
	req.Header.Set("User-Agent", tellAgent)
	req.Header.Set("X-Forwarded-For", tellAddress)
	req.Header.Set("Content-Type", "application/json")
	req.AddCookie(&http.Cookie{Name: "lunheng", Value: tellCookie})
	res, err := r.client.Do(req)
	if err != nil {
		r.t.Fatal(err)
	}
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		r.t.Fatalf("%s %s: %d %v %s", method, path, res.StatusCode, err, got)
	}
	if len(res.Header.Values("Set-Cookie")) > 0 {
		r.t.Errorf("%s %s sets a cookie: %v", method, path, res.Header.Values("Set-Cookie"))
	}
	if res.Header.Get("Cache-Control") != "no-store" || res.Header.Get("Referrer-Policy") != "no-referrer" {
		r.t.Errorf("%s %s: %v", method, path, res.Header)
	}
	_ = res.Header.Write(&r.traffic)
	r.traffic.Write(got)
	return got
}

// Who reports leaves nothing behind: not their address, agent, cookie, words, name or
// receipt, and of the time only the day, neither in the log of the server nor in the
// database and its write-ahead log, the journal, the tiles of the public log or what
// the server answers.
func TestAnonymity(t *testing.T) {
	data, log := t.TempDir(), &record{}
	w := apptest.Overheard(t, app.Storage{Data: data}, log)
	in := w.Receive("officer", w.Unit, "ethics", "secretary")
	w.Overnight()

	began := w.Advance(77 * time.Minute)
	r := newReporter(t, w)
	r.ask("GET", "/report-a-wrong", nil)
	r.ask("GET", "/report-a-wrong?q=明川&lang=en", nil)
	r.ask("GET", "/report-a-wrong/"+w.Unit, nil)
	r.ask("GET", "/report-a-wrong/channel", nil)
	r.ask("GET", "/api/v1/reporting/bodies/"+w.Unit, nil)
	f, who := w.Reporting(w.Unit, tellWords, tellName)
	r.ask("POST", "/api/v1/reporting", f)
	var ch complaint.Channel
	if err := json.Unmarshal(r.ask("POST", "/api/v1/reporting/channel", map[string]string{"lookup": who.Lookup}), &ch); err != nil || len(ch.Keys) != 2 {
		t.Fatalf("%+v %v", ch, err)
	}
	r.ask("POST", "/api/v1/reporting/letters", complaint.Note{Lookup: who.Lookup, Letter: w.Letter(tellWords, ch.Keys...)})
	ended := w.Advance(time.Minute)
	w.Overnight()
	w.Seal()
	r.ask("POST", "/api/v1/reporting/channel", map[string]string{"lookup": who.Lookup})
	r.ask("POST", "/api/v1/reporting/proof", map[string]string{"lookup": who.Lookup})
	r.ask("GET", "/report-a-wrong", nil)
	var id string
	if err := w.Read(context.Background()).Row(`select id from complaints`).Scan(&id); err != nil {
		t.Fatal(err)
	}
	if w.Opened(w.Read(context.Background()), id, 1, in.Pairs["secretary"]) != tellWords {
		t.Fatal("it does not reach the one it is for")
	}

	grep(t, "the log", log.b.Bytes(), append(telling(who), id, "report-a-wrong", "/api/v1/reporting"))
	grep(t, "the answers", r.traffic.Bytes(), telling(who))
	grep(t, "the tiles", tiles(t, w), telling(who))
	stored := 0
	err := filepath.WalkDir(data, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		stored += len(raw)
		grep(t, filepath.Base(path), raw, append(telling(who), who.Lookup, hour(began)))
		return nil
	})
	if err != nil || stored < 1<<16 {
		t.Fatalf("read %d bytes: %v", stored, err)
	}
	noTime(t, w, began, ended)
}

// telling is what nobody may find.
func telling(who apptest.Reporter) []string {
	return []string{tellAddress, tellAgent, tellCookie, tellWords, "孙证人", "13900008861", who.Receipt, who.Own.Secret()}
}

// hour is how ids made from the time begin at that moment, for about a minute.
func hour(at time.Time) string { return fmt.Sprintf("%012x", at.UnixMilli())[:8] }

func grep(t *testing.T, where string, raw []byte, what []string) {
	t.Helper()
	for _, s := range what {
		if i := bytes.Index(raw, []byte(s)); i >= 0 {
			t.Errorf("%s holds %q: …%q…", where, s, raw[max(0, i-60):min(len(raw), i+60)])
		}
	}
}

// tiles is what the public log shows of itself.
func tiles(t *testing.T, w *apptest.World) []byte {
	t.Helper()
	var out bytes.Buffer
	for _, path := range []string{"/log/checkpoint", "/log/tile/0/000", "/log/tile/entries/000"} {
		res, err := http.Get(w.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		out.Write(raw)
	}
	return out.Bytes()
}

// noTime looks through every number in every table for a moment between two times.
func noTime(t *testing.T, w *apptest.World, from, to time.Time) {
	t.Helper()
	r := w.Read(context.Background())
	tables, err := store.Column[string](r, `select name from sqlite_schema where type = 'table' order by name`)
	if err != nil || len(tables) < 50 {
		t.Fatalf("%d tables, %v", len(tables), err)
	}
	for _, table := range tables {
		columns, err := store.Collect(r, func(rows *sql.Rows) (string, error) {
			var name string
			return name, rows.Scan(&name)
		}, `select name from pragma_table_info($1) where lower(type) in ('bigint', 'integer')`, table)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range columns {
			var n int
			if err := r.Row(`select count(*) from "`+table+`" where "`+c+`" between $1 and $2`, store.Micros(from), store.Micros(to)).Scan(&n); err != nil || n > 0 {
				t.Errorf("%s.%s holds %d times between filing and its end (%v)", table, c, n, err)
			}
		}
	}
	if !strings.HasPrefix(hour(from), "01") {
		t.Error("no id begins like this:", hour(from))
	}
}
