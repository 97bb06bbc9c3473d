// Package veto answers whether people and units are barred (一票否决核查): for one, or
// for a list of up to a hundred thousand, on behalf of a department or unit that
// gives money, awards, honours or permits.
//
// Law: Opinions V (4); Shenzhen's plan II (2) item 6: who offended against ethics is
// vetoed when applying for projects, awards and honours. For which purposes a
// measure bars, and for which it sets a condition, is said by the packs' list
// measures.
//
// There is one stream for each question, veto/<id>; [Table] is its procedure. What was
// asked stays sealed in the vault until it is answered and is then forgotten; the
// journal keeps a digest of it, the answer by row, and no name.
//
//   - A name alone never bars anybody: [Judge] answers "ask a person" where it is
//     not sure who somebody is.
//   - Long lists are answered part by part; after a stop, the next part goes on.
//   - Whom a measure concerns sees who asked and for what.
//
// Start with judge.go.
package veto
