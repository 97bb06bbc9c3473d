package activity_test

import (
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lunheng/internal/activity"
	"lunheng/internal/document/blob"
	"lunheng/internal/errs"
)

func (w *world) attach(id, field, name, content string) activity.File {
	w.t.Helper()
	f, err := w.Attach(ctx, w.as("lin"), w.tick(), activity.Attach{Activity: id, Field: field, Name: name}, strings.NewReader(content))
	if err != nil {
		w.t.Fatal(err)
	}
	return f
}

func (w *world) kept() int {
	n := 0
	err := filepath.WalkDir(w.dir, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			n++
		}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

// A file is added once however often one clicks, replaced in a field for one,
// taken out, and still there for whoever looks at the earlier version.
func TestFiles(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		id := w.draft("u1")
		a := w.attach(id, "plan_file", "案", "plan one")
		if again := w.attach(id, "plan_file", "案", "plan one"); again != a {
			t.Errorf("the second click made another file: %+v", again)
		}
		if a.Name != "案" || a.Group != "plan" || a.Type != "text/plain; charset=utf-8" || a.Size != 8 {
			t.Errorf("file %+v", a)
		}
		b := w.attach(id, "plan_file", "案", "plan two")
		if st := w.state(id); len(st.Files) != 1 || st.Files[0] != b {
			t.Errorf("files %+v; want the second alone", st.Files)
		}
		w.attach(id, "other", "x.txt", "one")
		w.attach(id, "other", "y.txt", "two")
		if _, err := w.RemoveFile(ctx, w.as("lin"), w.tick(), activity.RemoveFile{Activity: id, File: b.ID}); err != nil {
			t.Fatal(err)
		}
		if st := w.state(id); len(st.FilesOf("other")) != 2 || len(st.FilesOf("plan_file")) != 0 {
			t.Errorf("files %+v", st.Files)
		}
		f, content, err := w.OpenFile(ctx, w.as("lin"), id, a.ID)
		if err != nil {
			t.Fatal(err)
		}
		defer content.Close()
		if raw, err := io.ReadAll(content); err != nil || string(raw) != "plan one" || f != a {
			t.Errorf("read %q of %+v, %v", raw, f, err)
		}
		w.rebuilt()
	})
}

// Files in the drafts of one person have a common bound, over all drafts and
// with what was taken out of them; what was handed in does not count, and
// nobody's files count for somebody else.
func TestQuotaOfDrafts(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		one, two := w.draft("u1"), w.draft("u1")
		w.Quota = 100
		add := func(who, id, content string) error {
			_, err := w.Attach(ctx, w.as(who), w.tick(), activity.Attach{Activity: id, Field: "other", Name: content[:1] + ".txt"}, strings.NewReader(content))
			return err
		}
		refused := func(what string, err error) {
			t.Helper()
			if errs.CodeOf(err) != errs.TooLarge || !errs.Has(err, "activity.file.quota") {
				t.Errorf("%s: %v", what, err)
			}
		}
		f := w.attach(one, "other", "a.txt", strings.Repeat("a", 60))
		refused("another draft", add("lin", two, strings.Repeat("b", 60)))
		if _, err := w.RemoveFile(ctx, w.as("lin"), w.tick(), activity.RemoveFile{Activity: one, File: f.ID}); err != nil {
			t.Fatal(err)
		}
		refused("taken out", add("lin", one, strings.Repeat("c", 60)))
		if err := add("lin", two, strings.Repeat("a", 60)); err != nil {
			t.Errorf("the same content twice: %v", err)
		}
		if err := add("lin", two, strings.Repeat("d", 40)); err != nil {
			t.Errorf("up to the bound: %v", err)
		}
		refused("one byte more", add("lin", one, "e"))
		if _, err := w.AddPerson(ctx, w.as("lin"), w.tick(), activity.AddPerson{Activity: one, Person: "王", Role: activity.Investigator}); err != nil {
			t.Fatal(err)
		}
		if err := add("王", one, strings.Repeat("f", 90)); err != nil {
			t.Errorf("somebody else on the team: %v", err)
		}
		w.Quota = 1 << 20
		w.complete(one)
		if _, err := w.submit(one, 0, ""); err != nil {
			t.Fatal(err)
		}
		w.Quota = 101 // what is left: 100 bytes in the second draft
		if err := add("lin", two, "g"); err != nil {
			t.Errorf("what was handed in counts: %v", err)
		}
	})
}

