package auth

import "strings"

// governs is true of a department, d, and a unit or place that knows its department
// and region: it belongs to the department, or lies where the department answers for
// everybody.
const governs = `(@department = d.id or d.whole and d.reach <> '' and @region >= d.reach and @region < d.reach || '~')`

// Governs is the condition under which a department, a row d of the table departments,
// answers for what belongs to a place, a row of alias with the columns department,
// region and routes: by affiliation, by its region, or because the rules name it. It
// means the same as the relation [Supervisor] to the record itself.
func Governs(alias string) string {
	return `(` + strings.ReplaceAll(governs+` or `+names, "@", alias+".") + `)`
}

// supervised is a subquery: the units that the departments answer for in which the
// person is supervisor.
func supervised() string {
	return `(select u.id from departments d join units u on ` + strings.ReplaceAll(governs, "@", "u.") + ` where d.id in ` + held("department", "supervisor") + `)`
}

// names is true of a department, d, whom the rules name in some routes.
const names = `d.code <> '' and @routes like '%|' || d.code || '|%'`

// routed is true of an activity for which the rules name a department in which the
// person is supervisor.
func routed(activity string) string {
	return `exists (select 1 from activities named join departments d on ` + strings.ReplaceAll(names, "@", "named.") + ` where named.id = ` + activity +
		` and d.id in ` + held("department", "supervisor") + `)`
}

// competent is the condition on an activity, or a case about one, that the person's
// department answers for it.
func competent(activity string) string {
	return `(` + answering(supervised()) + ` or ` + routed(activity) + `)`
}
