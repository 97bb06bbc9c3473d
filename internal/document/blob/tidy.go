package blob

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
)

// Tidy is a store from which files can be removed that nothing names any more.
// Whoever removes must know that; the store does not.
type Tidy interface {
	Store
	// Each tells every kept file and when it was last put.
	Each(ctx context.Context, fn func(hash string, put time.Time) error) error
	// Remove removes a file unless it was put at or after a time. It reports
	// whether the file is gone now; one that was not there is.
	Remove(ctx context.Context, hash string, before time.Time) (bool, error)
}

// Each implements [Tidy].
func (f *Folder) Each(ctx context.Context, fn func(hash string, put time.Time) error) error {
	dirs, err := fs.ReadDir(f.root.FS(), ".")
	if err != nil {
		return fmt.Errorf("list kept files: %w", err)
	}
	for _, dir := range dirs {
		if len(dir.Name()) != 2 || !dir.IsDir() {
			continue
		}
		if err := f.eachIn(ctx, dir.Name(), fn); err != nil {
			return err
		}
	}
	return nil
}

func (f *Folder) eachIn(ctx context.Context, dir string, fn func(hash string, put time.Time) error) error {
	entries, err := fs.ReadDir(f.root.FS(), dir)
	if err != nil {
		return fmt.Errorf("list kept files: %w", err)
	}
	for _, entry := range entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		info, err := entry.Info()
		if errors.Is(err, fs.ErrNotExist) || checkHash(entry.Name()) != nil {
			continue
		}
		if err != nil {
			return fmt.Errorf("look at kept file %s: %w", entry.Name(), err)
		}
		if err := fn(entry.Name(), info.ModTime()); err != nil {
			return err
		}
	}
	return nil
}

// Remove implements [Tidy].
func (f *Folder) Remove(_ context.Context, hash string, before time.Time) (bool, error) {
	if err := checkHash(hash); err != nil {
		return false, err
	}
	info, err := f.root.Stat(place(hash))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return true, nil
	case err != nil:
		return false, fmt.Errorf("look at file %s: %w", hash, err)
	case !info.ModTime().Before(before):
		return false, nil
	}
	if err := f.root.Remove(place(hash)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, fmt.Errorf("remove file %s: %w", hash, err)
	}
	return true, stored("sync folder", syncDir(f.root, hash[:2]))
}

// Each implements [Tidy].
func (s *S3) Each(ctx context.Context, fn func(hash string, put time.Time) error) error {
	ctx, stop := context.WithCancel(ctx) // ends the listing when fn does
	defer stop()
	prefix := ""
	if s.prefix != "" {
		prefix = strings.TrimSuffix(s.prefix, "/") + "/"
	}
	for object := range s.client.ListObjects(ctx, s.bucket, minio.ListObjectsOptions{Prefix: prefix, Recursive: true}) {
		if object.Err != nil {
			return fmt.Errorf("list kept files: %w", object.Err)
		}
		hash := path.Base(object.Key)
		if checkHash(hash) != nil || object.Key != s.key(hash) {
			continue
		}
		if err := fn(hash, object.LastModified); err != nil {
			return err
		}
	}
	return nil
}

// Remove implements [Tidy].
func (s *S3) Remove(ctx context.Context, hash string, before time.Time) (bool, error) {
	if err := checkHash(hash); err != nil {
		return false, err
	}
	info, err := s.client.StatObject(ctx, s.bucket, s.key(hash), minio.StatObjectOptions{})
	switch {
	case absent(err):
		return true, nil
	case err != nil:
		return false, fmt.Errorf("look at file %s: %w", hash, err)
	case !info.LastModified.Before(before):
		return false, nil
	}
	if err := s.client.RemoveObject(ctx, s.bucket, s.key(hash), minio.RemoveObjectOptions{}); err != nil {
		return false, fmt.Errorf("remove file %s: %w", hash, err)
	}
	return true, nil
}
