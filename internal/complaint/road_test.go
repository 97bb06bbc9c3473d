package complaint_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"lunheng/internal/app"
	"lunheng/internal/app/apptest"
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/complaint"
	"lunheng/internal/complaint/sealed"
	"lunheng/internal/journal/proof"
	"lunheng/internal/registry"
	"lunheng/internal/store"
	"lunheng/internal/store/storetest"
)

func day(s string) time.Time      { return calendar.Day(s).End() }
func dayOf(s string) calendar.Day { return calendar.Day(s) }

// A report is read and answered at once, acted on from the next day, and its filing
// can be proved to anyone; the server holds nothing that it could read.
func TestRoadOfAReport(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { roadOfAReport(t, apptest.New(t)) })
	t.Run("postgres", func(t *testing.T) {
		roadOfAReport(t, apptest.Make(t, app.Storage{Data: t.TempDir(), Database: storetest.PostgresURL(t)}))
	})
}

func roadOfAReport(t *testing.T, w *apptest.World) {
	ctx := context.Background()
	in := w.Receive("officer", w.Unit, "ethics", "secretary", "lay")
	who := w.Report(w.Unit, "受试者没有签署同意书。", `{"name":"孙一"}`)

	r := w.Read(ctx)
	for _, name := range []string{"secretary", "lay"} {
		if got := w.Opened(r, who.ID, 1, in.Pairs[name]); got != "受试者没有签署同意书。" {
			t.Errorf("%s reads %q", name, got)
		}
	}
	v, err := w.Complaint.See(r, w.As("secretary"), who.ID)
	if err != nil || v.State.State != complaint.StateResting || len(v.Posts) != 1 || len(v.Keys) != 3 {
		t.Fatalf("%+v %v", v, err)
	}
	if v, err = w.Complaint.See(r, w.As("ethics"), who.ID); err != nil || len(v.Posts) != 0 {
		t.Errorf("the custodian sees %+v %v", v, err)
	}
	if _, err := w.Complaint.Post(r, w.As("ethics"), who.ID, 1); err == nil {
		t.Error("the custodian gets a letter")
	}
	for _, name := range []string{"officer", "admin", "chair", "lin"} {
		if _, err := w.Complaint.See(r, w.As(name), who.ID); err == nil {
			t.Errorf("%s sees the report", name)
		}
	}
	_, err = w.Complaint.TakeUp(ctx, w.As("secretary"), w.Now(), complaint.On{Complaint: who.ID})
	want(t, err, "complaint.resting")

	// Both write; the same letter twice is one.
	reply := complaint.Reply{Complaint: who.ID, Letter: w.Letter("哪一间实验室？", v1keys(t, w, who)...)}
	for range 2 {
		w.Done(w.Complaint.Reply(ctx, w.As("secretary"), w.Now(), reply))
	}
	ch, err := w.Complaint.Channel(r, who.Lookup)
	if err != nil || len(ch.Letters) != 2 || ch.Letters[0].Ours || !ch.Letters[1].Ours || len(ch.Steps) != 0 {
		t.Fatalf("%+v %v", ch, err)
	}
	note := complaint.Note{Lookup: who.Lookup, Letter: w.Letter("三楼。", ch.Keys...)}
	if _, err := w.Complaint.Write(ctx, w.Now(), note); err != nil {
		t.Fatal(err)
	}
	_, err = w.Complaint.Write(ctx, w.Now(), complaint.Note{Lookup: strings.Repeat("0", 64), Letter: note.Letter})
	want(t, err, "complaint.receipt")
	note.Sealed, _ = sealed.Seal([]byte("x"), who.Own.Public)
	_, err = w.Complaint.Write(ctx, w.Now(), note)
	want(t, err, "complaint.sealed") // not for the receivers

	// Overnight it is journalled; the receipt of the event proves the filing.
	w.Overnight()
	w.Seal()
	ch, err = w.Complaint.Channel(r, who.Lookup)
	if err != nil || len(ch.Steps) != 1 || ch.Proof == "" {
		t.Fatalf("%+v %v", ch, err)
	}
	receipt, err := w.Complaint.Prove(r, who.Lookup, w.LogKey)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := receipt.File()
	if err != nil {
		t.Fatal(err)
	}
	fact, err := proof.Verify(raw, []string{w.LogKey})
	if err != nil || !strings.Contains(receipt.Event, ch.Letters[0].Digest) {
		t.Errorf("proof: %+v %v", fact, err)
	}
	if strings.Contains(receipt.Event, "孙一") || strings.Contains(receipt.Event, who.Lookup) {
		t.Error("the proof tells who it was")
	}

	// The custodian opens the identity to who asked, and to nobody else.
	w.Done(w.Complaint.TakeUp(ctx, w.As("secretary"), w.Now(), complaint.On{Complaint: who.ID}))
	w.Done(w.Complaint.AskIdentity(ctx, w.As("secretary"), w.Now(), complaint.Reasoned{Complaint: who.ID, Reason: "须当面核实。"}))
	text, key, err := w.Complaint.Identity(r, w.As("ethics"), who.ID)
	if err != nil || key != in.Pairs["secretary"].Public {
		t.Fatal(err)
	}
	if _, _, err := w.Complaint.Identity(r, w.As("secretary"), who.ID); err == nil {
		t.Error("the receiver gets the identity without the custodian")
	}
	plain, err := sealed.Open(text, in.Pairs["ethics"].Secret())
	if err != nil {
		t.Fatal(err)
	}
	opened, _ := sealed.Seal(plain, key)
	w.Done(w.Complaint.AgreeIdentity(ctx, w.As("ethics"), w.Now(), complaint.Agree{Complaint: who.ID, Reason: "同意。", Sealed: opened}))
	v, _ = w.Complaint.See(r, w.As("secretary"), who.ID)
	if got, err := sealed.Open(v.Opened, in.Pairs["secretary"].Secret()); err != nil || string(got) != `{"name":"孙一"}` {
		t.Errorf("%q %v", got, err)
	}
	if v, _ = w.Complaint.See(r, w.As("lay"), who.ID); v.Opened != "" {
		t.Error("opened to somebody who did not ask")
	}

	// Closed, it is destroyed after its time.
	w.Done(w.Complaint.Close(ctx, w.As("secretary"), w.Now(), complaint.Close{Complaint: who.ID, Code: "settled", Reason: "已整改。"}))
	w.Advance(36 * 31 * 24 * time.Hour)
	w.Overnight()
	_, err = w.Complaint.Channel(r, who.Lookup)
	want(t, err, "complaint.receipt")
	for _, table := range complaint.Tables()[:4] {
		var n int
		if err := r.Row(`select count(*) from ` + table).Scan(&n); err != nil || n != 0 {
			t.Errorf("%s still has %d rows (%v)", table, n, err)
		}
	}
}

