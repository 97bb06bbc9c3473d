package web

// researcherRoutes are the addresses of applicants.
func (s *Server) researcherRoutes() []route {
	return []route{
		// One's own activities
		{"GET /activities", s.activities, loggedIn},
		{"POST /activities", s.createActivity, loggedIn},
		{"POST /activities/{id}/copy", s.copyActivity, loggedIn},
		{"POST /activities/{id}/discard", s.discardActivity, loggedIn},

		// A draft, or the case that became of it
		{"GET /activities/{id}", s.activityPage, loggedIn},
		{"GET /activities/{id}/edit", s.editPage, loggedIn},
		{"GET /activities/{id}/rail", s.railPage, loggedIn},
		{"POST /activities/{id}/draft", s.saveDraft, loggedIn},
		{"POST /activities/{id}/hints", s.answerHint, loggedIn},
		{"POST /activities/{id}/opinion", s.askOpinion, loggedIn},
		{"GET /activities/{id}/assessment", s.assessmentPage, loggedIn},
		{"POST /activities/{id}/assessment", s.saveAssessment, loggedIn},
		{"GET /activities/{id}/versions", s.versionsPage, loggedIn},
		{"POST /activities/{id}/versions", s.keepVersion, loggedIn},
		{"GET /activities/{id}/versions/{version}", s.versionPage, loggedIn},
		{"GET /activities/{id}/team", s.teamPage, loggedIn},
		{"POST /activities/{id}/team", s.addPerson, loggedIn},
		{"POST /activities/{id}/team/remove", s.removePerson, loggedIn},
		{"POST /activities/{id}/team/leader", s.changeLeader, loggedIn},
		{"POST /activities/{id}/unit", s.chooseUnit, loggedIn},

		// Files
		{uploadRoute, s.attachFile, loggedIn},
		{"GET /activities/{id}/files/{file}", s.sendFile, loggedIn},
		{"POST /activities/{id}/files/{file}/remove", s.removeFile, loggedIn},

		// Handing in
		{"GET /activities/{id}/submit", s.submitPage, loggedIn},
		{"POST /activities/{id}/submit", s.submitActivity, loggedIn},
		{"GET /activities/{id}/receipt", s.receiptPage, loggedIn},
		{"GET /activities/{id}/receipt.pdf", s.receiptPDF, loggedIn},
		{"GET /activities/{id}/receipt/seal", s.sealingPage, loggedIn},

		// One's own case
		{"GET /activities/{id}/application", s.contentPage, loggedIn},
		{"GET /activities/{id}/timeline", s.storyPage, loggedIn},
		{"POST /activities/{id}/questions/{question}", s.answerQuestion, loggedIn},
		{"POST /activities/{id}/stipulations", s.answerStipulations, loggedIn},
		{"GET /activities/{id}/withdraw", s.withdrawPage, loggedIn},
		{"POST /activities/{id}/withdraw", s.withdrawCase, loggedIn},
	}
}
