package auth

import (
	"context"
	_ "embed"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"lunheng/internal/errs"
	"lunheng/internal/lang"
)

// Bounds of a password. The upper one is against abuse alone.
const (
	minPassword      = 10   // characters
	maxPassword      = 1024 // bytes
	minDistinctChars = 4
)

// common lists words that guessers try first, one a line.
//
//go:embed common.txt
var common string

// HashPassword checks a password against the rules and gives the hash to
// store. It takes its time and its memory; callers queue, hence it must not
// be called within a transaction.
func (a *Accounts) HashPassword(ctx context.Context, password, login string) (string, error) {
	if err := checkPassword(password, login); err != nil {
		return "", err
	}
	return a.hasher.hash(ctx, password)
}

// checkPassword refuses what is guessed first. There are no rules about kinds
// of characters: length is what counts.
func checkPassword(password, login string) error {
	text, key := lang.Text{}, ""
	plain := strings.ToLower(norm.NFKC.String(password))
	switch {
	case !utf8.ValidString(password):
		text, key = lang.T("密码包含无效字符。", "The password holds invalid characters."), "account.password.characters"
	case utf8.RuneCountInString(password) < minPassword:
		text, key = lang.T("密码至少10个字符，可以是一句话。", "A password needs at least 10 characters; a sentence will do."), "account.password.short"
	case len(password) > maxPassword:
		text, key = lang.T("密码过长，最多1024字节。", "The password is too long; at most 1024 bytes."), "account.password.long"
	case distinct(plain) < minDistinctChars || isCommon(plain):
		text, key = lang.T("这个密码太常见，容易被猜到，请换一个。", "This password is among the first to be guessed; choose another one."), "account.password.common"
	case len(login) >= 3 && strings.Contains(plain, strings.ToLower(login)) && len(plain)-len(login) < minPassword:
		text, key = lang.T("密码不能由登录名加几个字符组成。", "The password must not be the login with a few characters added."), "account.password.login"
	default:
		return nil
	}
	return errs.New(errs.Invalid, key, text).At("password")
}

func distinct(s string) int {
	seen := map[rune]bool{}
	for _, r := range s {
		seen[r] = true
	}
	return len(seen)
}

// isCommon reports whether nothing but digits and signs is added to a listed
// word, or it is a listed word twice.
func isCommon(plain string) bool {
	bare := strings.Trim(plain, " 0123456789!@#$%^&*()_+-=.,?~")
	half := plain[:len(plain)/2]
	for word := range strings.Lines(common) {
		word = strings.TrimSpace(word)
		if word == "" {
			continue
		}
		if plain == word || bare == word || half+half == plain && half == word {
			return true
		}
	}
	return false
}
