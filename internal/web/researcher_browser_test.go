package web_test

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lunheng/internal/activity"
	"lunheng/internal/browsertest"
	"lunheng/internal/review"
)

// A researcher answers the check, applies with the answers, writes, uploads,
// and hands in.
func TestResearchersRoad(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	tab := b.tab("lin", browsertest.Desk)
	tab.Go(b.URL + "/check?" + answers().Encode())
	for range 20 { // what is still open takes its first answer
		if tab.Eval(`!!document.querySelector('form[action="/check"]')`) != "true" {
			break
		}
		tab.Follow(`form[action="/check"] button[type=submit]`)
	}
	tab.Type("#f-title", "夜班护士睡眠问卷")
	tab.Follow(`form[action="/activities"] button`)
	tab.WaitText("h1", "夜班护士睡眠问卷")

	// It saves itself and says when.
	tab.Type("#f-purpose", "夜班是否影响护士的睡眠")
	tab.WaitText("[data-autosave-status]", "已保存于")
	tab.WaitText("#rail .rail a[aria-current]", "2/4")
	tab.Shot("draft-zh-desk")
	tab.Axe()

	// A file is sent by itself and stands in the list.
	tab.Click(`#rail .rail a[href$="section=plan"]`)
	tab.WaitText(".section-head h2", "实施方案与风险")
	file := filepath.Join(t.TempDir(), "实施方案.txt")
	b.ok(os.WriteFile(file, []byte("第一步：招募。"), 0o600))
	tab.Upload("#drop-plan_file-input", file)
	tab.WaitText("#list-plan_file .files a", "实施方案.txt")
	tab.Type("#f-plan_summary", "问卷 200 份")
	tab.WaitText("[data-autosave-status]", "已保存于")
	tab.Axe()
	tab.Shot("draft-files-zh-desk")

	// What is missing stands in one list.
	tab.Go(tab.URL()[:strings.Index(tab.URL(), "?")] + "/submit")
	tab.WaitText("#missing", "风险防控措施")
	tab.Axe()
	tab.Shot("submit-missing-zh-desk")

	path := "/activities/" + b.draft("社区老年人夜间光照与睡眠")
	tab.Go(b.URL + path + "/submit")
	tab.Shot("submit-ready-zh-desk")
	tab.Click("form.panel button[type=submit]")
	tab.Click("[data-confirm-yes]")
	tab.WaitText("h1", "提交回执")
	b.Seal()
	tab.WaitText("#sealing", "已封存于第")
	tab.Axe()
	tab.Shot("receipt-zh-desk")
}

// The older of two tabs is told at once where both texts stand, and what it
// wrote can be taken.
func TestOlderTab(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	path := b.begun(b.Client("lin"))
	one, two := b.tab("lin", browsertest.Desk), b.tab("lin", browsertest.Desk)
	one.Go(b.URL + path)
	two.Go(b.URL + path)
	one.Type("#f-purpose", "夜班影响睡眠的程度")
	one.WaitText("[data-autosave-status]", "已保存于")
	two.Type("#f-necessity", "没有别的办法")
	two.WaitText("[data-autosave-status]", "已保存于")
	one.Type("#f-significance", "护士受益")
	one.WaitText("[data-autosave-status]", "已保存于")

	three := b.tab("lin", browsertest.Phone)
	three.Go(b.URL + path)
	one.Set("#f-purpose", "夜班影响睡眠的程度与原因")
	one.WaitText("[data-autosave-status]", "已保存于")
	three.Set("#f-purpose", "轮班影响睡眠的程度")
	three.WaitText("[data-autosave-status]", "在别处被改过")
	one.WaitText("#rail .notice", "目的")
	three.Click("[data-autosave-status] a")
	three.WaitText(".conflict", "两个内容")
	three.Axe()
	three.NoSidewaysScroll()
	three.Shot("conflict-zh-phone")
	one.Go(b.URL + path)
	one.Shot("conflict-zh-desk")
	three.Follow(".conflict button[value^=take]")
	three.Wait(`document.querySelector('#f-purpose').value === '轮班影响睡眠的程度' && !document.querySelector('.conflict')`)
}

