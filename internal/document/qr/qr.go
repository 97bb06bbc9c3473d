// Package qr draws QR codes of addresses: on letters and on pages.
package qr

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"

	"github.com/boombuler/barcode/qr"
)

// Quiet is the width of the empty margin that scanners need, in modules.
const Quiet = 4

// Code is a square of modules, without margin.
type Code struct {
	Size int // modules on a side
	dark []bool
}

// Encode makes the code of s with about 15 % of error correction. It fails
// only when s is too long for a code (about 2,300 bytes).
func Encode(s string) (Code, error) {
	b, err := qr.Encode(s, qr.M, qr.Unicode)
	if err != nil {
		return Code{}, fmt.Errorf("encode QR code of %d bytes: %w", len(s), err)
	}
	c := Code{Size: b.Bounds().Dx()}
	for y := range c.Size {
		for x := range c.Size {
			c.dark = append(c.dark, color.GrayModel.Convert(b.At(x, y)).(color.Gray).Y < 128)
		}
	}
	return c, nil
}

// Dark reports whether the module in column x of row y is dark.
func (c Code) Dark(x, y int) bool { return c.dark[y*c.Size+x] }

// Bar is a horizontal run of dark modules.
type Bar struct{ X, Y, Width int }

// Bars returns the dark modules, joined to runs, row by row.
func (c Code) Bars() []Bar {
	var bars []Bar
	for y := range c.Size {
		for x := 0; x < c.Size; x++ {
			start := x
			for x < c.Size && c.Dark(x, y) {
				x++
			}
			if x > start {
				bars = append(bars, Bar{start, y, x - start})
			}
		}
	}
	return bars
}

// PNG returns the code of s as a picture with its margin; each module is
// scale pixels wide.
func PNG(s string, scale int) ([]byte, error) {
	c, err := Encode(s)
	if err != nil {
		return nil, err
	}
	side := (c.Size + 2*Quiet) * scale
	img := image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{color.White, color.Black})
	for i := range img.Pix {
		x, y := i%side/scale-Quiet, i/side/scale-Quiet
		if x >= 0 && y >= 0 && x < c.Size && y < c.Size && c.Dark(x, y) {
			img.Pix[i] = 1
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		return nil, fmt.Errorf("write QR code: %w", err)
	}
	return out.Bytes(), nil
}

// SVG returns the code of s as one scalable element with its margin: dark on
// white also in a dark page, because scanners want it so. It holds no script
// and no style, and label becomes its text for people who cannot see it.
func SVG(s, label string) (string, error) {
	c, err := Encode(s)
	if err != nil {
		return "", err
	}
	var path strings.Builder
	for _, b := range c.Bars() {
		fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", b.X+Quiet, b.Y+Quiet, b.Width, b.Width)
	}
	side := c.Size + 2*Quiet
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-label="%s" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h%dv%dH0z"/><path fill="#000" d="%s"/></svg>`,
		side, side, attribute.Replace(label), side, side, path.String()), nil
}

// attribute guards text between double quotes.
var attribute = strings.NewReplacer("&", "&amp;", `"`, "&#34;", "<", "&lt;", ">", "&gt;")
