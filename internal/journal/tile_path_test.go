package journal

import (
	"errors"
	"strings"
	"testing"
)

// Whatever the path: no panic; what is read has its bounds, and is one path only.
func FuzzTilePath(f *testing.F) {
	for _, path := range []string{"/tile/0/000", "/tile/1/x001/234.p/7", "/tile/entries/000.p/255", "/tile/data/000", "/tile/6/000", "/tile/-1/000",
		"/tile/0/x999/x999/x999/x999/x999/x999/999", "/tile/0/000.p/256", "/tile/0/000.p/0", "/tile/8/8/000", "/tile/", "/tile/entries/entries/000", "tile/0/000"} {
		f.Add(path)
	}
	f.Fuzz(func(t *testing.T, path string) {
		tile, err := parseTile(path)
		if err != nil {
			if !errors.Is(err, errNoTile) {
				t.Fatal(err)
			}
			return
		}
		own := strings.Replace(strings.Replace(tile.Path(), "tile/8/", "/tile/", 1), "/data/", "/entries/", 1)
		if tile.L < -1 || tile.L > maxLevel || tile.N < 0 || tile.N >= 1<<40 || tile.W < 1 || tile.W > 1<<tileHeight || own != path {
			t.Fatalf("%q is read as %+v (%s)", path, tile, own)
		}
	})
}
