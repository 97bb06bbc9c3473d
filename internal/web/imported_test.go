package web_test

import (
	"net/http"
	"testing"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/htmltest"
	"lunheng/internal/importer"
	"lunheng/internal/regions"
)

// A draft that was imported belongs to a unit of which nobody knows the place
// yet. Its assessment begins by asking for it, and what is answered counts.
func TestAssessImportedDraft(t *testing.T) {
	b := newBench(t)
	im := importer.Importer{Registry: b.Registry, Activities: b.Activity}
	format, _ := importer.Find("clinicaltrials")
	res, err := im.Run(ctx, auth.Operator(b.tick()), b.tick(), []importer.Record{{Row: 1, ID: "NCT1", Unit: "远山医院",
		Fields: activity.Values{"title": activity.Text("夜间光照与睡眠")}}}, importer.Options{Format: format, Leader: b.Person("lin")})
	b.ok(err)
	if res.Drafted != 1 || res.Units != 1 {
		t.Fatalf("imported %+v", res)
	}
	c := b.Client("lin")
	path := htmltest.Attr(b.visit(c, "/activities").First("td a"), "href")
	page := b.visit(c, path+"/assessment")
	page.Contains("main", "单位在哪里")
	if n := page.Count("main [name=region]"); n == 0 {
		t.Error("the place of the unit is not asked for")
	}
	form := answers()
	form.Set("region", "440300")
	if status, page := b.send(c, path+"/assessment", form); status != http.StatusOK {
		t.Fatalf("keep the answers: %d %s", status, page.Text("main"))
	}
	id := path[len("/activities/"):]
	st, err := b.Activity.View(b.Read(ctx), b.As("lin"), id, 0)
	b.ok(err)
	if st.Profile == nil || st.Profile.Unit.Region != "440300" {
		t.Errorf("kept: %+v", st.Profile)
	}
	facts, err := b.Activity.Facts(b.Read(ctx), st, b.As("lin").Day)
	b.ok(err)
	if facts.Judged == nil || facts.Judged.Profile.Unit.Region != "440300" || facts.Unit.Region == regions.Unknown {
		t.Errorf("judged %+v of %+v", facts.Judged, facts.Unit)
	}
	b.visit(c, path+"/assessment").Lacks(".answers", "地区待确认")
}
