package apptest

import "lunheng/internal/assess"

// Gated is an activity of lin's that the committee has approved, and whose start
// gate asks for more: partners in Japan and the United States, a partner in Hong
// Kong, or laboratory animals.
func (w *World) Gated(kind, title string) string {
	p := assess.Activity{Title: title}
	switch kind {
	case "partners":
		p.Partners = []assess.Partner{{Name: "Kyoto", Country: "JP"}, {Name: "Boston", Country: "US"}}
	case "hongkong":
		p.Partners = []assess.Partner{{Name: "Hong Kong", Country: "HK"}}
	case "animals":
		p.Animals = "laboratory"
	}
	act, _ := w.agreed(w.sitting("lin", w.draftWhole("lin", w.Unit, p)))
	return act
}
