package web_test

import "testing"

// The applicant reads on the case when its meeting is; the meeting itself is
// open to the committee, and so is the way to it.
func TestMeetingOfACase(t *testing.T) {
	b := newBench(t)
	_, kase, meeting := b.ListedSitting("侵入式脑机接口试验")
	const door = "main a[href*=/meetings/]"
	page := b.visit(b.Client("lin"), "/reviews/"+kase)
	page.Contains(".case-facts dt", "会议")
	page.Contains(".case-facts dd", "2026年11月20日")
	if page.Count(door) > 0 {
		t.Error("the applicant is led to a meeting that does not open")
	}
	page = b.visit(b.Client("med"), "/reviews/"+kase)
	page.Contains(".case-facts dd", "2026年11月20日")
	if got := page.Attr(door, "href"); got != "/meetings/"+meeting {
		t.Errorf("a member is led to %s", got)
	}
}
