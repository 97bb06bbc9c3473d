package web

// violationRoutes are the addresses of cases of breaches.
func (s *Server) violationRoutes() []route {
	out := []route{
		{"GET /violations", s.violations, loggedIn},
		{"GET /violations/{id}", s.breachPage(""), loggedIn},
		{"GET /violations/{id}/inquiry", s.breachPage("inquiry"), loggedIn},
		{"GET /violations/{id}/decision", s.breachPage("decision"), loggedIn},
		{"GET /violations/{id}/history", s.breachPage("history"), loggedIn},
		{"GET /violations/{id}/files/{hash}", s.caseDocument, loggedIn},
		{"GET /typical-cases", s.typicalCases, anyone},
	}
	for path, f := range map[string]formPage{
		"new": s.newCase(), "{id}/parties/new": s.nameParty(), "{id}/parties/{part}/drop": s.dropParty(), "{id}/accept": s.takeCaseUp(), "{id}/reject": s.rejectCase(), "{id}/check": s.checkCase(),
		"{id}/transfer": s.transferCase(), "{id}/guide": s.guideCase(), "{id}/take-over": s.takeCaseOver(), "{id}/designate": s.designateCase(),
		"{id}/plan": s.planCase(), "{id}/members/new": s.nameCaseMember(), "{id}/members/{part}/leave": s.leaveCase(), "{id}/declare": s.declareCase(), "{id}/assess": s.assessCase(),
		"{id}/interviews/new": s.interviewCase(), "{id}/evidence/new": s.secureCase(), "{id}/evidence/{part}/hand": s.handCase(),
		"{id}/interim/new": s.pauseCase(), "{id}/interim/{part}/lift": s.liftCase(), "{id}/extend": s.extendInquiry(), "{id}/referrals/new": s.referCase(), "{id}/referrals/{part}/feedback": s.feedbackCase(),
		"{id}/finding": s.findCase(), "{id}/proposals/new": s.proposeCase(), "{id}/proposals/{part}/drop": s.dropProposal(), "{id}/notice": s.noticeCase(), "{id}/answer": s.answerNotice(), "{id}/enter": s.enterAnswer(),
		"{id}/decide": s.decideCase(), "{id}/serve": s.serveCase(), "{id}/request": s.requestCase(), "{id}/requests/{part}/take": s.takeRequest(), "{id}/requests/{part}/settle": s.settleRequest(),
		"{id}/publish": s.publishCase(), "{id}/unpublish": s.unpublishCase(),
	} {
		out = append(out, route{"GET /violations/" + path, f.show, loggedIn}, route{"POST /violations/" + path, f.send, loggedIn})
	}
	return out
}
