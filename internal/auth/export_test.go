package auth

// Exists reports whether a relation to a kind can exist.
func Exists(kind Kind, rel Relation) bool { return predicate(kind, rel, "o") != "" }

// Decoy and the parsers, for tests.
var (
	ParsePHC  = parsePHC
	EncodePHC = encodePHC
	Network   = network
)
