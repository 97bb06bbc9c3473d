package api_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/api"
	"lunheng/internal/app/apptest"
	"lunheng/internal/journal"
	"lunheng/internal/journal/proof"
	"lunheng/internal/review"
	"lunheng/internal/store"
)

type items[T any] struct{ Items []T }

// apply hands an application of lin's in, over the API alone, and returns the
// application and its case.
func apply(w *apptest.World, title string) (act, kase string) {
	w.T.Helper()
	lin := as(w, "lin")
	act = lin.do("/activities", map[string]any{"unit": w.Unit, "fields": map[string]any{"title": title}, "profile": map[string]any{
		"title": title, "unit": map[string]any{"region": "440305"}, "fields": []string{"medicine"},
		"humans": map[string]any{"participants": "survey", "data": "identifiable"}}}).done().ID
	types := map[string]api.Field{}
	for _, f := range read[items[api.Field]](lin.get("/form?region=440305", 200)).Items {
		types[f.Code] = f
	}
	fields := map[string]any{}
	for _, m := range read[items[api.Fault]](lin.get("/activities/"+act+"/missing", 200)).Items {
		switch f := types[m.Field]; f.Type {
		case activity.FieldFile, activity.FieldFiles:
			lin.want(lin.upload(act, m.Field, "说明.txt", "content of "+m.Field), http.StatusCreated, "upload "+m.Field)
		case activity.FieldBool:
			fields[m.Field] = true
		case activity.FieldChoice:
			fields[m.Field] = f.Options[0].Code
		default:
			fields[m.Field] = "一些说明"
		}
	}
	saved := read[activity.SaveResult](lin.want(lin.call(http.MethodPatch, "/activities/"+act, map[string]any{"fields": fields}, "If-Match", "*"), 200, "save"))
	if len(saved.Conflicts) > 0 || saved.Version == 0 {
		w.T.Fatalf("saved %+v", saved)
	}
	lin.do("/activities/"+act+"/submit", nil)
	row := read[store.Page[review.Row]](lin.get("/reviews?activity="+act, 200))
	if len(row.Items) != 1 {
		w.T.Fatalf("cases of %s: %+v", act, row.Items)
	}
	return act, row.Items[0].ID
}

var voters = []string{"chair", "vice", "law", "ethics", "lay", "ai", "med"}

// sitting is a meeting that deliberates about a case.
func sitting(w *apptest.World, kase string) (meeting string) {
	w.T.Helper()
	secretary, chair := as(w, "secretary"), as(w, "chair")
	secretary.do("/reviews/"+kase+"/accept", map[string]any{"procedure": "meeting"})
	meeting = secretary.do("/meetings", map[string]any{"committee": w.Committee, "starts_at": w.Now().Add(time.Hour), "mode": "in_person", "place": "305"}).done().ID
	secretary.do("/meetings/"+meeting+"/items", map[string]any{"review": kase})
	secretary.do("/meetings/"+meeting+"/call", nil)
	chair.do("/meetings/"+meeting+"/open", nil)
	for _, name := range voters[1:] {
		as(w, name).do("/meetings/"+meeting+"/arrive", nil)
	}
	chair.do("/meetings/"+meeting+"/items/"+kase+"/open", nil)
	return meeting
}

func vote(w *apptest.World, meeting, kase, choice string) {
	w.T.Helper()
	item := "/meetings/" + meeting + "/items/" + kase
	as(w, "chair").do(item+"/votes/open", nil)
	for _, name := range voters {
		as(w, name).do(item+"/votes/cast", map[string]any{"choice": choice})
	}
	as(w, "chair").do(item+"/votes/close", nil)
}

