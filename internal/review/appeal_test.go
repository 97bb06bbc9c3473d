package review

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// people are voting seats; the first leads, the second may.
func people(names ...string) []Seat {
	var out []Seat
	for i, n := range names {
		role := RoleMember
		switch i {
		case 0:
			role = RoleChair
		case 1:
			role = RoleViceChair
		}
		out = append(out, Seat{Person: n, Role: role})
	}
	return out
}

// fewest is the rule that so many are left, and one of them is needed.
func fewest(n int, needed string) func([]Seat) []string {
	return func(rest []Seat) []string {
		var out []string
		if len(rest) < n {
			out = append(out, "size")
		}
		if needed != "" && !slices.ContainsFunc(rest, func(s Seat) bool { return s.Person == needed }) {
			out = append(out, "law")
		}
		return out
	}
}

// Who decided first stays out as far as the rest can decide; the one who led goes
// first, and whoever is needed sits again with the reason (article 18).
func TestWhoHearsAnAppeal(t *testing.T) {
	a := Appeal{Judged: []string{"a", "b", "c"}, Presided: "a"}
	all := people("a", "b", "c", "d", "e", "f", "g")
	for name, w := range map[string]struct {
		free   []Seat
		need   int
		needed string
		out    []string
		again  []string
		apart  string
	}{
		"plenty":           {all, 4, "", []string{"a", "b", "c"}, nil, ""},
		"five are needed":  {all, 5, "", []string{"a", "b"}, []string{"c"}, ""},
		"the only lawyer":  {all, 4, "b", []string{"a", "c"}, []string{"b"}, ""},
		"the leader alone": {all, 4, "a", []string{"b", "c"}, []string{"a"}, "a"},
		"nobody to spare":  {all, 7, "", nil, []string{"a", "b", "c"}, "a"},
		"one has left":     {people("a", "b", "d", "e", "f"), 3, "", []string{"a", "b"}, nil, ""},
	} {
		b := seatBench(a, w.free, fewest(w.need, w.needed))
		var again []string
		for _, g := range b.Again {
			again = append(again, g.Person)
			if len(g.Lacks) == 0 {
				t.Errorf("%s: %s sits again for nothing", name, g.Person)
			}
		}
		if !slices.Equal(b.Out, w.out) || !slices.Equal(again, w.again) || b.Apart != w.apart {
			t.Errorf("%s: %+v", name, b)
		}
	}
}

// Whatever the committee, what is left can decide as well as the whole could, and
// nobody more could be spared.
func TestNobodyMoreCanBeSpared(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := []string{"a", "b", "c", "d", "e", "f", "g", "h"}[:rapid.IntRange(1, 8).Draw(t, "size")]
		free := people(names...)
		need, needed := rapid.IntRange(1, 8).Draw(t, "need"), rapid.SampledFrom(append([]string{""}, names...)).Draw(t, "needed")
		a := Appeal{Judged: rapid.SliceOfDistinct(rapid.SampledFrom(names), rapid.ID[string]).Draw(t, "judged"), Presided: "a"}
		lacks := fewest(need, needed)
		b := seatBench(a, free, lacks)
		rest := slices.DeleteFunc(slices.Clone(free), func(s Seat) bool { return slices.Contains(b.Out, s.Person) })
		if len(lacks(free)) == 0 && len(lacks(rest)) > 0 {
			t.Fatalf("%+v leaves a committee that cannot decide", b)
		}
		for _, g := range b.Again {
			without := slices.DeleteFunc(slices.Clone(rest), func(s Seat) bool { return s.Person == g.Person })
			if len(lacks(without)) == 0 {
				t.Fatalf("%s could be spared: %+v", g.Person, b)
			}
		}
	})
}

// What cannot be appealed against, and what an appeal has to say.
func TestAppealsThatAreRefused(t *testing.T) {
	rejected := Case{State: StateRejected, Decisions: []Decision{{Outcome: "reject", Presiding: "a", Present: []Attendant{{Person: "b"}}}}}
	if a, err := rejected.File(FileAppeal{Reasons: " The risk is low. "}, Facts{}); err != nil || a.Reasons != "The risk is low." || !slices.Equal(a.Judged, []string{"a", "b"}) {
		t.Errorf("%+v %v", a, err)
	}
	if _, err := rejected.File(FileAppeal{Reasons: " "}, Facts{}); err == nil {
		t.Error("an appeal without reasons")
	}
	for name, change := range map[string]func(*Case){
		"approved":     func(c *Case) { c.State = StateApproved },
		"undecided":    func(c *Case) { c.State, c.Decisions = StateInMeeting, nil },
		"twice":        func(c *Case) { c.AppealedBy = "x" },
		"of an appeal": func(c *Case) { c.Kind = KindAppeal },
	} {
		c := rejected
		change(&c)
		if _, err := c.File(FileAppeal{Reasons: "because"}, Facts{}); err == nil {
			t.Errorf("%s: appealed", name)
		}
	}
}
