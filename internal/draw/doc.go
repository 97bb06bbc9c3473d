// Package draw draws at random so that nobody can choose the result and anybody can
// repeat it: panels of experts, samples of cases, units to be inspected.
//
// An [Announcement] fixes everything about a draw but its seed, and is an event of
// the journal. The seed is the root of the first checkpoint that seals it
// ([SeedOf]), so it is known to nobody before and chosen by nobody. [Method] says in
// words how order and panel follow; [First] is what a stranger checks on the
// receipt of the announcement.
package draw
