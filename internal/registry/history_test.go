package registry_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"lunheng/internal/auth"
	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
	"lunheng/internal/registry"
	"lunheng/internal/store"
	"lunheng/internal/store/storetest"

	"pgregory.net/rapid"
)

// Random histories of commands, legal or not, leave a register whose tables
// say what the streams say, and which a rebuild gives again to the last byte.
func TestHistories(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := newWorld(t, db)
		n := 0
		rapid.Check(t, func(rt *rapid.T) {
			n++
			h := &history{world: w, rt: rt, tag: n}
			rt.Repeat(h.actions())
			h.compare()
		})
		before := dump(t, db)
		err := db.Update(ctx, func(tx *store.Tx) error { return w.J.Rebuild(tx, tx, nil) })
		if err != nil {
			t.Fatal(err)
		}
		if after := dump(t, db); after != before {
			t.Errorf("rebuilt tables differ:\n%s", difference(before, after))
		}
	})
}

type history struct {
	*world
	rt    *rapid.T
	tag   int
	ids   map[auth.Kind][]string
	count int
}

// pick draws one of the things made so far, or one that does not exist.
func (h *history) pick(kind auth.Kind) string {
	return rapid.SampledFrom(append([]string{"none"}, h.ids[kind]...)).Draw(h.rt, kind)
}

func (h *history) day() calendar.Day {
	return today.AddDays(rapid.IntRange(-40, 40).Draw(h.rt, "day"))
}

// note takes in what was made. A fault of the program is a failure; a refusal
// is not.
func (h *history) note(kind auth.Kind, o journal.Outcome, err error) {
	if err != nil {
		if errs.CodeOf(err) == errs.Internal {
			h.rt.Fatal(err)
		}
		return
	}
	if h.ids == nil {
		h.ids = map[auth.Kind][]string{}
	}
	if !slices.Contains(h.ids[kind], o.Result) {
		h.ids[kind] = append(h.ids[kind], o.Result)
	}
}

// name is a new name most of the time.
func (h *history) name() lang.Text {
	h.count += rapid.IntRange(0, 1).Draw(h.rt, "new name")
	return lang.T(fmt.Sprintf("第%d-%d号", h.tag, h.count), fmt.Sprintf("No. %d-%d", h.tag, h.count))
}

func (h *history) tenure() registry.Tenure {
	t := registry.Tenure{Person: h.pick(auth.Person), From: h.day()}
	if rapid.Bool().Draw(h.rt, "ends") {
		t.Until = t.From.AddDays(rapid.IntRange(-1, 60).Draw(h.rt, "length"))
	}
	return t
}

func (h *history) leaving() registry.Leaving {
	return registry.Leaving{Person: h.pick(auth.Person), Day: h.day()}
}

func (h *history) role() registry.Role {
	return rapid.SampledFrom(registry.CommitteeRoles()).Draw(h.rt, "role")
}

func (h *history) actions() map[string]func(*rapid.T) {
	op := h.operator()
	return map[string]func(*rapid.T){
		"register unit": func(*rapid.T) {
			d := unitData("")
			d.Name = h.name()
			o, err := h.RegisterUnit(ctx, op, now, registry.RegisterUnit{UnitData: d})
			h.note(auth.Unit, o, err)
		},
		"change unit": func(*rapid.T) {
			d := unitData("")
			d.Name = h.name()
			o, err := h.ChangeUnit(ctx, op, now, registry.ChangeUnit{Unit: h.pick(auth.Unit), UnitData: d})
			h.note(auth.Unit, o, err)
		},
		"close unit": func(*rapid.T) {
			o, err := h.CloseUnit(ctx, op, now, registry.CloseUnit{Unit: h.pick(auth.Unit), Reason: "止"})
			h.note(auth.Unit, o, err)
		},
		"register person": func(*rapid.T) {
			h.note(auth.Person, journal.Outcome{Result: h.person("某", "")}, nil)
		},
		"erase": func(*rapid.T) {
			o, err := h.Erase(ctx, op, now, registry.ErasePerson{Person: h.pick(auth.Person), Reason: "止"})
			h.note(auth.Person, o, err)
		},
		"found committee": func(*rapid.T) {
			o, err := h.FoundCommittee(ctx, op, now, registry.FoundCommittee{Unit: h.pick(auth.Unit),
				CommitteeData: registry.CommitteeData{Name: h.name()}})
			h.note(auth.Committee, o, err)
		},
		"appoint member": func(*rapid.T) {
			m := registry.Member{Tenure: h.tenure(), Role: h.role(), Sex: registry.Female, Expertise: []string{"law"}}
			o, err := h.AppointMember(ctx, op, now, registry.AppointMember{Committee: h.pick(auth.Committee), Member: m})
			h.note(auth.Committee, o, err)
		},
		"change member": func(*rapid.T) {
			o, err := h.ChangeMember(ctx, op, now, registry.ChangeMember{Committee: h.pick(auth.Committee),
				Person: h.pick(auth.Person), Day: h.day(), Role: h.role(), Expertise: []string{"ethics"}})
			h.note(auth.Committee, o, err)
		},
		"leave committee": func(*rapid.T) {
			o, err := h.LeaveCommittee(ctx, op, now, registry.LeaveCommittee{Committee: h.pick(auth.Committee), Leaving: h.leaving()})
			h.note(auth.Committee, o, err)
		},
		"dissolve": func(*rapid.T) {
			if rapid.IntRange(0, 3).Draw(h.rt, "really") == 0 {
				o, err := h.DissolveCommittee(ctx, op, now, registry.DissolveCommittee{Committee: h.pick(auth.Committee), Reason: "止"})
				h.note(auth.Committee, o, err)
			}
		},
		"appoint officer": func(*rapid.T) {
			o, err := h.AppointOffice(ctx, op, now, registry.AppointOffice{Kind: registry.InUnit, Body: h.pick(auth.Unit), Tenure: h.tenure()})
			h.note(auth.Unit, o, err)
		},
		"leave office": func(*rapid.T) {
			o, err := h.LeaveOffice(ctx, op, now, registry.LeaveOffice{Kind: registry.InUnit, Body: h.pick(auth.Unit), Leaving: h.leaving()})
			h.note(auth.Unit, o, err)
		},
	}
}

