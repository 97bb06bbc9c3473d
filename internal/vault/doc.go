// Package vault keeps what is personal: names, contacts and other text about
// a person that is not evidence.
//
// Every person has a random AES-256 key, stored wrapped under the master key
// of the house. Records are sealed with AES-256-GCM under the person's key and
// bound to the person and the part they are, so that rows cannot be swapped.
// Events and projections hold person ids only. [Vault.Erase] destroys the key;
// pages then show "erased" and the journal verifies as before.
//
// The tables here are not projections: they cannot be derived from the journal
// and are not rebuilt.
//
// # Searching
//
// Names can be found by any piece of them, even by one character, through
// keyed hashes of characters and pairs of characters. Who steals the database
// without the master key sees which people share a piece of a name, but not
// which piece. An erased person's hashes are removed.
//
// # No cache
//
// Reading a record costs about four microseconds, row and both keys included.
// Names are therefore opened anew each time, from one query: what one server
// erases is gone on every other server at once, and no plain names linger in
// memory.
//
// # The master key
//
// One line of 64 hexadecimal digits in the file master.key (0600), or given
// by the operator. It is made on the first start only; a database that has
// been used with another master key is refused. Without the key all
// personal data and the log's key are lost: keep a copy apart from the
// database's backups.
//
// What remains after erasure: backups and write-ahead files made before it
// still hold the wrapped key, and PostgreSQL keeps the deleted row until it
// vacuums. In SQLite's file the deleted bytes are overwritten.
package vault
