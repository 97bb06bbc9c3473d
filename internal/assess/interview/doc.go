// Package interview finds out which questions of a self-assessment still matter.
//
// A question matters while some answer to it changes what the rules ask: the
// assessment, or the materials that an application has to hold. That is not
// declared anywhere: the rules in force are asked, with every answer tried.
//
//	trial := interview.New(set, vars)          // what is known so far
//	next := trial.Open(questions)              // codes, in the order in which to ask
//
// Answers can matter together that do not matter alone (no committee, in a
// sensitive field). So when no single question changes anything, all pairs of
// answers are tried, and a few hundred drawn combinations; what moves the
// outcome is then boiled down to the questions that it takes.
package interview
