package web

// gateRoutes are the addresses of start gates.
func (s *Server) gateRoutes() []route {
	return []route{
		{"GET /gates/{id}", s.gatePage, loggedIn},
		{"GET /gates/{id}/evidence/{n}/file", s.gateFile, loggedIn},
		{"GET /gates/{id}/declare", s.declareGate().show, loggedIn},
		{"POST /gates/{id}/declare", s.declareGate().send, loggedIn},
		{"GET /gates/{id}/evidence", s.handInEvidence().show, loggedIn},
		{"POST /gates/{id}/evidence", s.handInEvidence().send, loggedIn},
		{"GET /gates/{id}/accept", s.acceptEvidence().show, loggedIn},
		{"POST /gates/{id}/accept", s.acceptEvidence().send, loggedIn},
		{"GET /gates/{id}/return", s.returnEvidence().show, loggedIn},
		{"POST /gates/{id}/return", s.returnEvidence().send, loggedIn},
		{"GET /gates/{id}/revoke", s.revokeEvidence().show, loggedIn},
		{"POST /gates/{id}/revoke", s.revokeEvidence().send, loggedIn},
		{"GET /gates/{id}/project", s.approveProject().show, loggedIn},
		{"POST /gates/{id}/project", s.approveProject().send, loggedIn},
		{"GET /gates/{id}/start", s.startWork().show, loggedIn},
		{"POST /gates/{id}/start", s.startWork().send, loggedIn},
		{"GET /gates/{id}/animals", s.recordAnimals().show, loggedIn},
		{"POST /gates/{id}/animals", s.recordAnimals().send, loggedIn},
	}
}
