package web_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lunheng/internal/app/apptest"
	"lunheng/internal/browsertest"
	"lunheng/internal/complaint"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// enter logs somebody of the world in, in a browser of their own.
func (b *bench) enter(name string, view browsertest.View) *browsertest.Tab {
	b.t.Helper()
	tab := browsertest.Open(b.t, view)
	tab.Go(b.URL + "/login")
	if tab.Eval(`document.documentElement.lang`) == "en" {
		tab.Follow(".langs button")
	}
	tab.Set("#f-login", name)
	tab.Set("#f-password", apptest.Password)
	tab.Follow("main form button[type=submit]")
	return tab
}

// ready waits until the script of a page has taken over.
func ready(tab *browsertest.Tab) {
	tab.Wait(`'complaintReady' in document.documentElement.dataset`)
}

// An anonymous report with a file from a real browser; the key of the receiver made
// in another; days later an answer, read with the receipt; the custodian opens the
// identity to the one who asked.
func TestReportInBrowsers(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.Receive("officer", b.Unit, "ethics", "lay")

	// The secretary is named in pages and makes a key in her browser.
	officer := b.enter("officer", browsertest.Desk)
	officer.Go(b.URL + "/intakes/" + b.Unit)
	officer.Axe()
	officer.Shot("intake-zh")
	b.did(b.Complaint.Name(ctx, b.As("officer"), b.tick(), complaint.Name{Intake: b.Unit, Person: b.Person("secretary"), Duty: complaint.Receiver}))
	secretary := b.enter("secretary", browsertest.Desk)
	secretary.Go(b.URL + "/intakes/" + b.Unit + "/key")
	ready(secretary)
	secretary.Set("#f-passphrase", "a passphrase of the secretary")
	secretary.Set("#f-passphrase2", "a passphrase of the secretary")
	secretary.Follow("main form.form button[type=submit]")
	secretary.WaitText("main", "设置我的钥匙")

	// Somebody reports from a phone, with a file and a name for the custodian.
	file := filepath.Join(t.TempDir(), "证据.txt")
	b.ok(os.WriteFile(file, []byte("三楼冰箱，编号 7"), 0o600))
	who := browsertest.Open(t, browsertest.Phone)
	who.Go(b.URL + "/report-a-wrong?lang=en")
	who.Axe()
	who.NoSidewaysScroll()
	who.Shot("reporting-en")
	who.Follow(".report-bodies a")
	ready(who)
	who.Axe()
	who.NoSidewaysScroll()
	who.Shot("report-form-en")
	who.Click(`input[value="head"]`)
	who.Type("#f-words", "第七实验室没有取得同意书。")
	who.Allow(func(message string) bool { return strings.Contains(message, "409") })
	who.Click("[data-report] button[type=submit]")
	who.WaitText("[data-complaint-status]", "turn to the department above")
	who.Click(`input[value="other"]`)
	who.Upload("#f-files", file)
	who.Type("#f-identity", "孙证人，电话 13900008861")
	who.Click("[data-report] button[type=submit]")
	who.WaitText("[data-filed]", "This is your receipt")
	who.Wait(`document.querySelector('[data-receipt]').textContent.length === 19`)
	receipt := who.Eval(`document.querySelector('[data-receipt]').textContent`)
	who.Axe()
	who.Shot("receipt-en")
	if got := who.Eval(`document.cookie`); got != "" {
		t.Errorf("a cookie was set: %s", got)
	}

	// Four days later the secretary reads it in her own browser and answers.
	b.Overnight()
	b.Advance(72 * time.Hour)
	page, err := complaint.List(b.Read(ctx), b.As("secretary"), complaint.Filter{}, store.Paging{})
	b.ok(err)
	path := b.URL + "/complaints/" + page.Items[0].ID
	secretary = b.enter("secretary", browsertest.Desk)
	secretary.Go(b.URL + "/home")
	secretary.WaitText("main", "举报等待回复")
	secretary.Go(path)
	ready(secretary)
	secretary.Set("#f-passphrase", "a wrong passphrase")
	secretary.Click("[data-decrypt]")
	secretary.WaitText("[data-complaint-status]", "口令不对")
	secretary.Set("#f-passphrase", "a passphrase of the secretary")
	secretary.Click("[data-decrypt]")
	secretary.WaitText("[data-words]", "第七实验室没有取得同意书。")
	secretary.WaitText("[data-words]", "证据.txt")
	secretary.Axe()
	secretary.NoSidewaysScroll()
	secretary.Shot("complaint-zh")
	saved, err := os.ReadFile(secretary.Download("[data-words] button"))
	if err != nil || string(saved) != "三楼冰箱，编号 7" {
		t.Errorf("the file arrives as %q (%v)", saved, err)
	}
	secretary.Go(path + "/reply")
	ready(secretary)
	secretary.Axe()
	secretary.Shot("complaint-reply-zh")
	secretary.Type("#f-text", "已派人查看，请保存好照片。")
	secretary.Follow("main form.form button[type=submit]")
	secretary.WaitText("main", "已送出")
	secretary.Go(path + "/identity/ask")
	secretary.Type("#f-reason", "须当面核实。")
	secretary.Follow("main form.form button[type=submit]")

	// The custodian opens the identity to her.
	custodian := b.enter("ethics", browsertest.Desk)
	custodian.Go(b.URL + "/home")
	custodian.WaitText("main", "打开身份的请求等待答复")
	custodian.Go(path + "/identity/agree")
	ready(custodian)
	custodian.Axe()
	custodian.Shot("complaint-agree-zh")
	custodian.Type("#f-reason", "举报人愿意作证。")
	custodian.Set("#f-passphrase", apptest.Passphrase)
	custodian.Follow("main form.form button[type=submit]")
	custodian.WaitText("main", "已同意")
	secretary.Go(path)
	ready(secretary)
	secretary.Set("#f-passphrase", "a passphrase of the secretary")
	secretary.Click("[data-decrypt]")
	secretary.WaitText("[data-identity]", "孙证人，电话 13900008861")

	// The reporter comes back with the receipt, on another machine.
	back := browsertest.Open(t, browsertest.Desk)
	back.Go(b.URL + "/report-a-wrong/channel?lang=zh")
	ready(back)
	back.Axe()
	back.Set("#f-receipt", receipt)
	back.Click("[data-open] button[type=submit]")
	back.WaitText("[data-words]", "已派人查看，请保存好照片。")
	back.WaitText("[data-words]", "第七实验室没有取得同意书。")
	back.WaitText("[data-steps]", "身份保管人同意")
	back.Axe()
	back.NoSidewaysScroll()
	back.Shot("channel-zh")
	back.Type("#f-more", "照片在信里。")
	back.Click("[data-write] button[type=submit]")
	back.WaitText("[data-complaint-status]", "已送出")
	back.WaitText("[data-letters]", "照片在信里。")

	b.look("secretary", "complaints", "/complaints", "Reports of wrongs", lang.EN, browsertest.Phone)
	b.look("secretary", "complaint-home", "/home", "A report waits for an answer", lang.EN, browsertest.Desk)
}
