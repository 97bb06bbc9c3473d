package ui

import "strings"

// settle makes a comparison readable: within a stretch of changes removals
// come first, and a lonely kept mark or character between two changes is
// counted as changed, so that a sentence is not shredded.
func settle(in []token) []token {
	in = swallow(in)
	var out []token
	for i := 0; i < len(in); {
		if in[i].change == Kept {
			out = append(out, in[i])
			i++
			continue
		}
		end := i
		for end < len(in) && in[end].change != Kept {
			end++
		}
		out = append(out, only(in[i:end], Removed)...)
		out = append(out, only(in[i:end], Added)...)
		i = end
	}
	return out
}

// swallow turns a kept run of at most two short words between two longer
// changes into a removal and an addition of the same words.
func swallow(in []token) []token {
	var out []token
	for i := 0; i < len(in); {
		end := i
		for end < len(in) && in[end].change == in[i].change {
			end++
		}
		lonely := in[i].change == Kept && i > 0 && end < len(in) && short(in[i:end]) &&
			changed(in, i, -1) >= 2 && changed(in, end-1, 1) >= 2
		for _, t := range in[i:end] {
			if lonely {
				out = append(out, token{Removed, t.text}, token{Added, t.text})
			} else {
				out = append(out, t)
			}
		}
		i = end
	}
	return out
}

// changed counts the changed tokens next to position i in direction dir.
func changed(in []token, i, dir int) int {
	n := 0
	for j := i + dir; j >= 0 && j < len(in) && in[j].change != Kept; j += dir {
		n++
	}
	return n
}

func short(run []token) bool {
	size := 0
	for _, t := range run {
		size += len([]rune(t.text))
	}
	return len(run) <= 2 && size <= 2
}

func only(in []token, change Change) []token {
	var out []token
	for _, t := range in {
		if t.change == change {
			out = append(out, t)
		}
	}
	return out
}

// join puts neighbours of one fate together.
func join(in []token) []Span {
	var out []Span
	for i := 0; i < len(in); {
		var b strings.Builder
		end := i
		for end < len(in) && in[end].change == in[i].change {
			b.WriteString(in[end].text)
			end++
		}
		out = append(out, Span{in[i].change, b.String()})
		i = end
	}
	return out
}
