package auth

import (
	"slices"
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
	Recheck    Kind = "recheck"    // of a listed activity, by experts
	Mandate    Kind = "mandate"    // between a unit, or a person without one, and a committee
	Filing     Kind = "filing"     // a registration with a platform outside
	Sanction   Kind = "sanction"   // a decision about a breach
	Veto       Kind = "veto"       // a question whether somebody is barred
	Complaint  Kind = "complaint"  // a report of a wrong
	Mechanism  Kind = "mechanism"  // of coordination between departments
	Advice     Kind = "advice"     // a question to the experts of a mechanism
	Yearly     Kind = "yearly"     // a member's yearly report to a mechanism
	Programme  Kind = "programme"  // of public money
	Project    Kind = "project"    // that public money is asked for
	YearPlan   Kind = "yearplan"   // of a department's inspections
	Inspection Kind = "inspection" // of a unit
	Site       Kind = "site"       // a unit that takes part in an activity
	Case       Kind = "case"       // of a breach, from the report to what followed
	Committee  Kind = "committee"
	Unit       Kind = "unit"
	Department Kind = "department"
	Pack       Kind = "pack" // a version of a rule pack
	Person     Kind = "person"
	Account    Kind = "account"
	System     Kind = "system" // the house as a whole; there is one
)

// Kinds lists all kinds.
func Kinds() []Kind {
	return []Kind{Activity, Review, Meeting, Recheck, Mandate, Site, Filing, Sanction, Veto, Complaint,
		Programme, Project,
		Mechanism, Advice, Yearly,
		Case,
		YearPlan, Inspection, Committee, Unit, Department, Pack, Person, Account, System}
}

// Relation is how a person stands to an object.
type Relation string

// The relations.
const (
	Leader        Relation = "leader"         // leads the activity
	Team          Relation = "team"           // is on the activity's team
	Applicant     Relation = "applicant"      // applied for the review
	Secretary     Relation = "secretary"      // of the committee
	Chair         Relation = "chair"          // of the committee
	ViceChair     Relation = "vice_chair"     // of the committee
	Member        Relation = "member"         // who votes: member, chair or vice-chair
	Adviser       Relation = "adviser"        // of the committee; hears what is on an agenda and does not vote
	Expert        Relation = "expert"         // sits on the panel of the re-review
	Scorer        Relation = "scorer"         // scores the closed review in a quality check
	Inspector     Relation = "inspector"      // of the team that visits the unit
	Examiner      Relation = "examiner"       // of a team that took the record up
	UnitManager   Relation = "unit_officer"   // of the unit
	CentreManager Relation = "centre_officer" // of the unit whose committee is entrusted
	Lead          Relation = "lead"           // office of the lead's unit or committee
	Participant   Relation = "participant"    // office of a participating unit or its committee
	Funder        Relation = "funder"         // of the body that gives the money
	Supervisor    Relation = "supervisor"     // of the department the unit belongs to
	Receiver      Relation = "receiver"       // receives reports for the body
	Custodian     Relation = "custodian"      // keeps the identities of who reports to the body
	Desk          Relation = "desk"           // the office of a coordination mechanism
	MemberBody    Relation = "member_body"    // a department that is a member of the mechanism
	Superior      Relation = "superior"       // the office of the mechanism to which this one reports
	CaseSuperior  Relation = "case_superior"  // the department above the body that handles the case
	Investigator  Relation = "investigator"   // office of the body that handles the case
	Inquirer      Relation = "inquirer"       // of the team of the inquiry
	CasePeer      Relation = "case_peer"      // sits on the panel of the inquiry
	Accused       Relation = "accused"        // in the case, from the notice on
	Reporter      Relation = "reporter"       // reported what the case is about
	Administrator Relation = "administrator"  // of the house: registry and accounts, never cases
	Self          Relation = "self"           // is the person
	AnyOfficer    Relation = "any_officer"    // holds an office in some unit or committee
	Anyone        Relation = "anyone"         // is logged in
	Machine       Relation = "operator"       // runs commands on the machine itself
)

