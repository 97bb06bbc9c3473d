package api_test

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"lunheng/internal/activity"
	"lunheng/internal/api"
	"lunheng/internal/app/apptest"
	"lunheng/internal/assess"
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/lang"
	"lunheng/internal/recheck"
	"lunheng/internal/registry"
	"lunheng/internal/review"
	"lunheng/internal/store"
)

// Without a valid token there is nothing but what is public; cookies count for
// nothing.
func TestTokens(t *testing.T) {
	w := apptest.New(t)
	for name, token := range map[string]string{"none": "", "made up": "lunheng_" + strings.Repeat("A", 43), "no token at all": "secret"} {
		c := client{t: t, w: w, token: token, lang: "en"}
		a := c.get("/activities", http.StatusUnauthorized)
		if a.header.Get("WWW-Authenticate") == "" || a.problem().Title != "A token is needed" {
			t.Errorf("%s: %s", name, a.raw)
		}
	}
	res, err := w.Client("lin").Get(w.URL + "/api/v1/activities")
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusUnauthorized || res.Header.Get("Content-Security-Policy") == "" || res.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("with a session's cookie: %s %v", res.Status, res.Header)
	}

	admin := as(w, "lin", auth.Read, auth.Write, auth.Admin)
	made := read[api.NewToken](admin.do("/me/tokens", map[string]any{"label": "脚本", "scopes": []string{"read"}, "days": 7}))
	fresh := client{t: t, w: w, token: made.Token, lang: "zh"}
	me := read[api.Me](fresh.get("/me", 200))
	if me.Person != w.Person("lin") || me.Name != "林静怡" || !slices.Equal(me.Scopes, []auth.Scope{auth.Read}) {
		t.Errorf("me: %+v", me)
	}
	if tokens := read[store.Page[auth.Token]](admin.get("/me/tokens", 200)).Items; len(tokens) != 2 || tokens[0].Label != "脚本" {
		t.Errorf("tokens %+v", tokens)
	}
	fresh.get("/me/tokens", http.StatusForbidden)
	admin.want(admin.call(http.MethodDelete, "/me/tokens/"+made.ID, nil), http.StatusNoContent, "revoke")
	fresh.get("/me", http.StatusUnauthorized)
}

// A token does no more than its scopes say.
func TestScopes(t *testing.T) {
	each(t, func(t *testing.T, w *apptest.World) {
		id := as(w, "lin").do("/activities", map[string]any{"unit": w.Unit}).done().ID
		as(w, "lin", auth.Read).refused("/activities/"+id+"/discard", nil, http.StatusForbidden, "auth.scope")
		as(w, "lin", auth.Write).get("/activities", http.StatusForbidden)
		as(w, "lin", auth.Write).get("/activities/"+id, http.StatusForbidden)
		as(w, "admin").refused("/units/"+w.Unit+"/close", map[string]any{"reason": "x"}, http.StatusForbidden, "auth.scope")
		as(w, "lin").refused("/activities", map[string]any{"fields": map[string]any{"title": "a\x00b"}}, http.StatusBadRequest, "edge.text")
		as(w, "lin").refused("/reviews/none/accept", map[string]any{"procedure": "meeting"}, http.StatusNotFound, "auth.not_found")
	})
}

