package blob

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
)

// Folder keeps files in a directory, as ab/abcdef…: the first two digits of
// the hash, then the hash. Uploads grow in incoming/ and move when complete.
type Folder struct {
	root   *os.Root
	create func(root *os.Root, name string) (growing, error) // replaced in tests by disks that fail
}

// growing is a file being written.
type growing interface {
	io.WriteCloser
	Sync() error
}

// incoming is where uploads grow.
const incoming = "incoming"

// OpenFolder opens the store in dir, making the directory when it is not
// there, and removes what an earlier process left half-written. Files that
// another living process is writing are let be.
func OpenFolder(dir string) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fmt.Errorf("make folder for files: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open folder for files: %w", err)
	}
	f := &Folder{root: root, create: create}
	if err := errors.Join(makeDir(root, incoming), f.sweep()); err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return f, nil
}

// Close gives the folder's handle back.
func (f *Folder) Close() error { return f.root.Close() }

// Put implements [Store]: write, sync, rename, sync the directory.
func (f *Folder) Put(ctx context.Context, r io.Reader) (Blob, error) {
	temp := path.Join(incoming, rand.Text())
	blob, err := f.grow(ctx, temp, r)
	if err == nil {
		err = f.settle(temp, blob.Hash)
	}
	if err == nil {
		return blob, nil
	}
	if gone := f.root.Remove(temp); gone != nil && !errors.Is(gone, fs.ErrNotExist) {
		err = errors.Join(err, fmt.Errorf("remove half-written file: %w", gone))
	}
	return Blob{}, err
}

// grow writes r to a new file and sees it to the disk.
func (f *Folder) grow(ctx context.Context, temp string, r io.Reader) (Blob, error) {
	file, err := f.create(f.root, temp)
	if err != nil {
		return Blob{}, stored("create file", err)
	}
	blob, err := keep(ctx, file, r)
	if err == nil {
		err = stored("sync file", file.Sync())
	}
	if closed := file.Close(); err == nil {
		err = stored("close file", closed)
	}
	return blob, err
}

// settle gives a complete file its name. A file already there is replaced by
// the same content, which heals one that has rotted.
func (f *Folder) settle(temp, hash string) error {
	dir := hash[:2]
	if err := makeDir(f.root, dir); err != nil {
		return stored("make folder", err)
	}
	if err := f.root.Rename(temp, place(hash)); err != nil {
		return stored("name file", err)
	}
	return stored("sync folder", syncDir(f.root, dir))
}

// Open implements [Store].
func (f *Folder) Open(_ context.Context, hash string) (io.ReadCloser, error) {
	if err := checkHash(hash); err != nil {
		return nil, err
	}
	file, err := f.root.Open(place(hash))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, notFound(err)
	}
	if err != nil {
		return nil, fmt.Errorf("open file %s: %w", hash, err)
	}
	return check(file, hash), nil
}

// Has implements [Store].
func (f *Folder) Has(_ context.Context, hash string) (bool, error) {
	if err := checkHash(hash); err != nil {
		return false, err
	}
	_, err := f.root.Stat(place(hash))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look for file %s: %w", hash, err)
	}
	return true, nil
}

// place is the path of a hash within the folder.
func place(hash string) string { return path.Join(hash[:2], hash) }

// makeDir makes a directory and sees its name to the disk.
func makeDir(root *os.Root, name string) error {
	err := root.Mkdir(name, 0o750)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return syncDir(root, ".")
}

// create makes a new file that is held as being written.
func create(root *os.Root, name string) (growing, error) {
	file, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o640)
	if err != nil {
		return nil, err
	}
	if err := hold(file); err != nil {
		return nil, errors.Join(err, file.Close(), root.Remove(name))
	}
	return file, nil
}

// sweep removes half-written files that nobody holds.
func (f *Folder) sweep() error {
	names, err := fs.ReadDir(f.root.FS(), incoming)
	if err != nil {
		return fmt.Errorf("list half-written files: %w", err)
	}
	for _, entry := range names {
		if err := f.sweepOne(path.Join(incoming, entry.Name())); err != nil {
			return fmt.Errorf("remove half-written file: %w", err)
		}
	}
	return nil
}

func (f *Folder) sweepOne(name string) error {
	file, err := f.root.OpenFile(name, os.O_WRONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	free := hold(file) == nil
	if err := file.Close(); err != nil || !free {
		return err
	}
	return f.root.Remove(name)
}
