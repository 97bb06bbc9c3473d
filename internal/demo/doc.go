// Package demo makes an invented city to try the program in: authorities,
// institutions with their committees, people, and some two hundred activities
// in every state, with papers, meetings, votes, decisions and letters.
//
// Nothing of it is written into tables: everything comes about through the real
// verbs, acted out day by day over the past months up to now. A [Build] first
// plans what happens when, from a fixed seed, and then lets it happen in the
// order of time. What is planned for later than now stays undone; that is how
// work under way comes about.
//
// Read demo.go, then plan.go for who does what when, and road.go and session.go
// for how. The names and sentences are in city.yaml.
package demo