// Nobody who has no part in it gets a file, not even by its exact name.
func TestFileOfOthers(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		id := w.draft("u1")
		f := w.attach(id, "plan_file", "a.txt", "secret")
		for _, person := range []string{"stranger", "sec", ""} {
			if _, _, err := w.OpenFile(ctx, w.as(person), id, f.ID); errs.CodeOf(err) != errs.NotFound && errs.CodeOf(err) != errs.Login {
				t.Errorf("%q: %v; want no such thing", person, err)
			}
		}
		other := w.draft("u1")
		if _, _, err := w.OpenFile(ctx, w.as("lin"), other, f.ID); errs.CodeOf(err) != errs.NotFound {
			t.Errorf("through another application: %v", err)
		}
		_, err := w.Attach(ctx, w.as("stranger"), w.tick(), activity.Attach{Activity: id, Field: "other", Name: "a"}, strings.NewReader("x"))
		if errs.CodeOf(err) != errs.NotFound {
			t.Errorf("a stranger's upload: %v", err)
		}
	})
}

// failing breaks off after some bytes.
type failing struct{ n int }

func (f *failing) Read(p []byte) (int, error) {
	if f.n <= 0 {
		return 0, errors.New("connection reset")
	}
	f.n -= len(p)
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

// An upload that breaks off, is too large, of a wrong type or for no field is
// refused in words and leaves nothing behind.
func TestBadUploads(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		id := w.draft("u1")
		version := w.state(id).Version
		for _, c := range []struct {
			name, field, key string
			content          io.Reader
		}{
			{"breaks off", "plan_file", "document.upload.broken", &failing{200000}},
			{"too large", "plan_file", "document.upload.large", strings.NewReader(strings.Repeat("x", 1<<20+1))},
			{"wrong type", "plan_file", "document.upload.type", strings.NewReader("MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff")},
			{"empty", "plan_file", "document.upload.empty", strings.NewReader("")},
			{"no such field", "title", "activity.file.field", strings.NewReader("x")},
		} {
			_, err := w.Attach(ctx, w.as("lin"), w.tick(), activity.Attach{Activity: id, Field: c.field, Name: "a"}, c.content)
			if !errs.Has(err, c.key) {
				t.Errorf("%s: %v; want %s", c.name, err, c.key)
			}
		}
		if n, v := w.kept(), w.state(id).Version; n != 0 || v != version {
			t.Errorf("%d files kept, version %d; want none, %d", n, v, version)
		}
	})
}

// What no event names is removed after a while; what one names stays, also
// when it was replaced; what was put just now stays.
func TestSweep(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		id := w.draft("u1")
		w.attach(id, "plan_file", "a.txt", "plan one")
		w.attach(id, "plan_file", "a.txt", "plan two")
		orphan, err := w.Blobs.Put(ctx, strings.NewReader("orphan"))
		if err != nil {
			t.Fatal(err)
		}
		files, ok := w.Blobs.(blob.Tidy)
		if !ok {
			t.Fatal("the folder cannot be tidied")
		}
		sweep := func(at time.Time, want int) {
			t.Helper()
			if n, err := activity.Sweep(ctx, w.db, files, at, 24*time.Hour); n != want || err != nil {
				t.Errorf("swept %d, %v; want %d", n, err, want)
			}
		}
		soon, later := time.Now().Add(time.Hour), time.Now().Add(48*time.Hour)
		sweep(soon, 0)
		sweep(later, 1)
		sweep(later, 0)
		if ok, err := w.Blobs.Has(ctx, orphan.Hash); ok || err != nil {
			t.Errorf("the orphan is still there, %v", err)
		}
		if n := w.kept(); n != 2 {
			t.Errorf("%d files left; want 2", n)
		}
	})
}
