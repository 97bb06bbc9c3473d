package blob

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"lunheng/internal/errs"
)

func folderHarness(t *testing.T) harness {
	t.Helper()
	dir := t.TempDir()
	f := openFolder(t, dir)
	return harness{store: f,
		count: func() int { return countFiles(t, dir) },
		spoil: func(hash string) { write(t, filepath.Join(dir, place(hash)), "spoilt") }}
}

func openFolder(t *testing.T, dir string) *Folder {
	t.Helper()
	f, err := OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}

func countFiles(t *testing.T, dir string) int {
	t.Helper()
	n := 0
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			n++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// failing is a file whose n-th operation fails, and all after it.
type failing struct {
	growing
	left *int
	err  error
}

func (f failing) step() error {
	if *f.left--; *f.left < 0 {
		return f.err
	}
	return nil
}

func (f failing) Write(p []byte) (int, error) {
	if err := f.step(); err != nil {
		n, _ := f.growing.Write(p[:len(p)/2]) // a full disk takes a part
		return n, err
	}
	return f.growing.Write(p)
}

func (f failing) Sync() error { return errors.Join(f.step(), f.growing.Sync()) }

func (f failing) Close() error { return errors.Join(f.step(), f.growing.Close()) }

// TestEveryFailingOperationLeavesNothing fails the first, the second … and so
// on until nothing fails.
func TestEveryFailingOperationLeavesNothing(t *testing.T) {
	for _, cause := range []error{syscall.ENOSPC, syscall.EIO} {
		for n := 0; ; n++ {
			dir := t.TempDir()
			f := openFolder(t, dir)
			left := n
			f.create = func(root *os.Root, name string) (growing, error) {
				file, err := create(root, name)
				return failing{file, &left, cause}, err
			}
			_, err := f.Put(t.Context(), strings.NewReader(strings.Repeat("x", 100_000)))
			if err == nil {
				if n < 4 { // writes, sync and close at least
					t.Fatalf("nothing failed after %d operations", n)
				}
				break
			}
			if !errors.Is(err, cause) {
				t.Fatalf("operation %d: the cause is lost: %v", n, err)
			}
			if full := errs.Has(err, "document.blob.full"); full != (cause == syscall.ENOSPC) {
				t.Errorf("operation %d: said to be full: %v, cause %v", n, full, cause)
			}
			if files := countFiles(t, dir); files != 0 {
				t.Errorf("operation %d: %d files left behind", n, files)
			}
		}
	}
}

// TestFullDisk fills a real small disk, where that may be made.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	if err := mountSmall(dir); err != nil {
		t.Skipf("no small disk can be made here: %v", err)
	}
	t.Cleanup(func() {
		if err := unmount(dir); err != nil {
			t.Error(err)
		}
	})
	f, err := OpenFolder(filepath.Join(dir, "files"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	small, err := f.Put(t.Context(), strings.NewReader("kept before"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.Put(t.Context(), strings.NewReader(strings.Repeat("x", 4<<20)))
	if !errs.Has(err, "document.blob.full") {
		t.Errorf("a full disk gives %v", err)
	}
	if n := countFiles(t, dir); n != 1 {
		t.Errorf("%d files on the disk, want the one kept before", n)
	}
	if got, err := readAll(t, f, small.Hash); err != nil || string(got) != "kept before" {
		t.Errorf("the file kept before reads %q, %v", got, err)
	}
}

func TestOpeningSweepsWhatNobodyHolds(t *testing.T) {
	dir := t.TempDir()
	f := openFolder(t, dir)
	held, err := f.create(f.root, incoming+"/held")
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, incoming, "left-by-a-crash"), "half")
	openFolder(t, dir)
	if n := countFiles(t, dir); n != 1 {
		t.Errorf("%d files after opening, want the held one", n)
	}
	if err := held.Close(); err != nil {
		t.Fatal(err)
	}
	openFolder(t, dir)
	if n := countFiles(t, dir); n != 0 {
		t.Errorf("%d files after the holder is gone", n)
	}
}

func TestLinksOutOfTheFolderAreRefused(t *testing.T) {
	dir, outside := t.TempDir(), filepath.Join(t.TempDir(), "secret")
	write(t, outside, "secret")
	f := openFolder(t, dir)
	hash := strings.Repeat("ab", 32)
	if err := os.Mkdir(filepath.Join(dir, "ab"), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(dir, place(hash))); err != nil {
		t.Fatal(err)
	}
	if got, err := readAll(t, f, hash); err == nil || strings.Contains(string(got), "secret") {
		t.Errorf("read %q through a link out of the folder, err %v", got, err)
	}
}
