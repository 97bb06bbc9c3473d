package web_test

import (
	"testing"

	"lunheng/internal/browsertest"
	"lunheng/internal/consent"
	"lunheng/internal/lang"
)

// The consent form of a draft: what is missing, the text that saves itself, and
// how it will print, in both languages and two sizes.
func TestConsentInBrowsers(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	id := b.draft("值夜班护士的睡眠调查")
	b.Done(b.Consent.Start(ctx, b.As("lin"), b.tick(), consent.On{Activity: id}))
	page := "/activities/" + id + "/consent"
	b.look("lin", "consent", page, "三方的联系方式", lang.ZH, browsertest.Desk)
	b.look("lin", "consent", page, "Three contacts", lang.EN, browsertest.Phone)
	b.look("lin", "consent-edit", page+"/edit", "Three contacts", lang.EN, browsertest.Desk)
	b.look("lin", "consent-edit", page+"/edit", "三方的联系方式", lang.ZH, browsertest.Phone)
	b.look("lin", "consent-preview", page+"/preview", "我自愿参加", lang.ZH, browsertest.Desk)
}
