package activity

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"lunheng/internal/errs"
	"lunheng/internal/lang"
)

func compareText(a, b string) int { return cmp.Compare(a, b) }

// short checks a label or reason of one line.
func short(s, field string) (string, *errs.Error) {
	s = strings.TrimSpace(s)
	if !utf8.ValidString(s) || strings.ContainsAny(s, "\x00\n\r") {
		return "", errs.New(errs.Invalid, "activity.text.line", lang.T("这里只能写一行文字。", "A single line of text goes here.")).At(field)
	}
	if utf8.RuneCountInString(s) > maxLabel {
		return "", errs.New(errs.Invalid, "activity.text.long", lang.T("最多 %d 个字。", "At most %d characters."), maxLabel).At(field)
	}
	return s, nil
}
