package doctest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"lunheng/internal/app"
	"lunheng/internal/flow"
)

const statesHead = `# Procedures

Generated from the tables that the program itself walks; ` + "`go test ./internal/doctest -run States -update`" + ` draws it anew.
A state says who acts next. An arrow is a verb with who does it; what leaves the state as it is stands in the list below the
diagram. The last column of a list is what a step rests on: source and article, or the reason why there is none.

`

// TestStatesAreDrawn draws docs/states.md from the tables.
func TestStatesAreDrawn(t *testing.T) {
	var b strings.Builder
	b.WriteString(statesHead)
	for _, table := range app.Procedures() {
		if err := table.Check(); err != nil {
			t.Error(err)
		}
		drawProcedure(&b, table)
	}
	golden(t, "docs/states.md", strings.TrimRight(b.String(), "\n")+"\n")
}

func drawProcedure(b *strings.Builder, table *flow.Table) {
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
			row.from, row.Verb, row.Event, row.to, row.Role, row.Law)
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
