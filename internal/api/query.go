package api

import (
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"lunheng/internal/document/letter"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	"lunheng/internal/store"
)

// none is for queries that take no parameters.
type none struct{}

// paging is embedded by the parameters of lists.
type paging struct {
	Limit int    `query:"limit" doc:"每页条数，最多 200 / items a page, at most 200"`
	After string `query:"after" doc:"上一页的 next / next of the page before"`
}

func (p paging) page() store.Paging { return store.Paging{Limit: p.Limit, After: p.After} }

// one adds a GET of one thing, which returns its version as well.
func one[T, F any](g group, path string, text lang.Text, get func(*Request, F) (T, int64, error)) {
	op := g.looking(path, text, reflect.TypeFor[F](), reflect.TypeFor[T]())
	op.Responses["200"].Headers["ETag"] = headerParam("版本，用于 If-Match / the version, for If-Match")
	g.handle(op, func(r *Request) error {
		f, err := parameters[F](r)
		if err != nil {
			return err
		}
		body, version, err := get(r, f)
		if err != nil {
			return err
		}
		return r.send(http.StatusOK, mediaJSON, body, version)
	})
}

// look adds a GET of something that has no version.
func look[T, F any](g group, path string, text lang.Text, get func(*Request, F) (T, error)) {
	g.handle(g.looking(path, text, reflect.TypeFor[F](), reflect.TypeFor[T]()), func(r *Request) error {
		f, err := parameters[F](r)
		if err != nil {
			return err
		}
		body, err := get(r, f)
		if err != nil {
			return err
		}
		return r.send(http.StatusOK, mediaJSON, body, 0)
	})
}

// list adds a GET of a page of a list.
func list[T, F any](g group, path string, text lang.Text, find func(*Request, F) (store.Page[T], error)) {
	op := g.looking(path, text, reflect.TypeFor[F](), reflect.TypeFor[store.Page[T]]())
	op.Responses["200"].Headers["Link"] = headerParam(`下一页，rel="next" / the next page, rel="next"`)
	g.handle(op, func(r *Request) error {
		f, err := parameters[F](r)
		if err != nil {
			return err
		}
		page, err := find(r, f)
		if err != nil {
			return err
		}
		if page.Items == nil {
			page.Items = []T{}
		}
		if page.Next != "" {
			q := r.URL.Query()
			q.Set("after", page.Next)
			next := url.URL{Path: r.URL.Path, RawQuery: q.Encode()}
			r.w.Header().Set("Link", "<"+next.String()+`>; rel="next"`)
		}
		return r.send(http.StatusOK, mediaJSON, page, 0)
	})
}

// paper adds a GET of a paper as PDF.
func paper(g group, path string, text lang.Text, get func(*Request) (letter.Doc, error)) {
	op := g.operation(http.MethodGet, path, text)
	op.Responses["200"] = binary("application/pdf")
	g.handle(op, func(r *Request) error {
		doc, err := get(r)
		if err != nil {
			return err
		}
		raw, err := letter.Render(doc)
		if err != nil {
			return err
		}
		r.sendBytes(http.StatusOK, "application/pdf", raw)
		return nil
	})
}

func headerParam(doc string) *huma.Param {
	return &huma.Param{Description: doc, Schema: &huma.Schema{Type: huma.TypeString}}
}

// looking describes a GET with its parameters and answer.
func (g group) looking(path string, text lang.Text, params, answer reflect.Type) *huma.Operation {
	op := g.operation(http.MethodGet, path, text)
	for _, f := range queryFields(params) {
		s := huma.SchemaFromType(g.a.doc.Components.Schemas, f.Type)
		for _, value := range choices(f.Tag.Get("of"), nil) {
			s.Enum = append(s.Enum, value)
		}
		op.Parameters = append(op.Parameters, &huma.Param{Name: f.Tag.Get("query"), In: "query", Description: f.Tag.Get("doc"), Schema: s})
	}
	op.Responses["200"] = g.a.answer(answer)
	op.Responses["200"].Headers = map[string]*huma.Param{"ETag": headerParam("答复的标识，用于 If-None-Match / of this answer, for If-None-Match")}
	op.Responses["304"] = &huma.Response{Description: "与 If-None-Match 所列的 ETag 相同 / as known by an ETag in If-None-Match"}
	op.Parameters = append(op.Parameters, &huma.Param{Name: "If-None-Match", In: "header", Schema: &huma.Schema{Type: huma.TypeString},
		Description: "已有答复的 ETag / the ETag of an answer that you have"})
	return op
}

// queryFields are the fields of a parameter type that stand in the address.
func queryFields(t reflect.Type) []reflect.StructField {
	return slices.DeleteFunc(reflect.VisibleFields(t), func(f reflect.StructField) bool { return f.Tag.Get("query") == "" })
}

// parameters reads the query of the address. What is not known is refused: a
// filter that is misspelt would otherwise show everything.
func parameters[F any](r *Request) (F, error) {
	var out F
	var bad errs.List
	given := r.URL.Query()
	dest := reflect.ValueOf(&out).Elem()
	for _, f := range queryFields(dest.Type()) {
		name := f.Tag.Get("query")
		if value := given.Get(name); value != "" && !set(dest.FieldByIndex(f.Index), value) {
			bad.Add(errs.New(errs.Invalid, "api.parameter", lang.T("此参数的值无法读取。", "This parameter cannot be read.")).At(name))
		} else if value != "" {
			if wrong := chosen(name, f.Tag.Get("of"), value, r.a.Book.On(r.P.Day, "")); wrong != nil {
				bad.Add(wrong)
			}
		}
		given.Del(name)
	}
	for _, name := range sortedKeys(given) {
		bad.Add(errs.New(errs.Invalid, "api.parameter.unknown", lang.T("没有这个参数。", "There is no such parameter.")).At(name))
	}
	return out, bad.Err()
}

func sortedKeys(v url.Values) []string {
	out := make([]string, 0, len(v))
	for k := range v {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// set reads a value of the address into a field.
func set(field reflect.Value, value string) bool {
	if field.Type() == reflect.TypeFor[time.Time]() {
		t, err := time.Parse(time.RFC3339, value)
		field.Set(reflect.ValueOf(t))
		return err == nil
	}
	switch field.Kind() {
	case reflect.String:
		field.SetString(value)
	case reflect.Bool:
		b, err := strconv.ParseBool(value)
		field.SetBool(b)
		return err == nil
	case reflect.Int, reflect.Int64:
		n, err := strconv.ParseInt(value, 10, 64)
		field.SetInt(n)
		return err == nil
	default:
		return false
	}
	return true
}
