package auth

import "strings"

// Verb is something a person can do to an object. Its first part names what
// it is about.
type Verb string

// The verbs.
const (
	ActivityCreate   Verb = "activity.create"
	ActivityView     Verb = "activity.view"     // read the application
	ActivityOverview Verb = "activity.overview" // title, state and clocks, no contents
	ActivityFileRead Verb = "activity.file.read"
	// ActivityDraftView goes beyond what was handed in: drafts, and what has
	// changed since the last submission.
	ActivityDraftView Verb = "activity.draft.view"
	ActivityEdit      Verb = "activity.edit"
	ActivityTeam      Verb = "activity.team" // change who is on the team
	ActivitySubmit    Verb = "activity.submit"
	ActivityWithdraw  Verb = "activity.withdraw"
	ActivityDiscard   Verb = "activity.discard"

	ActivityGateSupply Verb = "activity.gate.supply" // say what the work involves, hand in evidence, record animals
	ActivityGateJudge  Verb = "activity.gate.judge"  // accept or return evidence
	ActivityGateRevoke Verb = "activity.gate.revoke" // note that evidence holds no more
	ActivityStart      Verb = "activity.start"       // record that the project was approved, and that the work began

	ReviewView              Verb = "review.view"       // state, questions to the applicant, decision, letters
	ReviewOverview          Verb = "review.overview"   // number, title, state and clocks, no contents
	ReviewDiscussion        Verb = "review.discussion" // what the committee says among itself
	ReviewFileRead          Verb = "review.file.read"  // the committee's papers
	ReviewAccept            Verb = "review.accept"
	ReviewReturn            Verb = "review.return"
	ReviewSchedule          Verb = "review.schedule"
	ReviewReviewers         Verb = "review.reviewers" // name them, end their work, declare what they agree on
	ReviewOpinion           Verb = "review.opinion"   // as a named reviewer
	ReviewRecuse            Verb = "review.recuse"    // step out of a case
	ReviewExtend            Verb = "review.extend"
	ReviewWithdraw          Verb = "review.withdraw"
	ReviewAsk               Verb = "review.ask"
	ReviewAnswer            Verb = "review.answer"
	ReviewStipulationAnswer Verb = "review.stipulation.answer"
	ReviewStipulationCheck  Verb = "review.stipulation.check"
	ReviewLetterIssue       Verb = "review.letter.issue"
	ReviewLetterReissue     Verb = "review.letter.reissue"
	ReviewLetterSend        Verb = "review.letter.send"

	ReviewAppeal       Verb = "review.appeal"        // against a decision
	ReviewAppealAdmit  Verb = "review.appeal_admit"  // whether it is heard
	ReviewExempt       Verb = "review.exempt"        // grant or refuse a claim of exemption
	ReviewExemptEnd    Verb = "review.exempt_end"    // end an exemption whose conditions changed
	ReviewFinalise     Verb = "review.finalise"      // the final decision, after the experts' opinion
	ReviewRecheckApply Verb = "review.recheck.apply" // ask the department for experts

	ConductView    Verb = "conduct.view"    // the life of an approved activity
	ConductReport  Verb = "conduct.report"  // amend, report, ask to resume, end
	ConductSuspend Verb = "conduct.suspend" // stop it for now

	MandateDraft  Verb = "mandate.draft" // begin one, for a unit or for oneself
	MandateView   Verb = "mandate.view"
	MandateEdit   Verb = "mandate.edit"   // change, sign and take back for the entrusting side
	MandateAccept Verb = "mandate.accept" // sign or decline for the committee's side
	MandateEnd    Verb = "mandate.end"    // before its term has run out

	RecheckView     Verb = "recheck.view"     // how it stands and what came of it, without names
	RecheckComplete Verb = "recheck.complete" // add what was missing
	RecheckReceive  Verb = "recheck.receive"  // accept the file, or name what it lacks
	RecheckDraw     Verb = "recheck.draw"     // announce a draw, and draw
	RecheckPanel    Verb = "recheck.panel"    // who the experts are and what each of them says
	RecheckFeedBack Verb = "recheck.feed_back"
	RecheckFile     Verb = "recheck.file.read" // the file before the experts
	RecheckOpinion  Verb = "recheck.opinion"   // declare an interest, decline, give an opinion

	FilingView     Verb = "filing.view"
	FilingPackage  Verb = "filing.file.read" // the package, with the names in it
	FilingPrepare  Verb = "filing.prepare"
	FilingSubmit   Verb = "filing.submit"   // and enter what the platform answers
	FilingConfirm  Verb = "filing.confirm"  // that the receipt was seen
	FilingWithdraw Verb = "filing.withdraw" // nothing is owed any more

	ReportView    Verb = "report.view"  // the yearly report of a committee
	ReportDraft   Verb = "report.draft" // compile it, and add remarks
	ReportSign    Verb = "report.sign"
	ConsentView   Verb = "consent.view"   // the versions, and how many agreed to each
	ConsentEdit   Verb = "consent.edit"   // write and fix the consent form
	ConsentRecord Verb = "consent.record" // what participants did, by their codes

	ReleaseView      Verb = "release.view"      // checks before sensitive results are published
	ReleaseAsk       Verb = "release.ask"       // bring results before who confirms
	ReleaseUnit      Verb = "release.unit"      // confirm for the unit
	ReleaseCommittee Verb = "release.committee" // confirm for the committee

	SiteInvite   Verb = "site.invite" // have a unit take part in the activity
	SiteView     Verb = "site.view"
	SiteInput    Verb = "site.input"   // what a site brings in for itself
	SiteComment  Verb = "site.comment" // between lead and participant
	SiteSend     Verb = "site.send"    // the lead's decision package
	SiteState    Verb = "site.state"   // say how the lead's decision stands
	SiteReceive  Verb = "site.receive" // take a package up, or refuse it
	SiteAnswer   Verb = "site.answer"  // the formal opinion
	SiteFollowUp Verb = "site.follow_up"
	SiteWithdraw Verb = "site.withdraw" // and import the answer of a site that lives elsewhere
	SiteImport   Verb = "site.import"   // a package of another installation, on the committee

	MeetingPlan           Verb = "meeting.plan" // on the committee
	MeetingView           Verb = "meeting.view"
	MeetingEdit           Verb = "meeting.edit" // agenda, place, time
	MeetingCall           Verb = "meeting.call"
	MeetingCancel         Verb = "meeting.cancel"
	MeetingInvite         Verb = "meeting.invite"
	MeetingOpen           Verb = "meeting.open"
	MeetingAttend         Verb = "meeting.attend"  // arrive, leave, return
	MeetingDeclare        Verb = "meeting.declare" // an interest
	MeetingExclude        Verb = "meeting.exclude" // find a conflict of somebody else
	MeetingCheckPoint     Verb = "meeting.check_point"
	MeetingBallot         Verb = "meeting.ballot" // open and close a vote
	MeetingVote           Verb = "meeting.vote"
	MeetingDecide         Verb = "meeting.decide"
	MeetingClose          Verb = "meeting.close"
	MeetingMinutesEdit    Verb = "meeting.minutes.edit"
	MeetingMinutesApprove Verb = "meeting.minutes.approve"

	CommitteeFound   Verb = "committee.found" // on the unit
	CommitteeView    Verb = "committee.view"
	CommitteeEdit    Verb = "committee.edit"
	CommitteeAppoint Verb = "committee.appoint"
	CommitteeRemove  Verb = "committee.remove"

	UnitCreate       Verb = "unit.create"
	UnitView         Verb = "unit.view"
	UnitEdit         Verb = "unit.edit"
	UnitOfficer      Verb = "unit.officer" // name and remove officers of the unit
	DepartmentCreate Verb = "department.create"
	DepartmentView   Verb = "department.view"
	DepartmentEdit   Verb = "department.edit"

	PoolView Verb = "pool.view" // the experts of the department
	PoolEdit Verb = "pool.edit"

	PackCreate  Verb = "pack.create"  // on the department whose pack it is, or on the house
	PackView    Verb = "pack.view"    // a draft, its mistakes and rehearsals; what is in force is open to all
	PackEdit    Verb = "pack.edit"    // bring in other files, discard
	PackPublish Verb = "pack.publish" // set the day from which it holds, and take that back before

	TrainingView       Verb = "training.view"    // what a person has learnt and has to
	TrainingEnter      Verb = "training.enter"   // one's own
	TrainingConfirm    Verb = "training.confirm" // somebody else's
	TrainingImport     Verb = "training.import"  // a list, for a unit or a committee
	SanctionDraft      Verb = "sanction.draft"   // begin a decision of a department
	SanctionImport     Verb = "sanction.import"  // a list of decisions that were made before
	SanctionView       Verb = "sanction.view"
	SanctionEdit       Verb = "sanction.edit"   // write, put in force, correct, annul
	SanctionAsk        Verb = "sanction.ask"    // for correction of what concerns oneself
	VetoAsk            Verb = "veto.ask"        // whether people or units are barred
	MechanismFound     Verb = "mechanism.found" // as the department that becomes its office
	MechanismView      Verb = "mechanism.view"
	MechanismRun       Verb = "mechanism.run"     // daily work: members, meetings, tasks, reports upwards
	MechanismPart      Verb = "mechanism.part"    // views, progress, questions of a member
	MechanismReceive   Verb = "mechanism.receive" // what is reported upwards
	AdviceView         Verb = "advice.view"
	AdviceRun          Verb = "advice.run"    // name experts, conclude
	AdviceAnswer       Verb = "advice.answer" // as an expert who was asked
	YearlyOpen         Verb = "yearly.open"   // begin a department's yearly report
	YearlyView         Verb = "yearly.view"
	YearlyWrite        Verb = "yearly.write" // compile, write, sign, hand in
	YearlyJudge        Verb = "yearly.judge" // take or return
	CaseOpen           Verb = "case.open"    // register a case, for a unit or a department
	CaseView           Verb = "case.view"
	CaseOverview       Verb = "case.overview"      // how it stands, and nothing of its contents
	CaseFile           Verb = "case.file.read"     // evidence and records
	CaseHandle         Verb = "case.handle"        // inquire
	CaseDecide         Verb = "case.decide"        // take up, notify, decide, for the body that handles it
	CaseGuide          Verb = "case.guide"         // remind, take over, settle who is competent, from above
	CaseAppeal         Verb = "case.appeal"        // decide about an appeal
	CaseJudge          Verb = "case.judge"         // as a peer of the panel
	CaseAnswer         Verb = "case.answer"        // state, defend, ask for a re-check
	ProgrammeBegin     Verb = "programme.begin"    // of public money, by a department or unit
	ProgrammeView      Verb = "programme.view"     // and its guide
	ProgrammeEdit      Verb = "programme.edit"     // write the guide, publish, close
	ProgrammeApply     Verb = "programme.apply"    // for a project in it
	ProjectView        Verb = "project.view"       // with its gate, payments and pledge
	ProjectEdit        Verb = "project.edit"       // write, hand in, report, answer
	ProjectSign        Verb = "project.sign"       // the pledge, for one's own side
	ProjectDecide      Verb = "project.decide"     // take up, approve, pay, accept, evaluate, note findings
	VetoView           Verb = "veto.view"          // a question and its answer
	OversightView      Verb = "oversight.view"     // what a department answers for, in numbers and lists
	ComplaintOffice    Verb = "complaint.office"   // say who receives reports for a body, and who keeps identities
	ComplaintKey       Verb = "complaint.key"      // give one's own key
	ComplaintOverview  Verb = "complaint.overview" // how a report stands
	ComplaintView      Verb = "complaint.view"     // its letters
	ComplaintAct       Verb = "complaint.act"      // answer, hand over, close, hold, ask who it is
	ComplaintCustody   Verb = "complaint.custody"  // open an identity, or refuse to
	PlanEdit           Verb = "inspectors.edit"    // plan a department's inspections, keep its inspectors
	YearPlanView       Verb = "yearplan.view"      // a plan of a year
	YearPlanEdit       Verb = "yearplan.edit"      // choose units, adopt, draw, close
	InspectionView     Verb = "inspection.view"    // a visit, its findings and orders
	InspectionRun      Verb = "inspection.run"     // notify, replace, sign, extend, hand over
	InspectionVisit    Verb = "inspection.visit"   // declare, answer points, take records up, find, report
	InspectionJudge    Verb = "inspection.judge"   // whether an order is done
	InspectionReply    Verb = "inspection.reply"   // as the unit: comment, show evidence
	SignalView         Verb = "signal.view"
	SignalJudge        Verb = "signal.judge"  // say whether it was a false alarm
	RiskView           Verb = "risk.view"     // the register of a unit
	RiskEnter          Verb = "risk.enter"    // a risk into the unit's register
	RiskEdit           Verb = "risk.edit"     // assess anew, plan and do measures, close
	LeadView           Verb = "lead.view"     // what is known from outside
	LeadNote           Verb = "lead.note"     // write one down, or import a list, for a department
	LeadEdit           Verb = "lead.edit"     // say which unit it is, assess it, set it aside
	ImportView         Verb = "import.view"   // an import, and what was not taken in
	WarningDraft       Verb = "warning.draft" // begin one, for a department or unit
	WarningView        Verb = "warning.view"
	WarningEdit        Verb = "warning.edit"     // issue, judge, close, withdraw
	WarningAnswer      Verb = "warning.answer"   // acknowledge it and act, as who was warned
	BulletinCompile    Verb = "bulletin.compile" // begin one, for a department or unit
	BulletinView       Verb = "bulletin.view"
	BulletinEdit       Verb = "bulletin.edit"       // approve, publish, discard
	QualityView        Verb = "quality.view"        // the checks of a committee's closed reviews
	QualityRun         Verb = "quality.run"         // announce, draw, hand out, close
	QualityScore       Verb = "quality.score"       // as the peer who was given the case
	QualityAcknowledge Verb = "quality.acknowledge" // a result, as a member

	InterestsView Verb = "interests.view" // the standing interests of a person
	InterestsEdit Verb = "interests.edit" // declare, end and confirm one's own
	InterestsList Verb = "interests.list" // of those who sit on the committee

	CoverageView Verb = "coverage.view" // how the people of a unit or committee stand

	PersonCreate Verb = "person.create"
	PersonFind   Verb = "person.find" // look somebody up by name, to name them
	PersonView   Verb = "person.view" // contacts and offices
	PersonEdit   Verb = "person.edit"
	PersonErase  Verb = "person.erase"

	AccountCreate   Verb = "account.create"
	AccountView     Verb = "account.view"
	AccountDisable  Verb = "account.disable"
	AccountEnable   Verb = "account.enable"
	AccountReset    Verb = "account.reset" // set a new password for somebody
	AccountPassword Verb = "account.password"
	AccountToken    Verb = "account.token"  // make and revoke API tokens
	AccountRevoke   Verb = "account.revoke" // end all API tokens of somebody

	AllianceView Verb = "alliance.view"
	AllianceEdit Verb = "alliance.edit"
	PeerView     Verb = "peer.view"
	PeerEdit     Verb = "peer.edit" // trust the log of another installation

	SystemView      Verb = "system.view"
	SystemConfigure Verb = "system.configure"
	SystemAppoint   Verb = "system.appoint" // administrators and supervisors
	SystemImport    Verb = "system.import"
	SystemVerify    Verb = "system.verify"
)

// ScopeOf says which scope an API token needs for a verb: looking needs
// read, cases need write, and everything about the house itself needs admin.
func ScopeOf(v Verb) Scope {
	subject, act, _ := strings.Cut(string(v), ".")
	switch act {
	case "view", "overview", "discussion", "file.read", "draft.view", "find", "list":
		if v != SystemView && v != AccountView {
			return Read
		}
	}
	switch subject {
	case "activity", "review", "meeting", "recheck", "pool", "mandate", "conduct", "site", "filing", "report", "consent", "release", "training", "interests", "quality", "sanction", "veto", "oversight", "complaint",
		"programme", "project",
		"case",
		"mechanism", "advice", "yearly", "yearplan", "inspection", "inspectors",
		"signal", "risk", "lead", "import", "warning", "bulletin":
		return Write
	}
	return Admin
}
