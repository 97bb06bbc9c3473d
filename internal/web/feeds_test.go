package web_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	ical "github.com/arran4/golang-ical"

	"lunheng/internal/auth"
	"lunheng/internal/review"
)

// calendarOf reads a calendar as a program does that nobody is logged in to.
func (b *bench) calendarOf(token, etag string) (*http.Response, string) {
	b.t.Helper()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, b.URL+"/calendar/"+token+".ics", nil)
	b.ok(err)
	req.Header.Set("If-None-Match", etag)
	res, err := http.DefaultClient.Do(req)
	b.ok(err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	b.ok(err)
	return res, string(body)
}

// only is the one meeting of a calendar, by property.
func (b *bench) only(body string) map[string]string {
	b.t.Helper()
	cal, err := ical.ParseCalendar(strings.NewReader(body))
	b.ok(err)
	if len(cal.Events()) != 1 {
		b.t.Fatalf("%d meetings in %s", len(cal.Events()), body)
	}
	out := map[string]string{}
	for _, p := range cal.Events()[0].Properties {
		out[p.IANAToken] = p.Value
	}
	return out
}

// A member's calendar follows a meeting from its plan to its end, tells neither
// titles nor names, and ends with its address or with the seat.
func TestCalendarFollowsMeetings(t *testing.T) {
	b := newBench(t)
	meeting := b.called(b.accepted("社区睡眠研究"))
	_, token, err := b.Accounts.MakeFeed(ctx, b.As("law"), b.tick(), auth.MakeFeed{})
	b.ok(err)
	first, body := b.calendarOf(token, "")
	if first.StatusCode != http.StatusOK || !strings.HasPrefix(first.Header.Get("Content-Type"), "text/calendar") {
		t.Fatalf("first look: %s, %s", first.Status, first.Header.Get("Content-Type"))
	}
	was := b.only(body)
	if was["STATUS"] != "CONFIRMED" || was["SEQUENCE"] != "0" || was["UID"] == "" || was["LOCATION"] != "" {
		t.Errorf("called: %v", was)
	}
	for _, word := range []string{"睡眠", "林静怡", "305", b.Person("lin"), token} {
		if strings.Contains(body, word) {
			t.Errorf("the calendar tells %q", word)
		}
	}
	if strings.Contains(strings.ReplaceAll(body, "\r\n", ""), "\n") {
		t.Error("a line ends without a carriage return")
	}
	if again, _ := b.calendarOf(token, first.Header.Get("ETag")); again.StatusCode != http.StatusNotModified {
		t.Errorf("nothing happened: %s", again.Status)
	}
	later := b.Now().Add(72 * time.Hour).Truncate(time.Hour)
	move := review.Rearrange{Meeting: meeting, StartsAt: later, Mode: review.Mixed, Place: "南楼 101", Link: "https://meet.invalid/1", Reason: "chair is ill"}
	b.did(b.Review.Rearrange(ctx, b.As("secretary"), b.tick(), move))
	moved, body := b.calendarOf(token, first.Header.Get("ETag"))
	now := b.only(body)
	if moved.StatusCode != http.StatusOK || now["SEQUENCE"] != "1" || now["UID"] != was["UID"] || now["DTSTART"] != later.UTC().Format("20060102T150405Z") {
		t.Errorf("moved: %s, %v", moved.Status, now)
	}
	_, placed, err := b.Accounts.MakeFeed(ctx, b.As("law"), b.tick(), auth.MakeFeed{Committee: b.Committee, Places: true})
	b.ok(err)
	if _, body := b.calendarOf(placed, ""); !strings.Contains(b.only(body)["LOCATION"], "南楼 101") {
		t.Errorf("with places: %s", body)
	}
	b.did(b.Review.Cancel(ctx, b.As("secretary"), b.tick(), review.OnMeeting{Meeting: meeting, Reason: "no papers"}))
	_, body = b.calendarOf(token, "")
	if gone := b.only(body); gone["STATUS"] != "CANCELLED" || gone["SEQUENCE"] != "2" {
		t.Errorf("cancelled: %v", gone)
	}
}

// An address that was revoked, was never made or belongs to nobody who may log in
// shows nothing; who does not sit on a committee gets none.
func TestCalendarAddressesEnd(t *testing.T) {
	b := newBench(t)
	id, token, err := b.Accounts.MakeFeed(ctx, b.As("law"), b.tick(), auth.MakeFeed{Committee: b.Committee})
	b.ok(err)
	if res, _ := b.calendarOf(token, ""); res.StatusCode != http.StatusOK {
		t.Fatalf("a good address: %s", res.Status)
	}
	wrong := token[:len(token)-2] + map[bool]string{true: "QQ", false: "AA"}[strings.HasSuffix(token, "AA")]
	for _, bad := range []string{wrong, "cal_", "lunheng_" + token[4:], "x"} {
		if res, _ := b.calendarOf(bad, ""); res.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %s", bad, res.Status)
		}
	}
	b.ok(b.Accounts.RevokeFeed(ctx, b.As("law"), b.tick(), id))
	if res, _ := b.calendarOf(token, ""); res.StatusCode != http.StatusNotFound {
		t.Errorf("revoked: %s", res.Status)
	}
	if err := b.Accounts.RevokeFeed(ctx, b.As("law"), b.tick(), id); err == nil {
		t.Error("revoked twice")
	}
	if _, _, err := b.Accounts.MakeFeed(ctx, b.As("lin"), b.tick(), auth.MakeFeed{}); err == nil {
		t.Error("somebody without a seat subscribed")
	}
	if _, _, err := b.Accounts.MakeFeed(ctx, b.As("law"), b.tick(), auth.MakeFeed{Committee: b.Other}); err == nil {
		t.Error("subscribed to another committee")
	}
}
