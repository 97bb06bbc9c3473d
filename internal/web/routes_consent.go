package web

// consentRoutes are the addresses of consent documents.
func (s *Server) consentRoutes() []route {
	return []route{
		{"GET /activities/{id}/consent", s.consentPage, loggedIn},
		{"POST /activities/{id}/consent/start", s.startConsent, loggedIn},
		{"GET /activities/{id}/consent/edit", s.editConsent().show, loggedIn},
		{"POST /activities/{id}/consent/edit", s.sendConsent, loggedIn},
		{"GET /activities/{id}/consent/preview", s.consentPreview, loggedIn},
		{"GET /activities/{id}/consent/preview.pdf", s.consentPreviewPDF, loggedIn},
		{"GET /activities/{id}/consent/cut", s.cutConsent().show, loggedIn},
		{"POST /activities/{id}/consent/cut", s.cutConsent().send, loggedIn},
		{"GET /activities/{id}/consent/record", s.recordConsent().show, loggedIn},
		{"POST /activities/{id}/consent/record", s.recordConsent().send, loggedIn},
		{"GET /activities/{id}/consent/withdraw", s.withdrawConsent().show, loggedIn},
		{"POST /activities/{id}/consent/withdraw", s.withdrawConsent().send, loggedIn},
		{"GET /activities/{id}/consent/capacity", s.growConsent().show, loggedIn},
		{"POST /activities/{id}/consent/capacity", s.growConsent().send, loggedIn},
		{"GET /activities/{id}/consent/people", s.consentPeople, loggedIn},
		{"GET /activities/{id}/consent/versions/{n}/{field}", s.consentPaper, loggedIn},

		{"GET /releases", s.releases, loggedIn},
		{"GET /activities/{id}/releases", s.releases, loggedIn},
		{"GET /activities/{id}/releases/new", s.askRelease().show, loggedIn},
		{"POST /activities/{id}/releases/new", s.askRelease().send, loggedIn},
		{"GET /releases/{id}", s.releasePage, loggedIn},
		{"GET /releases/{id}/confirm", s.confirmRelease().show, loggedIn},
		{"POST /releases/{id}/confirm", s.confirmRelease().send, loggedIn},
	}
}
