package api_test

import (
	"net/http"
	"strings"
	"testing"

	"lunheng/internal/activity"
	"lunheng/internal/app/apptest"
)

// A file of an answer is there for those who see the case, by the case; as a
// file of the application it stays the team's until it is handed in.
func TestFileOfAnAnswer(t *testing.T) {
	w := apptest.New(t)
	act, kase := apply(w, "青少年睡眠与近视的关系")
	meeting := sitting(w, kase)
	chair, lin := as(w, "chair"), as(w, "lin")
	vote(w, meeting, kase, "approve_after_changes")
	chair.do("/meetings/"+meeting+"/items/"+kase+"/decide", map[string]any{"outcome": "approve_after_changes", "reasons": "须补充", "stipulations": []string{"补充知情同意书"}})
	f := read[activity.File](lin.upload(act, "other", "answer.txt", "the new consent form"))
	chair.get("/reviews/"+kase+"/files/"+f.Hash, http.StatusNotFound)
	lin.do("/reviews/"+kase+"/stipulations/answer", map[string]any{"answers": []any{map[string]any{"no": 1, "text": "已补充", "files": []string{f.Hash}}}})
	chair.get("/activities/"+act+"/files/"+f.ID, http.StatusNotFound)
	if got := chair.get("/reviews/"+kase+"/files/"+f.Hash, 200); string(got.raw) != "the new consent form" {
		t.Errorf("the chair reads %q", got.raw)
	}
	as(w, "stranger").get("/reviews/"+kase+"/files/"+f.Hash, http.StatusNotFound)
	chair.get("/reviews/"+kase+"/files/none", http.StatusNotFound)
}

// A word about a file that is too long is refused, and not cut short.
func TestLongWordOfAFile(t *testing.T) {
	w := apptest.New(t)
	lin := as(w, "lin")
	id := lin.do("/activities", map[string]any{}).done().ID
	got := lin.upload(id, strings.Repeat("o", 4<<10+1), "a.txt", "words")
	if p := got.problem(); got.status != http.StatusUnprocessableEntity || p.Key != "api.word.long" {
		t.Errorf("%d %s", got.status, got.raw)
	}
}