func v1keys(t *testing.T, w *apptest.World, who apptest.Reporter) []string {
	t.Helper()
	v, err := w.Complaint.See(w.Read(context.Background()), w.As("secretary"), who.ID)
	if err != nil {
		t.Fatal(err)
	}
	return v.Keys
}

// Whom a report is about neither finds nor opens it, also where it was handed over.
func TestConcernedDoNotSeeIt(t *testing.T) {
	w := apptest.New(t)
	ctx := context.Background()
	department := w.FoundBureau()
	w.Receive("officer", w.Unit, "ethics", "secretary", "lay")
	in := w.Receive("bureau", department, "", "law", "lay")
	who := w.Report(w.Unit, "与秘书无关，与另一人有关。", "", "lay")
	r := w.Read(ctx)
	sees := func(name string) bool {
		_, err := w.Complaint.See(r, w.As(name), who.ID)
		page, lerr := complaint.List(r, w.As(name), complaint.Filter{}, store.Paging{})
		if lerr != nil || (err == nil) != (len(page.Items) == 1) {
			t.Errorf("%s: page and list differ: %v %d %v", name, err, len(page.Items), lerr)
		}
		return err == nil
	}
	if !sees("secretary") || sees("lay") || sees("law") {
		t.Error("the wrong people see it")
	}
	w.Overnight()
	cmd := complaint.HandOver{Complaint: who.ID, Body: department, Reason: "涉及经费。"}
	_, err := w.Complaint.HandOver(ctx, w.As("secretary"), w.Now(), cmd)
	want(t, err, "complaint.resealed")
	l := w.Letter("与秘书无关，与另一人有关。", in.Pairs["law"].Public, in.Pairs["lay"].Public, who.Own.Public)
	cmd.Letters = []complaint.Resealed{{Seq: 1, Sealed: l.Sealed}}
	_, err = w.Complaint.HandOver(ctx, w.As("secretary"), w.Now(), cmd)
	want(t, err, "complaint.sealed") // for one of whom it is about
	l = w.Letter("与秘书无关，与另一人有关。", in.Pairs["law"].Public, who.Own.Public)
	cmd.Letters[0].Sealed = l.Sealed
	w.Done(w.Complaint.HandOver(ctx, w.As("secretary"), w.Now(), cmd))
	if sees("secretary") || sees("lay") || !sees("law") {
		t.Error("the wrong people see it after it was handed over")
	}
	if err := auth.Allow(r, w.As("law"), auth.ComplaintAct, auth.Complaint, who.ID); err != nil {
		t.Error(err)
	}
}

// Who is erased receives nothing any more, and their key is destroyed.
func TestErasedReceiver(t *testing.T) {
	w := apptest.New(t)
	w.Receive("officer", w.Unit, "ethics", "secretary", "stranger")
	ctx := context.Background()
	if _, err := w.Erase(ctx, auth.Operator(w.Now()), w.Now(), registry.ErasePerson{Person: w.Person("stranger"), Reason: "本人请求。"}); err != nil {
		t.Fatal(err)
	}
	in, err := w.Complaint.Intake(w.Read(ctx), w.Unit)
	if err != nil || len(in.People) != 2 {
		t.Errorf("%+v %v", in, err)
	}
	keys, err := complaint.OwnKeys(w.Read(ctx), w.As("stranger"))
	if err != nil || len(keys) != 0 {
		t.Errorf("%d keys are left, %v", len(keys), err)
	}
}
