// Package clocks keeps time limits (期限).
//
// An event that starts, pauses, extends or ends a duty carries the move of a
// clock with the computed dates ([flow.ClockMove]); this package projects the
// moves into one table, tells what is due, and turns the passing of time into
// the events clock.warned and clock.overrun, once each for every due date.
//
//	running ──warn reached──► running (warned) ──due reached──► over
//	   │ pause/resume · extend                                   │
//	   └──────────── meet ──► met                    meet ──► met_late
//
// A limit that has run out stays visible as "over" until the duty is done or
// falls away: overdue work never disappears from a list.
//
// Start reading at [flow.Clocks], then project.go and watch.go.
package clocks
