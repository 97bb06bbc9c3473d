package sanction_test

import (
	"context"
	"testing"

	"lunheng/internal/app/apptest"
	"lunheng/internal/document/blob"
	"lunheng/internal/jobs"
	"lunheng/internal/sanction"
)

// What the check of a list says of each row is what becomes of it; and a list that was
// broken off in the middle is told as its own when it goes on.
func TestListIsCheckedFirst(t *testing.T) {
	t.Parallel()
	w := apptest.New(t)
	department, ctx, p := w.FoundBureau(), context.Background(), w.As("bureau")
	raw := "number,day,violation,severity,basis,kind,name,paper,paper_number,measure,from,months\n" +
		"MC 1,2026-03-02,other,more_serious,x,person,Zhao Yi,passport,QX7731Z,bar,,24\n" +
		"MC 2,2026-03-02,other,light,x,person,Li Si,,,talk,,\n" +
		"MC 3,2026-03-02,other,light,x,person,Qian Er,passport,E2,talk,,\n"
	id := w.Done(w.Sanction.OfferList(ctx, p, w.Now(), sanction.OfferList{Department: department, File: &blob.Upload{Content: []byte(raw)}})).Result
	run := func() (sanction.Listed, []sanction.Told) {
		t.Helper()
		if err := w.Sanction.Handle(ctx, w.Now(), jobs.Job{Payload: []byte(`"` + id + `"`)}); err != nil {
			t.Fatal(err)
		}
		st, err := w.Sanction.List(w.Read(ctx), p, id)
		if err != nil {
			t.Fatal(err)
		}
		told, err := w.Sanction.Report(w.Read(ctx), p, id, 0)
		if err != nil || len(told) != 3 {
			t.Fatalf("%d rows told, %v", len(told), err)
		}
		return st, told
	}
	st, told := run()
	if want := (sanction.Tally{In: 2, Out: 1}); st.State != sanction.ListChecked || st.Tally != want {
		t.Fatalf("checked: %+v", st)
	}
	if told[0].Outcome != sanction.RowReady || told[0].Until != "2028-03-01" || told[1].Outcome != sanction.RowOut || len(told[1].Why) != 1 {
		t.Errorf("told %+v", told)
	}
	var n int
	if err := w.Read(ctx).Row(`select count(*) from sanctions`).Scan(&n); err != nil || n != 0 {
		t.Errorf("%d decisions before the list was confirmed, %v", n, err)
	}
	w.Done(w.Sanction.ConfirmList(ctx, p, w.Now(), sanction.OnList{List: id, Version: st.Version}))
	// it breaks off behind the first decision, before the progress is written down
	lines, err := sanction.ReadLines([]byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Sanction.BringOne(ctx, p, w.Now(), department, id, lines[:1]); err != nil {
		t.Fatal(err)
	}
	if st, told = run(); st.State != sanction.ListEntered || st.In != 2 || told[0].Outcome != sanction.RowEntered || told[2].Sanction == "" {
		t.Errorf("entered: %+v, %+v", st, told)
	}
	events, err := w.Journal.Stream(w.Read(ctx), sanction.Stream(told[2].Sanction))
	if err != nil {
		t.Fatal(err)
	}
	if b, ok := events[0].Body.(sanction.Drafted); !ok || b.List != id || events[0].Actor != p.Person {
		t.Errorf("%+v", events[0])
	}
}
