package web_test

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"lunheng/internal/activity"
	"lunheng/internal/htmltest"
	"lunheng/internal/review"
)

// answers are those of a survey among patients, as the check's last page sends
// them.
func answers() url.Values {
	return url.Values{"title": {"夜班护士睡眠问卷"}, "region": {"440305"}, "kind": {"university"}, "fields": {"medicine"},
		"participants": {"survey"}, "data": {"identifiable"}, "biospecimens": {"none"}, "animals": {"none"}}
}

// begun begins a draft with the answers and returns its address.
func (b *bench) begun(c *http.Client) string {
	b.t.Helper()
	res, err := c.PostForm(b.URL+"/activities", answers())
	b.ok(err)
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK || !strings.HasPrefix(res.Request.URL.Path, "/activities/") {
		raw, _ := io.ReadAll(res.Body)
		b.t.Fatalf("begin: %s at %s\n%s", res.Status, res.Request.URL, raw)
	}
	return res.Request.URL.Path
}

// save posts a section as a page that saves itself does.
func (b *bench) save(c *http.Client, path string, form url.Values) *http.Response {
	b.t.Helper()
	req, err := http.NewRequest(http.MethodPost, b.URL+path+"/draft", strings.NewReader(form.Encode()))
	b.ok(err)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Lunheng-Autosave", "1")
	res, err := c.Do(req)
	b.ok(err)
	res.Body.Close()
	return res
}

// version is the version that an editor shows.
func (b *bench) version(c *http.Client, path, section string) string {
	b.t.Helper()
	return b.visit(c, path+"?section="+section).Attr("#draft input[name=version]", "value")
}

// upload sends files to a field, as a script does or as a plain form.
func (b *bench) upload(c *http.Client, path, field string, script bool, files map[string]string) (int, string) {
	b.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, text := range files {
		w, err := form.CreateFormFile("file", name)
		b.ok(err)
		_, err = io.WriteString(w, text)
		b.ok(err)
	}
	b.ok(form.Close())
	req, err := http.NewRequest(http.MethodPost, b.URL+path+"/files?field="+field, &body)
	b.ok(err)
	req.Header.Set("Content-Type", form.FormDataContentType())
	if script {
		req.Header.Set("Lunheng-Upload", "1")
	}
	res, err := c.Do(req)
	b.ok(err)
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	b.ok(err)
	return res.StatusCode, string(raw)
}

// The answers of the check begin an application that says at its side what the
// rules ask, and why; they can be changed.
func TestApplyWithAnswers(t *testing.T) {
	b := newBench(t)
	c := b.Client("lin")
	path := b.begun(c)
	page := b.visit(c, path)
	page.Contains("h1", "夜班护士睡眠问卷")
	page.Contains(".desk .answer-value", "须经审查")
	page.Contains(".rail a", "实施方案与风险")
	page.Contains(".desk .aside .person", "林静怡")
	if got := page.Attr("#f-title", "value"); got != "夜班护士睡眠问卷" {
		t.Errorf("the title field holds %q", got)
	}
	talk := b.visit(c, path+"/assessment")
	talk.Contains(".answers dd", "修改")
	form := answers()
	form.Set("animals", "vertebrate")
	form.Set("participants", "none")
	if status, page := b.send(c, path+"/assessment", form); status != http.StatusOK && status != http.StatusUnprocessableEntity {
		t.Errorf("change the answers: %d %s", status, page.Text("main"))
	}
	b.visit(c, "/activities").Contains("td a", "夜班护士睡眠问卷")
	b.visit(c, "/home").Contains("#mine td a", "夜班护士睡眠问卷")
	b.visit(b.Client("wang"), "/activities").Lacks("td a", "夜班护士睡眠问卷")
}

