package screen

import (
	"fmt"
	"io"
	"slices"

	"lunheng/internal/lang"
	"lunheng/internal/rules"
)

// Examine tries every pattern on its own examples: each hit must tell the fact of
// the pattern, each trap must not, and there must be some of both. It prints what
// fails.
func (s *Screener) Examine(w io.Writer, l lang.Lang) (ok bool, err error) {
	e := examiner{s: s}
	for _, item := range s.set.List(listName) {
		e.pattern(item)
	}
	for _, f := range e.failed {
		fmt.Fprintf(w, "%s: %s: %s\n", f.Pack, f.Pattern, f.Text.In(l))
	}
	_, err = fmt.Fprintln(w, lang.T("%d 个筛查示例，%d 处不符", "%d examples of screening, %d failures").In(l, e.tried, len(e.failed)))
	return len(e.failed) == 0, err
}

// Failure is an example that a pattern does not live up to.
type Failure struct {
	Pack    string
	Pattern string
	Text    lang.Text
}

// Failures are what the patterns of one pack do not live up to; see
// [Screener.Examine].
func (s *Screener) Failures(pack string) []Failure {
	e := examiner{s: s}
	for _, item := range s.set.List(listName) {
		if item.Pack == pack {
			e.pattern(item)
		}
	}
	return e.failed
}

type examiner struct {
	s      *Screener
	tried  int
	failed []Failure
}

func (e *examiner) pattern(item rules.Item) {
	hits, traps := item.Strs("hits"), item.Strs("traps")
	if len(hits) == 0 || len(traps) == 0 {
		e.fail(item, lang.T("缺少示例 hits 或 traps", "examples are missing: hits or traps"))
	}
	for _, text := range hits {
		if !e.tells(text, item.Str("fact")) {
			e.fail(item, lang.T("应当发现：%s", "should be found: %s"), text)
		}
	}
	for _, text := range traps {
		if e.tells(text, item.Str("fact")) {
			e.fail(item, lang.T("不应发现：%s", "should not be found: %s"), text)
		}
	}
}

func (e *examiner) tells(text, fact string) bool {
	e.tried++
	return slices.ContainsFunc(e.s.Text(text), func(f Finding) bool { return f.Fact == fact })
}

func (e *examiner) fail(item rules.Item, text lang.Text, args ...any) {
	e.failed = append(e.failed, Failure{Pack: item.Pack, Pattern: item.Code, Text: text.With(args...)})
}
