package registry

import (
	"strings"

	"lunheng/internal/lang"
)

// usccAlphabet is the digits and letters of the code, each at its value. I, O,
// S, V and Z are left out, as they look like others.
const usccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// NormalUSCC writes a unified social credit code (统一社会信用代码) as it is
// stored: without blanks, in capitals.
func NormalUSCC(code string) string {
	return strings.ToUpper(strings.Join(strings.Fields(code), ""))
}

// WarnUSCC says what is odd about a unified social credit code by the check of
// GB 32100-2015; the zero Text when nothing is, or when there is no code. It
// is only ever a warning: codes with a wrong check character are in use.
func WarnUSCC(code string) lang.Text {
	code = NormalUSCC(code)
	if code == "" {
		return lang.Text{}
	}
	chars := []rune(code)
	if len(chars) != 18 {
		return lang.T("统一社会信用代码应为 18 位，现为 %d 位。请核对。",
			"A unified social credit code has 18 characters, this one %d. Please check it.").With(len(chars))
	}
	sum, weight := 0, 1
	for i := range 17 {
		value := strings.IndexRune(usccAlphabet, chars[i])
		if value < 0 {
			return lang.T("统一社会信用代码第 %d 位“%c”不是代码所用的字符。请核对。",
				"Character %d of the unified social credit code, %c, is not one that such codes use. Please check it.").With(i+1, chars[i])
		}
		sum += value * weight
		weight = weight * 3 % 31 // the weights are the powers of three
	}
	if want := rune(usccAlphabet[(31-sum%31)%31]); chars[17] != want {
		return lang.T("统一社会信用代码的校验位应为 %c，现为 %c。请核对。",
			"The check character of the unified social credit code should be %c and is %c. Please check it.").With(want, chars[17])
	}
	return lang.Text{}
}