// A page that saves itself is told the new version; what is wrong is told in a
// sentence and nothing is saved; a stranger is refused.
func TestAutosave(t *testing.T) {
	b := newBench(t)
	c := b.Client("lin")
	path := b.begun(c)
	version := b.version(c, path, "overview")
	form := url.Values{"version": {version}, "section": {"overview"}, "title": {"夜班护士睡眠问卷"}, "purpose": {"夜班与睡眠的关系"}}
	res := b.save(c, path, form)
	if res.StatusCode != http.StatusNoContent || res.Header.Get("Lunheng-Version") == version || res.Header.Get("Lunheng-Version") == "" {
		t.Errorf("autosave: %s, version %q after %q", res.Status, res.Header.Get("Lunheng-Version"), version)
	}
	form.Set("title", strings.Repeat("长", 600))
	if res := b.save(c, path, form); res.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("too long a title: %s", res.Status)
	}
	status, page := b.send(c, path+"/draft", form)
	if status != http.StatusUnprocessableEntity || page.Attr("#f-title", "value") != form.Get("title") {
		t.Errorf("the button with too long a title: %d, kept %.20q", status, page.Attr("#f-title", "value"))
	}
	page.Contains(".summary li a", "最多 500 个字")
	if res := b.save(b.Client("wang"), path, form); res.StatusCode != http.StatusNotFound && res.StatusCode != http.StatusForbidden {
		t.Errorf("a stranger saves: %s", res.Status)
	}
	if res := b.save(b.Client(""), path, form); res.StatusCode != http.StatusUnauthorized {
		t.Errorf("nobody saves: %s", res.Status)
	}
}

// Two tabs: other fields merge; the same field shows both texts, and either can
// be taken.
func TestTwoTabs(t *testing.T) {
	for _, choice := range []struct{ what, want string }{{"take", "第二个窗口写的"}, {"keep", "第一个窗口写的"}} {
		t.Run(choice.what, func(t *testing.T) {
			b := newBench(t)
			c := b.Client("lin")
			path := b.begun(c)
			version := b.version(c, path, "overview")
			first := url.Values{"version": {version}, "section": {"overview"}, "purpose": {"第一个窗口写的"}, "significance": {""}}
			second := url.Values{"version": {version}, "section": {"overview"}, "purpose": {"第二个窗口写的"}, "significance": {"意义"}}
			b.save(c, path, first)
			res := b.save(c, path, second)
			where := res.Header.Get("Lunheng-Parked")
			if res.StatusCode != http.StatusOK || !strings.Contains(where, "#f-purpose") || res.Header.Get("Lunheng-Version") != "" {
				t.Fatalf("the older tab: %s, parked at %q", res.Status, where)
			}
			where, _, _ = strings.Cut(where, "#")
			page := b.visit(c, where)
			page.Contains(".conflict ins", "二")
			page.Contains(".conflict del", "一")
			page.Contains("#f-significance", "意义")
			page.Contains("#rail .notice a", "目的")
			value := page.Attr(".conflict button[value*="+choice.what+":]", "value")
			_, page = b.send(c, path+"/draft", url.Values{"section": {"overview"}, "version": {page.Attr("#draft input[name=version]", "value")},
				"purpose": {"第一个窗口写的"}, "significance": {"意义"}, "choose": {value}})
			page.Contains("#f-purpose", choice.want)
			if page.Count(".conflict") != 0 {
				t.Error("both texts still stand there")
			}
		})
	}
}

