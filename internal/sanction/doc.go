// Package sanction keeps the ledger of what was decided about breaches (处理决定):
// whom a decision concerns, which measures it takes, and from when until when each
// of them holds.
//
// Law: Opinions V (4): order to correct or to stop, recovery of money, loss of
// awards and honours, loss of qualification, a bar for a term; Rules on research
// misconduct (MISCONDUCT-2022): grades of severity and what each allows; the Law on
// S&T Progress art. 112 and 113. Measures, grades and the effect of each stand in the
// packs' lists measures, severity and identity_kinds, and what is not certain
// there is marked to be confirmed.
//
// There is one stream for each decision, sanction/<id>; [Table] is its procedure,
// [State] its fold.
//
//   - A department drafts a decision about people and units of its competence, with
//     several of them and several terms in one; nobody is entered who could be
//     mistaken for somebody else. In force, it binds.
//   - A term of so many months from a day ends on the day before the same day so many
//     months later.
//   - A decision that finds nothing takes no measure, and bars nobody.
//   - Whoever it concerns may ask for correction, within a time to be answered.
//     Measures end by their term, by being fulfilled, corrected, or annulled.
//
// Names and numbers of documents stand in the vault. Start with state.go, then
// draft.go and after.go.
package sanction
