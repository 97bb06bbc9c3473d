package web_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lunheng/internal/app/apptest"
	"lunheng/internal/browsertest"
	"lunheng/internal/review"
)

func TestMain(m *testing.M) {
	if os.Getenv(pictures) == "" {
		os.Setenv(pictures, filepath.Join(os.TempDir(), "lunheng-screenshots"))
	}
	os.Exit(browsertest.Main(m))
}

// pictures is the variable that says where screenshots are kept.
const pictures = "LUNHENG_SCREENSHOTS"

// tab is somebody's browser window, logged in.
func (b *bench) tab(name string, view browsertest.View) *browsertest.Tab {
	b.t.Helper()
	tab := browsertest.Open(b.t, view)
	tab.Go(b.URL + "/login")
	tab.Set("#f-login", name)
	tab.Set("#f-password", apptest.Password)
	tab.Follow("main form button[type=submit]")
	tab.Wait(`location.pathname === '/home'`)
	if tab.Eval(`document.documentElement.lang`) == "en" {
		tab.Follow(".langs button") // the browser asks for English
	}
	tab.WaitText("h1", "，您好")
	return tab
}

// A refusal in the room is told where one is, and nothing is lost.
func TestRefusalInTheRoom(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	kase := b.accepted("社区睡眠研究")
	meeting := b.sitting(kase)
	chair := b.tab("chair", browsertest.Desk)
	chair.Allow(func(message string) bool { return strings.Contains(message, "422") || strings.Contains(message, "409") })
	chair.Go(b.URL + "/meetings/" + meeting + "/room")
	chair.Click("#defer summary")
	chair.Set("#f-reason-"+kase, "out_of_time")
	chair.Click("#defer form button")
	chair.Click("[data-confirm-yes]")
	chair.WaitText(".toast", "请写明推迟的理由")
	if got := chair.Eval(`document.querySelector('#f-reason-` + kase + `').value`); got != "out_of_time" {
		t.Errorf("the choice is now %q", got)
	}
}

// Every page of the committee is looked at in both languages and both sizes.
func TestCommitteePages(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.apply("可穿戴设备与老年人跌倒风险")
	late := b.accepted("城市噪声与睡眠质量")
	asked := b.accepted("脑机接口手部运动解码")
	b.did(b.Review.AskQuestion(ctx, b.As("law"), b.tick(), review.AskQuestion{Review: asked, Text: "植入设备的取出由谁承担费用？"}))
	changes := b.accepted("社区老年人夜间光照与睡眠的观察研究")
	old := b.decided(changes, "approve_after_changes", "在知情同意书第三条写明退出方式", "补充数据保存期限")
	b.did(b.Review.CloseSession(ctx, b.As("chair"), b.tick(), review.OnMeeting{Meeting: old}))
	b.did(b.Review.DraftMinutes(ctx, b.As("secretary"), b.tick(), review.OnMeeting{Meeting: old}))
	b.did(b.Review.IssueLetter(ctx, b.As("secretary"), b.tick(), review.IssueLetter{Review: changes}))
	b.did(b.Review.SendLetter(ctx, b.As("secretary"), b.tick(), review.SendLetter{Review: changes}))
	b.did(b.Review.AnswerStipulations(ctx, b.As("lin"), b.tick(), review.AnswerStipulations{Review: changes, Answers: []review.PointAnswer{
		{No: 1, Text: "已在第三条写明随时可以退出，退出不影响任何权益。"}, {No: 2, Text: "数据保存五年后删除。"}}}))
	coming := b.called(asked)
	check := b.apply("肠道菌群移植治疗儿童自闭症")
	simple := b.minimal("高校学生午休与学习效率的问卷")
	b.Seal()
	for _, who := range []struct {
		name  string
		pages map[string]string
	}{
		{"secretary", map[string]string{"home-secretary": "/home", "board": "/reviews", "check": "/reviews/" + check + "/check", "case": "/reviews/" + asked, "questions": "/reviews/" + asked + "/questions",
			"timeline": "/reviews/" + changes + "/timeline", "reasons": "/reviews/" + changes + "/reasons", "letters": "/reviews/" + changes + "/letters",
			"letter": "/reviews/" + changes + "/letters/1", "extend": "/reviews/" + late + "/extend", "schedule": "/reviews/" + late + "/schedule",
			"meetings": "/meetings", "plan": "/meetings/new", "agenda": "/meetings/" + coming, "minutes": "/meetings/" + old + "/minutes"}},
		{"chair", map[string]string{"home-chair": "/home", "stipulations": "/reviews/" + changes + "/stipulations", "reviewers": "/reviews/" + simple + "/reviewers", "room-before": "/meetings/" + coming + "/room"}},
		{"law", map[string]string{"home-member": "/home", "opinion": "/reviews/" + simple + "/reviewers", "agenda-member": "/meetings/" + coming}},
	} {
		tab := b.tab(who.name, browsertest.Desk)
		for _, language := range []string{"zh", "en"} {
			if language == "en" {
				tab.Follow(".langs button")
			}
			for name, path := range who.pages {
				tab.Resize(browsertest.Desk)
				tab.Go(b.URL + path)
				tab.Axe()
				tab.NoSidewaysScroll()
				tab.Shot(name + "-" + language)
				tab.Resize(browsertest.Phone)
				tab.NoSidewaysScroll()
				tab.Shot(name + "-" + language + "-phone")
			}
		}
	}
}