// Files: kept by their field, refused with a sentence, read by who may, always
// saved and never shown in the house's name.
func TestFiles(t *testing.T) {
	b := newBench(t)
	c := b.Client("lin")
	path := b.begun(c)
	status, list := b.upload(c, path, "plan_file", true, map[string]string{"方案 一.txt": "第一步"})
	if status != http.StatusOK || !strings.Contains(list, "方案 一.txt") || strings.Contains(list, "<html") {
		t.Fatalf("upload: %d %s", status, list)
	}
	for name, tc := range map[string]struct {
		field, text string
		want        int
	}{
		"too large":   {"plan_file", strings.Repeat("0123456789abcdef", 1<<17), http.StatusRequestEntityTooLarge},
		"empty":       {"plan_file", "", http.StatusUnprocessableEntity},
		"not a place": {"purpose", "text", http.StatusUnprocessableEntity},
	} {
		if status, text := b.upload(c, path, tc.field, true, map[string]string{"x.txt": tc.text}); status != tc.want || strings.Contains(text, "<") {
			t.Errorf("%s: %d %s", name, status, text)
		}
	}
	if status, _ := b.upload(c, path, "plan_file", true, nil); status != http.StatusUnprocessableEntity {
		t.Errorf("no file: %d", status)
	}
	if status, page := b.upload(c, path, "plan_file", false, map[string]string{"y.txt": ""}); status != http.StatusUnprocessableEntity || !strings.Contains(page, `href="#f-plan_file"`) {
		t.Errorf("a refused file without scripts: %d", status)
	}
	b.breakOff(c, path)
	page := b.visit(c, path+"?section=plan")
	if n := page.Count("#list-plan_file .files li"); n != 1 {
		t.Errorf("%d files after refusals", n)
	}
	href := page.Attr("#list-plan_file .files a", "href")
	res, err := c.Get(b.URL + href)
	b.ok(err)
	raw, _ := io.ReadAll(res.Body)
	res.Body.Close()
	if string(raw) != "第一步" || !strings.HasPrefix(res.Header.Get("Content-Disposition"), "attachment") || res.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("download: %q %v", raw, res.Header)
	}
	if res, err := b.Client("wang").Get(b.URL + href); err != nil || res.StatusCode == http.StatusOK {
		t.Errorf("a stranger reads the file: %v %v", res.Status, err)
	}
	b.send(c, href+"/remove", url.Values{})
	if n := b.visit(c, path+"?section=plan").Count("#list-plan_file .files li"); n != 0 {
		t.Errorf("%d files after removing", n)
	}
}

// breakOff sends half an upload and hangs up.
func (b *bench) breakOff(c *http.Client, path string) {
	b.t.Helper()
	body := "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"half.txt\"\r\n\r\nonly the begin"
	req, err := http.NewRequest(http.MethodPost, b.URL+path+"/files?field=plan_file", strings.NewReader(body))
	b.ok(err)
	req.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	req.Header.Set("Lunheng-Upload", "1")
	res, err := c.Do(req)
	b.ok(err)
	defer res.Body.Close()
	raw, _ := io.ReadAll(res.Body)
	if res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(string(raw), "中断") {
		b.t.Errorf("half an upload: %s %s", res.Status, raw)
	}
}

// Somebody is found by name and chosen among namesakes; only the leader may.
func TestTeamPage(t *testing.T) {
	b := newBench(t)
	c := b.Client("lin")
	path := b.begun(c)
	_, page := b.send(c, path+"/team", url.Values{"seek": {"1"}, "q": {"王"}})
	page.Contains(".choice label", "明川大学")
	if got := page.Attr(".choice input[name=person]", "value"); got != b.Person("wang") {
		t.Fatalf("offered %s", got)
	}
	status, page := b.send(c, path+"/team", url.Values{"q": {"王"}, "person": {b.Person("wang")}, "role": {""}})
	if status != http.StatusUnprocessableEntity || page.Count(".choice input[name=person][checked]") != 1 {
		t.Errorf("no role: %d, choice kept: %d", status, page.Count(".choice input[name=person][checked]"))
	}
	_, page = b.send(c, path+"/team", url.Values{"person": {b.Person("wang")}, "role": {"student"}})
	page.Contains(".members li", "学生")
	wang := b.Client("wang")
	if _, page := b.send(wang, path+"/team", url.Values{"seek": {"1"}, "q": {"林"}}); page.Count("input[name=person]") != 0 {
		t.Error("a member may change the team")
	}
	version := b.version(wang, path, "overview")
	if res := b.save(wang, path, url.Values{"version": {version}, "section": {"overview"}, "purpose": {"王写的"}}); res.StatusCode != http.StatusNoContent {
		t.Errorf("a member writes: %s", res.Status)
	}
	b.visit(wang, path+"/submit").Contains(".notice", "由项目负责人提交")
	_, page = b.send(c, path+"/team/leader", url.Values{"person": {b.Person("wang")}})
	page.Contains(".members li", "项目负责人")
	b.visit(wang, path+"/team").Contains(".btn", "改任负责人")
}

