package regions_test

import (
	"slices"
	"testing"

	"lunheng/internal/regions"
)

// Paths name each place once and leave out what only fills the numbering.
func TestPath(t *testing.T) {
	for code, want := range map[string]string{
		"440000": "广东省",
		"440300": "广东省 深圳市",
		"440305": "广东省 深圳市 南山区",
		"110000": "北京市",
		"110101": "北京市 东城区",       // below 市辖区
		"110100": "北京市",           // 市辖区 itself
		"500229": "重庆市 城口县",       // below 县
		"469001": "海南省 五指山市",      // below 省直辖县级行政区划
		"659001": "新疆维吾尔自治区 石河子市", // below 自治区直辖县级行政区划
		"441900": "广东省 东莞市",       // cities without districts
		"442000": "广东省 中山市",
		"460400": "海南省 儋州市",
		"620200": "甘肃省 嘉峪关市",
		"620201": "甘肃省 嘉峪关市",
		"990102": "明川市（虚构） 鹿山区", // invented
		"990100": "明川市（虚构）",
		"000000": "地区待确认", // not looked up yet
		"999999": "999999",
		"":       "",
	} {
		if got := regions.Path(code); got != want {
			t.Errorf("%s: %q; want %q", code, got, want)
		}
	}
}

// Every place lies in a province, has a path of at most three names, and is
// found among the children of the place above it.
func TestTheWholeTable(t *testing.T) {
	provinces := regions.Provinces()
	if len(provinces) != 31 {
		t.Fatalf("%d provinces; want 31", len(provinces))
	}
	count := 0
	var visit func(r regions.Region)
	visit = func(r regions.Region) {
		count++
		if got, ok := regions.Lookup(r.Code); !ok || got != r {
			t.Errorf("look up %s: %v, %v", r.Code, got, ok)
		}
		for _, c := range r.Children() {
			if up, ok := c.Parent(); !ok || up != r {
				t.Errorf("%v lies in %v; want %v", c, up, r)
			}
			visit(c)
		}
	}
	for _, p := range provinces {
		visit(p)
	}
	// 31 provinces, 342 cities, 2,978 districts; nine entries are fillers, and
	// three cities are in the data a second time as their own district.
	if want := 31 + 342 + 2978 - 9 - 3; count != want {
		t.Errorf("%d places; want %d", count, want)
	}
}

func TestAutonomous(t *testing.T) {
	for code, want := range map[string]bool{
		"440305": false,
		"450103": true, // in Guangxi
		"532901": true, // in the prefecture of Dali
		"469025": true, // county
		"150721": true, // banner's region
		"230200": false,
	} {
		r, ok := regions.Lookup(code)
		if !ok {
			t.Fatalf("%s is missing", code)
		}
		if r.Autonomous() != want {
			t.Errorf("%s: %v; want %v", r.Path(), !want, want)
		}
	}
}

func TestSearch(t *testing.T) {
	for text, want := range map[string]string{
		"南山":     "230404",
		"深圳 南山":  "440305",
		"广东省 东莞": "441900",
		"4403":   "440300",
		"朝阳区":    "110105",
	} {
		found := regions.Search(text, 5)
		if len(found) == 0 || found[0].Code != want {
			t.Errorf("%s: %v; want %s first", text, found, want)
		}
	}
	for _, text := range []string{"", "  ", "市辖区", "没有这个地方"} {
		if found := regions.Search(text, 5); len(found) != 0 {
			t.Errorf("%q: %v; want nothing", text, found)
		}
	}
	codes := []string{}
	for _, r := range regions.Named("朝阳区") {
		codes = append(codes, r.Code)
	}
	if !slices.Equal(codes, []string{"110105", "220104"}) {
		t.Errorf("朝阳区 is %v", codes)
	}
}

// The invented city has names and districts, and nobody is offered it.
func TestInvented(t *testing.T) {
	city, ok := regions.Lookup("990000")
	if !ok || !city.Invented() || len(city.Children()) != 4 {
		t.Fatalf("the invented city is %v with %v", city, city.Children())
	}
	for _, found := range [][]regions.Region{regions.Provinces(), regions.Search("明川", 5), regions.Search("99", 5), regions.Named("临江区"),
		regions.Search("待确认", 5), regions.Search("000", 5)} {
		if slices.ContainsFunc(found, func(r regions.Region) bool { return r.Invented() || r.Code == regions.Unknown }) {
			t.Errorf("offered: %v", found)
		}
	}
	if real, _ := regions.Lookup("440305"); real.Invented() {
		t.Error("a real district counts as invented")
	}
}
