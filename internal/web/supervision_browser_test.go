package web_test

import (
	"archive/zip"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"lunheng/internal/auth"
	"lunheng/internal/browsertest"
	"lunheng/internal/calendar"
	"lunheng/internal/conduct"
	xlsx "lunheng/internal/document/sheet"
	"lunheng/internal/jobs"
	"lunheng/internal/lang"
	"lunheng/internal/programme"
	"lunheng/internal/risk"
	"lunheng/internal/sanction"
	"lunheng/internal/veto"
	"lunheng/internal/violation"
)

// sent presses the button of the form that a tab shows, and waits for what follows.
func sent(tab *browsertest.Tab, words string) {
	tab.Axe()
	tab.Follow("main form.form button[type=submit]")
	tab.WaitText("main", words)
	tab.NoSidewaysScroll()
	tab.Axe()
}

// A case from its acceptance over notice and hearing to decision and receipt, as who
// handles it, a peer and the person concerned see it.
func TestCaseInBrowsers(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.FoundBureau()
	fresh := "/violations/" + b.CaseAt("批准之前入组", "received")
	officer := b.tab("officer", browsertest.Phone)
	officer.Go(b.URL + fresh + "/accept")
	for _, test := range []string{"target", "conduct", "evidence", "scope"} {
		officer.Click(`input[value="` + test + `"]`)
	}
	sent(officer, "初步核查")
	officer.Shot("case-accepted-zh-phone")

	id := b.CaseAt("审批意见系伪造", "noticed")
	path := "/violations/" + id
	b.look("peer1", "case-peer", path, "Give an opinion", lang.EN, browsertest.Phone)
	b.look("officer", "case-inquiry", path+"/inquiry", "Whoever is accused, reported or has an interest takes no part", lang.EN, browsertest.Desk)
	b.look("bureau", "cases", "/violations", "已告知，听取陈述、申辩", lang.ZH, browsertest.Desk)
	lin := b.tab("lin", browsertest.Phone)
	lin.Go(b.URL + path)
	lin.WaitText("main", "批准之前已入组三人")
	lin.Go(b.URL + path + "/answer")
	lin.Type("#f-text", "名单是草稿。")
	sent(lin, "名单是草稿")
	lin.Shot("case-heard-zh-phone")

	b.Advance(14 * 24 * time.Hour)
	officer = b.tab("officer", browsertest.Desk)
	officer.Go(b.URL + path + "/decide")
	officer.Click(`input[name="finding"]`)
	officer.Type("#f-number", "明大〔2026〕3号")
	officer.Type("#f-reasons", "事实清楚。")
	sent(officer, "已认定并处理")
	officer.Go(b.URL + path + "/serve")
	sent(officer, "已认定并处理")
	b.look("lin", "case-decided", path, "A re-check can be asked for until", lang.EN, browsertest.Phone)
	b.look("bureau", "case-history", path+"/history", "Ground", lang.EN, browsertest.Desk)
	st, err := b.Violation.View(b.Read(ctx), b.As("officer"), id)
	if err != nil || st.State.State != violation.StateDecided || len(st.Served) != 1 {
		t.Errorf("the case is %s, %v", st.State.State, err)
	}
}

// funded is a project of lin's, taken up, with its activity approved; the funder is the
// bureau.
func (b *bench) funded(department, activity string) string {
	bureau, lin := b.As("bureau"), b.As("lin")
	id := b.did(b.Programme.Begin(ctx, bureau, b.tick(), programme.Begin{Funder: programme.Funder{Kind: auth.Department, ID: department}, Plan: "municipal_plan", Title: "城市大脑计划"}))
	v, err := b.Programme.View(b.Read(ctx), bureau, id)
	b.ok(err)
	day, says := calendar.Of(b.Now()), map[string]string{}
	for _, a := range v.Required {
		says[a.Code] = "依照规定"
	}
	b.did(b.Programme.WriteGuide(ctx, bureau, b.tick(), programme.Guide{Programme: id, Opens: day, Closes: day.AddDays(90), Requirements: says}))
	b.did(b.Programme.Publish(ctx, bureau, b.tick(), programme.On{Programme: id}))
	project := b.did(b.Programme.Draft(ctx, lin, b.tick(), programme.Draft{Programme: id, Content: programme.Content{Title: "睡眠与记忆", Amount: 500_000}, Activity: activity}))
	b.did(b.Programme.Submit(ctx, lin, b.tick(), programme.On{Project: project}))
	b.did(b.Programme.Admit(ctx, bureau, b.tick(), programme.On{Project: project}))
	return project
}