// Everything that is missing stands in one list, each with its place; a
// complete application is handed in once, with a receipt that can be proved.
func TestSubmitting(t *testing.T) {
	b := newBench(t)
	c := b.Client("lin")
	path := b.begun(c)
	page := b.visit(c, path+"/submit")
	page.Contains("#missing li a", "目的")
	page.Contains("#missing li a", "知情同意书")
	for _, a := range page.All("#missing li a") {
		href := htmltest.Attr(a, "href")
		address, field, _ := strings.Cut(href, "#")
		if b.visit(c, address).Count("#"+field) != 1 {
			t.Errorf("%s leads nowhere", href)
		}
	}
	form := url.Values{"version": {page.Attr("form.panel input[name=version]", "value")}, "key": {page.Attr("form.panel input[name=key]", "value")}}
	status, page := b.send(c, path+"/submit", form)
	if status != http.StatusUnprocessableEntity || page.Count(".summary li") < 10 {
		t.Errorf("an incomplete one: %d with %d lines", status, page.Count(".summary li"))
	}

	path = "/activities/" + b.draft("夜间光照与睡眠")
	page = b.visit(c, path+"/submit")
	page.Contains(".notice", "材料齐全")
	page.Contains("form.panel", "明川大学伦理审查委员会")
	form = url.Values{"version": {page.Attr("form.panel input[name=version]", "value")}, "key": {page.Attr("form.panel input[name=key]", "value")}}
	_, page = b.send(c, path+"/submit", form)
	page.Contains(".notice", "已收到第 1 次提交")
	page.Contains(".receipt", "等待封存")
	_, again := b.send(c, path+"/submit", form)
	if again.Text(".long-code") != page.Text(".long-code") {
		t.Errorf("a second click: receipt %s after %s", again.Text(".long-code"), page.Text(".long-code"))
	}
	b.Seal()
	page = b.visit(c, path+"/receipt")
	page.Contains(".receipt", "已封存于第")
	for href, magic := range map[string]string{page.Attr(".receipt .actions a[href*=pdf]", "href"): "%PDF", page.Attr(".receipt a[href*=evidence]", "href"): "{"} {
		res, err := c.Get(b.URL + href)
		b.ok(err)
		raw, _ := io.ReadAll(res.Body)
		res.Body.Close()
		if res.StatusCode != http.StatusOK || !strings.HasPrefix(string(raw), magic) {
			t.Errorf("%s: %s %.40q", href, res.Status, raw)
		}
	}
	page = b.visit(c, path)
	page.Contains(".case-facts dd", "秘书")
	page.Contains(".case-facts .person", "沈思远")
}

