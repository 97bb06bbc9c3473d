package draw_test

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"lunheng/internal/draw"
)

// seven candidates: five peers, one of ethics, one of law.
func seven() draw.Announcement {
	var list []draw.Candidate
	for i := range 5 {
		list = append(list, draw.Candidate{Ref: fmt.Sprintf("p%d", i), Is: []string{"field:medicine", "peer"}})
	}
	list = append(list, draw.Candidate{Ref: "e", Is: []string{"ethics"}}, draw.Candidate{Ref: "l", Is: []string{"law"}})
	return draw.Announce(list, []draw.Seat{{Category: "field:medicine", Need: 1}, {Category: "ethics", Need: 1}, {Category: "law", Need: 1}}, 5)
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
		var list []draw.Candidate
		for i := range rapid.IntRange(3, 20).Draw(rt, "candidates") {
			list = append(list, draw.Candidate{Ref: fmt.Sprintf("%02d", i), Is: rapid.SampledFrom(kinds).Draw(rt, "kind")})
		}
		a := draw.Announce(list, []draw.Seat{{Category: "field:a", Need: 1}, {Category: "field:b", Need: 1}, {Category: "ethics", Need: 1}, {Category: "law", Need: 1}}, rapid.IntRange(5, 7).Draw(rt, "size"))
		order := a.Order(seed(rapid.Int().Draw(rt, "seed")))
		panel, ok := a.Panel(order)
		if !ok {
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