// Another unit's file is not there, by whatever address.
func TestAnothersFile(t *testing.T) {
	each(t, func(t *testing.T, w *apptest.World) {
		act, kase := apply(w, "睡眠研究")
		file := read[activity.State](as(w, "lin").get("/activities/"+act, 200)).Files[0].ID
		stranger := as(w, "stranger")
		for _, path := range []string{"/activities/" + act, "/activities/" + act + "/files/" + file, "/activities/" + act + "/events", "/activities/" + act + "/missing",
			"/activities/" + act + "/compare?from=1", "/reviews/" + kase, "/reviews/" + kase + "/events", "/reviews/" + kase + "/clocks", "/reviews/" + kase + "/hands",
			"/reviews/" + kase + "/letters/1", "/people/" + w.Person("lin"), "/people/" + w.Person("lin") + "/offices", "/people/" + w.Person("lin") + "/events"} {
			if p := stranger.get(path, http.StatusNotFound).problem(); p.Key == "" || strings.Contains(p.Detail, act) {
				t.Errorf("GET %s: %+v", path, p)
			}
		}
		stranger.refused("/reviews/"+kase+"/withdraw", map[string]any{"reason": "x"}, http.StatusNotFound, "auth.not_found")
		if rows := read[store.Page[review.Row]](stranger.get("/reviews", 200)); len(rows.Items) != 0 {
			t.Errorf("the stranger's list: %+v", rows.Items)
		}
		if p := read[store.Page[api.Person]](stranger.call(http.MethodPost, "/people/search", map[string]any{"name": "林"})); len(p.Items) != 0 {
			t.Errorf("the stranger finds %+v", p.Items)
		}
		got := as(w, "lin").get("/activities/"+act+"/files/"+file, 200)
		if !strings.HasPrefix(string(got.raw), "content of ") || !strings.HasPrefix(got.header.Get("Content-Disposition"), "attachment") {
			t.Errorf("one's own file: %s %v", got.raw, got.header)
		}
	})
}

// A verb needs the version that was seen; on an older one it tells what
// happened since.
func TestVersions(t *testing.T) {
	each(t, func(t *testing.T, w *apptest.World) {
		lin := as(w, "lin")
		id := lin.do("/activities", map[string]any{"unit": w.Unit}).done().ID
		seen := lin.get("/activities/"+id, 200).header.Get("ETag")
		lin.do("/activities/"+id+"/team", map[string]any{"person": w.Person("wang"), "role": "investigator"})
		path := "/activities/" + id + "/versions"
		for name, c := range map[string]struct {
			match  []string
			status int
			key    string
		}{
			"none":     {nil, http.StatusPreconditionRequired, "api.if_match.missing"},
			"nonsense": {[]string{"If-Match", `"abc"`}, http.StatusUnprocessableEntity, "api.if_match"},
			"stale":    {[]string{"If-Match", seen}, http.StatusPreconditionFailed, "journal.stale"},
		} {
			p := lin.want(lin.call("POST", path, map[string]any{"label": "甲"}, c.match...), c.status, name).problem()
			if p.Key != c.key {
				t.Errorf("%s: %+v", name, p)
			}
			if name == "stale" && (len(p.Since) != 1 || p.Since[0].Type != "activity.person_added" || p.Since[0].At.IsZero() || !strings.Contains(p.Detail, "version 1")) {
				t.Errorf("what happened since: %+v", p)
			}
		}
		now := lin.get("/activities/"+id, 200).header.Get("ETag")
		after := lin.want(lin.call("POST", path, map[string]any{"label": "甲"}, "If-Match", now), 200, "with the present version")
		if after.header.Get("ETag") != lin.get("/activities/"+id, 200).header.Get("ETag") {
			t.Error("the answer's ETag is not that of the thing")
		}
	})
}