// Relations lists all relations in the order of the picture.
func Relations() []Relation {
	return []Relation{Leader, Team, Applicant, Secretary, Chair, ViceChair, Member, Adviser, Expert, Scorer, Inspector, Examiner, UnitManager, CentreManager, Lead, Participant, Funder, Supervisor,
		Desk, MemberBody, Superior, CaseSuperior, Investigator, Inquirer, CasePeer, Accused, Reporter, Receiver, Custodian, Administrator, Self, AnyOfficer, Anyone, Machine}
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
	case Expert:
		return lang.T("复核专家", "an expert of the panel")
	case Scorer:
		return lang.T("质量评价人", "the peer who scores it")
	case Inspector:
		return lang.T("检查组成员", "an inspector of the unit")
	case Examiner:
		return lang.T("调阅这份记录的检查组成员", "an inspector who took the record up")
	case UnitManager:
		return lang.T("单位管理员", "the unit's officer")
	case CentreManager:
		return lang.T("受托委员会设立单位的管理员", "an officer of the entrusted committee's unit")
	case Lead:
		return lang.T("牵头单位或其委员会的任职人员", "an officer of the lead unit or its committee")
	case Participant:
		return lang.T("参与单位或其委员会的任职人员", "an officer of a participating unit or its committee")
	case Funder:
		return lang.T("资助方人员", "the body that gives the money")
	case Supervisor:
		return lang.T("主管部门人员", "the supervising department")
	case Receiver:
		return lang.T("举报受理人", "who receives reports there")
	case Custodian:
		return lang.T("身份保管人", "the custodian of identities")
	case Desk:
		return lang.T("协调机制办公室", "the office of the coordination mechanism")
	case MemberBody:
		return lang.T("成员单位", "a member department")
	case Superior:
		return lang.T("上级协调机制办公室", "the office of the superior mechanism")
	case CaseSuperior:
		return lang.T("办案方的上级部门", "the department above who handles the case")
	case Investigator:
		return lang.T("办案单位或部门的人员", "an officer of the body that handles the case")
	case Inquirer:
		return lang.T("调查组成员", "a member of the inquiry's team")
	case CasePeer:
		return lang.T("评议专家", "a peer of the inquiry's panel")
	case Accused:
		return lang.T("被调查人", "whom the case is about, once noticed")
	case Reporter:
		return lang.T("举报人", "who reported it")
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
	Recheck:    {"rechecks", "id"},
	Mandate:    {"mandates", "id"},
	Site:       {"sites", "id"},
	Filing:     {"filings", "id"},
	Committee:  {"committees", "id"},
	Unit:       {"units", "id"},
	Department: {"departments", "id"},
	Pack:       {"packs", "id"},
	Sanction:   {"sanctions", "id"},
	Case:       {"cases", "id"},
	Veto:       {"vetoes", "id"},
	Complaint:  {"complaint_files", "id"},
	Mechanism:  {"mechanisms", "id"},
	Advice:     {"advices", "id"},
	Yearly:     {"yearlies", "id"},
	Programme:  {"programmes", "id"},
	Project:    {"projects", "id"},
	YearPlan:   {"yearplans", "id"},
	Inspection: {"inspections", "id"},
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

// supervised is a subquery: the units of the departments the person is
// supervisor in.
func supervised() string {
	return `(select u.id from units u where u.department in ` + held("department", "supervisor") + `)`
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

// standing says how people stand to the objects of a kind. Its texts are
// conditions on a row of the kind's table, whose columns are marked with @; $1
// is the person, $2 the day. A subquery that finds rows does not depend on the
// row, so that a database runs it once for a whole list and may begin with it;
// one that only bars a row looks for that row alone.
type standing struct {
	committee string              // the column that names the committee; empty: none
	impartial string              // what must hold besides for a role in the committee to count
	advising  string              // and for an adviser's
	others    map[Relation]string // relations that do not come from a committee
}

// personal are the relations that do not come from an office.
var personal = []Relation{Leader, Team, Applicant, Expert, Scorer, Receiver, Custodian, Inquirer, CasePeer, Accused, Reporter, Inspector, Examiner, Self, Machine}

// seats are the roles in a committee that make up a relation.
var seats = map[Relation][]string{
	Secretary: {"secretary"}, Chair: {"chair"}, ViceChair: {"vice_chair"}, Member: {"member", "chair", "vice_chair"},
}

// standings holds every relation there is, but those of people to the house
// as a whole. A relation that is absent cannot exist.
var standings = map[Kind]standing{
	Activity: {
		committee: `@committee`,
		impartial: ` and @state not in ('draft', 'discarded')` + notExcludedAnywhere(`@id`) + impartial(`@id`, `@leader`),
		advising:  ` and @id in (select r.activity from reviews r where r.meeting <> '')`,
		others: map[Relation]string{
			Leader:      `@leader = $1`,
			Team:        `@id in ` + teams,
			Expert:      `@id in ` + rechecking,
			Examiner:    `@id in ` + examined("activity", "activity", "review", "letter") + ` and @state not in ('draft', 'discarded')` + notExcludedAnywhere(`@id`) + impartial(`@id`, `@leader`),
			Scorer:      `@id in ` + scoring + notExcludedAnywhere(`@id`) + impartial(`@id`, `@leader`),
			Participant: `@id in ` + participating + ` and @state not in ('draft', 'discarded')` + notExcludedAnywhere(`@id`) + impartial(`@id`, `@leader`),
			UnitManager: `@unit in ` + held("unit", "unit_officer") + ` and @state not in ('draft', 'discarded') and not ` + administers,
			Supervisor:  `@unit in ` + supervised() + ` and @state not in ('draft', 'discarded') and not ` + administers,
		},
	},
	Review: {
		committee: `@committee`,
		impartial: notExcluded(`@id`) + impartial(`@activity`, `@applicant`),
		advising:  ` and @meeting <> ''`,
		others: map[Relation]string{
			Applicant:   `@applicant = $1`,
			Team:        `@activity in ` + teams,
			Inspector:   `(@unit in ` + visited + ` or @committee in ` + committeesOf(visited) + `)` + notExcluded(`@id`) + impartial(`@activity`, `@applicant`),
			Examiner:    `@id in ` + examined("record", "review", "letter") + notExcluded(`@id`) + impartial(`@activity`, `@applicant`),
			Scorer:      `@id in ` + scored + notExcluded(`@id`) + impartial(`@activity`, `@applicant`),
			UnitManager: answering(held("unit", "unit_officer")) + ` and not ` + administers,
			Supervisor:  answering(supervised()) + ` and not ` + administers,
		},
	},
	Meeting: {committee: `@committee`, impartial: ` and not ` + administers, others: map[Relation]string{
		Examiner: `@id in ` + examined("record", "meeting") + ` and not ` + administers,
	}},
	Recheck: {
		committee: `@committee`,
		impartial: notExcluded(`@review`) + impartial(`@activity`, `@applicant`),
		others: map[Relation]string{
			Applicant:   `@applicant = $1`,
			Team:        `@activity in ` + teams,
			Expert:      `@id in ` + panels,
			UnitManager: `@unit in ` + held("unit", "unit_officer") + ` and not ` + administers,
			Supervisor:  `@department in ` + held("department", "supervisor") + impartial(`@activity`, `@applicant`),
		},
	},
	Mandate: {
		committee: `@committee`,
		impartial: ` and @state not in ('drafted', 'discarded') and not ` + administers,
		others: map[Relation]string{
			Self:          `@person = $1`,
			UnitManager:   `@unit in ` + held("unit", "unit_officer") + ` and not ` + administers,
			CentreManager: `@committee in ` + committeesOf(held("unit", "unit_officer")) + ` and @state not in ('drafted', 'discarded') and not ` + administers,
			Supervisor: `(@unit in ` + supervised() + ` or @committee in ` + committeesOf(supervised()) + `)
				and @state not in ('drafted', 'discarded') and not ` + administers,
		},
	},
	Filing: {
		committee: `@committee`,
		impartial: ` and not ` + administers,
		others: map[Relation]string{
			Team:        `@activity in ` + teams,
			UnitManager: `@unit in ` + held("unit", "unit_officer") + ` and not ` + administers,
			Supervisor:  `@unit in ` + supervised() + ` and not ` + administers,
		},
	},
	Site: {
		committee: `@committee`,
		impartial: ` and @investigator <> $1` + impartial(`@activity`, `@leader`),
		others: map[Relation]string{
			Leader:    `@leader = $1`,
			Applicant: `@investigator = $1`,
			Lead: `(@lead_committee in ` + held("committee", "secretary", "chair", "vice_chair") + ` or @lead_unit in ` + held("unit", "unit_officer") + `)` +
				impartial(`@activity`, `@leader`),
			UnitManager: `@unit in ` + held("unit", "unit_officer") + ` and not ` + administers,
		},
	},
	Committee: {committee: `@id`, others: map[Relation]string{
		UnitManager: `@unit in ` + held("unit", "unit_officer"),
		Supervisor:  `@unit in ` + supervised(),
	}},
	Unit: {others: map[Relation]string{
		UnitManager: `@id in ` + held("unit", "unit_officer"),
		Supervisor:  `@department in ` + held("department", "supervisor"),
		Receiver:    `@id in ` + onDuty("receiver"),
		Custodian:   `@id in ` + onDuty("custodian"),
	}},
	Department: {others: map[Relation]string{
		Supervisor: `@id in ` + held("department", "supervisor"),
		Receiver:   `@id in ` + onDuty("receiver"),
		Custodian:  `@id in ` + onDuty("custodian"),
	}},
	Complaint: {others: map[Relation]string{
		Receiver:  `@body in ` + onDuty("receiver") + unconcerned,
		Custodian: `@identity and @custody in ` + onDuty("custodian") + unconcerned,
	}},
	Sanction: {others: map[Relation]string{
		Supervisor:  `@department in ` + held("department", "supervisor") + ` and not ` + administers,
		Self:        `@state in ('in_force', 'annulled', 'no_finding') and @id in (select x.sanction from sanction_subjects x where x.who = $1)`,
		UnitManager: `@state in ('in_force', 'annulled', 'no_finding') and @id in (select x.sanction from sanction_subjects x where x.kind = 'unit' and x.unit in ` + held("unit", "unit_officer") + `)`,
	}},
	Case: {others: map[Relation]string{
		Investigator: `(@body_kind = 'unit' and @body in ` + held("unit", "unit_officer") + ` or @body_kind = 'department' and @body in ` + held("department", "supervisor") + `)` + untouched,
		Inquirer:     `@id in ` + inCase("team") + untouched,
		CasePeer:     `@id in ` + inCase("peer") + untouched,
		CaseSuperior: `@superior in ` + held("department", "supervisor") + untouched,
		Supervisor:   `@unit in ` + supervised() + untouched,
		Accused:      `@noticed and (@id in ` + inCase("accused") + ` or @id in (select cu.kase from case_units cu where cu.unit in ` + held("unit", "unit_officer") + `))`,
		Reporter:     `@id in ` + inCase("reporter"),
	}},
	Veto: {others: map[Relation]string{
		Supervisor:  `@body_kind = 'department' and @body in ` + held("department", "supervisor") + ` and not ` + administers,
		UnitManager: `@body_kind = 'unit' and @body in ` + held("unit", "unit_officer") + ` and not ` + administers,
	}},
	Mechanism: {others: map[Relation]string{
		Desk:       `@office in ` + held("department", "supervisor") + ` and not ` + administers,
		MemberBody: `@id in ` + seated() + ` and not ` + administers,
		Superior:   `@superior in ` + desks() + ` and not ` + administers,
	}},
	Advice: {others: map[Relation]string{
		Desk:       `@mechanism in ` + desks() + ` and not ` + administers,
		MemberBody: `@mechanism in ` + seated() + ` and not ` + administers,
		Expert:     `@id in (select x.advice from advice_experts x where x.person = $1)`,
	}},
	Yearly: {others: map[Relation]string{
		Desk:       `@mechanism in ` + desks() + ` and @state in ('submitted', 'returned', 'taken') and not ` + administers,
		MemberBody: `@member in ` + ownCodes() + ` and not ` + administers,
	}},
	Programme: {others: map[Relation]string{
		Funder:    funds,
		Applicant: `$1 <> '' and @state <> 'preparing'`,
	}},
	Project: {others: map[Relation]string{
		Funder:      funds + ` and @state <> 'draft' and @leader <> $1`,
		Leader:      `@leader = $1`,
		Team:        `@id in (select x.project from project_people x where x.who = $1)`,
		UnitManager: `@unit in ` + held("unit", "unit_officer") + ` and not ` + administers,
	}},
	YearPlan: {others: map[Relation]string{Supervisor: `@department in ` + held("department", "supervisor") + ` and not ` + administers}},
	Inspection: {others: map[Relation]string{
		Supervisor:  `@department in ` + held("department", "supervisor") + ` and not ` + administers,
		Inspector:   `@id in ` + visiting + ` and @state not in ('closed', 'cancelled') and not ` + administers,
		UnitManager: `@unit in ` + held("unit", "unit_officer") + ` and @state not in ('planned', 'cancelled') and not ` + administers,
	}},
	Pack: {others: map[Relation]string{Supervisor: `@department in ` + held("department", "supervisor")}},
	Person: {others: map[Relation]string{
		Self:        `@id = $1`,
		UnitManager: `@unit in ` + held("unit", "unit_officer"),
		Secretary:   `@id in ` + sitting(held("committee", "secretary")) + ` and not ` + administers,
		Chair:       `@id in ` + sitting(held("committee", "chair", "vice_chair")) + ` and not ` + administers,
	}},
	Account: {others: map[Relation]string{Self: `@person = $1`}},
	System: {others: map[Relation]string{
		AnyOfficer: `exists (select 1 from offices f where ` + inOffice + ` and f.body_kind in ('unit', 'committee'))`,
	}},
}

// conditions gives the SQL under which a person stands in one of the
// relations to a row of alias; none where none can exist. Roles in the
// committee are asked for together.
func conditions(kind Kind, relations []Relation, alias string) []string {
	s := standings[kind]
	var roles, out []string
	for _, rel := range relations {
		if s.committee != "" && seats[rel] != nil {
			roles = append(roles, seats[rel]...)
		} else if text := s.condition(rel); text != "" {
			out = append(out, text)
		}
	}
	if len(roles) > 0 {
		slices.Sort(roles)
		out = append(out, s.committee+` in `+held("committee", slices.Compact(roles)...)+s.impartial)
	}
	for i := range out {
		out[i] = `(` + strings.ReplaceAll(out[i], "@", alias+".") + `)`
	}
	return out
}

func (s standing) condition(rel Relation) string {
	switch rel {
	case Anyone:
		return `$1 <> ''`
	case Machine:
		return `$1 = 'system'`
	case Administrator:
		return administers
	case Adviser:
		if s.committee != "" {
			return s.committee + ` in ` + held("committee", "adviser") + s.impartial + s.advising
		}
	}
	return s.others[rel]
}
