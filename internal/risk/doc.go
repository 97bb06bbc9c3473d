// Package risk watches for risks to ethics, and warns (风险监测与预警).
//
// Law: Opinions of 2022, principles II (4), V (2) and V (3): risks are watched, work
// of high risk is followed and assessed anew, warnings name what is done about
// them; Shenzhen's plan of 2024, items 2 and 6; Shenyang's measures, item 8; the
// norms on artificial intelligence of 2021, articles 8 and 17.
//
//	signal/<id>    something about an activity, committee, unit or member that the
//	               house's own data show; raised, changed and cleared by [Service.Watch]
//	risk/<id>      an entry of a unit's register: how likely, how grave, what is done
//	lead/<id>      what is known from outside: retractions, incidents, notes on what comes
//	import/<id>    an import of leads
//	warning/<id>   from a department or unit to those who have to act, to its effect
//	bulletin/<id>  what a period brought, for addressees or for everybody
//
// # Signals
//
// What is measured is Go (measure.go); from which value on it says something, how
// much and to whom, is the packs' (list risk_signals). An event puts those whom it
// concerns into a queue in the same transaction; looking at one of them reads a few
// indexed rows and leaves behind when time alone could change the answer. So no
// clock ever looks at everything. [Service.Survey] measures the same over all rows
// at once, without the queue: both agree after any history, a test holds.
//
// A signal accuses nobody. People say of each whether it was a false alarm; how often
// that was so is shown with every signal of its kind and lowers what it weighs.
//
// Start with measure.go, then watch.go.
package risk
