package web_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"lunheng/internal/app/apptest"
	"lunheng/internal/calendar"
	"lunheng/internal/clocks"
	"lunheng/internal/htmltest"
	"lunheng/internal/jobs"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/store"
)

// visitor is somebody with a browser without a head.
type visitor struct {
	*http.Client
	b *bench
	t testing.TB
}

func (b *bench) visitor(name string) *visitor { return &visitor{b.Client(name), b, b.t} }

// read opens a page, which must answer with the status.
func (v *visitor) read(path string, status int) *htmltest.Page {
	v.t.Helper()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, v.b.URL+path, nil)
	v.b.ok(err)
	req.Header.Set("Accept-Language", "zh")
	return v.answer(req, status)
}

func (v *visitor) answer(req *http.Request, status int) *htmltest.Page {
	v.t.Helper()
	res, err := v.Do(req)
	v.b.ok(err)
	defer res.Body.Close()
	page := htmltest.Parse(v.t, res.Body)
	if res.StatusCode != status {
		v.t.Errorf("%s %s: %s; want %d: %s", req.Method, req.URL.Path, res.Status, status, page.Text("main"))
	}
	return page
}

// send fills in the form of a page and sends it; the answer must have the
// status.
func (v *visitor) send(path string, status int, fields ...string) *htmltest.Page {
	v.t.Helper()
	page := v.read(path, http.StatusOK)
	for i := 0; i+1 < len(fields); i += 2 {
		if fields[i] == "find" { // the form stands behind a search
			page = v.seek(path, fields[i+1])
		}
	}
	form := url.Values{"version": {page.Attr("form.form input[name=version]", "value")}, "key": {page.Attr("form.form input[name=key]", "value")}}
	return v.post(path, status, form, fields...)
}

// seek looks for people by name on a page.
func (v *visitor) seek(path, name string) *htmltest.Page {
	v.t.Helper()
	page := v.read(path, http.StatusOK)
	if page.Attr("form.finder", "method") != "post" || page.Attr("form.finder input[name=seek]", "value") != "1" {
		v.t.Errorf("%s: the search would put the name into the address", path)
	}
	return v.post(path, http.StatusOK, url.Values{"seek": {"1"}, "find": {name}})
}

func (v *visitor) post(path string, status int, form url.Values, fields ...string) *htmltest.Page {
	v.t.Helper()
	for i := 0; i+1 < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	path, _, _ = strings.Cut(path, "?")
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, v.b.URL+path, strings.NewReader(form.Encode()))
	v.b.ok(err)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Accept-Language", "zh")
	return v.answer(req, status)
}

// supervised adds a department with a supervisor, to which the university
// belongs.
func (b *bench) supervised() string {
	b.t.Helper()
	op := b.As("admin")
	dep := b.did(b.Registry.FoundDepartment(ctx, op, b.tick(), registry.FoundDepartment{DepartmentData: registry.DepartmentData{
		Name: lang.T("明川市科学技术局", "Science Bureau of Mingchuan"), Region: "440300"}}))
	b.did(b.Registry.AppointOffice(ctx, op, b.tick(), registry.AppointOffice{Kind: registry.InDepartment, Body: dep,
		Tenure: registry.Tenure{Person: b.Person("stranger"), From: calendar.Of(b.Now())}}))
	u, err := b.Registry.Unit(b.Read(ctx), b.Unit)
	b.ok(err)
	data := u.UnitData
	data.Department = dep
	b.did(b.Registry.ChangeUnit(ctx, op, b.tick(), registry.ChangeUnit{Unit: b.Unit, UnitData: data}))
	return dep
}

