package web_test

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"lunheng/internal/activity"
	"lunheng/internal/app/apptest"
	"lunheng/internal/browsertest"
	"lunheng/internal/conduct"
	"lunheng/internal/consent"
	"lunheng/internal/lang"
	"lunheng/internal/review"
	"lunheng/internal/sites"
	"lunheng/internal/web"
)

// notPages answer GET with a file or with a part of a page.
var notPages = []string{"GET /programmes/{id}/projects.xlsx", "GET /projects/{id}/pledge.pdf", "GET /payments/list.xlsx",
	"GET /activities/{id}/rail", "GET /activities/{id}/receipt/seal", "GET /evidence/{event}", "GET /meetings/{id}/room/{part}", "GET /packs/{id}/trial",
	"GET /activities/{id}/files/{file}", "GET /activities/{id}/conduct/files/{file}", "GET /activities/{id}/consent/versions/{n}/{field}", "GET /activities/{id}/receipt.pdf",
	"GET /committees/{id}/papers/{hash}", "GET /units/{id}/papers/{hash}", "GET /filings/{id}/package.zip", "GET /filings/{id}/receipts/{hash}", "GET /gates/{id}/evidence/{n}/file", "GET /mandates/{id}/paper.pdf",
	"GET /meetings/{id}/minutes.pdf", "GET /people/{id}/training/{record}/certificate", "GET /rechecks/{id}/draw.json", "GET /rechecks/{id}/opinion.pdf", "GET /reports/{id}/report.json", "GET /reports/{id}/report.pdf",
	"GET /reviews/{id}/files/{hash}", "GET /reviews/{id}/letters/preview.pdf", "GET /reviews/{id}/letters/{revision}/pdf", "GET /reviews/{id}/notices/{version}/pdf",
	"GET /reviews/{id}/sites/package.json", "GET /sites/{id}/answer.json", "GET /activities/{id}/consent/preview.pdf", "GET /activities/{id}/conduct/proof.pdf",
	"GET /sanction-lists/template.xlsx", "GET /sanction-lists/{id}/report.xlsx",
	"GET /calendar/{token}", "GET /vetoes/{id}/answer.xlsx", "GET /vetoes/{id}/answer.json", "GET /bulletins/{id}/bulletin.pdf", "GET /vetoes/{id}/decision.json", "GET /violations/{id}/files/{hash}", "GET /complaints/{id}/letters/{seq}",
	"GET /yearplans/{id}/draw.json", "GET /published-inspections/{id}/draw.json", "GET /findings.xlsx", "GET /inspections/{id}/report.pdf", "GET /inspections/{id}/files/{hash}",
	"GET /oversight/list/{measure}/list.xlsx", "GET /oversight/questions/{question}/list.xlsx", "GET /oversight/units/list.xlsx",
	"GET /coordination/tasks.xlsx", "GET /coordination/budgets.xlsx", "GET /coordination/tasks/{id}/evidence", "GET /coordination/sessions/{id}/session.ics", "GET /coordination/sessions/{id}/minutes.pdf",
	"GET /coordination/yearlies/{id}/report.pdf", "GET /coordination/upwards/{id}/report.pdf", "GET /coordination/upwards/{id}/report.xlsx"}

// elsewhere are pages that another test of this package opens in a browser.
var elsewhere = map[string]string{
	"GET /setup":                             "TestSettingUpInABrowser",
	"GET /packs/{id}/trial/{list}":           "TestRulesInABrowser",
	"GET /coordination/advices/{id}/declare": "TestJanuaryInABrowser",
	"GET /coordination/advices/{id}/opine":   "TestJanuaryInABrowser",
	"GET /training":                          "leads to /people/{id}/training",
	"GET /interests":                         "leads to /people/{id}/interests",
}

