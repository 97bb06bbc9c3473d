package web

// recheckRoutes are the addresses of expert re-review.
func (s *Server) recheckRoutes() []route {
	return []route{
		{"GET /rechecks", s.rechecks, loggedIn},
		{"GET /rechecks/{id}", s.recheckPage, loggedIn},
		{"GET /rechecks/{id}/draw.json", s.drawFile, loggedIn},
		{"GET /rechecks/{id}/opinion.pdf", s.recheckPaper, loggedIn},
		{"GET /reviews/{id}/recheck", s.applyRecheck().show, loggedIn},
		{"POST /reviews/{id}/recheck", s.applyRecheck().send, loggedIn},
		{"GET /reviews/{id}/final", s.finalDecision().show, loggedIn},
		{"POST /reviews/{id}/final", s.finalDecision().send, loggedIn},
		{"GET /rechecks/{id}/complete", s.completeRecheck().show, loggedIn},
		{"POST /rechecks/{id}/complete", s.completeRecheck().send, loggedIn},
		{"GET /rechecks/{id}/return", s.returnRecheck().show, loggedIn},
		{"POST /rechecks/{id}/return", s.returnRecheck().send, loggedIn},
		{"GET /rechecks/{id}/accept", s.acceptRecheck().show, loggedIn},
		{"POST /rechecks/{id}/accept", s.acceptRecheck().send, loggedIn},
		{"GET /rechecks/{id}/announce", s.announceDraw().show, loggedIn},
		{"POST /rechecks/{id}/announce", s.announceDraw().send, loggedIn},
		{"GET /rechecks/{id}/draw", s.drawPanel().show, loggedIn},
		{"POST /rechecks/{id}/draw", s.drawPanel().send, loggedIn},
		{"GET /rechecks/{id}/declare", s.declareRecheck().show, loggedIn},
		{"POST /rechecks/{id}/declare", s.declareRecheck().send, loggedIn},
		{"GET /rechecks/{id}/opinion", s.giveRecheckOpinion().show, loggedIn},
		{"POST /rechecks/{id}/opinion", s.giveRecheckOpinion().send, loggedIn},
		{"GET /rechecks/{id}/feedback", s.feedBackRecheck().show, loggedIn},
		{"POST /rechecks/{id}/feedback", s.feedBackRecheck().send, loggedIn},
		{"GET /departments/{id}/pool", s.poolPage, loggedIn},
		{"GET /departments/{id}/pool/new", s.newPoolExpert().show, loggedIn},
		{"POST /departments/{id}/pool/new", s.newPoolExpert().send, loggedIn},
		{"GET /departments/{id}/pool/{person}/end", s.endPoolExpert().show, loggedIn},
		{"POST /departments/{id}/pool/{person}/end", s.endPoolExpert().send, loggedIn},
	}
}
