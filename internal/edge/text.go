package edge

import (
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"lunheng/internal/errs"
	"lunheng/internal/lang"
)

// Text refuses what is no text: bytes that are not UTF-8, and the character
// NUL, which PostgreSQL does not take. No form of ours sends either, so it is
// refused at the edge, for every address, before anything looks at it.
func Text(words ...string) error {
	for _, s := range words {
		if !utf8.ValidString(s) || strings.IndexByte(s, 0) >= 0 {
			return errs.New(errs.Malformed, "edge.text", lang.T(
				"请求里有不是文字的字节。请从页面上的链接或表单重新操作。",
				"The request holds bytes that are no text. Use a link or form of the pages again."))
		}
	}
	return nil
}

// Address refuses an address whose path or query is no text.
func Address(r *http.Request) error {
	if err := Text(r.URL.Path, r.Method); err != nil {
		return err
	}
	query, _ := url.ParseQuery(r.URL.RawQuery) // what cannot be parsed is not seen by anybody
	return Form(query)
}

// Form refuses a form in which a name or a value is no text.
func Form(values url.Values) error {
	for name, list := range values {
		if err := Text(append([]string{name}, list...)...); err != nil {
			return err
		}
	}
	return nil
}
