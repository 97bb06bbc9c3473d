package web

import (
	"encoding/json"
	"testing"

	"lunheng/internal/activity"
	"lunheng/internal/auth"
	"lunheng/internal/clocks"
	"lunheng/internal/complaint"
	"lunheng/internal/coordination"
	"lunheng/internal/gate"
	"lunheng/internal/interests"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/learning"
	"lunheng/internal/mandate"
	"lunheng/internal/programme"
	"lunheng/internal/quality"
	"lunheng/internal/registry"
	"lunheng/internal/review"
	"lunheng/internal/risk"
	"lunheng/internal/rules"
	"lunheng/internal/sanction"
	"lunheng/internal/sites"
	"lunheng/internal/veto"
	"lunheng/internal/violation"
	"lunheng/internal/web/ui"
	"lunheng/packs"
)

// Every event of every domain is told in words, in both languages.
func TestEveryEventIsTold(t *testing.T) {
	book, err := rules.Load(packs.FS())
	if err != nil {
		t.Fatal(err)
	}
	words := &teller{c: ui.Ctx{Lang: lang.ZH}, asked: map[string]bool{}, set: book.On("2026-11-20", "")}
	types, err := journal.MakeTypes(registry.Types(), activity.Types(), review.Types(), clocks.Types(), auth.Types(), mandate.Types(), gate.Types(), sites.Types(), learning.Types(), interests.Types(), quality.Types(), sanction.Types(), veto.Types(), risk.Types(), complaint.Types(),
		programme.Types(),
		coordination.Types(),
		violation.Types())
	if err != nil {
		t.Fatal(err)
	}
	if len(types) < 80 {
		t.Fatalf("only %d types of events; the list is not whole", len(types))
	}
	for name, decode := range types {
		body, err := decode(json.RawMessage(`{}`))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		s := words.tell(journal.Event{Type: name, Body: body})
		if s.Did.ZH == name || s.Did.ZH == "" || s.Did.EN == "" || s.Did.ZH == s.Did.EN || s.Tone == "" {
			t.Errorf("%s is told as %+v", name, s)
		}
	}
}
