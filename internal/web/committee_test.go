package web_test

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/app/apptest"
	"lunheng/internal/assess"
	"lunheng/internal/htmltest"
	"lunheng/internal/journal"
	"lunheng/internal/review"
)

var ctx = context.Background()

// bench is a world in which a committee works.
type bench struct {
	*apptest.World
	t testing.TB
}

func newBench(t testing.TB) *bench { return &bench{apptest.New(t), t} }

func (b *bench) tick() time.Time { return b.Advance(time.Minute) }

func (b *bench) ok(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

// did takes the outcome of an act that must succeed.
func (b *bench) did(out journal.Outcome, err error) string {
	b.t.Helper()
	b.ok(err)
	return out.Result
}

// draft writes an application that lacks the given fields.
func (b *bench) draft(title string, without ...string) string {
	return b.draftOf(title, "above_minimal", without...)
}

func (b *bench) draftOf(title, risk string, without ...string) string {
	b.t.Helper()
	act := b.did(b.Activity.Draft(ctx, b.As("lin"), b.tick(), activity.Draft{Unit: b.Unit, Profile: &assess.Activity{Title: title,
		Fields: []string{"medicine"}, Risk: risk, Humans: assess.Humans{Participants: "survey", Data: "identifiable"}}}))
	st, err := b.Activity.View(b.Read(ctx), b.As("lin"), act, 0)
	b.ok(err)
	facts, err := b.Activity.Facts(b.Read(ctx), st, b.As("lin").Day)
	b.ok(err)
	form, err := b.Activity.Form(b.As("lin").Day, st.Region)
	b.ok(err)
	fields := activity.Values{"title": activity.Text(title)}
	for _, r := range facts.Required {
		field, _ := form.Field(r.Code)
		switch {
		case r.Holds || r.Code == "title":
		case field.IsFile():
			_, err := b.Activity.Attach(ctx, b.As("lin"), b.tick(), activity.Attach{Activity: act, Field: r.Code, Name: field.Text.ZH + ".txt"}, strings.NewReader("关于 "+r.Code))
			b.ok(err)
		default:
			fields[r.Code] = activity.Text("本研究在社区招募 120 名 60 岁以上的居民，以可穿戴设备记录夜间光照与睡眠，为期六个月。\n每一步都征得同意，随时可以退出。")
		}
	}
	_, err = b.Activity.Save(ctx, b.As("lin"), b.tick(), activity.Save{Activity: act, Fields: fields})
	b.ok(err)
	return act
}

// apply hands an application in and returns its case.
func (b *bench) apply(title string) string { return b.submit(b.draft(title)) }

// minimal is a case that two members review without a meeting.
func (b *bench) minimal(title string) string {
	kase := b.submit(b.draftOf(title, "minimal"))
	b.did(b.Review.Accept(ctx, b.As("secretary"), b.tick(), review.Accept{Review: kase, Procedure: review.BySimplified}))
	b.did(b.Review.NameReviewers(ctx, b.As("chair"), b.tick(), review.NameReviewers{Review: kase,
		Reviewers: []string{b.As("law").Person, b.As("ethics").Person}, Reason: "只有日常生活中的风险。"}))
	b.did(b.Review.GiveOpinion(ctx, b.As("ethics"), b.tick(), review.GiveOpinion{Review: kase, Outcome: "approve"}))
	return kase
}

func (b *bench) submit(activityID string) string {
	b.t.Helper()
	out, err := b.Activity.Submit(ctx, b.As("lin"), b.tick(), activity.Submit{Activity: activityID})
	b.ok(err)
	for _, e := range out.Events {
		if e.Kind() == review.Kind {
			return e.Subject()
		}
	}
	b.t.Fatal("no case follows from the submission")
	return ""
}

func (b *bench) accepted(title string) string {
	kase := b.apply(title)
	b.did(b.Review.Accept(ctx, b.As("secretary"), b.tick(), review.Accept{Review: kase, Procedure: "meeting"}))
	return kase
}

// called plans and calls a meeting about cases.
func (b *bench) called(cases ...string) string {
	b.t.Helper()
	meeting := b.did(b.Review.PlanMeeting(ctx, b.As("secretary"), b.tick(), review.PlanMeeting{Committee: b.Committee, StartsAt: b.Now().Add(time.Hour), Mode: "in_person", Place: "行政楼 305"}))
	for _, kase := range cases {
		b.did(b.Review.Schedule(ctx, b.As("secretary"), b.tick(), review.Schedule{Meeting: meeting, Review: kase}))
	}
	b.did(b.Review.Call(ctx, b.As("secretary"), b.tick(), review.OnMeeting{Meeting: meeting}))
	return meeting
}

var present = []string{"vice", "law", "ethics", "lay", "ai"}

// sitting is a meeting of six at its first case.
func (b *bench) sitting(cases ...string) string {
	b.t.Helper()
	meeting := b.called(cases...)
	b.did(b.Review.OpenSession(ctx, b.As("chair"), b.tick(), review.OnMeeting{Meeting: meeting}))
	for _, p := range present {
		b.did(b.Review.Arrive(ctx, b.As(p), b.tick(), review.Move{Meeting: meeting}))
	}
	b.did(b.Review.OpenItem(ctx, b.As("chair"), b.tick(), review.OnItem{Meeting: meeting, Review: cases[0]}))
	return meeting
}

// decided brings a case to a decision.
func (b *bench) decided(kase, outcome string, stipulations ...string) string {
	b.t.Helper()
	meeting := b.sitting(kase)
	b.did(b.Review.OpenVote(ctx, b.As("chair"), b.tick(), review.OpenVote{Meeting: meeting, Review: kase}))
	for _, p := range append([]string{"chair"}, present...) {
		b.did(b.Review.CastVote(ctx, b.As(p), b.tick(), review.CastVote{Meeting: meeting, Review: kase, Choice: outcome}))
	}
	b.did(b.Review.CloseVote(ctx, b.As("chair"), b.tick(), review.OnItem{Meeting: meeting, Review: kase}))
	b.did(b.Review.Decide(ctx, b.As("chair"), b.tick(), review.Decide{Meeting: meeting, Review: kase, Outcome: outcome, Reasons: "风险可控，受益明确。", Stipulations: stipulations}))
	return meeting
}

// visit is what somebody's browser shows at an address.
func (b *bench) visit(c *http.Client, path string) *htmltest.Page {
	b.t.Helper()
	res, err := c.Get(b.URL + path)
	b.ok(err)
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		raw, _ := io.ReadAll(res.Body)
		b.t.Fatalf("GET %s: %s\n%s", path, res.Status, raw)
	}
	return htmltest.Parse(b.t, res.Body)
}