// Every page of the register answers to those whom it is for, and to nobody
// else: not even by the address of another unit's things.
func TestRegisterIsOpenToWhomItIsFor(t *testing.T) {
	b := newBench(t)
	dep := b.supervised()
	unit, other, committee := "/units/"+b.Unit, "/units/"+b.Other, "/committees/"+b.Committee
	law, stranger := "/people/"+b.Person("law"), "/people/"+b.Person("stranger")
	clients := map[string]*http.Client{}
	for _, name := range []string{"admin", "officer", "lin", "stranger"} {
		clients[name] = b.Client(name)
	}
	for path, want := range map[string]struct{ admin, officer, lin, stranger int }{
		"/home":                           {200, 200, 200, 200},
		"/units":                          {200, 200, 200, 200},
		"/departments":                    {200, 200, 200, 200},
		"/committees":                     {200, 200, 200, 200},
		unit:                              {200, 200, 200, 200},
		committee:                         {200, 200, 200, 200},
		"/departments/" + dep:             {200, 200, 200, 200},
		"/units/none":                     {404, 404, 404, 404},
		"/people/none":                    {404, 404, 404, 404},
		"/units/new":                      {200, 403, 403, 403},
		unit + "/edit":                    {200, 200, 403, 403},
		other + "/edit":                   {200, 403, 403, 403},
		unit + "/close":                   {200, 403, 403, 403},
		unit + "/officers/new":            {200, 200, 403, 403},
		other + "/officers/new":           {200, 403, 403, 403},
		"/committees/new":                 {200, 403, 403, 403},
		"/committees/new?unit=" + b.Unit:  {200, 200, 403, 403},
		"/committees/new?unit=" + b.Other: {200, 403, 403, 403},
		committee + "/edit":               {200, 200, 403, 403},
		committee + "/charter":            {200, 200, 403, 403},
		committee + "/dissolve":           {200, 200, 403, 403},
		committee + "/members/new":        {200, 200, 403, 403},
		committee + "/members/" + b.Person("law") + "/change": {200, 200, 403, 403},
		committee + "/members/" + b.Person("law") + "/leave":  {200, 200, 403, 403},
		"/departments/new":                         {200, 403, 403, 403},
		"/departments/" + dep + "/edit":            {200, 403, 403, 200},
		"/departments/" + dep + "/supervisors/new": {200, 403, 403, 403},
		"/people":                   {200, 200, 403, 403},
		"/people/new":               {200, 200, 403, 403},
		law:                         {200, 200, 404, 404},
		law + "/edit":               {200, 200, 404, 404},
		law + "/erase":              {200, 403, 404, 404},
		law + "/account/new":        {200, 403, 404, 404},
		stranger:                    {200, 404, 404, 200},
		"/account":                  {200, 200, 200, 200},
		"/account/password":         {200, 200, 200, 200},
		"/account/tokens/new":       {200, 200, 200, 200},
		"/admin":                    {200, 403, 403, 403},
		"/rules/cn":                 {200, 200, 200, 200},
		"/rules/none":               {404, 404, 404, 404},
		"/admin/jobs":               {200, 403, 403, 403},
		"/admin/overdue":            {200, 403, 403, 403},
		"/admin/administrators/new": {200, 403, 403, 403},
	} {
		for name, status := range map[string]int{"admin": want.admin, "officer": want.officer, "lin": want.lin, "stranger": want.stranger} {
			t.Run(name+path, func(t *testing.T) { (&visitor{clients[name], b, t}).read(path, status) })
		}
	}
	nobody := &visitor{b.Client(""), b, t}
	for _, path := range []string{"/units", committee, "/people", "/admin", "/account"} {
		nobody.read(path, http.StatusOK).Contains("h1", "登录")
	}
}

// A unit is registered, told what is wrong all at once with its words kept,
// edited, and closed; the list finds it by region and name.
func TestUnitFromRegistrationToClosing(t *testing.T) {
	b := newBench(t)
	admin := b.visitor("admin")
	page := admin.send("/units/new", 422, "name.en", "Third Hospital", "region", "没有这个地方", "kind", "medical_institution", "hospital_grade", "3")
	page.Contains(".summary li", "此项必填")
	page.Contains(".summary li", "没有这个地方")
	if got := page.Attr("input[name=name.en]", "value"); got != "Third Hospital" {
		t.Errorf("typed words became %q", got)
	}
	page = admin.send("/units/new", 200, "name.zh", "明川市第三人民医院", "region", "深圳市 南山区", "kind", "medical_institution", "hospital_grade", "3", "uscc", "91350100M000100Y4A")
	page.Contains("h1", "明川市第三人民医院")
	page.Contains(".notice", "校验位应为")
	page.Contains(".facts dd", "广东省 深圳市 南山区")
	page.Contains(".timeline", "登记了单位")
	path := "/units/" + strings.TrimPrefix(page.Attr(".page-actions a", "href"), "/units/")
	path = strings.TrimSuffix(path, "/edit")
	admin.read("/units?q=第三&region=440300&kind=medical_institution", 200).Contains("td a", "明川市第三人民医院")
	admin.read("/units?q=第三&region=110000", 200).Contains(".empty", "没有符合条件的单位")
	admin.send("/units/new", 409, "name.zh", "明川市第三人民医院", "region", "440305", "kind", "other").Contains(".error", "已有名为")
	admin.send(path+"/edit", 200, "name.zh", "明川市第三人民医院（东区）", "region", "440305", "kind", "medical_institution").Contains("h1", "东区")

	stale := url.Values{"version": {"1"}, "key": {"k"}}
	page = admin.post(path+"/edit", 409, stale, "name.zh", "旧页面上的名称", "region", "440305", "kind", "other")
	page.Contains(".notice", "在此期间他人作了修改")
	if got := page.Attr("input[name=name.zh]", "value"); got != "旧页面上的名称" {
		t.Errorf("typed words became %q", got)
	}
	admin.send(path+"/close", 422).Contains(".error", "此项必填")
	admin.send(path+"/close", 200, "reason", "并入他院").Contains(".standing", "已注销")
}

