package web_test

import (
	"testing"
	"time"

	"lunheng/internal/browsertest"
	"lunheng/internal/filing"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/store"
)

// A yearly report from the counting to the receipt, and the standing of a
// committee, as secretary, chair, unit and department see them: in both languages
// and two sizes.
func TestYearlyReportInBrowsers(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.FoundBureau("peer1", "peer2", "peer3", "peer4", "peer5", "moralist", "jurist", "med")
	b.Listed("植入式脑机接口帮助瘫痪者打字")
	b.Done(b.Registry.Certify(ctx, b.As("officer"), b.tick(), registry.Certify{Committee: b.Committee, Number: "CERT-2026-7", Scope: "涉及人的生命科学和医学研究",
		Assessor: "明川科技伦理评估中心", From: "2026-11-20", Until: "2027-02-28"}))
	b.Done(b.Registry.StateMeans(ctx, b.As("officer"), b.tick(), registry.StateMeans{Committee: b.Committee, Means: registry.Means{Year: 2026, Staff: 2, Budget: 80000,
		Premises: "行政楼 305 室，专用档案柜", Independent: true}}))
	b.Advance(62 * 24 * time.Hour)
	b.ok(b.Filing.OpenYears(ctx, b.Now()))
	b.look("officer", "filings-officer-home", "/home", "待办登记", lang.ZH, browsertest.Desk)

	// The secretary has the year counted in the browser, and the chair signs there.
	tab := b.tab("secretary", browsertest.Desk)
	tab.Go(b.URL + "/committees/" + b.Committee + "/reports/new")
	tab.Follow("main form button[type=submit]")
	tab.WaitText("main", "委员变动")
	list, err := filing.Reports(b.Read(ctx), b.As("secretary"), b.Committee)
	b.ok(err)
	report := list[0].ID
	st, err := b.Filing.Report(b.Read(ctx), b.As("secretary"), report)
	b.ok(err)
	b.Done(b.Filing.RemarkOn(ctx, b.As("secretary"), b.tick(), filing.RemarkOn{Report: report, Version: st.Version,
		Remarks: []filing.Remark{{Text: "委员会设立后的第一个年度。"}, {Group: "meeting", Text: "会议以线下为主。"}}}))
	b.look("secretary", "yearly-report", "/reports/"+report, "委员会设立后的第一个年度", lang.ZH, browsertest.Desk)
	b.look("secretary", "yearly-remarks", "/reports/"+report+"/remarks", "Remarks on the whole", lang.EN, browsertest.Phone)
	sign := b.tab("chair", browsertest.Desk)
	sign.Go(b.URL + "/reports/" + report + "/sign")
	sign.Follow("main form button[type=submit]")
	sign.WaitText("main", "已签发")
	b.look("chair", "yearly-report-signed", "/reports/"+report, "Signed", lang.EN, browsertest.Phone)

	ids, err := store.Column[string](b.Read(ctx), `select id from filings where code = 'platform_yearly'`)
	b.ok(err)
	b.File(ids[0], "MOST-Y-2026-0117")
	b.look("bureau", "filing-department", "/filings/"+ids[0], "MOST-Y-2026-0117", lang.ZH, browsertest.Phone)
	b.look("bureau", "filings-board", "/filings", "Registrations", lang.EN, browsertest.Desk)
	b.look("bureau", "filings-bureau-home", "/home", "Confirm the receipt", lang.EN, browsertest.Phone)
	b.look("officer", "committee-standing", "/committees/"+b.Committee, "状况", lang.ZH, browsertest.Desk)
	b.look("officer", "committee-standing-en", "/committees/"+b.Committee, "Standing", lang.EN, browsertest.Phone)
}
