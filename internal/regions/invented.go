package regions

import "strings"

// inventedProvince begins the codes of a city that is not on any map; the
// demo plays there. GB/T 2260 has no code that begins with 99.
const inventedProvince = "99"

// invented lists the invented city and its districts. They have names and
// paths like other places, but nobody is offered them: Provinces, Named and
// Search leave them out.
func invented() []Region {
	return []Region{
		{Code: "990000", Name: "明川市（虚构）"}, {Code: "990100", Name: "市辖区"}, // a filler, as in GB/T 2260: it reads as the city
		{Code: "990101", Name: "临江区"}, {Code: "990102", Name: "鹿山区"},
		{Code: "990103", Name: "北桥区"}, {Code: "990104", Name: "南浦新区"},
	}
}

// Unknown is the code for a place that nobody has looked up yet, such as that
// of an imported unit. It has a name to be shown, and nobody is offered it.
const Unknown = "000000"

var unknown = Region{Code: Unknown, Name: "地区待确认"}

// offered is the regions that exist.
func offered() []Region {
	first, _ := find("1")
	last, _ := find(inventedProvince)
	return table()[first:last]
}

// Invented reports whether r is no real place.
func (r Region) Invented() bool { return strings.HasPrefix(r.Code, inventedProvince) }
