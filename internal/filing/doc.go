// Package filing keeps what committees and listed activities owe to platforms
// outside: registrations and filings (登记、备案), what changes after them, and
// the yearly reports.
//
// There are two streams. A filing, filing/<id>, is one duty towards one
// platform about one committee, one listed activity, or one year's report;
// which there are, the packs say (list filings). [Table] is its procedure:
//
//	due → prepared → submitted → registered
//	submitted → returned → prepared            (the platform wants corrections)
//	registered → due                           (something changed: filed again)
//	registered → lapsed → due                  (the platform let it lapse)
//	open → withdrawn                           (the committee is no more)
//
// Duties begin by themselves: a committee is founded, a listed activity is
// approved, a year is over ([Service.OpenYears]). They end with a receipt.
//
// A yearly report, report/<id>, is compiled from what happened in the year: its
// numbers are the program's and nobody can write in them; remarks are people's.
// The chair signs, and only a signed report can be filed.
//
// [Service.Standing] tells whether a committee is in good standing, for others.
//
// Deciding is pure: methods of State and Report take a command and [Facts] and
// return events or a refusal. Start with table.go.
package filing