// Every page that the table of addresses knows is sound on a phone and on a desk, every
// other one in English, and in the long run each in both languages; no page shows a link that is dead. A new row must be met by a link or by the things that
// are there, in the demo or in the small house beside it.
func TestEveryPage(t *testing.T) {
	t.Parallel()
	browsertest.Need(t)
	t.Logf("pictures are in %s", os.Getenv(pictures))
	cities := []*city{openCity(t), smallHouse(t)}
	patterns := pagePatterns()
	for _, c := range cities {
		for _, w := range c.people {
			w.walk("/", "/home", "/verify", "/styleguide", "/search?q=%E7%A0%94%E7%A9%B6")
			if len(w.seen) < 10 {
				t.Errorf("%q followed only %d links: is the walk broken?", w.login, len(w.seen))
			}
		}
	}
	todo := map[*walker][]sheet{}
	for _, p := range patterns {
		if at, ok := find(cities, p); ok {
			todo[at.who] = append(todo[at.who], sheet{p, at.path})
		} else {
			t.Errorf("%s: no link leads there and nothing there opens it", p)
		}
	}
	var all sync.WaitGroup
	turns := make(chan struct{}, 2)
	for _, c := range cities {
		for _, w := range c.people {
			all.Go(func() {
				turns <- struct{}{}
				defer func() { <-turns }()
				c.lookAt(t, w, todo[w])
			})
		}
	}
	all.Wait()
}

// sheet is a page to look at.
type sheet struct{ pattern, path string }

func pagePatterns() []string {
	out := []string{"GET /verify", "GET /verify/{code}", "GET /log", "GET /report-a-wrong", "GET /report-a-wrong/{body}"}
	for _, p := range web.Patterns() {
		if strings.HasPrefix(p, "GET ") && !slices.Contains(notPages, p) && elsewhere[p] == "" {
			out = append(out, p)
		}
	}
	return out
}

func find(cities []*city, pattern string) (place, bool) {
	for _, c := range cities {
		if len(c.found[pattern]) > 0 {
			return c.found[pattern][0], true
		}
	}
	for _, c := range cities {
		for _, w := range c.people {
			if w.further(pattern); len(c.found[pattern]) > 0 {
				return c.found[pattern][0], true
			}
		}
	}
	for _, c := range slices.Backward(cities) { // the small house is searched faster
		if c.guess(pattern); len(c.found[pattern]) > 0 {
			return c.found[pattern][0], true
		}
	}
	return place{}, false
}

// lookAt opens pages as one account, in one language after the other.
func (c *city) lookAt(t *testing.T, w *walker, sheets []sheet) {
	if len(sheets) == 0 {
		return
	}
	name := cmp.Or(w.login, "anybody")
	t.Run(name, func(t *testing.T) {
		tab := browsertest.Open(t, browsertest.Desk)
		if w.login != "" {
			tab.Go(c.url + "/login")
			tab.Set("#f-login", w.login)
			tab.Set("#f-password", w.password)
			tab.Follow("main form button[type=submit]")
		} else {
			tab.Go(c.url + "/login")
		}
		for i := range lang.All {
			l := tab.Eval(`document.documentElement.lang`)
			for j, s := range sheets {
				if (i+j)%2 != 0 && !browsertest.Thorough() {
					continue // the other language has its turn at this page in the long run
				}
				tab.Named(s.pattern + " at " + s.path + " in " + l)
				tab.Resize(browsertest.Desk)
				tab.Go(c.url + s.path)
				c.sound(tab, s, l)
			}
			tab.Go(c.url + "/verify")
			tab.Follow(".langs button")
		}
	})
}

