package auth

import (
	"strings"

	"lunheng/internal/lang"
)

// Kind is a kind of object.
type Kind = string

// The kinds of objects that verbs are about.
const (
	Activity   Kind = "activity"
	Review     Kind = "review"
	Meeting    Kind = "meeting"
	Committee  Kind = "committee"
	Unit       Kind = "unit"
	Department Kind = "department"
	Person     Kind = "person"
	Account    Kind = "account"
	System     Kind = "system" // the house as a whole; there is one
)

// Kinds lists all kinds.
func Kinds() []Kind {
	return []Kind{Activity, Review, Meeting, Committee, Unit, Department, Person, Account, System}
}

// Relation is how a person stands to an object.
type Relation string

// The relations.
const (
	Leader        Relation = "leader"        // leads the activity
	Team          Relation = "team"          // is on the activity's team
	Applicant     Relation = "applicant"     // applied for the review
	Secretary     Relation = "secretary"     // of the committee
	Chair         Relation = "chair"         // of the committee
	ViceChair     Relation = "vice_chair"    // of the committee
	Member        Relation = "member"        // who votes: member, chair or vice-chair
	Adviser       Relation = "adviser"       // of the committee; hears what is on an agenda and does not vote
	UnitManager   Relation = "unit_officer"  // of the unit
	Supervisor    Relation = "supervisor"    // of the department the unit belongs to
	Administrator Relation = "administrator" // of the house: registry and accounts, never cases
	Self          Relation = "self"          // is the person
	AnyOfficer    Relation = "any_officer"   // holds an office in some unit or committee
	Anyone        Relation = "anyone"        // is logged in
	Machine       Relation = "operator"      // runs commands on the machine itself
)

// Relations lists all relations in the order of the picture.
func Relations() []Relation {
	return []Relation{Leader, Team, Applicant, Secretary, Chair, ViceChair, Member, Adviser, UnitManager, Supervisor,
		Administrator, Self, AnyOfficer, Anyone, Machine}
}

// Text is the relation in words.
func (r Relation) Text() lang.Text {
	switch r {
	case Leader:
		return lang.T("项目负责人", "the project leader")
	case Team:
		return lang.T("项目组成员", "a member of the project team")
	case Applicant:
		return lang.T("申请人", "the applicant")
	case Secretary:
		return lang.T("委员会秘书", "the committee's secretary")
	case Chair:
		return lang.T("主任委员", "the chair")
	case ViceChair:
		return lang.T("副主任委员", "a vice-chair")
	case Member:
		return lang.T("委员", "a committee member")
	case Adviser:
		return lang.T("独立顾问", "an adviser")
	case UnitManager:
		return lang.T("单位管理员", "the unit's officer")
	case Supervisor:
		return lang.T("主管部门人员", "the supervising department")
	case Administrator:
		return lang.T("系统管理员", "an administrator")
	case Self:
		return lang.T("本人", "the person concerned")
	case AnyOfficer:
		return lang.T("单位或委员会任职人员", "an officer of a unit or committee")
	case Anyone:
		return lang.T("已登录用户", "anyone who is logged in")
	}
	return lang.T("服务器操作员", "the operator of the machine")
}

// tables says where the objects of a kind lie, and under which key.
var tables = map[Kind]struct{ name, key string }{
	Activity:   {"activities", "id"},
	Review:     {"reviews", "id"},
	Meeting:    {"meetings", "id"},
	Committee:  {"committees", "id"},
	Unit:       {"units", "id"},
	Department: {"departments", "id"},
	Person:     {"persons", "id"},
	Account:    {"accounts", "person"},
	System:     {"(select 'system' as id)", "id"},
}

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

// impartial is true when the person neither runs the house nor has a part in
// the activity, given the columns that name the activity and its leader.
func impartial(activity, leader string) string {
	return ` and ` + leader + ` <> $1 and ` + activity + ` not in ` + teams + ` and not ` + administers
}

const (
	teams       = `(select ap.activity from activity_people ap where ap.person = $1)`
	exclusions  = `(select x.review from review_exclusions x where x.person = $1)`
	excludedAct = `(select r.activity from review_exclusions x join reviews r on r.id = x.review where x.person = $1)`
)

// supervised is a subquery: the units of the departments the person is
// supervisor in.
func supervised() string {
	return `(select u.id from units u where u.department in ` + held("department", "supervisor") + `)`
}

// committees gives the committee relations, given the condition under which a
// role in the committee counts, and one more for advisers.
func committees(column, condition, advising string) map[Relation]string {
	in := func(roles ...string) string { return column + ` in ` + held("committee", roles...) + condition }
	return map[Relation]string{
		Secretary: in("secretary"),
		Chair:     in("chair"),
		ViceChair: in("vice_chair"),
		Member:    in("member", "chair", "vice_chair"),
		Adviser:   in("adviser") + advising,
	}
}

func with(base, more map[Relation]string) map[Relation]string {
	for rel, pred := range more {
		base[rel] = pred
	}
	return base
}

// predicates holds each relation to each kind of object as a condition on a
// row of the kind's table, whose columns are marked with @. $1 is the person,
// $2 the day. Subqueries do not depend on the row, so that a database can run
// them once for a whole list. A relation that is absent here cannot exist.
var predicates = map[Kind]map[Relation]string{
	Activity: with(
		committees(`@committee`, ` and @state not in ('draft', 'discarded') and @id not in `+excludedAct+impartial(`@id`, `@leader`),
			` and @id in (select r.activity from reviews r where r.meeting <> '')`),
		map[Relation]string{
			Leader:      `@leader = $1`,
			Team:        `@id in ` + teams,
			UnitManager: `@unit in ` + held("unit", "unit_officer") + ` and not ` + administers,
			Supervisor:  `@unit in ` + supervised() + ` and @state not in ('draft', 'discarded') and not ` + administers,
		}),
	Review: with(
		committees(`@committee`, ` and @id not in `+exclusions+impartial(`@activity`, `@applicant`), ` and @meeting <> ''`),
		map[Relation]string{
			Applicant:   `@applicant = $1`,
			Team:        `@activity in ` + teams,
			UnitManager: `@unit in ` + held("unit", "unit_officer") + ` and not ` + administers,
			Supervisor:  `@unit in ` + supervised() + ` and not ` + administers,
		}),
	Meeting: committees(`@committee`, ` and not `+administers, ``),
	Committee: with(committees(`@id`, ``, ``), map[Relation]string{
		UnitManager: `@unit in ` + held("unit", "unit_officer"),
		Supervisor:  `@unit in ` + supervised(),
	}),
	Unit: {
		UnitManager: `@id in ` + held("unit", "unit_officer"),
		Supervisor:  `@department in ` + held("department", "supervisor"),
	},
	Department: {Supervisor: `@id in ` + held("department", "supervisor")},
	Person: {
		Self:        `@id = $1`,
		UnitManager: `@unit in ` + held("unit", "unit_officer"),
	},
	Account: {Self: `@person = $1`},
	System: {
		AnyOfficer: `exists (select 1 from offices f where ` + inOffice + ` and f.body_kind in ('unit', 'committee'))`,
	},
}

// predicate is the condition for one relation to one kind, with the columns
// of alias; empty when the relation cannot exist.
func predicate(kind Kind, rel Relation, alias string) string {
	switch rel {
	case Anyone:
		return `$1 <> ''`
	case Machine:
		return `$1 = 'system'`
	case Administrator:
		return administers
	}
	return strings.ReplaceAll(predicates[kind][rel], "@", alias+".")
}
