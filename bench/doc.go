// Package bench measures Lunheng beside the limits of the machine it runs on.
//
// A figure counts only as a ratio to a limit measured in the same run: the
// same database with the same sync setting, bare inserts beside acts, SHA-256
// beside the verifier. A calibrator (append and fsync) runs before and after;
// when it moved by a quarter, the run says so and should be thrown away.
//
// The cases are made by the journal's own code, with its projections, but many
// events to a transaction and without asking the rules about each: they are
// copies, under new ids, titles and numbers, of one case that went the whole
// road through the verbs.
package bench