// What is wrong is told at its field, in the language asked for, all at once,
// and without what was sent.
func TestMistakes(t *testing.T) {
	w := apptest.New(t)
	officer := as(w, "officer", auth.Read, auth.Write, auth.Admin)
	body := map[string]any{"unit": w.Unit, "knid": "staff", "record": map[string]any{"name": "赵机密", "phone": 13800138000, "mail": "zhao@secret.invalid"}}
	a := officer.want(officer.call("POST", "/people", body), http.StatusUnprocessableEntity, "register")
	p := a.problem()
	fields := map[string]string{}
	for _, f := range p.Errors {
		fields[f.Field] = f.Key
	}
	for field, key := range map[string]string{"knid": "api.unknown", "kind": "api.required", "record.phone": "api.type", "record.mail": "api.unknown"} {
		if fields[field] != key {
			t.Errorf("%s: %q; want %q", field, fields[field], key)
		}
	}
	for _, secret := range []string{"赵机密", "13800138000", "zhao@"} {
		if bytes.Contains(a.raw, []byte(secret)) {
			t.Errorf("the answer repeats %s: %s", secret, a.raw)
		}
	}
	zh := client{t: t, w: w, token: officer.token, lang: "zh-CN,en;q=0.5"}
	if p := zh.call("POST", "/people", body).problem(); p.Title != "请求有误" || !strings.Contains(p.Detail, "处问题") {
		t.Errorf("in Chinese: %+v", p)
	}
	if p.Title != "The request is wrong" || !strings.Contains(p.Detail, "mistakes") {
		t.Errorf("in English: %+v", p)
	}

	for name, c := range map[string]struct {
		method, path, body, media string
		status                    int
		key                       string
	}{
		"not JSON":          {"POST", "/activities", `{"unit":`, "application/json", 422, "api.json"},
		"a list":            {"POST", "/activities", `[]`, "application/json", 422, "api.type"},
		"no day":            {"POST", "/offices/unit/" + w.Unit + "/appoint", `{"person":"x","from":"yesterday"}`, "application/json", 422, "api.day"},
		"no time":           {"POST", "/meetings", `{"committee":"x","mode":"video","starts_at":"soon"}`, "application/json", 422, "api.time"},
		"no text":           {"POST", "/meetings", `{"committee":7,"mode":"video","starts_at":"2026-12-01T09:00:00+08:00"}`, "application/json", 422, "api.type"},
		"a form":            {"POST", "/activities", `unit=1`, "application/x-www-form-urlencoded", 415, "api.media"},
		"unknown state":     {"GET", "/reviews?state=nonsense", "", "", 422, "api.parameter.choice"},
		"unknown kind":      {"GET", "/units?kind=nonsense", "", "", 422, "api.parameter.choice"},
		"too much":          {"POST", "/activities", `"` + strings.Repeat("x", 3<<20) + `"`, "application/json", 413, "api.body.large"},
		"another method":    {"DELETE", "/activities", "", "", 405, "api.method"},
		"nowhere":           {"GET", "/nowhere", "", "", 404, "api.no_address"},
		"a misspelt filter": {"GET", "/activities?sate=draft", "", "", 422, "api.parameter.unknown"},
		"a bad filter":      {"GET", "/activities?open=perhaps", "", "", 422, "api.parameter"},
		"a bad cursor":      {"GET", "/activities?after=zzz", "", "", 422, "store.page.cursor"},
		"an unknown unit":   {"GET", "/units/none", "", "", 404, "registry.not_found"},
		"an unknown kind":   {"GET", "/offices/ghost/x", "", "", 404, "api.kind"},
	} {
		a := officer.call(c.method, c.path, c.body, "Content-Type", c.media)
		if p := a.problem(); a.status != c.status || p.Key != c.key || p.Status != c.status {
			t.Errorf("%s: %d %+v; want %d %s", name, a.status, p, c.status, c.key)
		}
	}
	// Rules of a domain come out the same way.
	lin := as(w, "lin")
	id := lin.do("/activities", map[string]any{}).done().ID
	if p := lin.refused("/activities/"+id+"/submit", nil, http.StatusUnprocessableEntity, "activity.submit.assess"); len(p.Errors) < 10 {
		t.Errorf("submitting too early: %+v", p)
	}
}

// A walk through the pages meets everything once, and all of it can be opened.
func TestPaging(t *testing.T) {
	w := apptest.New(t)
	lin := as(w, "lin")
	want := map[string]bool{}
	for i := range 11 {
		want[lin.do("/activities", map[string]any{"unit": w.Unit, "fields": map[string]any{"title": fmt.Sprintf("研究%d", i)}}).done().ID] = true
	}
	path, pages := "/activities?limit=4&mine=true", 0
	for path != "" {
		a := lin.get(path, 200)
		page := read[store.Page[activity.Row]](a)
		for _, row := range page.Items {
			if !want[row.ID] {
				t.Errorf("%s is there twice or out of nowhere", row.ID)
			}
			delete(want, row.ID)
			if st := lin.get("/activities/"+row.ID, 200); st.header.Get("ETag") != fmt.Sprintf(`"%d"`, row.Version) {
				t.Errorf("listed with version %d, opened with %s", row.Version, st.header.Get("ETag"))
			}
		}
		if path, pages = next(t, a), pages+1; (page.Next == "") != (path == "") {
			t.Error("next and Link differ")
		}
	}
	if len(want) > 0 || pages != 3 {
		t.Errorf("%d pages, %d not met", pages, len(want))
	}
	for _, path := range []string{"/reviews", "/meetings", "/tasks", "/units", "/committees", "/departments", "/people", "/regions", "/packs", "/form"} {
		if got := lin.get(path, 200); !bytes.Contains(got.raw, []byte(`"items":[`)) {
			t.Errorf("GET %s: %.80s", path, got.raw)
		}
	}
}

