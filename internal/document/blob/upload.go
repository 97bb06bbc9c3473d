package blob

import (
	"bytes"
	"context"

	"lunheng/internal/errs"
	"lunheng/internal/lang"
)

// Upload is a small file that comes along with a form or a request.
type Upload struct {
	Name    string `json:"name"`
	Content []byte `json:"content"`
}

// Kept is such a file once it is kept, as events name it.
type Kept struct {
	Name string `json:"name"`
	Blob
}

// Keep keeps a file that came along; nil where none did.
func Keep(ctx context.Context, s Store, limits Limits, u *Upload) (*Kept, error) {
	if u == nil || u.Name == "" && len(u.Content) == 0 {
		return nil, nil
	}
	if s == nil {
		return nil, errs.New(errs.Internal, "document.upload.nowhere", lang.T("没有存放文件的地方。", "There is no place for files."))
	}
	b, err := Receive(ctx, s, limits, bytes.NewReader(u.Content))
	if err != nil {
		return nil, err
	}
	return &Kept{Name: CleanName(u.Name), Blob: b}, nil
}
