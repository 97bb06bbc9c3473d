package browsertest

import (
	_ "embed"
	"strings"

	"github.com/chromedp/chromedp"
)

//go:embed axe.min.js
var axeScript string

// fault is one rule of axe that a page breaks.
type fault struct {
	ID    string   `json:"id"`
	Help  string   `json:"help"`
	Nodes []string `json:"nodes"`
}

// axeRun asks for the rules of WCAG 2.0 to 2.2, levels A and AA, and for good
// practice, and reports at most four places for each fault. It need not fetch the
// style sheets again: only a rule about the turning of screens would read them.
const axeRun = `axe.run(document, {
	resultTypes: ['violations'], preload: false,
	runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
}).then(r => r.violations.map(v => ({id: v.id, help: v.help, nodes: v.nodes.slice(0, 4).map(
	n => n.target.join(' ') + ': ' + (n.any.concat(n.all, n.none)[0] || {message: ''}).message)})))`

// Axe fails the test for every accessibility fault of the present page.
func (tab *Tab) Axe() {
	tab.t.Helper()
	ask(tab, "load axe", chromedp.Evaluate[chromedp.Void](axeScript))
	faults := ask(tab, "run axe", chromedp.Evaluate[[]fault](axeRun, chromedp.EvalAwaitPromise))
	for _, f := range faults {
		tab.Errorf("accessibility: %s: %s\n\t%s", f.ID, f.Help, strings.Join(f.Nodes, "\n\t"))
	}
}