// An officer founds a committee, sees what it lacks, finds a member by one
// character and appoints; a term that is too long is refused with the rule.
func TestCommitteeToItsStanding(t *testing.T) {
	b := newBench(t)
	officer := b.visitor("officer")
	officer.read("/committees/"+b.Committee, 200).Contains(".standing", "可以开会并作出决定")
	officer.send("/committees/new?unit="+b.Unit, 422, "unit", b.Unit).Contains(".error", "此项必填")
	page := officer.send("/committees/new?unit="+b.Unit, 200, "unit", b.Unit, "name.zh", "第二委员会")
	page.Contains(".standing", "不能作出决定")
	page.Contains(".standards", "至少 7 名委员")
	path := strings.TrimSuffix(page.Attr(".page-actions a", "href"), "/edit")

	page = officer.seek(path+"/members/new", "王")
	page.Contains("form.form .choice", "王")
	officer.seek(path+"/members/new", "查无此人").Contains(".empty", "没有找到")
	form := []string{"person", b.Person("wang"), "find", "王", "role", "chair", "expertise", "medicine", "sex", "female", "from", "2026-11-20"}
	page = officer.send(path+"/members/new", 409, append(form, "until", "2036-11-20")...)
	page.Contains(".error", "任期不得超过 5 年")
	page.First("form.form input[name=person]")
	page = officer.send(path+"/members/new", 200, append(form, "until", "2027-01-10")...)
	page.Contains("#members td", "主任委员")
	page.Contains("#members td", "即将到期")
	page.Contains(".timeline", "任命 王 为主任委员")

	officer.send(path+"/members/"+b.Person("wang")+"/change", 200, "role", "member", "expertise", "law", "day", "2026-11-21").Contains(".timeline", "调整了 王 的职务")
	officer.send(path+"/charter", 200, "title", "委员会章程", "day", "2026-11-01").Contains(".facts", "委员会章程")
	officer.send(path+"/members/"+b.Person("wang")+"/leave", 200, "day", "2026-11-22", "reason", "调离").Contains(".timeline", "离任")
	officer.read("/committees?q=第二", 200).Contains("td", "缺：")
	officer.send(path+"/dissolve", 200, "reason", "合并").Contains(".standing", "已撤销")
}

// A key sent twice acts once.
func TestDoubleClick(t *testing.T) {
	b := newBench(t)
	admin := b.visitor("admin")
	for range 2 {
		admin.post("/departments/new", 200, url.Values{"key": {"twice"}}, "name.zh", "明川市卫生健康委员会", "region", "440300", "code", "health").Contains("h1", "卫生健康委员会")
	}
	if n := admin.read("/departments", 200).Count("tbody tr"); n != 1 {
		t.Errorf("%d departments; want 1", n)
	}
}

// Offices are given and ended by those who may.
func TestOffices(t *testing.T) {
	b := newBench(t)
	dep := b.supervised()
	admin := b.visitor("admin")
	for _, base := range []string{"/units/" + b.Other + "/officers", "/departments/" + dep + "/supervisors", "/admin/administrators"} {
		page := admin.send(base+"/new", 200, "person", b.Person("lin"), "find", "林静怡", "from", "2026-11-20")
		page.Contains("td", "林静怡")
		admin.send(base+"/new", 409, "person", b.Person("lin"), "find", "林静怡", "from", "2026-11-20").Contains(".error", "已担任该职务")
		admin.send(base+"/"+b.Person("lin")+"/leave", 200, "day", "2026-11-20", "reason", "试用期满").Contains(".flash", "已免去")
	}
	admin.send("/admin/administrators/"+b.Person("admin")+"/leave", 409, "day", "2026-11-20").Contains(".summary", "至少须保留一名管理员")
}

