package web_test

import (
	"testing"

	"lunheng/internal/browsertest"
	"lunheng/internal/calendar"
	"lunheng/internal/lang"
	"lunheng/internal/mandate"
)

// Entrusted review as both sides, the person without a unit and the committee's
// own unit see it, in both languages and two sizes.
func TestMandatesInBrowsers(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.FoundPartners()
	b.Entrust("free", 400)
	signed, today := b.Entrust("partner", 40), calendar.Of(b.Now())
	draft := b.did(b.Mandate.Draft(ctx, b.As("partner"), b.tick(), mandate.Draft{Unit: b.Other, Committee: b.Committee, Terms: mandate.Terms{Ground: "none",
		Standing: true, Fields: []string{"education"}, From: today, Until: today.AddMonths(12), FollowUp: true}}))
	b.look("partner", "mandate-draft", "/mandates/"+draft, "The entrusted committee is competent for every field entrusted", lang.EN, browsertest.Desk)
	b.look("partner", "mandate-draft", "/mandates/"+draft, "受托委员会能够胜任委托的全部领域", lang.ZH, browsertest.Phone)
	b.look("partner", "mandate-new", "/mandates/new?unit="+b.Other, "起草委托书", lang.ZH, browsertest.Desk)
	b.look("partner", "mandate-home", "/home", "A mandate waits to be signed", lang.EN, browsertest.Phone)
	b.look("partner", "mandate-unit", "/units/"+b.Other, "委托谁审查", lang.ZH, browsertest.Desk)
	b.look("free", "mandate-person", "/mandates/new", "One activity", lang.EN, browsertest.Phone)
	b.look("chair", "mandate-list", "/mandates", "委托审查", lang.ZH, browsertest.Desk)
	b.look("chair", "mandate-list", "/mandates", "Entrusted review", lang.EN, browsertest.Phone)
	b.look("chair", "mandate-signed", "/mandates/"+signed, "案卷的进度和决定", lang.ZH, browsertest.Desk)
	b.look("secretary", "mandate-served", "/committees/"+b.Committee, "For whom it reviews", lang.EN, browsertest.Desk)
}
