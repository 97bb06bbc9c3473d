// Package proof checks, offline and without a database, that an event stands
// in a signed log: the file decision.json that goes out with a decision.
//
// It shares no code with package journal, which writes such files, and none
// with the libraries that journal uses: hashes are those of crypto/sha256,
// signatures those of crypto/ed25519, and the rest is in this folder, short
// enough to be read in one sitting:
//
//	merkle.go   RFC 6962: leaf and node hashes, root from a path
//	note.go     C2SP: verifier keys, signed notes, checkpoints
//	strict.go   JSON objects without unknown or repeated fields
//	proof.go    the file, step by step
//
// Package verify, which checks a whole database, builds on the same hashes
// and notes.
package proof
