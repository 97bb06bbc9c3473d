package regions

import "strings"

// Provinces returns all provinces by code.
func Provinces() []Region {
	var out []Region
	for _, r := range offered() {
		if r.Level() == Province {
			out = append(out, r)
		}
	}
	return out
}

// Children returns the places directly in r, by code; the fillers of the
// numbering are passed through.
func (r Region) Children() []Region {
	var out []Region
	i, _ := find(r.Prefix())
	for _, sub := range table()[i:] {
		if !strings.HasPrefix(sub.Code, r.Prefix()) {
			break
		}
		if up, ok := sub.Parent(); ok && up == r && !sub.filler() {
			out = append(out, sub)
		}
	}
	return out
}

// Named returns the places of exactly this name, by code. Many districts share
// a name: 朝阳区 is in Beijing and in Changchun.
func Named(name string) []Region {
	var out []Region
	for _, r := range offered() {
		if r.Name == name && !r.filler() {
			out = append(out, r)
		}
	}
	return out
}

// Search returns at most limit places whose code begins with text or whose
// path holds all its words: those whose own name begins with the last word
// first, then by code.
func Search(text string, limit int) []Region {
	words := strings.Fields(text)
	if len(words) == 0 {
		return nil
	}
	last := words[len(words)-1]
	var first, then []Region
	for _, r := range offered() {
		switch {
		case r.filler():
		case strings.HasPrefix(r.Name, last) && r.matches(words):
			first = append(first, r)
		case strings.HasPrefix(r.Code, text), r.matches(words):
			then = append(then, r)
		}
	}
	all := append(first, then...)
	return all[:min(limit, len(all))]
}

func (r Region) matches(words []string) bool {
	path := r.Path()
	for _, w := range words {
		if !strings.Contains(path, w) {
			return false
		}
	}
	return true
}
