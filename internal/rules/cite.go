package rules

import (
	"regexp"
	"slices"
	"strings"

	"lunheng/internal/flow"
	"lunheng/internal/lang"
)

var (
	numbered = regexp.MustCompile(`^\d+(-\d+)?(\(\d+\))*$`)
	section  = regexp.MustCompile(`^(\d{1,2})\.(\d{1,2})$`)
)

// Places of a document that have no number.
var places = map[string]lang.Text{
	"practice": lang.T("实务", "practice"), "all": lang.T("全文", "throughout"), "plan": lang.T("方案", "the plan"), "aims": lang.T("目标", "aims"), "tasks": lang.T("任务", "tasks"), "acts": lang.T("违规行为", "acts"),
	"tools": lang.T("工具", "tools"), "general": lang.T("总体要求", "general"), "structure": lang.T("结构", "structure"), "note": lang.T("说明", "note"), "governance": lang.T("治理", "governance"),
	"participating site": lang.T("参与机构", "participating site"), "lead site": lang.T("牵头机构", "lead site"),
}

// Article writes where in a document something stands, as people cite it: "24" is an
// article, "5.4" a paragraph of a policy's section, "ch. 3" a chapter.
func Article(number string) lang.Text {
	parts := strings.Split(strings.TrimSpace(number), ", ")
	if parts[0] == "" {
		return lang.Text{}
	}
	n := 0
	for n < len(parts) && numbered.MatchString(parts[n]) {
		n++
	}
	var zh, en []string
	if n > 0 {
		zh, en = []string{"第 " + strings.Join(parts[:n], "、") + " 条"}, []string{"Art. " + strings.Join(parts[:n], ", ")}
	}
	for _, part := range parts[n:] {
		text := located(part)
		zh, en = append(zh, text.ZH), append(en, text.EN)
	}
	return lang.T(strings.Join(zh, "、"), strings.Join(en, ", "))
}

func located(part string) lang.Text {
	if text, ok := places[part]; ok {
		return text
	}
	if m := section.FindStringSubmatch(part); m != nil {
		return lang.T(numeral(m[1])+"（"+numeral(m[2])+"）", "part "+m[1]+" ("+m[2]+")")
	}
	if n, ok := strings.CutPrefix(part, "ch. "); ok {
		return lang.T("第 "+n+" 章", part)
	}
	if n, ok := strings.CutPrefix(part, "annex "); ok {
		return lang.T("附件 "+n, part)
	}
	return lang.Same(part)
}

// numeral writes a number below a hundred in Chinese.
func numeral(n string) string {
	digits := []rune("〇一二三四五六七八九")
	if len(n) == 1 {
		return string(digits[n[0]-'0'])
	}
	out := "十"
	if n[0] > '1' {
		out = string(digits[n[0]-'0']) + out
	}
	if n[1] > '0' {
		out += string(digits[n[1]-'0'])
	}
	return out
}

// Cite is a document's title with where in it something stands.
func (s *Set) Cite(source, article string) lang.Text {
	title := lang.Same(source)
	if known, ok := s.Source(source); ok {
		title = known.Title
	}
	where := Article(article)
	if where.IsZero() {
		return title
	}
	return lang.T(title.ZH+" "+where.ZH, title.EN+", "+where.EN)
}

// CiteGround is what an act rests on, for people: title and article, and that somebody
// has still to hold it against the text where it was written from memory.
func (s *Set) CiteGround(g flow.Ground) lang.Text {
	text := s.Cite(g.Source, g.Article)
	if s.book.Unsure(g) {
		return lang.T("%s，待核实", "%s, to be confirmed").With(text)
	}
	return text
}

// CiteAll is everything that an act rests on, each once.
func (s *Set) CiteAll(grounds []flow.Ground) lang.Text {
	var zh, en []string
	for _, g := range grounds {
		if text := s.CiteGround(g); !slices.Contains(zh, text.ZH) {
			zh, en = append(zh, text.ZH), append(en, text.EN)
		}
	}
	return lang.T(strings.Join(zh, "；"), strings.Join(en, "; "))
}

// Unsure reports whether somebody has still to confirm what an act rests on.
func (s *Set) Unsure(g flow.Ground) bool { return s.book.Unsure(g) }
