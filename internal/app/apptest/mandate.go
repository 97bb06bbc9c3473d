package apptest

import (
	"context"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/mandate"
	"lunheng/internal/registry"
	"lunheng/internal/vault"
)

// FoundPartners adds those who entrust the world's committee: partner, officer of
// the other unit, which has no committee, and free, who belongs to no unit.
func (w *World) FoundPartners() {
	w.settlePerson("partner", w.Other, vault.Record{Name: "邻里", NameEN: "Lin Li", Email: "partner@mingchuan.invalid"})
	w.settlePerson("free", "", vault.Record{Name: "自由", NameEN: "Zi You", Email: "free@mingchuan.invalid"})
	w.appoint(registry.InUnit, w.Other, "partner")
}

// Grade makes a unit a hospital of a grade.
func (w *World) Grade(unit string, grade int) {
	ctx := context.Background()
	u, err := w.Registry.Unit(w.Read(ctx), unit)
	if err != nil {
		w.T.Fatal(err)
	}
	u.Kind, u.HospitalGrade = "medical_institution", grade
	w.Done(w.Registry.ChangeUnit(ctx, auth.Operator(w.Now()), w.Now(), registry.ChangeUnit{Unit: unit, UnitData: u.UnitData}))
}

// Entrust signs a mandate of some days from today, by the other unit or, where
// who is free, by that person, to the world's committee. It returns the id.
func (w *World) Entrust(who string, days int) string {
	ctx, today := context.Background(), calendar.Of(w.Now())
	cmd := mandate.Draft{Unit: w.Other, Committee: w.Committee, Terms: mandate.Terms{Ground: "none", Standing: true, Fields: []string{"medicine"}, FollowUp: true,
		From: today, Until: today.AddDays(days - 1)}}
	if who == "free" {
		cmd.Unit, cmd.Ground = "", "no_unit"
	}
	id := w.Done(w.Mandate.Draft(ctx, w.As(who), w.Now(), cmd)).Result
	w.Done(w.Mandate.Offer(ctx, w.As(who), w.Now(), mandate.On{Mandate: id}))
	w.Done(w.Mandate.Accept(ctx, w.As("chair"), w.Now(), mandate.On{Mandate: id}))
	return id
}