// The applicant's case: returned with a list that leads to the fields, asked
// and answered, stipulations point by point, letters, as it was, withdrawn.
func TestMyCase(t *testing.T) {
	b := newBench(t)
	c := b.Client("lin")
	kase := b.apply("夜间光照与睡眠")
	st, err := b.Review.View(b.Read(ctx), b.As("secretary"), kase, 0)
	b.ok(err)
	path := "/activities/" + st.Activity
	b.did(b.Review.Return(ctx, b.As("secretary"), b.tick(), review.Return{Review: kase, Items: []review.Missing{{Field: "risks", Text: "请补充跌倒风险"}}}))
	b.visit(c, "/home").Contains("#mine-tasks a", "补正申请材料")
	page := b.visit(c, path)
	page.Contains("#asked li a", "请补充跌倒风险")
	address, _, _ := strings.Cut(page.Attr("#asked li a", "href"), "#")
	b.visit(c, address).Contains(".notice", "请补充跌倒风险")
	_, err = b.Activity.Save(ctx, b.As("lin"), b.tick(), activity.Save{Activity: st.Activity, Fields: activity.Values{"risks": activity.Text("夜间起身可能跌倒")}})
	b.ok(err)
	page = b.visit(c, path+"/submit")
	_, page = b.send(c, path+"/submit", url.Values{"version": {page.Attr("form.panel input[name=version]", "value")}, "key": {"again"}})
	page.Contains(".notice", "第 2 次提交")

	b.did(b.Review.Accept(ctx, b.As("secretary"), b.tick(), review.Accept{Review: kase, Procedure: "meeting"}))
	b.did(b.Review.AskQuestion(ctx, b.As("ethics"), b.tick(), review.AskQuestion{Review: kase, Text: "样本怎样处理？"}))
	page = b.visit(c, path)
	page.Contains(".clock", "作出审查决定")
	action := page.Attr("#questions form", "action")
	field := page.Attr("#questions textarea", "name")
	status, page := b.send(c, action, url.Values{field: {" "}})
	page.Contains("#questions .error", "请写下回答")
	if status != http.StatusUnprocessableEntity {
		t.Errorf("an empty answer: %d", status)
	}
	_, page = b.send(c, action, url.Values{field: {"不采集样本"}})
	page.Contains("#questions .talk-answer", "不采集样本")

	b.decided(kase, "approve_after_changes", "写明退出方式", "删除多余的变量")
	page = b.visit(c, path)
	page.Contains("#stipulations h3", "写明退出方式")
	_, page = b.send(c, path+"/stipulations", url.Values{"answer-1": {"见知情同意书第三条"}})
	page.Contains("#point-1 textarea", "见知情同意书第三条")
	page.Contains("#point-2 .badge", "待您答复")
	_, page = b.send(c, path+"/stipulations", url.Values{"answer-1": {"见知情同意书第三条"}, "answer-2": {"已删除"}})
	page.Contains(".case-facts .badge", "修改待核对")
	for no := 1; no <= 2; no++ {
		b.did(b.Review.CheckStipulation(ctx, b.As("chair"), b.tick(), review.CheckStipulation{Review: kase, No: no, Satisfied: true}))
	}
	b.did(b.Review.ConfirmChanges(ctx, b.As("chair"), b.tick(), review.ConfirmChanges{Review: kase}))
	b.did(b.Review.IssueLetter(ctx, b.As("secretary"), b.tick(), review.IssueLetter{Review: kase}))
	b.Seal()
	page = b.visit(c, path)
	page.Contains(".case-facts .badge", "已批准")
	b.fetch(c, page.Attr("#letters a[href*=pdf]", "href"), "%PDF")
	b.fetch(c, page.Attr("#letters a[href*=decision.json]", "href"), "{")
	page = b.visit(c, path+"/timeline")
	page.Contains(".entry", "退回补正")
	page.Contains(".entry", "宣布决定")
	b.visit(c, path+"?at=1").Contains(".as-of", "第 1 条记录")
	b.visit(c, path+"/application").Contains(".file-field", "夜间起身可能跌倒")
	b.visit(c, path+"/versions").Contains(".diff ins", "跌倒")
}

func (b *bench) fetch(c *http.Client, href, magic string) {
	b.t.Helper()
	res, err := c.Get(b.URL + href)
	b.ok(err)
	defer res.Body.Close()
	raw, _ := io.ReadAll(res.Body)
	if res.StatusCode != http.StatusOK || !strings.HasPrefix(string(raw), magic) {
		b.t.Errorf("%s: %s %.60q", href, res.Status, raw)
	}
}

