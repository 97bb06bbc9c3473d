package rules

import (
	"strings"
	"testing"

	"lunheng/internal/calendar"
	"lunheng/internal/lang"
	"lunheng/packs"
)

func national(t testing.TB) *Book {
	t.Helper()
	b, err := Load(packs.FS())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestTheEmbeddedPacksLoad(t *testing.T) {
	b := national(t)
	s := b.On("2026-11-20", "440305")
	if len(s.Refs()) == 0 {
		t.Fatal("no pack is in force")
	}
	if p, ok := s.Param("decision_days"); !ok || p.Int() != 30 {
		t.Errorf("decision_days = %v %v", p, ok)
	}
}

func TestTheEmbeddedPacksKeepTheirCases(t *testing.T) {
	var out strings.Builder
	ok, err := TestFS(packs.FS(), &out, lang.EN)
	if err != nil {
		t.Fatal(err)
	}
	if !ok {
		t.Error(out.String())
	}
}

func calDay(s string) calendar.Day { return calendar.Day(s) }
