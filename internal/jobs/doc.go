// Package jobs runs work that follows from a transaction: mail, files to
// remove, messages to people.
//
// A job is a row written in the caller's transaction ([Enqueue]), so that it
// exists exactly when its cause does. Any server takes ready jobs under a
// lease; a job that fails is tried again with growing waits and given up,
// visibly, after [MaxTries]; a server that dies loses its lease. A job may
// therefore run more than once and must be idempotent: its id is made from
// the event that caused it.
package jobs
