package blob

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"lunheng/internal/errs"
	"lunheng/internal/lang"
)

// Limits says what a person may hand in.
type Limits struct {
	MaxBytes int64    // largest file; 0 means no limit
	Types    []string // media types allowed, such as application/pdf or image/*; none means all
}

// Receive keeps a person's upload when it is within limits: not empty, not too
// large, of an allowed type by its content, and complete. Every refusal says
// what to do and leaves nothing behind.
//
//   - errs.TooLarge "document.upload.large"
//   - errs.Invalid "document.upload.type", "document.upload.empty",
//     "document.upload.broken" (the stream ended with an error)
func Receive(ctx context.Context, s Store, limits Limits, r io.Reader) (Blob, error) {
	up := &upload{r: r, limits: limits}
	buffered := bufio.NewReaderSize(up, sniffed)
	head, err := buffered.Peek(sniffed)
	switch {
	case up.err != nil:
		return Blob{}, up.err
	case len(head) == 0:
		return Blob{}, errs.New(errs.Invalid, "document.upload.empty", lang.T(
			"文件是空的。请检查后重新选择文件。", "The file is empty. Check it and choose it again.")).Because(err)
	}
	if err := limits.checkType(Sniff(head)); err != nil {
		return Blob{}, err
	}
	blob, err := s.Put(ctx, buffered)
	if up.err != nil {
		return Blob{}, up.err
	}
	return blob, err
}

// checkType refuses a type that is not allowed.
func (l Limits) checkType(is string) error {
	if len(l.Types) == 0 || slices.ContainsFunc(l.Types, func(allowed string) bool { return matches(is, allowed) }) {
		return nil
	}
	return errs.New(errs.Invalid, "document.upload.type", lang.T(
		"文件内容的类型是 %s，这里不接受。可以上传：%s。",
		"By its content this file is %s, which is not accepted here. Accepted: %s."),
		TypeName(is), strings.Join(names(l.Types), ", "))
}

// matches reports whether a media type is the allowed one; parameters such as
// the character set do not count, and type/* stands for all of a kind.
func matches(is, allowed string) bool {
	is, _, _ = strings.Cut(is, ";")
	if kind, ok := strings.CutSuffix(allowed, "*"); ok {
		return strings.HasPrefix(is, kind)
	}
	return is == allowed
}

// names are the allowed types as people call them.
func names(types []string) []string {
	var out []string
	for _, t := range types {
		if name := TypeName(t); !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// upload reads what a person sends. It remembers why reading ended, as a
// refusal to be shown.
type upload struct {
	r      io.Reader
	limits Limits
	n      int64
	err    error
}

func (u *upload) Read(p []byte) (int, error) {
	if u.err != nil {
		return 0, u.err
	}
	n, err := u.r.Read(p)
	u.n += int64(n)
	if u.limits.MaxBytes > 0 && u.n > u.limits.MaxBytes {
		u.err = TooLarge(u.limits.MaxBytes)
		return 0, u.err
	}
	if err != nil && !errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		u.err = broken(err)
		return n, u.err
	}
	return n, err
}

// TooLarge is the refusal of a file that is larger than max bytes, for edges
// that know the size beforehand.
func TooLarge(max int64) *errs.Error {
	return errs.New(errs.TooLarge, "document.upload.large", lang.T(
		"文件超过了 %s 的上限。请压缩或拆分后重新上传。",
		"The file is larger than the limit of %s. Compress or split it, then upload it again."), Size(max))
}

// broken is the refusal of an upload whose stream failed. A refusal of the
// edge, such as a limit of its own, passes as it is.
func broken(err error) error {
	if len(errs.All(err)) > 0 {
		return err
	}
	return errs.New(errs.Invalid, "document.upload.broken", lang.T(
		"上传中断，文件没有保存。请重新上传。",
		"The upload broke off; nothing was kept. Please upload the file again.")).Because(err)
}

// Size writes a number of bytes for people: 17 B, 3.4 kB, 12 MB. The steps are
// thousands.
func Size(bytes int64) string {
	units := []string{"B", "kB", "MB", "GB", "TB"}
	v, i := float64(bytes), 0
	for v >= 999.5 && i < len(units)-1 {
		v /= 1000
		i++
	}
	if i == 0 || v >= 9.95 {
		return fmt.Sprintf("%.0f %s", v, units[i])
	}
	return strings.Replace(fmt.Sprintf("%.1f %s", v, units[i]), ".0", "", 1)
}
