package web_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lunheng/internal/activity"
	"lunheng/internal/app"
	"lunheng/internal/browsertest"
	"lunheng/internal/calendar"
	"lunheng/internal/lang"
	"lunheng/internal/review"
)

// The whole road in browsers, once in each language: an application is written and
// handed in, checked, put before a meeting, voted on in two browsers at once, decided,
// minuted and certified; then a stranger verifies the result without us.
func TestWholeRoad(t *testing.T) {
	t.Parallel()
	t.Logf("pictures are in %s", os.Getenv(pictures))
	for _, l := range lang.All {
		t.Run(string(l), func(t *testing.T) {
			r := &road{bench: newBench(t), l: l, title: lang.T("社区老年人夜间光照与睡眠的观察研究", "Light at night and the sleep of old people").In(l)}
			r.apply(r.window("lin", browsertest.Desk))
			office := r.window("secretary", browsertest.Desk)
			r.accept(office)
			r.call(office)
			chair, law := r.window("chair", browsertest.Desk), r.window("law", browsertest.Phone)
			r.declare(chair, law)
			r.gather(chair, law)
			r.vote(chair, law)
			r.decide(chair, law)
			r.minute(office, chair)
			r.certify(office)
			r.checkCase()
			r.prove(r.download())
		})
	}
}

// road is the way of one application in one language.
type road struct {
	*bench
	l       lang.Lang
	title   string
	kase    string
	meeting string
	code    string // of the letter
}

func (r *road) says(zh, en string) string { return lang.T(zh, en).In(r.l) }

// window is somebody's browser in the language of the road.
func (r *road) window(name string, view browsertest.View) *browsertest.Tab {
	r.t.Helper()
	tab := r.tab(name, view)
	r.ok(r.Accounts.SetPreferences(ctx, r.As(name), r.l, ""))
	return tab
}

// look checks the page that is shown, and keeps a picture of it.
func (r *road) look(tab *browsertest.Tab, name string) {
	r.t.Helper()
	tab.Named(name + " in " + string(r.l))
	if got := tab.Eval(`document.documentElement.lang`); !strings.HasPrefix(got, string(r.l)) {
		tab.Errorf("the page is in %s", got)
	}
	tab.Axe()
	tab.NoSidewaysScroll()
	tab.Shot(filepath.Join("road", name+"-"+string(r.l)))
}

// confirm presses a button and answers its question with yes.
func confirm(tab *browsertest.Tab, button string) {
	tab.Click(button)
	tab.Click("[data-confirm-yes]")
}

// apply answers the check, writes what the rules ask for, and hands it in.
func (r *road) apply(tab *browsertest.Tab) {
	tab.Go(r.URL + "/check?" + answers().Encode())
	for tab.Eval(`!!document.querySelector('form[action="/check"] .choices')`) == "true" {
		tab.Follow(`form[action="/check"] button[type=submit]`)
	}
	tab.Set("#f-title", r.title)
	r.look(tab, "01-check")
	tab.Follow(`form[action="/activities"] button`)
	tab.WaitText("h1", r.title)
	path, _, _ := strings.Cut(strings.TrimPrefix(tab.URL(), r.URL), "?")
	r.write(tab, strings.TrimPrefix(path, "/activities/"))
	tab.Go(r.URL + path + "/submit")
	r.look(tab, "03-submit")
	confirm(tab, "form.panel button[type=submit]")
	tab.WaitText("h1", r.says("提交回执", "Receipt"))
	r.Seal()
	tab.WaitText("#sealing", r.says("已封存于第", "sealed at"))
	r.look(tab, "04-receipt")
}

