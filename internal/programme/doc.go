// Package programme is public money: who pays for which project, and what has to
// be there on ethics before it moves on (财政资助).
//
// Law: Opinions V (2): ethics in guide, approval, execution, acceptance and
// evaluation; V (4): nobody funds what offends against ethics. Shenzhen's plan
// II (2) item 6 and Shenyang's measures II (3) item 8: the pledge and the veto.
//
// There is one stream for each programme, programme/<id>, and one for each
// project in it, project/<id>; [Table] and [ProjectTable] are their procedures,
// [State] and [Project] their folds.
//
//	preparing → open → closed                                    a programme
//	draft → applied → admitted → executing → finishing → accepted → evaluated    a project
//
// Each stage has a gate. What it asks for is said by the packs (decision point
// "programme"), in the shape of package gate: each condition with its article and
// who can lift it. The way on to the next stage is closed while one is open, and so
// is the money: [Project.Judge] notes what opens and closes a gate, at each act
// here and as a reaction to what happens below (an approval, a suspension, a
// lapse, a decision that bars somebody).
//
// What may never happen has no code path: a payment through an open gate, an
// application by somebody who is barred, a pledge signed by one person for both
// sides.
//
// Deciding is pure: methods of State and Project take a command and [Facts].
// Start with condition.go.
package programme