// compare holds the tables against the streams: who holds what in which time.
// Nobody holds two roles in one body at a time.
func (h *history) compare() {
	for _, id := range h.ids[auth.Committee] {
		var folded []string
		for _, m := range h.theCommittee(id).Members {
			folded = append(folded, fmt.Sprint(m.Tenure, m.Role, m.Expertise))
		}
		h.same(id, folded, `select person, from_day, until_day, role, expertise from committee_members where committee = $1`)
		folded = nil
		for _, m := range h.theCommittee(id).Members {
			folded = append(folded, fmt.Sprint(m.Tenure, m.Role, []string{}))
		}
		h.same(id, folded, `select person, from_day, until_day, role, '[]' from offices where body_kind = 'committee' and body = $1`)
	}
	for _, id := range h.ids[auth.Unit] {
		u, err := h.Unit(h.read(), id)
		officers := u.Officers
		if err != nil {
			h.rt.Fatal(err)
		}
		for _, name := range []string{u.Name.ZH, u.Name.EN} {
			found, err := registry.FindUnitByName(h.read(), name)
			at := slices.IndexFunc(found, func(c registry.Candidate) bool { return c.Unit.ID == id && c.Likeness == registry.Exact })
			if err != nil || at < 0 != (u.State != registry.Active) {
				h.rt.Fatalf("%s, %s: %q finds %v, %v", id, u.State, name, found, err)
			}
			if u.Officers = nil; at >= 0 && !reflect.DeepEqual(found[at].Unit, u) {
				h.rt.Fatalf("the table says %+v, the stream %+v", found[at].Unit, u)
			}
		}
		var folded []string
		for _, o := range officers {
			folded = append(folded, fmt.Sprint(o, registry.RoleUnitOfficer, []string{}))
		}
		h.same(id, folded, `select person, from_day, until_day, role, '[]' from offices where body_kind = 'unit' and body = $1`)
	}
}

func (h *history) same(id string, folded []string, query string) {
	tenures := map[string][]registry.Tenure{}
	projected, err := store.Collect(h.read(), func(rows *sql.Rows) (string, error) {
		var t registry.Tenure
		var role registry.Role
		var raw string
		expertise := []string{}
		if err := rows.Scan(&t.Person, &t.From, &t.Until, &role, &raw); err != nil {
			return "", err
		}
		tenures[t.Person] = append(tenures[t.Person], t)
		err := json.Unmarshal([]byte(raw), &expertise)
		return fmt.Sprint(t, role, expertise), err
	}, query, id)
	if err != nil {
		h.rt.Fatal(err)
	}
	slices.Sort(projected)
	if slices.Sort(folded); !slices.Equal(projected, folded) {
		h.rt.Fatalf("%s: the table says %v, the stream %v", id, projected, folded)
	}
	for person, ts := range tenures {
		slices.SortFunc(ts, func(a, b registry.Tenure) int { return a.From.Compare(b.From) })
		for i := 1; i < len(ts); i++ {
			if ts[i-1].On(ts[i].From) {
				h.rt.Fatalf("%s: %s holds two roles at a time: %v", id, person, ts)
			}
		}
	}
}

// dump is every row of every table of the projection.
func dump(t *testing.T, db *store.DB) string {
	t.Helper()
	var b strings.Builder
	for _, table := range registry.Projection().Tables {
		keys := strings.Join(table.Key, ", ")
		rows, err := db.Read(ctx).Query(`select * from ` + table.Name + ` order by ` + keys)
		if err != nil {
			t.Fatal(err)
		}
		cols, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			values, into := make([]any, len(cols)), make([]any, len(cols))
			for i := range values {
				into[i] = &values[i]
			}
			if err := rows.Scan(into...); err != nil {
				t.Fatal(err)
			}
			fmt.Fprintln(&b, table.Name, values)
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
	if strings.Count(b.String(), "\n") < 100 {
		t.Fatal("the histories left next to nothing")
	}
	return b.String()
}

func difference(a, b string) string {
	in := map[string]bool{}
	for line := range strings.Lines(a) {
		in[line] = true
	}
	var out strings.Builder
	for line := range strings.Lines(b) {
		if !in[line] {
			out.WriteString("+ " + line)
		}
		delete(in, line)
	}
	for line := range in {
		out.WriteString("- " + line)
	}
	return out.String()
}
