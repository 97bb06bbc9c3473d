package yamldoc

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"lunheng/internal/lang"
)

// maxBroken bounds how many broken pieces of a file are told.
const maxBroken = 50

// recovered reads what it can of a file with a syntax error: each document by itself,
// and of a broken one everything but the broken pieces, so that one slip hides no
// other mistake. The documents serve to find further mistakes and for nothing else.
func recovered(file string, data []byte) ([]*Node, Problems) {
	if p, ok := brokenJSON(file, data); ok {
		return nil, Problems{p}
	}
	var docs []*Node
	var problems Problems
	lines := strings.Split(string(data), "\n")
	for _, span := range documents(lines) {
		text := make([]string, len(lines)) // blank outside the document, so that places hold
		copy(text[span[0]:span[1]], lines[span[0]:span[1]])
		d, p := survivors(file, text)
		docs, problems = append(docs, d...), append(problems, p...)
	}
	return docs, problems
}

// documents are the ranges of lines between the signs that part documents.
func documents(lines []string) [][2]int {
	var out [][2]int
	start := 0
	for i, line := range lines {
		if line = strings.TrimRight(line, " \r"); line == "---" || line == "..." {
			out = append(out, [2]int{start, i})
			start = i + 1
		}
	}
	return append(out, [2]int{start, len(lines)})
}

// survivors reads a document without its broken pieces and tells each of these.
func survivors(file string, lines []string) ([]*Node, Problems) {
	var problems Problems
	for len(problems) < maxBroken {
		docs, found, broken := read(file, strings.Join(lines, "\n"))
		if broken == nil {
			if len(problems) > 0 {
				docs = withoutEmptied(docs)
			}
			return docs, append(problems, found...)
		}
		problems = append(problems, *broken)
		if lines = without(lines, file, *broken); lines == nil {
			return nil, problems
		}
	}
	return nil, problems
}

// without blanks the piece of a document in which an error lies. The parser may notice
// an unclosed bracket only in the piece that follows: of the two, the one goes
// whose absence lets it read further.
func without(lines []string, file string, broken Problem) []string {
	var best []string
	reach := broken.Line
	spans := pieces(lines)
	at := slices.IndexFunc(spans, func(span [2]int) bool { return span[0] < broken.Line && broken.Line <= span[1] })
	for i := at; i >= max(0, at-1); i-- {
		less := slices.Clone(lines)
		clear(less[spans[i][0]:spans[i][1]])
		_, _, again := read(file, strings.Join(less, "\n"))
		switch {
		case again == nil:
			return less
		case again.Line > reach:
			best, reach = less, again.Line
		}
	}
	return best
}

// pieces are the ranges of lines of a document that can be left out: the entries of
// its outermost keys and, where such an entry is a list, the items.
func pieces(lines []string) [][2]int {
	var out [][2]int
	indent := -1 // of the items of the list at hand
	for i, line := range lines {
		text := strings.TrimLeft(line, " ")
		if text == "" || text[0] == '#' {
			continue
		}
		col, item := len(line)-len(text), strings.HasPrefix(text, "- ")
		switch {
		case col == 0 && !item:
			indent = -1
		case item && indent < 0 && len(out) > 0 && out[len(out)-1][0] == previous(lines, i):
			indent = col
		case !item || col != indent:
			continue
		}
		if len(out) > 0 {
			out[len(out)-1][1] = i
		}
		out = append(out, [2]int{i, len(lines)})
	}
	return out
}

// previous is the last line before i that says something.
func previous(lines []string, i int) int {
	for i--; i > 0; i-- {
		if text := strings.TrimSpace(lines[i]); text != "" && text[0] != '#' {
			break
		}
	}
	return i
}

// withoutEmptied drops the outermost keys whose whole list was left out.
func withoutEmptied(docs []*Node) []*Node {
	for _, doc := range docs {
		var kept []Entry
		for _, e := range doc.Entries {
			if e.Value.Kind != Null {
				kept = append(kept, e)
			}
		}
		doc.Entries = kept
	}
	return docs
}

// brokenJSON tells what is wrong with a file that is meant to be JSON.
func brokenJSON(file string, data []byte) (Problem, bool) {
	text := bytes.TrimSpace(data)
	meant := strings.HasSuffix(strings.ToLower(file), ".json")
	if rest, ok := bytes.CutPrefix(text, []byte("{")); ok && bytes.HasPrefix(bytes.TrimSpace(rest), []byte(`"`)) {
		meant = true
	}
	if !meant {
		return Problem{}, false
	}
	var v any
	err := json.Unmarshal(data, &v)
	syntax, ok := errors.AsType[*json.SyntaxError](err)
	if !ok {
		return Problem{}, false
	}
	before := string(data[:max(0, min(int(syntax.Offset)-1, len(data)))])
	if syntax.Offset >= int64(len(data)) { // it ends too early: the place is its end
		before = strings.TrimRight(string(data), " \r\n")
	}
	line := strings.Count(before, "\n")
	last := before[strings.LastIndex(before, "\n")+1:]
	return Problem{File: file, Line: line + 1, Col: len([]rune(last)) + 1,
		Text: lang.T("JSON 语法错误：%s", "JSON syntax: %s").With(syntax.Error())}, true
}
