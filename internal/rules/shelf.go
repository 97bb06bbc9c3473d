package rules

import (
	"fmt"
	"io/fs"
	"path"
	"sync/atomic"

	"lunheng/internal/calendar"
	"lunheng/internal/yamldoc"
)

// Shelf holds the book that counts at present. A book never changes; publishing a
// pack makes a new one, and whoever judges takes the one in force at that moment.
// Its methods are those of the present book; whoever asks several times about one
// thing takes [Shelf.Current] once.
type Shelf struct{ now atomic.Pointer[Book] }

// Shelve makes a shelf with a book on it.
func Shelve(b *Book) *Shelf {
	s := &Shelf{}
	s.now.Store(b)
	return s
}

// Current is the book that counts now.
func (s *Shelf) Current() *Book { return s.now.Load() }

// Put puts another book in its place.
func (s *Shelf) Put(b *Book) { s.now.Store(b) }

// On is [Book.On] of the present book.
func (s *Shelf) On(day calendar.Day, region string) *Set { return s.Current().On(day, region) }

// Point is [Book.Point] of the present book.
func (s *Shelf) Point(name string) (*Point, bool) { return s.Current().Point(name) }

// Source is [Book.Source] of the present book.
func (s *Shelf) Source(id string) (Source, bool) { return s.Current().Source(id) }

// Packs is [Book.Packs] of the present book.
func (s *Shelf) Packs() []PackInfo { return s.Current().Packs() }

// Outline is [Book.Outline] of the present book.
func (s *Shelf) Outline(ref string, day calendar.Day) (Outline, bool) {
	return s.Current().Outline(ref, day)
}

// PackRefs names the packs of a file system as id@version, in the order of their
// folders. What is wrong with them is for [Load] to say.
func PackRefs(fsys fs.FS) ([]string, error) {
	var out []string
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Base(name) != "pack.yaml" {
			return err
		}
		raw, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		docs, _ := yamldoc.Parse(name, raw, maxPackFile)
		head := map[string]any{}
		if len(docs) > 0 {
			head, _ = docs[0].Any().(map[string]any)
		}
		out = append(out, fmt.Sprintf("%v@%v", head["id"], head["version"]))
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("look for packs: %w", err)
	}
	return out, nil
}