// The whole road over the API alone: drafted, submitted, accepted, met on,
// decided, certified, checked by anybody.
func TestTheWholeRoad(t *testing.T) {
	each(t, func(t *testing.T, w *apptest.World) {
		act, kase := apply(w, "青少年睡眠与近视的关系")
		meeting := sitting(w, kase)
		chair, secretary, public := as(w, "chair"), as(w, "secretary"), client{t: t, w: w, lang: "en"}
		live := read[review.Live](chair.get("/meetings/"+meeting+"/live", 200))
		if live.Current == nil || !live.Current.Quorate || !slices.Contains(live.Current.Acts, "open_vote") {
			t.Fatalf("the room: %+v", live.Current)
		}
		vote(w, meeting, kase, "approve")
		chair.do("/meetings/"+meeting+"/items/"+kase+"/decide", map[string]any{"outcome": "approve"})
		chair.do("/meetings/"+meeting+"/close", nil)
		secretary.do("/meetings/"+meeting+"/minutes/draft", nil)
		secretary.do("/meetings/"+meeting+"/minutes/edit", map[string]any{"section": kase, "text": "讨论了灯光。"})
		chair.do("/meetings/"+meeting+"/minutes/approve", nil)
		secretary.do("/reviews/"+kase+"/letters", nil)
		secretary.do("/reviews/"+kase+"/letters/send", nil)

		lin := as(w, "lin")
		c := read[review.Case](lin.get("/reviews/"+kase, 200))
		if c.State != review.StateApproved || len(c.Letters) != 1 || len(c.Letters[0].Sent) != 1 {
			t.Fatalf("the case: %+v", c)
		}
		if st := read[activity.State](lin.get("/activities/"+act, 200)); st.State != activity.StateApproved {
			t.Errorf("the application is %s", st.State)
		}
		if pdf := lin.get("/reviews/"+kase+"/letters/1", 200); !strings.HasPrefix(string(pdf.raw), "%PDF-") || pdf.header.Get("Content-Type") != "application/pdf" {
			t.Errorf("the letter: %.20s", pdf.raw)
		}
		verified := read[review.Certified](public.get("/decisions/"+c.Letters[0].Code+"?number="+c.Letters[0].Number, 200))
		if verified.Standing != review.Stands || verified.Title != c.Title {
			t.Errorf("anybody sees %+v", verified)
		}
		w.Seal()
		receipt := public.get("/decisions/"+c.Letters[0].Code+"/receipt", 200)
		if st, err := proof.Verify(receipt.raw, []string{w.LogKey}); err != nil || !st.Trusted {
			t.Errorf("the proof: %+v, %v", st, err)
		}
		checkHistory(t, w, kase, meeting)
	})
}

// checkHistory: everybody sees of the history what they see of the thing, and
// a receipt opens nothing more.
func checkHistory(t *testing.T, w *apptest.World, kase, meeting string) {
	t.Helper()
	lin, law, stranger := as(w, "lin"), as(w, "law"), as(w, "stranger")
	for _, e := range read[store.Page[api.Entry]](lin.get("/reviews/"+kase+"/events", 200)).Items {
		if e.Sealed == nil {
			t.Errorf("%s is not sealed", e.Type)
		}
		want := http.StatusOK
		if e.Type == "review.approved" {
			want = http.StatusNotFound // it tells who sat there
		}
		lin.get("/events/"+e.ID+"/receipt", want)
		if raw := law.get("/events/"+e.ID+"/receipt", 200).raw; read[journal.Receipt](answer{t: t, raw: raw}).Leaf != e.Sealed.Leaf {
			t.Errorf("receipt of %s: %s", e.Type, raw)
		}
		stranger.get("/events/"+e.ID+"/receipt", http.StatusNotFound)
	}
	lin.get("/meetings/"+meeting+"/events", http.StatusNotFound)
	var types []string
	path := "/meetings/" + meeting + "/events?limit=7"
	for path != "" {
		a := law.get(path, 200)
		page := read[store.Page[api.Entry]](a)
		for _, e := range page.Items {
			types = append(types, e.Type)
		}
		path = next(t, a)
	}
	if !slices.Contains(types, "meeting.minutes_drafted") || len(types) < 20 {
		t.Errorf("the meeting's history: %v", types)
	}
	if clocks := read[items[api.Clock]](lin.get("/reviews/"+kase+"/clocks", 200)).Items; len(clocks) < 2 {
		t.Errorf("clocks %+v", clocks)
	}
}

// next is the address of the next page by its Link header; empty on the last.
func next(t *testing.T, a answer) string {
	t.Helper()
	link := a.header.Get("Link")
	if link == "" {
		return ""
	}
	path, ok := strings.CutSuffix(link, `>; rel="next"`)
	if !ok {
		t.Fatalf("Link: %s", link)
	}
	return strings.TrimPrefix(path, "</api/v1")
}

