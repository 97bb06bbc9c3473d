package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"lunheng/internal/activity"
	"lunheng/internal/calendar"
)

// version of the interface: raise it when docs/openapi.json changes in a way
// that programs notice.
const version = "1.0.0"

const (
	schemaPrefix = "#/components/schemas/"
	problemRef   = "#/components/responses/Problem"
)

// config says what the document begins with. Nothing of it is served by the
// library itself: no pages, no links to schemas, no hooks.
func config() huma.Config {
	schemas := huma.NewMapRegistry(schemaPrefix, schemaName)
	schemas.RegisterTypeAlias(reflect.TypeFor[activity.Value](), reflect.TypeFor[fieldValue]())
	schemas.RegisterTypeAlias(reflect.TypeFor[calendar.Day](), reflect.TypeFor[dayValue]())
	c := huma.Config{OpenAPI: &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info: &huma.Info{Title: "Lunheng 伦衡", Version: version,
			Description: "科技伦理审查全流程的程序接口，与网页办理同一套事项、同一份授权。The verbs and queries of ethics review for programs: the same as on the pages, under the same authorisation."},
		Servers:  []*huma.Server{{URL: prefix}},
		Security: []map[string][]string{{"token": {}}},
		Components: &huma.Components{Schemas: schemas, SecuritySchemes: map[string]*huma.SecurityScheme{
			"token": {Type: "http", Scheme: "bearer", Description: "lunheng_…，在账户页生成 / made on the account page"},
		}},
	}}
	c.FieldsOptionalByDefault = true
	return c
}

// fieldValue describes [activity.Value].
type fieldValue struct{}

// Schema says what a field of an application may hold.
func (fieldValue) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Description: "文字、多个代码、是否、数字，或空 / a text, several codes, yes or no, a number, or null"}
}

// dayValue describes [calendar.Day].
type dayValue struct{}

// Schema says what a day looks like.
func (dayValue) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date"}
}

// schemaName names a type in the document: with its package in front, since
// several packages have a Row.
func schemaName(t reflect.Type, hint string) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	name, args, generic := strings.Cut(t.Name(), "[")
	if name == "" {
		return hint
	}
	if generic {
		return title(name) + qualified(strings.TrimSuffix(args, "]"))
	}
	return qualified(t.PkgPath() + "." + name)
}

// qualified makes ReviewRow of lunheng/internal/review.Row. Our own types need
// no package in front.
func qualified(full string) string {
	if i := strings.LastIndex(full, "/"); i >= 0 {
		full = full[i+1:]
	}
	pkg, name, ok := strings.Cut(full, ".")
	if !ok {
		pkg, name = "", full
	}
	if pkg == "api" {
		pkg = ""
	}
	return title(pkg) + title(name)
}

func title(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// answer describes an answer of a type.
func (a *API) answer(t reflect.Type) *huma.Response {
	return &huma.Response{Description: "好 / fine",
		Content: map[string]*huma.MediaType{mediaJSON: {Schema: a.doc.Components.Schemas.Schema(t, true, "Answer")}}}
}

// publish serves the document, which is written when somebody first asks for it.
func (a *API) publish() {
	a.doc.Components.Responses = map[string]*huma.Response{"Problem": {Description: "没有办成 / what went wrong",
		Content: map[string]*huma.MediaType{mediaProblem: {Schema: a.doc.Components.Schemas.Schema(reflect.TypeFor[Problem](), true, "")}}}}
	a.mux.HandleFunc("GET "+prefix+"/openapi.json", a.file("application/openapi+json", sync.OnceValues(a.inJSON)))
	a.mux.HandleFunc("GET "+prefix+"/openapi.yaml", a.file("application/openapi+yaml", sync.OnceValues(a.doc.YAML)))
}

func (a *API) inJSON() ([]byte, error) {
	raw, err := json.Marshal(a.doc)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := json.Indent(&b, raw, "", "  "); err != nil {
		return nil, err
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

func (a *API) file(media string, write func() ([]byte, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, hr *http.Request) {
		r := a.request(w, hr)
		content, err := write()
		if err != nil {
			r.fail(fmt.Errorf("write the API document: %w", err))
			return
		}
		r.sendBytes(http.StatusOK, media, content)
	}
}
