package web

// mandateRoutes are the addresses of entrusted review.
func (s *Server) mandateRoutes() []route {
	return []route{
		{"GET /mandates", s.mandates, loggedIn},
		{"GET /mandates/new", s.newMandateForm().show, loggedIn},
		{"POST /mandates/new", s.newMandateForm().send, loggedIn},
		{"GET /mandates/{id}", s.mandatePage, loggedIn},
		{"GET /mandates/{id}/paper.pdf", s.mandatePDF, loggedIn},
		{"GET /mandates/{id}/edit", s.editMandate().show, loggedIn},
		{"POST /mandates/{id}/edit", s.editMandate().send, loggedIn},
		{"GET /mandates/{id}/offer", s.offerMandate().show, loggedIn},
		{"POST /mandates/{id}/offer", s.offerMandate().send, loggedIn},
		{"GET /mandates/{id}/take-back", s.takeBackMandate().show, loggedIn},
		{"POST /mandates/{id}/take-back", s.takeBackMandate().send, loggedIn},
		{"GET /mandates/{id}/discard", s.discardMandate().show, loggedIn},
		{"POST /mandates/{id}/discard", s.discardMandate().send, loggedIn},
		{"GET /mandates/{id}/accept", s.acceptMandate().show, loggedIn},
		{"POST /mandates/{id}/accept", s.acceptMandate().send, loggedIn},
		{"GET /mandates/{id}/decline", s.declineMandate().show, loggedIn},
		{"POST /mandates/{id}/decline", s.declineMandate().send, loggedIn},
		{"GET /mandates/{id}/end", s.endMandate().show, loggedIn},
		{"POST /mandates/{id}/end", s.endMandate().send, loggedIn},
	}
}
