package browsertest

import (
	"os"

	"lunheng/internal/lang"
)

// Look is a language and a size in which somebody sees a page.
type Look struct {
	Lang lang.Lang
	View View
	Name string // for pictures: "zh-desk"
}

// Thorough reports whether the long run is asked for, which sees every page in
// every look.
func Thorough() bool { return os.Getenv("LUNHENG_TORTURE") != "" }

// Looks are Chinese on a desk and English on a phone, which show between them what
// either language and either size breaks; in the long run all four.
func Looks() []Look {
	looks := []Look{{lang.ZH, Desk, "zh-desk"}, {lang.EN, Phone, "en-phone"}}
	if Thorough() {
		looks = append(looks, Look{lang.ZH, Phone, "zh-phone"}, Look{lang.EN, Desk, "en-desk"})
	}
	return looks
}