// A member who is out of a case learns nothing of it from the meeting's
// history either.
func TestHistoryOfAMeetingForWhoIsOut(t *testing.T) {
	each(t, func(t *testing.T, w *apptest.World) {
		_, kase := apply(w, "睡眠研究")
		meeting := sitting(w, kase)
		out := as(w, "ai")
		out.do("/meetings/"+meeting+"/items/"+kase+"/interest", map[string]any{"conflict": true, "nature": "持有股份"})
		vote := func(name string) {
			as(w, name).do("/meetings/"+meeting+"/items/"+kase+"/votes/cast", map[string]any{"choice": "approve"})
		}
		as(w, "chair").do("/meetings/"+meeting+"/items/"+kase+"/votes/open", nil)
		vote("law")
		out.refused("/meetings/"+meeting+"/items/"+kase+"/votes/cast", map[string]any{"choice": "approve"}, http.StatusForbidden, "review.recused")
		out.get("/reviews/"+kase, http.StatusNotFound)
		inside := read[store.Page[api.Entry]](as(w, "law").get("/meetings/"+meeting+"/events", 200)).Items
		outside := out.get("/meetings/"+meeting+"/events", 200)
		for _, e := range inside {
			about := e.Type == "meeting.vote_cast" || e.Type == "meeting.item_added" || e.Type == "meeting.interest_declared"
			if about && strings.Contains(string(outside.raw), e.ID) {
				t.Errorf("who is out of the case sees %s", e.Type)
			}
			if e.Type == "meeting.vote_cast" {
				out.get("/events/"+e.ID+"/receipt", http.StatusNotFound)
			}
		}
		if seen := read[store.Page[api.Entry]](outside).Items; len(seen) == 0 || len(seen) >= len(inside) {
			t.Errorf("%d of %d entries", len(seen), len(inside))
		}
	})
}

// A sent request that is sent again has one effect and the same answer.
func TestTwiceIsOnce(t *testing.T) {
	each(t, func(t *testing.T, w *apptest.World) {
		lin := as(w, "lin")
		body := map[string]any{"unit": w.Unit}
		first := lin.want(lin.call("POST", "/activities", body, "Idempotency-Key", "one"), 201, "draft")
		again := lin.want(lin.call("POST", "/activities", body, "Idempotency-Key", "one"), 201, "draft again")
		if first.done().ID != again.done().ID || first.done().Repeated || !again.done().Repeated || first.header.Get("Location") != again.header.Get("Location") {
			t.Errorf("first %+v, again %+v", first.done(), again.done())
		}
		if rows := read[store.Page[activity.Row]](lin.get("/activities", 200)).Items; len(rows) != 1 {
			t.Errorf("%d applications", len(rows))
		}
		p := lin.want(lin.call("POST", "/activities", map[string]any{"unit": w.Other}, "Idempotency-Key", "one"), 409, "another request").problem()
		if p.Key != "journal.key_reused" {
			t.Errorf("another request under the key: %+v", p)
		}

		id := first.done().ID
		upload := func() activity.File {
			return read[activity.File](lin.want(lin.upload(id, "plan_file", "方案.txt", "text", "Idempotency-Key", "file"), 201, "upload"))
		}
		if a, b := upload(), upload(); a != b {
			t.Errorf("uploaded %+v and %+v", a, b)
		}
		st := lin.get("/activities/"+id, 200)
		version := st.header.Get("ETag")
		label := map[string]any{"label": "给导师看"}
		one := lin.want(lin.call("POST", "/activities/"+id+"/versions", label, "If-Match", version, "Idempotency-Key", "label"), 200, "label")
		two := lin.want(lin.call("POST", "/activities/"+id+"/versions", label, "If-Match", version, "Idempotency-Key", "label"), 200, "label again")
		if one.done().Version != two.done().Version || !two.done().Repeated {
			t.Errorf("%+v, %+v", one.done(), two.done())
		}
		var whole activity.State
		if err := json.Unmarshal(lin.get("/activities/"+id, 200).raw, &whole); err != nil || len(whole.Kept) != 1 || len(whole.Files) != 1 {
			t.Errorf("%+v, %v", whole, err)
		}
	})
}
