// Package learning keeps what people have learnt about ethics (伦理培训): courses
// with hours and certificates, what is asked of whom, and who falls short.
//
// Law: Review Measures (MEASURES-2023) art. 8, 9(3) and 41; Opinions III (4) and
// VI (2): on being hired, when a task begins, at conferences, and regularly for
// members of committees. The texts name no hours; how many are asked of a member,
// a secretary and a researcher in which time stands in the packs' list
// training_required, marked to be confirmed, and so does whether falling short
// bars anything.
//
// There is one stream for each person, training/<person>; [Table] is its
// procedure, [State] its fold.
//
//   - A person enters what they attended, with evidence; somebody else, of their
//     unit or committee, confirms it. Nobody confirms their own.
//   - A list of many is imported from a file, row by row, each taken or refused
//     with its reason; whoever imports answers for it.
//   - Being appointed to a committee, and having work approved without valid
//     training, begins a clock: [State.Assign]. So does a quality score that shows
//     what to learn.
//   - [Standing] is how somebody stands on a day: hours within the period, and the
//     last day on which they suffice. It is computed, never stored.
//
// Start with standing.go, then record.go and assign.go.
package learning
