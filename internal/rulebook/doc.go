// Package rulebook brings rule packs into force while the program runs: a
// department or an administrator brings in a draft, sees what is wrong with it and
// what it changes, and publishes it from a day on.
//
// # Streams
//
//	pack/<id>        drafted · redrafted · published · withdrawn · discarded
//	rulebook/house   turned: the book is another one since this event
//
// A stream pack/<id> is one version of a pack, from its draft on:
//
//	draft ──publish──► published ──withdraw, before its first day──► withdrawn
//	  │ ▲
//	  │ └─ draft anew
//	  └─discard──► discarded
//
// A published version holds until the day before the next version of the pack
// begins. It is never changed: another version takes over.
//
// # The book
//
// The events hold the files, so that the journal alone gives every server the same
// book: the embedded packs, those of the operator's folder, and what was published,
// each with the day of its publication written into pack.yaml. [Service.Refresh]
// puts a new book on the shelf ([rules.Shelf]) when rulebook/house has grown; it is
// called after every act, and every few seconds for those of other servers. Two
// publications cannot meet: each moves rulebook/house.
//
// # Who may do what
//
// The table of authorisations says: a department makes packs whose region lies in
// its own; an administrator, any. A department's pack adds rules and covers params
// and items with other values; to override a rule of another pack or to remove an
// item takes an administrator. Rules of a day never change once the day has begun,
// so the first day of a version is tomorrow or later. Law: Opinions of 2022, on
// departments and localities making rules for their fields; see [PackTable].
//
// Start with pack.go, draft.go, publish.go and service.go.
package rulebook
