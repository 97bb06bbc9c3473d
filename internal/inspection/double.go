package inspection

import (
	"slices"
	"strings"

	"lunheng/internal/draw"
)

// Method names the double draw that this file describes.
//
//  1. Units and inspectors are two lists of [draw.Method], with the same seed; an
//     inspector stands there under a pseudonym. Of the drawn order of the units the
//     first so many are visited.
//  2. Visits are filled in this order: the chosen units as listed, then the drawn
//     ones. The inspectors queue in their drawn order. A visit takes the first in the
//     queue who are not barred from the unit, until its team is complete; they go
//     to the end of the queue, in the order of being taken.
//  3. Who does not go is followed by the next behind them in the drawn order, begun
//     again at its end, who is not barred, not in the team and has not stepped out.
const Method = "lunheng-double-draw-1"

// Ways in which a unit came to be visited.
const (
	ByRisk   = "risk"
	ByRandom = "random"
)

// Pair is an inspector who must not visit a unit.
type Pair struct {
	Unit string `json:"unit"`
	Ref  string `json:"ref"`
}

// Announcement is all that a double draw depends on besides its seed.
type Announcement struct {
	Method     string            `json:"method"`
	Team       int               `json:"team"`
	Chosen     []string          `json:"chosen"` // units chosen by risk
	Units      draw.Announcement `json:"units"`
	Inspectors draw.Announcement `json:"inspectors"`
	Barred     []Pair            `json:"barred"`
}

// Visit is one unit with those who go there.
type Visit struct {
	Unit string   `json:"unit"`
	How  string   `json:"how"`
	Team []string `json:"team"` // pseudonyms
}

// announce makes the announcement of a draw.
func announce(chosen, others, refs []string, barred []Pair, drawn, team int) Announcement {
	list := func(ids []string) []draw.Candidate {
		out := make([]draw.Candidate, len(ids))
		for i, id := range ids {
			out[i] = draw.Candidate{Ref: id, Is: []string{}}
		}
		return out
	}
	slices.SortFunc(barred, func(a, b Pair) int { return strings.Compare(a.Unit+a.Ref, b.Unit+b.Ref) })
	return Announcement{Method: Method, Team: team, Chosen: slices.Sorted(slices.Values(chosen)), Units: draw.Announce(list(others), []draw.Seat{}, drawn),
		Inspectors: draw.Announce(list(refs), []draw.Seat{}, len(refs)), Barred: barred}
}

func (a Announcement) barred(unit, ref string) bool {
	return slices.Contains(a.Barred, Pair{unit, ref})
}

// free is how many inspectors may visit a unit.
func (a Announcement) free(unit string) int {
	n := 0
	for _, c := range a.Inspectors.Candidates {
		if !a.barred(unit, c.Ref) {
			n++
		}
	}
	return n
}

// Draw gives the visits of a seed, with the drawn order of the inspectors; false:
// for some unit there are not enough.
func (a Announcement) Draw(seed [32]byte) (order []string, visits []Visit, ok bool) {
	units := a.Units.Order(seed)
	if a.Units.Size < 0 || a.Units.Size > len(units) || a.Team < 1 {
		return nil, nil, false
	}
	order = a.Inspectors.Order(seed)
	queue := slices.Clone(order)
	for _, unit := range a.Chosen {
		visits = append(visits, Visit{Unit: unit, How: ByRisk})
	}
	for _, unit := range units[:a.Units.Size] {
		visits = append(visits, Visit{Unit: unit, How: ByRandom})
	}
	for i := range visits {
		v := &visits[i]
		for _, ref := range queue {
			if len(v.Team) < a.Team && !a.barred(v.Unit, ref) {
				v.Team = append(v.Team, ref)
			}
		}
		if len(v.Team) < a.Team {
			return order, nil, false
		}
		queue = append(slices.DeleteFunc(queue, func(ref string) bool { return slices.Contains(v.Team, ref) }), v.Team...)
	}
	return order, visits, true
}

// follows is who goes in place of somebody: the next behind them in the drawn order
// who may; empty: nobody can.
func follows(order []Named, leaving string, not func(person string) bool) string {
	at := slices.IndexFunc(order, func(n Named) bool { return n.Person == leaving })
	for i := 1; i < len(order); i++ {
		if next := order[(at+i)%len(order)].Person; !not(next) {
			return next
		}
	}
	return ""
}
