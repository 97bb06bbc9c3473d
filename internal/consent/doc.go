// Package consent keeps the consent documents of an activity and whom they bind.
//
// The stream consent/<activity> begins when the team lets the form be made from
// the application: the headings of the pack (article 36), each with what the
// application says already, in both languages. [Table] is its life:
//
//	drafting ──cut──► ready ──► with_committee ──► in_force
//	   ▲ write          │              │              │ write
//	   └────────────────┘      refused ┘      revising ──cut──► proposed ──► amending ──► in_force
//
// Cutting fixes a version: its papers are set, their hashes journalled, and
// before approval they take the place of the application's consent forms, so
// that what the committee decides on holds them. A version comes into force
// with the decision on the case before which it was put, the first with the
// application, a later one with an amendment.
//
// Participants are codes, never names: [Code] refuses what looks like a name or
// a number of identity. Whose consent has to be asked for again follows from
// the pack's triggers (article 38): those about all participants are named when
// a version is cut, the one about a single person is recorded for its code.
//
// Deciding is pure; start with table.go, then write.go and record.go.
package consent
