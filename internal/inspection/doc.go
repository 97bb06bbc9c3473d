// Package inspection inspects units (监督检查): which units a department visits in a
// year, who goes there, what they find, and how it is mended.
//
// Law: Opinions V (2): departments supervise committees and dangerous work; Beijing's
// note, part 5 no. 1; Shenzhen's plan, II (2) 6: inspections on the spot, and faults are
// mended; Shenyang's measures, III (2). How many units, how many inspectors and how much
// time no document says: those are parameters of the packs, to be confirmed, and so
// are the checklists.
//
// Three kinds of streams, each with its table of states:
//
//   - yearplan/<id> ([Plan]): a department's plan of a year. Units are chosen by risk,
//     with the score and its reasons in the event ([Score]), and others are drawn, and so
//     are the inspectors ([Announcement], 双随机): nobody inspects a unit of their own, or
//     one in which they have an interest. Method and seed are those of [draw].
//   - inspectors/<department> ([Pool]): who may be drawn to inspect.
//   - inspection/<id> ([State]): one visit. Points of the checklist are answered,
//     findings are tied to records as of their version, the unit is heard on the
//     draft, the department signs, and orders to correct run until they are closed.
//
// A record is opened to the inspectors by an act of theirs ([State.TakeUp]), so the
// journal tells what they looked at. A finding with its order open stands against the
// committees in its records ([Open]). What goes further becomes a case: [Referred] is
// the one event by which it is handed over.
//
// Start with table.go, then plan.go, visit.go and order.go.
package inspection
