// Package parcel is the file in which a decision travels from one installation
// to another, and the answer that comes back. Reading one needs neither
// database nor network: every statement in it is an event of the sender's
// journal, opened out of the sender's signed log (see package proof).
//
//	content      what was decided, on which version, with which files
//	letter       the letter that states the decision
//	status       how the decision stood when the file was made: the newest such statement
//	attachments  files, each under the hash that the content names
//
// The three receipts are of one log, under one key. What a reader must know
// besides, such as whether the key is one of an installation that may speak for the
// unit, is for package sites.
package parcel
