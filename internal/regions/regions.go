// Package regions knows the provinces, cities and districts of mainland China
// with their codes of GB/T 2260, such as 440305 for 广东省 深圳市 南山区.
//
// A code has six digits: two for the province, two for the city, two for the
// district; the rest is zeros. Two kinds of entries are no places but fillers of
// the numbering, such as 市辖区 below a municipality; paths leave them out. Four
// cities have no districts; where the data has a district that is the city
// again, a path says its name once. Names are Chinese in either language.
//
// The table is embedded, sorted, and read once; see README.md for its origin.
package regions

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

//go:embed divisions.txt
var divisions string

// Region is a province, city or district.
type Region struct {
	Code string `json:"code"` // six digits
	Name string `json:"name"` // its own name, without the names above it
}

// Level is how far down a region stands.
type Level int

// The levels.
const (
	Province Level = iota + 1
	City
	District
)

// table is all regions by code. It is read on first use and never changes.
var table = sync.OnceValue(func() []Region {
	out := append(make([]Region, 0, 3400), unknown)
	for line := range strings.Lines(divisions) {
		code, name, _ := strings.Cut(strings.TrimSpace(line), " ")
		out = append(out, Region{Code: code, Name: name})
	}
	return append(out, invented()...)
})

// find returns the place of the first region whose code is not less than code.
func find(code string) (int, bool) {
	return slices.BinarySearchFunc(table(), code, func(r Region, c string) int { return strings.Compare(r.Code, c) })
}

// Lookup returns the region with a code of six digits.
func Lookup(code string) (Region, bool) {
	i, ok := find(code)
	if !ok {
		return Region{}, false
	}
	return table()[i], true
}

// Known reports whether some place has a code that begins so: two digits of a
// province, four of a city, six of a district. Hong Kong, Macao and Taiwan are known
// as a whole. Invented places are known too.
func Known(prefix string) bool {
	if len(prefix) >= 2 && slices.Contains([]string{"71", "81", "82"}, prefix[:2]) {
		return true
	}
	if len(prefix)%2 != 0 || len(prefix) == 0 || len(prefix) > 6 {
		return false
	}
	i, _ := find(prefix + "000000"[len(prefix):])
	return i < len(table()) && strings.HasPrefix(table()[i].Code, prefix)
}

// Around names the place whose codes begin so, or the smallest known one around it; the
// prefix itself where there is none.
func Around(prefix string) string {
	for n := len(prefix) / 2 * 2; n >= 2; n -= 2 {
		code := prefix[:n] + "000000"[n:]
		if name := Path(code); name != code {
			return name
		}
	}
	return prefix
}

// Path is the name of a region with all names above it, such as "广东省 深圳市
// 南山区", or the code itself when there is none such.
func Path(code string) string {
	r, ok := Lookup(code)
	if !ok {
		return code
	}
	return r.Path()
}

// Level tells province, city and district apart.
func (r Region) Level() Level {
	switch {
	case strings.HasSuffix(r.Code, "0000"):
		return Province
	case strings.HasSuffix(r.Code, "00"):
		return City
	}
	return District
}

// Prefix is the part of the code that all regions within r begin with. As a
// condition on codes it selects r and everything in it.
func (r Region) Prefix() string { return r.Code[:2*int(r.Level())] }

// filler reports whether the entry only fills the numbering and is no place.
func (r Region) filler() bool {
	return r.Level() == City && (r.Name == "市辖区" || r.Name == "县" || strings.HasSuffix(r.Name, "直辖县级行政区划"))
}

// Parent returns the place that r lies in; none for a province.
func (r Region) Parent() (Region, bool) {
	if len(r.Code) != 6 {
		return Region{}, false // the zero Region
	}
	for level := r.Level() - 1; level >= Province; level-- {
		code := r.Code[:2*int(level)] + strings.Repeat("0", 6-2*int(level))
		if up, ok := Lookup(code); ok && !up.filler() {
			return up, true
		}
	}
	return Region{}, false
}

// Path is the names from the province down, with blanks between.
func (r Region) Path() string {
	up, ok := r.Parent()
	switch {
	case !ok:
		return r.Name
	case r.filler(), up.Name == r.Name:
		return up.Path()
	}
	return up.Path() + " " + r.Name
}

// Autonomous reports whether r is or lies in an ethnic autonomous area (民族自治
// 地方): a region, prefecture, county or banner of that name.
func (r Region) Autonomous() bool {
	for _, end := range []string{"自治区", "自治州", "自治县", "自治旗"} {
		if strings.HasSuffix(r.Name, end) {
			return true
		}
	}
	up, ok := r.Parent()
	return ok && up.Autonomous()
}
