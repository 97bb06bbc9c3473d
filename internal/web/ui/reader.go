package ui

import (
	"net/http"
	"strings"
	"time"

	"lunheng/internal/lang"
)

// The cookies that keep a visitor's choices. They tell nothing of a person.
const (
	LangCookie  = "lang"
	ThemeCookie = "theme"
)

// ReaderOf is what a request tells about its reader: the language and theme
// chosen before, else the browser's language, else Chinese.
func ReaderOf(r *http.Request, now time.Time) Ctx {
	return Ctx{
		Lang: languageOf(r), Theme: ParseTheme(cookie(r, ThemeCookie)), Now: now, Path: r.URL.RequestURI(),
	}
}

func languageOf(r *http.Request) lang.Lang {
	if c := cookie(r, LangCookie); c != "" {
		return lang.Parse(c)
	}
	for part := range strings.SplitSeq(r.Header.Get("Accept-Language"), ",") {
		tag := strings.ToLower(strings.TrimSpace(part))
		if strings.HasPrefix(tag, "zh") {
			return lang.ZH
		}
		if strings.HasPrefix(tag, "en") {
			return lang.EN
		}
	}
	return lang.ZH
}

func cookie(r *http.Request, name string) string {
	c, err := r.Cookie(name)
	if err != nil {
		return ""
	}
	return c.Value
}
