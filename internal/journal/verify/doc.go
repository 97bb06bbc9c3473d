// Package verify checks a whole database and changes nothing in it. It tells
// each fault with the stream, the number of the event and the field.
//
// What it does, in this order:
//
//  1. It reads every event once, in the order of the log, and holds the columns
//     beside the stored bytes against those bytes (rows.go).
//  2. It computes every hash of the Merkle tree from the events and compares
//     every stored node; it checks the signature, the root and the chain of
//     every checkpoint (tree.go, checkpoint.go). When something does not fit,
//     it goes down from the last signed root to find which event or which node
//     was changed (blame.go).
//  3. It folds every stream through its transition table (fold.go) and looks
//     whether heads, leaves and events cover each other (cover.go).
//  4. It derives all projections again in a scratch database and compares
//     every row (scratch.go, compare.go).
//
// Hashes, signatures and proofs are those of package proof, which shares no
// code with the writer. Only step 4 runs the projections of the program,
// because their results are what it compares.
//
// Somebody who owns the database and the key can rewrite both. Only a
// checkpoint that is kept elsewhere shows that; see [Spec].Anchor.
package verify
