package doctest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"lunheng/internal/app"
	"lunheng/internal/flow"
	"lunheng/internal/rules"
	"lunheng/packs"
)

const statesHead = `# Procedures

Generated from the tables that the program itself walks; ` + "`go test ./internal/doctest -run States -update`" + ` draws it anew.
A state says who acts next. An arrow is a verb with who does it; what leaves the state as it is stands in the list below the
diagram. The last column of a list is what a step rests on: source and article, or the reason why there is none.

`

// TestStatesAreDrawn draws docs/states.md from the tables.
func TestStatesAreDrawn(t *testing.T) {
	book, err := rules.Load(packs.FS())
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString(statesHead)
	for _, table := range app.Procedures() {
		if err := table.Check(); err != nil {
			t.Error(err)
		}
		drawProcedure(&b, book, table)
	}
	golden(t, "docs/states.md", strings.TrimRight(b.String(), "\n")+"\n")
}

// cited names the document that a step rests on instead of its code.
func cited(book *rules.Book, law string) string {
	source, article, _ := strings.Cut(law, " ")
	for _, city := range []string{"110000", "210100", "440300"} {
		set := book.On(inForce, city)
		if _, known := set.Source(source); known {
			return set.Cite(source, article).EN
		}
	}
	return law
}

// inForce is a day on which every document of the packs is known.
const inForce = "2026-11-20"

func drawProcedure(b *strings.Builder, book *rules.Book, table *flow.Table) {
	fmt.Fprintf(b, "## %s\n\n```mermaid\n%s```\n\n", table.Name, moving(table).Mermaid())
	b.WriteString("| state | 状态 | who acts next |\n|---|---|---|\n")
	for _, s := range table.States {
		who := s.Who.Text().EN
		if s.Final {
			who = "– (final)"
		}
		fmt.Fprintf(b, "| `%s` %s | %s | %s |\n", s.State, s.Text.EN, s.Text.ZH, who)
	}
	b.WriteString("\n| from | verb | event | to | who | rests on |\n|---|---|---|---|---|---|\n")
	for _, row := range merge(table.Transitions) {
		fmt.Fprintf(b, "| %s | %s | `%s` | %s | %s | %s |\n",
			row.from, row.Verb, row.Event, row.to, row.Role, cited(book, row.Law))
	}
	b.WriteString("\n")
}

// moving leaves out the steps that do not change the state; a diagram with
// dozens of loops says nothing.
func moving(table *flow.Table) *flow.Table {
	out := *table
	out.Transitions = slices.DeleteFunc(slices.Clone(table.Transitions), func(t flow.Transition) bool { return t.From == t.To })
	return &out
}

type row struct {
	flow.Transition
	from, to string
}

// merge puts steps that differ only in where they begin into one line.
func merge(steps []flow.Transition) []row {
	var out []row
	for _, t := range steps {
		from, to := stateName(t.From), stateName(t.To)
		if t.From == t.To {
			to = "unchanged"
		}
		same := slices.IndexFunc(out, func(r row) bool {
			return r.Event == t.Event && r.Verb == t.Verb && r.to == to && r.Role == t.Role && r.Law == t.Law
		})
		if same < 0 {
			out = append(out, row{t, from, to})
			continue
		}
		out[same].from += ", " + from
	}
	return out
}

func stateName(s flow.State) string {
	if s == "" {
		return "–"
	}
	return "`" + string(s) + "`"
}