// A person is registered, gets an account with a password shown once, must
// choose another before anything else, is disabled, and is erased everywhere.
func TestPersonFromRegistrationToErasure(t *testing.T) {
	b := newBench(t)
	admin, officer := b.visitor("admin"), b.visitor("officer")
	officer.send("/people/new", 422, "record.email", "无", "kind", "staff", "unit", "明川").Contains(".error", "相近的有")
	page := officer.send("/people/new", 200, "record.name", "尤", "record.email", "you@mingchuan.invalid", "kind", "staff", "unit", "明川大学")
	page.Contains("h1", "尤")
	page.Lacks("main", "开通账户")
	path := strings.TrimSuffix(page.Attr(".page-actions a", "href"), "/edit")
	officer.seek("/people", "尤").Contains("td a", "尤")
	officer.seek("/people", "陌生").Contains(".empty", "没有找到")
	officer.read("/people?find=尤", 200).Contains("td a", "林静怡") // names in an address are not looked for

	page = admin.send(path+"/account/new", 200, "login", "you", "lang", "zh")
	password := page.Text(".secret code")
	admin.send("/people/"+b.Person("law")+"/account/new", 409, "login", "law2").Contains(".summary", "不能这样做")
	admin.read(path, 200).Lacks("main", password)

	me := &visitor{b.Client(""), b, t}
	page = me.post("/login", 200, url.Values{}, "login", "you", "password", password)
	page.Contains(".notice", "请先设置自己的密码")
	me.read("/activities", 200).Contains("h1", "更换密码")
	me.send("/account/password", 422, "old", password, "password", "一句长长的新密码 42", "repeat", "另一句").Contains(".error", "不一致")
	me.send("/account/password", 422, "old", "错的", "password", "一句长长的新密码 42", "repeat", "一句长长的新密码 42").Contains(".error", "当前密码不正确")
	me.send("/account/password", 200, "old", password, "password", "一句长长的新密码 42", "repeat", "一句长长的新密码 42").Contains("h1", "您好")

	admin.post(path+"/account/disable", 200, url.Values{}).Contains("#account", "已停用")
	me.read("/home", 200).Contains("h1", "登录")
	admin.post(path+"/account/enable", 200, url.Values{}).Contains("#account", "可登录")
	admin.send(path+"/erase", 422, "reason", "本人要求", "word", "删").Contains(".error", "请输入“删除”")
	page = admin.send(path+"/erase", 200, "reason", "本人要求", "word", "删除")
	page.Contains("h1", "已删除")
	page.Lacks("body", "尤")
	me.post("/login", 422, url.Values{}, "login", "you", "password", "一句长长的新密码 42")
	admin.seek("/people", "尤").Contains(".empty", "没有找到")
}

// One's own account: tokens are shown once and revoked, other sessions end.
func TestOwnAccount(t *testing.T) {
	b := newBench(t)
	lin, elsewhere := b.visitor("lin"), b.visitor("lin")
	lin.send("/account/tokens/new", 422, "label", "", "days", "900").Contains(".error", "有效期为1至366天")
	page := lin.send("/account/tokens/new", 200, "label", "年报", "days", "30", "scopes", "read")
	token := page.Text(".secret code")
	if !strings.HasPrefix(token, "lunheng_") {
		t.Errorf("token %q", token)
	}
	page = lin.read("/account", 200)
	page.Lacks("main", token)
	page.Contains("#tokens td", "年报")
	lin.post(page.Attr("#tokens form", "action"), 200, url.Values{}).Contains("#tokens td", "已撤销")
	lin.post("/account/sessions/end", 200, url.Values{}).Contains(".flash", "已失效")
	elsewhere.read("/account", 200).Contains("h1", "登录")
	lin.read("/account", 200).Contains("h1", "我的账户")
}