// send posts a form and returns the page that follows.
func (b *bench) send(c *http.Client, path string, form url.Values) (int, *htmltest.Page) {
	b.t.Helper()
	res, err := c.PostForm(b.URL+path, form)
	b.ok(err)
	defer res.Body.Close()
	return res.StatusCode, htmltest.Parse(b.t, res.Body)
}

// The secretary's check finds what is missing, keeps ticks on a refusal, makes
// one notice, and takes the file in.
func TestSecretarysCheck(t *testing.T) {
	b := newBench(t)
	kase := b.apply("社区老年人夜间光照与睡眠")
	c := b.Client("secretary")
	b.visit(c, "/reviews").Contains(".tasks .task-what a", "社区老年人夜间光照与睡眠")
	path := "/reviews/" + kase
	page := b.visit(c, path+"/check")
	page.Contains(".check-line label", "实施方案摘要")
	page.Contains("#return-form .help", "按规则应有的材料都在")
	key := page.Attr("#return-form input[name=key]", "value")

	status, page := b.send(c, path+"/return", url.Values{"key": {key}, "version": {"1"}, "tick": {"risks"}, "words.risks": {""}, "free": {"请附上设备说明书"}})
	if status != http.StatusUnprocessableEntity || page.Count(".check-line input[value=risks][checked]") != 1 {
		t.Errorf("an empty line of the notice: %d, ticks kept: %d", status, page.Count(".check-line input[value=risks][checked]"))
	}
	page.Contains("#notice", "请附上设备说明书")

	status, page = b.send(c, path+"/accept", url.Values{"key": {key + "a"}, "version": {"1"}})
	if status != http.StatusUnprocessableEntity {
		t.Errorf("accepting without a procedure: %d", status)
	}
	page.Contains(".summary a", "请选择适用的程序")

	status, page = b.send(c, path+"/accept", url.Values{"key": {key + "a"}, "version": {"1"}, "procedure": {"meeting"}})
	if status != http.StatusOK {
		t.Errorf("accepting: %d", status)
	}
	page.Contains(".case-facts .badge", "已受理")
	page.Contains(".clock-left", "还剩 30")
}

