package auth

import (
	"slices"
	"strings"
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
	Signal     Kind = "signal"     // something that the house's data show
	Risk       Kind = "risk"       // an entry of a unit's register of risks
	Clue       Kind = "lead"       // something known from outside
	Import     Kind = "import"     // an import of leads
	Warning    Kind = "warning"
	Bulletin   Kind = "bulletin" // on the risks of a period
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
		YearPlan, Inspection, Signal, Risk, Clue, Import, Warning, Bulletin, Committee, Unit, Department, Pack, Person, Account, System}
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
	Addressee     Relation = "addressee"      // office in a body to which it was sent
	Self          Relation = "self"           // is the person
	AnyOfficer    Relation = "any_officer"    // holds an office in some unit or committee
	Anyone        Relation = "anyone"         // is logged in
	Machine       Relation = "operator"       // runs commands on the machine itself
)

// Relations lists all relations in the order of the picture.
func Relations() []Relation {
	return []Relation{Leader, Team, Applicant, Secretary, Chair, ViceChair, Member, Adviser, Expert, Scorer, Inspector, Examiner, UnitManager, CentreManager, Lead, Participant, Funder, Supervisor,
		Desk, MemberBody, Superior, CaseSuperior, Investigator, Inquirer, CasePeer, Accused, Reporter, Receiver, Custodian, Addressee, Administrator, Self, AnyOfficer, Anyone, Machine}
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
	Signal:     {"risk_signals", "id"},
	Risk:       {"risks", "id"},
	Clue:       {"leads", "id"},
	Import:     {"lead_imports", "id"},
	Warning:    {"warnings", "id"},
	Bulletin:   {"bulletins", "id"},
	Person:     {"persons", "id"},
	Account:    {"accounts", "person"},
	System:     {"(select 'system' as id)", "id"},
}

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
			Supervisor:  competent(`@id`) + ` and @state not in ('draft', 'discarded') and not ` + administers,
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
			Supervisor:  competent(`@activity`) + ` and not ` + administers,
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
			Supervisor:  competent(`@activity`) + ` and not ` + administers,
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
			Supervisor:  `(@unit in ` + supervised() + ` or ` + competent(`@activity`) + `) and not ` + administers,
		},
	},
	Committee: {committee: `@id`, others: map[Relation]string{
		UnitManager: `@unit in ` + held("unit", "unit_officer"),
		Supervisor:  `@unit in ` + supervised(),
	}},
	Unit: {others: map[Relation]string{
		UnitManager: `@id in ` + held("unit", "unit_officer"),
		Supervisor:  `@id in ` + supervised(),
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
	Signal: {
		committee: `@for_committee`,
		impartial: notExcludedAnywhere(`@subject`) + ` and not exists (select 1 from activity_people mine where mine.person = $1 and mine.activity = @subject) and not ` + administers,
		others: map[Relation]string{
			UnitManager: `@for_unit in ` + held("unit", "unit_officer") + ` and not ` + administers,
			Supervisor:  `@unit in ` + supervised() + ` and not ` + administers,
		},
	},
	Risk: {others: map[Relation]string{
		Self:        `@owner = $1`,
		UnitManager: `@unit in ` + held("unit", "unit_officer") + ` and not ` + administers,
		Supervisor:  `@unit in ` + supervised() + ` and not ` + administers,
	}},
	Clue: {others: map[Relation]string{
		Supervisor:  `exists (select 1 from offices f where ` + inOffice + ` and f.body_kind = 'department' and f.role = 'supervisor') and not ` + administers,
		UnitManager: `@id in (select u.lead from lead_units u where u.state = 'matched' and u.unit in ` + held("unit", "unit_officer") + `) and not ` + administers,
	}},
	Import: {others: map[Relation]string{Supervisor: `@body in ` + held("department", "supervisor") + ` and not ` + administers}},
	Warning: {others: map[Relation]string{
		Supervisor:  byDepartment + held("department", "supervisor") + ` and not ` + administers,
		UnitManager: byUnit + held("unit", "unit_officer") + ` and not ` + administers,
		Addressee:   `@state not in ('drafted', 'discarded') and @id in ` + addressed("warning_addressees", "warning") + ` and not ` + administers,
	}},
	Bulletin: {others: map[Relation]string{
		Supervisor:  byDepartment + held("department", "supervisor") + ` and not ` + administers,
		UnitManager: byUnit + held("unit", "unit_officer") + ` and not ` + administers,
		Addressee:   `@state = 'published' and @id in ` + addressed("bulletin_addressees", "bulletin"),
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
