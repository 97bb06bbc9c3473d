package yamldoc

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"lunheng/internal/lang"
)

// maxDepth bounds nesting: the parser below recurses.
const maxDepth = 64

// Parse reads all documents of a file of at most limit bytes. When there are
// problems, the documents are what could be read beside them: good for finding
// further mistakes and for nothing else.
func Parse(file string, data []byte, limit int) ([]*Node, Problems) {
	var p Problems
	switch {
	case len(data) > limit:
		p.Add(file, nil, lang.T("文件超过 %d 字节", "the file is larger than %d bytes"), limit)
	case !utf8.Valid(data):
		p.Add(file, nil, lang.T("文件不是 UTF-8 编码", "the file is not UTF-8"))
	case bytes.ContainsRune(data, 0):
		p.Add(file, nil, lang.T("文件含有空字符", "the file holds a zero byte"))
	}
	if len(p) > 0 {
		return nil, p
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	docs, problems, broken := read(file, string(data))
	if broken != nil {
		return recovered(file, data)
	}
	return docs, problems
}

// read reads a text; broken is what keeps the parser from reading it at all.
func read(file, text string) (docs []*Node, problems Problems, broken *Problem) {
	tokens := lexer.Tokenize(text)
	if t := tooDeep(tokens); t != nil {
		return nil, nil, &Problem{File: file, Line: t.Position.Line, Col: t.Position.Column,
			Text: lang.T("嵌套层次过深", "values are nested too deeply")}
	}
	tree, err := parser.Parse(tokens, 0)
	if err != nil {
		p := syntaxProblem(file, err)
		return nil, nil, &p
	}
	r := reader{file: file}
	for _, doc := range tree.Docs {
		if doc.Body == nil {
			continue
		}
		if n := r.node(doc.Body, "", 0); n.Kind != Null || len(tree.Docs) == 1 {
			docs = append(docs, n)
		}
	}
	return docs, r.problems, nil
}

// tooDeep returns the token at which nesting passes the limit. Indentation needs
// no check here: deep indentation needs a file larger than any limit.
func tooDeep(tokens token.Tokens) *token.Token {
	flow, run := 0, 0
	for _, t := range tokens {
		switch t.Type {
		case token.SequenceStartType, token.MappingStartType:
			flow++
		case token.SequenceEndType, token.MappingEndType:
			flow--
		}
		if t.Type == token.SequenceEntryType || t.Type == token.MappingKeyType {
			run++
		} else {
			run = 0
		}
		if flow > maxDepth || run > maxDepth {
			return t
		}
	}
	return nil
}

func syntaxProblem(file string, err error) Problem {
	p := Problem{File: file, Text: lang.T("YAML 语法错误：%s", "YAML syntax: %s").With(err.Error())}
	var syntax *yaml.SyntaxError
	if errors.As(err, &syntax) {
		p.Text = lang.T("YAML 语法错误：%s", "YAML syntax: %s").With(syntax.Message)
		if syntax.Token != nil && syntax.Token.Position != nil {
			p.Line, p.Col = syntax.Token.Position.Line, syntax.Token.Position.Column
		}
	}
	return p
}

// reader turns the parser's tree into Nodes and notes what it refuses.
type reader struct {
	file     string
	problems Problems
}

func (r *reader) node(a ast.Node, path string, depth int) *Node {
	n := &Node{Path: path}
	if t := a.GetToken(); t != nil && t.Position != nil {
		n.Line, n.Col = t.Position.Line, t.Position.Column
	}
	if depth > maxDepth {
		r.problems.Add(r.file, n, lang.T("嵌套层次过深", "values are nested too deeply"))
		return n
	}
	switch a := a.(type) {
	case *ast.MappingNode:
		r.mapping(n, a.Values, depth)
	case *ast.MappingValueNode:
		r.mapping(n, []*ast.MappingValueNode{a}, depth)
	case *ast.SequenceNode:
		n.Kind = List
		for i, item := range a.Values {
			n.Items = append(n.Items, r.node(item, fmt.Sprintf("%s[%d]", path, i), depth+1))
		}
	default:
		r.scalar(n, a)
	}
	return n
}

func (r *reader) mapping(n *Node, values []*ast.MappingValueNode, depth int) {
	n.Kind = Map
	for _, v := range values {
		at := &Node{Path: n.Path}
		if t := v.Key.GetToken(); t != nil && t.Position != nil {
			at.Line, at.Col = t.Position.Line, t.Position.Column
		}
		if len(n.Entries) == 0 {
			n.Line, n.Col = at.Line, at.Col
		}
		key, ok := plainKey(v.Key)
		if !ok {
			r.problems.Add(r.file, at, lang.T("键必须是普通文字", "a key must be plain text"))
			continue
		}
		at.Path = strings.TrimPrefix(n.Path+"."+key, ".")
		if n.Get(key) != nil {
			r.problems.Add(r.file, at, lang.T("键“%s”重复", "key %q stands twice"), key)
			continue
		}
		n.Entries = append(n.Entries, Entry{Key: key, At: at, Value: r.node(v.Value, at.Path, depth+1)})
	}
}

func plainKey(k ast.MapKeyNode) (string, bool) {
	switch k := k.(type) {
	case *ast.StringNode:
		return k.Value, true
	case *ast.IntegerNode, *ast.BoolNode, *ast.NullNode, *ast.FloatNode:
		return k.GetToken().Value, true
	}
	return "", false
}

// plainInt is the only way to write a number: the parser would read 0123 as 83
// and 12_000 as 12000.
var plainInt = regexp.MustCompile(`^-?(0|[1-9][0-9]*)$`)
var plainFloat = regexp.MustCompile(`^-?(0|[1-9][0-9]*)\.[0-9]+$`)

func (r *reader) scalar(n *Node, a ast.Node) {
	switch a := a.(type) {
	case *ast.StringNode:
		n.Kind, n.Scalar = String, a.Value
	case *ast.LiteralNode:
		n.Kind, n.Scalar = String, a.Value.Value
	case *ast.BoolNode:
		n.Kind, n.Scalar = Bool, a.Value
	case *ast.NullNode:
		n.Kind = Null
	case *ast.IntegerNode, *ast.FloatNode:
		r.number(n, a.GetToken().Value)
	default:
		r.problems.Add(r.file, n, lang.T("不允许锚点、别名、合并键和标签", "anchors, aliases, merge keys and tags are not allowed"))
	}
}

func (r *reader) number(n *Node, raw string) {
	if plainInt.MatchString(raw) {
		if i, err := strconv.ParseInt(raw, 10, 64); err == nil {
			n.Kind, n.Scalar = Int, i
			return
		}
	}
	if plainFloat.MatchString(raw) {
		if f, err := strconv.ParseFloat(raw, 64); err == nil {
			n.Kind, n.Scalar = Float, f
			return
		}
	}
	r.problems.Add(r.file, n, lang.T("“%s”不是十进制整数；如是编码请加引号", "%q is not a plain decimal number; quote it if it is a code"), raw)
}
