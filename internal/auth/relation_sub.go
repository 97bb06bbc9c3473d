package auth

import "strings"

// held is a subquery: the bodies in which the person holds one of the roles
// on the day.
func held(kind string, roles ...string) string {
	return `(select f.body from offices f where ` + inOffice + ` and f.body_kind = '` + kind + `' and ` + roleIn(roles) + `)`
}

// inOffice is true of an office that the person holds on the day.
const inOffice = `f.person = $1 and f.active and f.from_day <= $2 and (f.until_day = '' or f.until_day >= $2)`

func roleIn(roles []string) string { return `f.role in ('` + strings.Join(roles, `', '`) + `')` }

// administers is true when the person is an administrator on the day.
const administers = `exists (select 1 from offices f where ` + inOffice + ` and f.body_kind = 'system' and f.role = 'administrator')`

// funds is true when the person acts for the body that gives the money.
var funds = `(@funder_kind = 'department' and @funder in ` + held("department", "supervisor") + ` or @funder_kind = 'unit' and @funder in ` + held("unit", "unit_officer") + `) and not ` + administers

// impartial is true when the person neither runs the house nor has a part in
// the activity, given the columns that name the activity and its leader.
func impartial(activity, leader string) string {
	return ` and ` + leader + ` <> $1 and not exists (select 1 from activity_people mine where mine.person = $1 and mine.activity = ` + activity +
		`) and not ` + administers
}

// notExcluded is true when the person was not excluded from the review that
// the column names.
func notExcluded(review string) string {
	return ` and not exists (select 1 from review_exclusions barred where barred.person = $1 and barred.review = ` + review + `)`
}

// notExcludedAnywhere is true when the person was not excluded from any review
// of the activity that the column names.
func notExcludedAnywhere(activity string) string {
	return ` and not exists (select 1 from review_exclusions barred join reviews theirs on theirs.id = barred.review
		where barred.person = $1 and theirs.activity = ` + activity + `)`
}

// teams are the activities on whose team the person is.
const teams = `(select ap.activity from activity_people ap where ap.person = $1)`

// sitting is a subquery: who holds a seat on some committees on the day.
func sitting(committees string) string {
	return `(select s.person from offices s where s.body_kind = 'committee' and s.body in ` + committees +
		` and s.active and s.from_day <= $2 and (s.until_day = '' or s.until_day >= $2))`
}

// onDuty is a subquery: the bodies for which the person receives reports, or keeps the
// identities of those who make them.
func onDuty(duty string) string {
	return `(select d.body from complaint_duties d where d.person = $1 and d.duty = '` + duty + `')`
}

// unconcerned is true where a report may be read: it is not about the person, its
// contents are still there, and they do not run the house.
const unconcerned = ` and @state <> 'destroyed' and not exists (select 1 from complaint_barred barred where barred.complaint = @id and barred.person = $1) and not ` + administers

// panels are the re-reviews on whose panel a person sits; rechecking are their
// activities, while the experts are at work.
const (
	panels     = `(select e.recheck from recheck_experts e where e.person = $1 and e.state = 'sitting')`
	rechecking = `(select k.activity from recheck_experts e join rechecks k on k.id = e.recheck
		where e.person = $1 and e.state = 'sitting' and k.state = 'sitting')`
)

// scored are the closed reviews that a person was given to score; scoring are
// their activities.
const (
	scored  = `(select q.review from quality_cases q where q.scorer = $1 and q.state = 'scoring')`
	scoring = `(select v.activity from quality_cases q join reviews v on v.id = q.review where q.scorer = $1 and q.state = 'scoring')`
)

// visiting are the inspections in whose team a person goes; visited are their units
// while the team is at work.
const (
	visiting = `(select t.inspection from inspection_team t where t.person = $1 and t.state = 'going')`
	visited  = `(select v.unit from inspection_team t join inspections v on v.id = t.inspection where t.person = $1 and t.state = 'going' and v.state in ('open', 'reported'))`
)

// examined is a subquery: what the teams in which a person goes took up, in a column,
// until the inspection is closed.
func examined(column string, kinds ...string) string {
	return `(select x.` + column + ` from inspection_team t join inspections v on v.id = t.inspection join inspection_records x on x.inspection = v.id
		where t.person = $1 and t.state = 'going' and v.state in ('open', 'reported', 'correcting') and x.kind in ('` + strings.Join(kinds, `', '`) + `'))`
}

// committeesOf is a subquery: the committees of some units.
func committeesOf(units string) string {
	return `(select c.id from committees c where c.unit in ` + units + `)`
}

// answering is the condition on a case that one of some units answers for it: the
// unit that carries the activity or, where a person without a unit applied, the
// unit of the entrusted committee, which does in their place what a unit does.
func answering(units string) string {
	return `(@unit in ` + units + ` or @unit = '' and @committee in ` + committeesOf(units) + `)`
}

// participating are the activities in which a person's unit or committee takes part.
var participating = `(select s.activity from sites s where s.way = '' and s.state <> 'withdrawn' and (s.committee in ` +
	held("committee", "secretary", "chair", "vice_chair", "member") + ` or s.unit in ` + held("unit", "unit_officer") + `))`

// ownCodes are the codes of the departments the person is supervisor in.
func ownCodes() string {
	return `(select d.code from departments d where d.code <> '' and d.id in ` + held("department", "supervisor") + `)`
}

// desks are the mechanisms whose office a person's department is; seated are those of
// which it is a member on the day.
func desks() string {
	return `(select w.id from mechanisms w where w.office in ` + held("department", "supervisor") + `)`
}

func seated() string {
	return `(select b.mechanism from mechanism_members b where b.code in ` + ownCodes() + ` and b.from_day <= $2 and (b.until_day = '' or b.until_day >= $2))`
}

// inCase are the cases in which a person has a role. Whoever is accused in a case, or
// reported it, keeps nothing but that.
func inCase(role string) string {
	return `(select cp.kase from case_people cp where cp.person = $1 and cp.role = '` + role + `')`
}

const untouched = ` and not exists (select 1 from case_people own where own.kase = @id and own.person = $1 and own.role in ('accused', 'reporter')) and not ` + administers

// addressed is a subquery: what was sent to bodies in which the person holds an
// office that answers for them, by the table and column that say so.
func addressed(table, column string) string {
	return `(select a.` + column + ` from ` + table + ` a where a.kind = 'unit' and a.body in ` + held("unit", "unit_officer") + ` or a.kind = 'department' and a.body in ` +
		held("department", "supervisor") + ` or a.kind = 'committee' and a.body in ` + held("committee", "secretary", "chair", "vice_chair") + `)`
}

// byDepartment and byUnit are the conditions that such a body made something, up to which.
const (
	byDepartment = `@body_kind = 'department' and @body in `
	byUnit       = `@body_kind = 'unit' and @body in `
)
