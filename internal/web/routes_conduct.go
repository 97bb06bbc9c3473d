package web

// conductRoutes are the addresses of approved activities.
func (s *Server) conductRoutes() []route {
	return []route{
		{"GET /conduct", s.conducts, loggedIn},
		{"GET /activities/{id}/conduct", s.conductPage, loggedIn},
		{"GET /activities/{id}/conduct/new/{kind}", s.newReport().show, loggedIn},
		{"POST /activities/{id}/conduct/new/{kind}", s.newReport().send, loggedIn},
		{"GET /activities/{id}/conduct/proof.pdf", s.approvalProof, loggedIn},
		{"GET /activities/{id}/conduct/suspend", s.suspendWork().show, loggedIn},
		{"POST /activities/{id}/conduct/suspend", s.suspendWork().send, loggedIn},
		{"GET /activities/{id}/conduct/reports/{report}", s.workReport, loggedIn},
		{"GET /activities/{id}/conduct/reports/{report}/revise", s.reviseReport().show, loggedIn},
		{"POST /activities/{id}/conduct/reports/{report}/revise", s.reviseReport().send, loggedIn},
		{"GET /activities/{id}/conduct/reports/{report}/answer", s.answerReport().show, loggedIn},
		{"POST /activities/{id}/conduct/reports/{report}/answer", s.answerReport().send, loggedIn},
		{"GET /activities/{id}/conduct/reports/{report}/withdraw", s.withdrawReport().show, loggedIn},
		{"POST /activities/{id}/conduct/reports/{report}/withdraw", s.withdrawReport().send, loggedIn},
		{"GET /activities/{id}/conduct/files/{file}", s.workFile, loggedIn},
	}
}
