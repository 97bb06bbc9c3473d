package web_test

import (
	"strings"
	"testing"

	"lunheng/internal/app/apptest"
	"lunheng/internal/browsertest"
)

// People are found by name wherever somebody is to be named, and the name stays
// out of the address.
func TestPeopleAreFoundInABrowser(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	draft := "/activities/" + b.draft("夜班护士睡眠问卷", "risks")
	for _, look := range browsertest.Looks() {
		for _, p := range []struct{ who, name, path, field, hit string }{
			{"admin", "people-found", "/people", "form.finder input[name=find]", "td a"},
			{"officer", "member-new", "/committees/" + b.Committee + "/members/new", "form.finder input[name=find]", "form.form .choice"},
			{"lin", "team-found", draft + "/team", "form.find input[name=q]", ".choice label"},
		} {
			tab := b.tab(p.who, look.View)
			b.ok(b.Accounts.SetPreferences(ctx, b.As(p.who), look.Lang, ""))
			tab.Go(b.URL + p.path)
			tab.Set(p.field, "王")
			tab.Follow("form:has(input[name=seek]) button[type=submit]")
			tab.WaitText(p.hit, "王")
			tab.Wait(`location.search === ''`)
			tab.Shot("register-" + p.name + "-" + look.Name)
			tab.NoSidewaysScroll()
			tab.Axe()
		}
	}
}

// A form that is refused shows what is wrong; a secret is shown once; the
// first administrator is made. All of it in a real browser.
func TestRegisterActsInABrowser(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	tab := b.tab("admin", browsertest.Desk)
	tab.Allow(func(m string) bool { return strings.Contains(m, "status of 422") })
	tab.Go(b.URL + "/units/new")
	tab.Set("#f-name-zh", "明川市第三人民医院")
	tab.Set("#f-kind", "medical_institution")
	tab.Set("#f-region", "不存在的地方")
	tab.Follow("form.form button[type=submit]")
	tab.WaitText(".summary", "不存在的地方")
	tab.Shot("register-refused-zh-desk")
	tab.Axe()
	tab.Go(b.URL + "/account/tokens/new")
	tab.Set("#f-label", "年报")
	tab.Follow("form.form button[type=submit]")
	tab.WaitText(".secret code", "lunheng_")
	tab.Shot("register-secret-zh-desk")
	tab.Axe()
}

// The one-time code makes the first administrator, in a real browser.
func TestSettingUpInABrowser(t *testing.T) {
	t.Parallel()
	w := apptest.Empty(t)
	token, err := w.Accounts.SetupToken(ctx, w.Now())
	if err != nil {
		t.Fatal(err)
	}
	tab := browsertest.Open(t, browsertest.Phone)
	tab.Allow(func(m string) bool { return strings.Contains(m, "status of 403") })
	tab.Go(w.URL + "/setup")
	tab.Shot("setup-phone")
	tab.Axe()
	tab.NoSidewaysScroll()
	for field, value := range map[string]string{"#f-token": token, "#f-record-name": "管志", "#f-login": "root", "#f-password": "一句长长的密码 42", "#f-repeat": "一句长长的密码 42"} {
		tab.Set(field, value)
	}
	tab.Follow("form.form button[type=submit]")
	tab.Wait(`location.pathname === '/home'`)
	tab.Shot("setup-home-phone")
	tab.Axe()
	tab.Go(w.URL + "/setup")
	tab.Shot("setup-used-phone")
	tab.Axe()
}
