// Package violation keeps cases of breaches of ethics (违规案件): from the report to
// the decision and whatever follows from it.
//
// Law: Opinions V (4): the unit goes first, its superior where the unit or its head
// is concerned; Measures articles 47 to 51; Rules on research misconduct
// (MISCONDUCT-2022): when a report is taken up, how an inquiry is held, the hearing
// before a sanction, re-check and appeal. Limits, lists and the rule of jurisdiction
// stand in the packs; most are marked there to be confirmed.
//
// There is one stream for each case, case/<id>; [Table] is its procedure, [State] its
// fold.
//
//   - Who handles a case is computed by the packs' point jurisdiction when it is opened
//     and again whenever something changes that matters to it. A department may take a
//     grave case over, and settles which body is competent where two claim to be.
//   - A report is taken up when four tests hold, or refused on a ground of four.
//   - An inquiry has a plan, a team, interviews by two and a panel of peers; whoever is
//     accused, reported or has an interest never sits on it. Things and papers are held
//     as evidence with every hand they went through.
//   - Nothing follows for anybody before a notice of facts and basis, and the time to
//     answer it. What is changed after the notice needs another one.
//   - The decision is entered into the ledger of sanctions in the same act. Where nothing
//     was found no measure follows, and the case is never published.
//   - Whoever is sanctioned may ask for a re-check, and then appeal to the body above;
//     the ledger follows what comes of it.
//
// Names are in the vault; no text of a case may hold one of its people. Start with
// table.go and state.go, then open.go, inquire.go, hear.go, decide.go and after.go.
package violation