// sound checks what must hold of every page at both widths. axe looks at it on
// a desk in Chinese and on a phone in English.
func (c *city) sound(tab *browsertest.Tab, s sheet, l string) {
	want := "1/true"
	if s.pattern == "GET /styleguide" {
		want = "2/true" // it shows the head of a page among its parts
	}
	if got := tab.Eval(`document.querySelectorAll('h1').length + '/' + (document.title.trim() !== '')`); got != want {
		tab.Errorf("headings of the first level and a title: %s", got)
	}
	for _, view := range []browsertest.View{browsertest.Desk, browsertest.Phone} {
		if view == browsertest.Phone {
			tab.Resize(view)
		}
		tab.NoSidewaysScroll()
		if strings.HasPrefix(l, "zh") == (view == browsertest.Desk) {
			tab.Axe()
			tab.Shot(fmt.Sprintf("pages/%s-%s-%d", fileName(s.pattern), l[:2], view.Width))
		}
	}
}

func fileName(pattern string) string {
	return strings.Trim(strings.NewReplacer("GET ", "", "/", "_", "{", "", "}", "", "$", "").Replace(pattern), "_")
}

// smallHouse has the things that the demo's accounts do not meet: an alliance,
// another installation, a site, an appeal, a report from running work, results
// to be published.
func smallHouse(t *testing.T) *city {
	b := newBench(t)
	com := b.FoundSite()
	b.Ally("互认联盟", b.Unit, b.Other)
	b.Done(b.Sites.KnowPeer(ctx, b.As("admin"), b.tick(), sites.KnowPeer{Known: sites.Known{Name: "第二医院", LogKey: apptest.Empty(t).LogKey, Units: []string{b.Other}}}))
	act, kase := b.Joint("多中心队列研究")
	b.Done(b.Sites.Invite(ctx, b.As("officer"), b.tick(), sites.Invite{Activity: act, Committee: com}))
	b.Decide(kase)
	b.Done(b.Sites.Send(ctx, b.As("secretary"), b.tick(), sites.Send{Review: kase}))
	b.Done(b.Consent.Start(ctx, b.As("lin"), b.tick(), consent.On{Activity: b.draft("值夜班护士的睡眠调查")}))
	b.Done(b.Conduct.Report(ctx, b.As("lin"), b.tick(), conduct.ReportOn{Activity: act, Kind: "follow_up", Says: conduct.Says{Light: true, Items: []conduct.Item{
		{Code: "execution", Text: "按计划进行。"}, {Code: "controls", Text: "已落实。"}, {Code: "risk_changes", Text: "没有变化。"}, {Code: "rights", Text: "得到保护。"}}}}))
	b.release()
	no := b.accepted("城市噪声与睡眠质量")
	b.decided(no, "reject")
	b.Done(b.Review.IssueLetter(ctx, b.As("secretary"), b.tick(), review.IssueLetter{Review: no}))
	b.Done(b.Review.FileAppeal(ctx, b.As("lin"), b.tick(), review.FileAppeal{Review: no, Reasons: "风险评估没有考虑已有的减噪措施。"}))
	b.Seal()
	c := newCity(t, b.URL)
	for _, name := range []string{"lin", "officer", "officer2", "secretary", "secretary2", "chair", "chair2", "vice", "admin"} {
		c.enter(name, apptest.Password)
	}
	return c
}

// release brings results of sensitive work before who confirms them.
func (b *bench) release() {
	lin, act := b.As("lin"), b.draft("植入电极与记忆")
	st, err := b.Activity.View(b.Read(ctx), lin, act, 0)
	b.ok(err)
	profile := *st.Profile
	profile.Sensitive = true
	b.did(b.Activity.Assess(ctx, lin, b.tick(), activity.Assess{Activity: act, Profile: profile}))
	b.Decide(b.submit(act))
	f, err := b.Consent.ReleaseNeeds(b.Read(ctx), lin, act)
	b.ok(err)
	cmd := consent.AskRelease{Activity: act, Title: "植入电极与记忆", Where: "学会年会"}
	for _, p := range f.Points {
		cmd.Checks = append(cmd.Checks, consent.Checked{Code: p.Code, Text: "已核对。"})
	}
	b.Done(b.Consent.AskRelease(ctx, lin, b.tick(), cmd))
}
