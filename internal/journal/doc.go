// Package journal keeps what happened: streams of events, appended and never
// changed, and the tables that are derived from them.
//
// # One act
//
//	out, err := j.Do(ctx, journal.Act{Actor: person, For: committee, Now: now, Key: key},
//		func(tx *journal.Tx) error {
//			events, err := tx.Load("review/" + id)      // 1 load
//			state, err := Fold(events)                  //   and fold
//			…                                           // 2 may this person? 3 what do the rules say?
//			news, err := state.Accept(cmd, rules, now)  // 4 decide, purely
//			return tx.Append("review/"+id, news...)     // 5 append, 6 project, 7 enqueue what follows
//		})
//
// Append writes the events, moves the head of the stream, and runs every
// [Projection] and [Reaction] in the same transaction. When two acts meet on
// one stream, the later one is run again on what the earlier one left; when
// a person had seen an older version (see [Tx.Expect]), the act ends in a
// [Stale] error that tells what happened in between.
//
// # Durability words
//
//   - acknowledged: Do returned nil. The act survives a crash.
//   - sealed: the event is a leaf of the Merkle log, under a signed checkpoint.
//   - witnessed: somebody else has co-signed a checkpoint that covers it.
//
// # The life of one leaf
//
// Append stores the event's bytes with a random salt and notes the event as
// unsealed. The [Sealer], one process at a time, takes unsealed events in
// order; the log entry is SHA-256(salt ‖ bytes), a commitment that tells
// nothing by itself; the leaf hash is that of RFC 6962 over the entry. It
// stores the new nodes of the tree and a checkpoint (C2SP signed note) in one
// transaction. A [Receipt] opens one leaf: bytes, salt, position and the path
// to a checkpoint. Anyone can check it without this program.
//
// Package journal/proof checks a receipt and package journal/verify a whole
// database; neither shares code with what is written here.
package journal
