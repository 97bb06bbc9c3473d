package api

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"reflect"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"lunheng/internal/activity"
	"lunheng/internal/edge"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// fileRoutes bring files of applications in and out.
func (a *API) fileRoutes() {
	g := a.chapter("项目文件", "Files of applications")
	op := g.operation(http.MethodPost, "/activities/{activity}/files", lang.T("上传文件（multipart；file 放在最后）", "Upload a file (multipart; the part file comes last)"))
	op.Parameters = append(op.Parameters, &huma.Param{Name: "Idempotency-Key", In: "header", Schema: &huma.Schema{Type: huma.TypeString}})
	op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"multipart/form-data": {Schema: uploadForm()}}}
	op.Responses["201"] = a.answer(reflect.TypeFor[activity.File]())
	g.handle(op, upload)

	op = g.operation(http.MethodGet, "/activities/{activity}/files/{file}", lang.T("下载文件", "Fetch a file"))
	op.Responses["200"] = binary("application/octet-stream")
	g.handle(op, func(r *Request) error {
		f, content, err := a.Activity.OpenFile(r.Context(), r.P, r.PathValue("activity"), r.PathValue("file"))
		if err != nil {
			return err
		}
		defer content.Close()
		return r.sendFile(content, f.Name, f.Type, f.Size)
	})
	act(g, "/activities/{activity}/files/{file}/remove", lang.T("移除文件（以前的版本仍保留）", "Take a file out; earlier versions keep it"), a.Activity.RemoveFile)
}

func uploadForm() *huma.Schema {
	text := func(doc string) *huma.Schema { return &huma.Schema{Type: huma.TypeString, Description: doc} }
	return &huma.Schema{Type: huma.TypeObject, Required: []string{"field", "file"}, Properties: map[string]*huma.Schema{
		"field":    text("申请表中的文件项 / field of the form"),
		"name":     text("文件名，默认为所传文件的名称 / name; that of the file by default"),
		"replaces": text("被替换文件的 id / id of the file whose place it takes"),
		"file":     {Type: huma.TypeString, Format: "binary"},
	}}
}

func binary(media string) *huma.Response {
	return &huma.Response{Description: "文件 / the file", Content: map[string]*huma.MediaType{media: {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}}
}

// upload streams a file to where it belongs. The words about it come first.
func upload(r *Request) error {
	if limit := r.a.Activity.Limits.MaxBytes; limit > 0 { // the file has this very limit; the rest is words
		r.Body = http.MaxBytesReader(r.w, r.Body, limit+maxBody)
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return errs.New(errs.Invalid, keyMedia, lang.T("上传文件请用 multipart/form-data。", "Upload files as multipart/form-data."))
	}
	cmd := activity.Attach{Activity: r.PathValue("activity")}
	if cmd.Key, err = r.key(); err != nil {
		return err
	}
	part, err := toFile(parts, &cmd)
	if err != nil {
		return err
	}
	f, err := r.a.Activity.Attach(r.Context(), r.P, r.Now, cmd, part)
	if err != nil {
		return err
	}
	version, err := journal.Head(r.Reader(), activity.Stream(cmd.Activity))
	if err != nil {
		return err
	}
	r.w.Header().Set("Location", prefix+"/activities/"+cmd.Activity+"/files/"+f.ID)
	return r.send(http.StatusCreated, mediaJSON, f, version)
}

// maxWord bounds what is said about a file, in bytes.
const maxWord = 4 << 10

// toFile reads the parts of an upload up to the file itself.
func toFile(parts *multipart.Reader, cmd *activity.Attach) (io.Reader, error) {
	words := map[string]*string{"field": &cmd.Field, "name": &cmd.Name, "replaces": &cmd.Replaces}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil, errs.New(errs.Invalid, "api.file.none", lang.T("没有 file 部分，或它没有放在最后。", "There is no part file, or it does not come last.")).At("file")
		}
		if err != nil {
			return nil, errs.New(errs.Invalid, "api.body.broken", lang.T("请求内容没有完整传到，请重试。", "The body did not arrive whole; try again.")).Because(err)
		}
		name := part.FormName()
		if name == "file" {
			if cmd.Name == "" {
				cmd.Name = part.FileName()
			}
			return part, nil
		}
		dest, ok := words[name]
		if !ok {
			return nil, errs.New(errs.Invalid, "api.unknown", lang.T("没有这一项，请核对名称。", "There is no such property; check its name.")).At(name)
		}
		raw, err := io.ReadAll(io.LimitReader(part, maxWord+1))
		if err != nil {
			return nil, errs.New(errs.Invalid, "api.body.broken", lang.T("请求内容没有完整传到，请重试。", "The body did not arrive whole; try again.")).Because(err)
		}
		if len(raw) > maxWord {
			return nil, errs.New(errs.Invalid, "api.word.long", lang.T("这一项超过%d字节，请缩短。", "This is longer than %d bytes; make it shorter."), maxWord).At(name)
		}
		if err := edge.Text(string(raw)); err != nil {
			return nil, err
		}
		*dest = string(raw)
	}
}

// sendFile sends a file under its name, to be kept and not to be run.
func (r *Request) sendFile(content io.Reader, name, media string, size int64) error {
	h := r.w.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	if size > 0 {
		h.Set("Content-Length", strconv.FormatInt(size, 10))
	}
	if _, err := io.Copy(r.w, content); err != nil {
		r.a.Log.Warn("send file", "error", err)
	}
	return nil
}
