package web_test

import (
	"testing"
	"time"

	"lunheng/internal/browsertest"
	"lunheng/internal/coordination"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// A January report from the counting to the office's word, with the mechanism, its
// tasks, its budget and a question to the experts, as office, member and expert see
// them: in both languages and two sizes.
func TestJanuaryInABrowser(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	mechanism := b.FoundMechanism()
	desk, health := "desk", "health"
	b.Done(b.Coordination.Adopt(ctx, b.As(desk), b.tick(), coordination.OnMechanism{Mechanism: mechanism}))
	b.look(desk, "mechanism", "/coordination/mechanisms/"+mechanism, "市卫生健康委员会", lang.ZH, browsertest.Desk)
	b.look(desk, "task-board", "/coordination/tasks", "Build the regional ethics platform", lang.EN, browsertest.Phone)
	b.look(health, "governance-map", "/coordination/map?region=440300", "Central S&T Commission", lang.EN, browsertest.Desk)

	advice := b.Done(b.Coordination.AskAdvice(ctx, b.As(health), b.tick(), coordination.AskAdvice{Mechanism: mechanism, Title: "胚胎模型的审查", Question: "是否需要专家复核？", Due: "2026-12-31"})).Result
	b.Done(b.Coordination.NameExperts(ctx, b.As(desk), b.tick(), coordination.NameExperts{Advice: advice, Experts: []string{b.Person("sage1"), b.Person("sage2")}}))
	b.look("sage1", "advice-declare", "/coordination/advices/"+advice+"/declare", "声明利益关系", lang.ZH, browsertest.Phone)
	b.Done(b.Coordination.DeclareInterest(ctx, b.As("sage1"), b.tick(), coordination.DeclareInterest{Advice: advice}))
	b.look("sage1", "advice-opine", "/coordination/advices/"+advice+"/opine", "Give an opinion", lang.EN, browsertest.Desk)

	b.Advance(45 * 24 * time.Hour)
	b.ok(b.Coordination.OpenYears(ctx, b.Now()))
	ids, err := store.Column[string](b.Read(ctx), `select id from yearlies where member = 'sz.health'`)
	b.ok(err)
	path := "/coordination/yearlies/" + ids[0]
	tab := b.tab(health, browsertest.Desk)
	tab.Go(b.URL + path + "/compile")
	tab.Follow("main form button[type=submit]")
	tab.WaitText("main", "已统计")
	y, err := b.Coordination.Yearly(b.Read(ctx), b.As(health), ids[0])
	b.ok(err)
	b.Done(b.Coordination.WriteYearly(ctx, b.As(health), b.tick(), coordination.WriteYearly{Yearly: y.ID, Version: y.Version, Parts: []coordination.Part{{Code: "summary", Text: "完成两家医院委员会的检查。"}, {Code: "plan", Text: "六月前检查全部医院委员会。"}}}))
	b.look(health, "january-write", path+"/write", "This year's plan", lang.EN, browsertest.Phone)
	b.Done(b.Coordination.SignYearly(ctx, b.As(health), b.tick(), coordination.OnYearly{Yearly: y.ID}))
	b.Done(b.Coordination.SubmitYearly(ctx, b.As(health), b.tick(), coordination.OnYearly{Yearly: y.ID}))
	b.look(health, "january-report", path, "完成两家医院委员会的检查", lang.ZH, browsertest.Phone)
	b.look(desk, "january-office", path, "Handed in", lang.EN, browsertest.Desk)
	b.look(desk, "january-board", "/coordination/yearlies", "市卫生健康委员会", lang.ZH, browsertest.Desk)
}
