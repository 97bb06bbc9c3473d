package api

import (
	"context"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"lunheng/internal/auth"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// service is a verb as services have it.
type service[C, R any] func(ctx context.Context, p auth.Principal, now time.Time, cmd C) (R, error)

// act adds a verb on something that exists: the first part of the path names
// it. Required are the fields that the body cannot go without.
func act[C any](g group, path string, text lang.Text, do service[C, journal.Outcome], required ...string) {
	answered(g, http.MethodPost, path, text, do, func(r *Request, stream string, out journal.Outcome) (Done, int64, error) {
		d, err := r.done(stream, out)
		return d, d.Version, err
	}, required...)
}

// answered is act for verbs that have an answer of their own; tell makes it,
// with the version that is the ETag.
func answered[C, R, T any](g group, method, path string, text lang.Text, do service[C, R],
	tell func(r *Request, stream string, out R) (T, int64, error), required ...string) {
	c := g.a.command(reflect.TypeFor[C](), path, true, required)
	op := g.operation(method, path, text)
	c.describe(op)
	op.Responses["200"] = g.a.answer(reflect.TypeFor[T]())
	g.handle(op, func(r *Request) error {
		var cmd C
		if err := c.read(r, reflect.ValueOf(&cmd).Elem()); err != nil {
			return err
		}
		out, err := do(r.Context(), r.P, r.Now, cmd)
		if err != nil {
			return err
		}
		body, version, err := tell(r, r.target(path), out)
		if err != nil {
			return err
		}
		return r.send(http.StatusOK, mediaJSON, body, version)
	})
}

// begin adds a verb that begins something of a kind, which then lies below
// the collection.
func begin[C any](g group, path string, text lang.Text, kind, collection string, do service[C, journal.Outcome], required ...string) {
	c := g.a.command(reflect.TypeFor[C](), path, false, required)
	op := g.operation(http.MethodPost, path, text)
	c.describe(op)
	op.Responses["201"] = g.a.answer(reflect.TypeFor[Done]())
	op.Responses["201"].Headers = map[string]*huma.Param{"Location": headerParam("新建事项的地址 / where it lies")}
	g.handle(op, func(r *Request) error {
		var cmd C
		if err := c.read(r, reflect.ValueOf(&cmd).Elem()); err != nil {
			return err
		}
		out, err := do(r.Context(), r.P, r.Now, cmd)
		if err != nil {
			return err
		}
		d, err := r.done(journal.StreamName(kind, out.Result), out)
		if err != nil {
			return err
		}
		r.w.Header().Set("Location", prefix+collection+"/"+out.Result)
		return r.send(http.StatusCreated, mediaJSON, d, d.Version)
	})
}

// target is the stream that a path is about: its first part within braces
// names kind and id, unless the kind is a part of its own.
func (r *Request) target(path string) string {
	if kind := r.PathValue("kind"); kind != "" {
		return journal.StreamName(kind, r.PathValue("body"))
	}
	name := pathParams(path)[0]
	return journal.StreamName(name, r.PathValue(name))
}

// command is how the fields of a command are found in a request.
type command struct {
	a      *API
	bound  map[string][]int // part of the path: field
	seen   []int            // field for If-Match; nil: none
	key    []int            // field for Idempotency-Key; nil: none
	schema *huma.Schema     // of the body
	fields int              // in the body
	needs  bool             // a body
}

// command reads a command's type. The version is that of If-Match when the
// verb acts on something that exists.
func (a *API) command(t reflect.Type, path string, exists bool, required []string) command {
	a.verbs = append(a.verbs, t)
	c := command{a: a, bound: map[string][]int{}, needs: len(required) > 0}
	params := pathParams(path)
	var body []reflect.StructField
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous || !f.IsExported():
		case slices.Contains(params, name):
			c.bound[name] = f.Index
		case name == "key":
			c.key = f.Index
		case name == "version" && exists:
			c.seen = f.Index
		default:
			tag := f.Tag
			if slices.Contains(required, name) {
				tag += ` required:"true"`
			}
			body = append(body, reflect.StructField{Name: f.Name, Type: f.Type, Tag: tag})
		}
	}
	c.fields = len(body)
	c.schema = huma.SchemaFromType(a.doc.Components.Schemas, reflect.StructOf(body))
	return c
}

// describe adds headers and body to a row.
func (c command) describe(op *huma.Operation) {
	text := &huma.Schema{Type: huma.TypeString}
	if c.seen != nil {
		op.Parameters = append(op.Parameters, &huma.Param{Name: "If-Match", In: "header", Required: true, Schema: text,
			Description: "您所见的版本（ETag），或 * / the version that you saw (its ETag), or *"})
	}
	if c.key != nil {
		op.Parameters = append(op.Parameters, &huma.Param{Name: "Idempotency-Key", In: "header", Schema: text,
			Description: "同一编号只生效一次 / one effect for each key"})
	}
	if c.fields > 0 {
		op.RequestBody = &huma.RequestBody{Required: c.needs, Content: map[string]*huma.MediaType{mediaJSON: {Schema: c.schema}}}
	}
}

// read makes the command that a request asks for.
func (c command) read(r *Request, cmd reflect.Value) error {
	if err := c.a.body(r, c.schema, cmd.Addr().Interface()); err != nil {
		return err
	}
	for name, field := range c.bound {
		cmd.FieldByIndex(field).SetString(r.PathValue(name))
	}
	if c.seen != nil {
		seen, err := r.seen()
		if err != nil {
			return err
		}
		cmd.FieldByIndex(c.seen).SetInt(seen)
	}
	if c.key != nil {
		key, err := r.key()
		if err != nil {
			return err
		}
		cmd.FieldByIndex(c.key).SetString(key)
	}
	return nil
}
