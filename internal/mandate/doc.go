// Package mandate is entrusted review (委托审查): the written mandate between a
// unit, or a person who belongs to none, and the committee of another unit.
//
// Law: Review Measures (MEASURES-2023) art. 13; medical measures art. 16 on
// grades and follow-up; AI measures art. 11 and 12 on review centres. What a
// committee must be to be entrusted is not here but in the packs, at the
// decision point "mandate"; so is the text of the document.
//
// There is one stream for each, mandate/<id>; [Table] is its procedure, [State]
// its fold.
//
//	drafted → offered → in_force → ended     (both sides have signed)
//	offered → drafted | declined             (taken back, or not accepted)
//	drafted → discarded
//
// A mandate that has run out is still in force as a state; [State.On] and every
// query name the day. What has run out or was ended takes no new application,
// with the reason; reviews already begun go on, since a completed application
// returns to the committee that has the case.
//
//   - Whoever drafts signs first; the committee's chair or an officer of its unit
//     signs for the other side, never the same person. Both signatures carry the
//     hash of the same terms.
//   - The demands of the packs are held against it at both signatures, and again
//     when an application is handed in: see [Service.Entrusted], which package
//     activity asks.
//   - A committee of a centre whose people re-reviewed an activity as experts does
//     not review it; package recheck bars the other direction.
//   - A mandate moves no responsibility: the case keeps the entrusting unit, whose
//     officers see progress and decision. Each unit sees its own and no other's.
//
// Start with table.go, then sign.go and entrusted.go.
package mandate
