package check

import (
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"lunheng/internal/lang"
)

// near are the places that the question names itself; the rest of the world is
// typed.
var near = []string{"CN", "HK", "MO", "TW"}

// country is a country or region by its code, in words.
func country(code string) lang.Text {
	switch code {
	case "CN":
		return lang.T("中国内地", "Mainland China")
	case "HK":
		return lang.T("中国香港", "Hong Kong, China")
	case "MO":
		return lang.T("中国澳门", "Macao, China")
	case "TW":
		return lang.T("中国台湾", "Taiwan, China")
	}
	region, err := language.ParseRegion(code)
	if err != nil {
		return lang.Same(code)
	}
	return lang.T(display.Chinese.Regions().Name(region), display.English.Regions().Name(region))
}

// world lists the codes of all other countries.
func world() []string {
	var out []string
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			code := string([]rune{a, b})
			region, err := language.ParseRegion(code)
			if err != nil || !region.IsCountry() || region.Canonicalize().String() != code || slices.Contains(near, code) {
				continue // no country, or one that is no more
			}
			if name := country(code); name.ZH != "" && name.EN != "" {
				out = append(out, code)
			}
		}
	}
	return out
}

// countries reads the codes or names that people choose and write, each country
// once. What cannot be read comes back as unknown.
func countries(given []string) (codes []string, unknown string) {
	for _, text := range said(given) {
		found := written(text)
		if len(found) == 0 {
			found = named(text)
		}
		if len(found) == 0 {
			return nil, text
		}
		for _, code := range found {
			if !slices.Contains(codes, code) {
				codes = append(codes, code)
			}
		}
	}
	return codes, ""
}

// written are the two-letter codes in a text.
func written(text string) []string {
	var out []string
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" ,，、;；()（）", r) }) {
		code := strings.ToUpper(word)
		if len(word) == 2 && !strings.ContainsFunc(code, func(r rune) bool { return r < 'A' || r > 'Z' }) {
			out = append(out, code)
		}
	}
	return out
}

// named are the countries whose name stands in a text, in either language.
func named(text string) []string {
	var out []string
	text = strings.ToLower(text)
	for _, code := range slices.Concat(near, world()) {
		name := country(code)
		if strings.Contains(text, name.ZH) || strings.Contains(text, strings.ToLower(name.EN)) {
			out = append(out, code)
		}
	}
	return out
}
