package scenario_test

import (
	"context"
	"log/slog"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/jobs"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/rehearse"
	"lunheng/internal/risk"
	"lunheng/internal/rulebook"
	"lunheng/internal/sanction"
	"lunheng/internal/veto"
)

// department is one that supervises the unit, with somebody in it: $department.
func (p *past) department(name, supervisor string) {
	w := p.w
	op := auth.Operator(p.now())
	id := p.done(w.Registry.FoundDepartment(p.ctx, op, p.now(), registry.FoundDepartment{DepartmentData: registry.DepartmentData{
		Name: lang.T("明川市科学技术局", name), Region: "440300"}})).Result
	p.done(w.Registry.AppointOffice(p.ctx, op, p.now(), registry.AppointOffice{Kind: registry.InDepartment, Body: id,
		Tenure: registry.Tenure{Person: w.Person(supervisor), From: calendar.Of(w.Now())}}))
	u, err := w.Registry.Unit(w.Read(p.ctx), w.Unit)
	p.ts.Check(err)
	data := u.UnitData
	data.Department = id
	p.done(w.Registry.ChangeUnit(p.ctx, op, p.now(), registry.ChangeUnit{Unit: w.Unit, UnitData: data}))
	p.know("department", id)
}

// background does what servers do in the background besides watching clocks.
func (s *stage) background() error {
	ctx := context.Background()
	if err := s.w.Rulebook.Refresh(ctx); err != nil {
		return err
	}
	w := jobs.Worker{DB: s.w.DB(), Holder: "stage", Log: slog.New(slog.DiscardHandler), Handlers: map[string]jobs.Handler{rehearse.Kind: s.w.Rehearsal.Handle, veto.Kind: s.w.Veto.Handle, sanction.ListKind: s.w.Sanction.Handle, risk.IntakeKind: s.w.Risk.Handle}}
	if _, err := w.RunReady(ctx, s.w.Now()); err != nil {
		return err
	}
	if err := s.w.SettleReports(ctx); err != nil {
		return err
	}
	_, err := s.w.Risk.Watch(ctx, s.w.Now())
	return err
}

// ruled is a pack of the department's, in force from tomorrow: the files of a folder of
// the script.
func (p *past) ruled(folder string) {
	by, files := p.w.As("stranger"), rulebook.Files{}
	for _, name := range []string{"pack.yaml", "rules.yaml", "rules.cases.yaml"} {
		files = append(files, rulebook.File{Name: name, Text: p.ts.ReadFile(folder + "/" + name)})
	}
	id := p.done(p.w.Rulebook.Draft(p.ctx, by, p.now(), rulebook.Draft{Department: p.id("department"), Files: files})).Result
	p.done(p.w.Rulebook.Publish(p.ctx, by, p.now(), rulebook.Publish{ID: id, From: calendar.Of(p.w.Now()).AddDays(1)}))
}
