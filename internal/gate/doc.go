// Package gate keeps the start gate of activities (准入): nothing begins before
// everything that the law asks for beforehand is there.
//
// What the gate of an activity consists of is said by the packs (decision point
// "gate"): each [Condition] has a name, an article and who can lift it. Some are
// met by what lies below: the approval, the experts' agreement. The others need
// evidence, which the leader hands in and the committee's secretary or chair
// accepts or returns with reasons: the decision of each partner's country or
// region, licences, approvals and filings on genetic resources.
//
// The stream gate/<activity> begins with the first of these acts; [Table] is its
// procedure, [State] its fold.
//
//	(none) → preparing → started      started may come first, where approval is all
//
// What may never happen has no code path: [State.Start] refuses while any
// condition is open, and before the day on which the last one was met. After the
// start the gate lives on: a licence that ran out or an approval that was taken
// back opens its condition again, and no more animals are used than approved.
//
// Deciding is pure: methods of State take a command and [Facts]. Start with
// condition.go.
package gate
