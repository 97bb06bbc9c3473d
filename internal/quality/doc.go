// Package quality samples closed reviews and has peers score them
// (审查质量抽查评价).
//
// Law: Review Measures (MEASURES-2023) art. 41: units watch and judge the quality
// of review, and train where it is wanting. The text names no way; share, number,
// checklist and grades stand in the packs, to be confirmed.
//
// There is one stream for each check, quality/<id>; [Table] is its procedure,
// [State] its fold.
//
//   - The chair or the supervising department announces which closed reviews may
//     be drawn, and draws with the seed of the first checkpoint that covers the
//     announcement. The way of drawing is that of a panel, see
//     [lunheng/internal/draw.Method]: nobody could foresee it, anybody can repeat it.
//   - Each drawn case goes to a peer who took no part in it: [Facts.Bars] says
//     who may not, and why. A department may also call members of other committees of
//     its field, and experts of its pool.
//   - Peers score the points of the checklist; the program computes the score. Once all
//     are in, the check is closed: members see the result and acknowledge it, and
//     those who decided a poor case are asked to learn (package learning).
//
// Start with draw.go, then score.go.
package quality
