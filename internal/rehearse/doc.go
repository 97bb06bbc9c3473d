// Package rehearse tries a draft of rules on everything that was assessed so far
// and tells what would change: who goes to a meeting, to re-review and to whom,
// which units need a committee, which open cases would miss a new limit.
//
//	with, without := book with the draft, book in force
//	result, err := rehearse.Run(ctx, db.Read(ctx), rehearse.Options{With: with, Without: without, Day: day, …}, progress)
//	result.Counts; result.Lists["to_meeting"]
//
// Nothing is kept of an activity but counts and the first ids of each list, so
// memory does not grow with their number. change.go compares two assessments and
// is pure; worker.go judges; read.go streams what was recorded, batch after batch
// in the order of ids; run.go puts them together. Two runs give the same result.
//
// A recorded profile holds codes, no texts: a rule that reads a title is judged
// without it, and [Result.Blind] names it.
package rehearse
