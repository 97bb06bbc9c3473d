// Package conduct is the life of an approved activity: what its people report
// to the committee, what the committee says to it, and whether the work may go
// on.
//
// There is one stream for each approved activity, conduct/<activity>, which the
// approval begins. [Table] is its procedure, [State] its fold.
//
//	running → suspended → running      stopped by its people or by the committee; resumed only by a review
//	running → lapsed → running         the follow-up ran out; until it is made up for
//	suspended | terminated → running   reinstated: the decision that stopped it was replaced on appeal
//	running | suspended | lapsed → closed | terminated
//
// A report (a change of the plan, a follow-up, an adverse event, the end of the
// work, see the pack's list report_kinds) opens a review of its kind in package
// review, which goes the way that every review goes. What its decision does to
// the activity is decided here, in the same transaction: [State.Settle].
//
// What may never happen has no code path:
//
//   - Suspended work runs again only by a decision on its resumption.
//   - Nothing is reported, and nothing takes effect, after the end.
//   - Two amendments under way never touch the same field.
//   - What a decision stopped goes on only by a decision on its resumption or,
//     on appeal, in its place.
//   - A lapse is an event that a clock caused; only a decided follow-up, or the
//     end, settles it.
//
// The clock of the next follow-up stands with the case that approved the work.
package conduct