// write fills each section of the form with what it lacks.
func (r *road) write(tab *browsertest.Tab, act string) {
	st, err := r.Activity.View(r.Read(ctx), r.As("lin"), act, 0)
	r.ok(err)
	facts, err := r.Activity.Facts(r.Read(ctx), st, r.As("lin").Day)
	r.ok(err)
	form, err := r.Activity.Form(r.As("lin").Day, st.Region)
	r.ok(err)
	file := filepath.Join(r.t.TempDir(), r.says("材料.txt", "paper.txt"))
	r.ok(os.WriteFile(file, []byte(r.title), 0o600))
	lacks := map[string]bool{}
	for _, f := range facts.Required {
		lacks[f.Code] = !f.Holds
	}
	looked := map[bool]bool{} // at a section with files, at one without
	for _, section := range form.Sections() {
		fields := slices.DeleteFunc(section.Fields, func(f activity.Field) bool { return !lacks[f.Code] })
		if len(fields) == 0 {
			continue
		}
		tab.Go(r.URL + "/activities/" + act + "?section=" + section.Item.Code)
		for _, f := range fields {
			r.fill(tab, f, file)
		}
		if slices.ContainsFunc(fields, func(f activity.Field) bool { return !f.IsFile() }) {
			tab.WaitText("[data-autosave-status]", r.says("已保存于", "Saved at"))
		}
		if files := slices.ContainsFunc(fields, activity.Field.IsFile); !looked[files] {
			looked[files] = true
			r.look(tab, "02-draft-"+section.Item.Code)
		}
	}
}

func (r *road) fill(tab *browsertest.Tab, f activity.Field, file string) {
	if f.IsFile() {
		tab.Upload("#drop-"+f.Code+"-input", file)
		tab.WaitText("#list-"+f.Code+" .files a", filepath.Base(file))
		return
	}
	tab.Set("#f-"+f.Code, f.Text.In(r.l)+r.says("：每一步都征得同意。", ": consent at every step."))
}

// accept checks the file and takes it in.
func (r *road) accept(office *browsertest.Tab) {
	office.Go(r.URL + "/home")
	r.look(office, "05-office")
	office.Go(r.URL + "/reviews")
	r.look(office, "06-board")
	r.kase = strings.TrimPrefix(office.Eval(`document.querySelector('.task-what a').getAttribute('href')`), "/reviews/")
	r.kase, _, _ = strings.Cut(r.kase, "/")
	office.Go(r.URL + "/reviews/" + r.kase + "/check")
	office.Click("#accept-form input[value=meeting]")
	r.look(office, "07-completeness")
	office.Follow("#accept-form button[type=submit]")
	office.WaitText(".case-facts .badge", r.says("已受理", "Accepted"))
	r.look(office, "08-accepted")
}

// call plans a meeting about the case and calls its members.
func (r *road) call(office *browsertest.Tab) {
	office.Go(r.URL + "/reviews/" + r.kase + "/schedule")
	office.Follow("main a[href^='/meetings/new']")
	office.Set("#f-starts_at", string(calendar.Of(r.Now())))
	office.Type("#f-place", r.says("行政楼 305", "Main building, room 305"))
	r.look(office, "09-plan")
	office.Follow("main form.form button[type=submit]")
	office.WaitText(".agenda h3", r.title)
	r.meeting = strings.TrimPrefix(office.URL(), r.URL+"/meetings/")
	confirm(office, "form[action$='/call'] button")
	office.WaitText("#invited", r.says("未申报利益", "interests to declare"))
	r.look(office, "10-agenda")
}

// declare says of both members that they have no interest in the case: one on the
// agenda, the other in the room.
func (r *road) declare(chair, law *browsertest.Tab) {
	law.Go(r.URL + "/meetings/" + r.meeting)
	r.look(law, "11-declare")
	law.Follow(".declare form:not(details form) button")
	law.WaitText(".declared", r.says("无利益冲突", "no interest"))
	for _, tab := range []*browsertest.Tab{chair, law} {
		tab.Go(r.URL + "/meetings/" + r.meeting + "/room")
	}
	r.look(law, "12-room-before")
	confirm(chair, "#room-agenda form[action$='/open'] button")
}

