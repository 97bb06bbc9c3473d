// Package store opens the database and hands out transactions.
//
// One SQL text runs on two engines: SQLite, embedded, for one machine, and
// PostgreSQL for production. Placeholders are $1, times are bigint
// microseconds, JSON is text. What must differ lives here and in the few
// marked lines of the migrations.
//
// There are two ways in:
//
//	db.Update(ctx, func(tx *store.Tx) error { … })   // write, atomic
//	db.Read(ctx)                                      // a Reader, for queries
//
// On SQLite all writers share one connection. Those who arrive while a commit
// is under way are committed together in the next one (group commit), each
// inside its own savepoint, so that the price of one fsync is shared and a
// failing writer harms nobody else. On PostgreSQL every writer has its own
// transaction; serialisation failures are tried again.
//
// When Update returns nil the work is acknowledged: it survives a crash.
// Nothing else in this program may write, apart from package journal's sealer,
// which uses Update as well.
package store
