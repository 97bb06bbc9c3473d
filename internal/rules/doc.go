// Package rules answers what the law asks, from packs of data.
//
// A pack is a directory with pack.yaml and any number of further YAML files. They
// hold sources (documents with the day they take effect), params (numbers), lists
// (codes, forms, checklists, letters) and rules. A rule belongs to a decision point
// whose variables and outputs schema/points.yaml declares; its condition is written
// in CEL, checked against those types, and it says with which source and article it
// contributes which values, and why.
//
//	book, err := rules.Load(packs.FS())           // all mistakes at once, as Problems
//	set := book.On("2026-11-20", "440305")        // the packs in force, general first
//	answer := set.Evaluate("majority", vars)
//	if err := answer.Err(); err != nil { refuse } // a rule that errors never means "no"
//	answer.Bool("passes"); answer.Reasons         // the value, and what it rests on
//
// How an answer is made: outputs are computed in the order in which the point
// declares them. A rule is consulted when the first output it sets is due; it may
// read the outputs before that one as out.<name>. Every rule in force is evaluated.
// What several rules say is merged as the output declares; a rule marked otherwise
// speaks only where no other rule spoke, the most special pack first. A special
// pack's param, list item or replaced value covers a general one's; a rule may name
// rules that it overrides.
//
// A [Book] and its [Set]s never change after loading and may be shared.
package rules
