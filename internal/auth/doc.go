// Package auth answers who somebody is and what they may do.
//
// # What a person may do
//
// [Table] is the one authorisation table: a verb on a kind of object is
// granted to those who stand in a relation to that object. Each relation is
// one piece of SQL (relation.go). [Allow] asks it about one object, [Filter]
// puts the same text into the where clause of a list: a list can therefore
// never show what a page would refuse. docs/authorisation.md is the picture of
// the table, generated, and a matrix test asks every cell on both engines.
//
//	err := auth.Allow(tx, p, auth.ReviewAccept, auth.Review, id)
//
//	pred := auth.Filter(p, auth.ReviewView, auth.Review, "r")
//	rows, err := r.Query(`select … from reviews r where `+pred+` and r.id > $3 limit $4`, p.Args(after, limit)...)
//
// A verb is done with [Run], or with [Begin] where it begins something new: the seven
// steps of docs/design.md, of which the question above is the second.
//
// [Can] asks about all buttons of a page at once, [ListFilter] is for long lists.
//
// Separation of duties is part of the relations: who declared a conflict in a
// case, applied for it or is on its team stands in no committee relation to
// it, and neither does an administrator. Nobody gains a relation that the
// table does not name.
//
// # Who somebody is
//
// [Accounts] holds logins, sessions and API tokens. They are not projections;
// what matters for security (account made, disabled, password reset, token
// made or revoked) is journalled in account/<person>, without secrets and
// without the login. A login is a pseudonymous identifier: it may tell who
// somebody is, so it lives in the accounts table alone and goes when the
// person is erased.
//
// Passwords are argon2id hashes. Logins queue for the processor instead of
// starving pages, take the same time for unknown logins, and are limited for
// each login and address without storing either (limit.go).
package auth
