package recheck_test

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lunheng/internal/app"
	"lunheng/internal/errs"
	"lunheng/internal/recheck"
)

// seven candidates: five peers, one of ethics, one of law.
func seven() recheck.Announcement {
	var list []recheck.Candidate
	for i := range 5 {
		list = append(list, recheck.Candidate{Ref: fmt.Sprintf("p%d", i), Is: []string{"field:medicine", "peer"}})
	}
	list = append(list, recheck.Candidate{Ref: "e", Is: []string{"ethics"}}, recheck.Candidate{Ref: "l", Is: []string{"law"}})
	return recheck.Announce(list, []recheck.Seat{{Category: "field:medicine", Need: 1}, {Category: "ethics", Need: 1}, {Category: "law", Need: 1}}, 5)
}

func seed(n int) [32]byte { return sha256.Sum256(binary.BigEndian.AppendUint64(nil, uint64(n))) }

// The method is fixed: this order was computed once and must never change.
func TestDrawIsDeterministic(t *testing.T) {
	a, b := seven().Order(seed(1)), seven().Order(seed(1))
	if !slices.Equal(a, b) {
		t.Errorf("%v, then %v", a, b)
	}
	if slices.Equal(a, seven().Order(seed(2))) {
		t.Error("another seed gives the same order")
	}
}

// Every candidate comes to every place about equally often.
func TestDrawIsEven(t *testing.T) {
	const rounds = 7000
	places := map[string]int{}
	for n := range rounds {
		for at, ref := range seven().Order(seed(n)) {
			places[fmt.Sprint(ref, " at ", at)]++
		}
	}
	if len(places) != 49 {
		t.Fatalf("only %d of 49 places occur", len(places))
	}
	chi := 0.0
	for _, n := range places {
		d := float64(n) - rounds/7
		chi += d * d / (rounds / 7)
	}
	if chi > 73 { // 36 degrees of freedom: one seed set in five thousand
		t.Errorf("chi-squared is %.1f", chi)
	}
}

// Any pool and any seed give a panel that has all it needs, or none; who steps
// out is followed so that it stays so.
func TestPanelsHaveAllTheyNeed(t *testing.T) {
	drawn := 0
	rapid.Check(t, func(rt *rapid.T) {
		kinds := [][]string{{"ethics"}, {"law"}, {"field:a", "peer"}, {"field:b", "peer"}, {"field:a", "field:b", "law", "peer"}, nil}
		var list []recheck.Candidate
		for i := range rapid.IntRange(3, 20).Draw(rt, "candidates") {
			list = append(list, recheck.Candidate{Ref: fmt.Sprintf("%02d", i), Is: rapid.SampledFrom(kinds).Draw(rt, "kind")})
		}
		a := recheck.Announce(list, []recheck.Seat{{"field:a", 1}, {"field:b", 1}, {"ethics", 1}, {"law", 1}}, rapid.IntRange(5, 7).Draw(rt, "size"))
		order := a.Order(seed(rapid.Int().Draw(rt, "seed")))
		panel, err := a.Panel(order)
		if err != nil {
			if !errs.Has(err, "recheck.draw.short") {
				rt.Fatal(err)
			}
			return
		}
		drawn++
		used := slices.Clone(panel)
		for range 3 {
			if len(a.Short(panel)) > 0 || len(panel) < a.Size || len(slices.Compact(slices.Sorted(slices.Values(panel)))) != len(panel) {
				rt.Fatalf("the panel %v lacks %v", panel, a.Short(panel))
			}
			rest := slices.Clone(panel[1:])
			next := a.Next(order, rest, used)
			if next == "" {
				return
			}
			if slices.Contains(used, next) {
				rt.Fatalf("%s sat before", next)
			}
			panel, used = append(rest, next), append(used, next)
		}
	})
	if drawn == 0 {
		t.Error("no panel was ever drawn: the test proves nothing")
	}
}

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
