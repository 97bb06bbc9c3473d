package activity

import (
	"slices"

	"lunheng/internal/document/blob"
	"lunheng/internal/errs"
	"lunheng/internal/journal"
	"lunheng/internal/lang"
)

// maxAllFiles bounds the files of one application.
const maxAllFiles = 500

// Attach adds a file to a field of the form. In a field for one file, or when
// Replaces names a file, it takes the other's place.
type Attach struct {
	Activity string `json:"activity"`
	Version  int64  `json:"version"`
	Field    string `json:"field"`
	Name     string `json:"name"`
	Replaces string `json:"replaces,omitempty"` // file id
	Key      string `json:"key,omitempty"`
}

// MayAttach tells beforehand whether an upload would find its place, and the
// limits of that place, so that nobody sends a file in vain.
func (s State) MayAttach(cmd Attach, form Form, limits blob.Limits) (Field, blob.Limits, error) {
	if err := s.editable(); err != nil {
		return Field{}, limits, err
	}
	field, ok := form.Field(cmd.Field)
	if !ok || !field.IsFile() {
		return Field{}, limits, errs.New(errs.Invalid, "activity.file.field", lang.T(
			"“%.40s”处不能上传文件。", "No file can be uploaded at %.40q."), cmd.Field).At("field")
	}
	old, replacing := s.File(cmd.Replaces)
	if cmd.Replaces != "" && (!replacing || old.Field != cmd.Field) {
		return Field{}, limits, gone()
	}
	if field.Type == FieldFiles && !replacing && len(s.FilesOf(field.Code)) >= field.Max {
		return Field{}, limits, errs.New(errs.TooLarge, "activity.file.many", lang.T(
			"“%s”最多 %d 个文件。", "%q takes at most %d files."), field.Text, field.Max).At(field.Code)
	}
	if len(s.Files) >= maxAllFiles && !replacing {
		return Field{}, limits, errs.New(errs.TooLarge, "activity.file.many", lang.T(
			"“%s”最多 %d 个文件。", "%q takes at most %d files."), lang.T("申请", "An application"), maxAllFiles).At(field.Code)
	}
	if len(field.Types) > 0 {
		limits.Types = field.Types
	}
	return field, limits, nil
}

func gone() *errs.Error {
	return errs.New(errs.NotFound, "activity.file.gone", lang.T(
		"这个文件已经不在申请里了。请刷新页面查看。", "This file is no longer part of the application. Look at the page again."))
}

// Attach decides where a stored file goes. A file that is there already, under
// the same name, is not added again; then the news are empty and the file is
// the present one.
func (s State) Attach(cmd Attach, field Field, stored blob.Blob, id string) ([]journal.New, File) {
	file := File{ID: id, Field: field.Code, Group: field.Section, Name: blob.CleanName(cmd.Name),
		Hash: stored.Hash, Size: stored.Size, Type: stored.Type}
	there := s.FilesOf(field.Code)
	same := slices.IndexFunc(there, func(f File) bool { return f.Hash == file.Hash && f.Name == file.Name })
	if same >= 0 && (cmd.Replaces == "" || cmd.Replaces == there[same].ID) {
		return nil, there[same]
	}
	replaces := cmd.Replaces
	if replaces == "" && field.Type == FieldFile && len(there) > 0 {
		replaces = there[0].ID
	}
	if replaces == "" {
		return []journal.New{journal.Because(FileAttached{File: file})}, file
	}
	return []journal.New{journal.Because(FileReplaced{File: file, Replaces: replaces})}, file
}

// RemoveFile takes a file out.
type RemoveFile struct {
	Activity string `json:"activity"`
	Version  int64  `json:"version"`
	File     string `json:"file"` // id
	Key      string `json:"key,omitempty"`
}

// RemoveFile decides on it. A file that is gone already is no mistake.
func (s State) RemoveFile(cmd RemoveFile) ([]journal.New, error) {
	if err := s.editable(); err != nil {
		return nil, err
	}
	if _, ok := s.File(cmd.File); !ok {
		return nil, nil
	}
	return []journal.New{journal.Because(FileRemoved{File: cmd.File})}, nil
}
