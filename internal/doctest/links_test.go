package doctest

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

var (
	link    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading = regexp.MustCompile(`(?m)^#+ (.+)$`)
	fence   = regexp.MustCompile("(?ms)^```.*?^```$")
)

// TestLinksLeadSomewhere follows every link between documents, to the
// heading it names.
func TestLinksLeadSomewhere(t *testing.T) {
	for _, page := range pages(t) {
		text := fence.ReplaceAllString(read(t, page), "")
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			if strings.Contains(m[1], "://") {
				continue
			}
			target, anchor, _ := strings.Cut(m[1], "#")
			file := page
			if target != "" {
				file = filepath.ToSlash(filepath.Join(filepath.Dir(page), target))
			}
			if _, err := os.Stat(filepath.Join(root, file)); err != nil {
				t.Errorf("%s: the link %s leads nowhere", page, m[1])
				continue
			}
			if anchor != "" && !anchors(read(t, file))[anchor] {
				t.Errorf("%s: %s has no heading #%s", page, file, anchor)
			}
		}
	}
}

// anchors are the names that headings get on the usual forges.
func anchors(text string) map[string]bool {
	out := map[string]bool{}
	for _, m := range heading.FindAllStringSubmatch(fence.ReplaceAllString(text, ""), -1) {
		out[strings.Map(func(r rune) rune {
			switch {
			case r == ' ':
				return '-'
			case unicode.IsLetter(r), unicode.IsDigit(r), r == '-', r == '_':
				return unicode.ToLower(r)
			}
			return -1
		}, m[1])] = true
	}
	return out
}

// Where the documents were written is nobody's business.
var workplace = regexp.MustCompile(`(?i)/work/|/tmp/|/home/|/root/|\bproxy\.golang|\bpypi\.|\bnpmjs\.|\bTODO\b|\bFIXME\b|localhost:[0-9]`)

// TestDocumentsSpeakOfTheProjectAlone looks for paths and hosts of a workplace.
func TestDocumentsSpeakOfTheProjectAlone(t *testing.T) {
	for _, page := range append(pages(t), lawIndex) {
		for i, line := range strings.Split(read(t, page), "\n") {
			if found := workplace.FindString(line); found != "" {
				t.Errorf("%s:%d mentions %q", page, i+1, found)
			}
		}
	}
}

// The two languages of the front page tell the same: the same pictures,
// commands and links.
func TestFrontPagesAgree(t *testing.T) {
	en, zh := read(t, "README.md"), read(t, "README.zh-CN.md")
	var links [2]map[string]bool
	for i, text := range []string{en, zh} {
		links[i] = map[string]bool{}
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			links[i][m[1]] = true
		}
	}
	delete(links[0], "README.zh-CN.md")
	delete(links[1], "README.md")
	for i, other := range []string{"README.zh-CN.md", "README.md"} {
		for l := range links[i] {
			if !links[1-i][l] {
				t.Errorf("%s lacks the link %s", other, l)
			}
		}
	}
	for _, l := range commandLines(en) {
		if !strings.Contains(zh, l) {
			t.Errorf("README.zh-CN.md lacks the command %s", l)
		}
	}
}