// One notice tells all that is missing, and the timeline tells of it.
func TestReturnWithOneNotice(t *testing.T) {
	b := newBench(t)
	kase := b.apply("可穿戴设备与跌倒")
	c := b.Client("secretary")
	status, page := b.send(c, "/reviews/"+kase+"/return", url.Values{"version": {"1"}, "tick": {"risks", "publication"}, "words.risks": {"风险写得太笼统"},
		"words.publication": {"没有写发布形式"}, "free": {"请附上问卷\n"}, "note": {"补齐后直接提交"}})
	if status != http.StatusOK {
		t.Fatalf("return: %d", status)
	}
	page.Contains(".case-facts strong", "申请人")
	page = b.visit(c, "/reviews/"+kase+"/timeline")
	page.Contains(".entry-detail", "风险写得太笼统；没有写发布形式；请附上问卷；补齐后直接提交")
	page = b.visit(c, "/reviews/"+kase+"?at=1")
	page.Contains(".as-of", "第 1 条记录")
	page.Contains(".case-facts .badge", "待形式审查")
}

// Whoever is out of a case sees neither the case nor its title on the agenda.
func TestConflictClosesTheFile(t *testing.T) {
	b := newBench(t)
	kase := b.accepted("社区睡眠研究")
	meeting := b.called(kase)
	c := b.Client("law")
	page := b.visit(c, "/meetings/"+meeting)
	page.Contains(".agenda h3", "社区睡眠研究")
	b.visit(c, "/home").Contains("#interests .task a", "申报利益")
	status, page := b.send(c, "/meetings/"+meeting+"/declare", url.Values{"review": {kase}, "conflict": {"yes"}, "nature-" + kase: {"与申请人合著论文"}})
	if status != http.StatusOK {
		t.Fatalf("declare: %d", status)
	}
	page.Lacks("main", "社区睡眠研究")
	page.Contains(".agenda h3", "您须回避的事项")
	for _, path := range []string{"/reviews/" + kase, "/reviews/" + kase + "/timeline", "/reviews/" + kase + "/letters"} {
		res, err := c.Get(b.URL + path)
		b.ok(err)
		res.Body.Close()
		if res.StatusCode != http.StatusNotFound {
			t.Errorf("GET %s by a conflicted member: %s", path, res.Status)
		}
	}
	b.visit(b.Client("chair"), "/meetings/"+meeting).Contains(".conflict", "与申请人合著论文")
}

// A letter is previewed in both languages, issued, sent, corrected; every
// revision is kept.
func TestLetters(t *testing.T) {
	b := newBench(t)
	kase := b.accepted("社区睡眠研究")
	b.decided(kase, "approve")
	c := b.Client("secretary")
	path := "/reviews/" + kase + "/letters"
	page := b.visit(c, path)
	page.Contains(".letter", "科技伦理审查批准书")
	page.Contains(".letter", "Approval after ethics review")
	version := page.Attr("#preview input[name=version]", "value")
	if status, _ := b.send(c, path, url.Values{"version": {version}, "key": {"one"}}); status != http.StatusOK {
		t.Fatalf("issue: %d", status)
	}
	status, page := b.send(c, path+"/send", url.Values{"key": {"two"}, "revision": {"1"}, "how": {"paper"}})
	if status != http.StatusOK {
		t.Fatalf("send: %d", status)
	}
	page.Contains(".sendings li", "林静怡")
	if status, _ = b.send(c, path, url.Values{"key": {"three"}, "reason": {""}}); status != http.StatusUnprocessableEntity {
		t.Errorf("correcting without a reason: %d", status)
	}
	if status, page = b.send(c, path, url.Values{"key": {"four"}, "reason": {"姓名有误"}}); status != http.StatusOK {
		t.Fatalf("correct: %d", status)
	}
	page.Contains(".letters li", "姓名有误")
	page.Contains(".letters .badge", "已被第 2 版取代")
	res, err := c.Get(b.URL + path + "/1/pdf")
	b.ok(err)
	raw, err := io.ReadAll(res.Body)
	b.ok(err)
	if !strings.HasPrefix(string(raw), "%PDF") || res.Header.Get("Content-Type") != "application/pdf" {
		t.Errorf("the letter's file is %q, %.10q", res.Header.Get("Content-Type"), raw)
	}
	b.visit(c, path+"/1").Contains(".letter-stamp", "已被第 2 版取代")
	if res, err = b.Client("stranger").Get(b.URL + path); err != nil || res.StatusCode != http.StatusNotFound {
		t.Errorf("a stranger asks for the letters: %v %v", res.Status, err)
	}
}