// Every page of an applicant, in both languages, on a phone and on a desk.
func TestResearcherPagesInEveryLook(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	draft := "/activities/" + b.draft("夜班护士睡眠问卷", "risks")
	returned, asked, changes, approved := b.ofKinds()
	pages := map[string]string{
		"home": "/home", "activities": "/activities", "draft": draft, "draft-plan": draft + "?section=plan", "consent": draft + "?section=consent_and_origin",
		"assessment": draft + "/assessment", "assessment-edit": draft + "/assessment?" + answers().Encode() + "&edit=data",
		"team": draft + "/team?unit_q=" + url.QueryEscape("明川"), "versions": draft + "/versions", "submit": draft + "/submit",
		"receipt": approved + "/receipt", "case-returned": returned, "case-asked": asked, "case-changes": changes, "case-approved": approved,
		"case-then": approved + "?at=2", "case-application": approved + "/application", "case-timeline": approved + "/timeline", "withdraw": asked + "/withdraw",
		"edit-returned": returned + "/edit?section=plan",
	}
	b.Seal()
	for _, look := range browsertest.Looks() {
		tab := b.tab("lin", look.View)
		b.ok(b.Accounts.SetPreferences(ctx, b.As("lin"), look.Lang, ""))
		for name, path := range pages {
			tab.Go(b.URL + path)
			tab.Axe()
			tab.NoSidewaysScroll()
			tab.Shot("my-" + name + "-" + look.Name)
			if t.Failed() {
				t.Fatalf("%s in %s", name, look.Name)
			}
		}
	}
}

// ofKinds makes cases in four states and returns their addresses.
func (b *bench) ofKinds() (returned, asked, changes, approved string) {
	b.t.Helper()
	address := func(kase string) string {
		c, err := b.Review.View(b.Read(ctx), b.As("lin"), kase, 0)
		b.ok(err)
		return "/activities/" + c.Activity
	}
	kase := b.accepted("社区老年人夜间光照与睡眠的观察研究")
	b.decided(kase, "approve_after_changes", "写明退出方式", "删去与研究无关的变量")
	b.did(b.Review.AnswerStipulations(ctx, b.As("lin"), b.tick(), review.AnswerStipulations{Review: kase, Answers: []review.PointAnswer{{No: 1, Text: "见第三条"}, {No: 2, Text: "已删"}}}))
	for no, ok := range map[int]bool{1: true, 2: false} {
		b.did(b.Review.CheckStipulation(ctx, b.As("chair"), b.tick(), review.CheckStipulation{Review: kase, No: no, Satisfied: ok, Note: "仍有身份证号一栏"}))
	}
	b.did(b.Review.ReturnChanges(ctx, b.As("chair"), b.tick(), review.ConfirmChanges{Review: kase}))
	changes = address(kase)

	kase = b.accepted("可穿戴设备记录睡眠的可行性研究")
	b.did(b.Review.AskQuestion(ctx, b.As("ethics"), b.tick(), review.AskQuestion{Review: kase, Text: "数据保存在哪里，谁能看到原始数据？"}))
	b.did(b.Review.AnswerQuestion(ctx, b.As("lin"), b.tick(), review.AnswerQuestion{Review: kase, Question: b.question(kase), Text: "保存在本校服务器，仅项目组可见。"}))
	b.decided(kase, "approve")
	b.did(b.Review.IssueLetter(ctx, b.As("secretary"), b.tick(), review.IssueLetter{Review: kase}))
	approved = address(kase)

	kase = b.accepted("轮班与心率变异性")
	b.did(b.Review.AskQuestion(ctx, b.As("ethics"), b.tick(), review.AskQuestion{Review: kase, Text: "受试者是否包括孕妇？"}))
	asked = address(kase)

	kase = b.apply("病房噪声与睡眠")
	b.did(b.Review.Return(ctx, b.As("secretary"), b.tick(), review.Return{Review: kase, Note: "补齐后直接重新提交即可。",
		Items: []review.Missing{{Field: "risks", Text: "请补充夜间跌倒的风险"}, {Field: "consent_form", Text: "知情同意书缺少退出方式"}, {Text: "请说明经费来源"}}}))
	returned = address(kase)
	_, err := b.Activity.Save(ctx, b.As("lin"), b.tick(), activity.Save{Activity: strings.TrimPrefix(returned, "/activities/"), Fields: activity.Values{"risks": activity.Text("夜间起身可能跌倒")}})
	b.ok(err)
	return returned, asked, changes, approved
}

// question is the open question of a case.
func (b *bench) question(kase string) string {
	b.t.Helper()
	c, err := b.Review.View(b.Read(ctx), b.As("lin"), kase, 0)
	b.ok(err)
	return c.OpenQuestions()[0].ID
}
