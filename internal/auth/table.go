package auth

import (
	"slices"
	"sync"

	"lunheng/internal/lang"
)

// Grant gives a verb on a kind of object to a relation.
type Grant struct {
	Verb     Verb
	Kind     Kind
	Relation Relation
	Why      lang.Text
}

// rule is a line of the table as it is written: several verbs for several
// relations with one reason.
type rule struct {
	kind  Kind
	who   []Relation
	verbs []Verb
	why   lang.Text
}

var committee = []Relation{Secretary, Chair, ViceChair, Member}

// rules is the authorisation table. Whoever is not named may not.
var rules = []rule{
	{System, []Relation{Anyone, Machine}, []Verb{ActivityCreate},
		lang.T("任何科技人员都可以提出申请。", "Any researcher may apply.")},
	{Activity, []Relation{Leader}, []Verb{ActivityView, ActivityOverview, ActivityFileRead, ActivityEdit, ActivityTeam, ActivitySubmit, ActivityWithdraw, ActivityDiscard},
		lang.T("负责人对自己的项目负责。", "The leader answers for the activity.")},
	{Activity, []Relation{Team}, []Verb{ActivityView, ActivityOverview, ActivityFileRead, ActivityEdit},
		lang.T("项目组一起写申请，由负责人提交。", "The team writes together; the leader submits.")},
	{Activity, []Relation{Leader, Team}, []Verb{ActivityDraftView},
		lang.T("未提交的内容只有项目组看得到；其他人看到的是提交过的版本。", "What was not handed in is the team's alone; everybody else sees what was submitted.")},
	{Activity, []Relation{UnitManager}, []Verb{ActivityView, ActivityOverview, ActivityFileRead},
		lang.T("单位对本单位的活动承担管理主体责任。", "A unit is responsible for its own activities.")},
	{Activity, committee, []Verb{ActivityView, ActivityOverview, ActivityFileRead},
		lang.T("委员会审查提交给它的材料；回避者、申请人除外。", "A committee reads what was submitted to it, save those recused or applying.")},
	{Activity, []Relation{Adviser}, []Verb{ActivityView, ActivityOverview, ActivityFileRead},
		lang.T("顾问就材料提供意见，不表决。", "An adviser gives an opinion on the papers and does not vote.")},
	{Activity, []Relation{Supervisor}, []Verb{ActivityOverview},
		lang.T("主管部门看到本领域的状态，不看内容。", "A department sees how its field stands, not the contents.")},

	{Activity, []Relation{Leader}, []Verb{ActivityStart},
		lang.T("开始由负责人登记，准入条件全部具备之前没有这一步。", "The leader records the start; there is no such step before every condition is met.")},
	{Activity, []Relation{Leader, Team}, []Verb{ActivityGateSupply, ActivityGateRevoke},
		lang.T("项目组提交开始之前须具备的材料，并报告失效的批准。", "The team hands in what has to be there before the start, and says when an approval is lost.")},
	{Activity, []Relation{Secretary, Chair, ViceChair}, []Verb{ActivityGateJudge, ActivityGateRevoke},
		lang.T("材料由秘书或主任委员核对，不由提交的人核对。", "The secretary or chair looks at evidence, never who handed it in.")},

	{Review, []Relation{Applicant}, []Verb{ReviewView, ReviewOverview, ReviewWithdraw, ReviewAnswer, ReviewStipulationAnswer},
		lang.T("申请人随时知道案卷在谁手里，并回答问题。", "The applicant always sees where the file lies, and answers.")},
	{Review, []Relation{Team}, []Verb{ReviewView, ReviewOverview, ReviewAnswer, ReviewStipulationAnswer},
		lang.T("项目组协助负责人答复。", "The team helps to answer.")},
	{Review, []Relation{UnitManager}, []Verb{ReviewView, ReviewOverview},
		lang.T("单位看到进展和决定，看不到讨论。", "A unit sees progress and decision, not the discussion.")},
	{Review, []Relation{Supervisor}, []Verb{ReviewOverview},
		lang.T("主管部门看到状态和期限，不看内容。", "A department sees states and time limits, not the contents.")},
	{Review, committee, []Verb{ReviewView, ReviewOverview, ReviewDiscussion, ReviewFileRead, ReviewAsk},
		lang.T("委员会独立审查。", "The committee reviews independently.")},
	{Review, []Relation{Adviser}, []Verb{ReviewView, ReviewOverview, ReviewFileRead},
		lang.T("顾问阅卷，不参加讨论记录。", "An adviser reads the file, not the record of the discussion.")},
	{Review, []Relation{Secretary}, []Verb{ReviewAccept, ReviewReturn, ReviewSchedule, ReviewExtend, ReviewLetterIssue, ReviewLetterReissue, ReviewLetterSend},
		lang.T("秘书办理程序事务。", "The secretary runs the procedure.")},
	{Review, []Relation{Chair, ViceChair}, []Verb{ReviewSchedule, ReviewExtend, ReviewStipulationCheck, ReviewLetterIssue, ReviewLetterReissue},
		lang.T("主任委员主持审查并签发决定。", "The chair leads the review and signs.")},
	{Review, []Relation{Member}, []Verb{ReviewStipulationCheck},
		lang.T("被指定的委员核对整改。", "A named member checks what was stipulated.")},
	{Review, []Relation{Chair, ViceChair}, []Verb{ReviewReviewers},
		lang.T("主任委员指定简易程序的审查人。", "The chair names the reviewers of the simplified procedure.")},
	{Review, []Relation{Chair, ViceChair, Member}, []Verb{ReviewOpinion, ReviewRecuse},
		lang.T("被指定的委员提出意见；有利益关系的回避。", "A named member gives an opinion; whoever has an interest steps out.")},

	{Review, []Relation{Applicant}, []Verb{ReviewAppeal},
		lang.T("申请人可以向作出决定的委员会书面申诉。", "The applicant may appeal in writing to the committee that decided.")},
	{Review, []Relation{Chair, ViceChair}, []Verb{ReviewAppealAdmit},
		lang.T("主任委员审查申诉是否受理。", "The chair says whether an appeal is heard.")},
	{Review, []Relation{Secretary, Chair, ViceChair}, []Verb{ReviewExempt, ReviewExemptEnd},
		lang.T("委员会认定是否免除审查，条件变化时撤销；由谁认定，看规则。", "The committee says whether work is exempt, and ends that when its conditions change; the rules name who.")},
	{Review, []Relation{Applicant}, []Verb{ReviewExemptEnd},
		lang.T("条件变化时由申请人报告，免除即告结束。", "The applicant reports that the conditions changed, and the exemption ends.")},
	{Review, []Relation{Chair, ViceChair}, []Verb{ReviewFinalise},
		lang.T("委员会依据复核意见作出最终决定。", "The committee decides finally, in line with the experts' opinion.")},
	{Review, []Relation{UnitManager}, []Verb{ReviewRecheckApply},
		lang.T("由单位向主管部门申请专家复核，多个单位的由牵头单位一次申请。", "The unit asks for expert re-review; of several, the lead unit once for all.")},
	{Activity, []Relation{Expert}, []Verb{ActivityView, ActivityOverview, ActivityFileRead},
		lang.T("复核专家在复核期间阅卷并保密。", "Experts read the file while they re-review it, in confidence.")},
	{Recheck, []Relation{Applicant, Team, Secretary, Chair, ViceChair, Member}, []Verb{RecheckView},
		lang.T("申请人和委员会看到进展和结果，看不到专家是谁。", "Applicant and committee see progress and result, not who the experts are.")},
	{Recheck, []Relation{UnitManager}, []Verb{RecheckView, RecheckComplete},
		lang.T("申请复核的单位补齐材料，看到进展和结果。", "The unit that asked completes the file and sees progress and result.")},
	{Recheck, []Relation{Supervisor}, []Verb{RecheckView, RecheckReceive, RecheckDraw, RecheckPanel, RecheckFeedBack, RecheckFile},
		lang.T("主管部门组织专家复核。", "The department organises the re-review.")},
	{Recheck, []Relation{Expert}, []Verb{RecheckView, RecheckFile, RecheckOpinion},
		lang.T("抽中的专家阅卷、申报利益并提出意见。", "An expert who was drawn reads, declares interests and gives an opinion.")},
	{Department, []Relation{Supervisor}, []Verb{PoolView, PoolEdit},
		lang.T("部门建立自己的复核专家库。", "A department keeps its own pool of experts.")},

	{Activity, []Relation{Leader, Team}, []Verb{ConductView, ConductReport, ConductSuspend},
		lang.T("项目组对获批的活动报告情况；发生严重不良事件时谁都可以立即报告、立即暂停。", "The team reports on approved work; when something serious happens, any of them reports and stops at once.")},
	{Activity, []Relation{Supervisor}, []Verb{ConductView},
		lang.T("主管部门看到本领域获批活动的报告和决定，不看文件。", "A department sees the reports on approved work of its field and what came of them, not the papers.")},
	{Activity, []Relation{UnitManager, Secretary, Chair, ViceChair, Member}, []Verb{ConductView},
		lang.T("委员会和单位跟踪获批的活动；回避者、申请人除外。", "Committee and unit follow approved work, save those recused or applying.")},

	{Unit, []Relation{UnitManager}, []Verb{MandateDraft},
		lang.T("没有胜任的委员会时，由单位书面委托。", "A unit without a competent committee entrusts in writing.")},
	{Person, []Relation{Self}, []Verb{MandateDraft},
		lang.T("没有单位的人自己委托审查中心。", "Whoever belongs to no unit entrusts a centre themselves.")},
	{Mandate, []Relation{UnitManager, Self}, []Verb{MandateView, MandateEdit, MandateEnd},
		lang.T("委托方起草、签署、终止自己的委托书，看不到别人的。", "The entrusting side drafts, signs and ends its own mandates, and sees nobody else's.")},
	{Mandate, []Relation{Chair, ViceChair, CentreManager}, []Verb{MandateView, MandateAccept, MandateEnd},
		lang.T("受托的委员会由主任委员或者设立单位签署。", "For the committee its chair or its unit signs.")},
	{Mandate, []Relation{Secretary, Member, Supervisor}, []Verb{MandateView},
		lang.T("委员会知道为谁审查；主管部门看到谁委托了谁。", "A committee knows for whom it reviews; a department sees who entrusted whom.")},

	{Filing, []Relation{Secretary, Chair, ViceChair}, []Verb{FilingView, FilingPackage, FilingPrepare},
		lang.T("秘书准备登记材料。", "The secretary prepares what is filed.")},
	{Filing, []Relation{Member, Team}, []Verb{FilingView},
		lang.T("委员和项目组看到登记进展。", "Members and the team see how the registration stands.")},
	{Filing, []Relation{UnitManager}, []Verb{FilingView, FilingPackage, FilingPrepare, FilingSubmit},
		lang.T("单位负责登记，提交材料并录入回执。", "The unit answers for the registration: it submits and enters the receipt.")},
	{Filing, []Relation{Supervisor}, []Verb{FilingView, FilingPackage, FilingConfirm, FilingWithdraw},
		lang.T("主管部门查看登记并确认回执；只有部门可以免除登记。", "The department sees registrations and confirms receipts; it alone can release from one.")},
	{Committee, []Relation{Member, UnitManager, Supervisor}, []Verb{ReportView},
		lang.T("委员、单位和主管部门阅读年度报告。", "Members, unit and department read the yearly report.")},
	{Committee, []Relation{Secretary, Chair, ViceChair}, []Verb{ReportView, ReportDraft},
		lang.T("秘书编制年度报告；数字由系统统计。", "The secretary drafts the yearly report; the numbers are the program's.")},
	{Committee, []Relation{Chair}, []Verb{ReportSign},
		lang.T("主任委员签发年度报告。", "The chair signs the yearly report.")},
	{Activity, []Relation{Leader, Team}, []Verb{ReleaseView, ReleaseAsk},
		lang.T("负责人和项目组谨慎发布敏感成果。", "Leader and team publish sensitive results with care.")},
	{Activity, []Relation{Secretary, Member}, []Verb{ReleaseView},
		lang.T("委员会看到发布前的核对。", "The committee sees what was checked before publication.")},
	{Activity, []Relation{Chair, ViceChair}, []Verb{ReleaseView, ReleaseCommittee},
		lang.T("清单内和敏感领域的成果由委员会确认。", "Results of listed work and sensitive areas are the committee's to confirm.")},
	{Activity, []Relation{UnitManager}, []Verb{ReleaseView, ReleaseUnit},
		lang.T("其他敏感成果由单位确认。", "Other sensitive results are the unit's to confirm.")},
	{Activity, []Relation{Leader, Team}, []Verb{ConsentView, ConsentEdit, ConsentRecord},
		lang.T("项目组起草知情同意书，并按编号记录参与者的同意。", "The team writes the consent form and records, by code, who agreed.")},
	{Activity, []Relation{Secretary, Chair, ViceChair, Member, UnitManager}, []Verb{ConsentView},
		lang.T("委员会和单位看到各版知情同意书和人数，看不到编号。", "Committee and unit see the versions and the counts, not the codes.")},

	{Activity, []Relation{Leader, UnitManager, Secretary}, []Verb{SiteInvite},
		lang.T("由牵头一方邀请参与单位。", "The lead's side invites the participating units.")},
	{Activity, []Relation{Participant}, []Verb{ActivityView, ActivityOverview, ActivityFileRead},
		lang.T("参与单位及其委员会阅读已提交的申请，在牵头委员会决定之前提出意见。", "Participating units and their committees read what was handed in, to comment before the lead decides.")},
	{Site, []Relation{Lead}, []Verb{SiteView, SiteComment, SiteWithdraw},
		lang.T("牵头单位及其委员会看到每个参与单位的进展。", "The lead's unit and committee see how every site stands.")},
	{Site, []Relation{Leader, Applicant}, []Verb{SiteView},
		lang.T("项目负责人和参与单位负责人看到进展。", "Who leads the work, and who answers for it at the site, see how it stands.")},
	{Site, []Relation{UnitManager}, []Verb{SiteView, SiteInput, SiteComment},
		lang.T("参与单位填写本地意见。", "The participating unit gives its local input.")},
	{Site, []Relation{Member}, []Verb{SiteView, SiteComment},
		lang.T("参与委员会的委员可以提出意见。", "Members of the participating committee may comment.")},
	{Site, []Relation{Secretary}, []Verb{SiteView, SiteInput, SiteComment, SiteReceive, SiteFollowUp},
		lang.T("参与委员会的秘书受理决定包并安排跟踪审查。", "The participating committee's secretary takes the package up and sees to the follow-up.")},
	{Site, []Relation{Chair, ViceChair}, []Verb{SiteReceive, SiteAnswer, SiteFollowUp},
		lang.T("正式意见由参与委员会的主任委员签发。", "The formal opinion is the chair's to sign.")},
	{Site, []Relation{Supervisor}, []Verb{SiteView},
		lang.T("主管部门看到合作审查和结果互认到哪一步。", "The department sees how cooperation and recognition stand.")},
	{Review, []Relation{Secretary, Chair, ViceChair}, []Verb{SiteSend},
		lang.T("决定包由牵头委员会一次发给全部参与单位。", "The lead's committee sends its package to all sites at once.")},
	{Review, []Relation{Chair, ViceChair}, []Verb{SiteState},
		lang.T("决定的效力由作出决定的委员会说明。", "How a decision stands is for the committee that made it to say.")},
	{Committee, []Relation{Secretary, Chair, ViceChair}, []Verb{SiteImport},
		lang.T("由参与委员会导入其他系统发来的决定包。", "The participating committee imports what another installation sent.")},
	{System, []Relation{Anyone, Machine}, []Verb{AllianceView}, publicRecord},
	{System, []Relation{AnyOfficer, Administrator, Machine}, []Verb{PeerView},
		lang.T("任职人员知道本系统信任谁。", "Officers know whom this house trusts.")},
	{System, []Relation{Administrator, Machine}, []Verb{AllianceEdit, PeerEdit}, houseKeeping},

	{Committee, []Relation{Secretary, Chair, ViceChair}, []Verb{MeetingPlan},
		lang.T("秘书和主任委员安排会议。", "Secretary and chair plan meetings.")},
	{Meeting, committee, []Verb{MeetingView, MeetingAttend, MeetingDeclare, MeetingCheckPoint},
		lang.T("委员会成员参加会议。", "The committee meets.")},
	{Meeting, []Relation{Adviser}, []Verb{MeetingView, MeetingAttend, MeetingDeclare},
		lang.T("顾问列席，声明利益，不表决。", "An adviser attends, declares interests and does not vote.")},
	{Meeting, []Relation{Secretary, Chair, ViceChair}, []Verb{MeetingEdit, MeetingCall, MeetingCancel, MeetingInvite, MeetingOpen, MeetingExclude, MeetingBallot, MeetingClose, MeetingMinutesEdit},
		lang.T("秘书和主持人组织会议。", "Secretary and chair run the meeting.")},
	{Meeting, []Relation{Member}, []Verb{MeetingVote},
		lang.T("只有委员表决。", "Only members vote.")},
	{Meeting, []Relation{Chair, ViceChair}, []Verb{MeetingDecide, MeetingMinutesApprove},
		lang.T("主持人宣布决定，核准记录。", "The chair announces decisions and approves the minutes.")},

	{Unit, []Relation{UnitManager, Administrator, Machine}, []Verb{CommitteeFound, UnitEdit, UnitOfficer},
		lang.T("单位设立委员会并维护自己的信息。", "A unit founds its committees and keeps its own record.")},
	{Unit, []Relation{Anyone, Machine}, []Verb{UnitView}, publicRecord},
	{Committee, []Relation{Anyone, Machine}, []Verb{CommitteeView}, publicRecord},
	{Department, []Relation{Anyone, Machine}, []Verb{DepartmentView}, publicRecord},
	{Committee, []Relation{UnitManager, Administrator, Machine}, []Verb{CommitteeEdit, CommitteeAppoint, CommitteeRemove},
		lang.T("单位任免委员。", "The unit appoints and removes members.")},
	{Department, []Relation{Supervisor, Administrator, Machine}, []Verb{DepartmentEdit},
		lang.T("部门维护自己的信息。", "A department keeps its own record.")},

	{Department, []Relation{Supervisor}, []Verb{PackCreate}, ownRules},
	{Pack, []Relation{Supervisor, Administrator, Machine}, []Verb{PackView, PackEdit, PackPublish}, ownRules},

	{Department, []Relation{Supervisor}, []Verb{SanctionDraft},
		lang.T("部门在自己的权限内作出处理决定。", "A department decides about breaches within its competence.")},
	{Department, []Relation{Supervisor, Machine}, []Verb{SanctionImport},
		lang.T("已经作出的决定从名单导入，每份仍须符合台账的全部要求。", "Decisions that were made before come in from a list; each still meets every demand of the ledger.")},
	{Sanction, []Relation{Supervisor}, []Verb{SanctionView, SanctionEdit},
		lang.T("作出决定的部门维护台账。", "The department that decided keeps the ledger.")},
	{Sanction, []Relation{Self, UnitManager}, []Verb{SanctionView, SanctionAsk},
		lang.T("当事人看到关于自己的生效决定，可以请求更正。", "Whom a decision concerns sees it once it is in force, and may ask for correction.")},
	{Department, []Relation{Supervisor}, []Verb{MechanismFound},
		lang.T("承担日常工作的部门设立协调机制。", "The department that does its daily work founds a coordination mechanism.")},
	{Department, []Relation{Supervisor}, []Verb{YearlyOpen},
		lang.T("成员单位编制自己的年度总结和计划。", "A member compiles its own yearly report and plan.")},
	{Mechanism, []Relation{Desk}, []Verb{MechanismView, MechanismRun, MechanismPart},
		lang.T("办公室负责协调机制的日常工作。", "The office does the daily work of the mechanism.")},
	{Mechanism, []Relation{MemberBody}, []Verb{MechanismView, MechanismPart},
		lang.T("成员单位在职责范围内参加协调。", "Members take part within their duties.")},
	{Mechanism, []Relation{Superior}, []Verb{MechanismView, MechanismReceive},
		lang.T("下级机制向上级报告，接受监督。", "A mechanism reports to its superior and is supervised by it.")},
	{Advice, []Relation{Desk}, []Verb{AdviceView, AdviceRun},
		lang.T("办公室组织专家咨询。", "The office has the experts advise.")},
	{Advice, []Relation{MemberBody}, []Verb{AdviceView},
		lang.T("咨询意见供成员单位使用。", "Members use the advice.")},
	{Advice, []Relation{Expert}, []Verb{AdviceView, AdviceAnswer},
		lang.T("被请的专家独立提出意见。", "The experts who were asked give their opinions independently.")},
	{Yearly, []Relation{MemberBody}, []Verb{YearlyView, YearlyWrite},
		lang.T("成员单位编制、签发和提交自己的报告。", "A member compiles, signs and hands in its report.")},
	{Yearly, []Relation{Desk}, []Verb{YearlyView, YearlyJudge},
		lang.T("办公室看到已提交的报告，收下或者退回。", "The office sees what was handed in, and takes or returns it.")},
	{Unit, []Relation{UnitManager}, []Verb{CaseOpen}, caseWhy},
	{Department, []Relation{Supervisor}, []Verb{CaseOpen}, caseWhy},
	{Case, []Relation{Investigator}, []Verb{CaseOverview, CaseView, CaseFile, CaseHandle, CaseDecide},
		lang.T("按照管辖规则有权的单位或者部门办案。", "The body that is competent by the rules handles the case.")},
	{Case, []Relation{Inquirer}, []Verb{CaseOverview, CaseView, CaseFile, CaseHandle},
		lang.T("调查组办理调查，不作决定。", "The team inquires and does not decide.")},
	{Case, []Relation{CasePeer}, []Verb{CaseOverview, CaseView, CaseFile, CaseJudge},
		lang.T("评议专家阅卷，声明利益，提出意见。", "A peer reads the file, declares interests and gives an opinion.")},
	{Case, []Relation{Supervisor, CaseSuperior}, []Verb{CaseOverview, CaseView, CaseGuide},
		lang.T("主管部门指导、督促单位办案，重大案件自己办理。", "Departments guide and press units, and take grave cases themselves.")},
	{Case, []Relation{CaseSuperior}, []Verb{CaseFile, CaseAppeal},
		lang.T("对复查结果不服的，向上级申诉。", "Against the result of a re-check there is an appeal to the body above.")},
	{Case, []Relation{Accused}, []Verb{CaseOverview, CaseAnswer},
		lang.T("当事人自告知起看到关于自己的部分，陈述、申辩，申请复查。", "From the notice on, the parties see what concerns them, and may state, defend and ask for a re-check.")},
	{Case, []Relation{Reporter}, []Verb{CaseOverview},
		lang.T("实名举报人看到办理进展。", "Who reported by name sees how the case stands.")},
	{Department, []Relation{Supervisor}, []Verb{PlanEdit},
		lang.T("部门制定年度检查计划，维护检查人员名录。", "A department plans its inspections and keeps its inspectors.")},
	{YearPlan, []Relation{Supervisor}, []Verb{YearPlanView, YearPlanEdit},
		lang.T("检查计划由部门制定；抽中的单位通知之前不知道。", "A plan is the department's; a drawn unit does not know before it is told.")},
	{Inspection, []Relation{Supervisor}, []Verb{InspectionView, InspectionRun, InspectionJudge},
		lang.T("部门组织检查、签发报告、责令整改。", "The department runs the inspection, signs the report and orders what is to be mended.")},
	{Inspection, []Relation{Inspector}, []Verb{InspectionView, InspectionVisit, InspectionJudge},
		lang.T("检查组成员检查抽中的单位，直到办结。", "Inspectors inspect the unit that was drawn for them, until it is closed.")},
	{Inspection, []Relation{UnitManager}, []Verb{InspectionView, InspectionReply},
		lang.T("被检查单位自通知或者到场检查起看到检查，可以陈述意见、提交整改证据。", "The unit sees the visit once it is told or begun, is heard, and shows what it mended.")},
	{Review, []Relation{Inspector}, []Verb{ReviewOverview},
		lang.T("检查组在检查期间看到被检查单位有哪些案卷。", "While they are there, inspectors see which cases the unit has.")},
	{Review, []Relation{Examiner}, []Verb{ReviewView, ReviewOverview, ReviewFileRead}, takenUp},
	{Activity, []Relation{Examiner}, []Verb{ActivityView, ActivityOverview, ActivityFileRead}, takenUp},
	{Meeting, []Relation{Examiner}, []Verb{MeetingView}, takenUp},
	{Department, []Relation{Supervisor}, []Verb{VetoAsk}, vetoWhy},
	{Unit, []Relation{UnitManager}, []Verb{VetoAsk}, vetoWhy},
	{Veto, []Relation{Supervisor, UnitManager}, []Verb{VetoView},
		lang.T("答复只给提问的部门或者单位。", "An answer is for the body that asked.")},

	{Unit, []Relation{UnitManager}, []Verb{ComplaintOffice}, intakeWhy},
	{Department, []Relation{Supervisor}, []Verb{ComplaintOffice}, intakeWhy},
	{Unit, []Relation{Receiver, Custodian}, []Verb{ComplaintKey}, ownKeyWhy},
	{Department, []Relation{Receiver, Custodian}, []Verb{ComplaintKey}, ownKeyWhy},
	{Complaint, []Relation{Receiver}, []Verb{ComplaintOverview, ComplaintView, ComplaintAct},
		lang.T("受理人阅读和办理举报；举报涉及的人除外。", "Who receives reports reads and handles them, save those whom one is about.")},
	{Complaint, []Relation{Custodian}, []Verb{ComplaintOverview, ComplaintCustody},
		lang.T("身份由另一个人保管，保管人看不到内容。", "Somebody else keeps the identity, and does not see the words.")},
	{Department, []Relation{Supervisor}, []Verb{ProgrammeBegin}, publicMoney},
	{Unit, []Relation{UnitManager}, []Verb{ProgrammeBegin}, publicMoney},
	{Programme, []Relation{Funder}, []Verb{ProgrammeView, ProgrammeEdit}, publicMoney},
	{Programme, []Relation{Applicant}, []Verb{ProgrammeView, ProgrammeApply},
		lang.T("指南发布之后，谁都可以看，可以申报。", "Once its guide is published, anybody may read it and apply.")},
	{Project, []Relation{Leader}, []Verb{ProjectView, ProjectEdit, ProjectSign},
		lang.T("负责人申报、报告并签署承诺书。", "The leader applies, reports and signs the pledge.")},
	{Project, []Relation{UnitManager}, []Verb{ProjectView, ProjectSign},
		lang.T("单位签署承诺书，并看到本单位的项目。", "The unit signs the pledge and sees its projects.")},
	{Project, []Relation{Team}, []Verb{ProjectView},
		lang.T("成员看到自己的项目。", "Members see the project.")},
	{Project, []Relation{Funder}, []Verb{ProjectView, ProjectDecide},
		lang.T("资助方把住每个环节的伦理关口，决定立项、拨款和验收；不决定自己负责的项目。", "The funder keeps the ethics gate of each stage and decides on approval, payment and acceptance; nobody on a project of their own.")},
	{Department, []Relation{Supervisor}, []Verb{OversightView},
		lang.T("部门看到自己管辖范围内的情况，看不到别的。", "A department sees what it answers for, and nothing else.")},

	{Signal, []Relation{Supervisor}, []Verb{SignalView, SignalJudge},
		lang.T("主管部门监测风险，核实信号是否属实。", "A department watches for risks, and says whether a signal was true.")},
	{Signal, []Relation{UnitManager, Secretary, Chair, ViceChair}, []Verb{SignalView},
		lang.T("单位和委员会看到发给自己的信号；回避者除外。", "A unit and a committee see the signals that are for them, save those recused.")},
	{Unit, []Relation{UnitManager}, []Verb{RiskView, RiskEnter}, riskDuty},
	{Unit, []Relation{Supervisor}, []Verb{RiskView},
		lang.T("主管部门看到本领域单位的风险清单。", "A department sees the registers of risks of its field.")},
	{Risk, []Relation{UnitManager, Self}, []Verb{RiskView, RiskEdit}, riskDuty},
	{Risk, []Relation{Supervisor}, []Verb{RiskView},
		lang.T("主管部门看到本领域单位的风险清单。", "A department sees the registers of risks of its field.")},
	{Department, []Relation{Supervisor}, []Verb{LeadNote, WarningDraft, BulletinCompile}, warns},
	{Unit, []Relation{UnitManager}, []Verb{WarningDraft, BulletinCompile},
		lang.T("单位建立自己的风险预警。", "Units build an early warning of their own.")},
	{Clue, []Relation{Supervisor}, []Verb{LeadView, LeadEdit},
		lang.T("部门研判来自外部的线索。", "Departments assess what is known from outside.")},
	{Clue, []Relation{UnitManager}, []Verb{LeadView},
		lang.T("单位看到涉及自己的线索。", "A unit sees what concerns it.")},
	{Import, []Relation{Supervisor}, []Verb{ImportView}, warns},
	{Warning, []Relation{Supervisor, UnitManager}, []Verb{WarningView, WarningEdit},
		lang.T("发出预警的部门或者单位跟进到见效为止。", "Whoever warns follows it up to its effect.")},
	{Warning, []Relation{Addressee}, []Verb{WarningView, WarningAnswer},
		lang.T("收到预警的签收并采取措施。", "Who is warned acknowledges and acts.")},
	{Bulletin, []Relation{Supervisor, UnitManager}, []Verb{BulletinView, BulletinEdit}, warns},
	{Bulletin, []Relation{Addressee}, []Verb{BulletinView},
		lang.T("通报发给谁，谁就看得到。", "A bulletin is seen by those to whom it goes.")},

	{Person, []Relation{Self}, []Verb{TrainingView, TrainingEnter},
		lang.T("本人填报自己的培训，并看到还缺什么。", "People enter what they have learnt and see what they lack.")},
	{Person, []Relation{UnitManager, Secretary}, []Verb{TrainingView, TrainingConfirm},
		lang.T("由单位或者所在委员会的秘书确认，不由本人确认。", "The unit, or the secretary of one's committee, confirms; nobody their own.")},
	{Committee, []Relation{Secretary, Chair, ViceChair, Member, UnitManager, Supervisor}, []Verb{QualityView},
		lang.T("委员会、单位和主管部门看到审查质量的评价。", "Committee, unit and department see how reviews were judged.")},
	{Committee, []Relation{Chair, ViceChair, Supervisor}, []Verb{QualityRun},
		lang.T("由主任委员或者主管部门组织质量抽查。", "The chair or the department holds a quality check.")},
	{Committee, []Relation{Member}, []Verb{QualityAcknowledge},
		lang.T("评价结果反馈给委员。", "Results go to the members.")},
	{Review, []Relation{Scorer}, []Verb{ReviewView, ReviewOverview, ReviewFileRead, QualityScore},
		lang.T("没有参加审查的同行阅卷并评价已办结的审查。", "A peer who took no part reads and scores the closed review.")},
	{Activity, []Relation{Scorer}, []Verb{ActivityView, ActivityOverview, ActivityFileRead},
		lang.T("质量评价人在评价期间阅卷并保密。", "The peer reads the file while scoring it, in confidence.")},
	{Person, []Relation{Self}, []Verb{InterestsView, InterestsEdit},
		lang.T("委员申报自己的利益，只有本人可以修改。", "Members declare their interests; nobody else writes there.")},
	{Person, []Relation{Secretary, Chair}, []Verb{InterestsView},
		lang.T("委员登记的利益只给所在委员会的秘书和主任委员看。", "What members register is seen by the secretary and the chair of their committee alone.")},
	{Committee, []Relation{Secretary, Chair, ViceChair}, []Verb{InterestsList},
		lang.T("秘书和主任委员安排会议和审查人时查看利益登记。", "Secretary and chair look at the register when they plan meetings and name reviewers.")},
	{Unit, []Relation{UnitManager}, []Verb{TrainingImport, CoverageView}, trainingDuty},
	{Committee, []Relation{Secretary}, []Verb{TrainingImport}, trainingDuty},
	{Committee, []Relation{Secretary, Chair, ViceChair, Member, UnitManager, Supervisor}, []Verb{CoverageView},
		lang.T("委员会、单位和主管部门看到谁的培训不足。", "Committee, unit and department see whose training falls short.")},
	{Unit, []Relation{Supervisor}, []Verb{CoverageView},
		lang.T("主管部门看到单位培训的覆盖情况。", "A department sees how far a unit's people are trained.")},

	{System, []Relation{Anyone}, []Verb{PersonFind},
		lang.T("填写项目组、委员名单时需要找到人。", "Teams and committees are made of people who must be found.")},
	{System, []Relation{AnyOfficer, Administrator, Machine}, []Verb{PersonCreate},
		lang.T("任职人员登记本单位的人。", "Officers register the people they work with.")},
	{Person, []Relation{Self, UnitManager, Administrator, Machine}, []Verb{PersonView, PersonEdit},
		lang.T("本人、所在单位和管理员维护个人信息。", "People, their unit and administrators keep personal records.")},
	{Person, []Relation{Administrator, Machine}, []Verb{PersonErase},
		lang.T("删除个人信息不可恢复，由管理员执行。", "Erasure is for good and is an administrator's act.")},

	{Person, []Relation{Administrator, Machine}, []Verb{AccountCreate}, houseKeeping},
	{Account, []Relation{Self, Administrator}, []Verb{AccountView}, houseKeeping},
	{Account, []Relation{Self}, []Verb{AccountPassword, AccountToken},
		lang.T("密码和令牌只归本人。", "Passwords and tokens are one's own.")},
	{Account, []Relation{Administrator, Machine}, []Verb{AccountDisable, AccountEnable, AccountReset, AccountRevoke}, houseKeeping},
	{System, []Relation{Administrator, Machine}, []Verb{UnitCreate, DepartmentCreate, PackCreate, SystemView, SystemConfigure, SystemAppoint, SystemImport, SystemVerify}, houseKeeping},
}

