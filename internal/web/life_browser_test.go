package web_test

import (
	"strings"
	"testing"

	"lunheng/internal/browsertest"
	"lunheng/internal/lang"
	"lunheng/internal/review"
)

// After approval, in browsers and once in each language: the researcher reports a serious
// adverse event, the committee suspends the work, a stranger sees that beside the letter;
// the researcher asks to go on, the committee agrees, and the stranger sees that too.
func TestLifeAfterApprovalInBrowsers(t *testing.T) {
	t.Parallel()
	for _, l := range lang.All {
		t.Run(string(l), func(t *testing.T) {
			t.Parallel()
			r := &road{bench: newBench(t), l: l}
			r.kase = r.accepted(r.says("社区老年人夜间光照与睡眠的观察研究", "Light at night and the sleep of old people"))
			r.close(r.decided(r.kase, "approve"))
			r.code = r.lettered(r.kase)
			lin, anybody := r.window("lin", browsertest.Desk), r.stranger()
			r.report(lin, "adverse_event", "30-adverse-event")
			r.settle("suspend")
			r.stands(anybody, r.says("项目状态：已暂停", "The work is: Suspended"), "31-suspended")
			r.report(lin, "resumption", "32-resumption")
			r.settle("approve")
			r.stands(anybody, r.says("恢复", "and resumed on"), "33-resumed")
			lin.Go(r.URL + r.work())
			lin.WaitText("main", r.says("进行中", "Under way"))
			r.look(lin, "34-under-way")
		})
	}
}

// An appeal in browsers, once in each language: the applicant writes it, the vice-chair says
// that it is heard, others decide anew, and the first letter says that it was replaced.
func TestAppealInBrowsers(t *testing.T) {
	t.Parallel()
	for _, l := range lang.All {
		t.Run(string(l), func(t *testing.T) {
			t.Parallel()
			r := &road{bench: newBench(t), l: l}
			r.kase = r.accepted(r.says("社区老年人夜间光照与睡眠的观察研究", "Light at night and the sleep of old people"))
			r.close(r.decided(r.kase, "reject"))
			r.code = r.lettered(r.kase)
			lin := r.window("lin", browsertest.Phone)
			lin.Go(r.URL + "/reviews/" + r.kase + "/appeal/new")
			lin.Set("#f-reasons", r.says("数据安全委员会的意见没有考虑。", "The safety board was overlooked."))
			r.look(lin, "40-appeal")
			lin.Follow("main form button[type=submit]")
			appeal := strings.Split(strings.TrimPrefix(lin.URL(), r.URL+"/reviews/"), "/")[0]
			r.look(lin, "41-appealed")
			vice := r.window("vice", browsertest.Desk)
			vice.Go(r.URL + "/reviews/" + appeal + "/appeal/admit")
			vice.Click("input[name=admit]")
			vice.Set("#f-reason", r.says("意见是新的。", "The point is new."))
			r.look(vice, "42-admit")
			vice.Follow("main form button[type=submit]")
			r.reheard(vice, appeal)
			lin.Go(r.URL + "/reviews/" + appeal + "/appeal")
			lin.WaitText("main", r.says("原决定被取代", "The first decision is replaced"))
			r.look(lin, "44-decided-anew")
			r.stands(r.stranger(), r.says("已由申诉审查的决定取代", "replaced by a decision on appeal"), "45-replaced")
		})
	}
}

// close ends a meeting.
func (r *road) close(meeting string) {
	r.did(r.Review.CloseSession(ctx, r.As("chair"), r.tick(), review.OnMeeting{Meeting: meeting}))
}

// lettered is the code of a letter that was issued and sent.
func (r *road) lettered(kase string) string {
	r.did(r.Review.IssueLetter(ctx, r.As("secretary"), r.tick(), review.IssueLetter{Review: kase}))
	r.Seal()
	c, err := r.Review.View(r.Read(ctx), r.As("secretary"), kase, 0)
	r.ok(err)
	return c.Letters[len(c.Letters)-1].Code
}

// stranger is a browser without a login, in the language of the road.
func (r *road) stranger() *browsertest.Tab {
	tab := browsertest.Open(r.t, browsertest.Phone)
	tab.Go(r.URL + "/verify")
	if !strings.HasPrefix(tab.Eval(`document.documentElement.lang`), string(r.l)) {
		tab.Follow(".langs button")
	}
	return tab
}

// stands is what a stranger sees beside the letter.
func (r *road) stands(tab *browsertest.Tab, words, name string) {
	tab.Go(r.URL + review.VerifyPath(r.code))
	tab.WaitText("main", words)
	r.look(tab, name)
}

// work is the address of the approved work.
func (r *road) work() string {
	c, err := r.Review.Look(r.Read(ctx), r.kase)
	r.ok(err)
	return "/activities/" + c.Activity + "/conduct"
}

// report fills in a form of the researcher's about the work and sends it.
func (r *road) report(lin *browsertest.Tab, kind, name string) {
	lin.Go(r.URL + r.work() + "/new/" + kind)
	lin.Eval(`[...document.querySelectorAll("main textarea")].forEach(a => a.value = "` + r.says("照常。", "As usual.") + `")`)
	if lin.Eval(`!!document.querySelector("#f-occurred")`) == "true" {
		lin.Set("#f-occurred", string(r.As("lin").Day.AddDays(-1)))
	}
	r.look(lin, name)
	lin.Follow("main form button[type=submit]")
	r.look(lin, name+"-sent")
}

// settle takes the last report on the work through a meeting.
func (r *road) settle(outcome string) {
	c, err := r.Review.Look(r.Read(ctx), r.kase)
	r.ok(err)
	st, err := r.Conduct.View(r.Read(ctx), r.As("lin"), c.Activity)
	r.ok(err)
	kase := st.Reports[len(st.Reports)-1].Review
	r.did(r.Review.Accept(ctx, r.As("secretary"), r.tick(), review.Accept{Review: kase, Procedure: review.ByMeeting}))
	r.close(r.decided(kase, outcome))
}

// reheard is an appeal before whoever is left, led by the vice-chair, who declares the
// decision in the room.
func (r *road) reheard(vice *browsertest.Tab, appeal string) {
	meeting := r.called(appeal)
	as := r.As("vice")
	r.did(r.Review.OpenSession(ctx, as, r.tick(), review.OnMeeting{Meeting: meeting}))
	c, err := r.Review.Look(r.Read(ctx), appeal)
	r.ok(err)
	sit := []string{"vice"}
	for _, name := range []string{"chair", "law", "ethics", "lay", "ai", "med"} {
		if !c.Out(r.Person(name)) {
			sit = append(sit, name)
			r.did(r.Review.Arrive(ctx, r.As(name), r.tick(), review.Move{Meeting: meeting}))
		}
	}
	item := review.OnItem{Meeting: meeting, Review: appeal}
	r.did(r.Review.OpenItem(ctx, as, r.tick(), item))
	r.did(r.Review.OpenVote(ctx, as, r.tick(), review.OpenVote{Meeting: meeting, Review: appeal}))
	for _, name := range sit {
		r.did(r.Review.CastVote(ctx, r.As(name), r.tick(), review.CastVote{Meeting: meeting, Review: appeal, Choice: "approve"}))
	}
	r.did(r.Review.CloseVote(ctx, as, r.tick(), item))
	vice.Go(r.URL + "/meetings/" + meeting + "/room")
	r.look(vice, "43-decide")
	r.did(r.Review.Decide(ctx, r.As("vice"), r.tick(), review.Decide{Meeting: meeting, Review: appeal, Outcome: "approve", Reasons: r.says("意见成立。", "The point holds.")}))
}
