// Package importer brings activities that were registered elsewhere into the
// house, as drafts.
//
// A [Format] says how a source writes its rows; [Read] reads a file row by row
// and loses none: a row that cannot be read is refused with its number and the
// reason, and reading goes on with the next line. [Importer.Run] looks the units
// up by name, registers those that are not there, and drafts the activities.
//
// # What may be relied on
//
//   - A row is in, or it is refused with its number, its id and why.
//   - A row is in as a whole or not at all: each is one act.
//   - A row comes in once: its origin, such as nsfc:31430006, is noted, and a
//     second import finds it. An interrupted import is simply run again.
//   - A text is a text: nothing is concluded from the words of a title.
//
// # Units
//
// A name means a unit when it is the unit's own, but for width, case, blanks
// and signs. A name that means several is refused. A name that means none is
// registered as it was found: of kind other, and in the region that the caller
// names, or [regions.Unknown], which pages show as to be confirmed. A row without
// a name, or with one that was withheld, becomes a draft without a unit; its
// leader chooses one before submitting.
package importer
