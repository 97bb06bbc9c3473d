package auth

// Exists reports whether a relation to a kind can exist.
func Exists(kind Kind, rel Relation) bool { return len(conditions(kind, []Relation{rel}, "o")) > 0 }

// Decoy and the parsers, for tests.
var (
	ParsePHC  = parsePHC
	EncodePHC = encodePHC
)
