package letter

import (
	_ "embed" // the fonts
	"fmt"

	"lunheng/internal/document/pdf"
)

// The fonts, as they lie in the program's file; nothing writes to them. What
// they are and how they were made is told in fonts/README.md.
var (
	//go:embed fonts/serif-sc.ttf
	serifSC []byte
	//go:embed fonts/serif-tc-extra.ttf
	serifTC []byte
	//go:embed fonts/serif-jp-extra.ttf
	serifJP []byte
	//go:embed fonts/serif-latin-extra.ttf
	serifLatin []byte
)

// fonts returns the fonts in the order in which a character is looked up.
// Opening them only reads their tables of contents.
func fonts() ([]*pdf.Font, error) {
	var all []*pdf.Font
	for i, data := range [][]byte{serifSC, serifTC, serifJP, serifLatin} {
		font, err := pdf.ParseFont(data)
		if err != nil {
			return nil, fmt.Errorf("open font %d: %w", i, err)
		}
		all = append(all, font)
	}
	return all, nil
}
