package auth

import "lunheng/internal/lang"

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
	case Addressee:
		return lang.T("收到它的部门、单位或委员会的任职人员", "an officer of a body to which it was sent")
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