// A project's pledge signed by both sides, its gate open and closed, a payment held and
// released.
func TestProjectInBrowsers(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	department := b.FoundBureau()
	act := b.draft("睡眠与记忆")
	b.Decide(b.submit(act))
	project := b.funded(department, act)
	path := "/projects/" + project
	b.look("bureau", "project-gate", path, "Ethics gate: ", lang.EN, browsertest.Phone)
	for _, name := range []string{"lin", "officer"} {
		tab := b.tab(name, browsertest.Phone)
		tab.Go(b.URL + path + "/pledge")
		sent(tab, "已签署")
	}
	bureau := b.As("bureau")
	b.did(b.Programme.Approve(ctx, bureau, b.tick(), programme.Approve{Project: project, Instalments: []programme.Instalment{{Amount: 300_000, After: programme.AfterApproval}}}))
	b.look("bureau", "project-approved", path, "可以拨付", lang.ZH, browsertest.Desk)
	b.did(b.Conduct.Suspend(ctx, b.As("lin"), b.tick(), conduct.Suspend{Activity: act, Reason: "设备故障。"}))
	b.look("bureau", "payments-held", "/payments?state=held", "睡眠与记忆", lang.ZH, browsertest.Phone)
	b.look("lin", "project-held", path, "Suspended", lang.EN, browsertest.Desk)
	b.look("bureau", "project-pay", path+"/payments/1", "Number of the transfer", lang.EN, browsertest.Phone)
	b.look("bureau", "chain", "/oversight/questions/stopped", "睡眠与记忆", lang.ZH, browsertest.Desk)
}

// A list uploaded to the veto check with its progress and answer, a long list of
// questions by pages, and the request for correction of whom it concerns.
func TestVetoInBrowsers(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	department := b.FoundBureau()
	bureau := b.As("bureau")
	decision := b.did(b.Sanction.Draft(ctx, bureau, b.tick(), sanction.Draft{Department: department, Terms: sanction.Terms{Number: "明科〔2026〕9号", Day: calendar.Of(b.Now()), Finding: true, Violation: "without_approval", Severity: "more_serious", Basis: "单位的调查。"}}))
	b.did(b.Sanction.AddSubject(ctx, bureau, b.tick(), sanction.Name{Sanction: decision, Kind: sanction.Person, Who: b.Person("lin")}))
	st, err := b.Sanction.View(b.Read(ctx), bureau, decision)
	b.ok(err)
	b.did(b.Sanction.AddMeasure(ctx, bureau, b.tick(), sanction.Add{Sanction: decision, Subject: st.Subjects[0].ID, Code: "bar", Months: 24}))
	b.did(b.Sanction.Issue(ctx, bureau, b.tick(), sanction.On{Sanction: decision}))

	tab := b.tab("bureau", browsertest.Desk)
	tab.Go(b.URL + "/vetoes/new?kind=department&body=" + department)
	tab.Click(`input[name="purpose"][value="project"]`)
	tab.Upload("input[type=file]", b.listOf(400, "林静怡"))
	sent(tab, "已答复的行")
	tab.Shot("veto-progress-zh-desk")
	worker := jobs.Worker{DB: b.DB(), Holder: "test", Log: slog.New(slog.DiscardHandler), Handlers: map[string]jobs.Handler{veto.Kind: b.Veto.Handle}}
	for range 20 {
		n, err := worker.RunReady(ctx, b.tick())
		b.ok(err)
		if n == 0 {
			break
		}
	}
	tab.Go(tab.URL())
	tab.WaitText("main", "须人工核对")
	tab.Axe()
	tab.Shot("veto-answered-zh-desk")
	workbook(t, tab.Download(`a[href$="/answer.xlsx"]`))
	for range 55 {
		b.did(b.Veto.Ask(ctx, bureau, b.tick(), veto.Question{BodyKind: auth.Department, Body: department, Purpose: "project", Rows: []veto.Row{{Name: "某某某"}}}))
	}
	tab.Go(b.URL + "/vetoes")
	tab.Axe()
	tab.Follow(`a[rel="next"]`)
	tab.WaitText("main", "否决核查")
	tab.Resize(browsertest.Phone)
	tab.NoSidewaysScroll()
	tab.Axe()

	lin := b.tab("lin", browsertest.Phone)
	lin.Go(b.URL + "/sanctions/" + decision + "/ask")
	lin.Type("#f-reason", "期限写错了。")
	sent(lin, "期限写错了")
	lin.Shot("sanction-asked-zh-phone")
	b.look("bureau", "sanction-request", "/home", "A request for correction waits for its answer", lang.EN, browsertest.Phone)
}

