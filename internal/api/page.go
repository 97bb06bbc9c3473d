package api

import (
	"bytes"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"lunheng/internal/api/pages"
	"lunheng/internal/lang"
	"lunheng/internal/web/ui"
)

// reference is the page about the interface, made from its document.
func (a *API) reference(w http.ResponseWriter, hr *http.Request) {
	c := ui.ReaderOf(hr, a.Now())
	v := a.referenceView()
	v.Page = ui.PageInfo{Title: lang.T("程序接口", "The interface for programs"), Demo: a.Demo != nil, Release: a.Release}
	var b bytes.Buffer
	if err := pages.ReferencePage(c, v).Render(hr.Context(), &b); err != nil {
		a.Log.Error("render the API reference", "error", err)
		http.Error(w, "内部错误 Internal error", http.StatusInternalServerError)
		return
	}
	a.request(w, hr).sendBytes(http.StatusOK, "text/html; charset=utf-8", b.Bytes())
}

func (a *API) referenceView() pages.Reference {
	v := pages.Reference{Version: version, Base: a.PublicURL + prefix}
	at := map[string]int{}
	for i, tag := range a.doc.Tags {
		at[tag.Name] = i
		v.Chapters = append(v.Chapters, pages.Chapter{ID: anchor(tag.Name), Text: lang.T(tag.Description, tag.Name)})
	}
	for _, path := range slices.Sorted(maps.Keys(a.doc.Paths)) {
		item := a.doc.Paths[path]
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Patch, item.Delete} {
			if op != nil {
				chapter := &v.Chapters[at[op.Tags[0]]]
				chapter.Rows = append(chapter.Rows, a.rowOf(op))
			}
		}
	}
	schemas := a.doc.Components.Schemas.Map()
	for _, name := range slices.Sorted(maps.Keys(schemas)) {
		v.Shapes = append(v.Shapes, pages.Shape{Name: name, Fields: fieldsOf(schemas[name], lang.Text{})})
	}
	return v
}

// anchor is a name as the end of an address.
func anchor(name string) string {
	return strings.ToLower(strings.Join(strings.FieldsFunc(name, func(r rune) bool { return r == ' ' || r == ':' }), "-"))
}

// Where a part of a request stands.
var (
	inBody   = lang.T("内容", "body")
	inPlaces = map[string]lang.Text{
		"path": lang.T("路径", "path"), "query": lang.T("查询参数", "query"), "header": lang.T("请求头", "header"),
	}
)

func (a *API) rowOf(op *huma.Operation) pages.Row {
	row := pages.Row{ID: op.OperationID, Method: op.Method, Path: op.Path, Text: lang.T(op.Description, op.Summary), Open: op.Security != nil}
	for _, p := range op.Parameters {
		row.Inputs = append(row.Inputs, pages.Input{Name: p.Name, Where: inPlaces[p.In], Required: p.Required, Kind: kindOf(p.Schema), Doc: bilingual(p.Description)})
	}
	if op.RequestBody != nil {
		for _, media := range op.RequestBody.Content {
			s := media.Schema
			if s.Ref != "" {
				s = a.doc.Components.Schemas.SchemaFromRef(s.Ref)
			}
			row.Inputs = append(row.Inputs, fieldsOf(s, inBody)...)
		}
	}
	for status, answer := range op.Responses {
		if status == "default" || status == "304" {
			continue
		}
		row.Status = status
		for media, m := range answer.Content {
			row.Answer = kindOf(m.Schema)
			if media != mediaJSON {
				row.Answer.Text = lang.Same(media)
			}
		}
	}
	return row
}

// fieldsOf are the fields of an object, those that are needed first.
func fieldsOf(s *huma.Schema, where lang.Text) []pages.Input {
	var out []pages.Input
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		p := s.Properties[name]
		out = append(out, pages.Input{Name: name, Where: where, Required: slices.Contains(s.Required, name), Kind: kindOf(p), Doc: bilingual(p.Description)})
	}
	slices.SortStableFunc(out, func(a, b pages.Input) int {
		switch {
		case a.Required == b.Required:
			return 0
		case a.Required:
			return -1
		}
		return 1
	})
	return out
}

// bilingual takes a description apart, which is Chinese and English with a
// stroke between.
func bilingual(doc string) lang.Text {
	if zh, en, ok := strings.Cut(doc, " / "); ok {
		return lang.T(zh, en)
	}
	return lang.Same(doc)
}

// kindOf is what a value is, in words.
func kindOf(s *huma.Schema) pages.Kind {
	switch {
	case s.Ref != "":
		return pages.Kind{Shape: strings.TrimPrefix(s.Ref, schemaPrefix)}
	case s.Type == huma.TypeArray:
		k := kindOf(s.Items)
		if k.Shape != "" {
			k.Text = lang.T("数组：", "array of ")
		} else {
			k.Text = lang.T("数组（%s）", "array of %s").With(k.Text)
		}
		return k
	case s.Format == "date-time":
		return pages.Kind{Text: lang.T("时间", "time")}
	case s.Format == "date":
		return pages.Kind{Text: lang.T("日期", "day")}
	case s.Format == "binary":
		return pages.Kind{Text: lang.T("文件", "file")}
	}
	return pages.Kind{Text: typeWords(s)}
}

func typeWords(s *huma.Schema) lang.Text {
	switch s.Type {
	case huma.TypeString:
		return lang.T("文字", "string")
	case huma.TypeInteger:
		return lang.T("整数", "integer")
	case huma.TypeNumber:
		return lang.T("数字", "number")
	case huma.TypeBoolean:
		return lang.T("是否", "boolean")
	case huma.TypeObject:
		return lang.T("对象", "object")
	}
	return lang.T("任意", "any")
}
