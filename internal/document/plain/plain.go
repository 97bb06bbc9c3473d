// Package plain takes the words out of documents, to be searched and screened:
// of plain text and of Word files (DOCX), which are XML in a ZIP. Of other kinds,
// PDF above all, it takes nothing: a library that does so well enough is not at hand.
package plain

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// The bounds of what is read. A file in a ZIP may claim to be small and be huge.
const (
	MaxFile = 32 << 20 // bytes of a document
	MaxText = 2 << 20  // bytes of its words; the rest is left out
)

const wordType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

// Readable reports whether words can be taken out of files of a media type.
func Readable(mediaType string) bool {
	return strings.HasPrefix(mediaType, "text/plain") || strings.HasPrefix(mediaType, "text/markdown") || mediaType == wordType
}

// Text takes out the words. A kind that is not [Readable] has none.
func Text(mediaType string, r io.Reader) (string, error) {
	if !Readable(mediaType) {
		return "", nil
	}
	raw, err := io.ReadAll(io.LimitReader(r, MaxFile))
	if err != nil {
		return "", fmt.Errorf("read document: %w", err)
	}
	if mediaType == wordType {
		return wordText(raw)
	}
	return whole(strings.ToValidUTF8(string(raw[:min(len(raw), MaxText)]), "")), nil
}

// whole takes away the mark that some editors put before a text.
func whole(text string) string { return strings.TrimPrefix(text, "\ufeff") }

// wordText takes the words out of a DOCX: the texts of its main part, a line a
// paragraph.
func wordText(raw []byte) (string, error) {
	archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return "", fmt.Errorf("open document: %w", err)
	}
	part, err := archive.Open("word/document.xml")
	if err != nil {
		return "", fmt.Errorf("open document: %w", err)
	}
	defer part.Close()
	return words(xml.NewDecoder(io.LimitReader(part, 4*MaxFile)))
}

func words(d *xml.Decoder) (string, error) {
	var out strings.Builder
	inText := false
	for out.Len() < MaxText {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", fmt.Errorf("read document: %w", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			inText = t.Name.Local == "t"
		case xml.EndElement:
			inText = false
			if t.Name.Local == "p" {
				out.WriteByte('\n')
			}
		case xml.CharData:
			if inText && utf8.Valid(t) {
				out.Write(t)
			}
		}
	}
	return out.String(), nil
}
