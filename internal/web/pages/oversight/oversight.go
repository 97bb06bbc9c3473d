// Package oversight holds the board of a department: what it answers for, in numbers
// that lead to their lists.
package oversight

import (
	"strconv"

	"lunheng/internal/lang"
	"lunheng/internal/web/pages/form"
	"lunheng/internal/web/pages/register"
	"lunheng/internal/web/ui"
)

// Board is the page.
type Board struct {
	Page   ui.PageInfo
	Head   ui.HeadInfo
	AsOf   lang.Text
	Filter ui.FilterInfo
	Fields []form.Field
	Form   ui.Form
	Today  []ui.Stat
	Up     *ui.Link  // to the region around the one in sight
	Chosen lang.Text // what the map and the line show
	Map    Map
	Line   ui.LineInfo
	Median *ui.LineInfo
	Late   ui.BarsInfo
	Groups []Group
	Asked  register.Section
	Links  []ui.Link
}

// Group is a part of the board.
type Group struct {
	ID    string
	Title lang.Text
	Bars  []ui.BarsInfo
}

// Map is a square for each place, roughly where it lies.
type Map struct {
	Title lang.Text
	Unit  lang.Text
	Tiles []Tile
	Rest  *Tile // what lies in none of them
}

// Tile is a place on the map.
type Tile struct {
	Name     lang.Text
	N        int
	Href     string
	List     string // the records behind the number
	Col, Row int
}

// shades is how many shades there are beside none.
const shades = 4

// class places and shades a tile. A shade is a fourth of the largest number; nothing
// has none.
func (m Map) class(t Tile) string {
	top := 0
	for _, x := range m.Tiles {
		top = max(top, x.N)
	}
	shade := 0
	if top > 0 && t.N > 0 {
		shade = (t.N*shades + top - 1) / top
	}
	return "tile col-" + strconv.Itoa(t.Col) + " row-" + strconv.Itoa(t.Row) + " shade-" + strconv.Itoa(shade)
}

// rows are the tiles and the rest.
func (m Map) rows() []Tile {
	out := append([]Tile{}, m.Tiles...)
	if m.Rest != nil {
		out = append(out, *m.Rest)
	}
	return out
}
