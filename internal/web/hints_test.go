package web_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/browsertest"
	"lunheng/internal/jobs"
	"lunheng/internal/screen/opinion"
)

// careless is a draft whose text speaks of rats and minors, and whose answers do not.
func (b *bench) careless(c *http.Client) string {
	b.t.Helper()
	path := b.begun(c)
	res := b.save(c, path, url.Values{"version": {b.version(c, path, "plan")}, "section": {"plan"},
		"plan_summary": {"先在大鼠上验证照明时间，再请青少年填写问卷。"}})
	if res.StatusCode != http.StatusNoContent {
		b.t.Fatalf("save: %s", res.Status)
	}
	return path
}

// The editor and the check before submitting ask about what the text says and the
// answers do not; a reason is kept, and what was typed stays on a refusal.
func TestHintsInTheDraft(t *testing.T) {
	b := newBench(t)
	c := b.Client("lin")
	path := b.careless(c)
	page := b.visit(c, path)
	page.Contains("#hint-animals", "“大鼠”")
	page.Contains("#hint-animals", "实验动物")
	page.Contains("#hint-minors", "“青少年”")
	page.Contains("#rail .notice", "动物：大鼠")
	if href := page.Attr("#hint-animals form a", "href"); href != path+"/assessment" {
		t.Errorf("yes leads to %s", href)
	}

	send := func(reason, back string) *http.Response {
		res, err := c.PostForm(b.URL+path+"/hints", url.Values{"fact": {"animals"}, "reason-animals": {reason}, "back": {back}})
		b.ok(err)
		res.Body.Close()
		return res
	}
	if res := send("", ""); res.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("no reason: %s", res.Status)
	}
	if res := send("动物部分由另一已批准的项目承担", "submit"); res.StatusCode != http.StatusOK || !strings.HasSuffix(res.Request.URL.Path, "/submit") {
		t.Errorf("a reason: %s at %s", res.Status, res.Request.URL)
	}
	page = b.visit(c, path+"/submit")
	page.Contains(".hints-answered", "另一已批准的项目")
	page.Contains("#hints", "“青少年”")
	page.Lacks("#hints", "大鼠")
	if res, err := b.Client("law").PostForm(b.URL+path+"/hints", url.Values{"fact": {"minors"}, "reason-minors": {"没有"}}); err != nil || res.StatusCode != http.StatusNotFound {
		t.Errorf("a stranger answers: %v %v", res.Status, err)
	}
}

// machine names a model that sees a pathogen in everything.
func (b *bench) machine() {
	b.t.Helper()
	model := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `{"choices":[{"message":{"content":"{\"facts\":[{\"fact\":\"pathogen\",\"words\":[\"大鼠\"],\"why\":\"动物试验可能接触病原体\"}]}"}}]}`)
	}))
	b.t.Cleanup(model.Close)
	b.Activity.Machine = opinion.New(opinion.Options{URL: model.URL, Model: "qwen-demo", Timeout: time.Minute})
}

// asked asks the model about a draft, by the button, and lets its job run.
func (b *bench) asked(c *http.Client, path string) {
	b.t.Helper()
	res, err := c.PostForm(b.URL+path+"/opinion", url.Values{})
	b.ok(err)
	res.Body.Close()
	worker := jobs.Worker{DB: b.DB(), Handlers: map[string]jobs.Handler{activity.OpinionKind: b.Activity.GiveOpinion}, Holder: "t"}
	if n, err := worker.RunReady(ctx, b.tick()); err != nil || n != 1 {
		b.t.Fatalf("%d jobs: %v", n, err)
	}
}

// Without a model there is no button; with one, the page says what it would see, and
// marks what it said.
func TestSecondOpinionOnThePage(t *testing.T) {
	b := newBench(t)
	c := b.Client("lin")
	path := b.careless(c)
	if b.visit(c, path).Count(".hints-machine") > 0 {
		t.Error("there is a button without a model")
	}
	b.machine()
	b.visit(c, path).Contains(".hints-machine", "只把标题和“实施方案摘要”发给模型 qwen-demo")
	b.asked(c, path)
	page := b.visit(c, path)
	page.Contains("#hint-pathogen", "机器建议：qwen-demo")
	page.Contains("#hint-pathogen", "动物试验可能接触病原体")
	page.Contains(".hints-machine", "模型已经读过现在的文字")
	b.visit(c, path+"/versions") // the pages beside it know the new events
}

// The committee sees what was asked, answered or not.
func TestHintsOnTheCase(t *testing.T) {
	b := newBench(t)
	kase := b.apply("大鼠与老年人夜间光照的对照研究")
	page := b.visit(b.Client("secretary"), "/reviews/"+kase)
	page.Contains("#hint-animals", "大鼠")
	page.Contains("#hint-animals", "申请人没有回答")
	if page.Count("#hint-animals form") > 0 {
		t.Error("the secretary can answer for the applicant")
	}
	b.visit(b.Client("secretary"), "/reviews/"+kase+"/check").Contains("#hint-animals", "大鼠")
}

// The questions in both languages, on a phone and on a desk.
func TestHintsInEveryLook(t *testing.T) {
	b := newBench(t)
	path := b.careless(b.Client("lin"))
	b.machine()
	b.asked(b.Client("lin"), path)
	kase := b.apply("大鼠与老年人夜间光照的对照研究")
	for _, look := range browsertest.Looks() {
		tab, secretary := b.tab("lin", look.View), b.tab("secretary", look.View)
		b.ok(b.Accounts.SetPreferences(ctx, b.As("lin"), look.Lang, ""))
		b.ok(b.Accounts.SetPreferences(ctx, b.As("secretary"), look.Lang, ""))
		tab.Go(b.URL + path)
		tab.Axe()
		tab.NoSidewaysScroll()
		tab.Shot("hints-draft-" + look.Name)
		tab.Go(b.URL + path + "/submit")
		tab.NoSidewaysScroll()
		secretary.Go(b.URL + "/reviews/" + kase)
		secretary.Axe()
		secretary.NoSidewaysScroll()
		secretary.Shot("hints-case-" + look.Name)
	}
}