var (
	publicRecord = lang.T("机构登记信息对登录者公开。", "The register of institutions is open to all who are logged in.")
	caseWhy      = lang.T("单位和部门登记违规线索，由规则确定谁来查处。", "Units and departments register what they learn of breaches; the rules say who handles it.")
	takenUp      = lang.T("检查组调阅的记录，调阅本身留有记录。", "Inspectors read what they took up; taking up is on record.")
	vetoWhy      = lang.T("资助、评奖和授予荣誉之前查询有无一票否决的情形。", "Before money, awards and honours are given, it is asked whether somebody is barred.")
	intakeWhy    = lang.T("单位和部门指定由谁受理举报、由谁保管身份。", "A unit or department says who receives reports and who keeps identities.")
	ownKeyWhy    = lang.T("每个人的钥匙在自己的浏览器里生成。", "Everybody makes their own key in their own browser.")
	publicMoney  = lang.T("谁给财政资金，谁管理计划。", "Whoever gives public money runs the programme.")
	riskDuty     = lang.T("单位管理自己的风险，负责人落实措施。", "A unit manages its own risks, and whoever answers for one sees to the measures.")
	warns        = lang.T("部门监测风险、预警和通报。", "Departments watch for risks, warn and report.")
	trainingDuty = lang.T("单位负责常态化培训。", "A unit answers for regular training.")
	ownRules     = lang.T("部门为自己的区域制定规则；全国规则由管理员维护。", "A department makes rules for its own region; the nation's are the administrators'.")
	houseKeeping = lang.T("管理员管理账户与登记，不接触案卷内容。", "Administrators run accounts and the register, and see no case.")
)

// Table is the whole authorisation table, one grant a line.
var Table = expand(rules)

func expand(rules []rule) []Grant {
	var out []Grant
	for _, r := range rules {
		for _, v := range r.verbs {
			for _, rel := range r.who {
				out = append(out, Grant{Verb: v, Kind: r.kind, Relation: rel, Why: r.why})
			}
		}
	}
	return out
}

// at is a verb on a kind of object.
type at struct {
	verb Verb
	kind Kind
}

// granted is the table by verb and kind.
var granted = sync.OnceValue(func() map[at][]Relation {
	out := map[at][]Relation{}
	for _, g := range Table {
		out[at{g.Verb, g.Kind}] = append(out[at{g.Verb, g.Kind}], g.Relation)
	}
	return out
})

// Granted lists the relations to which a verb on a kind is granted.
func Granted(v Verb, kind Kind) []Relation { return slices.Clone(granted()[at{v, kind}]) }
