// Package activity is the applicant's side: the risk self-assessment, the
// draft that is never lost, the files, and the handing-in to a committee.
//
// # A draft
//
// [Service.Check] says without any record what the rules ask of a profile;
// [Service.Draft] begins an application, if wished with those answers. The
// fields are those of the packs' list application_form, see [Form]. Every
// [Service.Save] is an event with the changed fields alone; the version of an
// application is the number of its last event. A save on an older version
// merges when it touches other fields, and where it touches the same one, what
// was typed is parked, and both values are shown: nothing is ever overwritten
// unseen. [Versions] and [Compare] show how it grew; [Service.Copy] begins
// another one from it.
//
// # Files
//
// An upload goes to the blob store first and is then named by an event. What
// no event names is removed after a while by [Sweep].
//
// # Handing in
//
// [Service.Submit] asks the packs what the application must hold (decision
// points assessment and completeness, of the day) and refuses with everything
// that is missing at once, each with its article. The event activity.submitted
// is the receipt; it carries the hash of fields, files and team. The case that
// follows from it is the committee's: package review opens it and tells the
// outcome back through the Mark functions, in the same transaction.
//
//	draft ──submit──► submitted ──► under_review ──► approved | rejected
//	  │                  ▲  │             │
//	  └► discarded       │  └─ correcting ┘            (also: withdrawn)
//
// # Who may
//
// The leader does everything, the team writes, the unit reads, the committee
// reads what was submitted to it; see package auth.
//
// Where to start: table.go for the procedure, state.go for the fold, save.go
// for the most particular verb.
package activity