// Withdrawing ends the case; copying and discarding leave nothing half done.
func TestWithdrawCopyDiscard(t *testing.T) {
	b := newBench(t)
	c := b.Client("lin")
	kase := b.accepted("夜间光照与睡眠")
	st, err := b.Review.View(b.Read(ctx), b.As("secretary"), kase, 0)
	b.ok(err)
	path := "/activities/" + st.Activity
	key := b.visit(c, path+"/withdraw").Attr("#withdraw input[name=key]", "value")
	_, page := b.send(c, path+"/withdraw", url.Values{"reason": {"经费未获批准"}, "key": {key}})
	page.Contains(".case-facts .badge", "已撤回")
	b.visit(c, path+"/timeline").Contains(".entry", "经费未获批准")

	res, err := c.PostForm(b.URL+path+"/copy", url.Values{"key": {"copy"}})
	b.ok(err)
	copied := res.Request.URL.Path
	page = htmltest.Parse(t, res.Body)
	res.Body.Close()
	page.Contains(".desk-head .badge", "草稿")
	if copied == path {
		t.Fatal("the copy is the original")
	}
	if status, _ := b.send(c, copied+"/discard", url.Values{}); status != http.StatusOK {
		t.Errorf("discard: %d", status)
	}
	b.visit(c, copied).Contains(".badge", "已丢弃")
	page = b.visit(c, "/activities")
	if n := page.Count("tbody tr"); n != 1 {
		t.Errorf("%d activities are listed", n)
	}
	if n := b.visit(c, fmt.Sprintf("/activities?state=%s", "draft")).Count("tbody tr"); n != 0 {
		t.Errorf("%d drafts are listed", n)
	}
}

// What was typed stays on the page when the application was handed in
// meanwhile; answers that do not fit go back to their question.
func TestTypedTextStays(t *testing.T) {
	b := newBench(t)
	c := b.Client("lin")
	id := b.draft("夜间光照与睡眠")
	version := b.version(c, "/activities/"+id, "overview")
	_, err := b.Activity.Submit(ctx, b.As("lin"), b.tick(), activity.Submit{Activity: id})
	b.ok(err)
	form := url.Values{"version": {version}, "section": {"overview"}, "purpose": {"提交之后又想到的"}}
	status, page := b.send(c, "/activities/"+id+"/draft", form)
	if status != http.StatusConflict {
		t.Errorf("writing in a submitted application: %d", status)
	}
	page.Contains("#f-purpose", "提交之后又想到的")
	page.Contains(".summary", "不能修改")
	wrong := answers()
	wrong.Set("region", "亚特兰蒂斯")
	_, page = b.send(c, "/activities", wrong)
	page.Contains("#check .error", "亚特兰蒂斯")
	b.visit(b.Client("secretary"), "/activities/"+id).Lacks(".case-actions", "复制")
}

// An open editor asks for its rail and is told only when something changed.
func TestRailTellsChangesOnly(t *testing.T) {
	b := newBench(t)
	c := b.Client("lin")
	path := b.begun(c)
	ask := func(etag string) (int, string) {
		req, err := http.NewRequest(http.MethodGet, b.URL+path+"/rail?section=overview", nil)
		b.ok(err)
		req.Header.Set("If-None-Match", etag)
		res, err := c.Do(req)
		b.ok(err)
		res.Body.Close()
		return res.StatusCode, res.Header.Get("ETag")
	}
	status, etag := ask("")
	if status != http.StatusOK || etag == "" {
		t.Fatalf("first: %d %q", status, etag)
	}
	if status, _ := ask(etag); status != http.StatusNotModified {
		t.Errorf("unchanged: %d", status)
	}
	b.save(c, path, url.Values{"section": {"overview"}, "version": {b.version(c, path, "overview")}, "purpose": {"新的目的"}})
	if status, now := ask(etag); status != http.StatusOK || now == etag {
		t.Errorf("changed: %d %q after %q", status, now, etag)
	}
}
