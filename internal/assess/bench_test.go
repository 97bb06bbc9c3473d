package assess

import (
	"strings"
	"testing"
)

// BenchmarkJudge is one assessment with reasons, packs for medicine, AI and cities included.
func BenchmarkJudge(b *testing.B) {
	book := book(b)
	profiles, err := Read(book, "p.yaml", strings.NewReader(`activity:
  title: t
  unit: {kind: medical_institution, region: "440304", hospital_grade: 3}
  fields: [medicine]
  sensitive: true
  humans: {participants: intervention, data: identifiable, vulnerable: [minors]}
  listed: [invasive_bci_clinical]
  partners: [{country: HK}, {country: US, review: passed}]
  funding: [{source: municipal_plan, region: "440300"}]
`))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Judge(book, profiles[0], "2026-11-20"); err != nil {
			b.Fatal(err)
		}
	}
}
