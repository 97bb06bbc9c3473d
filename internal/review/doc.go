// Package review is the heart: how a committee receives an application, deals
// with it in a meeting and decides, and what the letter certifies.
//
// There are two streams. A case, review/<id>, is one application before one
// committee; [Table] is its procedure, [Case] its fold. A meeting, meeting/<id>,
// is one session of a committee; [MeetingTable] and [Meeting] are the same for
// it. An act in the meeting that concerns a case writes to both streams in one
// transaction.
//
//	submitted → returned → submitted            the secretary's check (article 10)
//	submitted → accepted → scheduled → in_meeting
//	in_meeting → approved | rejected
//	           | changes_due → changes_answered → approved
//	           | revision_due → accepted           (resubmitted)
//	           | accepted                          (deferred, with the reason)
//	in_meeting | changes_answered → recheck_due → rechecking → opinion_in
//	opinion_in → approved                         (the experts agreed)
//	           | rejected | revision_due          (they disagreed)
//	open → withdrawn
//
// Deciding is pure: the methods of Case and Meeting that are named like a verb
// take a command and [Facts] and return events or a refusal. The facts (who
// sits on the committee, what the rules say about composition, quorum and
// majority, when limits end) are gathered by [Service], which also asks
// package auth, journals and moves the activity along.
//
// What may never happen has no code path:
//
//   - Nobody decides below quorum, without the categories, or with a committee
//     that is not composed as the rules ask: [Meeting.OpenVote], CastVote and
//     Decide each ask again with those present and not excluded.
//   - No vote of somebody absent, conflicted, on the applicant's side, whose
//     term does not run, or who only advises: all go through takesPart. A
//     conflict that turns up after a vote voids the round.
//   - Presence counts at the vote: who leaves afterwards still counts in the
//     denominator of the majority.
//   - A case is decided once per deliberation; the presiding person declares
//     what the vote carried, with the reasons and stipulations it needs.
//   - Secret ballots: events say who voted. Choices lie under random keys in the
//     table ballots until the round is closed, then they are counted and deleted.
//   - Listed work is never approved by the committee alone, and never against the
//     experts' opinion: [Case.Finalise] has no way from their disagreement to an
//     approval (article 32).
//   - Limits move only by [Extended], forward and with a reason.
//
// Start with table.go and meeting_table.go, then decide.go and vote.go.
package review
