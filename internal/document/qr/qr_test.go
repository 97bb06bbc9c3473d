package qr

import (
	"bytes"
	"encoding/xml"
	"image/png"
	"io"
	"strings"
	"testing"
)

const address = "https://ethics.example.org/verify/LJ-2026-0147"

func TestCodeHasTheThreeCorners(t *testing.T) {
	c, err := Encode(address)
	if err != nil {
		t.Fatal(err)
	}
	for _, corner := range [][2]int{{0, 0}, {c.Size - 7, 0}, {0, c.Size - 7}} {
		for i := range 7 {
			if !c.Dark(corner[0]+i, corner[1]) || !c.Dark(corner[0], corner[1]+i) {
				t.Fatalf("no frame at %v", corner)
			}
		}
		if !c.Dark(corner[0]+3, corner[1]+3) || c.Dark(corner[0]+1, corner[1]+1) {
			t.Errorf("no eye at %v", corner)
		}
	}
}

func TestBarsAreTheDarkModules(t *testing.T) {
	c, err := Encode(address)
	if err != nil {
		t.Fatal(err)
	}
	drawn := make([]bool, c.Size*c.Size)
	for _, b := range c.Bars() {
		for x := b.X; x < b.X+b.Width; x++ {
			drawn[b.Y*c.Size+x] = true
		}
	}
	for i, dark := range drawn {
		if dark != c.Dark(i%c.Size, i/c.Size) {
			t.Fatalf("module %d is %v in the bars", i, dark)
		}
	}
}

func TestPNGShowsTheCodeInItsMargin(t *testing.T) {
	const scale = 3
	data, err := PNG(address, scale)
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	c, err := Encode(address)
	if err != nil {
		t.Fatal(err)
	}
	side := c.Size + 2*Quiet
	if img.Bounds().Dx() != side*scale {
		t.Fatalf("picture is %d wide, want %d", img.Bounds().Dx(), side*scale)
	}
	for i := range side * side {
		x, y := i%side, i/side
		inside := x >= Quiet && y >= Quiet && x < side-Quiet && y < side-Quiet
		want := inside && c.Dark(x-Quiet, y-Quiet)
		if r, _, _, _ := img.At(x*scale+1, y*scale+1).RGBA(); (r == 0) != want {
			t.Fatalf("module %d,%d is dark: %v", x, y, !want)
		}
	}
}

func TestSVGIsOneSafeElement(t *testing.T) {
	svg, err := SVG(address, `Check "it" & <more>`)
	if err != nil {
		t.Fatal(err)
	}
	decoder := xml.NewDecoder(strings.NewReader(svg))
	label := ""
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if start, ok := token.(xml.StartElement); ok {
			for _, a := range start.Attr {
				if a.Name.Local == "aria-label" {
					label = a.Value
				}
				if a.Name.Local == "style" || strings.HasPrefix(a.Name.Local, "on") {
					t.Errorf("attribute %s is against the content policy", a.Name.Local)
				}
			}
		}
	}
	if label != `Check "it" & <more>` {
		t.Errorf("label is %q", label)
	}
}

func TestTooLongAnAddressIsAnError(t *testing.T) {
	if _, err := Encode(strings.Repeat("x", 3000)); err == nil {
		t.Error("3,000 bytes fit into a code")
	}
}
