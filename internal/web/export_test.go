package web

// Patterns lists all addresses that browsers may ask for.
func Patterns() []string {
	var out []string
	for _, r := range new(Server).routes() {
		out = append(out, r.pattern)
	}
	return out
}
