// Package recheck has experts look again at the committee's preliminary opinion
// on a listed activity (专家复核).
//
// There are two streams. A re-review, recheck/<id>, is one application of a unit
// to one department about one case; [Table] is its procedure, [State] its fold.
// A pool, pool/<department>, holds the experts whom a department may call;
// [PoolTable] and [Pool] are the same for it.
//
//	applied → returned → applied          the department names all that is missing
//	applied → accepted → announced → sitting → answered
//	announced | sitting → accepted        (too few experts are left: drawn anew)
//	open → withdrawn                      (the case was withdrawn)
//
// The panel is drawn at random so that nobody could foresee it and anybody can
// repeat it. First the department announces the draw: the event holds the list
// of candidates under pseudonyms, after avoidance, its hash, the seats to be
// filled and the version of the method. The seed is the root hash of the first
// checkpoint of the log that covers this event. draw.go has the method, and
// [Check] repeats a draw from a file without any server.
//
// What may never happen has no code path:
//
//   - Nobody who is barred is a candidate: [Avoid] says who, and why.
//   - A panel has its least number and every category; else nothing is drawn.
//   - Only experts who sit, and have declared that they have no interest, give
//     an opinion; nothing is fed back before two thirds of all experts of the
//     panel stand behind one answer (article 30).
//   - What the committee may decide then is for package review: an approval
//     needs the experts' agreement.
//
// Deciding is pure: methods of State and Pool take a command and [Facts] and
// return events or a refusal. Start with table.go, then draw.go and panel.go.
package recheck
