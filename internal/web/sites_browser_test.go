package web_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lunheng/internal/app/apptest"
	"lunheng/internal/browsertest"
	"lunheng/internal/lang"
	"lunheng/internal/sites"
	"lunheng/internal/store"
)

// Two houses with two databases and two log keys on two ports: the lead decides on
// one, the other imports its package in a browser, recognises and answers, and the
// lead imports the answer; an altered file is refused.
func TestRecognitionBetweenTwoServers(t *testing.T) {
	t.Parallel()
	a, b := newBench(t), &bench{apptest.New(t), t}
	com := b.FoundSite()
	act, kase := a.Joint("多中心队列研究")
	peer := a.Done(a.Sites.KnowPeer(ctx, a.As("admin"), a.tick(), sites.KnowPeer{Known: sites.Known{Name: "第二医院", LogKey: b.LogKey, Units: []string{b.Other}}})).Result
	site := a.Done(a.Sites.Invite(ctx, a.As("officer"), a.tick(), sites.Invite{Activity: act, Peer: peer, PartyKey: b.Other, PartyName: "明川科普学会"})).Result
	a.Decide(kase)
	a.Done(a.Sites.Send(ctx, a.As("secretary"), a.tick(), sites.Send{Review: kase}))
	a.Seal()
	a.look("secretary", "sites-lead", "/reviews/"+kase+"/sites", "决定包待受理", lang.ZH, browsertest.Desk)
	raw, err := a.Sites.PackageFile(ctx, a.Read(ctx), a.As("secretary"), kase)
	a.ok(err)
	b.Trust(a.World)
	b.Ally("互认联盟", a.Unit, b.Other)

	tab := b.tab("secretary2", browsertest.Desk)
	tab.Allow(func(m string) bool { return strings.Contains(m, "409") }) // the altered file
	send := func(path, name string, raw []byte, words string) {
		t.Helper()
		file := filepath.Join(t.TempDir(), name)
		b.ok(os.WriteFile(file, raw, 0o600))
		tab.Go(b.URL + path)
		tab.Upload("input[type=file]", file)
		tab.Click("main button[type=submit]")
		tab.WaitText("main", words)
	}
	page := "/committees/" + com + "/import-package"
	send(page, "forged.json", bytes.Replace(raw, []byte("队列"), []byte("序列"), 1), "不真实")
	tab.Shot("sites-forged-zh-desk")
	send(page, "package.json", raw, "决定包（已离线核验）")

	list, err := sites.List(b.Read(ctx), b.As("secretary2"), sites.Filter{}, store.Paging{Limit: 5})
	b.ok(err)
	id := list.Items[0].ID
	b.look("secretary2", "sites-checks", "/sites/"+id, "本地意见", lang.ZH, browsertest.Phone)
	b.Done(b.Sites.GiveInput(ctx, b.As("officer2"), b.tick(), sites.GiveInput{Site: id, Investigator: b.Person("doctor2"), Contact: b.Person("doctor2"), Conditions: []string{"只在门诊"}}))
	b.Done(b.Sites.TakeUp(ctx, b.As("secretary2"), b.tick(), sites.On{Site: id}))
	b.Recognise(id, "recognise")
	b.Done(b.Sites.Reply(ctx, b.As("chair2"), b.tick(), sites.Reply{Site: id}))
	b.Seal()
	b.look("chair2", "sites-recognised", "/sites/"+id, "Recognised", lang.EN, browsertest.Desk)
	b.look("secretary2", "sites-inbox", "/sites", "Sites and recognition", lang.EN, browsertest.Phone)
	answer, err := b.Sites.AnswerFile(b.Read(ctx), b.As("secretary2"), id)
	b.ok(err)
	back := a.tab("secretary", browsertest.Desk)
	file := filepath.Join(t.TempDir(), "answer.json")
	a.ok(os.WriteFile(file, answer, 0o600))
	back.Go(a.URL + "/sites/" + site + "/import-answer")
	back.Upload("input[type=file]", file)
	back.Click("main button[type=submit]")
	back.WaitText("main", "已认可")
}
