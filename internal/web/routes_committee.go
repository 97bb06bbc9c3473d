package web

// committeeRoutes are the addresses of the work of a committee.
func (s *Server) committeeRoutes() []route {
	return []route{
		// Cases
		{"GET /reviews", s.board, loggedIn},
		{"GET /reviews/{id}", s.casePage, loggedIn},
		{"GET /reviews/{id}/questions", s.questionsPage, loggedIn},
		{"POST /reviews/{id}/questions", s.askQuestion, loggedIn},
		{"GET /reviews/{id}/stipulations", s.stipulationsPage, loggedIn},
		{"POST /reviews/{id}/stipulations", s.checkStipulation, loggedIn},
		{"POST /reviews/{id}/changes", s.finishChanges, loggedIn},
		{"GET /reviews/{id}/timeline", s.timelinePage, loggedIn},
		{"GET /reviews/{id}/reasons", s.reasonsPage, loggedIn},
		{"GET /reviews/{id}/files/{hash}", s.caseFile, loggedIn},
		{"GET /evidence/{event}", s.evidence, loggedIn},

		// The secretary's check, and small acts on a case
		{"GET /reviews/{id}/check", s.checkPage, loggedIn},
		{"POST /reviews/{id}/notice", s.previewNotice, loggedIn},
		{"POST /reviews/{id}/return", s.returnCase, loggedIn},
		{"POST /reviews/{id}/accept", s.acceptCase, loggedIn},
		{"GET /reviews/{id}/extend", s.extendPage, loggedIn},
		{"POST /reviews/{id}/extend", s.extendCase, loggedIn},
		{"GET /reviews/{id}/schedule", s.schedulePage, loggedIn},
		{"POST /reviews/{id}/schedule", s.scheduleCase, loggedIn},

		// Letters
		{"GET /reviews/{id}/letters", s.lettersPage, loggedIn},
		{"POST /reviews/{id}/letters", s.issueLetter, loggedIn},
		{"POST /reviews/{id}/letters/send", s.sendLetter, loggedIn},
		{"GET /reviews/{id}/letters/preview.pdf", s.previewPDF, loggedIn},
		{"GET /reviews/{id}/letters/{revision}", s.letterPage, loggedIn},
		{"GET /reviews/{id}/letters/{revision}/pdf", s.letterPDF, loggedIn},
	}
}