// gather brings six to the room and takes up the case. Each of the two sees what the
// other does.
func (r *road) gather(chair, law *browsertest.Tab) {
	law.Click("#room-agenda form[action$='/arrive'] button")
	chair.WaitText(".presences .presence-present", "高法")
	for _, p := range []string{"vice", "ethics", "lay", "ai"} {
		r.did(r.Review.Arrive(ctx, r.As(p), r.tick(), review.Move{Meeting: r.meeting}))
	}
	chair.Click("#room-agenda form[action$='/open-item'] button")
	law.WaitText("#room-case h2", r.title)
	chair.Click("#room-case form:has(input[name=key][value*=declare-n]) button")
	chair.Wait(`!document.querySelector('#room-case .notice')`)
	law.Click("#point-consent summary")
	law.Click("#point-consent input[value=concern]")
	law.Type("#point-consent input[type=text]", r.says("退出方式没有写清", "it does not say how to leave"))
	law.Click("#point-consent button[type=submit]")
	chair.WaitText("#point-consent .point-concern", r.says("1 项疑虑", "1 with a concern"))
}

// vote is opened by one, cast by both, and closed when all six have voted.
func (r *road) vote(chair, law *browsertest.Tab) {
	chair.Click("#room-floor form[action$=open-vote] button")
	law.WaitText("#room-floor", r.says("我的一票", "My vote"))
	r.look(law, "13-vote-phone")
	r.cast(law)
	chair.WaitText("#room-floor .progress", "1 / 6")
	r.cast(chair)
	law.WaitText("#room-floor .progress", "2 / 6")
	for _, p := range []string{"vice", "ethics", "lay", "ai"} {
		r.did(r.Review.CastVote(ctx, r.As(p), r.tick(), review.CastVote{Meeting: r.meeting, Review: r.kase, Choice: "approve_after_changes"}))
	}
	chair.WaitText("#room-floor .progress", "6 / 6")
	chair.Click("#room-floor form[action$=close-vote] button")
	law.WaitText("#room-floor .results .carried", r.outcome())
}

func (r *road) cast(tab *browsertest.Tab) {
	tab.Click("#room-floor form.ballot input[value=approve_after_changes]")
	confirm(tab, "#room-floor form.ballot button")
	tab.WaitText("#room-floor", r.says("您已投票", "you have voted"))
}

func (r *road) outcome() string { return r.says("修改后批准", "Approve after changes") }

// stipulated is what the chair asks to be changed.
func (r *road) stipulated() string {
	return r.says("在知情同意书第三条写明退出方式", "Say in article 3 of the consent form how to leave")
}

// decide writes and declares the decision. Words that are being written survive what
// others do: two leave, and the quorum falls.
func (r *road) decide(chair, law *browsertest.Tab) {
	reasons := r.says("退出方式须写清", "The way out must be clear")
	chair.Wait(`document.querySelector('textarea[id^=f-reasons]')`)
	chair.Type("#f-reasons-"+r.kase, reasons)
	chair.Type("#f-stipulations-"+r.kase, r.stipulated())
	chair.Click("#vote-title")
	for _, p := range []string{"ai", "lay"} {
		r.did(r.Review.Leave(ctx, r.As(p), r.tick(), review.Move{Meeting: r.meeting}))
	}
	for _, tab := range []*browsertest.Tab{chair, law} {
		tab.WaitText("#room-floor .quorum", r.says("到会不足", "attendance falls short"))
	}
	for _, p := range []string{"ai", "lay"} {
		r.did(r.Review.Arrive(ctx, r.As(p), r.tick(), review.Move{Meeting: r.meeting}))
	}
	chair.WaitText("#room-floor .quorum", r.says("可以：6", "Yes: 6"))
	chair.Wait(`document.querySelector('textarea[id^=f-reasons]')`)
	if got := chair.Eval(`document.querySelector('textarea[id^=f-reasons]').value`); got != reasons {
		r.t.Errorf("the chair's words are now %q", got)
	}
	r.look(chair, "14-decide")
	confirm(chair, "#room-case form[action$=decide] button[type=submit]")
	law.WaitText("#room-agenda .room-lines", r.outcome())
	confirm(chair, "#room-agenda form[action$=close] button")
	law.WaitText("#room-agenda", r.says("已散会", "Closed"))
	r.look(law, "15-over-phone")
}

