// Package registry knows who there is: departments, units, people, ethics
// committees with their members, and who holds which office.
//
// Law: Review Measures (MEASURES-2023) art. 4 to 8. Which numbers and
// categories a committee needs is not here but in the packs, at the decision
// point "composition"; see [Committee.Standards] and [Committee.Lawful].
//
// # Streams
//
//	department/<id>  founded · changed · supervisor_appointed · supervisor_left · closed
//	unit/<id>        registered · changed · officer_appointed · officer_left · closed
//	person/<id>      registered · changed · erased
//	committee/<id>   founded · changed · charter_adopted · member_appointed · member_changed ·
//	                 member_left · dissolved
//	system/system    administrator_appointed · administrator_left
//
// Everything has two states: [Active], then [Closed], [Erased] or [Dissolved],
// which is final. Data are replaced as a whole: changed carries all of them.
//
//	        register, found            close, dissolve, erase
//	(new) ───────────────► active ──────────────────────────► final
//	                       │    ▲
//	                       └────┘ change, appoint, leave, adopt
//
// # Time
//
// Offices and memberships are periods of days ([Tenure]), and nothing happens
// when one runs out: whoever asks names the day. A member whose term has ended
// is no member. The longest term is the packs' param term_years.
//
// # People
//
// The journal holds ids; names and contacts are in the vault, written in the
// same transaction as the event. [Service.Erase] destroys the person's key.
// Sex and expertise of a committee's member are evidence of its lawful
// composition and stay in the journal.
//
// # Who may do what
//
// The table of authorisations says. In short: administrators keep departments,
// units and supervisors; a unit's officers keep the unit, its committees and
// their members; anyone in office registers people; everyone keeps their own
// record. The first administrator is appointed by [auth.Operator].
//
// # The files
//
// A noun has a file with its data and what can be wrong with them (unit.go); a
// verb has a file with its command, its pure decision and its service method
// (unit_register.go). state.go holds the transition tables and folds, event.go
// what is journalled, project.go the tables, query.go the questions, service.go
// the seven steps. Start with unit.go, unit_register.go and service.go.
//
// Package regions, below this one, knows provinces, cities and districts.
package registry