// listOf is a workbook that names so many people, among them one.
func (b *bench) listOf(n int, name string) string {
	book, err := xlsx.NewBook([]string{"姓名", "证件种类", "证件号码"})
	b.ok(err)
	b.ok(book.Add(name, "", ""))
	for i := range n {
		b.ok(book.Add("某人"+strconv.Itoa(i), "", ""))
	}
	path := filepath.Join(b.t.TempDir(), "名单.xlsx")
	file, err := os.Create(path)
	b.ok(err)
	_, err = book.WriteTo(file)
	b.ok(err)
	b.ok(book.Close())
	b.ok(file.Close())
	return path
}

// workbook fails unless a file is one.
func workbook(t *testing.T, path string) {
	t.Helper()
	book, err := zip.OpenReader(path)
	if err != nil {
		t.Errorf("%s is no workbook: %v", path, err)
		return
	}
	book.Close()
}

// A warning issued, acknowledged, answered by a measure whose effect is told.
func TestWarningInBrowsers(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	department := b.FoundBureau()
	bureau := b.As("bureau")
	note := b.did(b.Risk.WriteLead(ctx, bureau, b.tick(), risk.Write{Department: department, Title: "撤稿涉及未经审查的研究", Text: "两篇论文被撤。", Day: calendar.Of(b.Now())}))
	warning := b.did(b.Risk.Warn(ctx, bureau, b.tick(), risk.Warn{BodyKind: auth.Department, Body: department, Content: risk.Content{Level: "yellow", Title: "未经审查的试验", Text: "核查两年来的项目。", Leads: []string{note}}, Parties: []risk.Party{{Kind: auth.Unit, Body: b.Unit}}}))
	path := "/warnings/" + warning
	tab := b.tab("bureau", browsertest.Desk)
	tab.Go(b.URL + path + "/issue")
	sent(tab, "待签收")
	b.look("officer", "warning-home", "/home", "未经审查的试验", lang.ZH, browsertest.Phone)
	officer := b.tab("officer", browsertest.Phone)
	officer.Go(b.URL + path + "/parties/1/acknowledge")
	sent(officer, "已签收")
	officer.Go(b.URL + path + "/parties/1/measures/new")
	officer.Type("#f-text", "逐项核对审批。")
	officer.Set("#f-due", string(calendar.Of(b.Now()).AddDays(30)))
	sent(officer, "逐项核对审批")
	officer.Follow(`a[href$="/done"]`)
	officer.Type("#f-effect", "两项已停止。")
	sent(officer, "两项已停止")
	officer.Shot("warning-done-zh-phone")
	b.look("bureau", "warning-effect", path, "It suffices: close it", lang.EN, browsertest.Desk)
}

// From a number of the board to the list behind it, to a record and into a workbook.
func TestOversightInBrowsers(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.FoundBureau()
	b.Decide(b.apply("青少年睡眠"))
	b.look("bureau", "oversight", "/oversight", "Every number leads to the records", lang.EN, browsertest.Phone)
	tab := b.tab("bureau", browsertest.Desk)
	tab.Go(b.URL + "/oversight")
	tab.Axe()
	tab.Follow(`main a[href*="/oversight/list/live"][href*="part=running"]`)
	tab.WaitText("main", "共 1 项")
	tab.Axe()
	tab.Shot("oversight-list-zh-desk")
	workbook(t, tab.Download(`a[href*="list.xlsx"]`))
	tab.Resize(browsertest.Phone)
	tab.NoSidewaysScroll()
	tab.Axe()
	tab.Follow("main table a")
	tab.WaitText("main", "青少年睡眠")
	tab.Go(b.URL + "/oversight") // on a phone the parts of the board are closed until they are wanted
	tab.Wait(`document.querySelector("details[data-fold]") && !document.querySelector("details[data-fold][open]")`)
	tab.Eval(`document.querySelector("details[data-fold] > summary").focus()`)
	tab.Press("\r")
	tab.Wait(`document.querySelectorAll("details[data-fold][open]").length == 1`)
	tab.Axe()
	b.look("bureau", "oversight-questions", "/oversight/questions", "Chains from registration to sanction", lang.EN, browsertest.Desk)
}
