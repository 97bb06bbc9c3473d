package screen

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"lunheng/internal/lang"
)

// maxLine bounds a line of the input, in bytes.
const maxLine = 4 << 20

// Line is what was found in one line of a file.
type Line struct {
	Line  int       `json:"line"` // from 1
	Facts []Finding `json:"facts"`
}

// Run reads one text a line and writes what it finds: an object a line, or
// sentences in language l.
func (s *Screener) Run(in io.Reader, out io.Writer, asJSON bool, l lang.Lang) error {
	r := bufio.NewReaderSize(in, 1<<16)
	w := bufio.NewWriterSize(out, 1<<16)
	for n := 1; ; n++ {
		text, err := readLine(r)
		if err != nil && (!errors.Is(err, io.EOF) || text == "") {
			if errors.Is(err, io.EOF) {
				return w.Flush()
			}
			return fmt.Errorf("read line %d: %w", n, err)
		}
		found := Line{n, s.Line(strings.TrimPrefix(text, "\ufeff"))}
		if err := s.write(w, found, asJSON, l); err != nil {
			return fmt.Errorf("write line %d: %w", n, err)
		}
	}
}

// readLine reads a line without its end. The last line may lack one.
func readLine(r *bufio.Reader) (string, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		line = append(line, part...)
		if len(line) > maxLine {
			return "", fmt.Errorf("longer than %d bytes", maxLine)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return strings.TrimRight(string(line), "\r\n"), err
		}
	}
}

// lineTitle is about how many bytes of a long line count as its title.
const lineTitle = 240

// Line finds the facts of one line. A long one is read as a title with a text.
func (s *Screener) Line(text string) []Finding {
	if len(text) <= passageBytes {
		return s.Text(text)
	}
	at := cut(text[:lineTitle])
	return s.Text(text[:at], text[at:])
}

func (s *Screener) write(w io.Writer, found Line, asJSON bool, l lang.Lang) error {
	if asJSON {
		return json.NewEncoder(w).Encode(found)
	}
	if len(found.Facts) == 0 {
		_, err := fmt.Fprintf(w, "%d\t%s\n", found.Line, lang.T("没有发现", "nothing found").In(l))
		return err
	}
	for _, f := range found.Facts {
		if _, err := fmt.Fprintf(w, "%d\t%s\t%s\n", found.Line, s.Label(f.Fact).In(l), strings.Join(f.Words, lang.T("、", ", ").In(l))); err != nil {
			return err
		}
	}
	return nil
}
