package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"fmt"
	"unicode/utf16"
)

// writer collects the numbered objects of a file.
type writer struct {
	out     bytes.Buffer
	offsets []int // by object number less one
}

// Bytes writes the file.
func (f *File) Bytes() ([]byte, error) {
	w := &writer{}
	w.out.WriteString("%PDF-1.7\n%\xe4\xbc\xa6\n")
	catalog, pages, structure := w.reserve(), w.reserve(), w.reserve()
	fonts := ""
	for i, s := range f.fonts {
		if len(s.gids) == 1 {
			continue
		}
		n, err := w.font(s, i)
		if err != nil {
			return nil, fmt.Errorf("write font %d: %w", i, err)
		}
		fonts += fmt.Sprintf("/F%d %d 0 R ", i, n)
	}
	numbers, err := f.writePages(w, pages, fonts)
	if err != nil {
		return nil, err
	}
	f.writeStructure(w, structure, numbers)
	w.put(catalog, fmt.Sprintf("<</Type/Catalog/Pages %d 0 R/Lang%s/MarkInfo<</Marked true>>/StructTreeRoot %d 0 R/ViewerPreferences<</DisplayDocTitle true>>>>",
		pages, text(f.meta.Lang), structure))
	w.finish(catalog, w.info(f.meta))
	return w.out.Bytes(), nil
}

// writePages writes the pages under the page tree and returns their numbers.
func (f *File) writePages(w *writer, tree int, fonts string) ([]int, error) {
	var numbers []int
	kids := ""
	for i, p := range f.pages {
		content, err := w.stream("", p.body.Bytes())
		if err != nil {
			return nil, fmt.Errorf("write page %d: %w", i+1, err)
		}
		annots := ""
		for _, l := range p.links {
			n := w.add(fmt.Sprintf("<</Type/Annot/Subtype/Link/Border[0 0 0]/F 4/Contents%s/Rect[%s %s %s %s]/A<</S/URI/URI(%s)>>>>",
				text(l.url), num(l.x), num(p.h-l.y-l.h), num(l.x+l.w), num(p.h-l.y), escape(l.url)))
			annots += fmt.Sprintf("%d 0 R ", n)
		}
		n := w.add(fmt.Sprintf("<</Type/Page/Parent %d 0 R/MediaBox[0 0 %s %s]/Contents %d 0 R/Resources<</Font<<%s>>>>/Annots[%s]/StructParents %d/Tabs/S>>",
			tree, num(p.w), num(p.h), content, fonts, annots, i))
		numbers = append(numbers, n)
		kids += fmt.Sprintf("%d 0 R ", n)
	}
	w.put(tree, fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", len(f.pages), kids))
	return numbers, nil
}

// writeStructure writes the tree that screen readers follow: one document of
// marked pieces, each with its language.
func (f *File) writeStructure(w *writer, root int, pages []int) {
	number := map[*Page]int{}
	for i, p := range f.pages {
		number[p] = pages[i]
	}
	document := w.reserve()
	kids, perPage := "", map[*Page]string{}
	for _, m := range f.tags {
		n := w.add(fmt.Sprintf("<</Type/StructElem/S/%s/P %d 0 R/Pg %d 0 R/K %d/Lang%s>>", m.tag, document, number[m.page], m.id, text(m.lang)))
		kids += fmt.Sprintf("%d 0 R ", n)
		perPage[m.page] += fmt.Sprintf("%d 0 R ", n)
	}
	parents := ""
	for i, p := range f.pages {
		parents += fmt.Sprintf("%d[%s]", i, perPage[p])
	}
	w.put(document, fmt.Sprintf("<</Type/StructElem/S/Document/P %d 0 R/K[%s]>>", root, kids))
	w.put(root, fmt.Sprintf("<</Type/StructTreeRoot/K %d 0 R/ParentTree<</Nums[%s]>>/ParentTreeNextKey %d>>", document, parents, len(f.pages)))
}

// info writes what the file says about itself and returns its number.
func (w *writer) info(m Meta) int {
	created := ""
	if !m.Created.IsZero() {
		created = "/CreationDate(D:" + m.Created.UTC().Format("20060102150405") + "Z)"
	}
	return w.add(fmt.Sprintf("<</Title%s/Author%s/Subject%s/Producer(Lunheng)%s>>", text(m.Title), text(m.Author), text(m.Subject), created))
}

// reserve gives out an object number to be put later.
func (w *writer) reserve() int {
	w.offsets = append(w.offsets, 0)
	return len(w.offsets)
}

// put writes object n.
func (w *writer) put(n int, body string) {
	w.offsets[n-1] = w.out.Len()
	fmt.Fprintf(&w.out, "%d 0 obj\n%s\nendobj\n", n, body)
}

// add writes a new object and returns its number.
func (w *writer) add(body string) int {
	n := w.reserve()
	w.put(n, body)
	return n
}

// stream writes data compressed; entries go into its dictionary.
func (w *writer) stream(entries string, data []byte) (int, error) {
	var z bytes.Buffer
	zw := zlib.NewWriter(&z)
	if _, err := zw.Write(data); err != nil {
		return 0, fmt.Errorf("compress stream: %w", err)
	}
	if err := zw.Close(); err != nil {
		return 0, fmt.Errorf("compress stream: %w", err)
	}
	return w.add(fmt.Sprintf("<</Filter/FlateDecode/Length %d%s>>\nstream\n%s\nendstream", z.Len(), entries, z.Bytes())), nil
}

// finish writes the cross-reference table and the trailer. The file's
// identity is the hash of all that stands before.
func (w *writer) finish(catalog, info int) {
	id := sha256.Sum256(w.out.Bytes())
	start := w.out.Len()
	fmt.Fprintf(&w.out, "xref\n0 %d\n0000000000 65535 f \n", len(w.offsets)+1)
	for _, at := range w.offsets {
		fmt.Fprintf(&w.out, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&w.out, "trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%x><%x>]>>\nstartxref\n%d\n%%%%EOF\n",
		len(w.offsets)+1, catalog, info, id[:16], id[:16], start)
}

// text is a text string in UTF-16, as hexadecimal.
func text(s string) string {
	out := "<FEFF"
	for _, u := range utf16.Encode([]rune(s)) {
		out += fmt.Sprintf("%04X", u)
	}
	return out + ">"
}

// escape guards the bytes that end or change a literal string.
func escape(s string) string {
	var out bytes.Buffer
	for _, b := range []byte(s) {
		switch {
		case b == '(' || b == ')' || b == '\\':
			out.WriteByte('\\')
			out.WriteByte(b)
		case b < 0x20 || b > 0x7e:
			fmt.Fprintf(&out, "%%%02X", b)
		default:
			out.WriteByte(b)
		}
	}
	return out.String()
}