// A part of the room is sent again only when something changed.
func TestRoomTells304(t *testing.T) {
	b := newBench(t)
	kase := b.accepted("社区睡眠研究")
	meeting := b.sitting(kase)
	c := b.Client("law")
	get := func(etag string) *http.Response {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, b.URL+"/meetings/"+meeting+"/room/floor", nil)
		b.ok(err)
		req.Header.Set("If-None-Match", etag)
		res, err := c.Do(req)
		b.ok(err)
		res.Body.Close()
		return res
	}
	first := get("")
	if first.StatusCode != http.StatusOK || first.Header.Get("ETag") == "" {
		t.Fatalf("first look: %s, ETag %q", first.Status, first.Header.Get("ETag"))
	}
	if again := get(first.Header.Get("ETag")); again.StatusCode != http.StatusNotModified {
		t.Errorf("nothing happened: %s", again.Status)
	}
	b.did(b.Review.Leave(ctx, b.As("ai"), b.tick(), review.Move{Meeting: meeting}))
	if after := get(first.Header.Get("ETag")); after.StatusCode != http.StatusOK {
		t.Errorf("somebody left: %s", after.Status)
	}
}

// Somebody else acted while the page was open: what was typed is kept, and the
// page says what happened meanwhile.
func TestMeanwhile(t *testing.T) {
	b := newBench(t)
	kase := b.apply("社区睡眠研究")
	c := b.Client("secretary")
	page := b.visit(c, "/reviews/"+kase+"/check")
	version := page.Attr("#accept-form input[name=version]", "value")
	b.did(b.Review.AskQuestion(ctx, b.As("law"), b.tick(), review.AskQuestion{Review: kase, Text: "样本量是怎样算出的？"}))
	form := url.Values{"version": {version}, "key": {"k"}, "procedure": {"meeting"}, "reasons": {"涉及健康受试者"}}
	status, page := b.send(c, "/reviews/"+kase+"/accept", form)
	if status != http.StatusConflict {
		t.Fatalf("accept on an old page: %d", status)
	}
	page.Contains(".summary .entry-detail", "样本量是怎样算出的？")
	page.Contains("#accept-form textarea", "涉及健康受试者")
	form.Set("version", page.Attr("#accept-form input[name=version]", "value"))
	form.Set("key", "again")
	if status, _ = b.send(c, "/reviews/"+kase+"/accept", form); status != http.StatusOK {
		t.Errorf("accept after having looked: %d", status)
	}
}

// The chair finds a conflict before the meeting; an adviser is heard without a
// vote; the minutes tell all of it.
func TestBeforeAndAfterTheMeeting(t *testing.T) {
	b := newBench(t)
	kase := b.accepted("社区睡眠研究")
	meeting := b.called(kase)
	chair := b.Client("chair")
	path := "/meetings/" + meeting
	status, page := b.send(chair, path+"/exclude", url.Values{"review": {kase}, "person-" + kase: {b.Person("med")}, "exclude-" + kase: {"申请人的导师"}})
	if status != http.StatusOK {
		t.Fatalf("exclude: %d", status)
	}
	page.Contains(".conflict", "徐海燕")
	act := func(name string, form url.Values) {
		t.Helper()
		if status, page := b.send(chair, path+"/room/"+name, form); status != http.StatusOK {
			t.Fatalf("%s: %d %s", name, status, page.Text("main"))
		}
	}
	act("open", nil)
	for _, p := range present {
		act("arrive", url.Values{"person": {b.Person(p)}})
	}
	act("open-item", url.Values{"review": {kase}})
	act("adviser", url.Values{"review": {kase}, "adviser-" + kase: {b.Person("adviser")}, "field-" + kase: {"睡眠医学"}})
	act("defer", url.Values{"review": {kase}, "reason-" + kase: {"more_information"}, "note-" + kase: {"请补充样本量计算"}})
	act("close", nil)
	secretary := b.Client("secretary")
	if status, _ := b.send(secretary, path+"/minutes/draft", nil); status != http.StatusOK {
		t.Fatalf("draft minutes: %d", status)
	}
	status, page = b.send(secretary, path+"/minutes", url.Values{"section": {kase}, "text-" + kase: {"委员就样本量展开讨论。"}})
	if status != http.StatusOK {
		t.Fatalf("edit minutes: %d", status)
	}
	for _, words := range []string{"申请人的导师", "睡眠医学", "请补充样本量计算", "委员就样本量展开讨论。"} {
		page.Contains(".letter", words)
	}
	if status, page = b.send(chair, path+"/minutes/approve", nil); status != http.StatusOK {
		t.Fatalf("approve minutes: %d", status)
	}
	page.Contains(".badge", "会议记录已批准")
}