// Lists of one body are paged as well: the experts of a pool, one's own tokens.
func TestSmallListsArePaged(t *testing.T) {
	w := apptest.New(t)
	department := w.FoundBureau("med", "moralist", "jurist")
	bureau := as(w, "bureau", auth.Read, auth.Write, auth.Admin)
	met := map[string]bool{}
	for path := "/departments/" + department + "/pool?limit=2"; path != ""; {
		a := bureau.get(path, 200)
		for _, e := range read[store.Page[recheck.Entry]](a).Items {
			met[e.Person] = true
		}
		path = next(t, a)
	}
	if len(met) != 3 {
		t.Errorf("met %v", met)
	}
	bureau.do("/me/tokens", map[string]any{"label": "脚本", "scopes": []string{"read"}, "days": 7})
	first := bureau.get("/me/tokens?limit=1", 200)
	if one, rest := read[store.Page[auth.Token]](first), read[store.Page[auth.Token]](bureau.get(next(t, first), 200)); len(one.Items) != 1 || one.Items[0].Label != "脚本" || len(rest.Items) != 1 {
		t.Errorf("tokens %+v, %+v", one, rest)
	}
}

// What everybody sees in a list, they can open, and nothing else is in it.
func TestListsShowWhatCanBeOpened(t *testing.T) {
	w := apptest.New(t)
	act, kase := apply(w, "睡眠研究")
	for _, name := range slices.Sorted(maps.Keys(w.People)) {
		c := as(w, name)
		listed := read[store.Page[review.Row]](c.get("/reviews", 200))
		status := c.call("GET", "/reviews/"+kase, nil).status
		if (len(listed.Items) == 1) != (status == http.StatusOK) {
			t.Errorf("%s: %d listed, opening it gives %d", name, len(listed.Items), status)
		}
		acts := read[store.Page[activity.Row]](c.get("/activities", 200))
		status = c.call("GET", "/activities/"+act, nil).status
		if (len(acts.Items) == 1) != (status == http.StatusOK) {
			t.Errorf("%s: %d applications listed, opening it gives %d", name, len(acts.Items), status)
		}
		for _, p := range read[store.Page[api.Person]](c.get("/people", 200)).Items {
			if got := read[api.Person](c.get("/people/"+p.ID, 200)); got.Record != p.Record || got.Record.Name == "" {
				t.Errorf("%s sees %+v and opens %+v", name, p, got)
			}
		}
	}
}

