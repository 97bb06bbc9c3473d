package scenario_test

import (
	"strconv"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/programme"
	"lunheng/internal/registry"
	"lunheng/internal/sanction"
)

// calledFor is a programme of the department's with its guide published, in a city,
// and an application of lin's before the committee: $programme, $activity, $case.
func (p *past) calledFor(city, title string) {
	dept := p.w.FoundBureau()
	p.know("department", dept)
	if city == "shenyang" {
		d, err := p.w.Registry.Department(p.w.Read(p.ctx), dept)
		p.ts.Check(err)
		d.Region = "210100"
		p.done(p.w.Registry.ChangeDepartment(p.ctx, auth.Operator(p.w.Now()), p.now(), registry.ChangeDepartment{Department: dept, DepartmentData: d.DepartmentData}))
	}
	p.kase(title)
	bureau := p.w.As("bureau")
	id := p.done(p.w.Programme.Begin(p.ctx, bureau, p.now(), programme.Begin{Funder: programme.Funder{Kind: auth.Department, ID: dept}, Plan: "municipal_plan", Title: "Brain of the city 2026"})).Result
	p.know("programme", id)
	v, err := p.w.Programme.View(p.w.Read(p.ctx), bureau, id)
	p.ts.Check(err)
	day, says := calendar.Of(p.w.Now()), map[string]string{}
	for _, a := range v.Required {
		says[a.Code] = "as the rules say"
	}
	p.done(p.w.Programme.WriteGuide(p.ctx, bureau, p.now(), programme.Guide{Programme: id, Opens: day, Closes: day.AddDays(90), Requirements: says}))
	p.done(p.w.Programme.Publish(p.ctx, bureau, p.now(), programme.On{Programme: id}))
}

// sanctioned is a decision of the department's about somebody of the register, with
// one measure, for so many months or until it is fulfilled: $decision.
func (p *past) sanctioned(name, code, months string) {
	w, bureau := p.w, p.w.As("bureau")
	n, err := strconv.Atoi(months)
	p.ts.Check(err)
	id := p.done(w.Sanction.Draft(p.ctx, bureau, p.now(), sanction.Draft{Department: p.id("department"), Terms: sanction.Terms{Number: "MC 2026-9", Day: calendar.Of(w.Now()), Finding: true,
		Violation: "without_approval", Severity: "more_serious", Basis: "The inquiry of the unit."}})).Result
	p.know("decision", id)
	p.done(w.Sanction.AddSubject(p.ctx, bureau, p.now(), sanction.Name{Sanction: id, Kind: sanction.Person, Who: w.Person(name)}))
	st, err := w.Sanction.View(w.Read(p.ctx), bureau, id)
	p.ts.Check(err)
	p.done(w.Sanction.AddMeasure(p.ctx, bureau, p.now(), sanction.Add{Sanction: id, Subject: st.Subjects[0].ID, Code: code, Months: n}))
	p.done(w.Sanction.Issue(p.ctx, bureau, p.now(), sanction.On{Sanction: id}))
}

// funded is a project of lin's about the approved work, in the programme: taken up,
// the pledge signed, approved, its first instalment due: $project.
func (p *past) funded(title string) {
	w, s, lin, bureau := p.w, p.w.Programme, p.w.As("lin"), p.w.As("bureau")
	id := p.done(s.Draft(p.ctx, lin, p.now(), programme.Draft{Programme: p.id("programme"), Content: programme.Content{Title: title, Amount: 500_000}, Activity: p.id("activity")})).Result
	p.know("project", id)
	p.done(s.Submit(p.ctx, lin, p.now(), programme.On{Project: id}))
	p.done(s.Admit(p.ctx, bureau, p.now(), programme.On{Project: id}))
	v, err := s.ViewProject(w.Read(p.ctx), lin, id, p.now())
	p.ts.Check(err)
	p.done(s.Sign(p.ctx, lin, p.now(), programme.Sign{Project: id, Side: programme.SideLeader, Hash: v.Text.Hash}))
	p.done(s.Sign(p.ctx, w.As("officer"), p.now(), programme.Sign{Project: id, Side: programme.SideUnit, Hash: v.Text.Hash}))
	p.done(s.Approve(p.ctx, bureau, p.now(), programme.Approve{Project: id, Instalments: []programme.Instalment{{Amount: 300_000, After: programme.AfterApproval}}}))
}
