package api

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"

	"lunheng/internal/edge"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
)

// maxBody bounds a request without files, in bytes.
const maxBody = 2 << 20

// raw reads a JSON body within its bound; none is an empty object.
func (r *Request) raw() ([]byte, error) {
	if media := r.Header.Get("Content-Type"); media != "" {
		if base, _, err := mime.ParseMediaType(media); err != nil || base != mediaJSON && !strings.HasSuffix(base, "+json") {
			return nil, errs.New(errs.Invalid, keyMedia, lang.T("请求内容应为 application/json。", "The body must be application/json."))
		}
	}
	limit := max(r.max, maxBody)
	body, err := io.ReadAll(http.MaxBytesReader(r.w, r.Body, limit))
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return nil, errs.New(errs.TooLarge, "api.body.large", lang.T("请求内容不能超过 %d MB。", "A body has at most %d MB."), limit>>20)
	}
	if err != nil {
		return nil, errs.New(errs.Invalid, "api.body.broken", lang.T("请求内容没有完整传到，请重试。", "The body did not arrive whole; try again.")).Because(err)
	}
	if len(body) == 0 {
		body = []byte("{}")
	}
	return body, nil
}

// body reads the JSON body into a struct, checked against its schema.
func (a *API) body(r *Request, schema *huma.Schema, into any) error {
	raw, err := r.raw()
	if err != nil {
		return err
	}
	var plain any
	if err := json.Unmarshal(raw, &plain); err != nil {
		return notJSON(err)
	}
	if err := a.validate(schema, plain); err != nil {
		return err
	}
	if err := texts(plain); err != nil {
		return err
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return unreadable(err)
	}
	return nil
}

// texts refuses a string anywhere in a body that is no text: JSON can write
// the character NUL.
func texts(plain any) error {
	var err error
	switch v := plain.(type) {
	case string:
		err = edge.Text(v)
	case []any:
		for i := 0; i < len(v) && err == nil; i++ {
			err = texts(v[i])
		}
	case map[string]any:
		for name, value := range v {
			if err = errors.Join(edge.Text(name), texts(value)); err != nil {
				break
			}
		}
	}
	return err
}

func notJSON(err error) error {
	offset := int64(0)
	if s, ok := errors.AsType[*json.SyntaxError](err); ok {
		offset = s.Offset
	}
	return errs.New(errs.Invalid, "api.json", lang.T("请求内容不是 JSON，错误在第 %d 字节附近。", "The body is not JSON; the mistake is near byte %d."), offset)
}

// unreadable is a value that fits the schema and not the field, such as a
// number beyond all bounds. What was sent is not repeated.
func unreadable(err error) error {
	e := errs.New(errs.Invalid, "api.value", lang.T("此值无法读取。", "This value cannot be read."))
	if t, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		e = e.At(t.Field)
	}
	return e
}

// validate checks a body against its schema: all mistakes at once, in our
// words, without the values.
func (a *API) validate(schema *huma.Schema, body any) error {
	var result huma.ValidateResult
	huma.Validate(a.doc.Components.Schemas, schema, huma.NewPathBuffer(nil, 0), huma.ModeWriteToServer, body, &result)
	var list errs.List
	for _, err := range result.Errors {
		if d, ok := err.(*huma.ErrorDetail); ok {
			list.Add(fault(d))
		}
	}
	return list.Err()
}

// fault puts a mistake against the schema into our words.
func fault(d *huma.ErrorDetail) *errs.Error {
	if rest, ok := strings.CutPrefix(d.Message, before(validation.MsgExpectedRequiredProperty)); ok {
		name, _, _ := strings.Cut(rest, " ")
		return errs.New(errs.Invalid, "api.required", lang.T("此项必填。", "This is needed.")).At(join(d.Location, name))
	}
	for _, w := range faultWords {
		if strings.HasPrefix(d.Message, before(w.message)) {
			return errs.New(errs.Invalid, w.key, w.text).At(d.Location)
		}
	}
	return errs.New(errs.Invalid, "api.value", lang.T("此值不符合接口说明。", "This value is not as the reference says.")).At(d.Location)
}

// before is the part of a message before its first value.
func before(message string) string {
	head, _, _ := strings.Cut(message, "%")
	return head
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// faultWords are the checker's messages that can occur, in our words; a message
// that begins another one stands behind it.
var faultWords = []struct {
	message, key string
	text         lang.Text
}{
	{validation.MsgUnexpectedProperty, "api.unknown", lang.T("没有这一项，请核对名称。", "There is no such property; check its name.")},
	{validation.MsgExpectedRFC3339DateTime, "api.time", lang.T("应为 RFC 3339 时间，例如 2026-11-20T09:00:00+08:00。", "This must be an RFC 3339 time, such as 2026-11-20T09:00:00+08:00.")},
	{validation.MsgExpectedRFC3339Date, "api.day", lang.T("应为日期，例如 2026-11-20。", "This must be a day, such as 2026-11-20.")},
	{validation.MsgExpectedString, "api.type", lang.T("应为文字。", "This must be a string.")},
	{validation.MsgExpectedInteger, "api.type", lang.T("应为整数。", "This must be a whole number.")},
	{validation.MsgExpectedNumber, "api.type", lang.T("应为数字。", "This must be a number.")},
	{validation.MsgExpectedBoolean, "api.type", lang.T("应为 true 或 false。", "This must be true or false.")},
	{validation.MsgExpectedArray, "api.type", lang.T("应为数组。", "This must be an array.")},
	{validation.MsgExpectedObject, "api.type", lang.T("应为对象。", "This must be an object.")},
}
