package scenario_test

import (
	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/inspection"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/store"
)

// inspectors enters people into the bureau's list of inspectors.
func (p *past) inspectors(names []string) {
	for _, name := range names {
		p.done(p.w.Inspection.AddInspector(p.ctx, p.w.As("bureau"), p.now(), inspection.AddInspector{Department: p.id("department"), Person: p.w.Person(name)}))
	}
}

// inspected is a visit by peer1 and peer2, who found something serious in the
// committee's record, or in another one; the report is signed.
func (p *past) inspected(record []string) {
	kind, of := "committee", p.w.Committee
	if len(record) > 1 {
		kind, of = record[0], record[1]
	}
	p.inspectors([]string{"peer1", "peer2"})
	s, boss := p.w.Inspection, p.w.As("bureau")
	plan := inspection.OnPlan{Plan: p.done(s.MakePlan(p.ctx, boss, p.now(), inspection.MakePlan{Department: p.id("department"), Terms: inspection.Terms{Year: 2026, Title: "2026"}})).Result}
	plan.Unit, plan.Why = p.w.Unit, "a complaint"
	p.done(s.Choose(p.ctx, boss, p.now(), plan))
	p.done(s.Adopt(p.ctx, boss, p.now(), plan))
	p.done(s.Announce(p.ctx, boss, p.now(), plan))
	p.w.Seal()
	p.done(s.Draw(p.ctx, boss, p.now(), plan))
	page, err := inspection.List(p.w.Read(p.ctx), boss, inspection.Filter{Plan: plan.Plan, Unit: p.w.Unit}, store.Paging{Limit: 1})
	p.ts.Check(err)
	id := page.Items[0].ID
	p.know("visit", id)
	for _, name := range []string{"peer1", "peer2"} {
		p.done(s.Declare(p.ctx, p.w.As(name), p.now(), inspection.Declare{Inspection: id}))
	}
	on := p.w.As("peer1")
	p.done(s.Open(p.ctx, on, p.now(), inspection.Open{Inspection: id, Unannounced: "a complaint"}))
	p.done(s.AnswerPoint(p.ctx, on, p.now(), inspection.AnswerPoint{Inspection: id, Point: "quorum", Answer: inspection.NotMet}))
	p.answered()
	p.done(s.TakeUp(p.ctx, on, p.now(), inspection.TakeUp{Inspection: id, Kind: kind, ID: of}))
	p.done(s.Find(p.ctx, on, p.now(), inspection.Find{Inspection: id, Point: "quorum", Severity: "serious", Text: "too few voted", Records: []string{kind + "/" + of}}))
	p.done(s.Report(p.ctx, on, p.now(), inspection.Words{Inspection: id, Text: "cases were read"}))
	p.done(s.Comment(p.ctx, p.w.As("officer"), p.now(), inspection.Words{Inspection: id, Text: "we agree"}))
	p.done(s.Sign(p.ctx, boss, p.now(), inspection.Sign{Inspection: id, Conclusion: "to be mended"}))
}

// answered answers every point of the visit that has no answer.
func (p *past) answered() {
	s, on := p.w.Inspection, p.w.As("peer1")
	st, err := s.View(p.w.Read(p.ctx), on, p.id("visit"))
	p.ts.Check(err)
	for _, point := range st.Points {
		if st.Answer(point).Answer == "" {
			p.done(s.AnswerPoint(p.ctx, on, p.now(), inspection.AnswerPoint{Inspection: st.ID, Point: point, Answer: inspection.Met}))
		}
	}
}

// faraway is a department of another province, with somebody in it.
func (p *past) faraway(name string) {
	w, op := p.w, auth.Operator(p.now())
	id := p.done(w.Registry.FoundDepartment(p.ctx, op, p.now(), registry.FoundDepartment{DepartmentData: registry.DepartmentData{Name: lang.T("远川市科技局", "Yuanchuan S&T Bureau"), Region: "210100"}})).Result
	p.done(w.Registry.AppointOffice(p.ctx, op, p.now(), registry.AppointOffice{Kind: registry.InDepartment, Body: id, Tenure: registry.Tenure{Person: w.Person(name), From: calendar.Of(w.Now())}}))
	p.know("faraway", id)
}

// bare is a hospital under the bureau that has written no rules down, with its officer.
func (p *past) bare(name string) {
	w, op := p.w, auth.Operator(p.now())
	id := p.done(w.Registry.RegisterUnit(p.ctx, op, p.now(), registry.RegisterUnit{UnitData: registry.UnitData{Name: lang.T("明川医院", "Mingchuan Hospital"), Kind: "medical_institution", Region: "440305", Department: p.id("department")}})).Result
	p.done(w.Registry.AppointOffice(p.ctx, op, p.now(), registry.AppointOffice{Kind: registry.InUnit, Body: id, Tenure: registry.Tenure{Person: w.Person(name), From: calendar.Of(w.Now())}}))
	p.know("bare", id)
}
