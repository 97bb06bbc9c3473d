// Package pdf writes small PDF files: text in TrueType fonts, thin rules,
// filled rectangles and links on pages, tagged for screen readers.
//
// It exists because a letter must give back every character of a name. The Go
// libraries that were tried write a wrong Unicode map for characters beyond
// the basic plane, so that 𡐓 is drawn rightly but copied, searched and read
// aloud as something else; one of them loses characters at line ends. Here
// each drawn character has a glyph code of its own and an exact entry in the
// map. A file holds only the glyphs it uses.
//
// Lengths are in points (1/72 inch); the origin is the upper left corner of
// the page. The same calls always give the same bytes (for one release of
// Go's compressor): nothing here looks at a clock or at random numbers.
//
// Where to start: [ParseFont], [New], [File.AddPage], [File.Bytes].
package pdf
