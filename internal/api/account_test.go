package api_test

import (
	"bytes"
	"context"
	"net/http"
	"testing"

	"lunheng/internal/api"
	"lunheng/internal/app/apptest"
	"lunheng/internal/auth"
	"lunheng/internal/registry"
	"lunheng/internal/review"
	"lunheng/internal/store"
	"lunheng/internal/vault"
)

// An administrator's program keeps accounts as the pages do, with the scope
// admin and no other; nobody else's program may.
func TestAccounts(t *testing.T) {
	each(t, func(t *testing.T, w *apptest.World) {
		admin := as(w, "admin", auth.Admin)
		out, err := w.Registry.RegisterPerson(context.Background(), w.As("admin"), w.Now(),
			registry.RegisterPerson{PersonData: registry.PersonData{Unit: w.Unit, Kind: registry.Staff}, Record: vault.Record{Name: "尤新"}})
		if err != nil {
			t.Fatal(err)
		}
		person := out.Result
		created := admin.call(http.MethodPost, "/accounts", map[string]any{"person": person, "login": "youxin"})
		first := read[api.FirstPassword](created)
		if created.status != http.StatusCreated || first.Password == "" || created.header.Get("Location") != "/api/v1/accounts/"+person {
			t.Fatalf("%d %+v %v", created.status, first, created.header)
		}
		is := func(locked, must bool) {
			t.Helper()
			got := read[api.Account](admin.get("/accounts/"+person, 200))
			if got.Login != "youxin" || got.Locked != locked || got.MustChange != must {
				t.Errorf("account %+v; want locked %v, must change %v", got, locked, must)
			}
		}
		is(false, true)
		if p := admin.call(http.MethodPost, "/accounts", map[string]any{"person": person, "login": "other"}); p.status != http.StatusConflict {
			t.Errorf("a second account: %d %s", p.status, p.raw)
		}
		admin.do("/accounts/"+person+"/lock", nil)
		is(true, true)
		admin.do("/accounts/"+person+"/unlock", nil)
		is(false, true)
		again := read[api.FirstPassword](admin.do("/accounts/"+person+"/reset", nil))
		if again.Password == "" || again.Password == first.Password {
			t.Errorf("reset gave %q after %q", again.Password, first.Password)
		}
		lin := as(w, "lin")
		lin.get("/me", 200)
		admin.do("/accounts/"+w.Person("lin")+"/tokens/revoke", nil)
		lin.get("/me", http.StatusUnauthorized)

		page := read[store.Page[api.Account]](admin.get("/accounts?limit=3", 200))
		if len(page.Items) != 3 || page.Next == "" {
			t.Errorf("page %+v", page)
		}
		for what, c := range map[string]client{"without the scope": as(w, "admin"), "a secretary": as(w, "secretary")} {
			for _, path := range []string{"/lock", "/unlock", "/reset", "/tokens/revoke"} {
				if p := c.call(http.MethodPost, "/accounts/"+person+path, nil, "If-Match", "*").problem(); p.Status != http.StatusForbidden {
					t.Errorf("%s, %s: %+v", what, path, p)
				}
			}
			c.get("/accounts", http.StatusForbidden)
		}
		officer := as(w, "officer", auth.Admin)
		if p := officer.call(http.MethodPost, "/accounts/"+person+"/reset", nil, "If-Match", "*").problem(); p.Status != http.StatusNotFound {
			t.Errorf("an officer resets a password: %+v", p)
		}
		if own := read[store.Page[api.Account]](officer.get("/accounts", 200)); len(own.Items) != 1 || own.Items[0].Person != w.Person("officer") {
			t.Errorf("an officer lists %+v", own.Items)
		}
	})
}

// Search finds what one may see, and nothing for whom it is not.
func TestSearch(t *testing.T) {
	w := apptest.New(t)
	act, kase := apply(w, "青少年睡眠与近视的关系")
	if got := read[api.Hits](as(w, "lin").get("/search?q=睡眠", 200)); len(got.Activities) != 1 || got.Activities[0].ID != act || len(got.Reviews) != 1 {
		t.Errorf("the applicant finds %+v", got)
	}
	if got := read[api.Hits](as(w, "secretary").get("/search?q=近视", 200)); len(got.Activities) != 0 || len(got.Reviews) != 1 || got.Reviews[0].ID != kase {
		t.Errorf("the secretary finds %+v", got)
	}
	if got := read[api.Hits](as(w, "stranger").get("/search?q=睡眠", 200)); len(got.Activities)+len(got.Reviews) != 0 {
		t.Errorf("a stranger finds %+v", got)
	}
	as(w, "lin", auth.Write).get("/search?q=睡眠", http.StatusForbidden)
}

// The minutes are there as PDF once they are drafted, for those of the
// committee.
func TestMinutesAsPDF(t *testing.T) {
	w := apptest.New(t)
	_, kase := apply(w, "青少年睡眠与近视的关系")
	meeting := sitting(w, kase)
	chair, secretary := as(w, "chair"), as(w, "secretary")
	path := "/meetings/" + meeting + "/minutes/pdf"
	if got := secretary.get(path, http.StatusConflict).problem(); got.Key != "review.minutes.none" {
		t.Errorf("before they are drafted: %+v", got)
	}
	chair.do("/meetings/"+meeting+"/items/"+kase+"/defer", map[string]any{"reason": review.DeferTime, "note": "改日"})
	chair.do("/meetings/"+meeting+"/close", nil)
	secretary.do("/meetings/"+meeting+"/minutes/draft", nil)
	got := secretary.get(path, 200)
	if got.header.Get("Content-Type") != "application/pdf" || !bytes.HasPrefix(got.raw, []byte("%PDF-")) {
		t.Errorf("%v %.20q", got.header, got.raw)
	}
	as(w, "lin").get(path, http.StatusNotFound)
}
