package apptest

import (
	"context"

	"lunheng/internal/assess"
	"lunheng/internal/auth"
	"lunheng/internal/registry"
)

// Gated is an activity of lin's that the committee has approved, and whose start
// gate asks for more: partners in Japan and the United States, a partner in Hong
// Kong, laboratory animals, a State regime in place of experts, or all that Shenyang
// puts before the approval of a project.
func (w *World) Gated(kind, title string) string {
	p := assess.Activity{Title: title}
	switch kind {
	case "partners":
		p.Partners = []assess.Partner{{Name: "Kyoto", Country: "JP"}, {Name: "Boston", Country: "US"}}
	case "hongkong":
		p.Partners = []assess.Partner{{Name: "Hong Kong", Country: "HK"}}
	case "waiver": // listed work that a State regime of approval governs
		p.Listed, p.StateApproval = []string{"invasive_bci_clinical"}, "approval"
	case "shenyang":
		w.Move(w.Unit, "210102")
		p.Partners = []assess.Partner{{Name: "Kyoto", Country: "JP"}}
		p.Funding, p.CommitmentSigned = []assess.Funding{{Source: "municipal_plan", Region: "210100"}}, true
	case "animals":
		p.Animals = "laboratory"
	}
	act, _ := w.agreed(w.sitting("lin", w.draftWhole("lin", w.Unit, p)))
	return act
}

// Move puts a unit into another region.
func (w *World) Move(unit, region string) {
	ctx := context.Background()
	u, err := w.Registry.Unit(w.Read(ctx), unit)
	w.check(err)
	u.Region = region
	w.Done(w.Registry.ChangeUnit(ctx, auth.Operator(w.Now()), w.Now(), registry.ChangeUnit{Unit: unit, UnitData: u.UnitData}))
}