// minute drafts the minutes and has the chair approve them.
func (r *road) minute(office, chair *browsertest.Tab) {
	minutes := r.URL + "/meetings/" + r.meeting + "/minutes"
	office.Go(minutes)
	office.Follow("form[action$='/minutes/draft'] button")
	office.WaitText(".letter", r.stipulated())
	r.look(office, "16-minutes")
	chair.Go(minutes)
	confirm(chair, "form[action$='/minutes/approve'] button")
	chair.WaitText(".badge", r.says("会议记录已批准", "Minutes approved"))
	r.look(chair, "17-minutes-approved")
}

// certify issues the letter and sends it to the applicant.
func (r *road) certify(office *browsertest.Tab) {
	office.Go(r.URL + "/reviews/" + r.kase + "/letters")
	r.look(office, "18-letter-preview")
	confirm(office, "#preview form button[type=submit]")
	r.code = office.Text(".letters code")
	office.Follow("#send form button[type=submit]")
	office.WaitText(".sendings li", "林静怡")
	r.look(office, "19-letter-sent")
	r.Seal()
}

// checkCase looks whether the case holds what was done on the pages.
func (r *road) checkCase() {
	c, err := r.Review.View(r.Read(ctx), r.As("chair"), r.kase, 0)
	r.ok(err)
	if c.State != review.StateChangesDue || len(c.Points) != 1 || c.Points[0].Text != r.stipulated() {
		r.t.Errorf("the case is %s with %+v", c.State, c.Points)
	}
}

// download is a stranger's way from the code on a letter to the file that proves it.
func (r *road) download() string {
	anybody := browsertest.Open(r.t, browsertest.Desk)
	anybody.Go(r.URL + "/verify")
	if !strings.HasPrefix(anybody.Eval(`document.documentElement.lang`), string(r.l)) {
		anybody.Follow(".langs button")
	}
	r.look(anybody, "20-verify")
	anybody.Type("#f-code", r.code)
	anybody.Follow("form[method=get][action='/verify'] button")
	if got := anybody.URL(); got != r.URL+review.VerifyPath(r.code) {
		r.t.Errorf("the code leads to %s", got)
	}
	anybody.WaitText("h1", r.says("真实有效", "Genuine, and it stands"))
	anybody.WaitText("#certified, [aria-labelledby^=certified]", r.outcome())
	anybody.WaitText("main ol li", r.stipulated())
	r.look(anybody, "21-verified")
	file := anybody.Download("main a[href$='/decision.json']")
	anybody.Go(r.URL + "/verify")
	anybody.Upload("#f-file", file)
	anybody.Follow("form[method=post][action='/verify'] button")
	anybody.WaitText("h1", r.says("文件真实", "The file is genuine"))
	r.look(anybody, "22-file")
	return file
}

// prove runs the command that checks the file without server, database or network:
// yes to the file as it came, no to one in which a word was changed.
func (r *road) prove(file string) {
	if status, out := r.verifyDecision(file); status != 0 || !strings.Contains(out, r.says("真实。", "Genuine.")) {
		r.t.Errorf("the command says %d, %s", status, out)
	}
	raw, err := os.ReadFile(file)
	r.ok(err)
	changed := bytes.ReplaceAll(raw, []byte("approve_after_changes"), []byte("approve"))
	if bytes.Equal(changed, raw) {
		r.t.Fatalf("the file does not tell the outcome: %s", raw)
	}
	forged := filepath.Join(r.t.TempDir(), "forged.json")
	r.ok(os.WriteFile(forged, changed, 0o600))
	if status, out := r.verifyDecision(forged); status == 0 || !strings.Contains(out, r.says("不真实", "Not genuine")) {
		r.t.Errorf("of a forged file the command says %d, %s", status, out)
	}
}

func (r *road) verifyDecision(file string) (int, string) {
	var out bytes.Buffer
	status := app.Main(ctx, app.Env{Args: []string{"verify-decision", "--key", r.LogKey, "--lang", string(r.l), file}, Stdout: &out, Stderr: &out, Clock: r.World})
	return status, out.String()
}
