package ui_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
	"time"

	"lunheng/internal/browsertest"
	"lunheng/internal/lang"
	"lunheng/internal/web/static"
	"lunheng/internal/web/ui"
)

func TestMain(m *testing.M) { os.Exit(browsertest.Main(m)) }

// noon is a fixed time, so that pictures can be compared.
var noon = time.Date(2026, 11, 21, 4, 0, 0, 0, time.UTC)

func sampleCtx(l lang.Lang, theme ui.Theme) ui.Ctx {
	return ui.Ctx{Lang: l, Theme: theme, Now: noon, Path: "/styleguide"}
}

func samplePage() ui.PageInfo {
	return ui.PageInfo{
		Title: lang.T("样式页", "Style page"), Demo: true, Release: "0.1.0",
		User:    &ui.User{Name: "方若楠", Unit: "江城市第三人民医院", Roles: []lang.Text{lang.T("秘书", "secretary")}},
		Crumbs:  []ui.Link{{Text: lang.T("首页", "Home"), Href: "/"}, {Text: lang.T("案卷", "Cases"), Href: "/cases"}},
		Flash:   []ui.Flash{{Tone: ui.OK, Text: lang.T("已受理申请 LH-2026-0137。", "Application LH-2026-0137 accepted.")}},
		Account: []ui.Link{{Text: lang.T("我的账户", "My account"), Href: "/account"}},
		Nav: []ui.NavItem{
			{Text: lang.T("待办", "Inbox"), Href: "/", Count: 6}, {Text: lang.T("案卷", "Cases"), Href: "/cases", Current: true},
			{Text: lang.T("会议", "Meetings"), Href: "/meetings"}, {Text: lang.T("委员会", "Committee"), Href: "/committee"},
			{Text: lang.T("规则", "Rules"), Href: "/rules"},
		},
	}
}

// styleServer serves the style page under the policy that the program uses.
func styleServer(t *testing.T) *httptest.Server {
	mux := http.NewServeMux()
	mux.Handle("GET /static/", static.Handler())
	mux.HandleFunc("GET /style/{lang}/{theme}", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'self'; style-src 'self'; img-src 'self' data:")
		c := sampleCtx(lang.Parse(r.PathValue("lang")), ui.ParseTheme(r.PathValue("theme")))
		show(t, w, r, c)
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server
}

func show(t *testing.T, w http.ResponseWriter, r *http.Request, c ui.Ctx) {
	if err := ui.StylePage(c, samplePage()).Render(r.Context(), w); err != nil {
		t.Errorf("render: %v", err)
	}
}

func TestStylePageInEveryLook(t *testing.T) {
	server := styleServer(t)
	for _, look := range browsertest.Looks() {
		for _, theme := range []ui.Theme{ui.ThemeLight, ui.ThemeDark} {
			name := fmt.Sprintf("style-%s-%s", theme, look.Name)
			t.Run(name, func(t *testing.T) {
				tab := browsertest.Open(t, look.View)
				tab.Go(fmt.Sprintf("%s/style/%s/%s", server.URL, look.Lang, theme))
				tab.Shot(name)
				tab.NoSidewaysScroll()
				tab.Axe()
			})
		}
	}
}

// On paper there is ink on white, whatever theme is chosen, and nothing to click.
func TestPaper(t *testing.T) {
	server := styleServer(t)
	tab := browsertest.Open(t, browsertest.Desk)
	tab.Paper()
	tab.Go(server.URL + "/style/zh/dark")
	tab.Shot("style-zh-paper")
	tab.NoSidewaysScroll()
	if got := tab.Eval(`getComputedStyle(document.body).backgroundColor + getComputedStyle(document.body).color`); got != "rgb(255, 255, 255)rgb(0, 0, 0)" {
		t.Errorf("paper is %s", got)
	}
	if seen := tab.Eval(`[...document.querySelectorAll('.top, .tabs, .pager, .btn, .flash')].filter(e => e.offsetParent).length`); seen != "0" {
		t.Errorf("%s parts of the screen are printed", seen)
	}
}

// A choice of theme must look exactly like the system's.
func TestSystemThemeEqualsChoice(t *testing.T) {
	server := styleServer(t)
	tab := browsertest.Open(t, browsertest.Desk)
	colours := func() string {
		return tab.Eval(`['paper','ink','accent','rule','ok','warn','bad'].map(n => getComputedStyle(document.documentElement).getPropertyValue('--' + n)).join()`)
	}
	for _, dark := range []bool{false, true} {
		tab.Dark(dark)
		tab.Go(server.URL + "/style/zh/system")
		system := colours()
		tab.Go(server.URL + "/style/zh/" + map[bool]string{false: "light", true: "dark"}[dark])
		if chosen := colours(); chosen != system {
			t.Errorf("dark %v: system %s, chosen %s", dark, system, chosen)
		}
	}
}
