package rulebook

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"lunheng/internal/calendar"
	"lunheng/internal/errs"
	"lunheng/internal/lang"
)

// File is a YAML file of a pack.
type File struct {
	Name string `json:"name"` // within the pack's folder, such as rules.yaml
	Text string `json:"text"`
}

// Files are those of one pack, pack.yaml among them.
type Files []File

// Bounds of a pack that is brought in.
const (
	MaxFiles = 200
	MaxBytes = 1 << 20
)

// ReadZip takes the YAML files out of an archive, wherever in it the pack's folder
// stands.
func ReadZip(raw []byte) (Files, error) {
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, errs.New(errs.Invalid, "rulebook.zip", lang.T("这不是可以打开的 ZIP 文件。", "This is no ZIP file that can be opened.")).At("files").Because(err)
	}
	return ReadFS(z)
}

// ReadFS takes the YAML files of the one pack of a file system.
func ReadFS(fsys fs.FS) (Files, error) {
	var out Files
	size := 0
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".yaml" || strings.HasPrefix(path.Base(name), ".") {
			return err
		}
		f, err := fsys.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		raw, err := io.ReadAll(io.LimitReader(f, int64(MaxBytes-size+1)))
		size += len(raw)
		out = append(out, File{name, string(raw)})
		if err == nil && (size > MaxBytes || len(out) > MaxFiles) {
			return tooLarge()
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read pack: %w", err)
	}
	return out.below()
}

func tooLarge() *errs.Error {
	return errs.New(errs.TooLarge, "rulebook.too_large", lang.T("规则包最多 %d 个文件、%d KB。", "A pack holds at most %d files and %d KB."),
		MaxFiles, MaxBytes>>10).At("files")
}

func notOne(n int) *errs.Error {
	return errs.New(errs.Invalid, "rulebook.one_pack", lang.T(
		"须恰有一个规则包：找到 %d 个 pack.yaml。", "Bring in exactly one pack: there are %d files pack.yaml."), n).At("files")
}

// below names files by their place within the folder of pack.yaml.
func (fs Files) below() (Files, error) {
	var dirs []string
	for _, f := range fs {
		if path.Base(f.Name) == "pack.yaml" {
			dirs = append(dirs, path.Dir(f.Name))
		}
	}
	if len(dirs) != 1 {
		return nil, notOne(len(dirs))
	}
	var out Files
	for _, f := range fs {
		name, inside := strings.CutPrefix(f.Name, dirs[0]+"/")
		if dirs[0] == "." {
			name, inside = f.Name, true
		}
		if inside {
			out = append(out, File{name, f.Text})
		}
	}
	return out.tidy()
}

// tidy checks names and sizes and puts the files in order.
func (fs Files) tidy() (Files, error) {
	out, size := slices.Clone(fs), 0
	if !slices.ContainsFunc(out, func(f File) bool { return f.Name == "pack.yaml" }) {
		return nil, notOne(0)
	}
	slices.SortFunc(out, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	for i, f := range out {
		size += len(f.Text)
		switch {
		case !localName(f.Name) || i > 0 && out[i-1].Name == f.Name:
			return nil, errs.New(errs.Invalid, "rulebook.name", lang.T("文件名“%s”不能用。", "The file name %q cannot be used."), f.Name).At("files")
		case !utf8.ValidString(f.Text):
			return nil, errs.New(errs.Invalid, "rulebook.utf8", lang.T("%s 不是 UTF-8 文本。", "%s is not UTF-8 text."), f.Name).At("files")
		}
	}
	if size > MaxBytes || len(out) > MaxFiles {
		return nil, tooLarge()
	}
	return out, nil
}

// localName reports whether a name stays within the folder.
func localName(name string) bool {
	return fs.ValidPath(name) && name != "." && path.Ext(name) == ".yaml" && !strings.ContainsAny(name, "\\:\x00")
}

// FS is the files as a file system, below a folder; "." for none.
func (fs Files) FS(dir string) (fs.FS, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range fs {
		w, err := z.CreateHeader(&zip.FileHeader{Name: path.Join(dir, f.Name), Method: zip.Store})
		if err == nil {
			_, err = io.WriteString(w, f.Text)
		}
		if err != nil {
			return nil, fmt.Errorf("lay out %s: %w", f.Name, err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("lay out pack: %w", err)
	}
	return zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
}

// from writes the first day into pack.yaml, in the place of the one that stands there.
func (fs Files) from(day calendar.Day) Files {
	out := slices.Clone(fs)
	for i, f := range out {
		if f.Name != "pack.yaml" {
			continue
		}
		var lines []string
		for line := range strings.Lines(f.Text) {
			if !strings.HasPrefix(line, "from:") {
				lines = append(lines, line)
			}
		}
		text := strings.Join(lines, "")
		if text != "" && !strings.HasSuffix(text, "\n") {
			text += "\n"
		}
		out[i].Text = text + "from: " + string(day) + "\n"
	}
	return out
}
