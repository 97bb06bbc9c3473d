package inspection

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func seedOf(n int) [32]byte { return sha256.Sum256(binary.BigEndian.AppendUint64(nil, uint64(n))) }

func ids(prefix string, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("%s%02d", prefix, i)
	}
	return out
}

// Whatever the lists, the bars and the seed: the same draw again is the same; the chosen
// units are all visited, and as many others as announced; every team is complete, nobody
// goes where they must not, and the visits are spread evenly where nobody is barred.
func TestDoubleDraw(t *testing.T) {
	drawn := 0
	rapid.Check(t, func(rt *rapid.T) {
		chosen, others := ids("c", rapid.IntRange(0, 4).Draw(rt, "chosen")), ids("u", rapid.IntRange(0, 12).Draw(rt, "others"))
		refs := ids("p", rapid.IntRange(1, 9).Draw(rt, "inspectors"))
		var barred []Pair
		for _, unit := range slices.Concat(chosen, others) {
			for _, ref := range refs {
				if rapid.IntRange(0, 6).Draw(rt, "bar") == 0 {
					barred = append(barred, Pair{unit, ref})
				}
			}
		}
		a := announce(chosen, others, refs, barred, rapid.IntRange(0, len(others)).Draw(rt, "drawn"), rapid.IntRange(1, 3).Draw(rt, "team"))
		seed := seedOf(rapid.Int().Draw(rt, "seed"))
		order, visits, ok := a.Draw(seed)
		if again, same, _ := a.Draw(seed); !slices.Equal(order, again) || !reflect.DeepEqual(visits, same) {
			rt.Fatal("drawn again, it is another draw")
		}
		if !ok {
			for _, unit := range slices.Concat(chosen, others) {
				if a.free(unit) < a.Team {
					return
				}
			}
			rt.Fatal("nothing is drawn although every unit has enough inspectors")
		}
		drawn++
		checkVisits(rt, a, visits, len(refs))
	})
	if drawn == 0 {
		t.Error("nothing was ever drawn: the test proves nothing")
	}
}

func checkVisits(rt *rapid.T, a Announcement, visits []Visit, inspectors int) {
	load, units := map[string]int{}, map[string]bool{}
	for i, v := range visits {
		if (v.How == ByRisk) != (i < len(a.Chosen)) || units[v.Unit] {
			rt.Fatalf("visit %d is %+v", i, v)
		}
		units[v.Unit] = true
		if len(v.Team) != a.Team || len(slices.Compact(slices.Sorted(slices.Values(v.Team)))) != a.Team {
			rt.Fatalf("the team is %v", v.Team)
		}
		for _, ref := range v.Team {
			load[ref]++
			if a.barred(v.Unit, ref) {
				rt.Fatalf("%s goes to %s", ref, v.Unit)
			}
		}
	}
	if len(visits) != len(a.Chosen)+a.Units.Size {
		rt.Fatalf("%d visits of %d and %d", len(visits), len(a.Chosen), a.Units.Size)
	}
	if len(a.Barred) == 0 && len(load) == inspectors {
		least, most := len(visits), 0
		for _, n := range load {
			least, most = min(least, n), max(most, n)
		}
		if most-least > 1 {
			rt.Fatalf("the visits are spread as %v", load)
		}
	}
}

// Who does not go is followed by the next behind them, round the end of the order.
func TestFollows(t *testing.T) {
	order := []Named{{Person: "a"}, {Person: "b"}, {Person: "c"}, {Person: "d"}}
	for _, c := range []struct {
		leaving string
		not     []string
		want    string
	}{{"a", nil, "b"}, {"d", nil, "a"}, {"c", []string{"d", "a"}, "b"}, {"b", []string{"a", "c", "d"}, ""}} {
		if got := follows(order, c.leaving, func(p string) bool { return slices.Contains(c.not, p) }); got != c.want {
			t.Errorf("after %s, without %v: %q; want %q", c.leaving, c.not, got, c.want)
		}
	}
}
