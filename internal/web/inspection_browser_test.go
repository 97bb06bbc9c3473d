package web_test

import (
	"testing"

	"lunheng/internal/browsertest"
	"lunheng/internal/document/blob"
	"lunheng/internal/inspection"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// An inspection of a drawn unit to its closure as the department, an inspector and the
// unit see it, in both languages and two sizes.
func TestInspectionInBrowsers(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	department := b.FoundBureau()
	s, boss := b.Inspection, b.As("bureau")
	for _, name := range []string{"peer1", "peer2"} {
		b.did(s.AddInspector(ctx, boss, b.tick(), inspection.AddInspector{Department: department, Person: b.Person(name)}))
	}
	plan := inspection.OnPlan{Plan: b.did(s.MakePlan(ctx, boss, b.tick(), inspection.MakePlan{Department: department, Terms: inspection.Terms{Year: b.Now().Year(), Title: "年度检查"}}))}
	b.look("bureau", "yearplan-draft", "/yearplans/"+plan.Plan, "风险较高的其他单位", lang.ZH, browsertest.Desk)
	b.did(s.Adopt(ctx, boss, b.tick(), plan))
	b.did(s.Announce(ctx, boss, b.tick(), plan))
	b.Seal()
	b.did(s.Draw(ctx, boss, b.tick(), plan))
	b.look("bureau", "yearplan-drawn", "/yearplans/"+plan.Plan, "The seed is the root", lang.EN, browsertest.Phone)
	page, err := inspection.List(b.Read(ctx), boss, inspection.Filter{Plan: plan.Plan}, store.Paging{Limit: 1})
	if err != nil || len(page.Items) != 1 {
		t.Fatalf("drawn: %v, %v", page.Items, err)
	}
	id := page.Items[0].ID
	for _, name := range []string{"peer1", "peer2"} {
		b.did(s.Declare(ctx, b.As(name), b.tick(), inspection.Declare{Inspection: id}))
	}
	going, path := b.As("peer1"), "/inspections/"+id
	b.did(s.Open(ctx, going, b.tick(), inspection.Open{Inspection: id, Unannounced: "核实日常情况"}))
	b.look("peer1", "inspection-spot", path, "检查要点", lang.ZH, browsertest.Phone)
	b.look("peer1", "inspection-point", path+"/points/quorum", "Meetings had their quorum", lang.EN, browsertest.Phone)
	st, err := s.View(b.Read(ctx), going, id)
	if err != nil {
		t.Fatal(err)
	}
	for _, point := range st.Points {
		answer := inspection.Met
		if point == "quorum" {
			answer = inspection.NotMet
		}
		b.did(s.AnswerPoint(ctx, going, b.tick(), inspection.AnswerPoint{Inspection: id, Point: point, Answer: answer}))
	}
	b.did(s.TakeUp(ctx, going, b.tick(), inspection.TakeUp{Inspection: id, Kind: "committee", ID: b.Committee}))
	b.did(s.Find(ctx, going, b.tick(), inspection.Find{Inspection: id, Point: "quorum", Severity: "serious", Text: "到会人数不足", Records: []string{"committee/" + b.Committee}, Upload: &blob.Upload{Name: "minutes.txt", Content: []byte("five")}}))
	b.look("peer1", "inspection-finding", path+"/findings/new", "在哪一份记录里", lang.ZH, browsertest.Phone)
	b.did(s.Report(ctx, going, b.tick(), inspection.Words{Inspection: id, Text: "查阅案卷"}))
	b.did(s.Comment(ctx, b.As("officer"), b.tick(), inspection.Words{Inspection: id, Text: "无异议"}))
	b.did(s.Sign(ctx, boss, b.tick(), inspection.Sign{Inspection: id, Conclusion: "须整改"}))
	b.look("officer", "inspection-home", "/home", "Findings to correct", lang.EN, browsertest.Phone)
	b.look("officer", "inspection-orders", path, "须整改的问题", lang.ZH, browsertest.Phone)
	b.look("officer", "inspection-evidence", path+"/orders/1/evidence", "What was mended", lang.EN, browsertest.Desk)
	b.look("bureau", "findings", "/findings?state=open", "严重问题", lang.ZH, browsertest.Desk)
	b.did(s.Show(ctx, b.As("officer"), b.tick(), inspection.OnOrder{Inspection: id, Order: 1, Text: "补充委员"}))
	b.did(s.Accept(ctx, going, b.tick(), inspection.OnOrder{Inspection: id, Order: 1}))
	b.look("bureau", "inspection-closed", path, "Closed", lang.EN, browsertest.Desk)
	b.look("officer", "inspections-public", "/published-inspections", "各年度的检查", lang.ZH, browsertest.Desk)
	b.look("officer", "inspection-public", "/published-inspections/"+id, "File to repeat it", lang.EN, browsertest.Phone)
	b.look("officer", "unit-rules", "/units/"+b.Unit, "科技伦理违规行为调查处理办法", lang.ZH, browsertest.Phone)
}
