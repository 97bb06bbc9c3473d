package risk_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"lunheng/internal/app/apptest"
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/risk"
)

// A bulletin is nobody's outside until it is published to everybody; then anybody
// reads it on the page, in the API and as a PDF.
func TestOpenBulletin(t *testing.T) {
	w := apptest.New(t)
	department := w.FoundBureau()
	ctx, p, today := context.Background(), w.As("bureau"), calendar.Of(w.Now())
	out := w.Done(w.Risk.Compile(ctx, p, w.Now(), risk.Compile{BodyKind: auth.Department, Body: department, Title: "十一月通报", From: today.AddDays(-30), Until: today, Text: "请核对随访期限。"}))
	on := risk.OnBulletin{Bulletin: out.Result, Open: true}
	w.Done(w.Risk.ApproveBulletin(ctx, p, w.Now(), on))
	anybody := w.Client("")
	get := func(path string) (int, []byte) {
		t.Helper()
		res, err := anybody.Get(w.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		raw, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return res.StatusCode, raw
	}
	paths := []string{"/bulletins/" + out.Result, "/bulletins/" + out.Result + "/bulletin.pdf", "/api/v1/published-bulletins/" + out.Result, "/api/v1/published-bulletins/" + out.Result + "/paper"}
	for _, path := range paths {
		if status, raw := get(path); status < 400 && !strings.Contains(string(raw), "/login") {
			t.Errorf("%s before it is out: %d", path, status)
		}
	}
	w.Done(w.Risk.PublishBulletin(ctx, p, w.Now(), on))
	for _, path := range append(paths, "/bulletins", "/api/v1/published-bulletins") {
		status, raw := get(path)
		if status != http.StatusOK || !bytes.HasPrefix(raw, []byte("%PDF-")) && !strings.Contains(string(raw), "十一月通报") {
			t.Errorf("%s: %d %.80s", path, status, raw)
		}
	}
}
