package recheck_test

import (
	"slices"
	"strings"
	"testing"

	"lunheng/internal/app"
	"lunheng/internal/errs"
	"lunheng/internal/recheck"
)

// A file repeats the draw with its replacement; whatever is changed in it is found.
func TestDrawIsRepeated(t *testing.T) {
	h := newHouse(t, app.Storage{Data: t.TempDir()}, everyExpert...)
	h.empanel()
	leaver := h.panel()[slices.IndexFunc(h.panel(), func(n string) bool { return strings.HasPrefix(n, "peer") })]
	h.Done(h.Recheck.Declare(ctx, h.As(leaver), h.tick(), recheck.Declare{Recheck: h.id, Decline: true}))
	raw, err := h.Recheck.DrawFile(h.Read(ctx), h.As("lin"), h.LogKey, h.id)
	if err != nil {
		t.Fatal(err)
	}
	for name, id := range h.People {
		if strings.HasPrefix(name, "peer") && strings.Contains(string(raw), id) {
			t.Errorf("the file names %s", name)
		}
	}
	st := h.state()
	got, err := recheck.Check(raw, []string{h.LogKey})
	if err != nil || !got.Trusted || !slices.Equal(got.Panel, st.Drawn.Panel) || len(got.Now) != 5 {
		t.Fatalf("%+v, %v", got, err)
	}
	first, last := st.Drawn.Panel[0], st.Drawn.Panel[4]
	for field, change := range map[string]*strings.Replacer{
		"draw.seed":   strings.NewReplacer(`"seed": "`+st.Drawn.Seed[:4], `"seed": "0000`),
		"draw.order":  strings.NewReplacer(first, last, last, first),
		"proof.event": strings.NewReplacer(`\"size\":5`, `\"size\":6`),
	} {
		if _, err := recheck.Check([]byte(change.Replace(string(raw))), nil); !errs.Has(err, field) && field != "draw.order" || err == nil {
			t.Errorf("%s: got %v", field, err)
		}
	}
}