// The homes say what needs attention: a unit's duties and committees, a
// department's field, the house's checklist.
func TestHomesOfThoseWhoAnswer(t *testing.T) {
	b := newBench(t)
	b.supervised()
	b.apply("社区睡眠观察研究")
	page := b.visitor("officer").read("/home", 200)
	page.Contains("section h2", "明川大学")
	page.Contains("td", "符合要求")
	page = b.visitor("stranger").read("/home", 200)
	page.Contains("section h2", "明川市科学技术局")
	page.Contains(".stats", "办理中的案卷")
	for _, n := range page.All(".stats a") { // every figure leads to what it counts
		for _, a := range n.Attr {
			if a.Key == "href" {
				b.visitor("stranger").read(a.Val, 200)
			}
		}
	}
	page = b.visitor("admin").read("/home", 200)
	page.Contains("#house", "任命单位管理员")
	page.Contains("#house", "还有 1 家单位没有管理员")
	page.Lacks("main", "社区睡眠观察研究")
}

// The house shows its rules and its log, and what failed.
func TestAdministration(t *testing.T) {
	b := newBench(t)
	b.Seal()
	admin := b.visitor("admin")
	page := admin.read("/admin", 200)
	page.Contains("#log dd", b.LogKey)
	page.Contains("#packs td a", "国家")
	page.First(`#log a[href=/log/checkpoint]`)
	page = admin.read("/rules/cn", 200)
	page.Contains("#params td", "待核实")
	page.Contains("#params td", "已对照原文")
	page.Contains("#rules li", "人数足够")
}

// What failed and what is overdue is shown to administrators, without the case.
func TestWhatNeedsALook(t *testing.T) {
	b := newBench(t)
	b.accepted("社区睡眠观察研究")
	b.Advance(40 * 24 * time.Hour)
	_, err := clocks.Watch(ctx, b.Journal, b.Now())
	b.ok(err)
	b.ok(b.DB().Update(ctx, func(tx *store.Tx) error { return jobs.Enqueue(tx, "j1", "mail", nil, b.Now()) }))
	worker := jobs.Worker{DB: b.DB(), Holder: "h", Log: slog.New(slog.DiscardHandler), Handlers: map[string]jobs.Handler{
		"mail": func(context.Context, time.Time, jobs.Job) error { return errors.New("connection refused") }}}
	_, err = worker.RunReady(ctx, b.Now())
	b.ok(err)
	admin := b.visitor("admin")
	page := admin.read("/admin/overdue", 200)
	page.Contains("td", "作出审查决定")
	page.Contains("td", "明川大学伦理审查委员会")
	page.Lacks("main", "社区睡眠观察研究")
	admin.read("/admin/jobs", 200).Contains("td", "connection refused")
	admin.read("/home", 200).Contains("#house", "有 1 项任务失败")
	page = admin.read("/admin", 200)
	page.Contains("#work", "失败的后台任务")
	if page.Count("#work .tone-bad") == 0 {
		t.Error("the failures do not stand out")
	}
}

// The first administrator is made once, with a link that works once.
func TestSettingUp(t *testing.T) {
	b := &bench{World: apptest.Empty(t), t: t}
	token, err := b.Accounts.SetupToken(ctx, b.Now())
	b.ok(err)
	v := &visitor{b.Client(""), b, t}
	if got := v.read("/setup?token="+token, 200).Attr("#f-token", "value"); got != "" {
		t.Errorf("the page takes a code from the address: %q", got)
	}
	v.send("/setup", 403, "token", "setup_wrong", "record.name", "管", "login", "root", "password", "一句长长的密码 42", "repeat", "一句长长的密码 42").
		Contains(".error", "设置码无效")
	page := v.send("/setup", 422, "token", token, "record.name", "", "login", "root", "password", "一句长长的密码 42", "repeat", "一句长长的密码 42")
	page.Contains(".error", "此项必填")
	page = v.post("/setup", 200, url.Values{}, "token", token, "record.name", "管", "login", "root", "password", "一句长长的密码 42", "repeat", "一句长长的密码 42")
	page.Contains("h1", "管，您好")
	page.Contains("#house", "登记单位")
	again := &visitor{b.Client(""), b, t}
	again.read("/setup", 403).Contains("h1", "已经设置完毕")
	again.post("/setup", 403, url.Values{}, "token", token, "record.name", "乙", "login", "b", "password", "一句长长的密码 42", "repeat", "一句长长的密码 42")
}
