// Package oversight is what supervisors count: how the units, committees, activities
// and duties stand that a department answers for, and the records behind each number.
//
// Law: Opinions III (1): each place and each sector answers for its own; V (2):
// departments supervise committees and dangerous work; Review Measures art. 40.
//
// Every number is a count of marks. A [Measure] is one row of a table: it says of a
// record whether it counts, as which part, on which day and with which value. After
// each event the records that it touched are looked at again; what changed is added to
// or taken from the counters, in the event's transaction. A list shows the marks
// themselves, so that its length is the number by construction. Opening a page sums
// counters, whose number follows the places and months there are, never the records.
//
// A place is where a record belongs: the department and the region of its unit, the
// departments that the rules name for it, its fields. Who answers for a place is one
// condition, [auth.Governs], the same as the relation of supervisors to the record.
//
// Questions (question.go) are lists with a name and an article: chains that ask through
// several registers at once, such as live work under a lapsed registration.
//
// How a committee stands depends on the rules and the day, which a projection may not
// ask. So it is looked at regularly, and journalled when it changed (standing.go).
//
// Start with measure.go, then record.go and project.go.
package oversight
