package web_test

import (
	"testing"

	"lunheng/internal/auth"
	"lunheng/internal/browsertest"
	"lunheng/internal/lang"
	"lunheng/internal/recheck"
)

// A re-review as department, expert, applicant and chair see it, in both
// languages and two sizes.
func TestRecheckInBrowsers(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	department := b.FoundBureau("peer1", "peer2", "peer3", "peer4", "peer5", "moralist", "jurist", "med")
	_, kase := b.Listed("植入式脑机接口帮助瘫痪者打字")
	id := b.Done(b.Recheck.Apply(ctx, b.As("officer"), b.tick(), recheck.Apply{Review: kase,
		Items: []recheck.Item{{Code: "unit_statement", Text: "风险由神经外科负责人承担。"}}})).Result
	b.Done(b.Recheck.Accept(ctx, b.As("bureau"), b.tick(), recheck.On{Recheck: id}))
	b.Done(b.Recheck.AnnounceDraw(ctx, b.As("bureau"), b.tick(), recheck.AnnounceDraw{Recheck: id}))
	b.Seal()
	b.Done(b.Recheck.Draw(ctx, b.As("bureau"), b.tick(), recheck.On{Recheck: id}))
	page := "/rechecks/" + id
	b.look("bureau", "recheck-department", page, "专家组", lang.ZH, browsertest.Desk)
	b.look("bureau", "recheck-department", page, "The panel", lang.EN, browsertest.Phone)
	b.look("bureau", "recheck-board", "/rechecks", "Expert re-reviews", lang.EN, browsertest.Desk)
	b.look("bureau", "recheck-pool", "/departments/"+department+"/pool", "专家库", lang.ZH, browsertest.Phone)
	b.look("moralist", "recheck-opinion", page+"/opinion", "合规", lang.ZH, browsertest.Desk)
	b.look("moralist", "recheck-expert-home", "/home", "Expert re-review", lang.EN, browsertest.Phone)
	b.look("lin", "recheck-applicant", page, "5 名中 0 名已提交", lang.ZH, browsertest.Phone)

	st, err := b.Recheck.View(b.Read(ctx), b.As("bureau"), id)
	b.ok(err)
	for _, e := range st.Sitting() {
		as := auth.Session(e.Person, b.tick())
		b.Done(b.Recheck.Declare(ctx, as, b.tick(), recheck.Declare{Recheck: id}))
		b.Done(b.Recheck.GiveOpinion(ctx, as, b.tick(), recheck.GiveOpinion{Recheck: id, Finding: recheck.Finding{Lawful: true, Reasonable: true, Agrees: true, Reasons: "同意。"}}))
	}
	b.Done(b.Recheck.FeedBack(ctx, b.As("bureau"), b.tick(), recheck.FeedBack{Recheck: id, Summary: "合规、合理。"}))
	b.look("chair", "recheck-final", "/reviews/"+kase+"/final", "最终决定", lang.ZH, browsertest.Desk)
}

// look opens a page as somebody, checks it and takes its picture.
func (b *bench) look(name, shot, path, words string, l lang.Lang, view browsertest.View) {
	b.T.Helper()
	tab := b.tab(name, view)
	b.ok(b.Accounts.SetPreferences(ctx, b.As(name), l, ""))
	tab.Go(b.URL + path)
	tab.WaitText("main", words)
	tab.NoSidewaysScroll()
	tab.Axe()
	tab.Shot(shot + "-" + string(l) + map[browsertest.View]string{browsertest.Desk: "-desk", browsertest.Phone: "-phone"}[view])
}
