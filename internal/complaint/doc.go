// Package complaint takes in reports of wrongs (举报与投诉), with or without a name,
// and keeps the channel between who reports and who receives them.
//
// Law: Measures, article 46: anyone may complain; Rules on research misconduct of
// 2022, chapters 2 and 3: to whom, when it is taken up, how soon that is said, and
// that reporters are protected.
//
// Two kinds of streams, with their procedures in table.go: intake/<body> says who
// receives reports for a unit or department and who keeps identities;
// complaint/<id> is one report. What makes them different from other streams:
//
//   - Words, files and identities are encrypted in browsers (package sealed). The
//     server keeps ciphertext and checks its header. Receivers never hold the
//     identity: the custodian, who never holds the words, must agree first.
//   - An id is random, not made from the time. A report and every letter rest in
//     tables without a time but the day (box.go) and are journalled by a job on a
//     later day, in the random order of their ids (batch.go). Receivers read them at
//     once; acts, which have a time, wait for that.
//   - The journal holds the digest of each letter, so that filing can be proved, and
//     neither words nor the way to the reporter.
//
// A verb of another package tells the reporter how things stand, in its own
// transaction: [Service.Tell].
package complaint
