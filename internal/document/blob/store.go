package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"strings"
	"syscall"

	"lunheng/internal/errs"
	"lunheng/internal/lang"
)

// Blob is a kept file: its content, not its name.
type Blob struct {
	Hash string `json:"hash"` // SHA-256, 64 lower-case hexadecimal digits
	Size int64  `json:"size"` // bytes
	Type string `json:"type"` // media type as told by the content, see [Sniff]
}

// Store is a place for files. It is safe for use by many at a time.
type Store interface {
	// Put keeps all of r. An error, of r or of the store, leaves nothing.
	Put(ctx context.Context, r io.Reader) (Blob, error)
	// Open reads a file; its last Read gives ErrCorrupt when the content does
	// not have this hash any more. A hash that is not kept is errs.NotFound.
	Open(ctx context.Context, hash string) (io.ReadCloser, error)
	// Has reports whether a file is kept. An error means: could not look.
	Has(ctx context.Context, hash string) (bool, error)
}

// ErrCorrupt says that a kept file is no longer what its name says.
var ErrCorrupt = errors.New("kept file does not have the content its hash names")

// checkHash refuses what is no hash, before it becomes part of a path.
func checkHash(hash string) error {
	if len(hash) == 2*sha256.Size && strings.Trim(hash, "0123456789abcdef") == "" {
		return nil
	}
	return errs.New(errs.Invalid, "document.blob.hash", lang.T(
		"文件编号应为 64 位十六进制数字。", "A file's hash has 64 hexadecimal digits."))
}

// notFound is the refusal for a hash that is not kept.
func notFound(cause error) error {
	return errs.New(errs.NotFound, "document.blob.missing", lang.T(
		"没有这个文件。", "There is no such file.")).Because(cause)
}

// stored wraps a failure of the place itself. A full disk is told as such:
// someone can do something about it.
func stored(doing string, err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, syscall.ENOSPC) {
		return errs.New(errs.Internal, "document.blob.full", lang.T(
			"存储空间已满，文件没有保存。请联系管理员，然后重新上传。",
			"The storage is full; the file was not kept. Tell the administrator, then upload it again.")).
			Because(fmt.Errorf("%s: %w", doing, err))
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// source reads for Put: it stops when ctx ends.
type source struct {
	ctx context.Context
	r   io.Reader
}

func (s source) Read(p []byte) (int, error) {
	if err := context.Cause(s.ctx); err != nil {
		return 0, err
	}
	return s.r.Read(p)
}

// keep copies all of r to w and tells what it was. Its errors of reading come
// back as they are; its errors of writing through stored.
func keep(ctx context.Context, w io.Writer, r io.Reader) (Blob, error) {
	sum := sha256.New()
	head := &headOf{}
	out := &writes{w: w}
	n, err := io.Copy(io.MultiWriter(out, sum, head), source{ctx, r})
	switch {
	case out.err != nil:
		return Blob{}, stored("write file", out.err)
	case err != nil:
		return Blob{}, fmt.Errorf("read file to keep: %w", err)
	}
	return Blob{Hash: hex.EncodeToString(sum.Sum(nil)), Size: n, Type: Sniff(head.bytes)}, nil
}

// writes remembers that writing failed, to tell it from reading.
type writes struct {
	w   io.Writer
	err error
}

func (w *writes) Write(p []byte) (int, error) {
	n, err := w.w.Write(p)
	w.err = err
	return n, err
}

// headOf keeps the first bytes that are written to it.
type headOf struct{ bytes []byte }

func (h *headOf) Write(p []byte) (int, error) {
	if free := sniffed - len(h.bytes); free > 0 {
		h.bytes = append(h.bytes, p[:min(free, len(p))]...)
	}
	return len(p), nil
}

// checked reads a file and checks its hash at the end.
type checked struct {
	io.ReadCloser
	want string
	sum  hash.Hash
}

func check(r io.ReadCloser, want string) io.ReadCloser {
	return &checked{ReadCloser: r, want: want, sum: sha256.New()}
}

func (c *checked) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	c.sum.Write(p[:n])
	if errors.Is(err, io.EOF) && hex.EncodeToString(c.sum.Sum(nil)) != c.want {
		return n, fmt.Errorf("read file %s: %w", c.want, ErrCorrupt)
	}
	return n, err
}
