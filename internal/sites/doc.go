// Package sites carries one activity at several units: the lead's committee
// decides, and the committees of the participating units recognise its decision
// or object (协作审查与结果互认).
//
// Four kinds of streams:
//
//	site/<id>       one participating unit, [Table]: invited → (its package is due) → sent → reviewing → agreed → recognised
//	                                                                     ↘ refused           ↘ disagreed → objected
//	parcel/<case>   the lead's decision package and how the decision stands since, [ParcelTable]
//	alliance/<id>   an agreement or alliance under which units recognise each other, [AllianceTable]
//	peer/<id>       another installation whose log is trusted, [PeerTable]
//
// A site is of this house on both sides, or one side lives in another
// installation ([State.Way]): then the decision comes in, or goes out, as a file
// that the other side checks offline (package parcel), and the answer comes
// back as one.
//
// Recognition checks itself: [Checks] holds the package against the version that
// the site knows, the standing of decision and committee, open findings, and
// the agreement between the two. While one of the checks fails nothing can be
// taken up and nothing recognised; the package is refused with the failing codes.
//
// The participating committee reviews under the simplified procedure, as a
// review of kind [ReviewKind]; what it decides comes back by a reaction.
// Deciding is pure. Start with table.go and check.go.
package sites
