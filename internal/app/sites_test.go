package app_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"lunheng/internal/app/apptest"
	"lunheng/internal/errs"
	"lunheng/internal/flow"
	"lunheng/internal/review"
	"lunheng/internal/sites"
	"lunheng/internal/sites/parcel"
)

// Two houses with two databases and two keys: the lead decides, the other side
// imports, recognises and answers; what is forged, old or withdrawn is refused.
func TestDecisionsTravel(t *testing.T) {
	ctx := context.Background()
	a, b := apptest.New(t), apptest.New(t)
	com := b.FoundSite()
	act, kase := a.Joint("多中心队列研究")
	peer := a.Done(a.Sites.KnowPeer(ctx, a.As("admin"), a.Now(), sites.KnowPeer{Known: sites.Known{Name: "b", LogKey: b.LogKey, Units: []string{b.Other}}})).Result
	site := a.Done(a.Sites.Invite(ctx, a.As("officer"), a.Now(), sites.Invite{Activity: act, Peer: peer, PartyKey: b.Other, PartyName: "学会"})).Result
	a.Decide(kase)
	a.Done(a.Sites.Send(ctx, a.As("secretary"), a.Now(), sites.Send{Review: kase}))
	file := func() []byte {
		a.Seal()
		raw, err := a.Sites.PackageFile(ctx, a.Read(ctx), a.As("secretary"), kase)
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	first := file()
	take := func(raw []byte) (string, error) {
		out, err := b.Sites.Import(ctx, b.As("secretary2"), b.Now(), sites.Import{Committee: com, File: raw})
		return out.Result, err
	}
	refused := func(raw []byte, code string) {
		t.Helper()
		if _, err := take(raw); !errs.Has(err, code) {
			t.Fatalf("got %v; want %s", err, code)
		}
	}
	refused(first, "sites.import.nobody")
	b.Trust(a)
	refused([]byte(strings.Replace(string(first), "队列", "序列", 1)), "parcel.content")
	got, err := take(first)
	if err != nil {
		t.Fatal(err)
	}
	refused(first, "sites.import.same")
	on := sites.On{Site: got}
	if _, err := b.Sites.TakeUp(ctx, b.As("secretary2"), b.Now(), on); !errs.Has(err, "sites.check.agreement") || !errs.Has(err, "sites.check.input") {
		t.Fatalf("got %v", err)
	}
	b.Ally("联盟", a.Unit, b.Other)
	b.Done(b.Sites.GiveInput(ctx, b.As("officer2"), b.Now(), sites.GiveInput{Site: got, Investigator: b.Person("doctor2"), Contact: b.Person("doctor2"), Conditions: []string{"只在门诊"}}))
	b.Done(b.Sites.TakeUp(ctx, b.As("secretary2"), b.Now(), on))
	b.Recognise(got, "recognise")
	b.Done(b.Sites.Reply(ctx, b.As("chair2"), b.Now(), sites.Reply{Site: got}))
	b.Seal()
	answer, err := b.Sites.AnswerFile(b.Read(ctx), b.As("secretary2"), got)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Sites.ImportAnswer(ctx, a.As("secretary"), a.Now(), sites.ImportAnswer{Site: site, File: bytes.Replace(answer, []byte("门诊"), []byte("住院"), 1)}); !errs.Has(err, "parcel.answer") {
		t.Fatalf("got %v", err)
	}
	a.Done(a.Sites.ImportAnswer(ctx, a.As("secretary"), a.Now(), sites.ImportAnswer{Site: site, File: answer}))
	st, err := a.Sites.View(a.Read(ctx), a.As("secretary"), site)
	if err != nil || st.State != sites.StateRecognised || st.Answer.Terms[0] != "只在门诊" {
		t.Fatalf("%+v %v", st, err)
	}

	// The lead suspends: the newer file halts the site, the older one changes nothing.
	a.Done(a.Sites.StateStatus(ctx, a.As("chair"), a.Now(), sites.StateStatus{Review: kase, State: parcel.Suspended, Reason: "不良事件"}))
	if _, err := take(file()); err != nil {
		t.Fatal(err)
	}
	refused(first, "sites.import.old")
	at := func(state flow.State, standing string) {
		t.Helper()
		if st, err = b.Sites.View(b.Read(ctx), b.As("secretary2"), got); err != nil || st.State != state || st.Status.State != standing {
			t.Fatalf("%s %+v %v", st.State, st.Status, err)
		}
	}
	at(sites.StateHalted, parcel.Suspended)

	// It goes on, and corrects its letter: the file tells that the decision is superseded,
	// which is not recognised; the newer package is.
	a.Done(a.Sites.StateStatus(ctx, a.As("chair"), a.Now(), sites.StateStatus{Review: kase, State: parcel.InForce}))
	a.Done(a.Review.IssueLetter(ctx, a.As("secretary"), a.Now(), review.IssueLetter{Review: kase, Reason: "标题有误"}))
	superseded := file()
	if _, err := take(superseded); err != nil {
		t.Fatal(err)
	}
	at(sites.StateRecognised, parcel.Superseded)
	a.Done(a.Sites.Send(ctx, a.As("secretary"), a.Now(), sites.Send{Review: kase}))
	if _, err := take(file()); err != nil {
		t.Fatal(err)
	}
	at(sites.StateSent, parcel.InForce)
	refused(superseded, "sites.import.old")
	a.Done(a.Review.IssueLetter(ctx, a.As("secretary"), a.Now(), review.IssueLetter{Review: kase, Reason: "单位有误"}))
	if _, err := take(file()); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Sites.TakeUp(ctx, b.As("secretary2"), b.Now(), on); !errs.Has(err, "sites.check.in_force") {
		t.Fatalf("a superseded package is taken up: %v", err)
	}
}
