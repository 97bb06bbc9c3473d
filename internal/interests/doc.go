// Package interests keeps the register of standing interests (利益冲突登记): what
// a member of a committee declares once for all coming cases, beside what is
// declared about a single case in its meeting.
//
// Law: Review Measures (MEASURES-2023) art. 6 (a committee manages conflicts of
// interest), 8 (members declare interests and step aside) and 12. How often
// the list is confirmed is a param of the packs, to be confirmed itself.
//
// There is one stream for each person, interests/<person>; [Table] is its
// procedure, [State] its fold.
//
//   - Whoever is appointed is asked, with a time limit, to declare or to say
//     that there is nothing: [State.Ask]. Confirming begins the next period.
//   - An interest lies with a unit, a person of the register or a company, from
//     a day on, until another. Events hold ids and codes; names of companies and
//     what the person wrote about it are in the vault.
//   - [Service.Touching] finds whose interests touch a case: its unit, its
//     team, a company that its funding names. Agendas propose those people for
//     recusal; the simplified procedure refuses them as reviewers.
//
// Start with declare.go, then touch.go.
package interests
