package app_test

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lunheng/internal/app"
	"lunheng/internal/demo"
)

// demoRun is a running demo: its address and accounts.
type demoRun struct {
	url      string
	accounts [][]string // role, login, password
	stop     func() int
}

func runDemo(t *testing.T, dir string) demoRun {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	out, in := io.Pipe()
	status := make(chan int, 1)
	go func() {
		status <- app.Main(ctx, app.Env{Args: []string{"demo", "--addr", "127.0.0.1:0", "--data", dir}, Stdout: in, Stderr: os.Stderr, Clock: app.RealClock{}})
		in.Close()
	}()
	var d demoRun
	d.stop = func() int { cancel(); return <-status }
	t.Cleanup(cancel)
	lines := bufio.NewScanner(out)
	for (d.url == "" || len(d.accounts) < named(t, dir)) && lines.Scan() {
		words := strings.Fields(lines.Text())
		switch {
		case len(words) == 2 && words[0] == "ready" && d.url == "":
			d.url = words[1]
		case len(words) == 4 && words[0] == "account":
			d.accounts = append(d.accounts, words[1:])
		default:
			t.Errorf("printed %q", lines.Text())
		}
	}
	go io.Copy(io.Discard, out)
	if d.url == "" || len(d.accounts) == 0 {
		t.Fatalf("the demo printed no address or accounts: %+v, status %d", d, d.stop())
	}
	return d
}

// named is how many accounts a demo has, as its folder says.
func named(t *testing.T, dir string) int {
	raw, err := os.ReadFile(filepath.Join(dir, "demo.json"))
	if err != nil {
		t.Fatal(err)
	}
	d, err := demo.Unmarshal(raw)
	if err != nil {
		t.Fatal(err)
	}
	return len(d.Accounts)
}

// The command says when it is ready and who may log in; a kept city opens
// again with the same people; other data are left alone.
func TestDemo(t *testing.T) {
	dir := t.TempDir()
	first := runDemo(t, dir)
	for _, a := range first.accounts {
		home(t, first.url, url.Values{"login": {a[1]}, "password": {a[2]}})
	}
	namesItself(t, first.url)
	if status := first.stop(); status != 0 {
		t.Errorf("the demo ended with status %d", status)
	}
	again := runDemo(t, dir)
	home(t, again.url, url.Values{"login": {"chair"}, "password": {first.accounts[0][2]}})
	again.stop()

	if err := os.Remove(dir + "/demo.json"); err != nil {
		t.Fatal(err)
	}
	var told strings.Builder
	status := app.Main(context.Background(), app.Env{Args: []string{"demo", "--data", dir}, Stdout: io.Discard, Stderr: &told, Clock: app.RealClock{}})
	if status != 2 || !strings.Contains(told.String(), "no complete demo") {
		t.Errorf("other data: status %d, %s", status, told.String())
	}
}

// namesItself expects the public log to tell the address that was printed, though the
// system chose its port.
func namesItself(t *testing.T, address string) {
	t.Helper()
	res, err := http.Get(address + "/log")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	page, err := io.ReadAll(res.Body)
	if err != nil || !strings.Contains(string(page), address+"/log") {
		t.Errorf("the page of the log does not tell %s/log: %v", address, err)
	}
}

// home logs in through the page and expects to come home.
func home(t *testing.T, address string, form url.Values) {
	t.Helper()
	jar, _ := cookiejar.New(nil)
	res, err := (&http.Client{Jar: jar}).PostForm(address+"/login", form)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusOK || res.Request.URL.Path != "/home" {
		t.Errorf("log in as %s: %s at %s", form.Get("login"), res.Status, res.Request.URL)
	}
}