// The register over the API: a unit, a committee, an office, a person, each
// with its version.
func TestRegister(t *testing.T) {
	w := apptest.New(t)
	admin := as(w, "admin", auth.Read, auth.Write, auth.Admin)
	dep := admin.do("/departments", map[string]any{"name": lang.T("明川市科技局", "Science Bureau of Mingchuan"), "region": "440300"}).done().ID
	unit := admin.do("/units", map[string]any{"name": lang.T("明川医院", "Mingchuan Hospital"), "kind": "medical_institution", "region": "440305", "department": dep, "hospital_grade": 3})
	id := unit.done().ID
	if unit.header.Get("Location") != "/api/v1/units/"+id {
		t.Errorf("Location %s", unit.header.Get("Location"))
	}
	person := admin.do("/people", map[string]any{"unit": id, "kind": "staff", "record": map[string]any{"name": "孙一"}}).done().ID
	from := calendar.Of(w.Now())
	admin.do("/offices/unit/"+id+"/appoint", map[string]any{"person": person, "from": from})
	if held := read[items[registry.Office]](admin.get("/offices/unit/"+id, 200)).Items; len(held) != 1 || held[0].Person != person {
		t.Errorf("offices %+v", held)
	}
	com := admin.do("/committees", map[string]any{"unit": id, "name": lang.T("明川医院伦理委员会", "")}).done().ID
	admin.do("/committees/"+com+"/members", map[string]any{"person": person, "role": "member", "sex": "female", "expertise": []string{"law"}, "from": from, "until": from.AddMonths(12)})
	c := read[registry.Committee](admin.get("/committees/"+com, 200))
	comp := read[registry.Composition](admin.get("/committees/"+com+"/composition", 200))
	if len(c.Members) != 1 || comp.Holds() || len(comp.Standards) == 0 {
		t.Errorf("committee %+v, composition %+v", c, comp)
	}
	admin.refused("/units/"+id+"/close", map[string]any{"reason": "合并"}, http.StatusConflict, "registry.unit.has_committee")
	as(w, "lin", auth.Read, auth.Write, auth.Admin).refused("/units/"+id+"/change", map[string]any{"name": lang.T("x", ""), "kind": "university", "region": "440305"}, http.StatusForbidden, "auth.forbidden")
}

// The check is that of the command line, to the byte.
func TestAssess(t *testing.T) {
	w := apptest.New(t)
	profile := `{"activity":{"title":"青少年睡眠","unit":{"region":"440305"},"fields":["medicine"],"humans":{"participants":"survey"}}}`
	for _, l := range lang.All {
		var want, trouble bytes.Buffer
		status := assess.Run(w.Book.Current(), assess.Options{In: strings.NewReader(profile), Today: calendar.Of(w.Now()), JSON: true, Lang: l}, &want, &trouble)
		got := client{t: t, w: w, lang: string(l)}.call("POST", "/assess", profile)
		if status != 0 || got.status != 200 || !bytes.Equal(got.raw, want.Bytes()) {
			t.Errorf("%s: %d %s\nwant %s%s", l, got.status, got.raw, want.Bytes(), trouble.String())
		}
	}
	p := client{t: t, w: w, lang: "en"}.call("POST", "/assess", `{"activity":{"titel":"x"}}`).problem()
	if p.Status != 422 || !slices.ContainsFunc(p.Errors, func(f api.Fault) bool { return f.Field == "activity.titel" }) {
		t.Errorf("a misspelt profile: %+v", p)
	}
}

// An upload that is no upload leaves nothing behind.
func TestUploads(t *testing.T) {
	w := apptest.New(t)
	lin := as(w, "lin")
	id := lin.do("/activities", map[string]any{"unit": w.Unit}).done().ID
	if p := lin.want(lin.upload(id, "plan_file", "a.txt", strings.Repeat("x", 2<<20)), http.StatusRequestEntityTooLarge, "too large").problem(); p.Key == "" {
		t.Errorf("%+v", p)
	}
	if p := lin.upload(id, "no_such_field", "a.txt", "x").problem(); p.Status != 422 {
		t.Errorf("%+v", p)
	}
	if a := as(w, "stranger").upload(id, "plan_file", "a.txt", "x"); a.status != http.StatusNotFound {
		t.Errorf("%d %s", a.status, a.raw)
	}
	req, err := http.NewRequest("POST", w.URL+"/api/v1/activities/"+id+"/files", io.NopCloser(strings.NewReader("{}")))
	if err != nil {
		t.Fatal(err)
	}
	if a := lin.send(req); a.status != http.StatusUnsupportedMediaType {
		t.Errorf("%d %s", a.status, a.raw)
	}
	if files := read[activity.State](lin.get("/activities/"+id, 200)).Files; len(files) != 0 {
		t.Errorf("files %+v", files)
	}
	one := read[activity.File](lin.want(lin.upload(id, "plan_file", "方案.txt", "text"), 201, "upload"))
	lin.do("/activities/"+id+"/files/"+one.ID+"/remove", nil)
	lin.get("/activities/"+id+"/files/"+one.ID, 200) // earlier versions keep it
}
