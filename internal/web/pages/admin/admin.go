// Package admin holds the pages of the house itself: what a rule pack holds.
// The other pages of administrators are made of the parts of the register.
package admin

import (
	"github.com/a-h/templ"

	"lunheng/internal/lang"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// Pack is a rule pack as people read it.
type Pack struct {
	Page    ui.PageInfo
	Head    ui.HeadInfo
	State   ui.Status
	On      templ.Component // chooses the day; nil: none
	More    []register.Section
	Facts   []ui.Fact
	Sources []register.Row
	Params  []register.Row
	Points  []Point
	Lists   []List
}

// Point is a decision point with the rules that speak at it.
type Point struct {
	ID    string
	Title lang.Text
	Rules []Rule
}

// Rule is one rule in words.
type Rule struct {
	ID      string
	Because lang.Text
	Instead lang.Text // what would change it; may be empty
	When    string    // as it is evaluated; empty: always
	Period  string    // in words; may be empty
	Ground  ui.Ground
}

// List is a list of a pack, folded.
type List struct {
	ID    string
	Title lang.Text
	Table ui.TableInfo
	Rows  []register.Row
}
