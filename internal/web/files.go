package web

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strconv"

	"lunheng/internal/activity"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
	pages "lunheng/internal/web/pages/activity"
	"lunheng/internal/web/ui"
)

// drained bounds what is still read of an upload that was refused, so that the
// browser gets to read why.
const drained = 8 << 20

// uploadRoute alone takes bodies that are larger than a form: it streams them.
const uploadRoute = "POST /activities/{id}/files"

// uploadHeader marks an upload that a script sends file by file.
const uploadHeader = "Lunheng-Upload"

// attachFile takes files for a field of the form. They are streamed to where
// they are kept; a file that is refused or breaks off leaves nothing.
func (s *Server) attachFile(r *Request) error {
	id, field := r.PathValue("id"), r.URL.Query().Get("field")
	err := s.attachAll(r, id, field)
	if err != nil {
		_, _ = io.CopyN(io.Discard, r.Body, drained)
	}
	switch {
	case err != nil && (!Refused(err) || r.wantsText()):
		return err
	case err != nil:
		return s.showUploadRefused(r, field, err)
	case r.Header.Get(uploadHeader) == "":
		d, err := s.openDraft(r)
		if err != nil {
			return err
		}
		return r.See(d.fieldHref(field), lang.T("文件已上传。", "Uploaded."))
	}
	d, err := s.openDraft(r)
	if err != nil {
		return err
	}
	return r.Page(pages.FileList(r.C, d.files(field, d.writable())))
}

// attachAll attaches every file of the request.
func (s *Server) attachAll(r *Request, id, field string) error {
	parts, err := r.MultipartReader()
	if err != nil {
		return errs.New(errs.Invalid, "web.upload", lang.T("没有收到文件。请重新选择文件再试。", "No file arrived. Choose it again.")).At(field).Because(err)
	}
	n := 0
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return errs.New(errs.Invalid, "web.upload.broken", lang.T("上传中断，文件没有保存。请重试。", "The upload broke off and nothing was kept. Please try again.")).At(field).Because(err)
		}
		if part.FileName() == "" {
			continue
		}
		if err := s.attachPart(r, id, field, part); err != nil {
			return err
		}
		n++
	}
	if n == 0 {
		return errs.New(errs.Invalid, "web.upload.none", lang.T("请先选择文件。", "Choose a file first.")).At(field)
	}
	return nil
}

func (s *Server) attachPart(r *Request, id, field string, part *multipart.Part) error {
	cmd := activity.Attach{Activity: id, Field: field, Name: part.FileName()}
	_, err := s.Activity.Attach(r.Context(), r.P, r.C.Now, cmd, part)
	return err
}

// showUploadRefused shows the editor at the field again, with the reason.
func (s *Server) showUploadRefused(r *Request, field string, refused error) error {
	d, err := s.openDraft(r)
	if err != nil {
		return err
	}
	var at errs.List
	for _, e := range errs.All(refused) {
		at.Add(e.At(field))
	}
	r.Request.Form = nil
	q := r.URL.Query()
	q.Set("section", d.sectionOf(field))
	r.URL.RawQuery = q.Encode()
	if err := r.ParseForm(); err != nil { // FormValue reads nothing of a request that was streamed
		return err
	}
	return s.showDraft(r, d, ui.Form{Err: at.Err()}, Status(refused))
}

// removeFile takes a file out of the application.
func (s *Server) removeFile(r *Request) error {
	d, err := s.openDraft(r)
	if err != nil {
		return err
	}
	back := d.path()
	if f, ok := d.File(r.PathValue("file")); ok {
		back = d.fieldHref(f.Field)
	}
	cmd := activity.RemoveFile{Activity: d.ID, File: r.PathValue("file")}
	if _, err := s.Activity.RemoveFile(r.Context(), r.P, r.C.Now, cmd); err != nil {
		return err
	}
	return r.See(back, lang.T("文件已移出申请；已提交过的版本里仍保留。", "The file is out of the application; versions already submitted keep it."))
}

// sendFile sends a file of an application to whoever may read it. It is always
// saved, never opened in the page's name.
func (s *Server) sendFile(r *Request) error {
	f, content, err := s.Activity.OpenFile(r.Context(), r.P, r.PathValue("id"), r.PathValue("file"))
	if err != nil {
		return err
	}
	defer content.Close()
	return r.saveFile(f, content)
}

// saveFile sends a file, to be saved.
func (r *Request) saveFile(f activity.File, content io.Reader) error {
	h := r.W.Header()
	h.Set("Content-Type", f.Type)
	h.Set("Content-Length", strconv.FormatInt(f.Size, 10))
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "private, no-store")
	if r.Method == http.MethodHead {
		return nil
	}
	if _, err := io.Copy(r.W, content); err != nil {
		r.S.Log.Warn("send file", "error", err)
	}
	return nil
}
