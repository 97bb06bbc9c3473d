// Package document is the roof over what has to do with papers and files:
//
//   - blob keeps files under the hash of their content;
//   - letter sets decision letters, minutes and receipts as PDF;
//   - qr draws the codes that lead to the public check.
//
// None of them knows a domain: sentences come in as data, file names and who
// may read a file are the business of those who call.
package document
